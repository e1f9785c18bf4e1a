#!/bin/bash
# usage (inside session.sh): on_death.sh BUILD SHOTS
# A prompt is open, and this real server is stopped, killed, or replaced by another one; with dunst, the bus is killed too: TAP.
# Nothing is recorded that the person did not answer, nothing is lost that they did, and the daemon answers all the while.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=$1
. tests/tap.sh
. tests/desktop/prompts.sh
# Under Wayland there is one of them only.
case $name in mako) other=mako ;; dunst) other=notification-daemon ;; *) other=dunst ;; esac
program "$other" >/dev/null || other=$name

answers() { check "$name: $1: the daemon answers within two seconds" status_json; }
replace() { server_kill && server_start "$1" && export SESSION_SERVER=$1; } # NAME
asked_again() { check "$name: $1: a check-in can be asked for" ask checkin; }

check "$name: the daemon's set-up" daemon_set_up
check "$name: the daemon runs" daemon_start auto
check "$name: and found the desktop" wait_until uses_desktop
watch_calls

# Stopped, with a question open; a break is to be shown over it, and then the question again.
ask checkin
before=$(shown)
kill -STOP "$server_pid"
"$BUILD/evenkeel" now micro >"$SESSION_DIR/now.out" 2>&1
answers "stopped"
check "$name: stopped: what is to be shown could not be" wait_until could_not 2
answers "stopped and asked"
check "$name: stopped: status says so" wait_until says '"notifier_why": *"the notification server does not answer"'
is "$name: stopped: nothing was recorded" "$(records)" ""
is "$name: stopped: nothing was put up" "$(shown)" "$before"
kill -CONT "$server_pid"
asked_again "going on"
check "$name: going on: and clicked" answer Somewhat
press --close
so_far="partial self stress=1"
recorded "$name: going on: that answer is recorded" "$so_far"
check "$name: going on: the break comes too" ask micro
press Skip
so_far+=$'\nbreak micro planned shown skipped'
recorded "$name: going on: and is skipped" "$so_far"

# Killed after the first answer of a chain: that one is kept.
asked_again "before it is killed"
answer "A lot"
server_kill
so_far+=$'\npartial self stress=2'
recorded "$name: killed in a chain: what was answered is kept" "$so_far"
check "$name: killed: status says what is missing" wait_until says '"notifier_why": *"no notification server answered"'
answers "killed"
server_start "$name" # not by check, which runs its command in a subshell
is "$name: it can be started again" $? 0
check "$name: started again: the daemon knows" wait_until uses_desktop

# Killed at the first question, which comes again by itself after a minute; a break meanwhile, at which it is replaced.
asked_again "once more"
server_kill
check "$name: killed at a question: lost, not declined" wait_until says '"notifier_why": *"no notification server answered"'
server_start "$name"
check "$name: a break meanwhile" ask micro
replace "$other"
is "$name: $other takes its place" $? 0
check "$name: replaced: the break can be asked for" ask micro
press Skip
so_far+=$'\nbreak micro planned shown skipped'
recorded "$name: replaced: and skipped there; nothing else is recorded" "$so_far"
before=$(shown)
WAIT_S=70 wait_until came_again $((before + 1))
is "$name: the question comes again by itself" $? 0
sleep 0.7
check "$name: and is answered" answer "Not at all"
press --close
so_far+=$'\npartial self stress=0'
recorded "$name: one record of it" "$so_far"

# Lost twice: that is all.
asked_again "a last one"
replace "$other"
asked_again "lost once"
replace "$other"
so_far+=$'\nundelivered self'
recorded "$name: lost twice: recorded as not delivered" "$so_far"
unlike "$name: and not offered any more" "$(status_json)" '"what": *"checkin"'

if [ "$name" = dunst ]; then
	asked_again "before the bus is killed"
	kill -KILL "$SESSION_BUS_PID"
	check "$name: the bus is killed: status says so" wait_until says '"notifier_why": *"there is no session bus"'
	answers "without a bus"
	is "$name: without a bus: nothing more is recorded" "$(records)" "$so_far"
fi
unlike "$name: no answer stands in the log" "$(cat "$SESSION_DIR/daemon.err")" 'stress|Somewhat|A lot|Not at all'
daemon_end
is "$name: the daemon ends when told" $? 0
finish
