# Sourced after tests/tap.sh inside session.sh, with $BUILD: the real daemon with its prompts on the real server; what it asked that
# server for, and what it has recorded. A prompt of a break is up for ten seconds; a question put off comes back after a minute,
# and "Did it help?" comes five seconds after a tip.
. tests/desktop/daemon.sh
. tests/desktop/server.sh
settings=('[micro]' 'for = 10min' 'postpone = 10s' '[rest]' 'for = 30min' '[checkin]' 'per-day = 0' 'later = 1min'
	'[prompts]' 'gap = 5s' 'per-hour = off')
name=$SESSION_SERVER server_pid=$SESSION_SERVER_PID
export EVENKEEL_PASSPHRASE_FILE=$SESSION_DIR/passphrase
(umask 077 && echo "$passphrase" >"$EVENKEEL_PASSPHRASE_FILE")

press() { tests/desktop/press.sh "$@"; }
# Some servers fade in.
shot() { sleep 0.7; press --shot "$shots/$name-$1.png"; }
uses_desktop() { says '"notifier": *"desktop \('; }
could_not() { [ "$(grep -c 'could not be shown' "$SESSION_DIR/daemon.err")" -ge "$1" ]; } # COUNT prompts so far

# What goes over the bus to the server: one line for each notification put up or taken back.
calls=$SESSION_DIR/calls
watch_calls() {
	dbus-monitor --session "interface='org.freedesktop.Notifications',type='method_call'" >"$calls" 2>/dev/null &
	watch=$!
	wait_until test -s "$calls"
}
shown() { grep -A 2 'member=Notify$' "$calls" | grep -c 'uint32 0$'; } # which replaces nothing
shown_are() { [ "$(shown)" -eq "$1" ]; } # COUNT
# Comes again by itself. MATE's server ends after half a minute without a notification, and no bus starts it again here.
came_again() { # COUNT
	server_there || server_start "$SESSION_SERVER"
	shown_are "$1"
}
taken_back() { grep -c 'member=CloseNotification$' "$calls"; }
taken_back_are() { [ "$(taken_back)" -ge "$1" ]; } # COUNT

# ask checkin|micro: it is on the screen then, and may be clicked
ask() {
	local before
	before=$(shown)
	"$BUILD/evenkeel" now "$1" >"$SESSION_DIR/now.out" 2>&1 && wait_until shown_are $((before + 1)) && sleep 0.7
}
# answer LABEL: click it; the next question, or what follows the last, is on the screen then
answer() {
	local before
	before=$(shown)
	press "$1" && wait_until shown_are $((before + 1)) && sleep 0.7
}

export_json() { "$BUILD/evenkeel" export --format json 2>"$SESSION_DIR/export.err"; }
# Of each record of a check-in kind, origin and the answers that were given; of each other one its kind; not of pauses that nobody asked for.
records() {
	export_json | /usr/bin/python3 -c '
import json, sys
for record in json.load(sys.stdin)["records"]:
    if record.get("form") == "check-in":
        answers = [a["id"] + "=" + str(a["value"]) for a in record["answers"] if a["value"] is not None]
        print(record["kind"], record["origin"], *answers)
    elif "natural" not in record.get("outcome", []):
        print(record["kind"], record.get("break", record.get("verdict", "")), *record.get("outcome", []))'
}
records_are() { [ "$(records)" = "$1" ]; }
# recorded NAME WANTED: in a moment; until then one is a moment late
recorded() { wait_until records_are "$2"; is "$1" "$(records)" "$2"; }
