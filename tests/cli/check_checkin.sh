#!/bin/bash
# Answering: by words, by stdin, by keys; what is refused; undo; and that answering leaves no trace outside the store.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
make_store
export EVENKEEL_NOW=2026-03-02T10:00:00+01:00
records() { unlocked export --format json | tr -d ' \n' | grep -oE '\{"kind":"[^"]*"[^{]*("answers":\[[^]]*\])?' ; }
last() { unlocked export --format json | tr -d ' \n' | sed 's/.*\({"kind":\)/\1/'; }
count() { records | grep -c '"kind":'; }
answer() { printf '%s' "$1" | grep -oE "\"id\":\"$2\",\"scale\":\"[^\"]*\",\"value\":[^,}]*" | sed 's/.*://'; }

# Words.
run ek checkin stress=1 fatigue=2 customer.demands=1 valence=0
is "words" "$code$err" 0
like "thanks" "$out" "Thank you"
got=$(last)
like "it is a check-in" "$got" '"form":"check-in"'
like "self-started" "$got" '"origin":"self"'
like "at the frozen time" "$got" '"time_ms":1772442000000,"zone_min"'
is "stress" "$(answer "$got" stress)" 1
is "fatigue" "$(answer "$got" fatigue)" 2
is "the cause" "$(answer "$got" customer.demands)" 1
is "draining" "$(answer "$got" valence)" 0
like "a lot brings a tip" "$out" "One minute that may help"
run ek checkin stress=1 fatigue=1; unlike "somewhat brings none" "$out" "may help"
is "two records" "$(count)" 2

# Words from stdin.
printf '# a comment\n\n stress=2\nirritability=0\n' | ek checkin - >/dev/null 2>&1; is "lines on stdin" $? 0
is "stress came through" "$(answer "$(last)" stress)" 2
is "three records" "$(count)" 3

# Refused: exit 2, nothing stored.
refused() { # NAME REGEX WORD...
	local name=$1 regex=$2; shift 2
	run ek "$@"
	is "$name: exit 2" "$code$out" 2
	like "$name: says what is allowed" "$err" "^evenkeel: .*$regex"
	unlike "$name: and not what was typed" "$err" "(stress=([39]|-1)|fatigue=5|enthusiasm)"
}
refused "an unknown id" "no question of that name; .*evenkeel\(1\)" checkin streß=1
refused "a step too high" "0 \(not at all\)" checkin stress=3
refused "a step below" "0 \(not at all\)" checkin stress=-1
refused "no step" "ID=STEP" checkin stress
refused "an empty step" "0 \(not at all\)|ID=STEP" checkin stress=
refused "not asked in this form" "asks for stress, symptoms" checkin enthusiasm=1
refused "good, then bad" "0 \(not at all\)" checkin fatigue=1 stress=9
refused "no terminal and no words" "no terminal" checkin
refused "review: unknown" "no question 'wat'; .*evenkeel\(1\)" review wat=1
refused "review: a step too high" "from 0 to 4" review fatigue=5
refused "review: no terminal" "no terminal" review
run ek checkin - </dev/null; is "an empty stdin: exit 2" "$code" 2
is "nothing of it was stored" "$(count)" 3

# Review, hard call.
run ek review fatigue=4 irritability=3 customer.demands=1 company.overload=2
is "review" "$code" 0
like "it sums up" "$out" "often or more +fatigue.*irritab|often or more +.*sleep"
like "with the causes, first first" "$out" "weighs most +.*demands.*overload"
like "stored as a review" "$(last)" '"form":"review"'
like "eight often or more: a gentle word" "$(ek review loneliness=3 unease=3 concentration=3 fatigue=3 irritability=3 restlessness=3 appetite=3 tearfulness=4 2>/dev/null)" "someone you trust"
before=$(count)
run ek hard-call
is "hard-call" "$code" 0
is "one record" "$(count)" "$((before + 1))"
like "with its form" "$(last)" '"form":"hard-call"'
like "two minutes" "$out" "two minutes"

# Undo.
kinds() { unlocked export --format json | tr -d ' \n' | grep -oE '"kind":"[a-z-]*"' | tail -"$1" | tr -d '\n'; }
run ek undo
is "undo" "$code" 0
like "it is a withdrawal" "$(kinds 1)" withdrawn
group=$(records | grep '"form":"hard-call"' | tail -1 | grep -oE '"group":[0-9]+' | cut -d: -f2)
like "of the last answers" "$(last)" "\"takes_back\":$group"
run ek undo; like "once only" "$code $err" "^1 .*nothing to take back"
is "what undo needs is gone" "$(find "$XDG_RUNTIME_DIR" "$XDG_STATE_HOME" -name "last-*" -exec cut -c 1-8 {} \; 2>/dev/null)" 00000000
ek checkin stress=0 >/dev/null 2>&1
kept=$(find "$XDG_RUNTIME_DIR" "$XDG_STATE_HOME" -name 'last-*' 2>/dev/null)
like "what undo needs is a group and a fingerprint, and no more" "$(cat "$kept")" "^[0-9a-f]{8} [0-9a-f]{16}$"
is "closed to others" "$(stat -c %a "$kept")" 600
is "its times say nothing" "$(stat -c %Y "$kept")" 0
ek --store "$dir/two" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
run ek --store "$dir/two" undo; is "never another store's" "$code" 1
run ek undo; is "review and check-in alike" "$code" 0

# No trace: words on stdin, then a search for ids and steps everywhere but in the store.
mkdir "$dir/tmp"
printf 'stress=2\nself-image=2\ncompany.insecurity=1\n' | TMPDIR=$dir/tmp ek checkin - >/dev/null 2>&1
is "no temporary file" "$(find "$dir/tmp" -type f)" ""
found=$(grep -rlaF -e self-image -e company.insecurity -e 'stress=2' "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)
is "no answer in any file" "$found" ""
if [ -r /proc/self/environ ] && command -v strace >/dev/null; then
	printf 'stress=1\nself-image=1\n' | strace -f -e trace=execve,write -s 4000 -o "$dir/trace" "$BUILD/evenkeel" checkin - >/dev/null 2>&1
	unlike "none in a program's arguments" "$(grep execve "$dir/trace")" 'self-image'
fi
size() { stat -c %s "$XDG_DATA_HOME/evenkeel/store.db"; }
ek --store "$dir/a" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
ek --store "$dir/b" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
for ((i = 0; i < 5; i++)); do
	echo stress=0 | ek --store "$dir/a" checkin - >/dev/null 2>&1
	printf 'stress=2\nfatigue=2\nunease=2\ncustomer.demands=1\nvalence=0\n' | ek --store "$dir/b" checkin - >/dev/null 2>&1
done
is "other answers, equal sizes" "$(cd "$dir/a" && stat -c '%n %s' *)" "$(cd "$dir/b" && stat -c '%n %s' *)"

# Keys on a terminal.
if has_terminal; then
	before=$(count)
	out=$(on_terminal '122' "$BUILD/evenkeel checkin; echo code=\$?")
	like "keys" "$out" "code=0"; like "thanks" "$out" "Thank you"
	is "one record" "$(count)" "$((before + 1))"
	is "the first key is 'not at all'" "$(answer "$(last)" stress)" 0
	like "complete" "$(last)" '"kind":"answered"'
	out=$(on_terminal '3b2s1131' "$BUILD/evenkeel checkin; echo code=\$?")
	like "back, skip, group and cause" "$out" "code=0"
	is "back takes the answer back" "$(answer "$(last)" stress)" 1
	is "customers' third cause" "$(answer "$(last)" customer.demands)" 1
	is "and it drains" "$(answer "$(last)" valence)" 0
	out=$(on_terminal '2q' "$BUILD/evenkeel checkin; echo code=\$?")
	like "q keeps what was answered" "$(last)" '"kind":"partial"'
	for language in en zh_CN th; do
		out=$(LANGUAGE=$language LC_ALL=C.UTF-8 converse "stty cols 80 rows 24; $BUILD/evenkeel checkin; echo code=\$?" '^> ' '332131')
		like "a check-in in $language" "$out" "code=0"
		is "no line of it is too wide" "$([ "$(tr -d '\r' <<<"$out" | wc -L)" -le 80 ] || printf '%s' "$out")" ""
		is "its answers" "$(answer "$(last)" stress):$(answer "$(last)" customer.demands)" "2:1"
	done
	before=$(count)
	out=$(on_terminal 'q' "$BUILD/evenkeel checkin; echo code=\$?")
	like "q at once" "$out" "Nothing was answered"; is "stores nothing" "$(count)" "$before"
	out=$(on_terminal 'x9\033[A1\r2q' "$BUILD/evenkeel checkin; echo code=\$?")
	is "other keys do nothing" "$(answer "$(last)" stress)" 0
	# A review: stress 3, thirteen symptoms, four impacts, causes 3 and 1, draining, third response, breaks, no hard call, a note.
	out=$(on_terminal '312341234012341111\063 1\n0341a note of mine\n' "$BUILD/evenkeel review; echo code=\$?")
	like "a review by keys" "$out" "code=0"
	like "the causes in their order" "$out" "weighs most +.*demands.*expectations"
	is "the note is sealed" "$(grep -rlaF 'a note of mine' "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)" ""
	like "and is there after unlock" "$(unlocked export --format json)" "a note of mine"
else
	skip "keys on a terminal" "no pseudo-terminals here"
fi

# While the daemon is up.
unset EVENKEEL_NOW
daemon_starts
run ek now checkin; is "a check-in now" "$code$err" 0
like "it stands open" "$(ek status --json)" '"open": "checkin"'
run ek checkin stress=1 fatigue=0; is "answered here" "$code" 0
like "as that prompt's answer" "$(last)" '"origin":"prompt"'
like "the daemon closed its own" "$(ek status --json)" '"open": null'
run ek hard-call; is "a hard call with the daemon up" "$code" 0
ek now checkin >/dev/null
run ek --store "$dir/two" checkin stress=0; is "answered in another store" "$code" 0
like "the daemon's prompt stays open" "$(ek status --json)" '"open": "checkin"'
run ek --store "$dir/two" undo; is "taken back there" "$code" 0
unlike "and not here" "$(kinds 1)" withdrawn
run ek undo; is "undo with the daemon up" "$code" 0
like "is a withdrawal" "$(kinds 1)" withdrawn
stop_daemon
finish
