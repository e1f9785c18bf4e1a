#!/bin/bash
# Setting up: with and without a terminal, what it writes, and that nothing that is there is ever touched.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
code_words='[0-9A-Z]{4}(-[0-9A-Z]{4}){6}'
fresh() { rm -rf "$HOME" "$XDG_RUNTIME_DIR"; mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"; }
setup() { ek setup --kdf-test --no-recovery-check --no-service "$@"; }

run setup --passphrase-fd 9 9<"$pass"
is "setup" "$code" 0
recovery=$(printf '%s\n' "$out" | grep -oE "$code_words")
is "one recovery code" "$(printf '%s\n' "$out" | grep -cE "^ *$code_words\$")" 1
like "it says how to start the daemon" "$out" "evenkeeld"
is "the store is the person's alone" "$(stat -c %a "$XDG_DATA_HOME/evenkeel")" 700
is "and so are its files" "$(find "$XDG_DATA_HOME/evenkeel" -type f -perm /077)" ""
is "the settings are the person's alone" "$(stat -c %a "$conf")" 600
check "the settings are sound" ek config check
unlike "nothing is set by them" "$(ek config list)" '^\*'
is "the recovery code is kept nowhere" "$(grep -rlaF -e "$recovery" -e "${recovery//-/}" "$HOME" "$XDG_RUNTIME_DIR")" ""
is "nor is the passphrase" "$(grep -rlaF 'four words for tests' "$HOME" "$XDG_RUNTIME_DIR")" ""
is "the passphrase opens it" "$(unlocked verify >/dev/null; echo $?)" 0

sums() { find "$XDG_DATA_HOME" "$conf" -type f -exec sha256sum {} + | sort; }
before=$(sums)
run setup --passphrase-fd 9 9<"$pass"
is "a second time: exit 1" "$code$out" 1
like "with the next step" "$err" "there is a store already in '.*'.*evenkeel status"
is "nothing was touched" "$(sums)" "$before"

fresh
mkdir -p "$(dirname "$conf")"; printf '[micro]\nevery = 20min\n' >"$conf"
run setup --passphrase-fd 9 9<"$pass"; is "with a settings file there" "$code" 0
is "the settings file stays" "$(cat "$conf")" "[micro]
every = 20min"
is "each store has its own code" "$(printf '%s\n' "$out" | grep -cE "$recovery")" 0

fresh
run env EVENKEEL_PASSPHRASE_FILE="$pass" "$BUILD/evenkeel" setup --kdf-test --no-recovery-check --no-service; is "the passphrase from the environment's file" "$code" 0
fresh
run env EVENKEEL_PASSPHRASE_FD=9 "$BUILD/evenkeel" setup --kdf-test --no-recovery-check --no-service 9<"$pass"; is "from the environment's descriptor" "$code" 0
fresh
run env EVENKEEL_PASSPHRASE_FD=9 EVENKEEL_PASSPHRASE_FILE=/nonexistent "$BUILD/evenkeel" setup --kdf-test --no-recovery-check --no-service 9<"$pass"; is "the descriptor comes first" "$code" 0

nothing_made() { is "$1: nothing was made" "$(find "$HOME" -type f)" ""; fresh; }
fresh
run ek setup --kdf-test --no-service --passphrase-fd 9 9<"$pass"; is "no terminal to type the code on: exit 2" "$code" 2
like "it says what to add" "$err" "--no-recovery-check"; nothing_made "no terminal for the code"
run setsid "$BUILD/evenkeel" setup --kdf-test --no-recovery-check --no-service; is "no terminal, no passphrase: exit 4" "$code" 4; nothing_made "no passphrase"
run setup --passphrase-fd 8; is "a closed descriptor: exit 4" "$code" 4; nothing_made "a closed descriptor"
run setup --passphrase-fd x; is "no number: exit 2" "$code" 2; nothing_made "no number"
run setup --passphrase-fd 9 9</dev/null; like "an empty passphrase" "$code $err" "^4 .*empty"; nothing_made "an empty passphrase"
run setup extra; is "a stray word: exit 2" "$code" 2; nothing_made "a stray word"
mkdir -m 700 "$HOME/data"; touch "$HOME/data/evenkeel"; run setup --passphrase-fd 9 9<"$pass"; is "a file where the store should be: exit not 0" "$((code != 0))" 1; rm "$HOME/data/evenkeel"
fresh
printf 'short\n' >"$dir/short"
like "a short passphrase is taken, with a kind word" "$(ek setup --no-recovery-check --no-service --passphrase-fd 9 9<"$dir/short" 2>&1 >/dev/null)" "longer one"
check "and the store is there" test -e "$XDG_DATA_HOME/evenkeel/keys"
# That one was made with the real derivation: it is no test store.
unlike "no word of tests" "$(EVENKEEL_PASSPHRASE_FILE=$dir/short ek verify 2>&1)" "made for tests"
fresh
run ek --store "$dir/elsewhere" setup --kdf-test --no-recovery-check --passphrase-fd 9 9<"$pass"; is "--store" "$code" 0
check "it is there" test -e "$dir/elsewhere/keys"
check "and not in the usual place" test ! -e "$XDG_DATA_HOME/evenkeel"

# On a terminal.
if has_terminal; then
	fresh
	out=$(converse "$BUILD/evenkeel setup --kdf-test --no-recovery-check --no-service" language 1 'usually work' '08:00-16:00\n' 'New passphrase' \
		'terminal words here\n' 'Once more' 'terminal words here\n')
	like "on a terminal: the code is shown" "$out" "$code_words"
	unlike "the passphrase is not" "$out" "terminal words"
	is "the language is kept" "$(ek config get language)" en
	is "the hours are kept" "$(ek config get hours.fri)" 08:00-16:00
	is "the weekend stays free" "$(ek config get hours.sun)" off
	printf 'terminal words here' >"$dir/typed"; chmod 600 "$dir/typed"
	is "the passphrase opens it" "$(EVENKEEL_PASSPHRASE_FILE=$dir/typed ek verify >/dev/null 2>&1; echo $?)" 0
	like "unlocking on a terminal" "$(on_terminal 'terminal words here\n' "$BUILD/evenkeel verify; echo code=\$?")" "code=0"
	like "the wrong one on a terminal" "$(on_terminal 'other words\n' "$BUILD/evenkeel verify; echo code=\$?")" "code=4"
	like "the terminal echoes again afterwards" "$(on_terminal 'other words\n' "$BUILD/evenkeel verify; stty -a")" " echo "
	fresh
	out=$(on_terminal '1\none passphrase\nanother one\n' "$BUILD/evenkeel setup --kdf-test --no-service; echo code=\$?")
	like "two that differ" "$out" "differ.*"; like "exit 4" "$out" "code=4"
	check "and no store" test ! -e "$XDG_DATA_HOME/evenkeel"
	fresh
	out=$(on_terminal '1nine to five\n\nwords words words\nwords words words\n' "$BUILD/evenkeel setup --kdf-test --no-recovery-check --no-service; echo code=\$?")
	like "hours that are none are asked again" "$out" "hours.mon"; like "and then it goes on" "$out" "code=0"
	fresh
	out=$(on_terminal 'q' "$BUILD/evenkeel setup --kdf-test --no-service; echo code=\$?")
	like "q: nothing was changed" "$out" "nothing was changed"
	check "and there is nothing" test ! -e "$XDG_DATA_HOME/evenkeel"
	fresh
	out=$(on_terminal '2\nwords words words\nwords words words\n' "$BUILD/evenkeel setup --kdf-test --no-recovery-check --no-service")
	is "Chinese is kept" "$(ek config get language)" zh_CN
	if [ -e "$BUILD/locale/zh_CN/LC_MESSAGES/evenkeel.mo" ]; then like "and goes on in Chinese" "$out" "恢复码|恢复代码"; else skip "and goes on in Chinese" "no translation built"; fi
else
	skip "setup on a terminal" "no pseudo-terminals here"
fi
finish
