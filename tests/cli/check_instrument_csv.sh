#!/bin/bash
# export --format csv with answers to questionnaires: each with linkId, code, number and words, their scores; what cannot be read says so.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
cd "$dir" || exit 1
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z
make_store
make_questionnaires
sed -i 's/"Too little time?"/"Too little \\"time\\", or none?"/' mixed.json
ek instrument add mixed.json --scoring mixed.ini >/dev/null
say() { echo "$1" | ek instrument answer mixed --answers - --texts >/dev/null; }
say '{"q1":"always","q2":"often","late":true,"nights":-4,"hours":6.5,"why":["other","calls"],"town":"t150","words":"One, \"two\"."}'
EVENKEEL_NOW=2026-03-03T09:00:00Z
say '{"q1":"never"}'
ek checkin stress=1 >/dev/null
EVENKEEL_NOW=2026-03-04T09:00:00Z
ek instrument add phq-4 >/dev/null
echo '{"phq-4.nervous":"nearly-every-day"}' | ek instrument answer phq-4 --answers - >/dev/null
run unlocked export --format csv
is "exported" "$code" 0
printf '%s\n' "$out" >all.csv
# field COLUMN QUESTION [DAY]: as a program reads it
field() { python3 -c 'import csv,sys; print("|".join(r[sys.argv[1]] for r in csv.DictReader(open("all.csv")) if r["question"] == sys.argv[2] and r["time"].startswith(sys.argv[3])))' "$1" "$2" "${3:-2026-03-02}"; }
all() { for column in form outcome value code label text; do printf '%s;' "$(field $column "$@")"; done; }

is "nine columns in each line" "$(python3 -c 'import csv; print({len(r) for r in csv.reader(open("all.csv"))})')" "{9}"
is "a choice: number, code, its words and the question's" "$(all mixed/q1)" "instrument;answered;2;always;Always;Too much to do?;"
is "quotes and commas" "$(field text mixed/q2) $(field label mixed/words)" 'Too little "time", or none? One, "two".'
is "yes or no, which has no number" "$(all mixed/late)" "instrument;answered;;true;yes;Did you work late?;"
is "a whole number" "$(all mixed/nights)" "instrument;answered;-4;;;On how many evenings?;"
is "another" "$(field value mixed/hours)" "6.5"
is "several, each a line" "$(field code mixed/why) $(field label mixed/why)" "other|calls Other|Calls"
is "options without numbers get none" "$(field value mixed/why)" "|"
is "beyond what a byte holds" "$(field code mixed/town) $(field label mixed/town)" "t150 Town 150"
is "the score with its band, computed anew" "$(all mixed/load)" "score;answered;3;;heavy;Load;"
is "no number of a question stands anywhere" "$(grep -cE ',32[0-9]{3}[,=]|stored' all.csv)" 0
is "what is not finished, has no score" "$(field outcome mixed/q1 2026-03-03)$(field form mixed/load 2026-03-03)" "partial"
is "each answering once" "$(field question mixed/q1 2026)" "mixed/q1|mixed/q1"
is "a check-in has its question's words, too" "$(field value stress 2026-03-03):$(field label stress 2026-03-03):$(field text stress 2026-03-03 | grep -c .)" "1:Somewhat:1"
is "one that comes along, by its id" "$(all phq-4/phq-4.nervous 2026-03-04 | cut -d';' -f1-5)" "instrument;partial;3;nearly-every-day;Nearly every day"
like "in the person's language" "$(LANGUAGE=zh_CN LC_ALL=C.UTF-8 unlocked export --format csv)" 'mixed/late,,"是",true,'

# The scoring file's numbers count, as they do in scores.
ek instrument remove mixed >/dev/null
printf '[values]\nitem = q1\nvalue = 7 always\nvalue = 5 often\nvalue = 0 never\n' | cat - mixed.ini >other.ini
ek instrument add mixed.json --scoring other.ini >/dev/null
unlocked export --format csv >all.csv
is "numbers by the scoring file" "$(field value mixed/q1) $(field value mixed/load)" "7 8"

# Another version, and none: what is stored goes out as such, by linkId, and never as a value.
ek instrument remove mixed >/dev/null
sed 's/"often"/"sometimes"/g' mixed.json >other.json
ek instrument add other.json >/dev/null
for how in "another version" none; do
	unlocked export --format csv >all.csv
	is "$how: as stored" "$(field code mixed/q1) $(field code mixed/why) $(field code mixed/hours) $(field label mixed/words)" 'stored:2 stored:2|stored:0 stored:6.5 One, "two".'
	is "$how: no value is made up" "$(field value mixed/q1)$(field label mixed/q1)$(field form mixed/load)" ""
	is "$how: nothing is left out" "$(grep -c ',mixed/' all.csv)" 10
	ek instrument remove mixed >/dev/null 2>&1
done
moves_whole
finish
