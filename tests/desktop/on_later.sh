#!/bin/bash
# usage (inside session.sh): on_later.sh BUILD SHOTS
# Later, closing, and the end of a prompt's life through the daemon on this real server, then a whole chain with its tip, and
# "Did it help?": TAP, screenshots into SHOTS.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1 shots=$2
. tests/tap.sh
. tests/desktop/prompts.sh

in_a_minute() { # is a check-in to come?
	status_json | /usr/bin/python3 -c '
import datetime, json, sys
due = [n["due"] for n in json.load(sys.stdin)["next"] if n["what"] == "checkin"]
left = datetime.datetime.fromisoformat(due[0]).timestamp() - datetime.datetime.now().timestamp()
sys.exit(not 40 < left <= 61)'
}
rated() { records | grep -q '^tip-feedback helped'; }
is_invited() { "$BUILD/evenkeel" config set checkin.invite "$1" >"$SESSION_DIR/config.out" 2>&1; }

check "$name: the daemon's set-up" daemon_set_up
is_invited on
check "$name: the daemon runs" daemon_start auto
check "$name: and found the desktop" wait_until uses_desktop
watch_calls

check "$name: an invitation" ask checkin
press Later
check "$name: Later: in a minute" wait_until in_a_minute
is "$name: Later: nothing is recorded" "$(records)" ""

# Breaks in that minute.
check "$name: a break" ask micro
shot break
press Later
check "$name: a break, Later: asked for again" ask micro
before=$(taken_back)
WAIT_S=20 wait_until taken_back_are $((before + 1))
is "$name: unanswered: it leaves the screen" $? 0
is "$name: unanswered: nothing is recorded" "$(records)" ""
check "$name: asked for again" ask micro
press Skip
so_far="break micro planned shown skipped postponed"
recorded "$name: Skip: recorded, once" "$so_far"

before=$(shown)
WAIT_S=70 wait_until came_again $((before + 1))
is "$name: the invitation comes again by itself" $? 0
sleep 0.7
press --close
so_far+=$'\ndismissed self'
recorded "$name: closed then: that is final" "$so_far"

is_invited off
check "$name: a question" ask checkin
press --close
check "$name: closed: once more in a minute" wait_until in_a_minute
is "$name: closed: nothing is recorded" "$(records)" "$so_far"
check "$name: asked for at once" ask checkin
press --close
so_far+=$'\ndismissed self'
recorded "$name: closed again: that is final" "$so_far"

check "$name: a check-in" ask checkin
shot stress
answer "A lot"
is "$name: A lot can be clicked" $? 0
shot second
for label in "Not at all" "Not at all" Customers "rising customer expectations" Draining; do
	answer "$label"
	is "$name: then $label" $? 0
done
is "$name: the tip comes last" "$(grep -c '"One minute for you"' "$calls")" 1
shot tip
so_far+=$'\nanswered self stress=2'
like "$name: all of it is recorded" "$(records)" '^answered self stress=2 [a-z.-]+=0 [a-z.-]+=0 customer.expectations=1 valence=0$'
before=$(shown)
press --close
check "$name: Did it help? comes later" wait_until shown_are $((before + 1))
shot help
press "It helped"
is "$name: It helped can be clicked" $? 0
check "$name: and is recorded" wait_until rated
unlike "$name: neither says what was answered" "$(sed -n '/"One minute for you"/,$p' "$calls")" '"[^"]*(stress|A lot|Customers|Draining)'
sleep 6
is "$name: it is asked once" "$(grep -c '"Did it help?"' "$calls")" 1
daemon_end
is "$name: the daemon ends when told" $? 0
finish
