#!/bin/bash
# history: what was answered, in words, with what was taken back and what stayed unanswered.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 --weeks 8 >/dev/null || not_ok "demo"

exits "history of two weeks" 0 --store "$demo" history
like "days" "$got" "^Friday 6 March$"
like "answers in words" "$got" "^  [0-9:]{5}  check-in +stress: (Not at all|Somewhat|A lot)"
like "breaks as counts" "$got" "breaks +[0-9]+ of [0-9]+ taken"
like "what was not answered" "$got" "ran out without an answer"
fits --store "$demo" history
exits "history of eight weeks" 0 --store "$demo" history --days 56
like "late answers say so" "$got" "answered late: not in the trend"
like "reviews" "$got" "  review +"
exits "history --json" 0 --store "$demo" history --days 5 --json
is "its key" "$(keys 1 <<<"$got")" "entries support "
is "keys of a check-in" "$(grep -B6 -A12 -m1 '"kind": "answered"' <<<"$got" | keys 3)" \
	"time day withdrawn late kind time_ms zone_min flags group part parts catalogue form origin hold since_prompt_s answers "
like "an answer" "$(tr -d ' \n' <<<"$got")" '"id":"stress","scale":"m3","value":[012],"label":"[A-Z]'
exits "a bad number" 2 --store "$demo" history --days none

new_store "$home/own"
secret right
exits "nothing kept yet" 6 --store "$home/own" history
run --store "$home/own" checkin stress=2 fatigue=1 company.overload=1 valence=0
is "a check-in" "$code" 0
exits "is in the history" 0 --store "$home/own" history
like "with its answers" "$got" "stress: A lot · tired or sleepless: Somewhat"
like "and its cause" "$(tr -d '\n' <<<"$got" | tr -s ' ')" "overload · Draining"
run --store "$home/own" undo
is "taken back" "$code" 0
exits "it stays" 0 --store "$home/own" history
like "and says so" "$(tr '\n' ' ' <<<"$got" | tr -s ' ')" "taken back: not in any figure"
exits "outside the window" 6 --store "$home/own" trends
finish
