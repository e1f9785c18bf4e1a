#!/bin/bash
# usage: idle_calls.sh BUILD    what the idle daemon costs while it sees calls, beside each sound server that is installed
cd "$(dirname "$0")/../.." || exit 1
. tests/desktop/sound.sh
status=0
for sound in pulseaudio pipewire; do
	absent=$(sound_absent $sound)
	if [ -n "$absent" ]; then
		echo "idle_calls.sh: not with $sound: $absent is not installed"
	else
		tests/bench/idle.sh "$1" 20 60 $sound || status=1
	fi
done
exit $status
