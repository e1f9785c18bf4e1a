#!/bin/bash
# The command line as a whole: exit codes, what goes where, bad input, passphrases, JSON keys, the daemon down and up.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh

# fails CODE NAME REGEX COMMAND...: this code, this on stderr in one line, and nothing on stdout
fails() {
	local wanted=$1 name=$2 regex=$3; shift 3
	run "$@"
	is "$name: exit $wanted" "$code" "$wanted"
	like "$name: says so" "$err" "^evenkeel: .*$regex"
	is "$name: one line, nothing on stdout" "$(printf '%s\n' "$err" | grep -c .)$out" 1
}

# Wrong usage.
fails 2 "an unknown command" "did you mean 'trends'" ek trend
fails 2 "a command far from any" "'evenkeel --help' lists them" ek frobnicate
fails 2 "an unknown option" "did you mean '--days'" ek trends --day 3
fails 2 "an option without its value" "needs a value" ek --store
fails 2 "--json where there is none" "has no --json" ek snooze --json
fails 2 "a word too many" "one word too many" ek resume now
fails 2 "a word missing" "a word is missing" ek now
fails 2 "snooze: no number" "whole minutes" ek snooze soon
fails 2 "snooze: nothing" "whole minutes" ek snooze 0
fails 2 "snooze: too long" "whole minutes" ek snooze 100000
fails 2 "snooze: seconds" "whole minutes" ek snooze 90s
fails 2 "pause: neither" "whole minutes" ek pause tomorrow
fails 2 "busy: neither" "neither 'on' nor 'off'" ek busy maybe
fails 2 "busy off takes no time" "takes no minutes" ek busy off 5
fails 2 "now: what?" "'micro', 'rest', 'checkin' or 'review'" ek now lunch
fails 2 "completion: which shell?" "'bash', 'zsh' or 'fish'" ek completion tcsh

# No store.
for command in status checkin\ stress=1 review\ fatigue=1 hard-call undo trends causes tips history "export --format json" verify; do
	# shellcheck disable=SC2086
	fails 1 "no store: $command" "no store yet; run 'evenkeel setup'" ek $command
done
check "looking made nothing" test ! -e "$XDG_DATA_HOME/evenkeel"
fails 1 "bare, without a store" "run 'evenkeel setup'" ek

# The clock.
EVENKEEL_NOW=yesterday fails 2 "EVENKEEL_NOW that is no time" "EVENKEEL_NOW|yesterday" ek status

# The daemon down.
for command in snooze pause resume "busy on" "now rest"; do
	# shellcheck disable=SC2086
	fails 1 "the daemon down: $command" "not running; start it with" ek $command
done
check "setup" make_store
run ek
is "bare is status" "$code" 0
is "the same page" "$out" "$(ek status)"
like "it says that the daemon is down" "$out" "daemon is not running"
run ek status --json
is "status --json with the daemon down" "$code" 0
like "daemon_running is false" "$out" '"daemon_running": false'
for key in notifier activity_source breaks_today daemon; do like "$key is null" "$out" "\"$key\": null"; done

# Passphrases.
fails 4 "no passphrase and no terminal" "no passphrase" setsid "$BUILD/evenkeel" verify
bad=$dir/bad
try() { EVENKEEL_PASSPHRASE_FILE=$bad ek verify; }
printf 'wrong\n' >"$bad"; chmod 600 "$bad"; fails 4 "the wrong passphrase" "wrong passphrase" try
like "a store for tests says so" "$(EVENKEEL_PASSPHRASE_FILE=$pass ek verify 2>&1)" "made for tests"
cp "$pass" "$bad"; chmod 640 "$bad"; fails 4 "a file that the group reads" "chmod 600" try
rm "$bad"; fails 4 "a file that is not there" "[Nn]o such file" try
ln -s "$pass" "$bad"; fails 4 "a symbolic link" "cannot read" try
rm "$bad"; mkdir "$bad"; fails 4 "a directory" "not a regular file" try
rmdir "$bad"; mkfifo -m 600 "$bad"; fails 4 "a pipe with a name" "not a regular file" try
rm "$bad"; : >"$bad"; chmod 600 "$bad"; fails 4 "an empty file" "empty" try
printf '\n' >"$bad"; fails 4 "a newline alone" "empty" try
head -c 1025 /dev/zero | tr '\0' a >"$bad"; fails 4 "1025 bytes" "longer than 1024" try
head -c 1024 /dev/zero | tr '\0' a >"$bad"; fails 4 "1024 bytes are only wrong" "wrong passphrase" try
printf 'four words for tests' >"$bad"; run try; is "without a newline it is the same" "$code" 0
printf 'four words for tests\n\n' >"$bad"; fails 4 "only one newline is dropped" "wrong passphrase" try
run env EVENKEEL_PASSPHRASE_FD=7 "$BUILD/evenkeel" verify 7<"$pass"; is "from a file descriptor" "$code" 0
EVENKEEL_PASSPHRASE_FD=99 fails 4 "a descriptor that is closed" "not open" ek trends
EVENKEEL_PASSPHRASE_FD=x fails 2 "a descriptor that is no number" "EVENKEEL_PASSPHRASE_FD" ek trends

# Output.
"$BUILD/evenkeel" status --json >&- 2>"$dir/err"; is "stdout closed: exit 1" $? 1
like "and it says so" "$(cat "$dir/err")" "cannot write the output"
if [ -c /dev/full ]; then ek status >/dev/full 2>"$dir/err"; is "a full disk: exit 1" $? 1; else skip "a full disk: exit 1" "no /dev/full"; fi
is "a reader that leaves is no fault" "$(ek --help 2>&1 | head -1 | grep -c usage)" 1
unlike "no colour when piped" "$(unlocked trends; ek status; ek --help)" $'\033'
check "stdin, stdout and stderr closed: the store is whole" bash -c '"$1" checkin stress=1 <&- >&- 2>&-; EVENKEEL_PASSPHRASE_FILE=$2 "$1" verify' - "$BUILD/evenkeel" "$pass"

# The language: the setting, else the environment; the same one on the whole page.
if [ -e "$BUILD/locale/zh_CN/LC_MESSAGES/evenkeel.mo" ]; then
	for variables in "LC_ALL=C.UTF-8 LANGUAGE=zh_CN" "LC_ALL=zh_CN.UTF-8" "LC_ALL= LANG=zh_CN.UTF-8" "LC_ALL=C.UTF-8 LANGUAGE=de:zh_CN:en"; do
		# shellcheck disable=SC2086
		like "Chinese by $variables" "$(env -u LANG $variables "$BUILD/evenkeel" --help)" "^命令"
	done
	like "English where Chinese comes second" "$(LC_ALL=C.UTF-8 LANGUAGE=en:zh_CN ek --help)" "^Commands"
	like "LC_ALL=C asks for no translation" "$(LC_ALL=C LANGUAGE=zh_CN ek --help)" "^Commands"
	ek config set language zh_CN >/dev/null
	like "the setting, without a locale" "$(env -u LC_ALL -u LANG "$BUILD/evenkeel" status)" "后台程序没有运行"
	like "in --help, too" "$(LC_ALL=C ek --help)" "^命令"
	like "and in errors" "$(ek trend 2>&1)" "^evenkeel: 没有命令"
	ek config set language en >/dev/null
	like "the setting beats the environment" "$(LC_ALL=C.UTF-8 LANGUAGE=zh_CN ek --help)" "^Commands"
	ek config set language auto >/dev/null
else
	skip "the language" "no translation built"
fi

# Completion.
for shell in bash zsh fish; do
	script=$(ek completion $shell)
	missing=
	for name in $(ek --help | sed -n '/^Commands/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do [[ $script == *"$name"* ]] || missing+=" $name"; done
	is "completion $shell knows each command" "$missing" ""
done
ek completion bash >"$dir/completion"
check "bash takes its script" bash -n "$dir/completion"
words=$(bash -c '. "$1"; COMP_WORDS=(evenkeel busy ""); COMP_CWORD=2; _evenkeel; echo "${COMPREPLY[*]}"' - "$dir/completion")
like "it offers a command's words" "$words" "on.* off|off.* on"

# The daemon up.
daemon_starts
run ek status --json
like "daemon_running" "$out" '"daemon_running": true'
for key in notifier activity_source holds next breaks_today micro rest missing_features daemon pss_kib uss_kib threads wakeups cpu_ms uptime_s; do
	like "status --json has $key" "$out" "\"$key\": *[^ ]"
done
like "the page names the notifier" "$(ek status)" "prompts +log"
run ek busy on 30; is "busy on" "$code$err" 0; like "it answers" "$out" "."
like "status shows the hold" "$(ek status --json)" '"name": "busy"'
like "in words, too" "$(ek status)" "busy since [0-9][0-9]:[0-9][0-9]"
run ek busy off; is "busy off" "$code$err" 0
unlike "the hold is gone" "$(ek status --json)" '"name": "busy"'
run ek pause today; is "pause today" "$code$err" 0
like "status shows it" "$(ek status --json)" '"name": "paused"'
run ek resume; is "resume" "$code$err" 0
unlike "it is over" "$(ek status --json)" '"name": "paused"'
run ek snooze 10; is "snooze" "$code$err" 0
run ek now micro; is "now micro" "$code$err" 0
run ek --store "$dir/other" snooze; is "another store: still the same daemon" "$code$err" 0
stop_daemon
fails 1 "down again" "not running" ek resume

# A server that is no daemon of ours.
if command -v socat >/dev/null; then
	socat -u UNIX-LISTEN:"$XDG_RUNTIME_DIR/evenkeel/ctl.sock",unlink-early SYSTEM:'echo nonsense' & other=$!
	wait_until test -S "$XDG_RUNTIME_DIR/evenkeel/ctl.sock"
	run ek resume; is "nonsense on the socket: exit 1" "$code" 1
	kill $other 2>/dev/null; wait $other 2>/dev/null
fi
finish
