#!/bin/bash
# export --format fhir: a Bundle that holds by its own rules and by the questionnaires it answers, and says nothing of a person.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
look=$(realpath "$(dirname "$0")/fhir_check.py")
cd "$dir" || exit 1
export TZ=Europe/Berlin NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z
make_store
make_questionnaires
ek instrument add mixed.json --scoring mixed.ini >/dev/null
run unlocked export --format fhir
is "nothing answered: a Bundle without entries" "$code $out" '0 {"resourceType":"Bundle","type":"collection"}'
say() { echo "$1" | ek instrument answer mixed --answers - --texts >/dev/null; }
say '{"q1":"always","q2":"often","late":true,"nights":-4,"hours":6.5,"why":["other","calls"],"town":"t150","words":"A line."}'
say '{"q1":"never"}'
ek checkin stress=1 >/dev/null
say '{"q1":"often"}'; ek undo >/dev/null
run unlocked export --format fhir -o bundle.json
is "written" "$code" 0
is "sound" "$(python3 "$look" bundle.json mixed.json)" ""
like "it is said to be readable" "$(EVENKEEL_PASSPHRASE_FILE=$pass ek export --format fhir 2>&1 >/dev/null)" "not encrypted"
value() { python3 -c 'import json,sys; b=json.load(open("bundle.json")); print(eval(sys.argv[1], {"r": [e["resource"] for e in b["entry"]], "json": json}))' "$1"; }
is "what was taken back and what is no questionnaire is not in it" "$(value 'len(r)')" 2
is "which and what version" "$(value 'r[0]["questionnaire"]')" "http://example.org/mixed|3"
is "finished, and not" "$(value '[x["status"] for x in r]')" "['completed', 'in-progress']"
is "when, with its offset" "$(value 'r[0]["authored"]')" "2026-03-02T10:00:00.000+01:00"
is "nested as the questionnaire is" "$(value '[i["linkId"] for i in r[0]["item"]], [i["linkId"] for i in r[0]["item"][0]["item"]]')" "(['load', 'late', 'nights', 'hours', 'why', 'town', 'words'], ['q1', 'q2'])"
is "a choice with system, code, words and number" "$(value 'json.dumps(r[0]["item"][0]["item"][0]["answer"][0]["valueCoding"], sort_keys=True)')" \
	'{"code": "always", "display": "Always", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2.0}], "system": "urn:x:steps"}'
is "numbers, yes or no, words" "$(value '[list(i["answer"][0].values())[0] for i in r[0]["item"] if i["linkId"] in ("late", "nights", "hours", "words")]')" "[True, -4, 6.5, 'A line.']"
is "several" "$(value 'sorted(a["valueCoding"]["code"] for a in r[0]["item"][4]["answer"])')" "['calls', 'other']"
is "the score, computed anew" "$(value '[p["valueDecimal"] for p in r[0]["extension"][0]["extension"] if p["url"] == "value"]')" "[3.0]"
is "none where it is not scored" "$(value '[p for p in r[1]["extension"][0]["extension"] if p["url"] == "value"]')" "[]"

# A checker that cannot fail checks nothing.
for spoil in 's/"linkId":"q1"/"linkId":"q9"/' 's/"status":"completed"/"status":"done"/' 's/"code":"always"/"code":"ever"/' \
	's/"valueBoolean":true/"valueInteger":1/' 's/"authored":/"subject":{"display":"me"},"authored":/' 's/+01:00"/"/' 's/"type":"collection"/"type":"bag"/'; do
	sed "$spoil" bundle.json >spoilt.json
	unlike "the checker sees: $spoil" "x$(python3 "$look" spoilt.json mixed.json)" "^x$"
done

run bash -c "EVENKEEL_PASSPHRASE_FILE=$pass $BUILD/evenkeel instrument check mixed.json --answers <(python3 -c 'import json; print(json.dumps(json.load(open(\"bundle.json\"))[\"entry\"][0][\"resource\"]))') --scoring mixed.ini"
is "our own reader takes a response" "$code" 0
like "with the same score" "$(tr -s ' \n' ' ' <<<"$out")" "Load 3 "
ek instrument remove mixed >/dev/null
run env EVENKEEL_PASSPHRASE_FILE="$pass" "$BUILD/evenkeel" export --format fhir
is "taken away: left out, but counted" "$code $out" '0 {"resourceType":"Bundle","type":"collection"}'
like "and said" "$err" "2 answerings are left out"
ek instrument add phq-4 >/dev/null
echo '{"phq-4.nervous":"not-at-all","phq-4.down":"several-days"}' | ek instrument answer phq-4 --answers - >/dev/null
run unlocked export --format fhir
like "one that comes along, by its name" "$out" '"questionnaire":"urn:evenkeel:instrument:phq-4\|2009"'
finish
