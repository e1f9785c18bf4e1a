#!/bin/bash
# trends: the level, the chart and the counts from the demo's weeks; keys and numbers for scripts; few answers, none.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "trends of the demo" 0 --store "$demo" trends
like "the level is told" "$got" "^Level now +[0-9]+ of 100, (around|between)"
like "with its band" "$(tr -s ' \n' ' ' <<<"$got")" "\(95 %: [0-9]+ to [0-9]+\); rests"
like "beside what is usual" "$got" "^Your usual +[0-9]+ of 100"
like "the demo's rise is found" "$got" "^Direction +rising, by about [0-9]+ points of 100 in four weeks"
like "with an interval" "$(tr -s ' \n' ' ' <<<"$got")" "in four weeks \(95 %: [0-9]+ to [0-9]+\)"
like "breaks stand beneath the days" "$got" "^Breaks +[-+]"
like "the legend tells the marks" "$got" "─ level that day +░ where it may lie"
like "its Mondays are found" "$got" "^Weekdays +Mon \+[0-9]+ "
like "and shown by the hour, without colour" "$got" "^Mon .*[▓█]"
like "strain with breaks and without" "$(tr -s ' \n' ' ' <<<"$got")" "That is [0-9]+ points less \(95 %: [0-9]+ to [0-9]+ less\)"
like "with what it rests on" "$(tr -s ' \n' ' ' <<<"$got")" "rests on about [0-9]+ days"
like "and how many check-ins were answered, with an interval" "$got" "[0-9]+ of [0-9]+ answered, [0-9]+ % \([0-9]+ to [0-9]+\)"
like "the axis is in words" "$got" "^A lot .*┤"
like "there are days" "$got" "●"
like "a day without an answer is no calm day" "$got" "a gap"
unlike "no colour when piped" "$got" $'\033'
fits --store "$demo" trends
narrow=$(COLUMNS=50 "$BUILD/evenkeel" --store "$demo" trends 2>/dev/null | grep '[┤│└]')
if [ "$(widest <<<"$narrow")" -le 50 ]; then ok "the chart fits 50 columns"; else not_ok "the chart fits 50 columns" "$narrow"; fi

exits "trends --json" 0 --store "$demo" trends --json
is "its keys" "$(keys 1 <<<"$got")" "days level trend step compliance baseline levels weekdays hours heat breaks support "
is "the keys below" "$(sed -n '/"level"/,/"baseline"/p' <<<"$got" | keys 2)" "value n_eff low high direction p s var_s_guarded tau_b \
sen_slope_28d sen_low_28d sen_high_28d answer_days span_days enough rising_share detectable found date before after p shown answered low high unasked "
like "the direction" "$got" '"direction": "rising"'
check "is more than chance" within 0 "$(sed -n '/"trend"/,$p' <<<"$got" | number p)" 0.05
check "the size lies in its interval" within "$(number sen_low_28d <<<"$got")" "$(number sen_slope_28d <<<"$got")" "$(number sen_high_28d <<<"$got")"
like "no step is told of a rise" "$got" '"found": false'
is "the keys of a day" "$(sed -n '/"days"/,/"level"/p' <<<"$got" | keys 3 | tr ' ' '\n' | sort -u | tr '\n' ' ' | sed 's/^ *//')" "date mean n "
check "the level lies where the demo puts it" within 35 "$(number value <<<"$got")" 75
check "it rests on some days" within 3 "$(number n_eff <<<"$got")" 15
days=$(sed '/"level"/,$d' <<<"$got" | grep -c '"date": "20')
is "answer_days counts the days" "$(number answer_days <<<"$got")" "$days"
check "between half and all of 37 working days" within 18 "$days" 37
check "check-ins shown" within 60 "$(number shown <<<"$got")" 74
like "numbers are not rounded" "$(number value <<<"$got")" "[0-9]+\.[0-9]{6,}"
like "what is not told is null" "$got" '"date": null'
means=$(sed '/"level"/,$d' <<<"$got")
first=$(grep '"mean"' <<<"$means" | sed -E 's/[^0-9.]//g' | head -8 | awk '{ s += $1 } END { print s / NR }')
last=$(grep '"mean"' <<<"$means" | sed -E 's/[^0-9.]//g' | tail -8 | awk '{ s += $1 } END { print s / NR }')
check "the demo's rise is in the numbers" within "$(awk -v f="$first" 'BEGIN { print f + 4 }')" "$last" 100
is "three days off stay a gap" "$(grep -cE '2026-02-(18|19|20)' <<<"$got")" 0

exits "a shorter window" 0 --store "$demo" trends --days 7 --json
like "a direction is not told of it" "$got" '"direction": null'
like "nor a step" "$got" '"found": null'
check "has fewer days" within 1 "$(sed '/"level"/,$d' <<<"$got" | grep -c '"date": "20')" 5
check "the same level" within 35 "$(number value <<<"$got")" 75
exits "one item" 0 --store "$demo" trends --item fatigue
like "by its name" "$got" "^tired or sleepless, from your check-ins$"
unlike "an item has no slope" "$(run --store "$demo" trends --item stress; grep Direction <<<"$got")" "points"
exits "an item that rises" 0 --store "$demo" trends --review --item week-stress
like "tells how many pairs of days rose" "$(tr -s ' \n' ' ' <<<"$got")" "Direction rising; of all pairs of an earlier and a later day the later was higher in [0-9]+ % \(tau-b \+0\.[0-9]+\)"
exits "an impact from reviews" 0 --store "$demo" trends --review --item health --json
exits "reviews" 0 --store "$demo" trends --review
like "are told as reviews" "$got" "weekly reviews"
unlike "they are not mixed with check-ins" "$got" "check-in"
exits "a long window" 0 --store "$demo" trends --days 3660
if [ "$(widest <<<"$got")" -le 80 ]; then ok "fits too"; else not_ok "fits too" "$got"; fi
for bad in "--days 0" "--days x" "--days 4000" "--item nothing" "--item company.overload" "--item health" "word" "--day 3" \
	"--instrument phq-4 --days 3" "--instrument phq-4 --review"; do
	# shellcheck disable=SC2086
	exits "trends $bad is refused" 2 --store "$demo" trends $bad
done

# Few answers: none, three.
new_store "$home/own"
secret right
exits "no answers yet: nothing can be shown" 6 --store "$home/own" trends
like "said kindly" "$errs" "evenkeel checkin"
is "with nothing on stdout" "$got" ""
exits "the same for scripts" 6 --store "$home/own" trends --json
is "with all keys" "$(keys 1 <<<"$got")" "days level trend step compliance baseline levels weekdays hours heat breaks support "
like "and null for what is undefined" "$got" '"value": null'
for day in 3 4 5; do
	EVENKEEL_NOW=2026-03-0${day}T10:00:00Z run --store "$home/own" checkin stress=1 fatigue=$((day - 3))
	is "check-in on day $day" "$code" 0
done
exits "three answers are shown" 0 --store "$home/own" trends
like "in words" "$got" "Tuesday 3 March +(around|between) “"
like "with what is still missing" "$got" "3 of 20 days so far"
unlike "without a share of three" "$got" "%"
unlike "without a level line below three days' worth" "$(grep 'Level now' <<<"$got")" "of 100"
like "without a direction" "$got" "3 of 20 days so far; until then"

# A step: four weeks calm, then four weeks of strain, told instead of a direction.
for day in $(seq 0 27); do
	EVENKEEL_NOW=$(date -u -d "2026-04-01 +$day days" +%FT10:00:00Z) run --store "$home/own" checkin stress=$((day >= 14 ? 2 : 0)) fatigue=$((day % 2)) unease=$((day >= 14))
done
export EVENKEEL_NOW=2026-04-28T18:00:00Z
exits "a month with a step in it" 0 --store "$home/own" trends --days 28
like "tells it" "$(tr -s ' \n' ' ' <<<"$got")" "Step since about Wednesday 15 April: [0-9]+ of 100 on average, before that [0-9]+ \(14 and 14 days"
unlike "and no direction beside it" "$got" "^Direction"
run --store "$home/own" trends --days 28 --json
like "also for scripts" "$got" '"date": "2026-04-15"'

# A questionnaire of one's own: its scores, and whether the last two lie further apart than measurement noise.
. tests/cli/questionnaires.sh
(cd "$home" && make_questionnaires)
export EVENKEEL_NOW=2026-05-01T10:00:00Z
exits "one that was not added" 1 --store "$home/own" trends --instrument mixed
run --store "$home/own" instrument add "$home/mixed.json" --scoring "$home/mixed.ini"
exits "one that was not answered" 6 --store "$home/own" trends --instrument mixed
echo '{"q1": "never", "q2": "often"}' >"$home/answers.json"
run --store "$home/own" instrument answer mixed --answers "$home/answers.json"
echo '{"q1": "always", "q2": "always"}' >"$home/answers.json"
export EVENKEEL_NOW=2026-05-15T10:00:00Z
run --store "$home/own" instrument answer mixed --answers "$home/answers.json"
exits "its scores over time" 0 --store "$home/own" trends --instrument mixed
like "by their days" "$got" "^  1 May +1 +light"
like "with what is more than measurement noise" "$(tr -s ' \n' ' ' <<<"$got")" "since the time before \+3: more than measurement noise \(1\.11\)"
exits "for scripts" 0 --store "$home/own" trends --instrument mixed --json
like "the same" "$got" '"beyond_noise": true'
finish
