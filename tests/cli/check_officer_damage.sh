#!/bin/bash
# Damaged files in the drop folder, damaged messages, and steps that are killed at any moment, over real offices and folders.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officer.sh
make_offices

item "damaged files"
fill
week=$drop/$task/2970
one=$(first_file 2968)
head -c 1643 "$one" >"$week/$(printf %032x 2).ekr"
{ cat "$one"; printf x; } >"$week/$(printf %032x 3).ekr"
: >"$week/$(printf %032x 4).ekr"
truncate -s 3G "$week/$(printf %032x 5).ekr"
ln -s "$one" "$week/$(printf %032x 6).ekr"
mkfifo "$week/$(printf %032x 7).ekr"
mkdir "$week/$(printf %032x 8).ekr"
ln -s /dev/zero "$week/$(printf %032x 9).ekr"
head -c 1644 /dev/urandom >"$week/$(printf %032x 10).ekr"
cp "$one" "$drop/$task/2968/$(printf %032x 11).ekr"; flip "$drop/$task/2968/$(printf %032x 11).ekr" 1500
cp "$one" "$week/.half-written.ekr.tmp"; cp "$one" "$week/$(printf %032X 171).ekr"; cp "$one" "$week/readme.txt"; mkdir "$week/folder"
opens "damaged, cut off, oversized, links, pipes, folders" 24 24 malformed=8 version=1 signature=1
is "what is none of ours is left alone, and counted" "$other_files" 4
item "no folder of a week"
fill
rmdir "$drop/$task/2971"; : >"$drop/$task/2971"
opens "a file where a week's folder was" 24 24
is "it is said" "$missing_weeks" 1
if [ "$(id -u)" = 0 ]; then skip "an unreadable file" "root reads all"; else
	item "unreadable"
	fill
	chmod 000 "$(first_file 2968)"
	opens "an unreadable file" 23 23 malformed=1
fi

item "damaged messages"
fill
officer a lead "$team" $window >/dev/null 2>&1
damaged init b assist
officer b assist "$team" $window >/dev/null 2>&1
damaged resp a finish
officer a finish "$team" $window >/dev/null 2>&1
damaged result b assist
check "undamaged, it is countersigned" officer b assist "$team" $window


# One that is killed after so many milliseconds; it may be dying still when this returns.
kill_after() { # MILLISECONDS OFFICE STEP
	(EVENKEEL_NOW=$now timeout -s KILL "0.$(printf %03d "$1")" "$BUILD/evenkeel" officer "$3" "$team" $window --dir "$dir/$2"; true) >/dev/null 2>&1
}
# killed OFFICE STEP FILE: at many moments of its way, and between the ledger's commit and the message's writing; then it goes on
killed() {
	local file=$exchange/$task/$window/$3.ekj i before
	mkdir -p "$file"
	step "$1" "$2" "$team" $window
	like "$2, broken off behind the ledger" "$code $err" "^1 .*'$file'"
	rmdir "$file"
	before=$(adversary openings "$task")
	for i in 1 2 4 7 10 13 16 20 25 30 40 60; do
		kill_after $i "$1" "$2"
	done
	is "$2, killed at twelve moments: no other opening" "$(adversary openings "$task")" "$before"
	check "$2 goes on" wait_until officer "$1" "$2"
	check "and its message is there" test -f "$file"
}
item "killed behind the ledger"
fill
officer a lead "$team" $window >/dev/null 2>&1
killed b assist resp
is "the answer is what the ledger has" "$(stored b)" "$(cat "$exchange/$task/$window/resp.ekj" | sha256sum)"
killed a finish result
is "the result is what the ledger has" "$(stored a)" "$(cat "$exchange/$task/$window/result.ekj" | sha256sum)"
check "no notes are left" test ! -e "$dir/a/cohorts/$task/$window"
is "one opening a party" "$(adversary openings "$task" | wc -l)" 2

# At random moments of whole runs: whatever was reached, the next runs come to one opening.
for i in 1 2 3 4 5 6; do
	item "killed anywhere $i"
	fill
	for words in "a lead" "b assist" "a finish" "b assist"; do
		for after in 3 6 9 12 15 18; do
			# shellcheck disable=SC2086
			kill_after $((after + i)) $words
		done
		# shellcheck disable=SC2086
		wait_until officer $words "$team" $window
	done
	is "killed anywhere ($i): one opening a party, of all" "$(adversary openings "$task" | cut -d' ' -f2-4 | uniq -c | sed 's/^ *//')" "2 $window 24 24"
	check "killed anywhere ($i): countersigned" test -s "$exchange/$task/$window/countersign.ekj"
	is "killed anywhere ($i): nothing half-written" "$(find "$exchange/$task" "$dir/a/cohorts/$task" "$dir/b/cohorts/$task" -name '*new*' -o -name unfinished | wc -l)" 0
done
finish
