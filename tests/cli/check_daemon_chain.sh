#!/bin/bash
# The main job with every real part but the desktop: daemon, evenkeel-notify, libnotify and a bus; a fake server presses the buttons.
# A whole chain becomes one sealed record; a server that dies loses nothing and is said in status.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
fake=$BUILD/tests/desktop/fake_server
skip_all() { skip "a check-in through a notification server" "$1"; finish; }
command -v dbus-daemon >/dev/null || skip_all "dbus-daemon is not installed"
command -v python3 >/dev/null || skip_all "no python3"
"$fake" >/dev/null 2>&1
[ $? -eq 77 ] && skip_all "built without sd-bus"

sanitized thread && skip_all "so slow a helper is ended after three seconds, as it should be"

dir=$(mktemp -d "${TMPDIR:-/tmp}/chain.XXXXXX") || exit 1
pids=() server= daemon=
cleanup() {
	for pid in "${pids[@]}" $server $daemon; do kill -KILL "$pid" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
export HOME=$dir/home XDG_RUNTIME_DIR=$dir/run XDG_CONFIG_HOME= XDG_DATA_HOME= XDG_STATE_HOME=
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"

private_bus "$dir/bus" >"$dir/bus.conf"
export DBUS_SESSION_BUS_ADDRESS=unix:path=$dir/bus
dbus-daemon --config-file="$dir/bus.conf" --nofork --nopidfile --print-address=1 >"$dir/bus.out" 2>"$dir/bus.err" &
pids+=($!)
wait_for 'unix:' "$dir/bus.out" || skip_all "dbus-daemon does not start: $(head -1 "$dir/bus.err")"

serve() { # MODE: a server that does this with each notification
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	: >"$dir/ready"
	"$fake" "$1" "$dir/server" >"$dir/ready" 2>/dev/null &
	server=$!
	wait_for ready "$dir/ready" && wait_until server_answers
}
begin() {
	: >"$dir/log"
	"$BUILD/evenkeeld" --notify=desktop 2>"$dir/log" </dev/null >/dev/null &
	daemon=$!
	wait_for '^evenkeeld: ready' "$dir/log"
}
finish_daemon() { kill "$daemon" && wait "$daemon"; daemon=; }

printf 'a passphrase\n' >"$dir/pass"
chmod 600 "$dir/pass"
export EVENKEEL_PASSPHRASE_FILE=$dir/pass
"$BUILD/evenkeel" setup --passphrase-fd 3 --no-recovery-check --no-service --kdf-test 3<"$dir/pass" >/dev/null 2>&1
mkdir -p "$HOME/.config/evenkeel"
printf '[checkin]\nper-day = 0\n[review]\nday = off\n' >"$HOME/.config/evenkeel/evenkeel.conf"
# kind, origin and answers of each record of a check-in, one a line
records() {
	"$BUILD/evenkeel" export --format json 2>"$dir/export.err" | python3 -c '
import json, sys
for record in json.load(sys.stdin)["records"]:
    if record.get("form") == "check-in":
        values = [a["value"] for a in record["answers"]]
        print(record["kind"], record["origin"], *["-" if v is None else v for v in values])' || cat "$dir/export.err"
}
open_now() { "$BUILD/evenkeel" status --json | tr -d ' \n' | grep -o '"open":[^,]*'; }
nothing_is_open() { [ "$(open_now)" = '"open":null' ]; }

serve answer1
begin
"$BUILD/evenkeel" now checkin >/dev/null
wait_for '^summary Thank you|^summary One minute' "$dir/server"
is "a chain answered by click ends with thanks" $? 0
is "six questions, then the thanks" "$(grep -c '^summary ' "$dir/server")" 7
is "it is one sealed record" "$(records)" "answered self 1 1 1 1 1"
like "the server's name is in status" "$("$BUILD/evenkeel" status --json | tr -d '\n')" '"notifier": ?"desktop \(Fake 7.1\)"'

serve answer0
"$BUILD/evenkeel" now checkin >/dev/null
wait_for '^summary Thank you' "$dir/server"
is "a calm one, too" $? 0
is "with no question about what weighs" "$(grep -c '^summary ' "$dir/server")" 4
like "its record is as long" "$(records | tail -1)" '^answered self 0 0 0 - -$|^answered self 0 0 0 '

serve dismiss
"$BUILD/evenkeel" now checkin >/dev/null
wait_for '^summary ' "$dir/server"
check "closed without an answer: nothing stays open" wait_until nothing_is_open
is "and nothing is recorded yet, as it comes once more" "$(records | wc -l)" 2
finish_daemon

serve die
begin
"$BUILD/evenkeel" now checkin >/dev/null
wait_for 'could not be shown' "$dir/log"
is "a server that dies is told in the log" $? 0
like "and in status" "$("$BUILD/evenkeel" status --json | tr -d '\n')" '"notifier_why": ?"[^"]+"'
unlike "but not as an answer" "$(records)" 'dismissed|expired'
like "the CLI stays an equal path" "$("$BUILD/evenkeel" checkin stress=0 2>&1)" '.'
is "and its answers are in the store" "$(records | tail -1 | cut -d' ' -f1-3)" "partial self 0"
finish_daemon

words=$(cat "$dir/log" "$HOME"/.local/state/evenkeel/* 2>/dev/null | tr -d "\0")
unlike "no answer and no id stands in the log or the state" "$words" 'stress|Somewhat|Not at all|symptom'
finish
