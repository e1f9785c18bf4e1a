#!/bin/bash
# A questionnaire that is interrupted goes on where it was: nothing is asked twice but what later questions depend on, it reads as one
# answering with one score, and what is remembered is no answer.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
cd "$dir" || exit 1
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z
make_store
make_questionnaires
ek instrument add mixed.json --scoring mixed.ini >/dev/null
ek instrument add phq-4 >/dev/null
if ! has_terminal; then skip "on a terminal" "no pseudo-terminals here"; finish; fi
note() { cat "$XDG_RUNTIME_DIR"/evenkeel/questionnaire-* 2>/dev/null; }
ask() { local id=$1; shift; converse "stty cols 80 rows 24; $BUILD/evenkeel instrument answer $id; echo code=\$?" "$@" | tr -d '\r'; }
shown() { unlocked instrument show mixed --json | tr -d ' \n'; }
# The answers of a day as people read them: outcome, question, code or number, a line each
answers() { unlocked export --format csv | python3 -c 'import csv,sys; [print(r["outcome"], r["question"].split("/")[1], r["code"] or r["value"]) for r in csv.DictReader(sys.stdin) if r["time"].startswith(sys.argv[1]) and r["form"] == "instrument"]' "$1"; }

# Only one of four questions, then ^C.
converse "$BUILD/evenkeel instrument answer phq-4" '^1 of 4' 4 '^2 of' '\003' >"$dir/out"
like "it says how it goes on" "$(tr -s ' \r\n' ' ' <"$dir/out")" "Kept as far as you came; 'evenkeel instrument answer phq-4' goes on from there"
like "what it remembers is where, and no answer" "$(note)" "^[0-9a-f]{8} 02 [0-9a-f]{8} [0-9a-f]{8}$"
is "closed to others, and its times say nothing" "$(stat -c '%a %Y' "$XDG_RUNTIME_DIR"/evenkeel/questionnaire-*)" "600 0"
EVENKEEL_NOW=2026-03-02T10:00:00Z
out=$(ask mixed '^1 of 6' 'q')
unlike "another one begins as ever" "$out" "You stopped"
out=$(ask phq-4 'You stopped at 2 of 4 today' '\n' '^2 of 4' 4 '^3 of 4' b '^2 of 4' 3 '^3 of 4' 4 '^4 of 4' 4)
like "it goes on" "$out" "code=0"
unlike "and does not ask again, also not by going back" "$out" "^1 of 4"
unlike "half of the answers make no score" "$out" "not scored|authors' band|^Scores"
like "it says where the whole is" "$(tr -s ' \n' ' ' <<<"$out")" "instrument show phq-4' adds them up"
is "80 columns" "$(wc -L <<<"$out" | awk '{ print ($1 <= 80) }')" 1
is "one answering, whole" "$(answers 2026-03-02 | cut -d' ' -f1,3 | tr '\n' ' ')" "answered nearly-every-day answered more-than-half-the-days answered nearly-every-day answered nearly-every-day "
out=$(unlocked instrument show phq-4 --json)
is "with one score" "$(grep -c '"complete"' <<<"$out") $(grep -A8 '"name": "total"' <<<"$out" | grep -m1 '"value"' | tr -d ' ,')" '1 "value":11.0'
like "which calls for help where it is due" "$(unlocked history)" "carry this alone"
is "one entry in history" "$(unlocked history | tr -s ' ' | grep -c 'questionnaire phq-4 · 4 answers')" 1
unlike "which is finished" "$(unlocked history | grep phq-4)" "not finished"
is "there is nothing to go on with" "$(note)" ""

# Later questions depend on earlier ones: those come again, the others do not.
EVENKEEL_NOW=2026-03-03T09:00:00Z
killed TERM "instrument answer mixed" '^1 of 6' 3 '^2 of 6' 2 '^3 of 6' 1 '^4 of 7' ''
is "a shutdown" "$(answers 2026-03-03 | tr '\n' ' ')" "partial q1 always partial q2 often partial late true "
EVENKEEL_NOW=2026-03-04T02:00:00Z
out=$(ask mixed 'You stopped at 3 of 6 today' '\n' 'Did you work late' 1 'how many evenings' '3\n' 'How many hours' '6,5\n' 'What kept you' '1 3\n' 'Where' 'q\n')
like "it says why" "$(tr -s ' \n' ' ' <<<"$out")" "1 question from before comes again: later ones depend on it"
unlike "no other" "$out" "Too (much|little)"
like "stopped with q" "$(tr -s ' \n' ' ' <<<"$out")" "'evenkeel instrument answer mixed' goes on from here, today and tomorrow"
like "the place has moved on" "$(note)" " 08 "
killed HUP "instrument answer mixed" 'today' '\n' 'Where' ''
out=$(ask mixed 'today' '\n' 'Where' '151\n')
like "in four goes" "$out" "code=0"
is "all of it is one" "$(answers 2026-03-04 | tr '\n' ' ')$(answers 2026-03-03)" \
	"answered q1 always answered q2 often answered late true answered nights 3 answered hours 6.5 answered why calls answered why other answered town t150 "
like "complete, with its score" "$(shown)" '"complete":true,"answered":7,"scores":\[\{"name":"load","title":"Load","value":3.0'
is "FHIR has it as completed, once" "$(unlocked export --format fhir | grep -o '"status":"[a-z-]*"' | sort | uniq -c | tr -s ' \n' ' ')" ' 2 "status":"completed" '
moves_whole
is "and the same table" "$(unlocked --store "$dir/two" export --format csv | grep -c ',instrument,')" "$(unlocked export --format csv | grep -c ',instrument,')"
run ek undo
is "undo takes back all of it" "$code:$(answers 2026-03-04)$(answers 2026-03-03)" "0:"

# An answer that comes again counts as it was given last, and closes what it closes.
EVENKEEL_NOW=2026-03-05T09:00:00Z
ask mixed '^1 of 6' 1 '^2 of 6' 1 '^3 of 6' 1 '^4 of 7' '2\n' '^5 of 7' 'q\n' >/dev/null
is "closed from here on" "$(answers 2026-03-05 | tr '\n' ' ')" "partial q1 never partial q2 never partial late true partial nights 2 "
out=$(ask mixed 'today' '\n' 'How many hours' 'b\n' 'How many hours' '8\n' 'What kept you' '\n' 'Where' '\n')
unlike "what nothing depends on any more does not come again" "$out" "Did you work late"
is "what was skipped is none" "$(answers 2026-03-05 | tr '\n' ' ')" "answered q1 never answered q2 never answered late true answered nights 2 answered hours 8 "
ask mixed '^1 of 6' 1 '^2 of 6' 1 '^3 of 6' 1 '^4 of 7' 'q\n' >/dev/null
ask mixed 'today' '\n' 'Did you work late' 0 'How many hours' '\n' 'What kept you' '\n' 'Where' '\n' >/dev/null
is "another answer to what came again" "$(answers 2026-03-05 | tail -3 | tr '\n' ' ')" "answered q1 never answered q2 never answered late false "

# What must be answered and was left out in an earlier go is not there in the end.
EVENKEEL_NOW=2026-03-06T09:00:00Z
ask mixed '^1 of 6' s '^2 of 6' 1 '^3 of 6' q >/dev/null
ask mixed 'today' '\n' 'Did you work late' 0 'How many hours' '\n' 'What kept you' '\n' 'Where' '\n' >/dev/null
like "not complete" "$(shown)" '"complete":false,"answered":2,"scores":\[\{"name":"load","title":"Load","value":null'

# Anew; the next day; too late; another version; with words, which is another way to ask.
EVENKEEL_NOW=2026-03-09T09:00:00Z
ask phq-4 '^1 of 4' 4 '^2 of' q >/dev/null
ask phq-4 'today' n '^1 of 4' q >/dev/null
is "anew, and stopped at once: nothing is lost" "$(answers 2026-03-09 | tr '\n' ' ')" "partial phq-4.nervous nearly-every-day "
ask phq-4 'today' n '^1 of 4' 1 '^2 of' q >/dev/null
is "anew: it counts once" "$(answers 2026-03-09 | tr '\n' ' ')" "partial phq-4.nervous not-at-all "
EVENKEEL_NOW=2026-03-10T09:00:00Z
like "yesterday's" "$(ask phq-4 'You stopped at 2 of 4 yesterday' '\n' '^2 of' q)" "yesterday"
EVENKEEL_NOW=2026-03-11T09:00:00Z
unlike "the day after it begins anew by itself" "$(ask phq-4 '^1 of 4' q)" "You stopped"
ask mixed '^1 of 6' 1 '^2 of' q >/dev/null
unlike "with words it is another" "$(ask 'mixed --texts' '^1 of 7' q)" "You stopped"
ek instrument remove mixed >/dev/null
sed 's/"often"/"sometimes"/g' mixed.json >other.json
ek instrument add other.json >/dev/null
unlike "another version has nothing to go on with" "$(ask mixed '^1 of 6' q)" "You stopped"
ask phq-4 '^1 of 4' 1 '^2 of' q >/dev/null
run ek undo
is "undo forgets where it was stopped, too" "$code:$(note)" "0:"
for language in zh_CN th; do
	LANGUAGE=$language LC_ALL=C.UTF-8 ask mixed '1 .*6' 1 '2 .*6' 1 '3 .*6' 1 '4 .*7' 'q\n' >/dev/null
	out=$(LANGUAGE=$language LC_ALL=C.UTF-8 ask mixed '^> ' '\n' 'work late' 0 'hours' '\n' 'kept you' '\n' 'Where' '\n')
	is "80 columns in $language" "$(wc -L <<<"$out" | awk '{ print ($1 <= 80) }')" 1
	unlike "all in its own words ($language)" "$out" "from before|adds them up"
done
is "no answer on disk or in memory's files" "$(grep -rlaE --exclude-dir=instruments 'nearly-every|t150|always' "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ""
finish
