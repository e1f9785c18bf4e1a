#!/bin/bash
# undo takes back the last answers and no others: with the daemon and without it, given in the terminal or on the desktop; where nobody can
# know which were the last, the person's passphrase tells, and nothing is taken back in silence.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
store=$XDG_DATA_HOME/evenkeel
exits() { is "$1" "$code" "$2"; }
records() { unlocked export --format json | grep '^{"kind":' | sed 's/,$//'; }
# group FORM N : the group of the Nth last answers of FORM
group() { records | grep -E "\"kind\":\"(answered|partial)\".*\"form\":\"$1\"" | tail -"${2:-1}" | head -1 | grep -oE '"group":[0-9]+' | cut -d: -f2; }
taken_back() { records | grep -oE '"takes_back":[0-9]+' | cut -d: -f2 | tr '\n' ' '; }
# A hard call logged by the daemon itself, as the notification's button does
desktop_hard_call() {
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(b"EVKC\x01\x07\0\0\x01\0\0\0\0")
sys.exit(s.recv(100)[5] != 0x80)' "$XDG_RUNTIME_DIR/evenkeel/ctl.sock"
}
with() { EVENKEEL_PASSPHRASE_FILE=$pass ek "$@"; }
blind() { setsid -w "$BUILD/evenkeel" "$@" </dev/null; } # without a terminal and a passphrase
# Something that was not answered here: records of another machine
something_else() {
	ek --store "$dir/demo" demo --weeks 1 --seed "$1" >/dev/null 2>&1
	ek --store "$dir/demo" export --format json -o "$dir/demo.json" 2>/dev/null
	with import "$dir/demo.json" >/dev/null 2>&1
}
python3 -c '' 2>/dev/null || { skip "undo" "no python3"; finish; }
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
printf '[checkin]\nper-day = 0\n[review]\nday = off\n[micro]\nevery = 480min\n[rest]\nevery = 480min\n' >"$conf"

run blind undo; exits "no store: exit 1" 1
make_store
run blind undo; exits "nothing was answered yet: exit 1" 1
like "it says so" "$err" "nothing to take back"

# --- given in the terminal, then on the desktop ---
daemon_starts
ek checkin stress=1 >/dev/null; first=$(group check-in)
check "a hard call on the desktop" desktop_hard_call
stop_daemon
second=$(group hard-call)
run blind undo; exits "the daemon is down: exit 4" 4
is "nothing was taken back" "$(taken_back)" ""
like "it says what it does not know" "$err" "only your passphrase can tell which answers were the last"
run with undo; exits "with the passphrase" 0
is "the last were those on the desktop" "$(taken_back)" "$second "
like "and it says which they were" "$out" "^Taken back: hard call, [A-Z][a-z]+ [0-9]+ [A-Z][a-z]+( [0-9]+)?, [0-9]{2}:[0-9]{2}\."
run blind undo; exits "once only: exit 1" 1
like "says so" "$err" "since the last 'undo'"
rm -f "$XDG_RUNTIME_DIR"/evenkeel/last-*
run with undo; exits "also where only a reading tells" 1
like "says the same" "$err" "since the last 'undo'"
is "the first stay" "$(taken_back)" "$second "

# --- two on the desktop, one here before them ---
ek checkin stress=2 >/dev/null
daemon_starts
desktop_hard_call; desktop_hard_call
run blind undo; exits "the daemon takes back its last" 0
is "which is that one" "$(taken_back)" "$second $(group hard-call) "
before=$(taken_back)
run blind undo; exits "once" 1
is "and nothing that was answered before" "$(taken_back)" "$before"

# --- the daemon knows those given here, whatever it stores besides ---
ek hard-call >/dev/null; third=$(group hard-call)
check "something else is stored" something_else 1
run blind undo; exits "no passphrase is needed" 0
is "of the hard call" "$(taken_back)" "$before$third "
before=$(taken_back)
ek checkin stress=0 >/dev/null; fourth=$(group check-in)
check "something else is stored" something_else 2
stop_daemon
run blind undo; exits "a daemon that is gone has told nobody: exit 4" 4
daemon_starts
run blind undo; exits "nor does its successor know" 4
is "nothing was taken back" "$(taken_back)" "$before"
run with undo; exits "the passphrase tells" 0
is "that it was the check-in" "$(taken_back)" "$before$fourth "
like "by name" "$out" "^Taken back: check-in, "
stop_daemon

# --- the daemon down all the while ---
before=$(taken_back)
ek checkin stress=1 >/dev/null; fifth=$(group check-in)
ek tips rate demands-two-options helped >/dev/null
run blind undo; exits "a tip's rating is no answer: no passphrase" 0
is "the check-in before it" "$(taken_back)" "$before$fifth "
ek review fatigue=1 >/dev/null; sixth=$(group review)
rm -f "$store/seal"
run blind undo; exits "without a seal nobody knows: exit 4" 4
run with undo; exits "but by reading" 0
like "that the review was the last" "$(taken_back)" "$sixth \$"
with verify --accept >/dev/null 2>&1

# --- what was taken in from elsewhere is nobody's last answer ---
with export --format json -o "$dir/answers.json" 2>/dev/null
ek --store "$dir/two" setup --kdf-test --no-recovery-check --no-service --passphrase-fd 9 9<"$pass" >/dev/null 2>&1
with --store "$dir/two" import "$dir/answers.json" >/dev/null 2>&1
run with --store "$dir/two" undo; exits "after an import: exit 1" 1
like "nothing was answered here" "$err" "no answers were given yet"

# --- on a terminal it asks first ---
if has_terminal; then
	ek checkin stress=1 >/dev/null; seventh=$(group check-in)
	rm -f "$XDG_RUNTIME_DIR"/evenkeel/last-*
	out=$(converse "EVENKEEL_PASSPHRASE_FILE=$pass $BUILD/evenkeel undo; echo code=\$?" 'Take them back' 'n')
	like "it asks" "$out" "Your last answers: check-in, .*Take them back\? "
	like "no is no" "$out" "nothing was changed"
	unlike "no is no" "$(taken_back)" "$seventh "
	out=$(converse "EVENKEEL_PASSPHRASE_FILE=$pass $BUILD/evenkeel undo; echo code=\$?" 'Take them back' 'y')
	like "yes is yes" "$out" "code=0"
	like "yes is yes" "$(taken_back)" "$seventh \$"
else
	skip "undo on a terminal" "no pseudo-terminals here"
fi
like "the store is whole" "$(with verify 2>/dev/null)" "none missing"
finish
