#!/bin/bash
# Guided exercises on a terminal of 80 columns, in each language: listed, walked through with keys and lines, kept when something
# interrupts, opened again with the passphrase in the person's own words, exported and imported equal, and nowhere in clear.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
make_store
export EVENKEEL_NOW=2026-03-02T10:00:00+01:00
names="worry-inventory role-sheet skills-check handover whose-monkey two-way-talk service-mindset"
in_language() { local language=$1; shift; LANGUAGE=$language LC_ALL=C.UTF-8 "$@"; }
fits() { if [ "$(printf '%s\n' "$2" | tr -d '\r' | wc -L)" -le 80 ]; then ok "$1"; else not_ok "$1" "$2"; fi; }
# filled KEYS-VARIABLE: what is typed, with the word W in each text and 2 for each choice but where it is said
keys_for() { # EXERCISE W
	local w=$2 t="$2 one\n$2 two\n\n"
	case $1 in
	worry-inventory) printf '%s' "222222222222222222222222$w\n$t" ;;
	role-sheet) printf '%s' "$t$t$t$t$t$w\n$w\n22$t" ;;
	skills-check) printf '%s' "2222222222222$t$t" ;;
	handover) printf '%s' "$t$w\n22$t$t$t" ;;
	whose-monkey) printf '%s' "$w\n2$w\n2$w\n$w mine\n11\n$w\n" ;;
	two-way-talk) printf '%s' "$w\n$t$t${t}2$t" ;;
	service-mindset) printf '%s' "2${t}2${t}2${t}2$t$w\n" ;;
	esac
}

run ek exercise; is "the list needs no passphrase and no terminal" "$code$err" 0
for name in $names; do like "it has $name, with what for and how long" "$out" "^  $name +[0-9]+ minutes +when .{10,}"; done
is "one line each" "$(grep -c minutes <<<"$out")" 7
for language in zh_CN th; do
	out=$(in_language $language ek exercise)
	fits "the list in $language fits" "$out"
	# The columns line up: what stands before the occasion is as wide in each row.
	is "its columns line up" "$(grep -oE '^  [a-z-]+ +[0-9]+ (分钟|นาที) +' <<<"$out" | while IFS= read -r row; do printf '%s' "$row" | wc -L; done | sort -u | wc -l)" 1
done
run ek exercise juggling; is "an unknown one: exit 2" "$code" 2; like "says where they are" "$err" "'evenkeel exercise' lists them"
run ek exercise handover; is "without a terminal: exit 2" "$code" 2
run ek exercise --all handover; is "--all alone: exit 2" "$code" 2
run unlocked exercise handover --show; is "nothing written yet: exit 6" "$code" 6
like "completion knows them" "$(ek completion bash)" "exercise\) list='.*worry-inventory.*service-mindset"
if ! has_terminal; then
	skip "exercises on a terminal" "no pseudo-terminals here"
	finish
fi

# walk LANGUAGE EXERCISE KEYS: on 80x24, all keys once the first question stands there
walk() { LANGUAGE=$1 LC_ALL=C.UTF-8 converse "stty cols 80 rows 24; $BUILD/evenkeel exercise $2; echo code=\$?" '^> ' "$3"; }
minute=0
words=("en|a calm kingfisher" "zh_CN|一只安静的翠鸟" "th|นกกระเต็นเงียบ ๆ")
for entry in "${words[@]}"; do
	language=${entry%%|*} word=${entry#*|}
	for name in $names; do
		minute=$((minute + 1))
		export EVENKEEL_NOW=2026-03-02T10:$(printf %02d $minute):00+01:00
		screen=$(walk "$language" "$name" "$(keys_for "$name" "$word")")
		like "$name in $language is walked to its end" "$screen" "code=0"
		like "and says how to open it again" "$screen" "evenkeel exercise $name --show"
		fits "no line is too wide" "$screen"
		case $name in
		whose-monkey) fields=9 ;;
		*) fields= ;;
		esac
		shown=$(in_language "$language" unlocked exercise "$name" --show)
		like "its words come back" "$shown" "^  $word"
		fits "and fit" "$shown"
		history=$(in_language "$language" unlocked history --days 1 | tail -1)
		label=$(sed -n "/^id: $name\$/,/^\$/s/^label: //p" "schema/catalogue/$language/exercises.txt")
		like "history names it" "$history" "${label//\?/.} · [0-9]+"
		[ -z "$fields" ] || like "with how much of it" "$history" "· $fields"
	done
done
is "each was kept" "$(unlocked export --format json | grep -c '"exercise":"[a-z-]*","field":0')" 21
is "--all shows every one, the newest first" \
	"$(unlocked exercise handover --show --all | sed -nE 's/^.*, 09:([0-9]{2})$/\1/p' | tr '\n' ' ')" "18 11 04 "
is "without it the newest" "$(unlocked exercise handover --show | grep -cE ', 09:[0-9]{2}$')" 1
csv=$(unlocked export --format csv)
like "a table has choices by number and in words" "$csv" 'worry-inventory\.fear\.job,2,"a little"'
like "and texts by name" "$csv" 'handover\.roles,2,"一只安静的翠鸟"'
like "rounds that are counted" "$csv" 'whose-monkey\.owner\.2,1,"me"'
like "as JSON has" "$(unlocked export --format json)" '"field":6,"text":"[^"]*","name":"fact"'

# Nowhere in clear.
for entry in "${words[@]}"; do
	is "no word of it on disk (${entry%%|*})" "$(grep -rlaF "${entry#*|}" "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ""
done
is "the note for undo says no more than where" "$(cat "$XDG_RUNTIME_DIR"/evenkeel/last-* | tr -d '0-9a-f \n')" ""

# Exported, imported: the same.
moves_whole
is "and shows the same" "$(unlocked --store "$dir/two" exercise role-sheet --show)" "$(unlocked exercise role-sheet --show)"

# Keys: progress, back, skip, stop; what is decided not to come is not counted.
export EVENKEEL_NOW=2026-03-03T10:00:00+01:00
out=$(converse "$BUILD/evenkeel exercise worry-inventory; echo code=\$?" '^1 of 26' 1 '^2 of 23' 3 '^3 of 23' b '^2 of 23' s '^3 of 20' 2 '^4 of 20' q)
like "progress, back and skip" "$out" "code=0"
like "stopping keeps" "$out" "What you wrote is sealed"
unlike "and sends nobody off with half of it" "$out" "What to do with it"
shown=$(unlocked exercise worry-inventory --show | tail -n +2)
is "what was kept" "$(tr '\n' '|' <<<"$shown")" "My job|  no|The regard others have for me|  a little|"
out=$(converse "$BUILD/evenkeel exercise two-way-talk; echo code=\$?" '^1 of 6' 'with Ana\n' '^2 of 6' 'b\n' '| with Ana' '\n' '^> $' 'I meant this\nand that\n\n' '^3 of 6' 'b\n' 'and that' 's\n' 'as far as' 'q\n')
shown=$(unlocked exercise two-way-talk --show | tail -n +2)
like "ENTER keeps a text that stands there" "$shown" "with Ana"
unlike "s empties it" "$shown" "I meant"
before=$(unlocked export --format json | wc -l)
out=$(converse "$BUILD/evenkeel exercise handover; echo code=\$?" '^1 of' 'q\n')
like "nothing answered" "$out" "nothing was stored"
is "stores nothing" "$(unlocked export --format json | wc -l)" "$before"

# Interrupted: kept; and undo takes it back.
export EVENKEEL_NOW=2026-03-04T10:00:00+01:00
converse "$BUILD/evenkeel exercise skills-check" '^1 of' 3 '^2 of' 2 '^3 of' '\003' >/dev/null
like "^C keeps what was answered" "$(unlocked exercise skills-check --show)" "strong"
is "of that day" "$(unlocked history --days 1 | grep -c 'skills check · 2 answers')" 1
run ek undo; is "undo without a passphrase" "$code" 0
is "it no longer counts" "$(unlocked exercise skills-check --show | grep -c '4 March')" 0
killed HUP 'exercise two-way-talk' '^1 of' 'a closed terminal\n' '^2 of' ''
like "a closed terminal, too" "$(unlocked exercise two-way-talk --show)" "a closed terminal"
rm -f "$XDG_RUNTIME_DIR"/evenkeel/last-*
like "undo by reading names it" "$(EVENKEEL_PASSPHRASE_FILE=$pass ek undo 2>/dev/null)" "^Taken back: exercise, "

# With the daemon up it tells which was the last.
unset EVENKEEL_NOW
daemon_starts
converse "$BUILD/evenkeel exercise skills-check; echo code=\$?" '^1 of' 1 '^2 of' q >/dev/null
is "one more" "$(unlocked exercise skills-check --show --all | grep -c '^skills check · ')" 4
run ek undo; is "undo with the daemon up" "$code" 0
is "it is that one" "$(unlocked exercise skills-check --show --all | grep -c '^skills check · ')" 3
stop_daemon

# From the tips of a cause to its exercise.
like "tips name a fitting one" "$(unlocked tips --cause environment.people)" "evenkeel exercise (handover|two-way-talk), [0-9]+ minutes"
unlike "and none where none fits" "$(unlocked tips --cause market.competition)" "evenkeel exercise"
finish
