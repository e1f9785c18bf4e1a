#!/bin/bash
# What a key or the desktop's menu starts: no terminal, nobody who reads its output. What came of it is a notification.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
fake=$BUILD/tests/desktop/fake_server
skip_all() { skip "commands that a key starts" "$1"; finish; }
command -v dbus-daemon >/dev/null || skip_all "dbus-daemon is not installed"
[ -x "$fake" ] || skip_all "fake_server is not built"
"$fake" >/dev/null 2>&1
[ $? -eq 77 ] && skip_all "built without sd-bus"

pids=()
trap 'kill "${pids[@]}" 2>/dev/null; client_cleanup' EXIT
export DBUS_SESSION_BUS_ADDRESS=unix:path=$dir/bus
private_bus "$dir/bus" >"$dir/bus.conf"
dbus-daemon --config-file="$dir/bus.conf" --nofork --nopidfile 2>"$dir/bus.err" &
pids+=($!)
wait_until test -S "$dir/bus" || skip_all "dbus-daemon does not start: $(head -1 "$dir/bus.err")"
"$fake" expire "$dir/shown" >"$dir/ready" 2>&1 & # each notification is gone at once, so nothing waits for it
pids+=($!)
wait_for ready "$dir/ready"
wait_until server_answers

key() { setsid timeout 60 "$BUILD/evenkeel" "$@" </dev/null >/dev/null 2>&1; }
summaries() { sed -n 's/^summary //p' "$dir/shown" | tail -n +$((seen + 1)); }
bodies() { sed -n 's/^body //p' "$dir/shown" | sed "s/&apos;/'/g" | tail -n +$((seen + 1)); }
seen() { seen=$(grep -c '^summary' "$dir/shown"); }
shows() { [ -n "$(summaries)" ]; }
hard_calls() { unlocked history --json | grep -c '"form": "hard-call"'; }
seen=0

key hard-call --notify
is "without a store: it fails" $? 1
is "and says so on the screen" "$(summaries): $(bodies)" "That did not work: no store yet; run 'evenkeel setup'"
make_store
{
	printf '%s\n' '[checkin]' 'per-day = 0' '[review]' 'day = off' '[hours]'
	printf '%s = 00:00-24:00\n' mon tue wed thu fri sat sun
} >"$conf"

seen
key hard-call
is "without --notify nothing is shown" "$?$(summaries)" 0
key hard-call --notify
is "without the daemon it is logged" "$? $(hard_calls)" "0 2"
is "and said so" "$(summaries)" "Logged. That was a hard one."
like "with what helps" "$(bodies)" 'breathe out longer'
seen
key now --notify rest
is "a break cannot come: exit 1" $? 1
like "the reason is on the screen" "$(summaries): $(bodies)" 'That did not work: the daemon is not running; start it with '

"$BUILD/evenkeeld" --notify=desktop </dev/null >/dev/null 2>"$dir/daemon.log" &
daemon_pid=$!
wait_for ready "$dir/daemon.log"
seen
key hard-call --notify
is "with the daemon it is logged" "$? $(hard_calls)" "0 3"
wait_until shows
is "and the daemon's own words come, once" "$(summaries)" "Two minutes to recover"
ek busy on >/dev/null
seen
key hard-call --notify
is "while something holds: logged" "$? $(hard_calls)" "0 4"
is "said so, and when the two minutes come" "$(summaries): $(bodies)" \
	"Logged. That was a hard one.: The two minutes come when nothing holds them back; 'evenkeel status' says what does."
seen
key now --notify rest
is "a break that is held: why" "$(summaries): $(bodies)" "Not just now: you are busy; it comes after 'evenkeel busy off'"
printf '[micro]\nevery = sideways\n' >"$conf"
seen
key hard-call --notify
like "settings that cannot be read: $?" "$(summaries): $(bodies)" 'That did not work: .*evenkeel.conf:2: '
unlike "no answer and no id in what was shown" "$(cat "$dir/shown")" 'hard-call|stress'
finish
