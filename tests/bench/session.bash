# For measuring what idles: a private HOME, both buses with a logind and, where they are installed, an X server with a notification server; with
# display=wayland, sway. Sourced from the root with build set; sets dir, session (the words to put before a command), with (what there is)
# and notify; what is added to started is ended with the script.
. tests/wait.sh
. tests/desktop/sway.sh
dir=$(mktemp -d "${TMPDIR:-/tmp}/idle.XXXXXX") || exit 1
started=()
cleanup() {
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir -m 700 "$dir/home" "$dir/run"
session=(env -i PATH="$PATH" HOME="$dir/home" XDG_RUNTIME_DIR="$dir/run" LC_ALL=C.UTF-8)

notify=log with="no session bus"
if command -v dbus-daemon >/dev/null; then
	"${session[@]}" dbus-daemon --session --nofork --nopidfile --print-address=3 3>"$dir/bus" >/dev/null 2>&1 &
	started+=($!)
	wait_until test -s "$dir/bus" || { echo "idle.sh: dbus-daemon did not start" >&2; exit 1; }
	session+=(DBUS_SESSION_BUS_ADDRESS="$(head -1 "$dir/bus")")
	with="session bus" notify=auto
	"${session[@]}" dbus-daemon --session --nofork --nopidfile --print-address=3 3>"$dir/system" >/dev/null 2>&1 &
	started+=($!)
	wait_until test -s "$dir/system" || { echo "idle.sh: the second dbus-daemon did not start" >&2; exit 1; }
	session+=(DBUS_SYSTEM_BUS_ADDRESS="$(head -1 "$dir/system")")
	with="$with, system bus"
	# A logind to talk to, for as long as fd 9 is open.
	mkfifo "$dir/moves"
	"${session[@]}" "$build/tests/desktop/fake_desktop" <"$dir/moves" >"$dir/moved" 2>&1 &
	started+=($!)
	exec 9>"$dir/moves"
	echo logind >&9
	wait_until test -s "$dir/moved" && with="$with with logind"
fi
if [ "${display:-x11}" = wayland ]; then
	sway_start "$dir" "${session[@]}"
	status=$?
	started+=($SWAY_PID)
	[ $status -eq 0 ] || { echo "idle.sh: sway did not start: $(tail -1 "$dir/sway.log")" >&2; exit 1; }
	session+=(WAYLAND_DISPLAY="$WAYLAND_DISPLAY")
	with="$with, sway"
elif command -v Xvfb >/dev/null; then
	"${session[@]}" Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$dir/display" >/dev/null 2>&1 &
	started+=($!)
	wait_until test -s "$dir/display" || { echo "idle.sh: Xvfb did not start" >&2; exit 1; }
	session+=(DISPLAY=":$(head -1 "$dir/display")")
	with="$with, X server"
	if command -v dunst >/dev/null && [ "$notify" = auto ]; then
		"${session[@]}" dunst >/dev/null 2>&1 &
		started+=($!)
		with="$with, dunst"
		sleep 1
	fi
fi

# The voluntary context switches and the processor time of all threads of a process, and of those that it started.
tree() { local pid; for pid; do echo "$pid"; tree $(pgrep -P "$pid"); done; }
switches() { for pid in $(tree "$1"); do cat /proc/"$pid"/task/*/status; done 2>/dev/null | awk '/^voluntary_ctxt_switches/ { n += $2 } END { print n + 0 }'; }
cpu_ns() { for pid in $(tree "$1"); do cat /proc/"$pid"/task/*/schedstat; done 2>/dev/null | awk '{ n += $1 } END { printf "%d\n", n }'; }

# A store, round the clock, so that nothing falls due because of the hour, and no check-ins of its own.
set_up_evenkeel() { # BUILD
	mkdir -p "$dir/home/.config/evenkeel"
	printf '%s\n' '[checkin]' 'per-day = 0' '[review]' 'day = off' >"$dir/home/.config/evenkeel/evenkeel.conf"
	echo 'a passphrase' | "${session[@]}" "$1/evenkeel" setup --passphrase-fd 0 --kdf-test --no-recovery-check --no-service \
		>/dev/null 2>"$dir/setup" || { cat "$dir/setup" >&2; exit 1; }
}

# A sound server in the same session: pulseaudio or pipewire.
set_up_sound() { # NAME
	. tests/desktop/sound.sh
	export "${session[@]:3}"
	sound_start "$1" "$dir/sound" || { echo "$1 does not start: $(tail -1 "$dir/sound")" >&2; exit 1; }
	started+=("${sound_pids[@]}")
	with="$with, $1"
}
