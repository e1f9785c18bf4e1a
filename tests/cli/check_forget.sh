#!/bin/bash
# forget: nothing is left, keys first; with the daemon up, it ends by itself.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
make_store
export EVENKEEL_PASSPHRASE_FILE=$pass
ek checkin stress=1 >/dev/null
ek backup "$dir/copy" >/dev/null
left() { find "$XDG_DATA_HOME" "$XDG_STATE_HOME" -type f 2>/dev/null | wc -l; }

run ek forget
is "nobody to ask" "$code" 2
run ek --store "$dir/none" forget --yes
is "no store there" "$code" 1
like "says so" "$err" "no store"
is "the store is untouched" "$(unlocked verify | cut -d' ' -f1)" 1

daemon_starts
ek hard-call >/dev/null
wait_until test -s "$store/backup/keys"
check "the daemon keeps a backup" test -s "$store/backup/store.db" -a -s "$store/backup/keys"
run ek status --json
like "which is no trouble" "$out" '"trouble": null'
run ek forget --yes
is "forget, with the daemon up" "$code" 0
like "it says what remains" "$(printf '%s' "$out" | tr '\n' ' ')" "remnants .* passphrase, or with the recovery code"
if ends_itself "$daemon_pid"; then ok "the daemon has ended"; else not_ok "the daemon has ended" "$(cat "$dir/daemon.log")"; fi
wait "$daemon_pid"; is "cleanly" $? 0; daemon_pid=
like "and says why" "$(cat "$dir/daemon.log")" "the store is gone"
is "no file is left" "$(left)" 0
is "no key file anywhere" "$(grep -rc EVKKEYS1 "$XDG_DATA_HOME" "$XDG_STATE_HOME" 2>/dev/null | grep -vc ':0$')" 0
run ek status
like "what comes next is setup" "$err" "evenkeel setup"
check "a person's own backup is theirs" test -s "$dir/copy/keys"

# Elsewhere: only what is Evenkeel's goes. Interrupted: the second time ends it.
ek restore "$dir/copy" --yes >/dev/null
mkdir -m 700 "$dir/elsewhere" && cp -a "$store/." "$dir/elsewhere/" && echo mine >"$dir/elsewhere/notes.txt"
rm "$dir/elsewhere/keys"
run ek --store "$dir/elsewhere" forget --yes
is "forget half a store" "$code" 0
is "what is not ours stays" "$(ls "$dir/elsewhere")" notes.txt
is "the other store, too" "$(left | awk '{print ($1 > 0)}')" 1

if command -v strace >/dev/null && strace -o "$dir/none.trace" true 2>/dev/null; then
	ek checkin stress=1 >/dev/null
	mkdir -p "$store/backup"; cp "$store/keys" "$store/backup/keys"
	# (The leak checker cannot work under a tracer.)
	ASAN_OPTIONS=detect_leaks=0 strace -f -y -e trace=openat,write,fsync,fdatasync,unlink,unlinkat -o "$dir/trace" "$BUILD/evenkeel" forget --yes >/dev/null 2>&1
	# line WORDS... : the number of the first line with the system call on the file
	line() { grep -nE "$1" "$dir/trace" | head -1 | cut -d: -f1; }
	before() { if [ -n "$2" ] && [ -n "$3" ] && [ "$2" -lt "$3" ]; then ok "$1"; else not_ok "$1" "$2 $3
$(grep -E 'evenkeel/(keys|seal|store|backup)' "$dir/trace")"; fi; }
	for name in keys keys.bak backup/keys seal; do
		[ "$name" = seal ] && [ ! -e "$store/seal" ] && ! grep -q "unlink.*/seal\"" "$dir/trace" && continue
		wrote=$(line "write\([0-9]+<[^>]*/evenkeel/$name>"); synced=$(line "fsync\([0-9]+<[^>]*/evenkeel/$name>")
		gone=$(line "unlink[at]*\(.*/evenkeel/$name\"")
		before "$name: overwritten before it is synced" "$wrote" "$synced"
		before "$name: synced before it is unlinked" "$synced" "$gone"
		before "$name: gone before the database" "$gone" "$(line 'unlink[at]*\(.*/evenkeel/store.db"')"
	done
	before "keys before the seal" "$(line 'unlink[at]*\(.*/evenkeel/keys.bak"')" "$(line 'unlink[at]*\(.*/evenkeel/seal"')"
	before "the database before the schedule" "$(line 'unlink[at]*\(.*/evenkeel/store.db"')" "$(grep -nE 'unlink.*state/evenkeel/schedule"|exited with 0' "$dir/trace" | head -1 | cut -d: -f1)"
	is "no file is left" "$(left)" 0
else
	skip "keys are overwritten and synced before they are unlinked" "strace is missing or not allowed"
fi

if has_terminal; then
	ek restore "$dir/copy" --yes >/dev/null
	like "on a terminal, another word" "$(on_terminal 'yes\n' "$BUILD/evenkeel forget")" "nothing was changed"
	check "is no" test -s "$store/keys"
	like "on a terminal, the word" "$(on_terminal 'forget\n' "$BUILD/evenkeel forget")" "Forgotten"
	is "is yes" "$(left)" 0
else
	skip "on a terminal the word is typed" "no terminal can be made here"
fi
finish
