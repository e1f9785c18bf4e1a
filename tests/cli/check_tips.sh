#!/bin/bash
# tips: for the leading causes, repeatable, rated without unlocking, rested after a rating.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 --weeks 8 >/dev/null || not_ok "demo"

exits "tips" 0 --store "$demo" tips
like "with a first step" "$got" "First step: "
like "and how to rate them" "$got" "evenkeel tips rate NAME helped\|not\|untried"
like "by its name" "$got" "^  [a-z]+-[a-z-]+ · (not rated yet|helped you)"
like "what belongs to the organisation is said" "$(tr '\n' ' ' <<<"$got")" "Targets, staffing and rules are the organisation's to mend"
like "with the page to take along" "$(tr '\n' ' ' <<<"$got")" "evenkeel report --for-manager"
fits --store "$demo" tips

exits "tips --json" 0 --store "$demo" tips --seed 3 --json
same=$got
is "keys of a tip" "$(keys 3 <<<"$got" | tr ' ' '\n' | head -9 | tr '\n' ' ')" "id cause technique minutes where text first_step helped rated "
is "at most three" "$(grep -c '"id": "tip\.' <<<"$got")" 3
like "the first is for the leading cause" "$(grep -m1 '"cause"' <<<"$got")" "company.overload"
run --store "$demo" tips --seed 3 --json
is "a seed makes the draw repeatable" "$got" "$same"

exits "for one cause" 0 --store "$demo" tips --cause customer.demands --json
is "only that one" "$(grep '"cause"' <<<"$got" | sort -u | tr -d ' ,')" '"cause":"customer.demands"'

new_store "$home/own"
unset EVENKEEL_PASSPHRASE_FILE
exits "rating needs no passphrase" 0 --store "$home/own" tips rate demands-two-options helped
exits "with the name in full too" 0 --store "$home/own" tips rate tip.demands-two-options not
secret right
# seen AT : the first of 40 draws at that time which shows the rated tip
seen() {
	local seed
	for ((seed = 1; seed <= 40; seed++)); do
		EVENKEEL_NOW=$1 run --store "$home/own" tips --cause customer.demands --seed $seed --json
		case $got in *demands-two-options*) echo $seed; return ;; esac
	done
	echo none
}
is "a rated tip rests for three days" "$(seen 2026-03-09T17:00:00Z)" none
seed=$(seen 2026-03-10T18:00:00Z)
unlike "then it may come again" "$seed" none
export EVENKEEL_NOW=2026-03-10T18:00:00Z
exits "with its ratings" 0 --store "$home/own" tips --cause customer.demands --seed "$seed" --json
like "for scripts" "$(grep -A9 demands-two-options <<<"$got" | tr -d ' \n')" '"helped":1,"rated":2'
exits "and on the page" 0 --store "$home/own" tips --cause customer.demands --seed "$seed"
like "as a count" "$got" "helped you 1 of 2 times"

# A count until there are five ratings, then a share beside it.
rated() { # HOW-MANY-MORE VERDICT
	local i
	for ((i = 0; i < $1; i++)); do run --store "$home/own" tips rate demands-two-options "$2"; done
}
rated 2 helped
export EVENKEEL_NOW=2026-03-14T18:00:00Z
run --store "$home/own" tips --cause customer.demands --seed "$(seen $EVENKEEL_NOW)"
like "four ratings are told as a count" "$got" "helped you 3 of 4 times$"
rated 1 not
export EVENKEEL_NOW=2026-03-18T18:00:00Z
run --store "$home/own" tips --cause customer.demands --seed "$(seen $EVENKEEL_NOW)"
like "five as a share, too" "$got" "helped you 3 of 5 times, 60 %$"
rated 1 untried
export EVENKEEL_NOW=2026-03-22T18:00:00Z
run --store "$home/own" tips --cause customer.demands --seed "$(seen $EVENKEEL_NOW)"
like "one that was not tried counts for nothing" "$got" "helped you 3 of 5 times, 60 %$"

exits "nothing named yet: no tips by themselves" 6 --store "$home/own" tips
for bad in "--cause nothing" "--cause stress" "--seed x" "word" "rate" "rate demands-two-options" "rate nothing helped" \
	"rate demands-two-options maybe" "rate demands-two-options helped more"; do
	# shellcheck disable=SC2086
	exits "tips $bad is refused" 2 --store "$home/own" tips $bad
done
finish
