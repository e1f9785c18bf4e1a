#!/bin/bash
# plan: a day by the settings, and scenarios played from a file or from the input.
. "$(dirname "$0")/reading.sh"

exits "the plan of today needs no store" 0 plan
like "it is not empty" "$got" "."
exits "of another day" 0 plan --date 2026-03-02
first=$got
exits "again" 0 plan --date 2026-03-02
is "the same seed, the same plan" "$got" "$first"
exits "with another seed" 0 plan --date 2026-03-02 --seed 99
for bad in "--date tomorrow" "--date 2026-02-30" "--seed x" "word" "--date 2026-03-02 --simulate -"; do
	# shellcheck disable=SC2086
	exits "plan $bad is refused" 2 plan $bad
done

cat >"$home/pause.day" <<'X'
set micro.every 300s
0    active
341  end
expect 300 prompt micro
X
exits "a scenario that holds" 0 plan --simulate "$home/pause.day"
like "prints what happens, tab-separated" "$got" $'^300\tprompt\tmicro'
sed 's/expect 300/expect 299/' "$home/pause.day" >"$home/false.day"
exits "one that does not" 1 plan --simulate "$home/false.day"
like "names the first line that fails" "$errs" "false.day:4"
like "and still prints what happened" "$got" $'^300\tprompt\tmicro'
got=$("$BUILD/evenkeel" plan --simulate - <"$home/pause.day"); code=$?
is "from the input" "$code" 0
like "the same" "$got" $'^300\tprompt\tmicro'
printf '0 dance\n' >"$home/odd.day"
exits "what is no scenario is refused" 1 plan --simulate "$home/odd.day"
like "with its line" "$errs" "odd.day:1"
exits "a file that is not there" 1 plan --simulate "$home/none.day"
like "by its name" "$errs" "none.day"
printf 'start 2026-03-02 09:00:00 Nowhere/Land\n0 active\n10 end\n' >"$home/zone.day"
exits "a zone that is not there" 1 plan --simulate "$home/zone.day"
like "is named" "$errs" "Nowhere/Land"

# A calendar: its shifts are the hours, in plans and in scenarios, read by the same program.
if [ ! -x "$BUILD/evenkeel-calendar" ]; then skip "the plan by a calendar" "built without libical"; finish; fi
roster=$home/roster.ics
sed 's/TZID=Europe\/Berlin:\([0-9T]*\)/TZID=UTC:\1/' tests/calendar/weekly-shift.ics >"$roster"
run config set hours.calendar "$roster"
is "a roster that reaches today is set without a word" "$code$errs" 0
exits "a day with a shift" 0 plan --date 2026-03-03
like "has its hours" "$got" 'hours  09:00-17:30  \(from the calendar\)'
exits "a day without one" 0 plan --date 2026-03-04
like "is off" "$got" 'off, by the calendar'
exits "a day that the roster does not know" 0 plan --date 2026-03-13
like "has the weekday's hours" "$got" 'hours  09:00-18:00$'
cp tests/calendar/old-roster.ics "$roster"
run config check
like "one that is over is told" "$errs" 'its last shift began on 2025-10-10'
cp tests/calendar/meeting-in-shift.ics "$roster"
exits "busy times" 0 plan --date 2026-03-03
like "are shown" "$got" '^busy  09:00-10:30, 10:30-11:00$'
cp tests/calendar/cut-off.ics "$roster"
exits "half a file" 0 plan --date 2026-03-03
like "is named" "$errs" "calendar: 'roster.ics', line 11: it ends in the middle; export it again"
like "and the weekday's hours are shown" "$got" 'hours  09:00-18:00$'
exits "the settings are fine nevertheless" 0 config check
like "and check says what is not" "$errs" "'roster.ics', line 11"
run config set hours.calendar off

cp tests/calendar/overnight.ics "$roster"
cat >"$home/roster.day" <<X
start 2026-03-28 21:00:00 Europe/Berlin
set hours.calendar $roster
set checkin.per-day 0
set review.day off
set micro.every off
set rest.every off
0     active
28900 end
expect 0     hold off-hours
expect 3600  release off-hours
expect 28800 hold off-hours
X
exits "a scenario reads the file, in its own zone" 0 plan --simulate "$home/roster.day"
sed -i 's/roster.ics/none.ics/' "$home/roster.day"
exits "one that names a file that is not there" 1 plan --simulate "$home/roster.day"
like "says so at its line" "$errs" "roster.day:2: 'none.ics': there is no such file"
printf 'shift 09:00\n' >"$home/odd.day"
exits "half a shift is refused" 1 plan --simulate "$home/odd.day"
like "with what it needs" "$errs" "odd.day:1: 'shift' needs two times of day"
finish
