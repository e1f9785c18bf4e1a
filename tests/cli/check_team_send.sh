#!/bin/bash
# The daemon passes contributions on: at their time, also after a kill, once the drop folder is there, not after their time; nothing but a sealed
# record remembers one, the journal names neither week nor team nor folder, and a folder that does not answer keeps nobody waiting.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
task=0123456789abcdef week=$(($(date +%s) / 604800))
drop=$dir/the-drop outbox=$XDG_DATA_HOME/evenkeel/team/outbox goal=$drop/$task/$week log=$dir/daemon.log
random() { od -An -tx1 -N16 /dev/urandom | tr -d ' \n'; }
# put DUE UNTIL [WEEK]: seconds from now; its random name in $name, its time in $due
put() {
	local now; now=$(date +%s); name=$(random) due=$((now + $1))
	mkdir -p -m 700 "${outbox%/*}" "$outbox"
	(umask 077; head -c 1644 /dev/urandom >"$dir/new.ekr"; mv "$dir/new.ekr" "$outbox/$due-$((now + $2))-${3:-$week}-$task-$name.ekr")
}
waiting() { find "$outbox" -name '*.ekr' 2>/dev/null | wc -l; }
none_waits() { [ "$(waiting)" = 0 ]; }
arrived() { [ -s "$goal/$name.ekr" ] && [ "$(waiting)" = 0 ]; }
look() { kill -HUP $daemon_pid; } # as a changed setting makes it
soon() { local words=$1; shift; if wait_until "$@"; then ok "$words"; else not_ok "$words" "$(ls -lR "$outbox" "$drop"; cat "$log")"; fi; }
sent_records() { unlocked history --days 3 --json | grep -c '"contribution-sent"'; }
set_to() { ek config set "$@" >/dev/null 2>"$dir/err"; }

make_store
mkdir -p "$(dirname "$conf")"
printf '[checkin]\nper-day = 0\n[review]\nday = off\n' >"$conf"
mkdir -p "$goal"
set_to team.drop "$drop"

# What is due in a moment goes by itself; what is due later does not.
put 8 3600
first=$name bytes=$(sha256sum <"$outbox"/*-"$name".ekr)
daemon_starts
soon "at its time it goes" arrived
# Its inode's time is nobody's to set, and may lie some milliseconds before the clock that wakes the daemon.
check "not before" test "$(stat -c %Z "$goal/$name.ekr")" -ge $((due - 1))
is "byte for byte" "$(sha256sum <"$goal/$first.ekr")" "$bytes"
is "with the week's beginning for a time" "$(stat -c %Y "$goal/$first.ekr")" $((week * 604800))
is "and nothing beside it" "$(find "$drop" -type f | wc -l)" 1
soon "and is recorded" grep -q 'a contribution was passed on' "$log"
put 3600 7200 $((week - 1)) # of another week, for the newest of one takes the others' place
later=$name
put -5 3600
look
one_arrived() { [ -s "$goal/$name.ekr" ] && [ "$(waiting)" = 1 ]; }
soon "one that is due goes by another, due in an hour" one_arrived
check "which waits" test -n "$(find "$outbox" -name "*-$later.ekr")"
is "without a word" "$(grep -c 'contribution waits' "$log")" 0
rm "$outbox"/*
look # with nothing to send: behind a sending it would wait a quarter of an hour
ek status >/dev/null # answered once that is done

# A client that records something makes it look, too; and a kill in between loses nothing.
put -5 3600
check "a client tells of answers" ek checkin stress=0
soon "and the daemon looks at the outbox" arrived
recorded() { [ "$(sent_records)" = "$1" ]; }
soon "and records it" recorded 3
put 3600 7200
look
kill -9 $daemon_pid; wait $daemon_pid 2>/dev/null
check "killed, it has sent nothing" test ! -e "$goal/$name.ekr"
mv "$outbox"/*-"$name".ekr "$outbox/$((due - 3605))-$((due + 3600))-$week-$task-$name.ekr"
daemon_starts
soon "and goes on when it is back" arrived

# The drop folder is not there.
mv "$drop" "$dir/aside"
put -5 3600
look
soon "without the folder it waits, and says why" grep -q 'a contribution waits: the team.s drop folder has no place for it' "$log"
for ((i = 0; i < 4; i++)); do look; sleep 0.2; done
mv "$dir/aside" "$drop"
look
soon "with the folder it goes" arrived
is "but it was said once" "$(grep -c 'a contribution waits' "$log")" 1
mkdir "$dir/other"; set_to team.drop "$dir/other/nowhere"
put -5 3600
set_to team.drop "$drop"
soon "another setting is followed at once" arrived

# Its time is over.
mv "$drop" "$dir/aside"
put -5 2
look
soon "after its time it is thrown away" grep -q 'a contribution could not be passed on in time' "$log"
soon "and gone" none_waits
mv "$dir/aside" "$drop"
late=$name
put -5 3600
look
soon "the next one goes" arrived
is "that one is gone for good" "$(find "$drop" -name "$late*" | wc -l)" 0
set_to team.drop off
put -5 3600
look
soon "without a setting it waits" grep -q "no drop folder is set; 'evenkeel team join" "$log"
set_to team.drop "$drop"
soon "until there is one" arrived

# What may hang does not lie in the daemon's way, and what it hears is little.
traced() { grep -q '^TracerPid:.*[1-9]' /proc/$daemon_pid/status; }
strace -f -qq -p $daemon_pid -o "$dir/calls" -e trace=%file 2>/dev/null &
tracer=$!
traced_or_not() { traced || ended $tracer; }
wait_until traced_or_not
if traced; then
	put -5 3600
	look
	soon "one more, while it is watched" arrived
	kill $tracer; wait $tracer 2>/dev/null
	like "its helper touches the folder" "$(cat "$dir/calls")" "the-drop/$task/$week/$name"
	unlike "the daemon itself never does" "$(grep "^$daemon_pid " "$dir/calls")" 'the-drop'
	unlike "no name, week, or folder is in the helper's arguments" "$(grep 'execve(' "$dir/calls")" "the-drop|$task|$week|$name"
else
	kill $tracer 2>/dev/null
	skip "the daemon does not touch the drop folder" "strace is not there, or may not look"
fi
for ((i = 0; i < 5; i++)); do put -5 3600 $((week - i)); mkdir -p "$drop/$task/$((week - i))"; done
look
soon "all that are due go together" none_waits
stop_daemon

# What is left of it: sealed records, and nothing elsewhere.
sent=$(find "$drop" -name '*.ekr' | wc -l)
is "each one that went is in the sealed history" "$(sent_records)" "$sent"
cat "$log" >>"$dir/journal"
unlike "the journal names no week, team, file, folder or time" "$(cat "$dir/journal")" "$task|$week|the-drop|[0-9a-f]{32}|[0-9]{10}"
found=$(grep -rlaE "$task|[^0-9]$week[^0-9]" "$XDG_DATA_HOME/evenkeel" "$XDG_STATE_HOME" 2>/dev/null)
is "nothing of it stands beside the sealed store" "$found" ""

# A helper that hangs, as one does whose network is gone, or that dies.
mkdir "$dir/bin"; cp "$BUILD/evenkeeld" "$dir/bin/the-daemon"; cp "$BUILD/evenkeel" "$dir/bin/"
helper() { printf '#!/bin/sh\n%s\n' "$1" >"$dir/bin/evenkeeld.new"; chmod +x "$dir/bin/evenkeeld.new"; mv "$dir/bin/evenkeeld.new" "$dir/bin/evenkeeld"; }
# With that helper beside it; the last one's log is no word of this one's.
daemon_beside() {
	: >"$log"
	"$dir/bin/the-daemon" --notify=log </dev/null >/dev/null 2>>"$log" &
	daemon_pid=$!
	wait_for '^evenkeeld: ready' "$log"
}
helper "echo \$\$ >>'$dir/hangs'; kill -STOP \$\$"
put -5 3600
daemon_beside
soon "a helper hangs" grep -q '^State:.*stopped' "/proc/$(wait_until test -s "$dir/hangs"; cat "$dir/hangs")/status"
like "the daemon answers meanwhile" "$(ek status --json)" '"daemon_running": true'
check "a prompt is asked for" ek now checkin
soon "and comes" grep -q 'prompt [0-9]* shown' "$log"
like "the helper hangs still" "$(cat "/proc/$(cat "$dir/hangs")/status")" '^State:.*stopped'
for ((i = 0; i < 10; i++)); do look; done
sleep 0.5
is "no second helper is started while one hangs" "$(wc -l <"$dir/hangs")" 1
stopping=$(cat "$dir/hangs")
kill $daemon_pid
soon "the daemon ends without waiting for it" ended $daemon_pid
stop_daemon
soon "and takes it along" ended "$stopping"
is "what waited still waits" "$(waiting)" 1
helper "echo x >>'$dir/talks'"'; echo sent; echo sent x; echo sent 99999999999999999999999 1; echo waits; head -c 5000 /dev/zero | tr "\0" "x"; echo; kill -SEGV $$'
daemon_beside
soon "one talks nonsense" test -s "$dir/talks"
look; sleep 0.5
like "one that talks nonsense and dies is no harm" "$(ek status --json)" '"daemon_running": true'
is "and nothing is believed to be sent" "$(grep -c 'passed on' "$log")" 0
stop_daemon
is "nor recorded" "$(sent_records)" "$sent"
helper "echo run >>'$dir/runs'; until [ -e '$dir/go' ]; do sleep 0.05; done"
daemon_beside
soon "one is at work" test -s "$dir/runs"
look; look; look
ek status >/dev/null # answered once what was asked before is taken up
touch "$dir/go"
runs_are() { [ "$(wc -l <"$dir/runs")" -ge "$1" ]; }
soon "what was asked for meanwhile is done when it ends" runs_are 2
no_helper() { ! pgrep -P $daemon_pid >/dev/null; }
soon "and it ends" no_helper
ek status >/dev/null
is "once" "$(wc -l <"$dir/runs") $(pgrep -c -P $daemon_pid)" "2 0"
stop_daemon

# With nothing to send there is nothing to wake for.
rm -rf "${outbox%/*}"
daemon_starts
timers() { find /proc/$daemon_pid/fd -lname '*timerfd*' | wc -l; }
without=$(timers)
put 3600 7200
look
timers_are() { [ "$(timers)" "$1" "$2" ]; }
soon "what waits has a timer" timers_are -gt "$without"
rm "$outbox"/*
look
soon "with nothing there is none" timers_are -eq "$without"
stop_daemon
finish
