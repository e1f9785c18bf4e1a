#!/bin/bash
# export: every record, every field, whole or not at all, for its owner's eyes; formats that are not there are refused.
. "$(dirname "$0")/reading.sh"
demo=$home/demo
"$BUILD/evenkeel" --store "$demo" demo --seed 1 >/dev/null || not_ok "demo"

exits "export as json" 0 --store "$demo" export --format json
like "says what it is" "$(head -1 <<<"$got")" '^\{"format":"evenkeel-export","version":1,"records":\[$'
records=$(grep -c '^{"kind":' <<<"$got")
run --store "$demo" verify --json
is "holds every record" "$records" "$(number records <<<"$got")"
run --store "$demo" export --format json
for field in kind time_ms zone_min flags group part parts catalogue form origin hold since_prompt_s answers question id scale value label \
	break outcome due_ago_s planned_s taken_s postponed_s times_postponed tip verdict cause takes_back; do
	case $got in *"\"$field\":"*) ok "field $field" ;; *) not_ok "field $field" ;; esac
done
times=$(sed -nE 's/.*"time_ms":([0-9]+).*/\1/p' <<<"$got")
is "in order of time" "$times" "$(sort -n <<<"$times")"
if command -v python3 >/dev/null && python3 -c 'import json' 2>/dev/null; then
	check "it is JSON" python3 -c 'import json, sys; json.load(sys.stdin)' <<<"$got"
else
	skip "it is JSON" "no python3 with json"
fi

umask 022
exits "into a file" 0 --store "$demo" export --format json -o "$home/answers.json"
is "the same" "$(cksum <"$home/answers.json")" "$(cksum <<<"$(run --store "$demo" export --format json; printf '%s' "$got")")"
is "readable by its owner alone" "$(stat -c %a "$home/answers.json")" 600
like "with a warning" "$errs" "not encrypted"
is "nothing on stdout" "$got" ""
exits "over an older file" 0 --store "$demo" export --format csv -o "$home/answers.json"
is "which it replaces" "$(head -1 "$home/answers.json")" "time,form,outcome,late,question,value,label,code,text"
exits "into no directory" 1 --store "$demo" export --format json -o "$home/none/answers.json"
like "it says why" "$errs" "cannot write"
is "and leaves nothing behind" "$(find "$home" -name '*new-*')" ""

exits "export as csv" 0 --store "$demo" export --format csv
like "with a warning" "$errs" "not encrypted"
is "each line has its nine fields" "$(sed 's/"[^"]*"//g' <<<"$got" | awk -F, 'NF != 9')" ""
like "an answer" "$got" '^2026-..-..T..:..:..\....\+00:00,check-in,answered,0,stress,[012],'
for bad in "" "--format xml" "--format" "--format json more"; do
	# shellcheck disable=SC2086
	exits "export $bad is refused" 2 --store "$demo" export $bad
done
run --store "$demo" export --format xml
like "naming what is there" "$errs" "sealed, json, csv and fhir"

new_store "$home/own"
secret right
exits "an empty store" 0 --store "$home/own" export --format json
like "is an empty list" "$(tr -d '\n' <<<"$got")" '"records":\[\],"questionnaires":\[\]\}$'
EVENKEEL_NOW=2026-03-06T17:00:00Z run --store "$home/own" checkin stress=2 fatigue=1
run --store "$home/own" undo
exits "what was taken back" 0 --store "$home/own" export --format json
is "goes along with the word that says so" "$(grep -cE '"kind":"(answered|partial|withdrawn)"' <<<"$got")" 2
exits "but not into a table" 0 --store "$home/own" export --format csv
is "of answers" "$(wc -l <<<"$got")" 1
finish
