#!/bin/bash
# evenkeel officer cohort: A invites a team, B signs what is on the terms that it knows; what lies in the shared folder is not trusted.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officers.sh

make_office office 'Wellbeing Office' "$one" >/dev/null 2>&1
run a cohort --team Early; exits "no team before the other party is known" 1; says "and the way" "init --peer $exchange/second.ekp"
rm -rf "$one" "$exchange/office.ekp"
check "two offices" make_offices

# What is wrong on the line.
for wrong in '--floor 7' '--floor 256' '--floor x' '--weeks 2' '--weeks 0' '--quarter 246' '--quarter last' '--quarter 999'; do
	# shellcheck disable=SC2086
	run a cohort --team X $wrong; exits "$wrong: usage" 2
done
run a cohort --team 'a | b'; exits "a name with the mark between names" 2
run a cohort --team ''; exits "an empty name" 2
run a cohort --team "$(printf 'x%.0s' {1..250})"; exits "a name that is too long" 2
run a cohort --team X --leader-url 'no blanks'; exits "an address with a blank" 2
run b cohort --team X; exits "the second party does not invite" 2; says "says who does" "the wellbeing office does this"
is "nothing was made" "$(ls "$one/cohorts" "$exchange" | grep -cE '^[0-9a-f]{16}$')" 0

# An invitation.
run a cohort --team 'Phones North'; exits "a team is invited" 0
says "its quarter in days" "22 October to 13 January 2027"
says "what comes next" "Works Council signs the invitation"
task=$(task_of 'Phones North')
check "the invitation lies there" test -f "$exchange/$task/invitation.ekc" -a -f "$exchange/$task/key.ekj"
is "the folder is open to whom the one above is" "$(stat -c %a "$exchange/$task" "$exchange/$task/invitation.ekc" | paste -sd' ')" "755 644"
run a cohort --team 'Phones North'; exits "the same name again in the quarter" 1
run a cohort --team 'Phones North' --quarter next; exits "in the next one" 0
is "both are listed, the newest first" "$(a cohort --json | python3 -c 'import json, sys; print([c["quarter"] for c in json.load(sys.stdin)["cohorts"]])')" "[248, 247]"
is "what each waits for" "$(stage_of a 'Phones North')" invited
before=$(whole "$exchange")
rm "$exchange/$task/invitation.ekc"; mv "$exchange/$task/key.ekj" "$dir/key.ekj"
run a cohort; exits "what was taken away" 0
is "is put back as it was" "$(whole "$exchange")" "$before"

# The second party.
run b cohort --json; exits "B sees what waits" 0
like "and that it is next" "$out" '"next": "second"'
run b cohort; exits "no terminal to ask on" 2; says "the terms are shown" "Wellbeing Office invites the team 'Phones North'"
is "nothing was signed" "$(ls "$two/cohorts")" ""
EVENKEEL_PASSPHRASE_FILE=$other run ek officer cohort --yes --dir "$two"; exits "the wrong passphrase: exit 4" 4
is "nothing was signed" "$(ls "$two/cohorts")" ""
if has_terminal; then
	shown=$(EVENKEEL_PASSPHRASE_FILE=$pass converse "$BUILD/evenkeel officer cohort --dir $two" 'invitation\? ' 'n\nn\n')
	is "no: it goes on waiting" "$(ls "$two/cohorts")" ""
else
	skip "asked on a terminal" "no script here"
fi
run b cohort --yes; exits "agreed to" 0; says "says what it checked" "its keys and names are those that were compared"
says "hands it on" "to be given to the members by either party"
is "both quarters" "$(ls "$two/cohorts" | wc -l)" 2
is "A sees it" "$(stage_of a 'Phones North')" enrolling
before=$(whole "$exchange" "$two")
run b cohort; exits "again" 0
is "changes nothing" "$(whole "$exchange" "$two")" "$before"
run a cohort; exits "A looks again" 0
is "B's signature stays" "$(whole "$exchange" "$two")" "$before"
rm "$exchange/$task/invitation.ekc"
run b cohort; exits "taken away at B" 0
is "B puts the one with both signatures back" "$(whole "$exchange" "$two")" "$before"
is "neither knows the other's verify key from its file" "$(cmp -s "$one/cohorts/$task/key" "$two/cohorts/$task/key" && echo same)" ""

# Invitations that are not what they say. Each in a folder of its own, beside one that is in order.
a cohort --team Good >/dev/null 2>&1; good=$(task_of Good)
forge() { # NAME SHELL: what becomes of the good one's copy
	local fake; fake=$exchange/$(printf '%016x' $RANDOM$RANDOM)
	[ -n "${keep_name:-}" ] && fake=$exchange/$good
	[ "$fake" = "$exchange/$good" ] && cp -a "$exchange/$good" "$dir/good" || cp -a "$exchange/$good" "$fake"
	(cd "$fake" && eval "$2")
	# shellcheck disable=SC2010
	local known; known=$(ls "$two/cohorts" | wc -l)
	run timeout 60 "$BUILD/evenkeel" officer cohort --json --dir "$two"; exits "$1: exit 1" 1
	unlike "$1: it does not wait" "$out" "\"task\": \"${fake##*/}\""
	rm -rf "$fake"
	[ "$fake" = "$exchange/$good" ] && mv "$dir/good" "$fake"
}
flip() { python3 -c 'import sys; d = bytearray(open(sys.argv[1], "rb").read()); d[int(sys.argv[2])] ^= int(sys.argv[3]); open(sys.argv[1], "wb").write(d)' "$@"; }
forge "in another task's folder" true
keep_name=1
forge "cut short" 'truncate -s -1 invitation.ekc'
forge "longer" 'printf x >>invitation.ekc'
forge "far too long" 'truncate -s 3M invitation.ekc'
forge "empty" ': >invitation.ekc'
forge "another version" 'printf EKC2 | dd of=invitation.ekc conv=notrunc status=none'
forge "an altered label" 'flip invitation.ekc $(grep -abo Good invitation.ekc | cut -d: -f1) 32'
forge "another floor alone" 'flip invitation.ekc $(($(grep -abo Good invitation.ekc | cut -d: -f1) - 3)) 1'
forge "an altered signature" 'flip invitation.ekc $(($(stat -c %s invitation.ekc) - 100)) 1'
forge "no signature of A's" 'dd if=/dev/zero of=invitation.ekc bs=1 count=64 seek=$(($(stat -c %s invitation.ekc) - 128)) conv=notrunc status=none'
forge "a link" 'mv invitation.ekc real; ln -s real invitation.ekc'
forge "a pipe" 'rm invitation.ekc; mkfifo invitation.ekc'
forge "a folder" 'rm invitation.ekc; mkdir invitation.ekc'
keep_name=
# Of an office that was not compared, under the same names.
mkdir "$dir/ex2"
for party in office second; do officer init --party $party --name "$([ $party = office ] && echo 'Wellbeing Office' || echo 'Works Council')" --exchange "$dir/ex2" --drop "$drop" --dir "$dir/$party-2" --kdf-test --no-recovery-check >/dev/null 2>&1; done
officer init --dir "$dir/office-2" --peer "$exchange/second.ekp" --fingerprint "$(digits_of "$two")" >/dev/null 2>&1
officer cohort --team Good --dir "$dir/office-2" >/dev/null 2>&1
cp -a "$dir"/ex2/????????????????/ "$exchange/"; foreign=$(cd "$dir/ex2" && echo ????????????????)
run b cohort --json; exits "another office under the same name: exit 1" 1; says "says why" "differs from the invitation, or from the parties that are known"
unlike "it does not wait" "$out" "$foreign"
run b cohort --yes; exits "nor is it signed" 1
check "the one in order is" test -d "$two/cohorts/$good"
check "the other is not" test ! -e "$two/cohorts/$foreign"
rm -rf "${exchange:?}/$foreign"
# The key's message.
key_case() { # NAME SHELL CODE
	local name; name="Key $((++keys))"
	a cohort --team "$name" >/dev/null 2>&1
	(cd "$exchange/$(task_of "$name")" && eval "$2")
	run timeout 60 env EVENKEEL_PASSPHRASE_FILE="$pass" "$BUILD/evenkeel" officer cohort --yes --dir "$two"; exits "$1: nothing is signed" 1
	check "$1: not known" test ! -e "$two/cohorts/$(task_of "$name")"
	[ -L "$exchange/$(task_of "$name")/key.ekj" ] && { run a cohort; exits "$1: A does not write through it" 1; says "says what to do" "take it away"; rm "$exchange/$(task_of "$name")/key.ekj"; }
	run a cohort; run b cohort --yes; exits "$1: put back by A, it is signed" 0
}
keys=0
key_case "no key yet" 'rm key.ekj'
key_case "a key of another team" 'cp ../'"$task"'/key.ekj key.ekj'
key_case "an altered key" 'flip key.ekj 120 1'
key_case "a cut key" 'truncate -s 100 key.ekj'
key_case "a link for the key" 'mv key.ekj real; ln -s real key.ekj'

# A quarter that is over.
a cohort --team Late >/dev/null 2>&1
EVENKEEL_NOW=2027-02-01T10:00:00Z run b cohort --json; exits "an invitation for an ended quarter: exit 1" 1; says "says so" "for another quarter"
is "A's list says so" "$(EVENKEEL_NOW=2027-02-01T10:00:00Z stage_of a Late)" over

# Stopped at any moment.
stopped=0
for ((n = 1; n <= 24; n++)); do
	stopped_after $((n * 3)) cohort --team "Stop $n" --dir "$one"
	run a cohort; [ "$code" = 0 ] || { not_ok "A goes on" "$err"; break; }
	if ! a cohort --json | grep -q "\"Stop $n\""; then
		stopped=$((stopped + 1))
		a cohort --team "Stop $n" >/dev/null 2>&1 || { not_ok "A invites it anew"; break; }
	fi
	stopped_after $((n * 3)) cohort --yes --dir "$two"
	b cohort --yes >/dev/null 2>"$dir/err" || { not_ok "B goes on" "$(cat "$dir/err")"; break; }
	[ "$(stage_of a "Stop $n")" = enrolling ] || { not_ok "both have signed" "$(stage_of a "Stop $n")"; break; }
done
check "24 times each party was stopped ($stopped times A before it was done), and went on" test $n -gt 24
is "no half-made team is left" "$(find "$one/cohorts" "$two/cohorts" -mindepth 1 -maxdepth 1 -name '.*' | wc -l)" 0
finish
