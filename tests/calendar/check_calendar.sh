#!/bin/bash
# evenkeel-calendar: each tests/calendar/NAME.ics gives the lines of NAME.txt (times of Berlin, so that people can read them); files that
# are none, too large, endless or slow cost one reading and say why; nothing of an event's words gets out.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
program=$BUILD/evenkeel-calendar
if [ ! -x "$program" ]; then skip "evenkeel-calendar" "built without libical"; finish; fi
if [ ! -e "${TZDIR:-/usr/share/zoneinfo}/Europe/Berlin" ]; then skip "evenkeel-calendar" "no time zones here; install tzdata"; finish; fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/calendar.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
from=1772323200 to=1776211200 # 2026-03-01, 2026-04-15

work_out() { "$program" --shift shift,schicht,班,กะ "$1" $from $to $from Europe/Berlin; } # FILE
readable() {
	while read -r word a b rest; do
		case $word in
		covers | shift | busy) TZ=Europe/Berlin printf '%s %(%a %F %H:%M)T %(%F %H:%M)T\n' "$word" "$a" "$b" ;;
		*) echo "$word${a:+ $a}${b:+ $b}${rest:+ $rest}" ;;
		esac
	done
}

names=0
for file in tests/calendar/*.ics; do
	wanted=${file%.ics}.txt
	is "$(basename "$file" .ics)" "$(work_out "$file" | LC_ALL=C readable)" "$(cat "$wanted")"
	names=$((names + 1))
done
check "there are files" test $names -ge 15
is "not a word of any event is printed" "$(for file in tests/calendar/*.ics; do work_out "$file"; done 2>&1 |
	grep -vE '^(calendar 1|(covers|shift|busy) [0-9]+ [0-9]+|left-out [0-9]+ [0-9]+ [a-z-]+|failed [0-9]+ [a-z-]+|end)$')" ""

# The same bytes with other line ends, marks and cases are the same calendar.
tr -d '\r' <tests/calendar/weekly-shift.ics >"$dir/lf.ics"
is "lines may end without CR" "$(work_out "$dir/lf.ics")" "$(work_out tests/calendar/weekly-shift.ics)"
{ printf '\xef\xbb\xbf'; cat tests/calendar/weekly-shift.ics; } >"$dir/mark.ics"
is "a byte order mark is no fault" "$(work_out "$dir/mark.ics")" "$(work_out tests/calendar/weekly-shift.ics)"
sed 's/^DTSTART/dtstart/; s/^SUMMARY/Summary/; s/TZID=/tzid=/; s/^BEGIN:VEVENT/begin:vevent/' tests/calendar/weekly-shift.ics >"$dir/case.ics"
is "names in small letters" "$(work_out "$dir/case.ics")" "$(work_out tests/calendar/weekly-shift.ics)"
cat tests/calendar/weekly-shift.ics tests/calendar/weekly-shift.ics >"$dir/twice.ics"
is "twice the same calendar in one file is the same" "$(work_out "$dir/twice.ics")" "$(work_out tests/calendar/weekly-shift.ics)"

# Which events are shifts.
words() { "$program" --shift "$1" tests/calendar/no-shift.ics $from $to $from UTC | grep -c "^$2 "; } # WORDS KIND
is "a word of another script and case" "$(words 'x,FRÜHDIENST' shift)" 1
is "a part of a word" "$(words dienst shift)" 1
is "any event is one with 'all'" "$(words all shift)" 2
is "none is one without words" "$(words '' shift)" 0
is "and what is free holds nothing" "$(words '' busy)" 1

said() { "$program" --shift shift "$@" 2>/dev/null | sed -n 2p; }
is "a file that is not there" "$(said "$dir/none.ics" $from $to $from)" "failed 0 missing"
is "a directory" "$(said "$dir" $from $to $from)" "failed 0 no-file"
mkfifo "$dir/pipe"
is "a pipe does not hold it up" "$(said "$dir/pipe" $from $to $from)" "failed 0 no-file"
: >"$dir/empty.ics"
is "an empty file" "$(said "$dir/empty.ics" $from $to $from)" "failed 1 foreign"
truncate -s 17M "$dir/huge.ics"
is "a file of 17 MiB" "$(said "$dir/huge.ics" $from $to $from)" "failed 0 too-large"
head -c 100000 /dev/urandom >"$dir/random.ics"
is "noise" "$(said "$dir/random.ics" $from $to $from)" "failed 1 foreign"
if [ "$(id -u)" = 0 ]; then skip "a file without the right to read it" "root may read all"; else
	cp tests/calendar/no-shift.ics "$dir/mine.ics"; chmod 000 "$dir/mine.ics"
	is "a file without the right to read it" "$(said "$dir/mine.ics" $from $to $from)" "failed 0 forbidden"
fi
ln -s "$PWD/tests/calendar/no-shift.ics" "$dir/link.ics"
like "a link is followed" "$(said "$dir/link.ics" $from $to $from)" "^busy "
is "an unknown zone of one's own" "$(said "$dir/link.ics" $from $to $from Mars/Olympus)" "failed 0 zone"
"$program" >/dev/null 2>&1; is "without words it is wrong usage" $? 2
"$program" "$dir/link.ics" 1 x 1 >/dev/null 2>&1; is "with odd ones too" $? 2

# 10 MiB, about 40,000 events, one in twenty repeating since years.
awk 'BEGIN {
	print "BEGIN:VCALENDAR\r\nVERSION:2.0\r"
	for (i = 0; i < 40000; i++) {
		year = 2016 + i % 11
		day = sprintf("%04d%02d%02d", year, i % 12 + 1, i % 28 + 1)
		printf "BEGIN:VEVENT\r\nUID:%d@example\r\nDTSTART;TZID=Europe/Berlin:%sT090000\r\nDTEND;TZID=Europe/Berlin:%sT093000\r\n", i, day, day
		if (i % 20 == 0) printf "RRULE:FREQ=WEEKLY\r\n"
		printf "SUMMARY:an event of many\r\nDESCRIPTION:%0120d\r\nEND:VEVENT\r\n", i
	}
	print "END:VCALENDAR\r" }' >"$dir/many.ics"
check "the large file is large" test "$(stat -c %s "$dir/many.ics")" -gt 10000000
out=$(work_out "$dir/many.ics")
is "10 MiB are read whole" "$(printf '%s\n' "$out" | tail -1)" end
like "and something comes of it" "$(printf '%s\n' "$out" | sed -n 2p)" '^busy '
check "with a bounded output" test "$(printf '%s\n' "$out" | wc -l)" -le 520

# A rule that finds nothing for centuries ends by the limit, not with us.
printf 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20200101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;BYWEEKNO=53;BYHOUR=1;BYDAY=MO;BYSETPOS=300\nEND:VEVENT\nEND:VCALENDAR\n' >"$dir/never.ics"
out=$(work_out "$dir/never.ics" | tail -1)
is "a rule without an end ends" "$out" end
# Zones whose changes never end are none.
printf 'BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART;TZID=x:20260310T090000\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n' >"$dir/zone.ics"
is "a zone that changes each second is none" "$(work_out "$dir/zone.ics" | sed -n 2p)" "left-out 1 11 zone"
finish
