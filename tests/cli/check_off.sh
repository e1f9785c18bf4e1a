#!/bin/bash
# off: days on which nothing is asked, noted, listed and taken back; in the settings, the plan, and a running daemon.
. "$(dirname "$0")/reading.sh"
export XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_STATE_HOME=$home/state EVENKEEL_NOW=2026-03-03T10:00:00Z
conf=$XDG_CONFIG_HOME/evenkeel/evenkeel.conf
noted() { "$BUILD/evenkeel" config get hours.days-off; }

exits "none at first" 0 off
like "is said" "$got" "None are noted"
fits off
exits "today" 0 off today
like "with its weekday" "$got" "^Off, nothing is asked: Tuesday 3 March\.$"
fits off 2026-03-03..2026-03-20
run off --remove 2026-03-04..2026-03-20
exits "several days" 0 off 2026-03-09..2026-03-13
exits "more, as words" 0 off 2026-03-14 2026-04-06 tomorrow
is "neighbours join" "$(noted)" "2026-03-03..2026-03-04,2026-03-09..2026-03-14,2026-04-06"
exits "listed" 0 off
like "in words" "$got" "^  Monday 9 March to Saturday 14 March$"
fits off
exits "plan" 0 plan --date 2026-03-10
like "shows it" "$got" "hours  off, a day off"
exits "one out of the middle" 0 off --remove 2026-03-11
like "is said" "$got" "^No longer off: Wednesday 11 March\.$"
is "two are left of it" "$(noted)" "2026-03-03..2026-03-04,2026-03-09..2026-03-10,2026-03-12..2026-03-14,2026-04-06"
exits "that day again" 1 off --remove 2026-03-11
like "is none" "$errs" "Wednesday 11 March: no day off; 'evenkeel off' lists yours"
run plan --date 2026-03-11
like "and has its hours" "$got" "hours  09:00-18:00"

exits "for scripts" 0 off --json
is "its keys" "$(keys 1 <<<"$got")" "days_off holidays "
is "days" "$(tr -d ' \n' <<<"$got" | sed -E 's/.*"days_off":(.*),"holidays.*/\1/')" \
	'[{"from":"2026-03-03","to":"2026-03-04"},{"from":"2026-03-09","to":"2026-03-10"},{"from":"2026-03-12","to":"2026-03-14"},{"from":"2026-04-06","to":"2026-04-06"}]'

before=$(cat "$conf")
for bad in yesterday 2026-02-30 2026-03-13..2026-03-09 off ""; do exits "'$bad' is no day" 2 off "$bad"; done
exits "nothing to take back" 2 off --remove
exits "one over" 1 off 2026-03-02
like "is said so" "$errs" "Monday 2 March: that is over"
exits "a good one beside a bad one" 1 off 2026-05-04 2026-03-02
is "none of that changed the file" "$(cat "$conf")" "$before"

# Past ones drop out, the rest of the file stays.
printf '# mine\n[micro]\nevery = 25min ; short\n[hours]\nholidays = 2026-05-01\ndays-off = 2026-02-02,2026-02-27..2026-03-04\n' >"$conf"
exits "a holiday of the settings is listed, too" 0 off
like "as such" "$got" "Friday 1 May  \(hours.holidays\)"
unlike "what is over is not" "$got" "2 February"
exits "it is not for off to take back" 1 off --remove 2026-05-01
like "where it can be" "$errs" "hours.holidays"
exits "one more" 0 off 2026-06-01
is "past ones are gone" "$(noted)" "2026-03-03..2026-03-04,2026-06-01"
like "comments are not" "$(cat "$conf")" "# mine.*every = 25min ; short|every = 25min ; short"
is "nor the holidays" "$("$BUILD/evenkeel" config get hours.holidays)" 2026-05-01
exits "all taken back" 0 off --remove 2026-03-01..2026-12-31
is "are off" "$(noted)" off
run off today
is "before the day's start it is still yesterday" "$(EVENKEEL_NOW=2026-03-05T02:00:00Z "$BUILD/evenkeel" off today)" "Off, nothing is asked: Wednesday 4 March."

# A daemon that runs takes it up at once.
unset EVENKEEL_NOW
. tests/cli/client.sh
make_store
run ek config set day.start 00:00
for day in mon tue wed thu fri sat sun; do run ek config set hours.$day 00:00-24:00; done
daemon_starts
held() { ek status --json | tr -d ' \n' | grep -c '"name":"off-hours"'; }
held_is() { [ "$(held)" = "$1" ]; }
is "working hours" "$(held)" 0
run ek off today
is "a day off" "$code" 0
check "holds all" wait_until held_is 1
run ek off --remove today
check "taken back, it is a working day again" wait_until held_is 0
finish
