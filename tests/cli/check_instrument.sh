#!/bin/bash
# instrument check: what is scored and by what, what is refused and noted, for people and for scripts; published files when they are there.
. "$(dirname "$0")/reading.sh"
cd "$home" || exit 1
ordinal='{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":'
option() { echo "{\"valueCoding\":{\"code\":\"$1\",\"display\":\"$1\"},\"extension\":[$ordinal$2}]}"; }
item() { echo "{\"linkId\":\"$1\",\"type\":\"choice\",\"text\":\"How often $1?\",\"answerOption\":[$(option never 0),$(option often 1),$(option always 2)]}"; }
total='{"linkId":"sum","type":"decimal","text":"Sum","extension":[{"url":"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression","valueExpression":{"language":"text/fhirpath","expression":"%resource.answers().value.ordinal().sum()"}}]}'
whole() { local IFS=,; echo "{\"resourceType\":\"Questionnaire\",\"id\":\"own\",\"title\":\"Our own\",\"item\":[$*]}"; }
whole "$(item q1)" "$(item q2)" "$total" >own.json
printf '[score x]\ntitle = Strain\nsource = Us 2026\nitem = q1\nreverse = q2\nband = 0 1 low\nband = 2 4 high\n' >own.ini
echo '{"q1":"always","q2":"never"}' >answers.json

exits "a questionnaire by itself" 0 instrument check own.json
like "its questions" "$got" "own: 2 questions"
like "its own expression" "$got" "questionnaire's own expression"
fits instrument check own.json
exits "with answers" 0 instrument check own.json --answers answers.json --json
is "the keys" "$(keys 1 <<<"$got")" "id title scores file_score mismatch safety accepted problems problems_not_listed "
is "a score's keys" "$(keys 3 <<<"$got")" "name title value answered items needed band band_source source file_score recorded_score mismatch "
is "by its own expression" "$(number value <<<"$got")" 2.0
like "no mismatch" "$got" '^  "mismatch": false'

exits "with a scoring file" 0 instrument check own.json --scoring own.ini --answers answers.json --json
is "the scoring file counts" "$(number value <<<"$got")" 4.0
like "the file's own score beside it" "$got" '^  "file_score": 2.0'
like "and that they differ" "$got" '^  "mismatch": true'
like "the band and its source" "$(tr -d '\n' <<<"$got")" '"band": "high", *"band_source": "Us 2026", *"source": "Us 2026"'
like "told as a note with its linkId" "$(tr -d '\n' <<<"$got")" '"severity": "note", *"file": "own.json", *"link_id": "sum", *"message": "[^"]*scoring file counts"'
exits "the same for people" 0 instrument check own.json --scoring own.ini --answers answers.json
like "not a diagnosis" "$got" "not a diagnosis"
like "both numbers" "$(tr -d '\n' <<<"$got")" "Strain +4 .*by its own sum +2"
fits instrument check own.json --scoring own.ini --answers answers.json
check "answers from stdin" "$BUILD/evenkeel" instrument check own.json --answers - <answers.json

echo '{"q1":"Always"}' >words.json
exits "words are no code" 1 instrument check own.json --answers words.json
like "said without the answer" "$got" "q1: the answer is none of its options"
unlike "which nobody repeats" "$got$errs" "Always"

whole "$(item q1)" "$(item q1)" '{"linkId":"s","type":"slider","text":"?"}' '{"linkId":"v","type":"choice","text":"?","answerValueSet":"http://x/vs"}' >bad.json
exits "a bad one is refused" 1 instrument check bad.json --json
is "all of it at once" "$(grep -c '"severity": "refused"' <<<"$got")" 3
like "not accepted" "$got" '"accepted": false'
like "and the reason on stderr" "$errs" "^evenkeel: 'bad.json' was not accepted"
mkdir sets
echo '{"resourceType":"ValueSet","url":"http://x/vs","compose":{"include":[{"system":"s","concept":[{"code":"a"}]}]}}' >sets/vs.json
whole '{"linkId":"v","type":"choice","text":"?","answerValueSet":"http://x/vs"}' >sets.json
exits "a value set that is not here" 1 instrument check sets.json
exits "and one that is" 0 instrument check sets.json --valuesets sets
like "no numbers: not scored" "$(tr -s ' \n' ' ' <<<"$got")" "collected, not scored"
exits "a directory that is none" 1 instrument check sets.json --valuesets nowhere

exits "a file that is none" 1 instrument check nowhere.json
like "its name" "$errs" "cannot open 'nowhere.json'"
exits "no file" 2 instrument check
exits "no such action" 2 instrument frob own.json
head -c 52428800 /dev/zero | tr '\0' '[' >deep.json
exits "50 MB of brackets" 1 instrument check deep.json
: >empty.json
exits "an empty file" 1 instrument check empty.json
like "is told as that" "$(printf '%s' "$got" | tr -s '\n ' '  ')" "it is empty; get it anew"
head -c 12000000 /dev/zero | tr '\0' '[' >deep.json
exits "12 MB of brackets, within 200 MB" 1 instrument check deep.json
if sanitized address || sanitized thread; then skip "in bounded memory" "a sanitizer's own memory is beyond any bound"; else
check "in bounded memory" bash -c 'ulimit -v 200000; "$0" instrument check deep.json; [ $? = 1 ]' "$BUILD/evenkeel"; fi
for name in phq-4 k6; do
	exits "$name comes along" 0 instrument check "$name" --json
	is "with nothing to complain of" "$(grep -c severity <<<"$got")" 0
	run instrument check "$name"
	fits instrument check "$name"
done
like "no translation is made up" "$(LANGUAGE=th LC_ALL=C.UTF-8 "$BUILD/evenkeel" instrument check k6 --json)" '"severity": "note"'
is "nothing is stored" "$(find "$home" -path '*/.*/evenkeel*')" ""

# Adding: a checked copy, whole or not at all, and numbers that stay with their questions.
export XDG_DATA_HOME=$home/data
kept=$XDG_DATA_HOME/evenkeel/instruments
exits "nothing added yet" 0 instrument list --json
is "what comes along" "$(tr -d ' \n' <<<"$got")" '{"instruments":[],"available":["k6","phq-4"]}'
for language in zh_CN th; do
	got=$(LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" instrument list --json)
	unlike "without a published translation it does not come along ($language)" "$got" "phq-4|k6"
	errs=$(LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" instrument add phq-4 2>&1 >/dev/null); is "nor is it added" "$?" 1
	like "and it is said why" "$errs" "phq-4.*en.*config set language"
done
exits "add one that comes along" 0 instrument add phq-4
fits instrument list
exits "add our own, with its scoring file" 0 instrument add own.json --scoring own.ini --json
is "by its id" "$(tr -d ' \n' <<<"$got")" '{"id":"own"}'
sed 's/"own"/"sets"/' sets.json >named.json
exits "and one with value sets" 0 instrument add named.json --valuesets sets
is "all three are there" "$("$BUILD/evenkeel" instrument list --json | sed -n 's/.*"id": "\(.*\)",/\1/p' | tr '\n' ' ')" "own phq-4 sets "
is "and sound" "$("$BUILD/evenkeel" instrument list --json | grep -c '"sound": true')" 3
is "copies, not links" "$(cmp own.json "$kept/own/questionnaire.json" && cmp own.ini "$kept/own/scoring.ini" && cmp sets/vs.json "$kept/sets/valuesets/000.json" && echo same)" same
is "for their owner alone" "$(find "$kept" -perm /077)" ""
is "each question has its number" "$(cut -d' ' -f1,3- "$kept/questions" | tr '\n' ',')" "32768 phq-4 phq-4.nervous,32769 phq-4 phq-4.worrying,32770 phq-4 phq-4.interest,32771 phq-4 phq-4.down,32772 own q1,32773 own q2,32774 sets v,"
exits "not twice" 1 instrument add phq-4
like "and the way out" "$errs" "instrument remove phq-4"
exits "a bad one is not added" 1 instrument add bad.json
is "not even in part" "$(find "$kept" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' ')" "own phq-4 questions sets "
exits "remove" 0 instrument remove own
is "it is gone" "$(find "$kept" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' ')" "phq-4 questions sets "
exits "what is not there" 1 instrument remove own
for bad in .. . ../evenkeel questions .own.new a/b ''; do exits "no way out of its directory: '$bad'" 1 instrument remove "$bad"; done
exits "added again" 0 instrument add own.json
is "its questions keep their numbers" "$(grep -c . "$kept/questions") $(sed -n 's/ [0-9a-f]* own q1$//p' "$kept/questions")" "7 32772"
"$BUILD/evenkeel" instrument remove own >/dev/null
whole "{\"linkId\":\"q1\",\"type\":\"choice\",\"text\":\"?\",\"answerOption\":[$(option always 2),$(option never 0)]}" >changed.json
exits "with other options" 0 instrument add changed.json
is "a question gets a new number" "$(tail -1 "$kept/questions" | cut -d' ' -f1,3-)" "32775 own q1"
mkdir "$kept/.k6.new"; echo half >"$kept/.k6.new/questionnaire.json"
exits "what an interruption left is no hindrance" 0 instrument add k6
is "and is gone" "$(find "$kept" -name '.*')" ""
echo '{' >"$kept/k6/questionnaire.json"
exits "a damaged copy is told" 0 instrument list
like "with what to do" "$got" "k6 +its files are damaged"
printf '40000' >>"$kept/questions"
sed 's/"own"/"other"/' changed.json >other.json
exits "a cut list of numbers is never continued" 1 instrument add other.json
like "it says so" "$errs" "questions' is damaged"
is "and adds nothing" "$(ls "$kept" | grep -c other)" 0
exits "--answers is not for add" 2 instrument add phq-4 --answers answers.json
# A store beside them: it can be made, and forgetting it takes them, too.
new_store "$home/with"
XDG_DATA_HOME=$home/data "$BUILD/evenkeel" --store "$home/with" instrument add k6 >/dev/null
check "a store's own" test -e "$home/with/instruments/k6/scoring.ini"
mkdir -m 700 "$home/later"
"$BUILD/evenkeel" --store "$home/later" instrument add k6 >/dev/null
new_store "$home/later"
exits "setup after them" 0 --store "$home/later" checkin stress=1
exits "forget" 0 --store "$home/with" forget --yes
check "takes them, too" test ! -e "$home/with"
unset XDG_DATA_HOME

# Published questionnaires, where a folder of them is at hand: what each should come to stands beside them.
published=${EVENKEEL_FHIR_DATA:-}
for place in "$OLDPWD/../shared/data/fhir" "$OLDPWD/../../shared/data/fhir"; do
	[ -z "$published" ] && [ -e "$place/expected-scores.json" ] && published=$(realpath "$place")
done
if [ -z "$published" ]; then
	skip "published questionnaires" "no folder of them here; name one in EVENKEEL_FHIR_DATA"
	finish
fi
# NAME PATTERN SCORE FILE'S-OWN-SCORE NEEDS-A-SCORING-FILE ITEMS, with a scoring file and answers for each
python3 - "$published" "$home" >cases <<'END'
import json, sys
data, home = sys.argv[1:]
reverse = {"PSS-10": (3, 4, 6, 7)}
who = ("at-no-time", "some-of-the-time", "less-than-half-of-the-time", "more-than-half-of-the-time", "most-of-the-time", "all-of-the-time")
for name, about in json.load(open(data + "/expected-scores.json")).items():
    known, items = about.get("instrument"), about.get("scored_items", [])
    with open(f"{home}/{name}.ini", "w") as out:
        if known == "WHO-5":
            print("[values]", *(f"value = {number} {code}" for number, code in enumerate(who)), sep="\n", file=out)
        print("[score total]", *(f"{'reverse' if i in reverse.get(known, ()) else 'item'} = {item}" for i, item in enumerate(items)), sep="\n", file=out)
        if known == "WHO-5":
            print("multiply = 4", file=out)
    for case in about.get("cases", []):
        json.dump(case["answers_by_code"], open(f"{home}/{name}-{case['pattern']}.json", "w"))
        print(name, case["pattern"], float(case["published_score"]), case.get("score_if_file_expression_is_trusted", "-"), known in reverse or known == "WHO-5", len(items))
END
while read -r name pattern wanted trusted needs items; do
	words=(instrument check "$published/$name.questionnaire.json" --answers "$home/$name-$pattern.json" --json)
	run "${words[@]}" --scoring "$home/$name.ini"
	is "$name, $pattern: by its scoring file" "$code $(number value <<<"$got")" "0 $wanted"
	[ "$trusted" = - ] || is "$name, $pattern: both are told" "$(sed -n 's/^  "\(mismatch\|file_score\)": //p' <<<"$got" | tr '\n' ' ')" "$trusted.0, true, "
	run "${words[@]}"
	if [ "$needs" = False ]; then
		is "$name, $pattern: by itself" "$(number value <<<"$got") $(number items <<<"$got")" "$wanted $items"
	else
		is "$name, $pattern: never guessed" "$(sed -n 's/^ *"value": \([^,]*\),/\1/p' <<<"$got" | grep -v null)" ""
	fi
done <cases
run instrument check "$published/sdc-phq9.questionnaire.json" --answers "$published/sdc-phq9.questionnaireresponse.json" --json
is "a published response is computed anew" "$(number value <<<"$got") $(sed -n 's/^  "\(mismatch\|file_score\)": //p' <<<"$got" | tr '\n' ' ')" "10.0 13.0, true, "
run instrument check "$published/androidfhir-skip-logic.questionnaire.json"
like "what cannot be asked is named" "$code $(tr -s ' \n' ' ' <<<"$got")" "^0 .*1.1: an item of type 'date'"
finish
