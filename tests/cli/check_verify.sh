#!/bin/bash
# verify, and how every reading command meets a locked, missing, damaged store.
. "$(dirname "$0")/reading.sh"
own=$home/own
new_store "$own"
for minute in 10 20 30 40 50; do
	EVENKEEL_NOW=2026-03-06T10:$minute:00Z run --store "$own" checkin stress=1 fatigue=1 company.overload=1 valence=0
done
commands=("trends" "causes" "tips" "history" "export --format json" "verify")

for command in "${commands[@]}"; do
	# shellcheck disable=SC2086
	exits "$command without a store" 1 --store "$home/none" $command
	like "says what to do" "$errs" "run 'evenkeel setup'"
done
unset EVENKEEL_PASSPHRASE_FILE
exits "without a passphrase and a terminal" 4 --store "$own" trends
secret wrong
for command in "${commands[@]}"; do
	# shellcheck disable=SC2086
	exits "$command with a wrong passphrase" 4 --store "$own" $command
	like "says so" "$errs" "wrong passphrase"
	is "and nothing else" "$got" ""
done

secret right
exits "verify" 0 --store "$own" verify
like "counts and the mark" "$got" "^5 records, none missing, mark [0-9a-f]{4}-[0-9a-f]{4}$"
mark=${got##* }
exits "the mark alone" 0 --store "$own" verify --mark
is "is the same" "$got" "$mark"
exits "verify --json" 0 --store "$own" verify --json
is "its keys" "$(keys 1 <<<"$got")" "healthy records expected mark finding_count findings "
like "says healthy" "$got" '"healthy": true'
run --store "$own" checkin stress=0
run --store "$own" verify --mark
if [ "$got" != "$mark" ]; then ok "another record, another mark"; else not_ok "another record, another mark"; fi
exits "a word too many" 2 --store "$own" verify more

# Damage: one byte of one row; then no seal.
cp -a "$own" "$home/bit"
size=$(stat -c %s "$home/bit/store.db")
change_byte "$home/bit/store.db" $((size - 20))
cp -a "$own" "$home/bare"
rm "$home/bare/seal"
for store in bit bare; do
	exits "$store: verify" 5 --store "$home/$store" verify
	run --store "$home/$store" verify --json
	like "$store: says not healthy" "$got" '"healthy": false'
	run --store "$home/$store" verify
	unlike "$store: nobody says that none is missing" "$got" "none missing"
	run --store "$home/$store" verify --json
	like "$store: a finding in words" "$got" '"words": "[a-zA-Z0-9]'
	for command in "${commands[@]:0:5}"; do
		# shellcheck disable=SC2086
		exits "$store: $command" 5 --store "$home/$store" $command
		is "$store: $command shows what it can" "$([ -n "$got" ] && echo yes)" yes
		like "$store: $command says what it cannot" "$errs" "^evenkeel: "
	done
done
finish
