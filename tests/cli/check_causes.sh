#!/bin/bash
# causes: the demo's two leading causes lead; counts before shares; keys for scripts.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "causes of the demo" 0 --store "$demo" causes
like "a share with its interval and counts" "$got" "[0-9]+ % \([0-9]+ to [0-9]+\), [0-9]+ of [0-9]+"
like "bars that read without colour" "$got" "█"
flat=$(tr -s ' \n' ' ' <<<"$got")
like "the one that strain follows is linked" "$flat" "overload [^a-z]+ to [0-9]+\\), [0-9]+ of [0-9]+ linked: stress at the next answer is about [0-9]+ points higher than after the others \(90 %: [0-9]+ to [0-9]+\)"
unlike "the other is not" "$(grep -A2 '^unreasonable demands' <<<"$got")" "linked|higher"
like "what is missing is told in answers" "$flat" "about [0-9]+ more answers needed"
like "the impacts that are up stand beside them" "$got" "^  (lost enthusiasm|wide mood swings|bodily harm|strained relationships) +of late “"
like "and the share of what helps" "$flat" "something that helps in [0-9]+ of [0-9]+ reviews, [0-9]+ % \(90 %: [0-9]+ to [0-9]+\)"
fits --store "$demo" causes

exits "causes --why" 0 --store "$demo" causes --why
like "counts" "$got" "named +[0-9]+ of the [0-9]+ times"
like "the share's interval" "$(tr -s ' \n' ' ' <<<"$got")" "\(n_eff\); Wilson 90 %: [0-9.]+ to [0-9.]+ %"
like "pairs" "$(tr -s ' \n' ' ' <<<"$got")" "[0-9]+ with it, [0-9]+ without"
like "coefficient" "$(tr -s ' \n' ' ' <<<"$got")" "b \+[0-9.]+ points of stress, standard error [0-9.]+"
like "prior and mean" "$(tr -s ' \n' ' ' <<<"$got")" "sd [0-9.]+ \(half of the next stress's\) → mean \+[0-9.]+, 90 %: \+[0-9.]+ to \+[0-9.]+"
like "p and q" "$(tr -s ' \n' ' ' <<<"$got")" "P\(above 0\) 0\.[0-9]+; p 0\.[0-9]+, q 0\.[0-9]+ over [0-9]+ causes"
fits --store "$demo" causes --why

exits "causes --json" 0 --store "$demo" causes --json
is "its keys" "$(keys 1 <<<"$got")" "causes impacts responses support "
is "all fifteen" "$(sed '/"impacts"/,$d' <<<"$got" | grep -c '"id": ')" 15
is "the demo's two causes lead" "$(sed -nE 's/.*"id": "(.*)",/\1/p' <<<"$got" | head -2 | tr '\n' ' ')" "company.overload customer.demands "
is "keys of a cause" "$(keys 3 <<<"$got" | tr ' ' '\n' | head -7 | tr '\n' ' ')" "id named asked share low high link "
is "keys of a link" "$(keys 4 <<<"$got" | tr ' ' '\n' | head -7 | tr '\n' ' ')" "state mean low high p_above_zero q pairs "
like "the first is linked" "$(grep -m1 '"state"' <<<"$got")" '"linked"'
is "and only that one" "$(grep -c '"state": "linked"' <<<"$got")" 1
check "with its q" within 0 "$(number q <<<"$got")" 0.1
check "from its pairs" within 60 "$(number pairs <<<"$got")" 300
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
like "what follows them is said once, for all" "$got" "can be told after about [0-9]+ more check-ins"
unlike "not on each line" "$got" "what follows it"
run --store "$home/own" causes --json
like "what waits says so" "$got" '"state": "waiting"'
like "and its numbers are null" "$got" '"p_above_zero": null'
finish
