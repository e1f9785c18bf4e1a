#!/bin/bash
# export --format json with answers to questionnaires: what they mean stands beside them, their files go along, and an import takes both in, whole
# or not at all.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
cd "$dir" || exit 1
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z EVENKEEL_PASSPHRASE_FILE=$pass
make_questionnaires
printf '[values]\nitem = q1\nvalue = 7 always\nvalue = 5.1 often\nvalue = 0 never\n' | cat - mixed.ini >other.ini
# One whose options lie in a file of their own; and one that names itself nowhere.
mkdir sets
python3 - <<'END'
import json
json.dump({"resourceType": "ValueSet", "url": "http://example.org/steps", "compose": {"include": [{"system": "urn:x:s", "concept": [
    {"code": "no", "display": "No"}, {"code": "yes", "display": "Yes"}]}]}}, open("sets/steps.json", "w"), indent=1)
with open("outside.json", "w") as out:
    out.write("\ufeff\n" + json.dumps({"resourceType": "Questionnaire", "id": "outside", "status": "active", "item": [
        {"linkId": "a b", "type": "choice", "text": "Is it “so”?", "answerValueSet": "http://example.org/steps"}]}, indent=2) + "\n\n")
json.dump({"resourceType": "Questionnaire", "status": "active", "item": [
    {"linkId": "n", "type": "integer", "text": "How many?"}]}, open("nameless.json", "w"))
END
machine() { export XDG_DATA_HOME=$dir/$1/data XDG_STATE_HOME=$dir/$1/state; own=$XDG_DATA_HOME/evenkeel; }
say() { echo "$2" | ek instrument answer "$1" --answers - --texts >/dev/null; }
# asked PYTHON: of the export in all.json, as x
asked() { python3 -c 'import json, sys; x = json.load(open("all.json")); print(eval(sys.argv[1]))' "$1" 2>&1; }
answering="[r['answering'] for r in x['records'] if 'answering' in r]"
of() { asked "[[a['$1'] for a in w['answers'] if a['link_id'] == '$2'] for w in $answering if w['questionnaire'] == 'mixed'][0]"; }

machine a; make_store
# Numbers that nothing uses come before those that are used.
ek instrument add k6 >/dev/null; ek instrument remove k6 >/dev/null
ek instrument add mixed.json --scoring other.ini >/dev/null; ek instrument add phq-4 >/dev/null
ek instrument add outside.json --valuesets sets >/dev/null; ek instrument add nameless.json >/dev/null
say mixed '{"q1":"often","q2":"often","late":true,"nights":-4,"hours":6.5,"why":["other","calls"],"town":"t150","words":"One, \"two\"."}'
EVENKEEL_NOW=2026-03-03T09:00:00Z
say outside '{"a b":"yes"}'; say nameless '{"n":3}'
is "one that names itself nowhere keeps its name" "$(ek instrument show nameless --json 2>/dev/null | grep -c '"complete": true')" 1
say phq-4 '{"phq-4.nervous":"nearly-every-day"}'
EVENKEEL_NOW=2026-03-04T09:00:00Z
say mixed '{"q1":"never"}'
ek checkin stress=1 >/dev/null
umask 022
run ek export --format json -o all.json
is "exported, for its owner alone" "$code $(stat -c %a all.json)" "0 600"

is "code" "$(of code q1) $(of code late)" "['often'] ['true']"
is "with its system, where it has one" "$(of system q1) $(of system why)" "['urn:x:steps'] [None, None]"
is "number by the scoring file" "$(of value q1)" "[5.1]"
is "else by the questionnaire" "$(of value q2) $(of value hours) $(of value nights)" "[1.0] [6.5] [-4.0]"
is "else none" "$(of value why) $(of value town) $(of value late)" "[None, None] [None] [None]"
is "words of both" "$(of label q1) $(of text q1) $(of label town) $(of label words)" "['Often'] ['Too much to do?'] ['Town 150'] ['One, \"two\".']"
is "several, each for itself" "$(of code why)" "['other', 'calls']"
is "the score, computed anew and not rounded" "$(asked "[(s['name'], s['value'] == 5.1 + 1, s['band'], s['answered'], s['items']) for s in $answering[0]['scores']]")" "[('load', True, None, 2, 2)]"
is "what is not complete has none" "$(asked "[(w['questionnaire'], w['complete'], len(w['scores'])) for w in $answering if not w['complete']]")" "[('phq-4', False, 0), ('mixed', False, 0)]"
is "each answering once, at its first record" "$(asked "[r['part'] for r in x['records'] if 'answering' in r]")" "[0, 0, 0, 0, 0]"
is "each record says whose question it answers" "$(asked "sorted({a['id'] for r in x['records'] if r.get('form') == 'instrument' for a in r['answers'] if not a['id'].startswith(('mixed/', 'phq-4/'))})")" "['nameless/n', 'outside/a b']"
is "the files go along; of those that come along, the name" "$(asked "[(q['id'], q['file'] and q['file'].get('id'), len(q['valuesets']), bool(q['scoring'])) for q in x['questionnaires']]")" \
	"[('mixed', 'mixed', 0, True), ('nameless', None, 0, False), ('outside', 'outside', 1, False), ('phq-4', None, 0, False)]"
is "no subject" "$(grep -ciE '"(subject|author|source_person|host)"' all.json)" 0
is "question numbers are no machine's" "$(asked "min(a['question'] for r in x['records'] if r.get('form') == 'instrument' for a in r['answers'])")" 32768

# Into an empty store, and one that gave out other numbers.
machine b; make_store
echo '{"resourceType":"Questionnaire","id":"phq-4"}' >phq-4 # a file of this name is none of the export's
run ek import all.json --json
is "taken in" "$code $(python3 -c 'import json,sys; x=json.load(sys.stdin); print(x["added"], x["left_out"], x["questionnaires_added"], x["questionnaires_differing"])' <<<"$out")" "0 $(asked "len(x['records'])-1") 0 ['mixed', 'nameless', 'outside', 'phq-4'] []"
ek export --format json >b.json 2>/dev/null
check "the export is the same, byte by byte" cmp all.json b.json
check "so is each file: the scoring" cmp other.ini "$own/instruments/mixed/scoring.ini"
check "the questionnaire" cmp mixed.json "$own/instruments/mixed/questionnaire.json"
is "one with blanks around it" "$(cat "$own/instruments/outside/questionnaire.json")" "$(tr -d '\357\273\277' <outside.json | sed '/^$/d')"
is "for their owner alone" "$(find "$own/instruments" -perm /077)" ""
is "and it is shown" "$(ek instrument show mixed --json 2>/dev/null | grep -c '"complete"')$(ek instrument show outside --json 2>/dev/null | grep -c '"complete"')" 21
rm phq-4
run ek import all.json
is "again" "$code $out" "0 0 records were taken in.
$(asked "len(x['records'])-1") were here already."
machine c; make_store
ek instrument add outside.json --valuesets sets >/dev/null; ek instrument add phq-4 >/dev/null
python3 -c 'import json; json.dump(json.load(open("all.json")), open("laid-out.json", "w"), indent=2)'
run ek import laid-out.json
is "one that another program laid out" "$code $(grep -c 'was added' <<<"$out")$(grep -c 'another version' <<<"$out")" "0 20"
like "it says which" "$out" "^The questionnaire 'mixed' was added\.$"
ek export --format json 2>/dev/null >c.json
is "whatever numbers are given out there: the same records" "$(grep '^{"kind"' c.json | cksum)" "$(grep '^{"kind"' all.json | cksum)"

# What is computed, and what nobody knows, is not looked at.
machine d; make_store
python3 - <<'END'
import json
x = json.load(open("all.json"))
x["unknown"] = {"more": 1}
for r in x["records"]:
    if "answering" in r:
        r["answering"] = {"scores": [{"value": 99}]}
    for a in r.get("answers", []):
        a["id"] = a["label"] = "wrong"
for q in x["questionnaires"]:
    q["title"], q["more"] = "wrong", []
json.dump(x, open("odd.json", "w"))
END
run ek import odd.json
ek export --format json 2>/dev/null >d.json
is "computed keys count for nothing" "$code $(grep '^{"kind"' d.json | cksum)" "0 $(grep '^{"kind"' all.json | cksum)"

# Another version here: it stays, and so do all answers.
machine e; make_store
sed 's/"often"/"sometimes"/g' mixed.json >newer.json
ek instrument add newer.json >/dev/null; say mixed '{"q1":"sometimes","q2":"never"}'
run ek import all.json
is "another version of it is here" "$code $(grep -c "'mixed' is here in another version, which stays" <<<"$(tr '\n' ' ' <<<"$out")")" "0 1"
is "and stays" "$(cmp newer.json "$own/instruments/mixed/questionnaire.json" && ek instrument show mixed --json 2>/dev/null | grep -c '"complete"')" 1
ek instrument remove mixed >/dev/null; ek import all.json >/dev/null
is "in its place, the file's reads its answers" "$(ek instrument show mixed --json 2>/dev/null | grep -c '"complete"')" 2

# Taken away: the linkIds stay, as before; the whole moves, too.
machine a
ek instrument remove mixed >/dev/null
ek export --format json 2>/dev/null >all.json
is "one that was taken away has no file" "$(asked "[q['id'] for q in x['questionnaires']]")" "['nameless', 'outside', 'phq-4']"
is "its linkIds stay" "$(asked "sorted({a['id'] for r in x['records'] for a in r.get('answers', []) if str(a['id']).startswith('mixed')})[:2]")" "['mixed/hours', 'mixed/late']"
is "it is not explained" "$(asked "{w['questionnaire'] for w in $answering} == {'nameless', 'outside', 'phq-4'}")" True
moves_whole
rm -rf two
ek instrument add mixed.json --scoring mixed.ini >/dev/null
moves_whole
EVENKEEL_NOW=2026-03-05T09:00:00Z
say nameless '{"n":4}'; ek undo >/dev/null 2>&1
rm -rf two
moves_whole
is "what was taken back is not explained" "$(grep -c '"answering":{"questionnaire":"nameless"' one.json)" 1

# Damaged: nothing is taken in, and it says where.
machine f; make_store
cp one.json all.json
broken() { # NAME REGEX PYTHON, with x the export and q its questionnaires by id
	python3 -c 'import json, sys; x = json.load(open("all.json")); q = {e["id"]: e for e in x["questionnaires"]}; exec(sys.argv[1]); json.dump(x, open("bad.json", "w"))' "$3"
	run ek import bad.json
	is "$1: refused" "$code" 1
	like "$1: it says where" "$err" "^evenkeel: bad.json: nothing was taken in: .*$2"
}
broken "an item of no type" "mixed: q1: .*take it out of 'questionnaires'" 'q["mixed"]["file"]["item"][0]["item"][0]["type"] = "choosy"'
broken "a scoring of another one" "scoring: .*q9" 'q["mixed"]["scoring"] += "[score more]\nitem = q9\n"'
broken "without its value set" "outside: a b: " 'q["outside"]["valuesets"] = []'
broken "a value set that is none" "valuesets\[0\]" 'q["outside"]["valuesets"] = ["x"]'
broken "no file" "questionnaire 1 of the file: 'file' is missing" 'del q["mixed"]["file"]'
broken "no id" "questionnaire 2 of the file: 'id' is missing" 'del q["nameless"]["id"]'
broken "an id that is a path" "questionnaire 1 of the file: 'id' is missing or out of range" 'q["mixed"]["id"] = "../mixed"'
broken "an id of another" "'id' says 'other', but its file is 'mixed'" 'q["mixed"]["id"] = "other"'
broken "one that does not come along" "no questionnaire 'mixed' comes along" 'q["mixed"]["file"] = None'
broken "the same twice" "holds the questionnaire 'mixed' twice" 'x["questionnaires"].append(q["mixed"])'
broken "no list" "'questionnaires' is no JSON array" 'x["questionnaires"] = {}'
broken "no object" "questionnaire 1 of the file: it is no JSON object" 'x["questionnaires"][0] = 7'
broken "value sets that are no list" "'valuesets' is missing" 'q["outside"]["valuesets"] = 5'
broken "scoring that is no text" "'scoring' is missing" 'q["mixed"]["scoring"] = {}'
broken "too many value sets" "'valuesets' is missing or out of range" 'q["outside"]["valuesets"] *= 101'
broken "a linkId that steers a terminal" "mixed: q\[31m1" 'q["mixed"]["file"]["item"][0]["item"][0].update(linkId="q\x1b[31m1", type="choosy")'
is "no questionnaire came in" "$(ls "$own/instruments" 2>/dev/null)" ""
is "nor a record" "$(ek export --format json 2>/dev/null | grep -c '^{"kind"')" 0
broken "several" "mixed: (note|late): " 'q["mixed"]["file"]["item"][1]["type"] = q["mixed"]["file"]["item"][2]["type"] = "odd"'
like "each of them is named on a page" "$out" "refused +mixed: note: "
like "with the other" "$out" "refused +mixed: late: "

# No room for one of them, or for the records behind them: those before it go again.
python3 - <<'END'
import json
x = json.load(open("all.json"))
x["questionnaires"].sort(key=lambda q: q["id"] == "mixed")
json.dump(x, open("last.json", "w"))
x["questionnaires"].pop()
json.dump(x, open("small.json", "w"))
END
for file in last small; do
	(trap '' XFSZ; ulimit -f 8; "$BUILD/evenkeel" import $file.json >/dev/null 2>"$dir/err")
	is "no room: $file" "$?" 1
	like "it says so" "$(cat "$dir/err")" "cannot write|does not work"
	is "none of them is left" "$(ls "$own/instruments" | grep -v '^questions$')" ""
	is "nothing hidden either" "$(find "$own/instruments" -name '.*')" ""
done
EVENKEEL_PASSPHRASE_FILE=all.json run ek import all.json
is "with no passphrase none comes in" "$code $(ls "$own/instruments" | grep -v '^questions$')" "4 "
run ek import all.json
is "with room all of it does" "$code $(grep -c 'was added' <<<"$out")" "0 4"
ek export --format json 2>/dev/null >f.json
check "and it is the same" cmp all.json f.json
finish
