#!/bin/bash
# The drop folder is open to one account: an office that runs as another one is told so, whose the folder is and what to do, at the enrolment's
# end as in each step; and nothing is counted, written or lost meanwhile.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officers.sh

if [ "$(id -u)" != 0 ] || ! setpriv --bounding-set=-dac_override true 2>/dev/null; then skip "an office of another account" "only root can give folders away"; finish; fi
# As root is without its overriding: what a folder's mode says counts, and what belongs to others is others'.
plain() { EVENKEEL_PASSPHRASE_FILE=$pass setpriv --bounding-set=-dac_override,-dac_read_search,-fowner "$BUILD/evenkeel" officer "$@"; }
pa() { plain "$@" --dir "$one"; }
pb() { plain "$@" --dir "$two"; }
told() { # NAME PLACE MODE
	exits "$1" 1
	says "$1: whose it is" "cannot use the drop folder: '$2' belongs to nobody \\(mode $3\\), and this office runs as root"
	says "$1: what to do" "as one account: connect it so \\(Samba 'force user', NFS 'all_squash'\\), or run this command as that account"
}
things() { find "$one" "$two" "$exchange" -type f -not -name '*-wal' -not -name '*-shm' -exec md5sum {} + | sort -k2; }

make_offices >/dev/null 2>&1
a cohort --team North --weeks 4 >/dev/null 2>&1; b cohort --yes >/dev/null 2>&1
members 0 12 North >"$dir/north.tsv"
b enrol North --file "$dir/north.tsv" >/dev/null 2>&1; b enrol North --close >/dev/null 2>&1
north=$(task_of North)

# The enrolment's last steps.
chown 65534:65534 "$drop"; chmod 755 "$drop"
run pa enrol North --people 12; told "where nothing can be made" "$drop" 0755
chown 0:0 "$drop"
run pa enrol North --people 12; exits "A signs" 0
chown -R 65534:65534 "$drop/$north"
run pa enrol North; told "what another account made" "$drop/$north" 0710
run pb enrol North; told "B cannot list it" "$drop/$north" 0710
says "the list is taken all the same" "has both signatures, and is in the ledger"
is "and B is ready" "$(stage_of b North)" ready
run pb enrol North; told "again, as long as it is so" "$drop/$north" 0710
chown 0:0 "$drop/$north"
run pb enrol North; told "a week's folder" "$drop/$north/2964" 0700
chown -R 0:0 "$drop/$north"
run pb enrol North; exits "once it is right" 0; says "what comes next" "begins with 'evenkeel officer lead'"

# A window's steps.
adversary() { "$BUILD/tests/aggregate/adversary" "$one" "$two" "$@" 2>/dev/null; }
team=$(EVENKEEL_PASSPHRASE_FILE=$pass adversary cohort South 12 247)
export EVENKEEL_NOW=2026-12-21T12:00:00Z
EVENKEEL_PASSPHRASE_FILE=$pass adversary send South 0 12 2969 >/dev/null
chmod 1730 "$drop/$team" "$drop/$team"/*
before=$(things)
chown -R 65534:65534 "$drop/$team"
run pa lead South 2968-4; told "lead" "$drop/$team" 1730
chown 0:0 "$drop/$team"; chmod 1330 "$drop/$team/2970"
chown 0:0 "$drop/$team"/*
run pa lead South 2968-4; exits "closed to its own account" 1; says "what to do then" "'$drop/$team/2970' is closed to its own account, root \\(mode 1330\\); run 'chmod u\\+rwx' on it"
chmod 1730 "$drop/$team/2970"
find "$drop/$team" -name '*.ekr' -exec chmod 600 {} +
run pa lead South 2968-4; exits "files of other accounts" 1
says "are not taken for none" "runs as root, which may read none of the 12 contributions in '$drop/$team'"
says "what to do with them" "set that right, also for what is there already"
unlike "and whose they are is not said" "$err" nobody
run pa lead South 2968-4 --json; exits "in JSON" 1; says "the same words" '"state": "failed"'
is "nothing was written" "$(things)" "$before"
find "$drop/$team" -name '*.ekr' | tail -n +2 | xargs chown 0:0
run pa lead South 2968-4; exits "one of them alone" 0
says "counts as damaged" "12 read, 11 count: 1 damaged or cut off"; says "and why is said" "1 of the damaged is one that root, as whom this office runs, may not read"
chown -R 65534:65534 "$drop/$team"
before=$(things)
run pb assist South 2968-4; told "assist" "$drop/$team" 1730
is "nothing was answered" "$(things)" "$before"
chown -R 0:0 "$drop/$team"
run pa lead South 2968-4; exits "reached as one account" 0
run pb assist South 2968-4; exits "both go on" 0; says "with all of them" "12 read, 12 count"
finish
