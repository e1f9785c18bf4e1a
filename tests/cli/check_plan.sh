#!/bin/bash
# plan: a day by the settings, and scenarios played from a file or from the input.
. "$(dirname "$0")/reading.sh"

exits "the plan of today needs no store" 0 plan
like "it is not empty" "$got" "."
exits "of another day" 0 plan --date 2026-03-02
first=$got
exits "again" 0 plan --date 2026-03-02
is "the same seed, the same plan" "$got" "$first"
exits "with another seed" 0 plan --date 2026-03-02 --seed 99
for bad in "--date tomorrow" "--date 2026-02-30" "--seed x" "word" "--date 2026-03-02 --simulate -"; do
	# shellcheck disable=SC2086
	exits "plan $bad is refused" 2 plan $bad
done

cat >"$home/pause.day" <<'X'
set micro.every 300s
0    active
341  end
expect 300 prompt micro
X
exits "a scenario that holds" 0 plan --simulate "$home/pause.day"
like "prints what happens, tab-separated" "$got" $'^300\tprompt\tmicro'
sed 's/expect 300/expect 299/' "$home/pause.day" >"$home/false.day"
exits "one that does not" 1 plan --simulate "$home/false.day"
like "names the first line that fails" "$errs" "false.day:4"
like "and still prints what happened" "$got" $'^300\tprompt\tmicro'
got=$("$BUILD/evenkeel" plan --simulate - <"$home/pause.day"); code=$?
is "from the input" "$code" 0
like "the same" "$got" $'^300\tprompt\tmicro'
printf '0 dance\n' >"$home/odd.day"
exits "what is no scenario is refused" 1 plan --simulate "$home/odd.day"
like "with its line" "$errs" "odd.day:1"
exits "a file that is not there" 1 plan --simulate "$home/none.day"
like "by its name" "$errs" "none.day"
printf 'start 2026-03-02 09:00:00 Nowhere/Land\n0 active\n10 end\n' >"$home/zone.day"
exits "a zone that is not there" 1 plan --simulate "$home/zone.day"
like "is named" "$errs" "Nowhere/Land"
finish
