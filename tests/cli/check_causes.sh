#!/bin/bash
# causes: the demo's two leading causes lead; counts before shares; keys for scripts.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "causes of eight weeks" 0 --store "$demo" causes
like "a share with its interval and counts" "$got" "[0-9]+ % \([0-9]+ to [0-9]+\), [0-9]+ of [0-9]+"
like "bars that read without colour" "$got" "█"
fits --store "$demo" causes

exits "causes --json" 0 --store "$demo" causes --json
is "its key" "$(keys 1 <<<"$got")" "causes support "
is "all fifteen" "$(grep -c '"id": ' <<<"$got")" 15
is "the demo's two causes lead" "$(sed -nE 's/.*"id": "(.*)",/\1/p' <<<"$got" | head -2 | tr '\n' ' ')" "company.overload customer.demands "
is "keys of a cause" "$(keys 3 <<<"$got" | tr ' ' '\n' | head -7 | tr '\n' ' ')" "id named asked share low high link "
check "a share" within 0.2 "$(number share <<<"$got")" 1
exits "a word too many" 2 --store "$demo" causes more

new_store "$home/own"
secret right
exits "nothing named yet" 6 --store "$home/own" causes
like "said kindly" "$errs" "no source of strain"
for day in 2 3 4; do
	EVENKEEL_NOW=2026-03-0${day}T10:00:00Z run --store "$home/own" checkin stress=1 customer.demands=1 valence=0
done
EVENKEEL_NOW=2026-03-05T10:00:00Z run --store "$home/own" checkin stress=2 company.targets=1
exits "four answers" 0 --store "$home/own" causes
like "are told as counts" "$got" "named 3 of 4 times"
unlike "not as shares" "$got" "%"
finish
