#!/bin/bash
# usage (inside session.sh): on_server.sh BUILD SHOTS    evenkeel-notify with this real server: TAP, screenshots into SHOTS
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1 shots=$2
. tests/tap.sh
here=tests/desktop
name=$SESSION_SERVER
said=$SESSION_DIR/out
WAIT_S=6

ask() { # LINES...: a helper with that prompt, its input on fd 7
	rm -f "$SESSION_DIR/in"
	mkfifo "$SESSION_DIR/in"
	exec 7<>"$SESSION_DIR/in" # waits for nobody
	: >"$said"
	timeout -k 1 30 "$BUILD/evenkeel-notify" <"$SESSION_DIR/in" >"$said" 2>"$SESSION_DIR/err" 7>&- &
	helper=$!
	printf '%s\n' 'prompt 1' "$@" 'urgency low' 'category presence' 'cli-hint or run: evenkeel checkin' 'life-s 120' end >&7
	wait_for '^(shown|failed)' "$said"
	sleep 0.7 # until it is drawn: some fade in
}
take_back() {
	exec 7>&-
	wait "$helper"
}
english=('summary How much strain do you feel right now?' 'body One click is enough. Closing it asks once more later.'
	'action Not at all' 'action Somewhat' 'action A lot')
chinese=('summary 你现在感到多大压力？' 'body 点一下就够了。关掉它，稍后会再问一次。' 'action 完全没有' 'action 有一些' 'action 很大')
thai=('summary ตอนนี้คุณรู้สึกเครียดไหม' 'body คลิกเดียวก็พอ ปิดไปแล้วจะถามอีกครั้งในภายหลัง' 'action ไม่เลย' 'action บ้าง' 'action มาก')

like "$name: answers the probe" "$(timeout 10 "$BUILD/evenkeel-notify" --probe 2>&1)" '^caps [^ ]+ [^ ]+ '

ask "${english[@]}"
$here/press.sh --shot "$shots/$name.png"
$here/press.sh Somewhat
check "$name: the click is possible" test $? -eq 0
wait_for '^action' "$said"
is "$name: a click on Somewhat is action 1" "$(grep -m1 '^action' "$said")" "action 1"
take_back
is "$name: the helper ends" $? 0
sleep 0.5
$here/press.sh --shot "$shots/$name-after.png"

ask "${chinese[@]}"
$here/press.sh --shot "$shots/$name-zh.png"
$here/press.sh 很大
wait_for '^action' "$said"
is "$name: in Chinese, action 2" "$(grep -m1 '^action' "$said")" "action 2"
take_back

ask "${thai[@]}"
$here/press.sh --shot "$shots/$name-th.png"
$here/press.sh ไม่เลย
wait_for '^action' "$said"
is "$name: in Thai, action 0" "$(grep -m1 '^action' "$said")" "action 0"
take_back

ask "${english[@]}"
$here/press.sh --close
wait_for '^closed' "$said"
like "$name: closed by the person: no answer" "$(tail -1 "$said")" '^closed '
unlike "$name: and no action" "$(cat "$said")" '^action'
take_back

# Text that a server might take for markup, and one that is as long as a body gets.
ask 'summary A <b>break</b> & a walk?' 'body Stand up, look out of the window & roll your shoulders: 3 < 5 minutes. It costs two minutes and it is yours; the calls will still be there, and so will you.' \
	'action Start' 'action Later' 'action Skip'
$here/press.sh --shot "$shots/$name-markup.png"
unlike "$name: markup is shown as text" "$($here/press.sh --labels)" '&amp;|&lt;'
take_back

ask "${english[@]}"
kill -KILL "$SESSION_SERVER_PID"
wait_for '^failed' "$said"
is "$name: the server dies: failed server-lost" "$(tail -1 "$said")" "failed server-lost"
take_back
is "$name: with exit 0" $? 0
is "$name: without it: failed no-server" "$(timeout 10 "$BUILD/evenkeel-notify" --probe 2>/dev/null)" "failed no-server"
finish
