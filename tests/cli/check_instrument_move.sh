#!/bin/bash
# Answers to questionnaires elsewhere: exports carry what their numbers mean, imports give them the numbers of here; backups carry the questionnaires.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
cd "$dir" || exit 1
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z EVENKEEL_PASSPHRASE_FILE=$pass
make_questionnaires
machine() { export XDG_DATA_HOME=$dir/$1/data XDG_STATE_HOME=$dir/$1/state; }
own() { echo "$XDG_DATA_HOME/evenkeel/$1"; }
say() { echo "$2" | ek instrument answer "$1" --answers - >/dev/null; }
shown() { ek instrument show "$1" --json 2>/dev/null | grep -c '"complete"'; }
hours() { ek export --format fhir 2>/dev/null | grep -oE '"linkId":"hours"[^]]*' | grep -oE '[0-9.]+' | tr '\n' ' '; }

machine a; make_store
ek instrument add phq-4 >/dev/null; ek instrument add mixed.json >/dev/null
say phq-4 '{"phq-4.nervous":"nearly-every-day","phq-4.worrying":"not-at-all"}'
say mixed '{"q1":"always","q2":"always","hours":6.25,"town":"t150","why":["other"]}'
ek checkin stress=1 >/dev/null
for format in json sealed; do run ek export --format $format -o all.$format; is "exported: $format" "$code" 0; done
a_hours=$(hours)

# The other machine added them the other way round, and gave its own answer.
machine b; make_store
ek instrument add mixed.json >/dev/null
EVENKEEL_NOW=2026-03-03T09:00:00Z; say mixed '{"q1":"never","q2":"never","hours":8}'
unlike "its numbers are others" "$(sed -n 's/ .* mixed q1$//p' "$(own instruments/questions)")" "$(sed -n 's/ .* mixed q1$//p' "$dir/a/data/evenkeel/instruments/questions")"
run ek import all.json --json
is "taken in" "$code $(tr -d ' \n' <<<"$out")" '0 {"read":5,"added":5,"present":0,"left_out":0,"questionnaires_added":["phq-4"],"questionnaires_differing":[]}'
is "one that is not here comes along" "$(shown phq-4)" 1
ek instrument remove phq-4 >/dev/null
is "the questionnaire of here has both" "$(shown mixed)" 2
is "with their own numbers" "$a_hours| $(hours)" "6.25 | 6.25 8.0 "
like "a town beyond what a byte holds" "$(ek export --format fhir 2>/dev/null)" '"code":"t150"'
like "taken away it has its name" "$(ek history | tr -s ' ')" "questionnaire phq-4 · 2 answers"
run ek import all.sealed --json
is "the sealed one holds the same" "$code $(tr -d ' \n' <<<"$out")" '0 {"read":5,"added":0,"present":5,"left_out":0,"questionnaires_added":[],"questionnaires_differing":[]}'
ek instrument add phq-4 >/dev/null
is "added later it reads them" "$(shown phq-4)" 1
is "and every number has one meaning" "$(cut -d' ' -f1 "$(own instruments/questions)" | sort | uniq -d)" ""

# A list that is not there: what nobody can explain is left out, the rest comes in.
machine c; make_store
ek instrument add mixed.json >/dev/null
sed '/65535/d; s/},$/},/' all.json | python3 -c 'import json,re,sys; print(re.sub(r",\s*\]", "]", sys.stdin.read()))' >bare.json
run ek import bare.json
is "without the list" "$code" 0
like "the check-in comes in" "$out" "^1 record was taken in"
like "the others are counted, with why" "$(tr -s ' \n' ' ' <<<"$out")" "4 records were left out: the file does not say which questions"
is "nothing is mixed up" "$(shown mixed)" 0

# Lists as nobody makes them: no crash, no number out of its bounds.
machine d; make_store
for text in 'x' '32768 0123456789abcdef' '99999 0123456789abcdef a b' '32768 0123456789abcdeg a b' '-1 0123456789abcdef a b'; do
	python3 - "$text" <<-'END' >odd.json
		import json, sys
		base = {"time_ms": 1772000000000, "zone_min": 0, "flags": [], "part": 0, "parts": 1, "catalogue": 1}
		answer = dict(base, kind="answered", group=7, form="instrument", origin="self", hold=None, since_prompt_s=0, answers=[{"question": 32768, "scale": "v", "value": 1}])
		rows = dict(base, kind="worksheet", group=0, exercise=65535, field=0, text=sys.argv[1] + "\n")
		print(json.dumps({"format": "evenkeel-export", "version": 1, "records": [rows, answer]}))
	END
	run ek import odd.json --json
	is "a list that says '$text'" "$code $(tr -d ' \n' <<<"$out")" '0 {"read":1,"added":0,"present":0,"left_out":1,"questionnaires_added":[],"questionnaires_differing":[]}'
done

# A backup carries them, and the list that says what the numbers mean.
machine a
ek instrument every mixed 4w >/dev/null
mkdir -m 700 elsewhere; mkdir elsewhere/instruments
run ek backup "$dir/elsewhere"
is "a directory of the person's is no place" "$code" 1
check "and stays" test -d elsewhere/instruments
run ek backup "$dir/copy"
is "backup" "$code" 0
is "holds them all" "$(diff -r "$(own instruments)" copy/instruments && echo same)" same
is "for their owner alone" "$(find copy -perm /077)" ""
run ek backup "$dir/copy"
is "again over it" "$code $(ls copy | tr '\n' ' ')" "0 instruments keys store.db "
machine e
run ek restore "$dir/copy" --yes
is "restored where nothing was" "$code" 0
ek verify --accept >/dev/null 2>&1
is "answers read" "$(shown mixed) $(shown phq-4) $(hours)" "1 1 6.25 "
like "and the schedule is there" "$(ek instrument list --json)" '"every_weeks": 4'

machine a
ek instrument add k6 >/dev/null
say k6 "{\"$(sed -n 's/.* k6 //p' "$(own instruments/questions)" | head -1)\":\"$(grep -om1 '"code": "[a-z-]*"' <(grep -A3 concept -r "$(own instruments/k6/questionnaire.json)") | cut -d'"' -f4)\"}"
is "one more, since" "$(shown k6)" 1
lines=$(wc -l <"$(own instruments/questions)")
run ek restore "$dir/copy" --yes
is "restored over it" "$code" 0
is "no number is given out twice" "$(wc -l <"$(own instruments/questions)")" "$lines"
is "what was added since stays" "$(ek instrument list --json | grep -c '"id"')" 3
check "what was there lies aside" test -e "$(own before-restore/instruments/k6/questionnaire.json)"
run ek restore "$(own before-restore)" --yes
is "and comes back" "$code $(ek instrument list --json | grep -c '"id"')" "0 3"

machine b
run ek restore "$dir/copy" --yes
ek verify --accept >/dev/null 2>&1
is "over another machine's: its list comes with it" "$(cmp "$(own instruments/questions)" copy/instruments/questions && shown mixed)" 1
machine a; rm -rf copy/instruments
ek restore "$dir/copy" --yes >/dev/null
is "a backup without any leaves those of here" "$(ek instrument list --json | grep -c '"id"')" 3
# The weekly one in the store's own directory.
ek verify --accept >/dev/null 2>&1
rm -rf "$(own backup)"; run "$BUILD/evenkeeld" --backup
is "the weekly backup" "$code" 0
check "has the questionnaires and their list" diff -r "$(own instruments)" "$(own backup/instruments)"
ek instrument remove phq-4 >/dev/null; echo spoilt >"$(own store.db)"; echo spoilt >"$(own instruments/questions)"; rm "$(own instruments/mixed/questionnaire.json)"
run ek restore "$(own backup)" --yes
is "with the store spoilt and the questionnaires, too, it is restored" "$code" 0
ek verify --accept >/dev/null 2>&1
is "and the answers are read" "$(shown mixed) $(shown phq-4) $(hours)" "1 1 6.25 "
is "nothing half done is left" "$(find "$dir" -name 'restore.*' -o -name 'instruments.new')" ""
finish
