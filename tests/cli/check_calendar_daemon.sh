#!/bin/bash
# The daemon and its calendar: a file that changes changes the hours and the status by itself, however it is written; one that
# cannot be read is named, and the weekday hours hold; a reader that hangs or dies costs one reading.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
if [ ! -x "$BUILD/evenkeel-calendar" ]; then skip "the daemon's calendar" "built without libical"; finish; fi
roster=$dir/roster.ics

at() { printf '%(%Y%m%dT%H%M%SZ)T' $(($(printf '%(%s)T') + $1 * 60)); } # MINUTES from now, in UTC
export TZ=UTC
event() { printf 'BEGIN:VEVENT\r\nUID:%s@test\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n' "$1$2" "$(at "$1")" "$(at "$2")" "$3"; } # FROM TO WORDS
calendar() { printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'; while [ $# -gt 0 ]; do event "$1" "$2" "$3"; shift 3; done; printf 'END:VCALENDAR\r\n'; }
status() { ek status --json 2>"$dir/err" | tr -d '\n' | tr -s ' '; }
says() { status | grep -qE -- "$1"; }
# The daemon's own words, not those of a client that does not reach it.
says_not() { local words; words=$(status); grep -q '"daemon_running": true' <<<"$words" && ! grep -qE -- "$1" <<<"$words"; }
# soon NAME REGEX, or soon NAME ! REGEX: the status has it (not), once the daemon has read what changed
soon() {
	local name=$1 it=says; shift
	[ "$1" = ! ] && { it=says_not; shift; }
	if wait_until $it "$1"; then ok "$name"; else not_ok "$name" "$(status)"; fi
}
set_to() { ek config set "$@" >/dev/null 2>"$dir/err"; }

make_store
mkdir -p "$(dirname "$conf")"
{ printf '[checkin]\nper-day = 0\n[review]\nday = off\n[hours]\n'; for day in mon tue wed thu fri sat sun; do echo "$day = 00:00-24:00"; done; } >"$conf"
daemon_starts
unlike "by the weekday it is within hours" "$(status)" '"off-hours"'
calendar 120 300 "Late shift" >"$roster"
set_to hours.calendar "$roster"
is "setting a good calendar says nothing" "$(cat "$dir/err")" ""
soon "the shift begins in two hours: now is off" '"off-hours"'

like "status says how far shifts are known" "$(status)" '"calendar: shifts known up to 20'
calendar -60 300 "Late shift" >"$roster"
soon "written in place: now is within the shift" ! '"off-hours"'
calendar -120 -60 "Early shift" 120 300 "Late shift" >"$dir/new.ics"
mv "$dir/new.ics" "$roster"
soon "replaced by another file: off again" '"off-hours"'
calendar -60 300 "Late shift" -10 10 "Team meeting" >"$dir/new.ics"
mv "$dir/new.ics" "$roster"
soon "a meeting in the shift is busy" '"name": "busy"'
ek busy off >/dev/null 2>&1
soon "which can be over early" ! '"name": "busy"'
unlike "and the shift goes on" "$(status)" '"off-hours"'

head -c 150 "$roster" >"$dir/half.ics"; mv "$dir/half.ics" "$roster"
soon "half a file is named, with its line" "roster.ics', line [0-9]+: it ends in the middle"
unlike "and the weekday hours hold" "$(status)" '"off-hours"'
rm "$roster"
soon "a file that is gone is named" "roster.ics': there is no such file"
calendar 120 300 "Late shift" >"$roster"
soon "and taken up when it is back" '"off-hours"'
unlike "without a word of complaint" "$(status)" 'roster.ics'
printf 'BEGIN:VCALENDAR\r\n%s\nBEGIN:VEVENT\r\nDTSTART:tomorrow\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' "$(event -60 300 shift)" >"$roster"
soon "an event that cannot be understood is left out, and said" '1 event was left out, at line 8: its time cannot be understood'
unlike "the others are used" "$(status)" '"off-hours"'

# Links, and directories that come and go.
mkdir "$dir/one" "$dir/two"
calendar 120 300 shift >"$dir/one/r.ics"; calendar -60 300 shift >"$dir/two/r.ics"
rm "$roster"; ln -s "$dir/one/r.ics" "$roster"
soon "behind a link" '"off-hours"'
ln -sfn "$dir/two/r.ics" "$dir/link.new"; mv -T "$dir/link.new" "$roster"
soon "the link leads elsewhere" ! '"off-hours"'
calendar 120 300 shift >"$dir/new.ics"; mv "$dir/new.ics" "$dir/two/r.ics"
soon "its end is replaced" '"off-hours"'
set_to hours.calendar "$dir/later/deep/r.ics"
like "a file that is not there yet is told when it is set" "$(cat "$dir/err")" 'there is no such file'
soon "and in the status" 'there is no such file'
mkdir "$dir/later"; mkdir "$dir/later/deep"
calendar 120 300 shift >"$dir/later/deep/r.ics"
soon "its directories appear one by one" '"off-hours"'

# Words, reload, restart, off.
set_to hours.calendar-shift roster,duty
soon "other words: no shift of that name" 'no shift found, so the weekday hours hold'
set_to hours.calendar-shift all
soon "all events are shifts" '"off-hours"'
stop_daemon
daemon_starts
like "after a restart the first status has it" "$(status)" '"off-hours"'

# A look at a dead network's directory may wait for ever: the daemon itself never takes one.
traced() { grep -q '^TracerPid:.*[1-9]' /proc/$daemon_pid/status; }
strace -qq -p $daemon_pid -o "$dir/calls" -e trace=%file,inotify_add_watch 2>/dev/null &
tracer=$!
traced_or_not() { traced || ended $tracer; }
wait_until traced_or_not
if traced; then
	calendar -60 300 shift >"$dir/later/deep/r.ics"
	soon "a change while it is watched" ! '"off-hours"'
	kill -HUP $daemon_pid
	calendar 120 300 shift >"$dir/new.ics"; mv "$dir/new.ics" "$dir/later/deep/r.ics"
	soon "and another, after a reload" '"off-hours"'
	kill $tracer; wait $tracer 2>/dev/null
	like "the daemon opens files" "$(cat "$dir/calls")" 'open.*evenkeel'
	unlike "but has not touched the calendar's" "$(cat "$dir/calls")" '/later'
else
	kill $tracer 2>/dev/null
	skip "the daemon does not touch the calendar's file" "strace is not there, or may not look"
fi
set_to hours.calendar off
soon "without a calendar the weekday hours hold" ! '"off-hours"'
like "the log names no event" "$(grep -ciE 'late shift|team meeting' "$dir/daemon.log")" '^0$'
stop_daemon

# A reader that hangs, dies or talks.
mkdir "$dir/bin"; cp "$BUILD/evenkeeld" "$BUILD/evenkeel" "$dir/bin/"
reader() { printf '#!/bin/sh\n%s\n' "$1" >"$dir/bin/evenkeel-calendar.new"; chmod +x "$dir/bin/evenkeel-calendar.new"; mv "$dir/bin/evenkeel-calendar.new" "$dir/bin/evenkeel-calendar"; }
set_to hours.calendar "$roster"
reader 'kill -SEGV $$'
BUILD=$dir/bin daemon_starts
soon "a reader that dies is a reading that failed" 'evenkeel-calendar failed on it'
unlike "and the weekday hours hold" "$(status)" '"off-hours"'
reader 'echo calendar 1; echo shift over to you; echo end'
kill -HUP $daemon_pid
soon "one that talks nonsense, too" 'evenkeel-calendar failed on it'
reader 'while :; do echo busy 1 2; done'
kill -HUP $daemon_pid
soon "one that never ends talking" 'evenkeel-calendar failed on it'
reader "echo calendar 1; echo end; sleep 300 & echo \$! >'$dir/keeps'"
kill -HUP $daemon_pid
soon "one whose child keeps the pipe open is done with its last line" 'no shift found'
for ((i = 0; i < 20; i++)); do kill -HUP $daemon_pid; done
reader "exec '$BUILD/evenkeel-calendar' \"\$@\""
kill -HUP $daemon_pid
soon "the next one is heard" '"off-hours"'
rm "$dir/bin/evenkeel-calendar"
if [ -e "$(make -s --no-print-directory -f - dir <<<'LIBEXECDIR ?= /usr/local/libexec/evenkeel
dir:;@echo $(LIBEXECDIR)')/evenkeel-calendar" ]; then skip "no reader at all" "one is installed"; else
	kill -HUP $daemon_pid
	soon "no reader at all" 'evenkeel-calendar is not installed'
fi
stop_daemon
wait_until test -s "$dir/keeps" && kill "$(cat "$dir/keeps")" 2>/dev/null
reader "echo \$\$ >>'$dir/hang'; exec sleep 300"
BUILD=$dir/bin daemon_starts
check "a reader that hangs does not hold the start up for ever" test -s "$dir/hang"
soon "and is a file that cannot be read" 'it cannot be read; is its disk or network there'
all_ended() { local id; while read -r id; do ended "$id" || return 1; done <"$dir/hang"; }
check "none of them is left" wait_until all_ended
finish
