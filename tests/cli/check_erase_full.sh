#!/bin/bash
# erase on a disk that is nearly full: the records go, tidying up behind them does not go through; the person is told what remains and what
# to do, in every language, and the same command, once there is room, does it.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
disk=$dir/disk
mkdir -m 700 "$disk"
if ! command -v python3 >/dev/null || ! mount -t tmpfs -o size=900k,mode=700 none "$disk" 2>/dev/null; then
	skip "erase on a disk that is nearly full" "no disk can be mounted here, or no python3"
	finish
fi
# umount(8) looks into /proc, which a bare root may lack; 2 is MNT_DETACH.
unmount() {
	umount -l "$disk" 2>/dev/null ||
		python3 -c 'import ctypes, os, sys; ctypes.CDLL(None).umount2(os.fsencode(sys.argv[1]), 2)' "$disk"
	client_cleanup
}
trap unmount EXIT
export EVENKEEL_NOW=2026-03-06T18:00:00Z TZ=UTC
ek demo --weeks 12 --seed 3 >/dev/null 2>&1
free_pages() { python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("PRAGMA freelist_count").fetchone()[0])' "$store/store.db"; }
left() { # records from the days in between
	ek --store "$store" export --format json 2>/dev/null | grep -oE '"time_ms": ?[0-9]+' | grep -oE '[0-9]+' | awk '$1 > 1767326400000 && $1 < 1769817600000' | wc -l
}
store=$XDG_DATA_HOME/evenkeel-demo
check "there is something to erase" test "$(left)" -gt 10
store=$disk/store
days="--from 2026-01-01 --to 2026-01-31"

# Less and less room, until it is enough for the erasing and not for what follows.
for room_kib in 400 320 260 220 180 150 120 100 80 60; do
	rm -rf "$disk"/*
	cp -a "$XDG_DATA_HOME/evenkeel-demo" "$store"
	free_kib=$(df -k --output=avail "$disk" | tail -1)
	head -c "$((free_kib - room_kib))k" /dev/zero >"$disk/filler"
	run ek --store "$store" erase $days --yes
	[ "$code" = 1 ] && grep -q "tidied up" <<<"$err" && break
done
is "the exit code says that something is left to do" "$code" 1
like "the message says what is in the way" "$err" "^evenkeel: the database could not be tidied up: the disk is full; make room"
words=$(printf '%s' "$out" | tr '\n' ' ' | tr -s ' ')
like "it says that the records are gone" "$words" "Erased: [0-9]+ records. They are gone from the store, and so are the keys"
like "what remains" "$words" "sealed remnants of them may still lie"
like "and what to do" "$words" "give the same command again"
is "nothing of those days reads" "$(left)" 0
run ek --store "$store" verify
is "the rest is whole" "$code" 0

run ek --store "$store" erase $days --yes
is "again without room: not done" "$code" 1
like "and the same reason" "$err" "could not be tidied up: the disk is full"
rm "$disk/filler"
check "what was erased left room in the file" test "$(free_pages)" -gt 0
run ek --store "$store" erase $days --yes
is "with room it goes through" "$code" 0
like "and says so" "$out" "What you erased before is tidied up"
is "the file has no free room any more" "$(free_pages)" 0
run ek --store "$store" verify
is "whole" "$code" 0

for language in zh_CN th; do
	rm -rf "$disk"/*
	cp -a "$XDG_DATA_HOME/evenkeel-demo" "$store"
	head -c "$((free_kib - room_kib))k" /dev/zero >"$disk/filler"
	run env LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" --store "$store" erase $days --yes
	is "$language: 1" "$code" 1
	unlike "$language: the words are its own" "$out$err" "tidied|remnants|disk is full"
	is "$language: 80 columns" "$(wc -L <<<"$out" | awk '{ print ($1 <= 80) }')" 1
done
finish
