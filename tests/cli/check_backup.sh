#!/bin/bash
# backup, restore, and what verify says of stores that are older, cut or without their seal.
. "$(dirname "$0")/reading.sh"
own=$home/own
new_store "$own"
secret right
answer() { for minute in "$@"; do EVENKEEL_NOW=2026-03-06T10:$minute:00Z run --store "$own" checkin stress=1; done; }
answer 10 20 30
exits "backup" 0 --store "$own" backup "$home/copy"
like "says what opens it" "$(tr '\n' ' ' <<<"$got")" "with your passphrase or the recovery code"
is "keys and database, no seal" "$(ls "$home/copy" | tr '\n' ' ')" "keys store.db "
exits "backup without a place" 2 --store "$own" backup
exits "backup into a store" 1 --store "$own" backup "$own"
exits "the backup opens as a store of its own, with an alarm" 5 --store "$home/copy" verify
rm -f "$home/copy/"*lock "$home/copy/"*-wal "$home/copy/"*-shm
answer 40 50
run --store "$own" verify
like "five now" "$got" "^5 records"

exits "restore without a word" 2 --store "$own" restore "$home/copy"
exits "restore what is none" 1 --store "$own" restore "$home/none" --yes
run --store "$own" verify
like "nothing changed" "$got" "^5 records, none missing"
exits "restore" 0 --store "$own" restore "$home/copy" --yes
like "says what comes" "$(tr '\n' ' ' <<<"$got")" "evenkeel verify --accept"
run --store "$own" status
like "status says it without a passphrase" "$(tr '\n' ' ' <<<"$got")" "seal is gone .*evenkeel verify"
run --store "$own" status --json
like "in json, too" "$got" '"trouble": "The store'
exits "verify raises the alarm" 5 --store "$own" verify
like "no seal" "$got" "the seal is gone"
like "older" "$(tr '\n' ' ' <<<"$got")" "older than"
like "and names the way out" "$(tr '\n' ' ' <<<"$got")" "verify +--accept"
exits "trends show what there is, and 5" 5 --store "$own" history
exits "accepted" 0 --store "$own" verify --accept
like "says so" "$errs" "accepted"
exits "from then on healthy" 0 --store "$own" verify
is "the one before is gone" "$(ls -d "$own"/before-restore 2>/dev/null)" ""
run --store "$own" status
unlike "status is content" "$got" "seal"
exits "accepting again" 0 --store "$own" verify --accept
like "there is nothing" "$errs" "nothing to accept"
secret wrong
exits "accept needs the passphrase" 4 --store "$own" verify --accept
secret right

# Lost, cut, rolled back: named, accepted, healthy.
answer 51 52 53
run --store "$own" verify
cp -a "$own" "$home/older"
answer 54 55
run --store "$own" verify
for case in seal cut older; do
	rm -rf "$home/store"; cp -a "$own" "$home/store"
	case $case in
	seal) rm "$home/store/seal"; wanted="seal is gone" ;;
	cut) cp "$home/older/store.db" "$home/store/store.db"; wanted="cut off at the end" ;;
	older) cp "$home/older/"{store.db,seal} "$home/store/"; wanted="older than" ;;
	esac
	exits "$case: verify" 5 --store "$home/store" verify
	like "$case: named" "$(tr '\n' ' ' <<<"$got" | tr -s ' ')" "$wanted"
	EVENKEEL_NOW=2026-03-06T11:00:00Z run --store "$home/store" checkin stress=1
	is "$case: answering goes on" "$code" 0
	exits "$case: still named" 5 --store "$home/store" verify
	exits "$case: accepted" 0 --store "$home/store" verify --accept
	exits "$case: healthy" 0 --store "$home/store" verify
done
finish
