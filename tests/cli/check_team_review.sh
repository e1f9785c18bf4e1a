#!/bin/bash
# What a review sends to the team: shown before, asked for, sealed for two parties, waiting, sent or deleted; the same marks from any store; and
# nothing of the answers, the person or the store beside what is sealed.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/team.sh
bits() { tr -d '\n' <<<"$out" | grep -oE '"value": [01]' | tr -cd '01'; }
some="week-stress=2 fatigue=3 unease=2 customer.demands=1 company.overload=2 valence=0 breaks-taken=4 hard-call=1"
# What they make: stress, signs, impacts, causes, how it was met, the last five
marks_of() { tr -d ' ' <<<"$1"; }
wanted=$(marks_of "00100 0000100000000 0000 001000100000000 010011 00001")
symptoms='loneliness=4 unease=4 concentration=4 avoiding-calls=4 fatigue=4 tearfulness=4 irritability=4 restlessness=4 overworking=4 compulsions=4 appetite=4 fear-of-silence=4 self-image=4'
make_store

# The preview, before anything is joined.
run ek team preview
is "what a contribution says" "$code$err" 0
like "48 marks" "$out" "48 marks, and nothing else"
is "of six groups" "$(grep -cE '^  [^ ].* (5|13|4|15|6) marks$' <<<"$out")" 6
like "without names where no team is joined" "$(flat "$out")" "If the wellbeing office and the second party worked together they could read yours. The second party can see"
# shellcheck disable=SC2086
run ek team preview $some
is "for given answers" "$code$err" 0
like "stress" "$out" "^  This week's stress +00100$"
like "signs: often and more" "$out" "^  Signs, often or more +0000100000000$"
like "what weighs" "$out" "^  What weighs most +001000100000000$"
like "the rest" "$out" "^  How you met it +010011$"
like "reserved, and answered" "$out" "^  For checking +00001$"
like "in words: what is so" "$out" "^    1 tired or sleepless: Often$"
like "and what is not" "$out" "^    0 loneliness / unease / "
like "each with its own word alone" "$out" "^    0 None at all / A little / Much / Very much$"
unlike "no note, no rank, no score" "$out" "Sometimes|rank|score"
# shellcheck disable=SC2086
tr ' ' '\n' <<<"$some" | ek team preview - >"$dir/by-lines"
is "the same from stdin" "$(cat "$dir/by-lines")" "$out"
# shellcheck disable=SC2086
run ek team preview $some --json
is "for scripts" "$(bits)" "$wanted"
run ek team preview fatigue=3
like "without the week's stress there is nothing" "$code $err" "^1 .*add week-stress=0 to 4"
run ek team preview week-stress=9
is "a step that there is not" "$code" 2
# shellcheck disable=SC2086
run ek team preview week-stress=4 $symptoms valence=1
is "twelve at most" "$(sed -nE 's/^  Signs, often or more +([01]+)$/\1/p' <<<"$out" | tr -cd 1 | wc -c)" 10
like "what was turned to no is said" "$(flat "$out")" "At most 12 marks say yes beside the last, so that nobody stands out. 3 of yours were turned to no, drawn at random: "
is "it is kept nowhere" "$(find "$team_dir" -type f 2>/dev/null | wc -l)" 0
for language in en zh_CN th; do
	# shellcheck disable=SC2086
	wide=$(LANGUAGE=$language LC_ALL=C.UTF-8 ek team preview week-stress=4 $symptoms valence=1 | wc -L)
	check "80 columns in $language: $wide" test "$wide" -le 80
	wide=$(LANGUAGE=$language LC_ALL=C.UTF-8 ek team preview | wc -L)
	check "without answers, too: $wide" test "$wide" -le 80
done

# No team: a review says nothing of teams, unless it was asked for.
run ek review week-stress=2
unlike "no word of teams" "$out" "[Tt]eam"
run ek review week-stress=2 --send
like "to send without a team is an error" "$code $err" "^1 .*you have joined no team"
like "and the answers are kept" "$out" "Your answers are sealed"
make_team 1 $quarter
ek team join "$invitation" --drop "$drop" --yes >/dev/null
run ek review week-stress=2 --send
like "without the signed list nothing is sent" "$code $err" "^1 .*the team's list, signed by both parties, is not here yet"
sign_roster 1 $quarter fill=12
run ek review week-stress=2 --send
like "nor with one that is refused" "$code $err" "^1 .*this key is not in its list"
ek team leave >/dev/null; rm -r "${drop:?}/$task"
join_whole_team

# By words: nothing without --send.
# shellcheck disable=SC2086
run ek review $some
is "words are not sent by themselves" "$code $(waiting)" "0 0"
run ek review fatigue=3 --send
like "without the week's stress" "$code $err" "^1 .*an answer about this week's stress"
# shellcheck disable=SC2086
run ek review $some --send
is "with --send they are" "$code$err $(waiting)" "0 1"
like "shown with names and floor" "$(flat "$out")" "team Service desk wellbeing office Wellbeing office second party Works council sums are opened four weeks at a time, from 10 people on"
like "and what becomes of it" "$(flat "$out")" "at most 48 hours, and is then moved to the drop folder while the daemon runs. Until then 'evenkeel team send --cancel' or 'evenkeel team leave' deletes it"
file=$(echo "$team_dir"/outbox/*.ekr)
IFS=- read -r due until of_week of_task _ <<<"${file##*/}"
now=$(date -d "$EVENKEEL_NOW" +%s)
check "due within 48 hours: $((due - now)) s" test "$due" -ge "$now" -a "$due" -le $((now + 48 * 3600))
is "over 60 hours behind the week's end" "$until" $(((week + 1) * 604800 + 60 * 3600))
is "for this week and team" "$of_week $of_task" "$week $task"
is "1644 bytes, for their owner alone" "$(stat -c '%s %a' "$file")" "1644 600"
is "sealed: both parties together would read these marks" "$(marks "$file")" "$week $wanted"
before=$(sha256sum <"$file")
# shellcheck disable=SC2086
ek review $some --send >/dev/null
is "once more: it takes the other's place" "$(waiting)" 1
file=$(echo "$team_dir"/outbox/*.ekr)
is "the same marks" "$(marks "$file")" "$week $wanted"
check "in other bytes" test "$(sha256sum <"$file")" != "$before"
dues=$(for _ in 1 2 3 4; do ek review week-stress=1 --send >/dev/null; basename "$team_dir"/outbox/*.ekr | cut -d- -f1; done)
check "at other times" test "$(sort -u <<<"$dues" | wc -l)" -gt 1
is "of the newest answers" "$(marks "$team_dir"/outbox/*.ekr | cut -c 6-10)" 01000
run ek team status --json
is "status knows that one waits" "$(field count)" 1
run ek team preview
like "the preview says until when it may be taken back" "$(flat "$out")" "waiting 1 contribution, until .*'evenkeel team send --cancel'"
run ek undo
like "undo says that it waits all the same" "$(flat "$out")" "no longer count. What waits to be sent to your team is not touched"

# Deleted, sent, left.
run ek team send --cancel
is "deleted" "$code $(waiting) $(find "$drop" -name '*.ekr' | wc -l)" "0 0 0"
run ek team send
is "nothing to send" "$code $out" "0 Nothing waited."
# shellcheck disable=SC2086
ek review $some --send >/dev/null
run ek team send
is "sent" "$code$err $(waiting)" "0 0"
sent=$(echo "$drop/$task/$week"/*.ekr)
like "under a random name" "${sent##*/}" "^[0-9a-f]{32}\.ekr$"
is "with the week's beginning for a time" "$(stat -c %Y "$sent")" $((week * 604800))
is "these marks" "$(marks "$sent")" "$week $wanted"
is "its only trace is a sealed record" "$(unlocked history --json --days 3 | grep -c '"contribution-sent"')" 1
unlocked export --format json >"$dir/all.json"
like "of the week, not of the moment" "$(tr -d ' \n' <"$dir/all.json")" '"kind":"contribution-sent".*"first_day":"?20776|"first_day":"2026-11-19"'
run ek undo
is "undo takes back the answers before it, without a passphrase" "$code $(grep -c 'Taken back' <<<"$out")" "0 1"
ek review week-stress=1 --send >/dev/null
EVENKEEL_NOW=2026-11-30T00:00:00Z run ek team send
like "what is too old goes nowhere" "$code $(waiting) $out" "^0 0 1 was too old to count any more"
ek review week-stress=1 --send >/dev/null
mv "$drop/$task/$week" "$dir/week"
run ek team send
is "no folder for the week: it stays" "$code $(waiting)" "1 1"
like "and says what to do" "$err" "; .*tell the wellbeing office|see that the folder is connected"
unlike "without week, team or name" "$err" "$week|$task"
mv "$dir/week" "$drop/$task/$week"
run ek team leave
is "leaving deletes what waits" "$code $(find "$team_dir" -type f)" "0 $team_dir/247/left"
like "and says so" "$(flat "$out")" "1 contribution that waited is deleted, too"

# The same answers in another store, by another person with other keys: the same marks.
mkdir "$dir/other"
export XDG_DATA_HOME=$dir/other
team_dir=$dir/other/evenkeel/team
make_store
rm -r "${drop:?}/$task"
first_code=$code_of_mine
join_whole_team
check "another key" test "$code_of_mine" != "$first_code"
# shellcheck disable=SC2086
ek review $some --send >/dev/null
is "the same marks from another store" "$(marks "$team_dir"/outbox/*.ekr)" "$week $wanted"

# privacy and doctor tell it as it is.
run ek privacy --json
is "privacy: joined" "$(grep -c '"team_joined": true' <<<"$out")" 1
like "with what can be seen, and by whom" "$out" "Figures for your team, Service desk: .*Works council can see that you took part"
told=$(tr -d ' \n' <<<"$out" | grep -oE '"id":"(answers|keys|backup|before_restore|questionnaires|team)","path":"[^"]*","files":[0-9]+' | awk -F: '{ n += $NF } END { print n }')
is "each file of the store is in one of its rows" "$told" "$(find "$XDG_DATA_HOME/evenkeel" -type f | wc -l)"
run ek doctor --json
like "doctor: the drop folder" "$(tr -d '\n' <<<"$out" | tr -s ' ')" '"id": "team", "state": "optional_missing", "found": "the drop folder is there; the daemon'
ek config set team.drop /nowhere >/dev/null
run ek doctor --json
like "doctor: it is away" "$(tr -d '\n' <<<"$out" | tr -s ' ')" 'drop folder: not there now'
ek config set team.drop "$drop" >/dev/null

# Nothing of the person, the computer or the store in what goes out; no answers beside what is sealed.
cp "$team_dir"/outbox/*.ekr "$dir/out.ekr"
store_id=$(head -c 4096 "$XDG_DATA_HOME/evenkeel/keys" | tr -cd 'A-Za-z0-9' | head -c 16)
# (A short name stands in random bytes by chance.)
for name in "$(id -un)" "$(uname -n)" evenkeel "$HOME" "$code_of_mine"; do
	[ ${#name} -lt 5 ] || is "no '$name' in it" "$(grep -acF -- "$name" "$dir/out.ekr")" 0
done
is "nothing of the store's keys in it" "$(grep -acF "$store_id" "$dir/out.ekr")" 0
while IFS= read -r file; do
	for word in fatigue week-stress customer.demands overload 'tired or sleepless'; do
		grep -qaF "$word" "$file" && not_ok "an answer's name in $file" "$word"
	done
done <<<"$(find "$team_dir" "$drop" "$XDG_RUNTIME_DIR" -type f)"
is "a log there is none" "$(find "$HOME" -name '*.log')" ""

# Beside a running daemon, at the true time.
export XDG_DATA_HOME=$dir/third
mkdir "$XDG_DATA_HOME"
(
	unset EVENKEEL_NOW
	drop=$dir/third-drop team_dir=$dir/third/evenkeel/team quarter=$(($(date +%s) / 604800 / 12)) week=$(($(date +%s) / 604800))
	make_store
	join_whole_team
	start_daemon || echo "no daemon"
	ek review week-stress=1 --send 2>&1 >/dev/null
	ek doctor --json | tr -d '\n' | tr -s ' ' | grep -oE '"id": "team", "state": "[a-z_]*"'
	waiting
	ek team send 2>&1
	waiting
	marks "$drop/$task/$week"/*.ekr | cut -d' ' -f2 | cut -c 1-5
	stop_daemon
) >"$dir/beside"
is "beside a running daemon" "$(paste -sd' ' "$dir/beside")" '"id": "team", "state": "works" 1 Sent: 1 contribution. It cannot be called back. 0 01000'
export XDG_DATA_HOME=$dir/other

if ! has_terminal; then
	skip "the offer on a terminal" "no pseudo-terminals here"
	finish
fi
# On the terminal: asked at the end, no by default; with the daemon told where there is one.
ek team send --cancel >/dev/null
rest='numbers|หมายเลข|编号'
# talk LANGUAGE KEYS: a whole review, and KEYS at the offer
talk() {
	LANGUAGE=$1 LC_ALL=C.UTF-8 converse "stty cols 80 rows 24; $BUILD/evenkeel review; echo code=\$?" '^[^0-9]*1 .*24' "33111111111111" '^[^0-9]*15 .*24' 0123 "$rest" '7\n' '^[^0-9]*20 .*24' 0 '^[^0-9]*21 .*24' 1 '^[^0-9]*22 .*24' 2 '^[^0-9]*23 .*24' 1 '^[^0-9]*24 .*24' 'all in one go\n' '(y/N|是/否)' "$2" ' c ' '\n'
}
out=$(talk en n)
like "the offer" "$out" "Send these marks for the team's figures\?"
like "no" "$out" "Nothing is sent"
is "nothing waits" "$(waiting)" 0
like "the review goes on to its end" "$out" "code=0"
out=$(talk en '\n')
is "ENTER alone is no" "$(waiting)" 0
out=$(talk en '\003')
is "nor is ^C a yes" "$(waiting)" 0
for language in en zh_CN th; do
	out=$(talk $language y)
	is "yes, in $language" "$(waiting)" 1
	wide=$(tr -d '\r' <<<"$out" | wc -L)
	check "80 columns in $language: $wide" test "$wide" -le 80
	is "these marks" "$(marks "$team_dir"/outbox/*.ekr)" "$week $(marks_of "00010 1000000000000 0001 000000100000000 011001 00001")"
	ek team send --cancel >/dev/null
done
# What was answered before an interruption is not in this process's memory.
converse "$BUILD/evenkeel review" '^1 of 24' 3 '^2 of' q >/dev/null
out=$(converse "stty cols 80 rows 24; $BUILD/evenkeel review; echo code=\$?" 'today' '\n' '^2 of' 1111111111111 '^15 of' 0123 "$rest" '7\n' '^20 of' 0 '^21 of' 1 '^22 of' 2 '^23 of' 1 '^24 of' '\n' 'c compare' '\n')
like "gone on with, it says why nothing can be sent" "$(flat "$(tr -d '\r' <<<"$out")")" "For the team nothing is sent now: it takes an answer about this week's stress"
is "and nothing is" "$(waiting)" 0
finish
