#!/bin/bash
# usage (inside session.sh): on_chain.sh BUILD SHOTS
# The main job on this real server: set up, start the daemon, ask for a check-in, click on Somewhat, close the next question, and
# find one sealed record with that answer after unlocking. TAP; screenshots into SHOTS.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1 shots=$2
. tests/tap.sh
here=tests/desktop
name=$SESSION_SERVER
export EVENKEEL_PASSPHRASE_FILE=$SESSION_DIR/passphrase
printf 'a passphrase of a test\n' >"$EVENKEEL_PASSPHRASE_FILE"
chmod 600 "$EVENKEEL_PASSPHRASE_FILE"
daemon=
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null' EXIT

running() { "$BUILD/evenkeel" status --json | grep -q '"daemon_running": *true'; }
uses_desktop() { "$BUILD/evenkeel" status --json | grep -q '"notifier": *"desktop ('; }
export_json() { "$BUILD/evenkeel" export --format json 2>"$SESSION_DIR/export.err"; }
recorded() { export_json | grep -q '"answers"'; }
# form/kind/origin and the answers that were given, of each record of a check-in
records() {
	export_json | /usr/bin/python3 -c '
import json, sys
for record in json.load(sys.stdin)["records"]:
    if record.get("form") == "check-in":
        answers = [a["id"] + "=" + str(a["value"]) for a in record["answers"] if a["value"] is not None]
        print(record["kind"], record["origin"], *answers)'
}

"$BUILD/evenkeel" setup --passphrase-fd 3 --no-recovery-check --no-service --kdf-test 3<"$EVENKEEL_PASSPHRASE_FILE" \
	>"$SESSION_DIR/setup.out" 2>&1 </dev/null
is "$name: evenkeel setup" $? 0
"$BUILD/evenkeeld" --notify=auto </dev/null >"$SESSION_DIR/daemon.out" 2>"$SESSION_DIR/daemon.err" &
daemon=$!
check "$name: the daemon runs" wait_until running
check "$name: and found the desktop" wait_until uses_desktop

"$BUILD/evenkeel" now checkin >"$SESSION_DIR/now.out" 2>&1
is "$name: evenkeel now checkin" $? 0
sleep 1.5
$here/press.sh --shot "$shots/$name-checkin.png"
$here/press.sh Somewhat
is "$name: Somewhat can be clicked" $? 0
sleep 1.5
$here/press.sh --shot "$shots/$name-checkin-2.png"
$here/press.sh --close
is "$name: the next question can be closed" $? 0
check "$name: a record is there after unlocking" wait_until recorded
is "$name: one check-in, with stress 1 and nothing else" "$(records)" "partial self stress=1"
sleep 1
$here/press.sh --shot "$shots/$name-thanks.png"
unlike "$name: what the daemon says has no answer in it" "$(cat "$SESSION_DIR/daemon.err" "$SESSION_DIR/daemon.out")" \
	'stress|Somewhat|strain'
kill "$daemon"
wait "$daemon"
is "$name: the daemon ends when told" $? 0
daemon=
finish
