#!/bin/bash
# usage (inside session.sh): on_chain.sh BUILD SHOTS
# The main job on this real server: set up, start the daemon, ask for a check-in, click on Somewhat, close the next question, and
# find one sealed record with that answer after unlocking. TAP; screenshots into SHOTS.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1 shots=$2
. tests/tap.sh
. tests/desktop/prompts.sh

running() { says '"daemon_running": *true'; }

"$BUILD/evenkeel" setup --passphrase-fd 3 --no-recovery-check --no-service --kdf-test 3<"$EVENKEEL_PASSPHRASE_FILE" \
	>"$SESSION_DIR/setup.out" 2>&1 </dev/null
is "$name: evenkeel setup" $? 0
daemon_start auto
check "$name: the daemon runs" wait_until running
check "$name: and found the desktop" wait_until uses_desktop

"$BUILD/evenkeel" now checkin >"$SESSION_DIR/now.out" 2>&1
is "$name: evenkeel now checkin" $? 0
sleep 1.5
press --shot "$shots/$name-checkin.png"
press Somewhat
is "$name: Somewhat can be clicked" $? 0
sleep 1.5
press --shot "$shots/$name-checkin-2.png"
press --close
is "$name: the next question can be closed" $? 0
recorded "$name: after unlocking one check-in, with stress 1 and nothing else" "partial self stress=1"
sleep 1
press --shot "$shots/$name-thanks.png"
unlike "$name: what the daemon says has no answer in it" "$(cat "$SESSION_DIR/daemon.err")" 'stress|Somewhat|strain'
daemon_end
is "$name: the daemon ends when told" $? 0
finish
