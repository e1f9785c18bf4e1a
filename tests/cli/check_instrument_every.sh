#!/bin/bash
# instrument every: whose turn it is, told by status and offered behind the weekly review, from the calendar alone.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z
kept=$XDG_DATA_HOME/evenkeel/instruments
make_store
ek instrument add phq-4 >/dev/null
due() { EVENKEEL_NOW=$1T12:00:00Z ek status --json | tr -d ' \n' | grep -o '"questionnaires_due":[^]]*]'; }

is "no turn unless one is set" "$(due 2026-03-02)" '"questionnaires_due":[]'
for bad in 0 53 4m w -1 '' 1000000; do run ek instrument every phq-4 "$bad"; is "refused: '$bad'" "$code" 2; done
run ek instrument every k6 4w
is "of one that was not added" "$code" 1
run ek instrument every phq-4 4w
is "every four weeks" "$code" 0
like "said" "$(tr -s ' \n' ' ' <<<"$out")" "every 4 weeks"
like "listed" "$(ek instrument list | tr -s ' \n' ' ')" "every 4 weeks"
like "and for scripts" "$(ek instrument list --json)" '"every_weeks": 4'
is "from this week on" "$(due 2026-03-02)" '"questionnaires_due":["phq-4"]'
is "for a week" "$(due 2026-03-08) $(due 2026-03-09)" '"questionnaires_due":["phq-4"] "questionnaires_due":[]'
is "and again" "$(due 2026-03-29) $(due 2026-03-30)" '"questionnaires_due":[] "questionnaires_due":["phq-4"]'
is "not before it was set" "$(due 2026-02-27)" '"questionnaires_due":[]'
like "status says how" "$(ek status | tr -s ' \n' ' ')" "instrument answer phq-4"
before=$(cd "$kept" && find . -type f -exec md5sum {} + | sort)
echo '{"phq-4.nervous":"not-at-all"}' | EVENKEEL_NOW=2026-03-03T09:00:00Z ek instrument answer phq-4 --answers - >/dev/null
is "no answer leaves a trace beside the copy" "$(cd "$kept" && find . -type f -exec md5sum {} + | sort)" "$before"
is "so it stays the week's" "$(due 2026-03-03)" '"questionnaires_due":["phq-4"]'

if has_terminal; then
	keys=$(printf '1%.0s' {1..18})'\n111\n\n'
	screen=$(on_terminal "${keys}s" "$BUILD/evenkeel review" | tr -d '\r' | tail -40)
	like "offered behind the review" "$screen" "It is the turn of phq-4 this week"
	like "s skips" "$(tail -1 <<<"$screen")" "skipped"
	screen=$(on_terminal "${keys}\n1111" "$BUILD/evenkeel review" | tr -d '\r')
	like "ENTER answers it" "$(tr -s ' \n' ' ' <<<"$screen")" "answer it PHQ-4 .*all four items 0 \(4 of 4"
	is "which is kept" "$(unlocked instrument show phq-4 --json | grep -c '"complete": true')" 1
	screen=$(on_terminal 1q "$BUILD/evenkeel review" | tr -d '\r')
	unlike "not to who stopped" "$screen" "turn of phq-4"
	screen=$(EVENKEEL_NOW=2026-03-12T09:00:00Z on_terminal "$keys" "$BUILD/evenkeel review" | tr -d '\r')
	unlike "nor in another week" "$screen" "turn of phq-4"
else
	skip "behind the review" "no working script(1)"
fi
run ek instrument every phq-4 1
like "each week" "$out" "each week"
is "is every week" "$(due 2026-03-20)" '"questionnaires_due":["phq-4"]'
run ek instrument every phq-4 off
is "off" "$code $(due 2026-03-02)" '0 "questionnaires_due":[]'
ek instrument every phq-4 2w >/dev/null
printf 'nonsense' >"$kept/phq-4/every"
is "a damaged one is none" "$(due 2026-03-02)" '"questionnaires_due":[]'
run ek instrument remove phq-4
is "gone with its questionnaire" "$code $(ls "$kept")" "0 questions"
finish
