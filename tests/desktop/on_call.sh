#!/bin/bash
# usage (inside session.sh): on_call.sh BUILD SHOTS SOUND    calls seen by the real daemon through a real sound server, pulseaudio or
# pipewire, with programs that really record: TAP
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1 sound=$3
. tests/tap.sh
. tests/desktop/sound.sh
absent=$(sound_absent "$sound")
[ -z "$absent" ] || { echo "$absent is not installed" >&2; exit 77; }
"$BUILD/tests/desktop/capture" >/dev/null 2>&1
[ $? -ne 77 ] || { echo "built without the headers of libpulse" >&2; exit 77; }
cli=$BUILD/evenkeel log=$SESSION_DIR/daemon.err server_log=$SESSION_DIR/sound.log
daemon= recorder=
cleanup() {
	[ -z "$recorder" ] || kill "$recorder" 2>/dev/null
	[ -z "$daemon" ] || kill "$daemon" 2>/dev/null
	sound_stop TERM
}
trap cleanup EXIT

within() { # SECONDS COMMAND...
	local i tries=$(($1 * 20))
	shift
	for ((i = 0; i < tries; i++)); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}
status() { "$cli" status --json 2>/dev/null | tr -d '\n'; }
on_call() { status | grep -q '"name": *"call"'; }
off_call() { ! on_call; }
sees_calls() { status | grep -q '"call_detection": *"PulseAudio/PipeWire"'; }
blind() { status | grep -q '"call_detection": *null'; }
logged() { grep -qE "$1" "$log"; }
figure() { status | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p"; }
record() { # COMMAND...: and wait until the server knows the stream
	"$@" >"$SESSION_DIR/recorder" 2>&1 </dev/null &
	recorder=$!
	within 5 recorded || not_ok "$sound: '$*' records" "$(cat "$SESSION_DIR/recorder")"
}
recorded() { [ -n "$(pactl list short source-outputs)" ]; }
silent() { ! recorded; }
hush() {
	kill "$recorder" 2>/dev/null
	wait "$recorder" 2>/dev/null
	recorder=
	within 5 silent
}
capture() { record "$BUILD/tests/desktop/capture" "$@"; }
configure() { # auto|off [MICRO_EVERY]
	cat >"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf" <<X
[call]
detect = $1
debounce = 1s
grace = 2s
[micro]
every = ${2:-off}
[activity]
source = none
[checkin]
per-day = 0
[review]
day = off
[hours]
$(printf '%s = 00:00-24:00\n' mon tue wed thu fri sat sun)
X
	[ -z "$daemon" ] || kill -HUP "$daemon"
}
begin() {
	"$BUILD/evenkeeld" --notify=log </dev/null >/dev/null 2>"$log" &
	daemon=$!
	check "$sound: the daemon runs" within 10 logged 'ready'
}
# The debounce is 1 s: what is none after 2.5 s will be none.
no_call() {
	sleep 2.5
	if on_call; then not_ok "$1"; else ok "$1"; fi
}

echo 'a passphrase' | "$cli" setup --passphrase-fd 0 --no-recovery-check --no-service --kdf-test >/dev/null 2>&1
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
configure auto
begin
begun_s=$SECONDS
check "$sound: without a server it sees no calls" within 5 blind
like "$sound: and says why" "$(status)" 'call detection: no sound server runs here;'
check "$sound: nothing of the library is in memory yet: $(figure uss_kib) KiB" test "$(figure uss_kib)" -le 3072

sound_start "$sound" "$server_log" || { not_ok "$sound starts" "$(tail -5 "$server_log")"; finish; }
check "$sound: found once it is there" within 17 sees_calls
like "$sound: status says so to people" "$("$cli" status)" 'call detection: PulseAudio/PipeWire'
unlike "$sound: and it is not missing" "$("$cli" status)" "busy on"
check "$sound: within 5 MiB: $(figure uss_kib) KiB" test "$(figure uss_kib)" -le 5120
is "$sound: with one thread" "$(figure threads)" 1
no_call "$sound: nothing records: no call"

record parecord -d mic "$SESSION_DIR/voice.wav"
check "$sound: parecord from the microphone is a call" within 4 on_call
hush
check "$sound: it ends with the recording" within 4 off_call
if [ "$sound" = pipewire ] && command -v pw-record >/dev/null; then
	record pw-record --target mic "$SESSION_DIR/voice.wav"
	check "$sound: so is pw-record" within 4 on_call
	hush
	check "$sound: which ends, too" within 4 off_call
fi

record parecord -d out.monitor "$SESSION_DIR/heard.wav"
no_call "$sound: parecord from a monitor is none"
hush
capture peaks mic
no_call "$sound: a level meter on the microphone is none"
hush
capture corked mic
no_call "$sound: a stream that is held is none"
kill -USR1 "$recorder"
check "$sound: but is one when it runs" within 4 on_call
kill -USR1 "$recorder"
check "$sound: and none when held again" within 4 off_call
hush
module=$(pactl load-module module-loopback source=mic sink=out)
within 5 recorded
no_call "$sound: the server's own loop from the microphone is none"
capture mic
check "$sound: beside it, a program is" within 4 on_call
hush
pactl unload-module "$module"
check "$sound: that is over, too" within 4 off_call

# A minute of active time makes a micro break due, and a call is active time.
capture mic
check "$sound: a call again" within 4 on_call
configure auto 60s
until [ $((SECONDS - begun_s)) -ge 63 ]; do sleep 0.5; done
like "$sound: a break falls due in the call, and waits" "$("$cli" status)" 'micro break +due .*held: on a call'
if logged 'shown'; then not_ok "$sound: no prompt so far"; else ok "$sound: no prompt so far"; fi
hush
begun=$(date +%s%N)
check "$sound: the prompt comes after it" within 8 logged 'prompt 1 shown'
waited_ms=$((($(date +%s%N) - begun) / 1000000))
check "$sound: debounce and grace later, 3 s: $waited_ms ms" test "$waited_ms" -ge 2700 -a "$waited_ms" -le 4500

capture mic
check "$sound: another call" within 4 on_call
configure off
check "$sound: call.detect off: no call" within 4 off_call
like "$sound: and status says why" "$("$cli" status)" 'switched off by call.detect'
configure auto
check "$sound: auto: the call is there again" within 4 on_call

# Nothing is left to wait for where the call was there before.
sed -i 's/^debounce = .*/debounce = 60s/' "$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
kill "$daemon"
wait "$daemon"
begin
check "$sound: a new daemon knows of the call without its debounce" within 4 on_call
configure auto

sound_stop KILL
recorder=
check "$sound: the server is killed: no call" within 4 off_call
check "$sound: status says that it cannot see" blind
check "$sound: the daemon lives" kill -0 "$daemon"
sound_start "$sound" "$server_log" || not_ok "$sound starts again" "$(tail -5 "$server_log")"
check "$sound: reconnected" within 17 sees_calls
capture mic
check "$sound: and the call is seen" within 4 on_call
hush
unlike "$sound: the log names nobody who recorded" "$(cat "$log" "$XDG_STATE_HOME"/evenkeel/*)" 'capture|parecord|\<mic\>|voice'
unlike "$sound: libpulse has nothing to complain about" "$(cat "$log")" 'Assertion|pulse|\[warn\]'
kill "$daemon"
wait "$daemon"
is "$sound: the daemon ends when told" $? 0
daemon=
finish
