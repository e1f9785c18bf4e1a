#!/bin/bash
# The weekly review on a terminal: what interrupts it takes nothing with it and is not asked again; begun anew it counts once; this week
# beside the person's own earlier ones; in each language within 80 columns; and what it remembers is no answer.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
make_store
reviews() { unlocked export --format json | grep '"form":"review"'; }
count() { reviews | grep -c .; }
stored() { unlocked verify --json | sed -nE 's/.*"records": ([0-9]+).*/\1/p'; }
note() { cat "$XDG_RUNTIME_DIR"/evenkeel/review-* 2>/dev/null; }
# The review's answers as people read them: one line each
answers() { unlocked export --format csv | grep "^$1.*,review," | cut -d, -f3,5,6; }
# How often the series of days has it.
in_trend() { unlocked trends --review --json | sed "/^  \]/q" | grep -c "\"date\": \"$1\""; }
fits() { if [ "$(printf '%s\n' "$2" | tr -d '\r' | wc -L)" -le 80 ]; then ok "$1"; else not_ok "$1" "$2"; fi; }

# Words: as many records as ever.
export EVENKEEL_NOW=2026-01-05T10:00:00Z
run ek review week-stress=2 fatigue=2
is "by words" "$code$err" 0
is "six records" "$(count)" 6
is "nothing to go on with" "$(note)" ""
if ! has_terminal; then
	skip "a review on a terminal" "no pseudo-terminals here"
	finish
fi
symptoms=1111111111111
rest='numbers|หมายเลข|编号'

# Walked through in one go: sealed at the end of each section, and so always as often.
export EVENKEEL_NOW=2026-01-06T10:00:00Z
before=$(stored)
out=$(converse "stty cols 80 rows 24; $BUILD/evenkeel review; echo code=\$?" '^1 of 24' "3$symptoms" '^15 of' 0123 "$rest" '7\n' '^20 of' 0 '^21 of' 1 '^22 of' 2 '^23 of' 1 '^24 of' 'all in one go\n' 'c compare' '\n')
like "it is walked through" "$out" "code=0"
like "nothing is asked about a passphrase unless it is wanted" "$out" "ENTER end"
is "three sealings of six, and the note" "$(($(stored) - before))" 19
is "they read as one" "$(answers 2026-01-06 | grep -c '^answered,fatigue,1')" 1
is "which is complete" "$(answers 2026-01-06 | grep -vc '^answered,')" 0
is "and one in the trend" "$(in_trend 2026-01-06)" 1
is "there is nothing to go on with" "$(note)" ""
fits "no line is too wide" "$out"

# As many where nearly nothing is answered: the count says nothing.
export EVENKEEL_NOW=2026-01-07T10:00:00Z
before=$(stored)
converse "$BUILD/evenkeel review; echo code=\$?" '^1 of 24' "3sssssssssssss" '^15 of' ssss "$rest" '\n' '^21 of' s '^22 of' s '^23 of' s '^24 of' '\n' 'c compare' '\n' >/dev/null
is "as many whatever was answered" "$(($(stored) - before))" 18

# ^C in the middle of the symptoms.
export EVENKEEL_NOW=2026-01-12T10:00:00Z
before=$(count)
converse "$BUILD/evenkeel review" '^1 of 24' 4 '^2 of' 3 '^3 of' '\003' >"$dir/out"
like "it says that nothing is lost" "$(cat "$dir/out")" "Kept as far as you came"
is "sealed as any other" "$(($(count) - before))" 6
is "the answers are there" "$(answers 2026-01-12 | tr '\n' ' ')" "partial,week-stress,4 partial,loneliness,3 "
like "what it remembers is where, and no answer" "$(note)" "^[0-9a-f]{8} 02 [0-9a-f]{8}$"
is "closed to others, and its times say nothing" "$(stat -c '%a %Y' "$XDG_RUNTIME_DIR"/evenkeel/review-*)" "600 0"
EVENKEEL_NOW=2026-01-12T15:00:00Z
out=$(converse "stty cols 80 rows 24; $BUILD/evenkeel review; echo code=\$?" 'You stopped at 3 of 24 today' '\n' '^3 of 24' b '^3 of 24' 222222222222 '^15 of' 1111 "$rest" '7 8\n' '^20 of' 0 '^21 of' 1 '^22 of' 2 '^23 of' 0 '^24 of' '\n' 'c compare' x)
like "it goes on where it was stopped" "$out" "code=0"
unlike "and does not ask again" "$out" "^[12] of 24"
like "it says that this is not all" "$out" "answers, and those from before"
is "all of it is one review, and complete" "$(answers 2026-01-12 | cut -d, -f1 | sort -u)" "answered"
is "with each answer once" "$(answers 2026-01-12 | cut -d, -f2 | sort | uniq -d)" ""
like "with what came first" "$(answers 2026-01-12)" "answered,week-stress,4"
is "one value in the trend" "$(in_trend 2026-01-12)" 1
like "history says nothing of a stop" "$(unlocked history --days 1)" "this week's stress: "
unlike "history says nothing of a stop" "$(unlocked history --days 1 | tr '\n' ' ')" "not finished"
is "nothing is left to go on with" "$(note)" ""
moves_whole
is "and the same table" "$(unlocked --store "$dir/two" export --format csv | md5sum)" "$(unlocked export --format csv | md5sum)"
run ek undo
is "undo takes back all of it" "$code:$(answers 2026-01-12)" "0:"

# Other ends: a closed terminal, a shutdown, a kill that nobody can catch.
export EVENKEEL_NOW=2026-01-19T10:00:00Z
killed HUP review '^1 of 24' 1 '^2 of' 2 '^3 of' ''
is "a closed terminal" "$(answers 2026-01-19 | tr '\n' ' ')" "partial,week-stress,1 partial,loneliness,2 "
killed TERM review 'today' '\n' '^3 of' 3 '^4 of' ''
is "a shutdown behind it" "$(answers 2026-01-19 | tr '\n' ' ')" "partial,week-stress,1 partial,loneliness,2 partial,unease,3 "
killed KILL review 'today' '\n' '^4 of' 44444444444 '^15 of' 1 '^16 of' ''
is "a kill takes what came behind the section's end" "$(answers 2026-01-19 | wc -l)" 14
like "it goes on there" "$(note)" " 14 "
run ek undo
is "undo forgets where it was stopped, too" "$code:$(note)" "0:"

# The next day, and too late.
export EVENKEEL_NOW=2026-01-26T10:00:00Z
converse "$BUILD/evenkeel review" '^1 of 24' 4 '^2 of' 'q' >/dev/null
EVENKEEL_NOW=2026-01-27T10:00:00Z
out=$(converse "$BUILD/evenkeel review" 'You stopped at 2 of 24 yesterday' '\n' '^2 of' 'q')
like "yesterday's" "$out" "yesterday"
EVENKEEL_NOW=2026-01-28T10:00:00Z
out=$(converse "$BUILD/evenkeel review" '^1 of' 'q')
unlike "the day after it begins anew by itself" "$out" "You stopped"

# Anew: the stopped one no longer counts, once something else stands in its place.
export EVENKEEL_NOW=2026-02-02T10:00:00Z
converse "$BUILD/evenkeel review" '^1 of 24' 4 '^2 of' 4 '^3 of' q >/dev/null
converse "$BUILD/evenkeel review" 'today' n '^1 of' q >/dev/null
is "anew, and stopped at once: nothing is lost" "$(answers 2026-02-02 | tr '\n' ' ')" "partial,week-stress,4 partial,loneliness,4 "
converse "$BUILD/evenkeel review" 'today' n '^1 of' 1 '^2 of' q >/dev/null
is "anew: it counts once" "$(answers 2026-02-02 | tr '\n' ' ')" "partial,week-stress,1 "

# Beside the weeks before.
new=$dir/weeks
all() { for s in loneliness unease concentration avoiding-calls fatigue tearfulness irritability restlessness overworking compulsions appetite fear-of-silence self-image; do printf '%s=%s ' "$s" "$1"; done; }
ek --store "$new" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
for week in 2026-03-06:1 2026-03-13:2; do
	# shellcheck disable=SC2046
	EVENKEEL_NOW=${week%:*}T16:00:00Z ek --store "$new" review week-stress=1 $(all "${week#*:}") >/dev/null
done
export EVENKEEL_NOW=2026-03-27T16:00:00Z
# shellcheck disable=SC2046
out=$(EVENKEEL_NOW=2026-03-19T16:00:00Z unlocked --store "$new" review --compare week-stress=1 $(all 1))
like "two weeks are too few" "$out" "too few earlier weeks"
out=$(EVENKEEL_NOW=2026-03-26T15:00:00Z unlocked --store "$new" review --compare fatigue=1)
unlike "a few answers are compared, too" "$out" "(strain in all|Too little)"
like "a few answers are compared, too" "$out" "the others +[0-9]+ answer"
# shellcheck disable=SC2046
out=$(unlocked --store "$new" review --compare week-stress=1 $(all 1) fatigue=4 enthusiasm=0)
like "strain in all, in numbers" "$out" "^  strain in all +about as in your last 3 weeks: 31 of 100, then 25 in the$"
like "what is another word" "$(tr '\n' ' ' <<<"$out" | tr -s ' ')" "tired or sleepless more than in your last 3 weeks: Almost always, then Seldom"
like "the others in a line" "$out" "the others +13 answers are about as they were"
unlike "what was not asked before is not compared" "$out" "enthusiasm"
unlike "no verdict" "$out" "(worse|better|too much|alarm|should)"
for language in en zh_CN th; do
	out=$(LANGUAGE=$language LC_ALL=C.UTF-8 EVENKEEL_PASSPHRASE_FILE=$pass converse "stty cols 80 rows 24; $BUILD/evenkeel --store $new review; echo code=\$?" '^> ' "1$symptoms" '^[^0-9]*15 .*24' ssss "$rest" '\n' '^[^0-9]*21 .*24' 1 '^[^0-9]*22 .*24' 2 '^[^0-9]*23 .*24' 0 '^[^0-9]*24 .*24' '\n')
	fits "no line is too wide in $language" "$(grep -v '^evenkeel: ' <<<"$out")"
	case $language in
	en) like "with a passphrase at hand it just does" "$out" "about as in your last 3 weeks" ;;
	zh_CN) like "in Chinese" "$out" "和你最近 3 周差不多" ;;
	th) like "in Thai" "$out" "พอ ๆ กับ 3 สัปดาห์ก่อน" ;;
	esac
done
code=$(EVENKEEL_PASSPHRASE_FILE=$dir/setup ek --store "$new" review --compare fatigue=3 >/dev/null 2>&1; echo $?)
is "a wrong passphrase is told" "$code" 4
is "and the answers are kept" "$(unlocked --store "$new" export --format csv | grep -c '2026-03-27.*,partial,0,fatigue,3,')" 1

# Nowhere in clear.
is "no answer on disk or in memory's files" "$(grep -rlaE 'fatigue|all in one go|loneliness' "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ""
finish
