#!/bin/bash
# evenkeel officer enrol: members are taken up by B, their list is signed by both, and neither adds anyone alone.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officers.sh

check "two offices" make_offices
for team in North South 'Big Team'; do
	a cohort --team "$team" --weeks "$([ "$team" = North ] && echo 4 || echo 1)" >/dev/null 2>&1
done
check "B signs the invitations" b cohort --yes
members 0 12 North >"$dir/north.tsv"; members 100 30 'Big Team' >"$dir/big.tsv"; members 200 12 South >"$dir/south.tsv"
code() { sed -n "$1p" "$dir/north.tsv" | cut -f1; }
enrolled() { b enrol "$1" --list 2>/dev/null | grep -c '  - Member'; }

# What is wrong on the line.
run b enrol; exits "no team: usage" 2
run b enrol Nowhere --list; exits "a team that there is not" 1; says "says where they are listed" "officer cohort"
run b enrol North --code "$(code 1)"; exits "a code without a name" 2
run b enrol North --person X; exits "a name without a code" 2
for what in --list --close "--file $dir/north.tsv"; do
	# shellcheck disable=SC2086
	run a enrol North $what; exits "$what at the wellbeing office" 2; says "says who does" "the second party does this"
done
run b enrol North --people 12; exits "--people at the second party" 2; says "says whose it is" "the wellbeing office does this"
run a enrol North --people 12; exits "no list yet" 1; says "says who is next" "Works Council closes it"
EVENKEEL_PASSPHRASE_FILE=$other run ek officer enrol North --list --dir "$two"; exits "the wrong passphrase: exit 4" 4

# One member, and what is no code.
typo=$(code 1 | tr '0123456789A' '123456789A0')
run b enrol North --code "$typo" --person 'Member 0'; exits "a slip in the code" 1; says "says what it is" "typing error"
unlike "the code itself stays out of the message" "$err" "${typo:0:9}"
run b enrol North --code ABCD --person 'Member 0'; exits "a short code" 1
run b enrol North --code "$(code 1 | tr 'A-Z-' 'a-z ')" --person '  Member   0 '; exits "one member, the code typed carelessly" 0; says "how many are missing" "9 more are needed"
for name in '' ' ' "$(printf 'a\nb')" "$(printf 'a\tb')" "$(printf '\xff')" "$(printf 'x%.0s' {1..161})"; do
	run b enrol North --code "$(code 2)" --person "$name"; exits "a name that is none" 1
done
run b enrol North --code "$(code 1)" --person 'member 0'; exits "the same again, in small letters" 0; says "is known" "enrolled now: 0; known before: 1"
run b enrol North --code "$(code 2)" --person 'MEMBER 0'; exits "the same person with another code" 1; says "the next step" "--remove"
run b enrol North --code "$(code 1)" --person 'Somebody Else'; exits "the same code for another person" 1
run b enrol South --code "$(code 1)" --person 'Somebody Else'; exits "and in another team" 1; says "which it was not made for" "made with another invitation than yours for 'South'"
unlike "and not that it is mistyped" "$err" "typing error"
run b enrol South --code "$(members 0 1 South | cut -f1)" --person 'Somebody Else'; exits "the same key in another team" 1; says "says so" "enrolled already"
run b enrol South --code "$(sed -n 1p "$dir/south.tsv" | cut -f1)" --person 'Member 0'; exits "the same person in another team" 1; says "says why" "would be in two teams"
run b enrol North --code "$(code 2)" --person 'Ünal Çelik'; exits "a name beyond ASCII" 0
run b enrol South --code "$(sed -n 1p "$dir/south.tsv" | cut -f1)" --person 'ÜNAL  çelik'; exits "is the same in other capitals" 1
run b enrol South --code "$(sed -n 1p "$dir/south.tsv" | cut -f1)" --person $'U\u0308nal C\u0327elik'; exits "with marks behind their letters" 1; says "is one person, too" "would be in two teams"
run b enrol North --code "$(code 3)" --person 'Ｕ̈ＮＡＬ　ÇElik'; exits "full-width, as an input method writes it" 1; says "says what to do" "--remove"
LC_ALL=C run b enrol North --code "$(code 3)" --person 'ÜNAL ÇELIK'; exits "in any locale" 1
run b enrol North --remove 'ünal çelik'; exits "taken out again" 0
run b enrol North --remove 'nobody'; exits "nobody of that name" 1

# Files: all or nothing, and the line is named.
bad_file() { # NAME LINES WANTED
	printf "$2" >"$dir/bad.tsv"
	run b enrol North --file "$dir/bad.tsv"; exits "$1" 1; says "$1: where" "$3"
	is "$1: nothing was taken" "$(enrolled North)" 1
}
good=$(sed -n 2,3p "$dir/north.tsv" | sed 's/\t/\\t/')
bad_file "no tab" "$good\nno tab here\n" "line 3: there is no tab"
bad_file "a slip" "# head\n\n$good\n$typo\tMember 9\n" "line 5: .*typing error"
bad_file "no name" "$good\n$(code 4)\t \n" "line 3: a name"
bad_file "a name twice" "$good\n$(code 4)\tmember 1\n" "line 3"
bad_file "a code twice" "$good\n$(code 3)\tMember 77\n" "line 3"
bad_file "no text" "$good\n\\\\000\n" "is no text|line 3"
head -c 17M /dev/zero | tr '\0' '#' >"$dir/long.tsv"
run b enrol North --file "$dir/long.tsv"; exits "a file that is far too long" 1
run b enrol North --file "$dir/nowhere"; exits "no file" 1
: >"$dir/empty.tsv"
run b enrol North --file "$dir/empty.tsv"; exits "an empty file adds nobody" 0
run b enrol North --close; exits "too few to close" 1; says "how many" "1 of 10"
check "nothing was handed over" test ! -e "$exchange/$(task_of North)/roster.ekc"
out=$(sed 's/$/\r/' "$dir/north.tsv" | b enrol North --file - 2>&1); code=$?; exits "lines from stdin, as Windows ends them" 0
says "those known before stay" "enrolled now: 11; known before: 1"
is "all are on the list" "$(enrolled North)" 12
run b enrol 'Big Team' --file "$dir/big.tsv"; exits "a large team" 0
run b enrol South --file "$dir/south.tsv"; exits "and a third" 0
is "no name and no code lies open" "$(grep -rlaE -e 'Member [0-9]' -e "$(code 5)" "$two" "$one" "$exchange" "$drop")" ""
damaged_register() { change_byte "$two/register" 60; }
cp "$two/register" "$dir/register"; damaged_register
run b enrol North --list; exits "a damaged register: exit 5" 5
run b enrol North --close; exits "nothing is signed from it" 5
cp "$dir/register" "$two/register"

# Closing.
north=$(task_of North) south=$(task_of South) big=$(task_of 'Big Team')
run b enrol North --close; exits "closed" 0; says "four weeks" "opened every four weeks"
says "what comes next" "Wellbeing Office checks and signs"
is "both see it" "$(stage_of a North) $(stage_of b North)" "closed closed"
run b enrol North --remove 'Member 3'; exits "nobody is taken out of a closed list" 1
cp "$exchange/$north/roster.ekc" "$dir/roster.ekc"
run b enrol North --close; exits "closed again" 0
check "is the same list" cmp "$dir/roster.ekc" "$exchange/$north/roster.ekc"
rm "$exchange/$north/roster.ekc"
run b enrol North; exits "taken away" 0
check "it is put back" cmp "$dir/roster.ekc" "$exchange/$north/roster.ekc"
b enrol 'Big Team' --close >"$dir/out" 2>&1; like "thirty may have weekly windows" "$(cat "$dir/out")" "opened every week"
b enrol South --close >"$dir/out" 2>&1; like "twelve may not, whatever was asked for" "$(cat "$dir/out")" "opened every four weeks"

# A looks at it: whatever is not B's list on the invitation's terms is refused, and nothing comes of it.
flip() { python3 -c 'import sys; d = bytearray(open(sys.argv[1], "rb").read()); d[int(sys.argv[2])] ^= 1; open(sys.argv[1], "wb").write(d)' "$@"; }
refused() { # NAME SHELL WORDS
	(cd "$exchange/$north" && eval "$2")
	run timeout 60 env EVENKEEL_PASSPHRASE_FILE="$pass" "$BUILD/evenkeel" officer enrol North --dir "$one"; exits "$1: refused" 1; says "$1: why" "$3"
	check "$1: nothing is published" test ! -e "$drop/$north"
	rm -rf "$exchange/$north/roster.ekc"; cp "$dir/roster.ekc" "$exchange/$north/"
}
add_key() { # FILE: a member more, by hand
	python3 - "$1" <<-'END'
		import sys
		data = open(sys.argv[1], "rb").read()
		body, signatures = data[:-128], data[-128:]
		count = 12
		at = len(body) - 32 * count
		keys = sorted([body[at + 32 * i:at + 32 * i + 32] for i in range(count)] + [bytes(range(32))])
		assert int.from_bytes(body[at - 2:at], "big") == count
		open(sys.argv[1], "wb").write(body[:at - 2] + (count + 1).to_bytes(2, "big") + b"".join(keys) + signatures)
	END
}
refused "a member added by hand" 'add_key roster.ekc' "second party's signature does not fit"
refused "an altered key" 'flip roster.ekc $(($(stat -c %s roster.ekc) - 200))' "does not fit|not in order"
refused "an altered signature" 'flip roster.ekc $(($(stat -c %s roster.ekc) - 10))' "second party's signature does not fit"
refused "no signature" 'truncate -s -64 roster.ekc; head -c 64 /dev/zero >>roster.ekc' "one has not yet"
refused "another team's list" 'cp ../'"$south"'/roster.ekc roster.ekc' "differs from the invitation"
refused "the invitation in its place" 'cp invitation.ekc roster.ekc' "fewer members"
refused "cut" 'truncate -s -1 roster.ekc' "damaged or cut off"
refused "too long" 'truncate -s 3M roster.ekc' "longer than"
refused "a link" 'mv roster.ekc real; ln -s real roster.ekc' "symbolic link"
refused "a pipe" 'rm roster.ekc; mkfifo roster.ekc' "no plain file"
# B could have put keys of its own on it: A says how many joined before it hears how long the list is.
run a enrol North; exits "without how many joined" 2; says "is asked for it" "how many joined 'North' by your own count: .*--people N"
unlike "and not told" "$out$err" "12"
for n in 0 -1 x 70000 12x ''; do
	run a enrol North --people "$n"; exits "how many joined: '$n'" 2
done
run a enrol North --people 11; exits "a list longer than that" 1; says "says both" "has 12 members, and 11 joined by your own count; nothing was signed"
check "nothing of it is published" test ! -e "$drop/$north"
is "B has no signature of A's" "$(stage_of b North)" closed
is "the ledger knows no team so far" "$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("select count(*) from task").fetchone()[0])' "$one/ledger.db")" 0
mkdir "$dir/elsewhere"; mv "$drop" "$drop.away"; ln -s "$dir/elsewhere" "$drop.link"; mkdir "$drop"; ln -s "$dir/elsewhere" "$drop/$north"
run a enrol North --people 12; exits "a link in the drop folder" 1; says "how many" "as many as joined by your own count: 12"; says "what was checked" "none in another team of the quarter"; says "says so" "is not a folder; take it away"
is "nothing is written through it" "$(ls -A "$dir/elsewhere")" ""
rm -rf "$drop" "$drop.link"; mv "$drop.away" "$drop"
if setpriv --reuid 65534 true 2>/dev/null; then
	mkdir "$drop/$north"; chown 65534 "$drop/$north"
	run a enrol North; exits "a folder that somebody else made" 1; says "says so" "was made by another account"
	is "nothing is put into it" "$(ls -A "$drop/$north")" ""
	rmdir "$drop/$north"
else
	skip "a folder that somebody else made" "not root"
fi
run a enrol North; exits "once it is gone A goes on" 0
check "for the members: the list" cmp "$exchange/$north/roster.ekc" "$drop/$north/cohort.ekc"
is "readable by its name" "$(stat -c %a "$drop/$north/cohort.ekc")" 644
is "a folder a week, to be written and not listed" "$(cd "$drop/$north" && stat -c '%n %a' . ???? | sort | sed -n '1p;2p;$p' | paste -sd,)" ". 710,2964 700,2975 1730"
is "twelve" "$(ls -d "$drop/$north"/???? | wc -l)" 12
is "B is next" "$(stage_of b North)" signed
before=$(whole "$one/cohorts" "$exchange" "$drop")
run a enrol North; exits "again" 0
is "changes nothing" "$(whole "$one/cohorts" "$exchange" "$drop")" "$before"
rm -rf "$exchange/$north/roster.ekc" "$drop/$north"
run a enrol North; exits "what was taken away" 0
is "is laid down again" "$(whole "$one/cohorts" "$exchange" "$drop")" "$before"

# B takes what both signed, and only that.
taken() { # NAME SHELL WORDS
	cp "$exchange/$north/roster.ekc" "$dir/final.ekc"
	(cd "$exchange/$north" && eval "$2")
	run b enrol North; exits "$1: not taken" 1; says "$1: why" "$3"
	is "$1: not ready" "$(b cohort --json 2>/dev/null | grep -c '"ready"')" 0
	rm -f "$exchange/$north/roster.ekc"; cp "$dir/final.ekc" "$exchange/$north/roster.ekc"
}
taken "a member added by hand" 'add_key roster.ekc' "signature does not fit"
taken "an altered signature of A's" 'flip roster.ekc $(($(stat -c %s roster.ekc) - 70))' "first party's signature does not fit"
taken "another team's" 'cp ../'"$south"'/roster.ekc roster.ekc' "differs from the invitation"
run b enrol North; exits "B takes it" 0; says "into the ledger" "has both signatures, and is in the ledger"
is "both see it" "$(stage_of a North) $(stage_of b North)" "ready ready"
run b enrol North --file "$dir/south.tsv"; exits "no more members" 1; says "until when" "until its quarter ends"
run b enrol North --close; exits "nor another list" 1

# A key in two lists, which a B that lost its register could hand over.
mv "$two/register" "$dir/register"
{ members 0 1 South; members 300 11 South; } >"$dir/twice.tsv"
b enrol South --file "$dir/twice.tsv" >/dev/null 2>&1; b enrol South --close >/dev/null 2>&1
run a enrol South --people 12; exits "a key in two lists: refused" 1; says "says which" "in that of 'North', too: a key is in two teams' lists"
check "nothing is published" test ! -e "$drop/$south"
mv "$dir/register" "$two/register"
b enrol South --close >/dev/null 2>&1
run a enrol South --people 14; exits "the right list" 0; says "and who is missing on it" "fewer than joined by your own count: 12 of 14"
run b enrol South; exits "is taken" 0

# A drop folder whose mode cannot be set is told, not fatal.
run a enrol 'Big Team' --people 30; exits "the large team" 0
is "weekly" "$(a cohort --json | python3 -c 'import json, sys; print([c["weeks"] for c in json.load(sys.stdin)["cohorts"] if c["team"] == "Big Team"])')" "[1]"
run b enrol 'Big Team'; exits "B takes it, too" 0

# Later.
before=$(stat -c %s "$two/register")
EVENKEEL_NOW=2027-02-01T10:00:00Z run b enrol North --list; unlike "after the quarter no names are shown" "$out" "Member"
check "nor kept" test "$(stat -c %s "$two/register")" -lt "$before"
run b enrol North --list; unlike "not even for a clock that is set back" "$out" "Member"
a cohort --team Last >/dev/null 2>&1; b cohort --yes >/dev/null 2>&1
EVENKEEL_NOW=2027-02-01T10:00:00Z run b enrol Last --file "$dir/big.tsv"; exits "nobody enrols in an ended quarter" 1; says "says so" "is over"

# Stopped at any moment, from the first code to both ledgers.
for ((n = 1; n <= 8; n++)); do
	a cohort --team "Stop $n" >/dev/null 2>&1; b cohort --yes >/dev/null 2>&1
	members $((1000 + 20 * n)) 12 "Stop $n" >"$dir/stop.tsv"
	for step in "b $two --file $dir/stop.tsv" "b $two --close" "a $one --people 12" "b $two"; do
		# shellcheck disable=SC2086
		set -- $step
		who=$1 where=$2; shift 2
		stopped_after $((n * 6)) enrol "Stop $n" --dir "$where" "$@"
		run $who enrol "Stop $n" "$@"
		[ "$code" = 0 ] || [[ "$*" == --close && $err == *"signed by both"* ]] || { not_ok "goes on after being stopped: $step" "$err"; break 2; }
	done
	[ "$(stage_of a "Stop $n") $(stage_of b "Stop $n")" = "ready ready" ] || { not_ok "both are ready" "$(stage_of a "Stop $n") $(stage_of b "Stop $n")"; break; }
done
check "eight teams, each step stopped and gone on with" test $n -gt 8
is "nothing half-written is taken for a file" "$(find "$two" "$one" -name '*.new-*' | wc -l)" 0
is "no name lies open in the end" "$(grep -rlaE -e 'Member [0-9]' "$two" "$one" "$exchange" "$drop")" ""
finish
