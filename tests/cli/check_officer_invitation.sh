#!/bin/bash
# An invitation that the wellbeing office alone made, with keys of its own in the second party's name: it goes through as far as anybody alone can see, and
# ends at the second party, to whom the code is brought in person. And a second party that would be nearly the whole team by itself.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officers.sh
. tests/cli/team.sh
export EVENKEEL_NOW=2026-11-22T10:00:00Z

check "two offices" eval "make_office office 'Wellbeing office' '$one' && make_office second 'Works council' '$two' &&
	a init --peer '$exchange/second.ekp' --fingerprint \"\$(digits_of '$two')\" && b init --peer '$exchange/office.ekp' --fingerprint \"\$(digits_of '$one')\""
a cohort --team 'Service desk' >/dev/null 2>&1
check "a team that both invite" b cohort --yes
true_task=$(task_of 'Service desk')
digits_a=$(digits_of "$one") digits_b=$(digits_of "$two")
taken() { b enrol 'Service desk' --list 2>/dev/null | grep -oE '[0-9]+ members so far'; }
of() { sed -nE "s/^ *\"$2\": \"(.*)\",?$/\1/p" <<<"$1" | head -1; } # JSON KEY

# Who takes part by the true invitation sees the offices' own digits, and is enrolled.
honest() { ek --store "$dir/honest" "$@"; }
honest setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
run honest team join "$exchange/$true_task/invitation.ekc" --drop "$drop" --yes; exits "the true invitation is joined" 0
says "the office's digits, as it says them itself" "digits of Wellbeing office, .*: $digits_a "
says "and the second party's" "digits of Works council, .*: $digits_b "
says "with what they are compared" "Compare them with the digits that each party gives out itself.*If they differ"
run honest team status; says "status says them, too, beside the code" "your code .*$digits_a .*$digits_b "
status=$(honest team status --json)
is "and so do scripts see them" "$(of "$status" office_digits), $(of "$status" second_party_digits)" "$digits_a, $digits_b"
run b enrol 'Service desk' --code "$(of "$status" code)" --person 'Honest Member'; exits "the second party takes that code" 0

# The forged one: the same names, both keys the forger's, signatures in order.
make_store
make_team 1 247
ln -sf "$dir/invitation.ekc" "$dir/forged.ekc"
run ek team join "$dir/invitation.ekc" --drop "$drop" --yes; exits "a forged invitation in both names: nobody alone can tell" 0
like "it reads as the true one does" "$(flat "$out")" "second party *Works council"
unlike "but its digits are not the office's" "$(flat "$out")" "$digits_a"
unlike "nor the second party's" "$(flat "$out")" "$digits_b"
forged=$(of "$(ek team status --json)" code)
like "it gives a code like any" "$forged" '^([0-9A-HJKMNP-TV-Z]{4}-){14}[0-9A-HJKMNP-TV-Z]{4}$'
before=$(whole "$two")
run b enrol 'Service desk' --code "$forged" --person Victim; exits "the true second party refuses it" 1
says "and says why" "made with another invitation than yours for 'Service desk': .*forged"
says "and what to do" "compare the digits of the person's 'evenkeel team status' with those of your 'evenkeel officer init'"
unlike "the code stays out of the message" "$err" "${forged:0:9}"
printf '%s\tVictim\n' "$forged" >"$dir/forged.tsv"
run b enrol 'Service desk' --file "$dir/forged.tsv"; exits "from a file, too" 1; says "with its line" "line 1: this code was made with another invitation"
is "nobody of it was enrolled" "$(taken)" "1 members so far"
is "and nothing was written" "$(whole "$two")" "$before"
slip=$(tr '0-9A-HJKMNP-TV-Z' '1-9A-HJKMNP-TV-Z0' <<<"${forged:0:1}")${forged:1}
run b enrol 'Service desk' --code "$slip" --person Victim; exits "a slip of typing" 1; says "is told apart" "typing error"

# Without the code, which only the second party was to hear, the forger has no place for the person on a list of its own.
sign_roster 1 247 fill=12
team_status
is "a list without the key is refused" "$(field standing) $(field refusal)" "refused not-member"
printf 'week-stress=4\nfatigue=4\n' >"$dir/week.txt"
run env EVENKEEL_PASSPHRASE_FILE="$pass" "$BUILD/evenkeel" review --send "$dir/week.txt"
is "nothing leaves for it" "$(find "$drop" "$team_dir" -name '*.ekr')" ""

# A list of nine keys of the second party's own beside one person's: A knows how many joined.
members 0 9 'Service desk' >"$dir/own.tsv"
run b enrol 'Service desk' --file "$dir/own.tsv"; exits "the second party fills its list with keys of its own" 0
run b enrol 'Service desk' --close; exits "and closes it: ten, as the floor wants" 0
run a enrol 'Service desk' --people 1; exits "the office knows of one who joined, and does not sign" 1; says "and says why" "has 10 members, and 1 joined by your own count; nothing was signed"
check "nothing is laid down for members" test ! -e "$drop/$true_task"
finish
