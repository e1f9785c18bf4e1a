#!/bin/bash
# Exit 4 and 5 without a look at the code: what is wrong, where, and what to do next.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
make_store
ek checkin stress=1 >/dev/null
export EVENKEEL_PASSPHRASE_FILE=$pass
cp -a "$store" "$dir/good"
# says NAME CODE REGEX... : verify now, in one line; the store is whole again afterwards
says() {
	local name=$1 wanted=$2; shift 2
	run ek verify
	is "$name" "$code" "$wanted"
	for regex in "$@"; do like "it says: $regex" "$err" "$regex"; done
	is "in one line" "$(printf '%s\n' "$err" | wc -l)" 1
	rm -rf "$store"; cp -a "$dir/good" "$store"
}
spoil() { printf 'xxxxxxxxxxxxxxxxxxxxxxxx' | dd of="$store/$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }

spoil keys 20; cp "$store/keys" "$store/keys.bak"
says "both key files changed" 5 "'$store/keys'" "checksum is wrong" "from a backup" "evenkeel keys recover"
echo hello >"$store/keys"; rm "$store/keys.bak"
says "no key file at all" 5 "'$store/keys'" "not a key file" "from a backup" "evenkeel keys recover"
rm "$store/keys" "$store/keys.bak"
says "no keys" 5 "'$store'" "lost its key file" "from a backup" "evenkeel keys recover"
rm "$store"/store.db*
says "no database" 5 "$store/store.db" "is gone" "restore it from a backup"
head -c 20000 /dev/zero >"$store/store.db"
says "no database in it" 5 "$store/store.db" "not a database" "restore it from a backup"
spoil store.db 100
says "a database that does not work" 5 "'store.db' is damaged" "restore it from a backup"

export EVENKEEL_PASSPHRASE_FILE=$dir/other
(umask 077; echo wrong >"$dir/other")
says "another passphrase" 4 "wrong passphrase for this store" "try again" "evenkeel keys recover"
: >"$dir/other"
says "an empty one" 4 "passphrase is empty" "give one"
rm "$dir/other"
says "none" 4 "'$dir/other'"
finish
