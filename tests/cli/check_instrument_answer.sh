#!/bin/bash
# instrument answer and show: questions on a terminal and from a file, what is stored, the score, earlier scores, undo.
. "$(dirname "$0")/../tap.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/questionnaires.sh"
cd "$dir" || exit 1
export TZ=UTC NO_COLOR=1 EVENKEEL_NOW=2026-03-02T09:00:00Z
db=$XDG_DATA_HOME/evenkeel/store.db
make_store
make_questionnaires
answer() { echo "$1" >answers.json; shift; run ek instrument answer mixed --answers answers.json "$@"; }

run ek instrument answer mixed --answers /dev/null
is "not added: said so" "$code" 1
like "and where the added ones are" "$err" "instrument list"
ek instrument add mixed.json --scoring mixed.ini >/dev/null
run ek instrument answer mixed
is "no terminal and no file" "$code" 2
run unlocked instrument show mixed
is "nothing answered yet" "$code" 6

# What is stored depends on the questionnaire alone.
answer '{"q1":"never"}'
is "one answer" "$code" 0
like "thanks" "$out" "only you can open them"
like "and why there is no score" "$(tr -s ' \n' ' ' <<<"$out")" "Load not scored \(1 of 2 answered, 2 needed\)"
one=$(rows "$db")
before=$(wc -w <<<"$one")
answer '{"q1":"always","q2":"always","late":true,"nights":4,"hours":6.5,"why":["mail","other"],"town":"t150","words":"XYZZY"}'
is "all answers" "$code" 0
all=$(rows "$db" | cut -d' ' -f$((before + 1))-)
is "leave as many records of the same sizes" "$all" "${one#"${one%"$all"}"}"
is "three records: two of places, one of numbers" "$all" "104 104 1064"
like "the score, its band and source" "$(tr -s ' \n' ' ' <<<"$out")" "Load 4 .*authors' band heavy source Us 2026"
like "no diagnosis" "$out" "not a diagnosis"
like "and whom to tell, as its rule says" "$(tr -s ' \n' ' ' <<<"$out")" "carry this alone"
answer '{"q1":"often","q2":"never"}'
unlike "not without reason" "$out" "carry this alone"
answer '{"q1":"often","q2":"never","words":"XYZZY"}' --texts --json
is "with texts one record more" "$(rows "$db" | rev | cut -d' ' -f1-4 | rev)" "104 104 1064 1064"
like "the score for scripts" "$out" '"value": 1.0'
answer '{"q1":"sometimes"}'
is "a code that is none of its options" "$code" 1
like "said without the answer" "$out" "q1: the answer is none of its options"
unlike "which nobody repeats" "$out$err" "sometimes"
answer '{}'
like "nothing answered, nothing stored" "$out" "nothing was stored"
is "in clear nowhere" "$(grep -rlE --exclude-dir=instruments 'XYZZY|t150' "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ""

answer '{"q1":"always","q2":"always"}'
like "who opens the store is told as well" "$(unlocked history)" "carry this alone"
like "and a script" "$(unlocked history --json | tr -d ' \n')" '"support":\{"shown":true,"because":\["instrument"\]'
ek undo >/dev/null
unlike "not once it is taken back" "$(unlocked history)" "carry this alone"
answer '{"q1":"always","q2":"always"}'
unlike "nor months later" "$(EVENKEEL_NOW=2026-07-02T09:00:00Z unlocked history --days 200)" "carry this alone"
ek undo >/dev/null

# What an answer to a question that is not open says does not count.
answer '{"q1":"never","q2":"never","late":false,"nights":4}' --json
run unlocked instrument show mixed --json
is "shown" "$code" 0
is "a closed question has no answer" "$(grep -o '"answered": 3' <<<"$out" | head -1)" '"answered": 3'
is "five times" "$(grep -c '"complete"' <<<"$out")" 5
is "the first was not finished" "$(grep -m1 '"complete"' <<<"$out" | tr -d ' ,')" '"complete":false'

# The change between the last two: 1.96 * 1 * sqrt(2) * sqrt(1 - 0.84) = 1.11
run unlocked instrument show mixed
like "within what it moves by itself" "$(tr -s ' \n' ' ' <<<"$out")" "−1: within what such a scale moves by itself \(1.11\); Us 2027"
EVENKEEL_NOW=2026-03-09T09:00:00Z
answer '{"q1":"always","q2":"never"}'
run unlocked instrument show mixed
like "more than noise" "$(tr -s ' \n' ' ' <<<"$out")" "\+2: more than measurement noise \(1.11\)"
like "each with its day" "$(tr -s ' ' <<<"$out")" " 9 March 2 heavy"
run ek undo
is "undo" "$code" 0
unlike "takes the last back" "$(unlocked instrument show mixed)" "9 March"
run unlocked history
like "history names it" "$(tr -s ' ' <<<"$out")" "09:00 questionnaire mixed · 7 answers"
like "and the one that was taken back" "$(tr -s ' \n' ' ' <<<"$out")" "mixed · 2 answers \(taken back"
like "history --json as well" "$(unlocked history --json)" '"questionnaire": "mixed"'
run ek instrument show mixed
is "not without the passphrase" "$code" 4

# Another version under the same name: what it asked then is not scored as if it were asked now.
ek instrument remove mixed >/dev/null
sed 's/"often"/"sometimes"/g' mixed.json >other.json
ek instrument add other.json >/dev/null
run unlocked instrument show mixed
like "another version's answers are counted, not shown" "$(tr -s ' \n' ' ' <<<"$out")" "5 answerings of another version"
ek instrument remove mixed >/dev/null
ek instrument add mixed.json --scoring mixed.ini >/dev/null
is "added again it reads them all" "$(unlocked instrument show mixed --json | grep -c '"complete"')" 5

# Several numbers to one question, in the order given; as many records whatever is given, and never more than there is room for.
cat >several.json <<-'END'
	{"resourceType": "Questionnaire", "id": "several", "title": "Several", "status": "active", "item": [
	 {"linkId": "ends", "type": "integer", "repeats": true, "text": "When did your shifts end?"},
	 {"linkId": "slept", "type": "decimal", "repeats": true, "text": "How long did you sleep?"},
	 {"linkId": "said", "type": "string", "repeats": true, "text": "What was said?"}]}
END
ek instrument add several.json >/dev/null
several() { echo "$1" >answers.json; shift; run ek instrument answer several --answers answers.json "$@"; }
numbers() { unlocked export --format csv | grep "several/$1" | cut -d, -f6 | tr '\n' ' '; }
several '{"ends":[17,-2,17],"slept":[6.5,8]}'
is "several numbers" "$code $(numbers ends)$(numbers slept)" "0 17 -2 17 6.5 8 "
is "as FHIR has them" "$(unlocked export --format fhir | grep -o '"answer":\[{"valueInteger[^]]*' | tail -1)" '"answer":[{"valueInteger":17},{"valueInteger":-2},{"valueInteger":17}'
is "two questions answered" "$(unlocked instrument show several --json | grep -c '"answered": 2')" 1
sizes=$(rows "$db" | rev | cut -d' ' -f1,2 | rev)
ek undo >/dev/null
several '{"ends":[1,2,3,4,5,6,7,8,9,10]}'
is "as many records" "$code $(rows "$db" | rev | cut -d' ' -f1,2 | rev) $(numbers ends)" "0 $sizes 1 2 3 4 5 6 7 8 9 10 "
ek undo >/dev/null
several '{"ends":[1,2,3,4,5,6,7,8,9,10,11]}'
is "more than there is room for" "$code $(numbers ends)" "1 "
like "are refused by name, not cut" "$(tr -s ' \n' ' ' <<<"$out")" "ends: more answers are given than can be kept; give 10 at most"
several '{"said":["one","two"]}' --texts
is "so are words" "$code" 1
several '{"said":["one","two"],"ends":[5]}'
is "which are left out unless they are asked for" "$code" 0
ek undo >/dev/null

if ! has_terminal; then skip "on a terminal" "no working script(1)"; finish; fi
screen=$(on_terminal '1b23143x\n3\n6,5\n1 3\n201\n151\n' "$BUILD/evenkeel instrument answer mixed" | tr -d '\r')
like "the group's words stand above" "$screen" "In the last week:"
like "progress" "$screen" "2 of 6"
like "back" "$screen" "^> back"
like "keys that mean nothing are passed over, a number is asked for again" "$screen" "A whole number, as in 7:"
like "its own number of options" "$screen" "One number from 1 to 200:"
like "the score" "$(tr -s ' \n' ' ' <<<"$screen")" "Load 3 .*authors' band heavy"
like "what is left out is said" "$(tr -s ' \n' ' ' <<<"$screen")" "1 question for words of your own is left out"
is "80 columns" "$(wc -L <<<"$screen" | awk '{ print ($1 <= 80) }')" 1
is "all six questions, one of them opened by an answer" "$(unlocked instrument show mixed --json | grep '"answered"' | sed -n 's/^      "answered": \(.*\),/\1/p' | tail -1)" 7
screen=$(on_terminal '1q' "$BUILD/evenkeel instrument answer mixed" | tr -d '\r')
like "stopping keeps" "$screen" "only you can open them"
is "as not finished" "$(unlocked instrument show mixed --json | grep '"complete"' | tail -1 | tr -d ' ,')" '"complete":false'
before=$(rows "$db" | wc -w)
screen=$(on_terminal 'nq' "$BUILD/evenkeel instrument answer mixed" | tr -d '\r')
like "nothing answered" "$screen" "nothing was stored"
is "is nothing stored" "$(rows "$db" | wc -w)" "$before"
rm -f "$XDG_RUNTIME_DIR"/evenkeel/questionnaire-*
screen=$(on_terminal '7 8,5\n7 x\n1 2 3 4 5 6 7 8 9 10 11\n 7  12 \n6,5 8.25\n' "$BUILD/evenkeel instrument answer several" | tr -d '\r')
is "whole ones are asked for until they are such" "$(grep -c 'Up to 10 whole numbers' <<<"$screen")" 3
is "several numbers on a line" "$(numbers ends)$(numbers slept)" "7 12 6.5 8.25 "
ek undo >/dev/null
converse "$BUILD/evenkeel instrument answer mixed" "1 of 6" 2 "2 of 6" '\003' >/dev/null
is "what interrupts it takes nothing with it" "$(unlocked instrument show mixed --json | grep -c '"complete"')" 8
finish
