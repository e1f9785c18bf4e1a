#!/bin/bash
# evenkeel officer init: an office is made whole or not at all; the other party's keys are taken once, after their digits were compared.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officers.sh

# What is missing or wrong on the line.
run officer init --dir "$one"; exits "without a party: usage" 2; says "it says which there are" "--party office"
run officer init --party third --dir "$one"; exits "a party that there is not" 2
run officer init --party office --dir "$one" --name X --exchange "$exchange"; exits "without a drop folder" 2; says "names it" "--drop is missing"
run officer init --party office --dir "$one" --name X --exchange "$dir/nowhere" --drop "$drop"; exits "a folder that is not there" 1; says "names it" "$dir/nowhere"
run officer init --party office --dir "$one" --name X --exchange "$exchange" --drop "$exchange"; exits "one folder for both" 2
run officer init --party office --dir "$exchange/own" --name X --exchange "$exchange" --drop "$drop"; exits "secrets in a shared folder" 2; says "says so" "may not lie in the shared folder"
for name in '' 'a | b' ' a' "$(printf 'a\tb')" "$(printf 'a\xff')" "$(printf 'x%.0s' {1..81})" "$(printf 'abc\xe2\x80\xaedef')"; do
	run officer init --party office --dir "$one" --name "$name" --exchange "$exchange" --drop "$drop" --kdf-test --no-recovery-check; exits "a name that cannot stand in a label" 2
done
run officer init --party office --dir "$one" --name X --exchange "$exchange" --drop "$drop" --kdf-test; exits "no terminal for the recovery code" 2
run officer init --team X; exits "another word's option" 2; says "says whose" "does not belong to 'officer init'"
run officer init --json; exits "no --json here" 2
run officer nonsense; exits "no such word" 2
run officer; exits "no word" 2
run officer cohort --dir "$one"; exits "no office yet" 1; says "and the way to one" "evenkeel officer init"
check "nothing was made" test ! -e "$one" -a ! -e "$exchange/office.ekp"

# One office.
run make_office office 'Wellbeing Office' "$one"; exits "an office" 0
recovery=$(printf '%s' "$out" | grep -oE '[0-9A-Z]{4}(-[0-9A-Z]{4}){6}')
like "the recovery code is shown" "$recovery" .
says "never both on one computer" "must never be on one computer"
like "its digits" "$out" '^    ([0-9]{5} ){5}[0-9]{5}$'
says "what comes next" "Next: .*init --peer $exchange/second.ekp"
is "for its owner alone" "$(find "$one" -perm /077 | head -1)" ""
is "no passphrase and no code lies about" "$(grep -rlaFe 'four words' -e "$recovery" "$dir/a" "$exchange" "$drop")" ""
before=$(whole "$one" "$exchange")
run make_office office 'Wellbeing Office' "$one"; exits "again" 0; says "says so" "there already, and stays as it is"
is "changes nothing" "$(whole "$one" "$exchange")" "$before"
run make_office second 'Works Council' "$one"; exits "as another party" 1; says "says what is there" "'Wellbeing Office' \(--party office\)"
rm "$exchange/office.ekp"
run officer init --dir "$one"; exits "its public file is gone" 0
is "and written again as it was" "$(whole "$one" "$exchange")" "$before"
run officer init --party office --name Other --exchange "$exchange" --drop "$drop" --dir "$dir/third" --kdf-test --no-recovery-check; exits "a second office of the party in one exchange folder" 1
says "is told" "another office's file"
check "and none is made" test ! -e "$dir/third" -a ! -e "$dir/third.new"
is "the first one's file stays" "$(whole "$one" "$exchange")" "$before"

# The other party.
check "the second office" make_office second 'Works Council' "$two"
run b cohort; exits "no team, and nobody known to have one with" 1; says "says what to do" "init --peer $exchange/office.ekp"
run a init --peer "$exchange/second.ekp"; exits "no terminal to ask on" 2; says "the way for scripts" "--fingerprint"
run a init --peer "$exchange/second.ekp" --fingerprint "$(digits_of "$one")"; exits "other digits" 1; says "nothing was changed" "nothing was changed"
run a init --peer "$exchange/office.ekp" --fingerprint "$(digits_of "$one")"; exits "its own file" 1; says "says so" "own file"
run a init --peer "$exchange/none.ekp"; exits "no file" 1
mkdir "$dir/ex2"
officer init --party office --name 'Second Office' --exchange "$dir/ex2" --drop "$drop" --dir "$dir/twin" --kdf-test --no-recovery-check >/dev/null 2>&1
run a init --peer "$dir/ex2/office.ekp" --fingerprint "$(digits_of "$dir/twin")"; exits "the same party" 1; says "says so" "same party"
officer init --party second --name 'Wellbeing Office' --exchange "$dir/ex2" --drop "$drop" --dir "$dir/namesake" --kdf-test --no-recovery-check >/dev/null 2>&1
run a init --peer "$dir/ex2/second.ekp" --fingerprint "$(digits_of "$dir/namesake")"; exits "the same name" 1; says "says so" "tell them apart"
ln -s "$exchange/second.ekp" "$dir/link.ekp"
run a init --peer "$dir/link.ekp" --fingerprint "$(digits_of "$two")"; exits "a link is not followed" 1; says "says so" "symbolic link"
mkfifo "$dir/pipe.ekp"
run timeout 60 "$BUILD/evenkeel" officer init --dir "$one" --peer "$dir/pipe.ekp"; exits "nor a pipe waited for" 1; says "says so" "no plain file"
run a init --peer "$BUILD/evenkeel"; exits "a file that is too long" 1
size=$(stat -c %s "$exchange/second.ekp") taken=0 typed=$(digits_of "$two")
for ((at = 0; at < size; at += 5)); do # each byte counts: its signature covers all
	python3 - "$exchange/second.ekp" "$dir/bad.ekp" "$at" <<-'END'
		import sys
		data = bytearray(open(sys.argv[1], "rb").read())
		data[int(sys.argv[3])] ^= 1
		open(sys.argv[2], "wb").write(data)
	END
	a init --peer "$dir/bad.ekp" --fingerprint "$typed" >/dev/null 2>&1 && taken=$((taken + 1))
done
is "an altered file is refused, whichever byte" "$taken" 0
head -c $((size - 1)) "$exchange/second.ekp" >"$dir/bad.ekp"
run a init --peer "$dir/bad.ekp" --fingerprint 1; exits "a cut one" 1
is "nothing was taken so far" "$(grep -c '"other"' "$one/office.json")" 0
typed=$(digits_of "$two" | tr ' ' '-')
run a init --peer "$exchange/second.ekp" --fingerprint "$typed"; exits "the right digits, with hyphens" 0; says "taken" "its keys are fixed"
before=$(whole "$one")
run a init --peer "$exchange/second.ekp" --fingerprint "$typed"; exits "again" 0; says "says so" "already; nothing was changed"
officer init --party second --name 'Works Council' --exchange "$dir/ex2" --drop "$drop" --dir "$dir/newer" --kdf-test --no-recovery-check >/dev/null 2>&1
run a init --peer "$dir/ex2/second.ekp" --fingerprint "$(digits_of "$dir/newer" 2>/dev/null)"; exits "another file once one is taken" 1
is "changes nothing" "$(whole "$one")" "$before"
if has_terminal; then
	words="$BUILD/evenkeel officer init --dir $two --peer $exchange/office.ekp"
	shown=$(converse "$words" 'face\? ' 'n\n'); like "asked, no: nothing" "$shown $(grep -c '"other"' "$two/office.json")" 'stopped.* 0$'
	shown=$(converse "$words" 'face\? ' 'y\n'); like "asked, yes" "$(flat "$shown")" "other party from now on"
else
	skip "asked on a terminal" "no script here"
fi

# Passphrases.
run b cohort; exits "the list needs no passphrase" 0
EVENKEEL_PASSPHRASE_FILE=$other run ek officer cohort --team X --dir "$one"; exits "the wrong passphrase: exit 4" 4; says "says what helps" "init --recover"
printf '%s\n' "$recovery" >"$dir/code"
run ek officer init --recover --dir "$two" --code-fd 8 --passphrase-fd 9 8<"$dir/code" 9<"$other"; exits "another office's recovery code: exit 4" 4
run ek officer init --recover --dir "$one" --code-fd 8 --passphrase-fd 9 8<"$dir/code" 9<"$other"; exits "the right one" 0
EVENKEEL_PASSPHRASE_FILE=$pass run ek officer cohort --team X --dir "$one"; exits "the old passphrase opens nothing" 4
rm "$one/keys" "$one/keys.bak"
EVENKEEL_PASSPHRASE_FILE=$other run ek officer cohort --team X --dir "$one"; exits "key files gone: exit 5" 5
run ek officer init --recover --dir "$one" --code-fd 8 --passphrase-fd 9 --kdf-test 8<"$dir/code" 9<"$pass"; exits "the code brings them back" 0
run a cohort --team X; exits "and the office works" 0

# Damage.
damaged() { # NAME FILE COMMAND...: with the file damaged, 5; and nothing of it was replaced
	local name=$1 file=$2; shift 2
	cp -p "$file" "$dir/keep"
	change_byte "$file" $(($(stat -c %s "$file") / 2))
	cp "$file" "$dir/damaged"
	run "$@"; exits "$name is damaged: exit 5" 5
	check "it is left as it is" cmp "$file" "$dir/damaged"
	cp -p "$dir/keep" "$file"
}
damaged office.json "$one/office.json" a cohort
damaged secrets "$one/secrets" a cohort --team Y
damaged "a team's file" "$(ls "$one"/cohorts/*/cohort.ekc)" a cohort
cp "$two/secrets" "$dir/keep2"; cp -p "$one/secrets" "$dir/keep"; cp "$dir/keep2" "$one/secrets"
run a cohort --team Y; exits "another office's secrets: exit 5" 5
cp -p "$dir/keep" "$one/secrets"
chmod 755 "$one"; run a cohort; exits "others may look into it" 1; says "says what to do" "chmod 700"; chmod 700 "$one"
mv "$one/office.json" "$dir/json"
run make_office office 'Wellbeing Office' "$one"; exits "office.json is gone: nothing is made over it" 1; says "says so" "it was not touched"
mv "$dir/json" "$one/office.json"

# Stopped at any moment.
fresh=$dir/fresh/office
mkdir "$dir/fresh" "$dir/ex3"
terms=(init --party office --name 'Third Office' --exchange "$dir/ex3" --drop "$drop" --dir "$fresh" --kdf-test --no-recovery-check)
stopped=0 half=0
for ((ms = 1; ms <= 40; ms++)); do
	rm -rf "$fresh" "$fresh.new" "$dir"/ex3/*
	stopped_after $((ms % 20 * 3 + 3)) "${terms[@]}"
	[ -e "$dir/ex3/office.ekp" ] || stopped=$((stopped + 1))
	[ -e "$fresh.new/keys.bak" ] && half=$((half + 1))
	if ! officer "${terms[@]}" >"$dir/out" 2>&1 || [ ! -e "$dir/ex3/office.ekp" ] || [ -e "$fresh.new" ] || ! officer cohort --json --dir "$fresh" >/dev/null 2>&1; then
		not_ok "begun anew" "$(cat "$dir/out")"
		break
	fi
done
check "forty were stopped, $stopped before they were done, $half of them half made; each was begun anew" test "$ms" -gt 40 -a "$stopped" -gt 0
rm -rf "$fresh"; mkdir -m 700 "$fresh.new"; echo precious >"$fresh.new/thesis.txt"
run officer "${terms[@]}"; exits "somebody else's directory in the way" 1
is "is not emptied" "$(cat "$fresh.new/thesis.txt")" precious
finish
