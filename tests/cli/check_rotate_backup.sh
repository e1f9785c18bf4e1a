#!/bin/bash
# The weekly backup behind a rotation of the keys: where it fails, the keys are changed all the same, and the words say so.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
export EVENKEEL_NOW=2026-03-02T08:00:00Z EVENKEEL_PASSPHRASE_FILE=$pass
store=$XDG_DATA_HOME/evenkeel kept=$store/backup
exits() { is "$1" "$code" "$2"; }
pk() { tail -c +17 "$1/keys" 2>/dev/null | head -c 32 | od -An -v -tx1 | tr -d ' \n'; }
words() { tr -s ' \n' ' ' <<<"$*"; }
# As somebody for whom a directory's mode counts
ordinary() { if [ "$(id -u)" = 0 ]; then setpriv --bounding-set=-dac_override,-dac_read_search,-fowner --inh-caps=-dac_override,-dac_read_search,-fowner "$@"; else "$@"; fi; }

make_store
for ((i = 0; i < 3; i++)); do ek checkin stress=1 >/dev/null 2>&1; done
run ek keys rotate --no-recovery-check; exits "without a backup" 0
is "nothing is said of one" "$err" ""
check "and none is made" test ! -e "$kept"

ek backup "$kept" >/dev/null
run ek keys rotate --no-recovery-check; exits "with one" 0
is "it opens with the new keys" "$(pk "$kept")" "$(pk "$store")"

# It cannot be taken away.
mkdir "$dir/closed"; chmod 500 "$dir/closed"
if ordinary touch "$dir/closed/file" 2>/dev/null; then
	skip "a backup that cannot be removed" "no mode counts for this user"
else
	old=$(pk "$store")
	chmod 500 "$kept"
	run ordinary "$BUILD/evenkeel" keys rotate --no-recovery-check
	chmod 700 "$kept"
	exits "a backup that cannot be removed: the rotation is done" 0
	unlike "the keys are new" "$(pk "$store")" "$old"
	is "the backup's are not" "$(pk "$kept")" "$old"
	like "it says both" "$(words "$err")" "the keys are new, but the backup of before is still there and opens with the old ones: cannot remove .*Permission denied"
	like "and what to do" "$(words "$err")" "Remove it with \"rm -r '$kept'\", then make one anew with \"evenkeel backup '$kept'\""
	like "a new code was shown" "$out" "[0-9A-Z]{4}(-[0-9A-Z]{4}){6}"
	like "and the mark" "$out" "^3 records, none missing, mark [0-9a-f]{4}-[0-9a-f]{4}$"
	eval "$(sed -nE 's/.*Remove it with "([^"]*)".*/\1/p' <<<"$(words "$err")")"
	check "the first command does it" test ! -e "$kept"
	command=$(sed -nE 's/.*anew with "evenkeel ([^"]*)".*/\1/p' <<<"$(words "$err")")
	eval "ek $command" >/dev/null
	is "and so does the second" "$(pk "$kept")" "$(pk "$store")"
fi

# There is no room for a new one: a file may be no bigger than what a rotation itself writes.
ek --store "$dir/demo" demo --weeks 40 >/dev/null 2>&1
ek --store "$dir/demo" export --format json -o "$dir/demo.json" 2>/dev/null
ek import "$dir/demo.json" >/dev/null 2>&1
rm -r "$kept"; ek backup "$kept" >/dev/null
size=$(stat -c %s "$store/store.db")
records=$(unlocked verify | cut -d' ' -f1) old=$(pk "$store")
run bash -c 'trap "" XFSZ; ulimit -f $1; exec "$2" keys rotate --no-recovery-check' - $((size / 1024 - 100)) "$BUILD/evenkeel"
exits "no room for a backup: the rotation is done" 0
unlike "the keys are new" "$(pk "$store")" "$old"
like "it says so" "$(words "$err")" "the keys are new, but no backup could be made with them: .*\. Make one with \"evenkeel backup '$kept'\""
is "no old one is left" "$(pk "$kept")" ""
like "all is there" "$(unlocked verify)" "^$records records, none missing"
command=$(sed -nE 's/.*Make one with "evenkeel ([^"]*)".*/\1/p' <<<"$(words "$err")")
eval "ek $command" >/dev/null
is "the command makes one" "$(pk "$kept")" "$(pk "$store")"
finish
