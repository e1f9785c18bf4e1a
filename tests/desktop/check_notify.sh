#!/bin/bash
# evenkeel-notify against a fake notification server on a private bus: what it says for each thing a server may do.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh

helper=$BUILD/evenkeel-notify
fake=$BUILD/tests/desktop/fake_server
S=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-notify.XXXXXX") || exit 1
pids=()
cleanup() {
	for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null; done
	rm -rf "$S"
}
trap cleanup EXIT

"$helper" --nonsense >/dev/null 2>&1
is "an unknown option is wrong usage" $? 2
# The bus is absent: said so, at once, with exit 0.
is "without a bus: failed no-bus" "$(DBUS_SESSION_BUS_ADDRESS=unix:path=$S/none timeout 60 "$helper" --probe 2>/dev/null)" "failed no-bus"

# A switch of the desktop's settings, from a schema and a backend of our own.
setting() { # NAME
	GSETTINGS_SCHEMA_DIR=$S/schemas GSETTINGS_BACKEND=keyfile XDG_CONFIG_HOME=$S/config timeout 60 "$helper" "--setting=$1" 2>/dev/null
}
if command -v glib-compile-schemas >/dev/null; then
	mkdir -p "$S/schemas" "$S/config/glib-2.0/settings"
	cat >"$S/schemas/org.example.gschema.xml" <<X
<schemalist>
<schema id="org.example.notices" path="/org/example/notices/">
<key name="banners" type="b"><default>true</default></key><key name="place" type="s"><default>'top'</default></key>
</schema>
<schema id="org.example.placeless"><key name="banners" type="b"><default>true</default></key></schema>
</schemalist>
X
	glib-compile-schemas "$S/schemas"
	is "a setting as it is by default" "$(setting 'org.example.notices banners')" "setting on"
	printf '[org/example/notices]\nbanners=false\n' >"$S/config/glib-2.0/settings/keyfile"
	is "and as the person set it" "$(setting 'org.example.notices banners')" "setting off"
	for bad in 'org.example.nowhere banners' 'org.example.notices nothing' 'org.example.notices place' \
		'org.example.placeless banners' 'org.example.notices' ' ' ''; do
		is "no such switch: '$bad'" "$(setting "$bad")" "failed no-setting"
	done
else
	skip "settings of the desktop" "glib-compile-schemas is not installed"
fi

skip_all() { skip "evenkeel-notify against a fake server" "$1"; finish; }
command -v dbus-daemon >/dev/null || skip_all "dbus-daemon is not installed"
[ -x "$fake" ] || skip_all "fake_server is not built"
"$fake" >/dev/null 2>&1
[ $? -eq 77 ] && skip_all "built without sd-bus"

# A bus of our own, that starts nothing by itself.
private_bus "$S/bus" >"$S/bus.conf"
export DBUS_SESSION_BUS_ADDRESS=unix:path=$S/bus HOME=$S XDG_RUNTIME_DIR=$S
bus_pid=
bus_start() {
	dbus-daemon --config-file="$S/bus.conf" --nofork --nopidfile --print-address=1 >"$S/bus.out" 2>"$S/bus.err" &
	bus_pid=$!
	pids+=($bus_pid)
	wait_for 'unix:' "$S/bus.out" || skip_all "dbus-daemon does not start: $(head -1 "$S/bus.err")"
}

server_pid=
server_start() { # MODE [NAME CAP...]
	local mode=$1
	shift
	: >"$S/ready"
	"$fake" "$mode" "$S/log" "$@" >"$S/ready" 2>"$S/fake.err" &
	server_pid=$!
	pids+=($server_pid)
	wait_for ready "$S/ready" || not_ok "the fake server starts" "$(cat "$S/fake.err")"
}
server_stop() {
	kill -TERM "$server_pid" 2>/dev/null
	wait "$server_pid" 2>/dev/null
}

# The helper with a prompt on its input, kept open until `helper_end`; its lines in $S/out.
helper_start() { # [BODY]
	rm -f "$S/in"
	mkfifo "$S/in"
	exec 7<>"$S/in" # waits for nobody
	: >"$S/out"
	timeout -k 1 60 "$helper" <"$S/in" >"$S/out" 2>"$S/err" 7>&- &
	helper_pid=$!
	pids+=($helper_pid)
	printf '%s\n' 'prompt 1' 'summary How much strain do you feel?' "body ${1:-Tea & <b>rest</b>}" \
		'cli-hint or run: evenkeel checkin' 'action Not at all' 'action Somewhat' 'action A lot' \
		'urgency low' 'category presence' 'life-s 60' end >&7
}
helper_end() { # wait for it; its status in $helper_status
	exec 7>&-
	wait "$helper_pid"
	helper_status=$?
}
last() { tail -1 "$S/out"; }

bus_start

# Nobody there.
is "without a server: failed no-server" "$(timeout 60 "$helper" --probe 2>/dev/null)" "failed no-server"
helper_start
wait_for '^failed' "$S/out"
is "a prompt without a server: the same" "$(cat "$S/out")" "failed no-server"
helper_end
is "and exit 0" "$helper_status" 0

# What the server says is passed on.
while read -r mode wanted; do
	server_start "$mode"
	helper_start
	wait_for "^($wanted|failed.*|closed.*)\$" "$S/out"
	like "$mode: $wanted" "$(cat "$S/out")" "^$wanted\$"
	is "$mode: caps come first, then shown" "$(sed -n '1s/ .*//p;2p' "$S/out" | tr '\n' ' ')" "caps shown "
	helper_end
	is "$mode: exit 0" "$helper_status" 0
	like "$mode: the last line ends it" "$(last)" '^(closed [a-z-]+|failed [a-z-]+)$'
	server_stop
done <<X
answer0 action 0
answer1 action 1
answer2 action 2
dismiss closed dismissed
expire closed expired
odd closed unknown
die failed server-lost
restart failed server-lost
X

# refused: never shown, so no "shown"
server_start refuse
helper_start
wait_for '^failed' "$S/out"
is "refuse: failed, never shown" "$(sed 's/ .*//' "$S/out" | tr '\n' ' ')" "caps failed "
helper_end
server_stop

# What stands on the bus.
server_start hold
helper_start
wait_for '^shown' "$S/out"
log=$(cat "$S/log")
is "the probe names the server" "$(timeout 60 "$helper" --probe 2>/dev/null)" "caps Fake 7.1 body actions body-markup"
like "urgency is low" "$log" '^urgency 0$'
like "the category goes along" "$log" '^category presence$'
like "the expire hint is life + 10 s" "$log" '^expire 70000$'
like "the body is escaped where markup is understood" "$log" '^body Tea &amp; &lt;b&gt;rest&lt;/b&gt;$'
unlike "no hint at the command line where there are buttons" "$log" 'evenkeel checkin'
is "three buttons in their order" "$(sed -n 's/^action //p' "$S/log" | tr '\n' '|')" "Not at all|Somewhat|A lot|"
is "no default action, and no button told by its key" "$(sed -n 's/^key //p' "$S/log" | grep -cvE '^[0-9a-f]{32}$')" 0
first_keys=$(sed -n 's/^key //p' "$S/log")
is "three different keys" "$(printf '%s\n' "$first_keys" | sort -u | wc -l)" 3
like "it replaces nobody's notification" "$log" '^replaces 0$'
echo close >&7
wait_for '^closed' "$S/out"
is "close: closed by-call" "$(last)" "closed by-call"
like "and taken from the screen" "$(cat "$S/log")" '^close 1$'
helper_end
helper_start
wait_for '^shown' "$S/out"
is "the next prompt has other keys" "$(sed -n 's/^key //p' "$S/log" | sort | uniq -d | wc -l)" 0
exec 7>&-
wait_for '^close 2' "$S/log"
like "end of input: taken from the screen" "$(cat "$S/log")" '^close 2$'
helper_end
for signal in TERM INT; do
	helper_start
	wait_for '^shown' "$S/out"
	# timeout passes a signal on to its command.
	kill -$signal "$helper_pid"
	wait_for '^closed' "$S/out"
	is "SIG$signal: closed by-call" "$(last)" "closed by-call"
	helper_end
done
is "each was taken from the screen" "$(grep -c '^close ' "$S/log")" 4

# A prompt that is none: nothing is shown.
for bad in 'prompt 2' 'summary x' "prompt 1
action a
action b
action c
action d" "prompt 1
summary $(printf '%01100d' 0)"; do
	before=$(grep -c '^summary' "$S/log")
	out=$(printf '%s\nend\n' "$bad" | timeout 60 "$helper" 2>"$S/err")
	is "bad prompt: $(printf '%.16s' "$bad" | tr '\n' ' ')" "$out" "failed bad-prompt"
	is "and nothing was shown" "$(grep -c '^summary' "$S/log")" "$before"
	unlike "and stderr repeats nothing of it" "$(cat "$S/err")" 'action|summary|000'
done
is "end of input inside a prompt" "$(printf 'prompt 1\nsummary x\n' | timeout 60 "$helper" 2>/dev/null)" "failed bad-prompt"
server_stop

# An answer, and a notification left open.
server_start leave0
helper_start
wait_for '^action' "$S/out"
is "left open after an answer: it lives on until told" "$(last)" "action 0"
exec 7>&-
wait_for '^close 1' "$S/log"
helper_end
is "then closed" "$(last)" "closed by-call"
server_stop
server_start foreign
helper_start
wait_for '^shown' "$S/out"
echo close >&7
helper_end
unlike "a key that is none of ours is no answer" "$(cat "$S/out")" '^action'
server_stop

# Servers that can do less.
while IFS='|' read -r name caps body actions; do
	# shellcheck disable=SC2086
	server_start hold "$name" $caps
	helper_start
	wait_for '^shown' "$S/out"
	is "$name with '$caps': the body" "$(sed -n 's/^body //p' "$S/log")" "$body"
	is "$name with '$caps': buttons" "$(grep -c '^action' "$S/log")" "$actions"
	helper_end
	server_stop
done <<'X'
Plain|body actions|Tea & <b>rest</b>|3
Silent|body|Tea & <b>rest</b>\nor run: evenkeel checkin|0
dunst|body actions body-markup|Tea &amp; &lt;b&gt;rest&lt;/b&gt;\nor run: evenkeel checkin|3
mako|body actions|Tea & <b>rest</b>\nor run: evenkeel checkin|3
X

# A long question stands where it is not cut.
server_start hold
printf '%s\n' 'prompt 1' 'summary Have you put off picking up a call, <b>or</b> a chat?' 'action Not at all' 'life-s 60' end |
	timeout 60 "$helper" >"$S/out" 2>"$S/err"
is "a long question: under a short title" "$(grep -E '^(summary|body)' "$S/log")" \
	$'summary Evenkeel\nbody Have you put off picking up a call, &lt;b&gt;or&lt;/b&gt; a chat?'
server_stop

# One that leaves what it is told to close on the screen: put up anew without its buttons, then closed.
server_start hold 'Notification Daemon' body actions
helper_start
wait_for '^shown' "$S/out"
echo close >&7
helper_end
is "Notification Daemon: taken off, then closed" "$(grep -E '^(replaces|key|close)' "$S/log" | sed 's/^key .*/key/' | tr '\n' ' ')" \
	"replaces 0 key key key replaces 1 close 1 "
is "Notification Daemon: said once" "$(last)" "closed by-call"
server_stop

# Servers that hang: bounded, in parallel.
server_start mute
start_s=$SECONDS
helper_start
wait_for '^failed' "$S/out"
is "a server that never answers: failed" "$(cat "$S/out")" "failed no-server"
helper_end
check "within its own bound, not the 25 seconds of D-Bus" test $((SECONDS - start_s)) -le 20
server_stop
server_start hang
helper_start
wait_for '^failed' "$S/out"
is "one that never confirms: failed, never shown" "$(sed 's/ .*//' "$S/out" | tr '\n' ' ')" "caps failed "
helper_end
server_stop
server_start stuck
helper_start
wait_for '^shown' "$S/out"
start_s=$SECONDS
helper_end
is "one that never confirms the closing: the helper ends" "$helper_status" 0
check "within its own bound, too" test $((SECONDS - start_s)) -le 20
server_stop

# The bus goes away while it is open.
server_start hold
helper_start
wait_for '^shown' "$S/out"
{ kill -KILL "$bus_pid" && wait "$bus_pid"; } 2>/dev/null
wait_for '^failed' "$S/out"
is "the bus goes away: failed bus-lost, not killed" "$(last)" "failed bus-lost"
helper_end
is "with exit 0" "$helper_status" 0
unlike "stderr holds codes, never a text" "$(cat "$S/err")" 'strain|Somewhat|rest|checkin'
server_stop
finish
