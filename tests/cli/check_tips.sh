#!/bin/bash
# tips: for the leading causes, repeatable, rated without unlocking, rested after a rating.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "tips" 0 --store "$demo" tips
like "with a first step" "$out" "First step: "
like "and how to rate them" "$out" "evenkeel tips rate NAME helped\|not\|untried"
like "by its name" "$out" "^  overload-[a-z-]+ · "
like "what belongs to the organisation is said" "$out" "manager"
if [ "$(widest <<<"$out")" -le 80 ]; then ok "80 columns"; else not_ok "80 columns" "$out"; fi
for language in zh_CN th; do
	other=$(LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" --store "$demo" tips 2>/dev/null)
	if [ "$(widest <<<"$other")" -le 80 ]; then ok "80 columns in $language"; else not_ok "80 columns in $language" "$other"; fi
done

exits "tips --json" 0 --store "$demo" tips --seed 3 --json
same=$out
is "keys of a tip" "$(keys 3 <<<"$out" | tr ' ' '\n' | head -9 | tr '\n' ' ')" "id cause technique minutes where text first_step helped rated "
is "at most three" "$(grep -c '"id": "tip\.' <<<"$out")" 3
like "the first is for the leading cause" "$(grep -m1 '"cause"' <<<"$out")" "company.overload"
run --store "$demo" tips --seed 3 --json
is "a seed makes the draw repeatable" "$out" "$same"

exits "for one cause" 0 --store "$demo" tips --cause customer.demands --json
is "only that one" "$(grep '"cause"' <<<"$out" | sort -u | tr -d ' ,')" '"cause":"customer.demands"'

new_store "$home/own"
unset EVENKEEL_PASSPHRASE_FILE
exits "rating needs no passphrase" 0 --store "$home/own" tips rate demands-two-options helped
exits "with the name in full too" 0 --store "$home/own" tips rate tip.demands-two-options not
secret right
exits "a rating is kept" 0 --store "$home/own" tips --cause customer.demands --json
unlike "and a rated tip rests for three days" "$out" "demands-two-options"
EVENKEEL_NOW=2026-03-10T18:00:00Z run --store "$home/own" tips --cause customer.demands --json
like "then it may come again" "$out" "demands-two-options"
like "with its ratings" "$(grep -A9 demands-two-options <<<"$out" | tr -d ' \n')" '"helped":1,"rated":2'
EVENKEEL_NOW=2026-03-10T18:00:00Z run --store "$home/own" tips --cause customer.demands
like "told as a count" "$out" "helped you 1 of 2 times"

exits "nothing named yet: no tips by themselves" 6 --store "$home/own" tips
for bad in "--cause nothing" "--cause stress" "--seed x" "word" "rate" "rate demands-two-options" "rate nothing helped" \
	"rate demands-two-options maybe" "rate demands-two-options helped more"; do
	# shellcheck disable=SC2086
	exits "tips $bad is refused" 2 --store "$home/own" tips $bad
done
finish
