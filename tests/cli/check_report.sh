#!/bin/bash
# report --for-manager: what the person picks, and what belongs to the organisation; nothing of their answers, and nothing is sent.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
export NO_COLOR=1

# No store, no passphrase.
run ek report --for-manager --cause company.overload --cause company.targets --wish courses --wish 'two quiet hours a week'
is "a page without any store" "$code" 0
for words in '^What weighs on my work$' '^  - overload$' '^  - unreasonable targets$' '^What I wish for$' '^  - courses and expert talks: ' \
	'^  - two quiet hours a week$' '^What the organisation can do$' '^  - better process management: ' '^What Evenkeel says about it'; do
	like "it has $words" "$out" "$words"
done
unlike "the cause not picked is not there" "$out" 'limited authority'
unlike "a measure wished for does not come twice" "$(tail -n +12 <<<"$out")" 'courses and expert talks'
is "nothing was sent, it says at the end" "$err" "evenkeel: nothing was sent; whom you show it to is up to you"
page=$out
run ek report --for-manager --cause company.overload --wish process-management
unlike "no heading stands over nothing" "$(tr '\n' '|' <<<"$out")" 'can do\|\|'
out=$page
unlike "no scores, no dates, no commands" "$out" '[0-9]|evenkeel '
for language in en zh_CN th; do
	out=$(LANGUAGE=$language LC_ALL=C.UTF-8 ek report --for-manager --cause company.overload --cause customer.demands --cause environment.surroundings \
		--cause company.change --cause personal.skills --wish better-environment --wish "$(printf 'w%.0s' {1..70})" 2>/dev/null)
	if [ "$(wc -L <<<"$out")" -le 80 ]; then ok "80 columns in $language"; else not_ok "80 columns in $language" "$out"; fi
done
for cause in $(sed -nE 's/^0x00..\tcause\t//p' schema/ids.tsv); do
	run ek report --for-manager --cause "$cause"
	like "$cause: the organisation's part" "$out" '^What the organisation can do$'
done

# To a file.
run ek report --for-manager --cause company.overload --cause company.targets --wish courses --wish 'two quiet hours a week' -o "$dir/page.txt"
is "into a file" "$code$err" 0
like "nothing was sent, it says" "$out" "'$dir/page.txt'. Nothing was sent"
is "the same page" "$(cat "$dir/page.txt")" "$page"
is "for its owner alone" "$(stat -c %a "$dir/page.txt")" 600
run ek report --for-manager --wish x -o "$dir/nowhere/page.txt"
like "no such directory" "$code $err" "^1 .*nowhere"

# Answers stay where they are: a page is the same whatever was answered, and needs no passphrase.
make_store
ek checkin stress=2 fatigue=2 irritability=2 customer.demands=1 >/dev/null
run ek report --for-manager --cause company.overload --cause company.targets --wish courses --wish 'two quiet hours a week'
is "with a store, the same page" "$out" "$page"

refused() { # NAME WORDS COMMAND...
	local name=$1 words=$2; shift 2
	run ek "$@"
	like "$name" "$code $err" "^2 .*$words"
}
run ek report
like "alone it wants the answers, and there are none" "$code $err" "^4 "
refused "nothing named" "--cause ID or --wish TEXT" report --for-manager
refused "no such cause" "there is no cause 'nothing'" report --for-manager --cause nothing
refused "a symptom is no cause" "there is no cause 'fatigue'" report --for-manager --cause fatigue
refused "an empty wish" "a wish has no words" report --for-manager --wish ' '
refused "a long wish" "longer than 300 bytes" report --for-manager --wish "$(printf 'w%.0s' {1..301})"
refused "six causes" "5 causes at most" report --for-manager --cause company.overload --cause company.targets --cause company.change --cause company.authority \
	--cause personal.skills --cause personal.fatigue
refused "a word too many" "one word too many" report --for-manager page
refused "no --json" "has no --json" report --for-manager --json
run ek report --for-manager --wish $'one\033[2J\ntwo'
unlike "a wish steers no terminal" "$out" $'\033'
run ek report --for-manager --cause company.overload --cause company.overload
is "a cause named twice stands once" "$(grep -c '^  - overload$' <<<"$out")" 1

# By number at the terminal.
if has_terminal; then
	out=$(on_terminal '7 6\n5\nfewer screens\n\n' "$BUILD/evenkeel report --for-manager" | tr -d '\r')
	for words in '^  - overload$' '^  - unreasonable targets$' '^  - better process management: ' '^  - fewer screens$' 'nothing was sent'; do
		like "picked by number: $words" "$out" "$words"
	done
	like "ENTER alone for none" "$(on_terminal '\n\n\n' "$BUILD/evenkeel report --for-manager" | tr -d '\r')" "Nothing was picked"
	like "q stops" "$(on_terminal 'q\n' "$BUILD/evenkeel report --for-manager" | tr -d '\r')" "Nothing was picked"
	like "b goes back" "$(on_terminal '7\nb\n6\n\n\n' "$BUILD/evenkeel report --for-manager" | tr -d '\r')" '^  - unreasonable targets$'
else
	skip "picked by number" "no terminal"
fi
finish
