#!/bin/bash
# The keys' life: another passphrase, the recovery code, rotation, the keyring; where a passphrase comes from; kill -9 in between.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
code_words='[0-9A-Z]{4}(-[0-9A-Z]{4}){6}'
other=$dir/other third=$dir/third store=$XDG_DATA_HOME/evenkeel
(umask 077; echo 'quite another one' >"$other"; echo 'and a third one' >"$third")
unset DISPLAY WAYLAND_DISPLAY
code_in() { grep -oE "$code_words" "$1" | head -1; }
with() { local file=$1; shift; EVENKEEL_PASSPHRASE_FILE=$file ek "$@"; } # with FILE COMMAND...
opens() { with "$1" verify >/dev/null 2>&1; echo $?; }
exits() { is "$1" "$code" "$2"; }
export EVENKEEL_NOW=2026-03-02T08:00:00Z

check "setup" make_store
recovery=$(code_in "$dir/setup")
like "it says what is lost without both" "$(tr '\n' ' ' <"$dir/setup")" "Without both the passphrase and this code, +everything you answered is lost"
for day in 02 03 04 05 06; do
	for hour in 09 11 14; do
		EVENKEEL_NOW=2026-03-${day}T$hour:00:00Z ek checkin stress=$((10#$hour % 3)) fatigue=1 valence=0 >/dev/null 2>&1
	done
done
export EVENKEEL_NOW=2026-03-06T18:00:00Z
trends=$(with "$pass" trends --json 2>/dev/null)
like "there is something to see" "$trends" '"days"'
same_trends() { is "$1" "$(with "$2" trends --json 2>/dev/null)" "$trends"; }

# Another passphrase.
run with "$other" keys passphrase --new-passphrase-fd 9 9<"$third"; exits "the wrong one first: exit 4" 4
like "says so" "$err" "wrong passphrase"
run with "$pass" keys passphrase --new-passphrase-fd 9 9<"$other"; exits "another passphrase" 0
like "offers rotation" "$out" "keys rotate"
is "the old one is refused" "$(opens "$pass")" 4
same_trends "the same trends with the new one" "$other"
is "no passphrase lies about" "$(grep -rlaFe 'four words' -e 'quite another' "$HOME" "$XDG_RUNTIME_DIR")" ""
run with "$other" keys passphrase --new-passphrase-fd 9 9</dev/null; exits "an empty new one: exit 4" 4
head -c 1025 /dev/zero | tr '\0' x >"$dir/long"
run with "$other" keys passphrase --new-passphrase-fd 9 9<"$dir/long"; exits "one of 1,025 bytes: exit 4" 4
is "nothing was changed" "$(opens "$other")" 0
run with "$other" setsid "$BUILD/evenkeel" keys passphrase; is "no new one and no terminal: exit 4" "$(EVENKEEL_PASSPHRASE_FILE=$other setsid -w "$BUILD/evenkeel" keys passphrase </dev/null >/dev/null 2>&1; echo $?)" 4

# Lost passphrase, recovery code, new passphrase, same trends.
run ek keys recover --new-passphrase-fd 9 9<"$third" </dev/null; exits "no code: exit 4" 4
# One slip in a thousand makes another good code, and is told as such: of three, one at least is told as what it is.
: >"$dir/slips"
for to in 123456789A0 23456789A01 3456789A012; do
	wrong=$(printf '%s' "$recovery" | tr '0123456789A' $to)
	out=$(printf '%s\n' "$wrong" | ek keys recover --new-passphrase-fd 9 9<"$third" 2>>"$dir/slips"); is "a slip in the code: exit 4" $? 4
done
like "it says what it is" "$(cat "$dir/slips")" "typing error"
typed=$(printf '%s' "$recovery" | tr 'A-Z01-' 'a-zol ')
out=$(printf '%s\n' "$typed" | ek keys recover --new-passphrase-fd 9 9<"$third" 2>&1); is "the code, typed carelessly" $? 0
is "the passphrase before is refused" "$(opens "$other")" 4
same_trends "lost passphrase, recovery code, new passphrase, same trends" "$third"
rm "$store/keys" "$store/keys.bak"
run with "$third" trends; exits "without key files: exit 5" 5
like "the message names the way" "$err" "keys recover"
printf '%s\n' "$recovery" >"$dir/code"
run ek keys recover --code-fd 8 --new-passphrase-fd 9 --kdf-test 8<"$dir/code" 9<"$pass"; exits "the code brings them back" 0
same_trends "and everything is there" "$pass"
ek --store "$dir/second" setup --passphrase-fd 3 --kdf-test --no-recovery-check --no-service 3<"$pass" >"$dir/second.out" 2>&1
foreign=$(code_in "$dir/second.out")
out=$(printf '%s\n' "$foreign" | ek keys recover --new-passphrase-fd 9 9<"$other" 2>"$dir/err"); is "another store's code: exit 4" $? 4
is "changes nothing" "$(opens "$pass")" 0
out=$(printf '%s\n' "$recovery" | ek --store "$dir/nothing" keys recover --new-passphrase-fd 9 9<"$other" 2>"$dir/err"); is "no store: exit 1" $? 1

# Rotation.
for full in "" --full; do
	name="rotation${full:+, full}"
	cp "$store/keys" "$dir/old.keys"
	old=$recovery
	# shellcheck disable=SC2086
	run with "$pass" keys rotate $full --no-recovery-check; exits "$name" 0
	recovery=$(printf '%s\n' "$out" | grep -oE "$code_words")
	is "$name: one new code" "$(printf '%s\n' "$recovery" | wc -l)" 1
	unlike "$name: not the old one" "$recovery" "$old"
	like "$name: whole, with a mark" "$out" "^15 records, none missing, mark [0-9a-f]{4}-[0-9a-f]{4}$"
	same_trends "$name: the same trends" "$pass"
	mark=$(with "$pass" verify --mark 2>/dev/null)
	like "$name: the mark stays" "$out" "mark $mark$"
	is "$name: nothing is left" "$(cd "$store" && ls | grep -E 'new|tmp|full')" ""
	out=$(printf '%s\n' "$old" | ek keys recover --new-passphrase-fd 9 9<"$other" 2>&1); is "$name: the old code: exit 4" $? 4
	out=$(printf '%s\n' "$recovery" | ek keys recover --new-passphrase-fd 9 9<"$other" 2>&1); is "$name: the new code" $? 0
	same_trends "$name: opens everything" "$other"
	cp -a "$store" "$dir/copy"
	cp "$dir/old.keys" "$dir/copy/keys"; cp "$dir/old.keys" "$dir/copy/keys.bak"
	run with "$pass" --store "$dir/copy" history; exits "$name: a copy of the old keys opens nothing" 5
	unlike "$name: no answer shows" "$out" "Tired|tired|stress"
	rm -rf "$dir/copy"
	run with "$other" keys passphrase --new-passphrase-fd 9 9<"$pass"; exits "$name: and a passphrase after it" 0
done
is "a check-in afterwards" "$(ek checkin stress=1 >/dev/null 2>&1; echo $?)" 0
like "counts" "$(with "$pass" verify 2>/dev/null)" "^16 records, none missing"
run with "$other" keys rotate --no-recovery-check; exits "rotation with a wrong passphrase: exit 4" 4
unlike "and no code" "$out" "$code_words"
mv "$store/seal" "$dir/seal"
run with "$pass" keys rotate --no-recovery-check; exits "rotation without a seal: exit 5" 5
mv "$dir/seal" "$store/seal"

# Wrong usage.
for words in "" "nonsense" "passphrase extra" "keyring" "keyring maybe" "keyring on off"; do
	# shellcheck disable=SC2086
	run ek keys $words; exits "keys $words: exit 2" 2
done

# The keyring, by a false secret-tool that keeps its secret in a file.
mkdir "$dir/bin"
cat >"$dir/bin/secret-tool" <<TOOL
#!/bin/sh
echo "\$*" >>$dir/tool.log
case \$1 in
store) cat >$dir/secret ;;
lookup) [ -s $dir/secret ] && cat $dir/secret ;;
clear) rm -f $dir/secret ;;
esac
TOOL
chmod +x "$dir/bin/secret-tool"
no_terminal() { setsid -w "$BUILD/evenkeel" "$@" </dev/null 2>/dev/null; }
path=$PATH
run with "$pass" keys keyring off; exits "off already" 0
PATH=$dir/bin:$path
run with "$other" keys keyring on; exits "the keyring, wrong passphrase: exit 4" 4
check "nothing was stored" test ! -e "$dir/secret"
run with "$pass" keys keyring on; exits "the keyring" 0
like "it says who else can" "$(tr '\n' ' ' <<<"$out")" "every program that runs"
is "its secret is 32 random bytes" "$(grep -cE '^[0-9a-f]{64}$' "$dir/secret")" 1
unlike "not in an argument" "$(cat "$dir/tool.log")" "$(cat "$dir/secret")"
is "two slots" "$(stat -c %s "$store/keys")" 328
like "no passphrase is asked" "$(no_terminal verify)" "^16 records, none missing"
is "the passphrase does, too" "$(opens "$pass")" 0
run with "$pass" keys rotate --no-recovery-check; exits "rotation keeps it" 0
recovery=$(printf '%s\n' "$out" | grep -oE "$code_words")
like "it opens still" "$(no_terminal verify)" "^16 records"
run with "$pass" keys passphrase --new-passphrase-fd 9 9<"$other"; exits "another passphrase keeps it" 0
like "it opens as before" "$(no_terminal verify)" "^16 records"
run with "$other" keys passphrase --new-passphrase-fd 9 9<"$pass"
mv "$dir/secret" "$dir/secret.kept"; echo 0000 >"$dir/secret"
is "another secret opens nothing" "$(no_terminal verify >/dev/null; echo $?)" 4
mv "$dir/secret.kept" "$dir/secret"
run ek keys keyring off; exits "off again" 0
check "the item is gone" test ! -e "$dir/secret"
is "one slot" "$(stat -c %s "$store/keys")" 240
is "nothing opens but the passphrase" "$(no_terminal verify >/dev/null; echo $?)$(opens "$pass")" 40
PATH=$path
if ! command -v secret-tool >/dev/null; then
	run with "$pass" keys keyring on; exits "without secret-tool: exit 1" 1
	like "it names the package" "$err" "libsecret-tools"
else
	skip "without secret-tool" "it is here"
fi

# Pinentry, where there is a display and no terminal.
cat >"$dir/bin/pinentry" <<TOOL
#!/bin/bash
echo "OK Pleased to meet you"
while read -r line; do
	printf '%s\n' "\$line" >>$dir/pin.log
	case \$line in
	GETPIN) [ -e $dir/cancel ] && { echo "ERR 83886179 Operation cancelled <Pinentry>"; continue; }
		echo "S PASSWORD_FROM_CACHE"; sed 's/%/%25/g; s/^/D /' $dir/pin; echo OK ;;
	BYE) echo OK; exit ;;
	*) echo OK ;;
	esac
done
TOOL
chmod +x "$dir/bin/pinentry"
with_window() { PATH=$dir/bin:$path DISPLAY=:77 no_terminal "$@"; }
cp "$pass" "$dir/pin"
like "a window asks" "$(with_window verify)" "^16 records, none missing"
like "with words for people" "$(cat "$dir/pin.log")" "^SETDESC .*passphrase"
is "no window where it is given" "$(: >"$dir/pin.log"; EVENKEEL_PASSPHRASE_FILE=$pass with_window verify >/dev/null; cat "$dir/pin.log")" ""
echo 'wrong' >"$dir/pin"; is "a wrong one: exit 4" "$(with_window verify >/dev/null; echo $?)" 4
touch "$dir/cancel"; is "closed: exit 4" "$(with_window verify >/dev/null; echo $?)" 4; rm "$dir/cancel"
echo 'a 100% new one' >"$dir/pin"
is "a new one by window" "$(EVENKEEL_PASSPHRASE_FILE=$pass with_window keys passphrase >/dev/null; echo $?)" 0
(umask 077; cp "$dir/pin" "$dir/percent"); is "every character arrives" "$(opens "$dir/percent")" 0
run with "$dir/percent" keys passphrase --new-passphrase-fd 9 9<"$pass"; exits "back" 0
if ! command -v pinentry >/dev/null; then
	is "a display without pinentry: exit 4" "$(DISPLAY=:77 no_terminal verify >/dev/null; echo $?)" 4
else
	skip "a display without pinentry" "it is here"
fi
is "neither: exit 4" "$(no_terminal verify >/dev/null; echo $?)" 4

# On a terminal.
if has_terminal; then
	ek_term="EVENKEEL_PASSPHRASE_FILE=$pass $BUILD/evenkeel"
	out=$(converse "$ek_term keys passphrase; echo code=\$?" 'New passphrase' 'typed words\n' 'Once more' 'other words\n')
	like "two that differ: exit 4" "$out" "code=4"; is "nothing changed" "$(opens "$pass")" 0
	out=$(converse "$BUILD/evenkeel keys passphrase; echo code=\$?" 'Passphrase' "$(cat "$pass")\\n" 'New passphrase' 'quite another one\n' 'Once more' 'quite another one\n')
	like "typed three times" "$out" "code=0"; is "it counts" "$(opens "$other")" 0
	out=$(converse "$BUILD/evenkeel keys recover; echo code=\$?" 'Recovery code' "$recovery\\n" 'New passphrase' "$(cat "$pass")\\n" 'Once more' "$(cat "$pass")\\n")
	like "the code and a new passphrase" "$out" "code=0"; is "opens" "$(opens "$pass")" 0
	# Typed back: the answer has to come from the screen.
	# Asked for the Nth time, or over.
	asked_back() { [ "$(grep -o 'from your paper' "$screen" | wc -l)" -ge "$1" ] || grep -q 'Script done' "$screen"; }
	typed_back() { # COMMAND WRONG...: types each WRONG, then the right one
		local command=$1 screen=$dir/screen2 seen tries=0; shift
		: >"$screen"
		{
			wait_until asked_back 1
			for seen in "$@"; do
				printf '%b' "$seen\n"
				tries=$((tries + 1))
				wait_until asked_back $((tries + 1))
			done
			grep -oE "$code_words" "$screen" | head -1 | tr 'A-Z' 'a-z'
			wait_for 'Script done' "$screen"
		} | TERM=dumb script -fec "$command" "$screen" >/dev/null 2>&1
		sed '1d;$d' "$screen"
	}
	out=$(typed_back "$ek_term keys rotate; echo code=\$?" 'no code at all' '')
	like "rotation, typed back at the second try" "$out" "code=0"
	is "shown again by ENTER" "$(grep -cE "^ {4}$code_words" <<<"$out")" 2
	is "it opens" "$(opens "$pass")" 0
	before=$(sha256sum "$store/keys")
	out=$(typed_back "$ek_term keys rotate; echo code=\$?" a b c)
	like "three wrong ones: exit 1" "$out" "code=1"
	is "nothing changed by them" "$(sha256sum "$store/keys")" "$before"
	rm -rf "$dir/third.store"
	out=$(typed_back "$ek_term --store $dir/third.store setup --kdf-test --no-service --passphrase-fd 9 9<$pass; echo code=\$?" wrong)
	like "setup has it typed back" "$out" "code=0"; check "the store is there" test -e "$dir/third.store/store.db"
	rm -rf "$dir/third.store"
	out=$(typed_back "$ek_term --store $dir/third.store setup --kdf-test --no-service --passphrase-fd 9 9<$pass; echo code=\$?" a b c)
	like "three wrong ones at setup: exit 1" "$out" "code=1"; check "no store" test ! -e "$dir/third.store/store.db" -a ! -e "$dir/third.store/keys"
else
	skip "keys on a terminal" "no pseudo-terminals here"
fi

# A daemon at work goes on.
rm -rf "$store"; unset EVENKEEL_NOW; make_store
daemon_starts
ek checkin stress=1 >/dev/null 2>&1
run with "$pass" keys rotate --no-recovery-check; exits "rotation with the daemon up" 0
run ek hard-call; exits "a record afterwards" 0
like "all there" "$(with "$pass" verify 2>/dev/null)" "none missing"
stop_daemon

# kill -9 at any moment.
from=$pass to=$other lost=0 rows=$(with "$pass" verify 2>/dev/null | grep -oE '^[0-9]+')
for ((round = 0; round < 24; round++)); do
	case $((round % 3)) in
	0) command=(keys passphrase --new-passphrase-fd 9) ;;
	1) command=(keys rotate --no-recovery-check) ;;
	2) command=(keys rotate --full --no-recovery-check) ;;
	esac
	EVENKEEL_PASSPHRASE_FILE=$from "$BUILD/evenkeel" "${command[@]}" 9<"$to" >/dev/null 2>&1 &
	sleep "0.0$((1 + RANDOM % 6))$((RANDOM % 10))"
	{ kill -9 $!; wait $!; } 2>/dev/null # waited for: one that is dying still may end what it was at
	now=$(with "$from" verify 2>/dev/null) old=$?
	if [ $old = 4 ]; then now=$(with "$to" verify 2>/dev/null); swap=$from; from=$to; to=$swap; fi
	case $now in "$rows records, none missing"*) ;; *) lost=$((lost + 1)); echo "# round $round: $now" ;; esac
done
is "killed ${round} times: always the old state or the new" "$lost" 0
finish
