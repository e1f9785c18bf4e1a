#!/bin/bash
# erase: says what goes, asks, and the rest is whole.
. "$(dirname "$0")/reading.sh"
own=$home/own
new_store "$own"
secret right
for day in 02 03 04 05 06; do
	for minute in 10 20 30; do EVENKEEL_NOW=2026-03-${day}T10:$minute:00Z run --store "$own" checkin stress=1; done
done
days() { "$BUILD/evenkeel" --store "$own" export --format json 2>/dev/null | grep -oE '"time_ms":[0-9]+' | cut -d: -f2 | while read -r ms; do date -u -d "@$((ms / 1000))" +%F; done | sort -u | tr '\n' ' '; }
is "all days are there" "$(days)" "2026-03-02 2026-03-03 2026-03-04 2026-03-05 2026-03-06 "

exits "without days" 2 --store "$own" erase
like "says which is missing" "$errs" "--from is missing"
exits "without the last day" 2 --store "$own" erase --from 2026-03-03
exits "a day that is none" 2 --store "$own" erase --from 2026-03-03 --to 2026-02-30
exits "the wrong way round" 2 --store "$own" erase --from 2026-03-05 --to 2026-03-03
exits "nobody to ask" 2 --store "$own" erase --from 2026-03-03 --to 2026-03-04
like "names --yes" "$errs" "--yes"
secret wrong
exits "with a wrong passphrase" 4 --store "$own" erase --from 2026-03-03 --to 2026-03-04 --yes
secret right
is "none of that changed anything" "$(days)" "2026-03-02 2026-03-03 2026-03-04 2026-03-05 2026-03-06 "
run --store "$own" verify --mark; mark=$got
exits "days without records" 0 --store "$own" erase --from 2025-03-03 --to 2025-03-04 --yes
like "says so" "$got" "nothing in these days"
run --store "$own" verify --mark
is "and nothing changed" "$got" "$mark"

exits "two days" 0 --store "$own" erase --from 2026-03-03 --to 2026-03-04 --yes
like "says how many" "$got" "^Erased: 6 records"
like "and what may be left" "$(tr '\n' ' ' <<<"$got")" "Backups that you made yourself .* keys rotate"
is "the others stay" "$(days)" "2026-03-02 2026-03-05 2026-03-06 "
exits "verify" 0 --store "$own" verify
like "is whole" "$got" "none missing"
exits "everything" 0 --store "$own" erase --from 2026-01-01 --to 2026-12-31 --yes
is "leaves nothing" "$(days)" ""
exits "verify then" 0 --store "$own" verify
run --store "$own" checkin stress=1
exits "and a new beginning" 0 --store "$own" verify

if command -v script >/dev/null && [ "$(script -qec 'echo yes' /dev/null </dev/null 2>/dev/null | tr -d '\r\n')" = yes ]; then
	said=$(printf 'n' | TERM=dumb script -qec "$BUILD/evenkeel --store $own erase --from 2026-03-06 --to 2026-03-06" /dev/null 2>&1)
	like "on a terminal it asks with the number" "$said" "Erase 1 record, from 6 March to 6 March, for good\? \[y/N\]"
	like "no is no" "$said" "nothing was changed"
	said=$(printf 'y' | TERM=dumb script -qec "$BUILD/evenkeel --store $own erase --from 2026-03-06 --to 2026-03-06" /dev/null 2>&1)
	like "yes is yes" "$said" "Erased: 1 record"
else
	skip "on a terminal it asks" "no terminal can be made here"
fi
finish
