#!/bin/bash
# week: trends, causes and tips on one page, each as it is by itself, for one unlock.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "the demo's week" 0 --store "$demo" week
whole=$got
for part in trends causes tips; do
	run --store "$demo" "$part"
	# causes ends with where to go from there: the week is there already
	body=$(grep -v "evenkeel tips'\|--why" <<<"$got")
	missing=$(grep -vxFf <(printf '%s\n' "$whole") <<<"$body")
	is "$part stands in it" "$missing" ""
done
is "in this order" "$(grep -nE '^(Strain, from|Likely sources|What may help$)' <<<"$whole" | cut -d: -f2 | cut -c1-6 | tr '\n' ' ')" "Strain Likely What m "
fits --store "$demo" week

exits "week --json" 0 --store "$demo" week --json
is "its keys" "$(keys 1 <<<"$got")" "trends causes impacts responses tips support "
like "the trend in it" "$got" '"direction": "rising"'
run --store "$demo" tips --json
tips=$(grep '"id": "tip' <<<"$got")
run --store "$demo" week --json
is "the same tips" "$(grep '"id": "tip' <<<"$got")" "$tips"
exits "a word too many" 2 --store "$demo" week more

new_store "$home/own"
secret right
exits "no answers yet: nothing can be shown" 6 --store "$home/own" week
like "said kindly" "$errs" "evenkeel checkin"
is "with nothing on stdout" "$got" ""
exits "the same for scripts" 6 --store "$home/own" week --json
is "with all keys" "$(keys 1 <<<"$got")" "trends causes impacts responses tips support "
printf 'wrong\n' >"$home/passphrase"
exits "a wrong passphrase opens nothing" 4 --store "$home/own" week
finish
