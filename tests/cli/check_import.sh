#!/bin/bash
# import and the sealed export: the same records on another machine, once; a file that was touched lets nothing in; long notes travel
# whole; and no export says whose it is.
. "$(dirname "$0")/reading.sh"
export USER=quentinuser LOGNAME=quentinuser
demo=$home/demo a=$home/a b=$home/b c=$home/c
"$BUILD/evenkeel" --store "$demo" demo --seed 1 --weeks 8 >/dev/null || not_ok "demo"
for store in "$a" "$b" "$c"; do new_store "$store"; done
secret right
json_of() { run --store "$1" export --format json; printf '%s' "$got"; }
records_of() { run --store "$1" verify --json; number records <<<"$got"; }
whole=$(json_of "$demo")
printf '%s\n' "$whole" >"$home/demo.json"
records=$(grep -c '^{"kind":' "$home/demo.json")

exits "import json into an empty store" 0 --store "$a" import "$home/demo.json"
is "it says how many" "$got" "$records records were taken in."
is "the same export comes out" "$(json_of "$a" | cksum)" "$(printf '%s' "$whole" | cksum)"
like "verify is content" "$("$BUILD/evenkeel" --store "$a" verify 2>&1)" "none missing"
exits "import it again" 0 --store "$a" import "$home/demo.json" --json
is "takes nothing twice" "$(tr -d ' \n' <<<"$got")" "{\"read\":$records,\"added\":0,\"present\":$records,\"left_out\":0,\"questionnaires_added\":[],\"questionnaires_differing\":[]}"
"$BUILD/evenkeel" --store "$demo" trends --json 2>/dev/null >"$home/trends"
is "and trends are the same" "$("$BUILD/evenkeel" --store "$a" trends --json 2>/dev/null | cksum)" "$(cksum <"$home/trends")"
got=$("$BUILD/evenkeel" --store "$b" import - <"$home/demo.json" 2>/dev/null)
is "from stdin" "$got" "$records records were taken in."

# A note longer than a record, as a review keeps it.
note=$(for ((i = 0; i < 250; i++)); do printf '第%d天，ยาว “x”; ' "$i"; done)
note=${note% }
printf 'week-stress=2\nnote=%s\n' "$note" >"$home/review"
check "the note is long" test "$(wc -c <"$home/review")" -gt 5000
"$BUILD/evenkeel" --store "$a" review - <"$home/review" >/dev/null 2>"$home/errs"
is "a review with a long note" "$?$(cat "$home/errs")" 0
run --store "$a" history --days 1 --json
like "stands whole in history --json" "$got" "\"note\": \"第0天，.*第249天，ยาว “x”;\""
run --store "$a" history --days 1
is "and in history" "$(grep -o '第[0-9]*天' <<<"$(tr -d '\n ' <<<"$got")" | sort -u | wc -l)" 250
run --store "$a" export --format csv
is "and in csv" "$(grep -c "^2026-03-06.*,note,answered,0,,0,\"第0天，.*ยาว “”x””\|第0天.*第249天" <<<"$got")" 1
{ printf 'note='; head -c 8193 /dev/zero | tr '\0' x; } >"$home/review"
"$BUILD/evenkeel" --store "$a" review - <"$home/review" >/dev/null 2>"$home/errs"
is "a longer one is refused" "$?" 2

umask 022
exits "export sealed" 0 --store "$a" export --format sealed -o "$home/a.evk"
is "for its owner alone" "$(stat -c %a "$home/a.evk")" 600
is "says what it is" "$(head -c 8 "$home/a.evk")" EVKEXPRT
is "in whole chunks" "$((($(stat -c %s "$home/a.evk") - 177) % 4113))" 0
run --store "$a" export --format sealed -o "$home/a2.evk"
unlike "never twice the same" "$(cmp "$home/a.evk" "$home/a2.evk" 2>&1)" '^$'
exits "import sealed" 0 --store "$c" import "$home/a.evk"
is "the same export comes out" "$(json_of "$c" | cksum)" "$(json_of "$a" | cksum)"
"$BUILD/evenkeel" --store "$a" export --format sealed >"$home/out.evk" 2>/dev/null
is "to a pipe" "$(head -c 8 "$home/out.evk")" EVKEXPRT
if [ "$(script -qec 'echo yes' /dev/null </dev/null 2>/dev/null | tr -d '\r\n')" = yes ]; then
	screen=$(script -qec "'$BUILD/evenkeel' --store '$a' export --format sealed; echo code \$?" /dev/null </dev/null 2>&1)
	like "not to a terminal" "$(tr -d '\r' <<<"$screen")" "^code 2$"
	unlike "no sealed bytes there" "$screen" EVKEXPRT
else
	skip "not to a terminal" "no terminal can be had here"
fi

# The other device's own passphrase, and a file with its own.
printf 'other\n' >"$home/other"
chmod 600 "$home/other"
"$BUILD/evenkeel" --store "$a" export --format sealed --passphrase-fd 8 -o "$home/own.evk" 8<"$home/other" 2>/dev/null
exits "a file with its own passphrase" 4 --store "$b" import "$home/own.evk"
like "does not open with the store's" "$errs" "wrong passphrase"
"$BUILD/evenkeel" --store "$b" import "$home/own.evk" --passphrase-fd 8 8<"$home/other" >/dev/null 2>&1
is "but with its own" $? 0
"$BUILD/evenkeel" --store "$b" import "$home/own.evk" --passphrase-fd 8 8<"$home/passphrase" >/dev/null 2>"$home/errs"
is "and with no other" "$?" 4
key=$("$BUILD/evenkeel" --store "$b" export --show-key 2>/dev/null)
like "a transfer key" "$key" '^evk1(-[0-9a-hjkmnp-tv-z]{4}){14}$'
exits "export for one device" 0 --store "$a" export --format sealed --to "$key" -o "$home/to-b.evk"
exits "which takes it" 0 --store "$b" import "$home/to-b.evk"
exits "and no other does" 4 --store "$c" import "$home/to-b.evk"
like "saying why" "$errs" "another device"
exits "a key with a typing error" 2 --store "$a" export --format sealed --to "${key%?}?" -o "$home/no.evk"
exits "--to with json" 2 --store "$a" export --format json --to "$key"
exits "--show-key stands alone" 2 --store "$a" export --show-key --format json

# What was touched on the way.
new_store "$home/empty"
refused() { # NAME CODE FILE REGEX
	exits "$1" "$2" --store "$home/empty" import "$3"
	like "$1: it says why" "$errs" "$4"
}
flip() { cp "$1" "$2" && change_byte "$2" "$3"; }
size=$(stat -c %s "$home/a.evk")
for at in 12 30 125 150 165 5000 $((size - 1)); do flip "$home/a.evk" "$home/bad" "$at"; refused "byte $at changed" 1 "$home/bad" "damaged|cut short"; done
for length in 8 100 177 4000 $((size - 4113)) $((size - 1)); do head -c "$length" "$home/a.evk" >"$home/bad"; refused "cut to $length" 1 "$home/bad" "cut short"; done
{ cat "$home/a.evk"; echo; } >"$home/bad"; refused "added to" 1 "$home/bad" "added"
cp "$home/a.evk" "$home/bad"; printf '\2' | dd of="$home/bad" bs=1 seek=8 conv=notrunc 2>/dev/null
refused "from a newer version" 1 "$home/bad" "newer version"
sed 's/"version":1/"version":2/' "$home/demo.json" >"$home/bad"; refused "json of another version" 1 "$home/bad" "another version"
sed 's/evenkeel-export/else/' "$home/demo.json" >"$home/bad"; refused "json of another program" 1 "$home/bad" "no export of Evenkeel"
head -c 20000 "$home/demo.json" >"$home/bad"; refused "json cut short" 1 "$home/bad" "cut short"
sed '300s/"time_ms":/"time":/' "$home/demo.json" >"$home/bad"; refused "json without a time" 1 "$home/bad" "record 299 .*'time_ms' is missing"
sed '20s/"parts":[0-9]*/"parts":0/' "$home/demo.json" >"$home/bad"; refused "json with no parts" 1 "$home/bad" "record 19 "
sed '20s/"kind":"[a-z-]*"/"kind":66/' "$home/demo.json" >"$home/bad"; refused "json with a clock's record" 1 "$home/bad" "'kind'"
"$BUILD/evenkeel" --store "$a" export --format csv >"$home/bad" 2>/dev/null; refused "csv" 1 "$home/bad" "csv file holds the answers only"
head -c 3000 "$home/demo/store.db" >"$home/bad"; refused "a database" 1 "$home/bad" "no export of Evenkeel"
: >"$home/bad"; refused "nothing" 1 "$home/bad" "no export of Evenkeel"
refused "no such file" 1 "$home/none" "cannot open"
secret wrong
refused "the wrong passphrase" 4 "$home/a.evk" "wrong passphrase"
secret right
is "and nothing was let in" "$(records_of "$home/empty")" 0
exits "no file named" 2 --store "$home/empty" import

# Killed on the way: all or nothing, and again makes it whole.
for ms in 3 6 9 12 15 20 30; do
	rm -rf "$home/killed"; cp -a "$home/empty" "$home/killed"
	"$BUILD/evenkeel" --store "$home/killed" import "$home/demo.json" >/dev/null 2>&1 &
	pid=$!
	sleep "0.0$(printf %02d "$ms")"
	kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
	now=$(records_of "$home/killed")
	case $now in 0 | "$records") ok "killed after $ms ms: all or nothing" ;; *) not_ok "killed after $ms ms" "$now of $records" ;; esac
	run --store "$home/killed" import "$home/demo.json"
	is "and again makes it whole" "$(json_of "$home/killed" | cksum)" "$(printf '%s' "$whole" | cksum)"
done

# Nothing half written, nothing replaced that is no file.
(trap '' XFSZ; ulimit -f 8; "$BUILD/evenkeel" --store "$a" export --format sealed -o "$home/full.evk" >/dev/null 2>"$home/errs")
is "no room for the file" "$?" 1
is "leaves no half of it" "$(find "$home" -name 'full.evk*')" ""
ln -s "$home/target" "$home/link"
mkfifo "$home/fifo"
exits "not over a link" 1 --store "$a" export --format json -o "$home/link"
exits "not over a pipe" 1 --store "$a" export --format json -o "$home/fifo"
check "which is still there" test -p "$home/fifo" -a -L "$home/link" -a ! -e "$home/target"

# Whose they are: no export says so.
hex() { od -An -v -tx1 | tr -d ' \n'; }
run --store "$a" export --format csv
printf '%s\n' "$got" >"$home/a.csv"
json_of "$a" >"$home/a.json"
secrets=(quentinuser "$home" "$HOME" "$(basename "$home")" C.UTF-8)
host=$(uname -n); [ ${#host} -gt 3 ] && secrets+=("$host")
[ -s /etc/machine-id ] && secrets+=("$(cat /etc/machine-id)")
user=$(id -un); [ ${#user} -gt 3 ] && secrets+=("$user")
pk=$(tail -c +17 "$a/keys" | head -c 32 | hex)
is "the public key is found where it is" "$(head -c 48 "$a/keys" | hex | grep -c "$pk")" 1
for file in a.json a.csv a.evk to-b.evk own.evk; do
	found=
	for word in "${secrets[@]}"; do
		# A few letters stand somewhere among random bytes by chance.
		[[ $file == *.evk && ${#word} -lt 8 ]] || { grep -aqF -- "$word" "$home/$file" && found="$found $word"; }
	done
	hex <"$home/$file" | grep -q "$pk" && found="$found pk"
	hex <"$home/$file" | grep -q "$(tail -c +17 "$b/keys" | head -c 32 | hex)" && found="$found recipient"
	is "$file names nobody" "$found" ""
done
is "a json export of a machine is the other's" "$(cksum <"$home/a.json")" "$(json_of "$c" | cksum)"
finish
