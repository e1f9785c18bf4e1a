#!/bin/bash
# usage: peers.sh BUILD [SETTLE_S [WINDOW_S]]    the idle daemon beside other break reminders of the distribution, in one session and at one time, so that a
# busy machine is as busy for each. PSS and USS are of the whole family of processes; wakeups, voluntary context switches of all threads.
# Only the daemon has goals; the others are shown.
set -u
build=$(realpath "${1:?usage: peers.sh BUILD}") settle=${2:-20} window=${3:-60}
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/../.." || exit 1
. tests/bench/session.bash
[[ $with == *"X server"* ]] || { echo "peers.sh: needs dbus-daemon and Xvfb" >&2; exit 1; }
set_up_evenkeel "$build"

names=() pids=()
begin() { # NAME COMMAND...
	local name=$1; shift
	command -v "$1" >/dev/null || { echo "$name: not installed, left out"; return; }
	"${session[@]}" GDK_BACKEND=x11 QT_QPA_PLATFORM=xcb "$@" </dev/null >/dev/null 2>"$dir/$name.log" &
	names+=("$name") pids+=($!)
	started+=($!)
}
begin evenkeeld "$build/evenkeeld" --notify=$notify
begin workrave workrave
begin safeeyes safeeyes
begin rsibreak rsibreak
sleep "$settle"

count=${#names[@]}
for ((i = 0; i < count; i++)); do
	switches[i]=$(switches ${pids[i]}) cpu[i]=$(cpu_ns ${pids[i]})
done
sleep "$window"

memory() { for pid in $(tree "$1"); do cat /proc/"$pid"/smaps_rollup; done 2>/dev/null |
	awk '/^Pss:/ { pss += $2 } /^Private_(Clean|Dirty):/ { uss += $2 } END { print pss + 0, uss + 0 }'; }

echo "idle over $window s after $settle s to settle ($with)"
printf '%-12s %8s %8s %12s %11s %8s\n' '' 'PSS MiB' 'USS MiB' wakeups/min 'CPU ms/min' threads
status=0
for ((i = 0; i < count; i++)); do
	pid=${pids[i]}
	kill -0 "$pid" 2>/dev/null || { echo "${names[i]}: ended: $(tail -1 "$dir/${names[i]}.log")"; continue; }
	read -r pss uss <<<"$(memory "$pid")"
	threads=$(for one in $(tree "$pid"); do ls /proc/"$one"/task; done | wc -l)
	awk -v name="${names[i]}" -v pss="$pss" -v uss="$uss" -v wakeups=$(($(switches "$pid") - switches[i])) \
		-v cpu=$(($(cpu_ns "$pid") - cpu[i])) -v threads="$threads" -v w="$window" 'BEGIN {
		printf "%-12s %8.1f %8.1f %12.1f %11.1f %8d\n", name, pss / 1024, uss / 1024, wakeups * 60 / w, cpu / 1e6 * 60 / w, threads
		exit name == "evenkeeld" && !(uss <= 3072 && wakeups * 60 / w <= 3 && threads == 1) }' || status=1
done
exit $status
