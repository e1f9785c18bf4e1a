#!/bin/bash
# Settings: list, get, set, check, edit; each kind of fault with file, line, key and what is allowed; comments stay.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh

run ek config list
is "list without a file" "$code$err" 0
keys=$(ek config list --json | sed -n 's/^ *"key": "\(.*\)",*$/\1/p')
is "list has as many rows as --json" "$(printf '%s\n' "$out" | grep -cE '^[* ] [a-z-]+(\.[a-z-]+)? ')" "$(printf '%s\n' "$keys" | grep -c .)"
# A path stays whole, however long.
is "it fits 80 columns" "$(printf '%s\n' "$out" | grep -v "$conf" | awk 'length($0) > 80')" ""
is "in Chinese, too" "$(LC_ALL=C.UTF-8 LANGUAGE=zh_CN ek config list | grep -v "$conf" | wc -L | awk '$1 > 80')" ""
unlike "nothing is marked as changed" "$out" '^\*'
like "the stable keys of --json" "$(ek config list --json | tr -d '\n ')" '^\{"settings":\[\{"key":"[^"]*","value":"[^"]*","default":"[^"]*","changed":false,"allowed":"[^"]*","meaning":"'
run ek config get micro.every; is "get" "$code$out" 030min

run ek config set micro.every 25min
is "set" "$code$out" "0micro.every = 25min"
is "the file is the person's alone" "$(stat -c %a "$conf")" 600
is "get gives it back" "$(ek config get micro.every)" 25min
like "list marks it" "$(ek config list)" '^\* micro.every +25min'
like "--json marks it" "$(ek config list --json | tr -d '\n ')" '"key":"micro.every","value":"25min","default":"30min","changed":true'
cat >"$conf" <<'X'
# mine, and it stays
language = en

[micro]
; a word of mine
every = 20min   ; shorter
for = 30s

[rest]
every = 1h
X
ek config set micro.every 40min >/dev/null
ek config set hours.mon 08:00-12:00, 13:00-17:00 >/dev/null
is "comments and order stay" "$(head -7 "$conf" | tr -s ' ')" "# mine, and it stays
language = en

[micro]
; a word of mine
every = 40min ; shorter
for = 30s"
is "several words are one value" "$(ek config get hours.mon)" "08:00-12:00,13:00-17:00"
run ek config check; is "check" "$code$err" 0

# Each key can be set to its default.
for key in $keys; do
	default=$(ek config list --json | tr -d '\n' | grep -o "\"key\": \"$key\", *\"value\": \"[^\"]*\", *\"default\": \"[^\"]*\"" | sed 's/.*: "\(.*\)"$/\1/')
	check "set $key $default" ek config set "$key" "$default"
	is "and get gives it back" "$(ek config get "$key")" "$default"
done

# Refused on the command line: exit 2, and the file stays.
before=$(cat "$conf")
refused() { # NAME REGEX WORD...
	local name=$1 regex=$2; shift 2
	run ek config "$@"
	is "$name: exit 2" "$code$out" 2
	like "$name: says why" "$err" "^evenkeel: .*$regex"
}
refused "an unknown key" "'micro.evry'" set micro.evry 5min
refused "a value of the wrong type" "micro.every.*a duration from" set micro.every often
refused "a bare number" "micro.every.*a duration from" set micro.every 25
refused "out of range" "checkin.per-day" set checkin.per-day 9
refused "no such choice" "notify.via.*desktop" set notify.via loudly
refused "hours that are none" "hours.mon" set hours.mon 9-5
refused "no value" "a word is missing" set micro.every
refused "no such action" "'list', 'get', 'set', 'check' or 'edit'" show
refused "no action" "a word is missing"
refused "get of nothing" "'x.y'" get x.y
is "the file stays as it was" "$(cat "$conf")" "$before"

# Faults in the file: FILE:LINE, exit 1, for every command.
fault() { # NAME CONTENT LINE REGEX
	printf '%b' "$2" >"$conf"
	for command in status "config check" "config list" trends "checkin stress=1" "plan"; do
		# shellcheck disable=SC2086
		run ek $command
		is "$1: $command exits 1" "$code" 1
		like "$1: $command names file and line" "$err" "^evenkeel: $conf:$3: .*$4"
	done
	run ek --help; is "$1: --help still works" "$code" 0
	run ek config set micro.every 30min
	like "$1: set does not hide it" "$code $err" "^1 evenkeel: $conf:[0-9]+: "
}
make_store
fault "an unknown key" '[micro]\nevery = 30min\nevry = 5min\n' 3 "micro.evry"
fault "a wrong type" '\n\n[rest]\nevery = later\n' 4 "rest.every.*a duration"
fault "out of range" '[checkin]\nper-day = 12\n' 2 "checkin.per-day.*0.*6"
fault "a line too long" "[micro]\n# $(head -c 300 /dev/zero | tr '\0' x)\nevery = 30min\n" 2 "200|199|long"
fault "no setting at all" 'hello\n' 1 "hello|="
printf '[micro]\nevery = sometimes\n' >"$conf"
run ek config set micro.every 30min; is "set mends the faulty line itself" "$code" 0
run ek config check; is "and all is well again" "$code" 0
rm "$conf"; mkdir "$conf"; run ek status; like "a directory in its place" "$code $err" "^1 .*not a regular file"; rmdir "$conf"
mkfifo "$conf"; run ek status; like "a named pipe in its place does not hang" "$code $err" "^1 .*not a regular file"; rm "$conf"

# Edit.
editor() { printf '#!/bin/sh\n%s\n' "$1" >"$dir/editor"; chmod +x "$dir/editor"; EDITOR="$dir/editor" ek config edit; }
unset VISUAL
run editor 'cat "$1" >'"$dir/seen"; like "edit, nothing changed" "$code $out" "^0 .*[Nn]othing"
like "a new file explains each setting" "$(cat "$dir/seen")" '^# every = 30min'
check "and no file came of it" test ! -e "$conf"
run editor 'printf "[micro]\nevery = 15min\n" >"$1"'; is "edit" "$code" 0
is "it took" "$(ek config get micro.every)" 15min
run editor 'printf "[micro]\nevery = 15\n" >"$1"'; like "edit refuses a fault" "$code $err" "^1 evenkeel: $conf:2: "
is "the old settings stay" "$(ek config get micro.every)" 15min
run editor 'exit 3'; like "an editor that fails" "$code $err" "^1 .*nothing was changed"
is "nothing lies about" "$(ls "$(dirname "$conf")")" evenkeel.conf
rm "$conf"; run editor 'sed -i "s/^# every = 30min/every = 22min/" "$1"'; is "the template, one # away" "$code$(ek config get micro.every)" 022min

# A running daemon takes it up.
daemon_starts
run ek config set checkin.per-day 3; is "set tells the daemon" "$code$err" 0
stop_daemon
finish
