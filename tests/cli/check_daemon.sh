#!/bin/bash
# The real daemon with a private HOME: one at a time, answers the CLI, keeps its state over a restart and over a kill, keeps its old
# settings when new ones are bad, and says nothing of answers anywhere.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
dir=$(mktemp -d "${TMPDIR:-/tmp}/daemon.XXXXXX") || exit 1
pid=
cleanup() {
	[ -n "$pid" ] && kill -9 "$pid" 2>/dev/null
	wait 2>/dev/null
	rm -rf "$dir"
}
trap cleanup EXIT
export HOME=$dir/home XDG_RUNTIME_DIR=$dir/run XDG_CONFIG_HOME=$dir/home/config XDG_DATA_HOME=$dir/home/data XDG_STATE_HOME=$dir/home/state
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR"
daemon=$BUILD/evenkeeld cli=$BUILD/evenkeel log=$dir/log
socket=$XDG_RUNTIME_DIR/evenkeel/ctl.sock state=$XDG_STATE_HOME/evenkeel

start() { # [OPTION...]: until it is ready
	: >"$log"
	"$daemon" --notify=log "$@" 2>"$log" </dev/null >/dev/null &
	pid=$!
	wait_log '^evenkeeld: ready'
}
wait_log() { wait_until said_or_ended "$1" && grep -qE "$1" "$log"; } # REGEX
said_or_ended() { grep -qE "$1" "$log" || ended "$pid"; }
stop() { # SIGNAL: the exit status
	kill "-$1" "$pid"
	wait "$pid" 2>/dev/null
	local status=$?
	pid=
	return $status
}
# check runs its command in a subshell; what starts or ends the daemon may not.
here() { local name=$1; shift; if "$@"; then ok "$name"; else not_ok "$name" "$(cat "$log")"; fi; }
now_json() { "$cli" status --json | tr -d '\n'; }

out=$("$daemon" --notify=log 2>&1 </dev/null); code=$?
is "without a store it ends with 6" "$code" 6
like "and says what to run" "$out" "run 'evenkeel setup'"
out=$("$daemon" --notify=log --autostart 2>&1 </dev/null); code=$?
is "started by a session it ends quietly" "$code$out" 0
check "and makes nothing" test ! -e "$XDG_DATA_HOME/evenkeel"

like "--help has an example" "$("$daemon" --help)" 'evenkeeld --notify=terminal'
like "--version" "$("$daemon" --version)" '^evenkeeld [0-9]'
"$daemon" --notify=loud >/dev/null 2>&1; is "a wrong --notify is 2" $? 2
"$daemon" --nothing >/dev/null 2>&1; is "an unknown option is 2" $? 2
"$daemon" word >/dev/null 2>&1; is "a stray word is 2" $? 2

setup() { echo 'a passphrase' | "$cli" "$@" setup --passphrase-fd 0 --kdf-test --no-recovery-check --no-service >"$dir/setup" 2>&1; }
check "setup" setup
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
conf=$XDG_CONFIG_HOME/evenkeel/evenkeel.conf
printf '[checkin]\nper-day = 0\n[review]\nday = off\n' >"$conf"

here "it starts" start
is "the socket is private" "$(stat -c %a "$socket")" 600
is "and so is its directory" "$(stat -c %a "${socket%/*}")" 700
like "status answers" "$(now_json)" '"daemon_running": ?true'
like "and names the notifier" "$(now_json)" '"notifier": ?"log"'

out=$("$daemon" --notify=log 2>&1 </dev/null); code=$?
is "a second daemon ends with 3" "$code" 3
like "and says why" "$out" 'already running'
out=$("$daemon" --notify=log --autostart 2>&1 </dev/null); code=$?
is "one that a session starts ends quietly" "$code$out" 0
check "the first one's socket is still there" test -S "$socket"
mkdir "$dir/other"
setup --store "$dir/other/store"
out=$("$daemon" --notify=log --store "$dir/other/store" 2>&1 </dev/null); code=$?
is "with another store, too" "$code" 3

check "now checkin" "$cli" now checkin
here "the prompt is shown" wait_log 'prompt 1 shown'
like "status says what is open" "$(now_json)" '"open": ?"checkin"'
check "answering in the CLI" "$cli" checkin stress=0
here "closes it" wait_log 'prompt 1 closed'
unlike "nothing is open any more" "$(now_json)" '"open": ?"checkin"'

printf '[micro]\nevery = sideways\n' >"$conf"
kill -HUP "$pid"
here "bad settings are named with file and line" wait_log 'evenkeel.conf:2: '
printf '[checkin]\nper-day = 0\n' >"$conf"
like "the daemon lives on with the old ones and says so in status" "$(now_json)" '"trouble": ?"[^"]*evenkeel.conf:2: '

check "pause" "$cli" pause 60
here "SIGTERM ends it with 0" stop TERM
check "its socket is gone" test ! -e "$socket"
is "the state is private" "$(stat -c %a "$state/schedule")" 600
here "it starts again" start
like "and is still paused" "$(now_json)" '"name": ?"paused"'

check "resume" "$cli" resume
stop KILL 2>/dev/null
here "after kill -9 it starts again" start
unlike "and is not paused" "$(now_json)" '"name": ?"paused"'

check "a client of the daemon's own time" "$cli" busy on 5
like "busy holds" "$(now_json)" '"name": ?"busy"'
"$cli" busy off >/dev/null 2>&1

here "SIGINT ends it with 0, too" stop INT

ids=$(awk -F'\t' '!/^#/ && NF > 1 { print $0 }' schema/ids.tsv | tr '\t' '\n' | grep -E '^[a-z][a-z-]*\.[a-z.-]+$' | sort -u)
[ -n "$ids" ] || not_ok "ids.tsv has names"
found=$(printf '%s\n' "$ids" | grep -raFf - "$state" "$log" 2>/dev/null)
is "no id stands in the state or the log" "$found" ""
unlike "no word of an answer in the state" "$(cat "$state"/* 2>/dev/null)" 'stress|answer|missed'

# The service manager's side, played by a few lines of Python.
if ! strings -a "$daemon" 2>/dev/null | grep -q 'WATCHDOG=1' && ! grep -qa 'WATCHDOG=1' "$daemon"; then
	skip "READY, WATCHDOG and STOPPING are told" "built without libsystemd"
elif ! command -v python3 >/dev/null; then
	skip "READY, WATCHDOG and STOPPING are told" "no python3"
else
	cat >"$dir/manager.py" <<'PY'
import os, signal, socket, subprocess, sys
path = sys.argv[1] + "/notify"
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
	s.bind(path)
	s.settimeout(60)
	env = dict(os.environ, NOTIFY_SOCKET=path, WATCHDOG_USEC="200000")
	listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
	os.makedirs(os.environ["XDG_RUNTIME_DIR"] + "/evenkeel", 0o700, exist_ok=True)
	listener.bind(os.environ["XDG_RUNTIME_DIR"] + "/evenkeel/ctl.sock")
	listener.listen(4)
	def child():
		os.dup2(listener.fileno(), 3)
		os.environ["LISTEN_PID"] = str(os.getpid())
	env["LISTEN_FDS"] = "1"
	# LISTEN_PID must be the child's own: a shell sets it and becomes the daemon.
	p = subprocess.Popen(["sh", "-c", "LISTEN_PID=$$ exec \"$0\" --notify=log", sys.argv[2]], env=env, preexec_fn=child, pass_fds=(3,),
		stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	try:
		wanted = ["READY=1", "WATCHDOG=1"]
		while wanted:
			word = s.recv(4096).decode().split("\n")[0]
			if word == wanted[0]:
				wanted.pop(0)
		print("served" if subprocess.run([sys.argv[3], "status", "--json"], capture_output=True, text=True).stdout.replace(" ", "").find(
			'"daemon_running":true') >= 0 else "not served")
		p.send_signal(signal.SIGTERM)
		while s.recv(4096).decode() != "STOPPING=1":
			pass
		print("stopped", p.wait(60))
		print("kept" if os.path.exists(os.environ["XDG_RUNTIME_DIR"] + "/evenkeel/ctl.sock") else "removed")
	finally:
		p.poll() is None and p.kill()
PY
	out=$(python3 "$dir/manager.py" "$dir" "$daemon" "$cli" 2>&1)
	is "READY, WATCHDOG and STOPPING are told, the manager's socket is served and left" "$out" "served
stopped 0
kept"
fi
finish
