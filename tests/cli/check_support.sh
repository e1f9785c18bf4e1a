#!/bin/bash
# Whom to talk to: from the person's file and without any, at any time; and named by itself where the answers call for it, from both
# sides of each limit.
. "$(dirname "$0")/reading.sh"
export XDG_CONFIG_HOME=$home/config
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
ini=$XDG_CONFIG_HOME/evenkeel/support.ini

# No store, no daemon, no file.
exits "help-me without anything" 0 help-me
like "somebody is always there" "$got" "someone you trust"
like "nobody watches" "$got" "Nobody is watching your answers"
is "nothing to complain of" "$errs" ""
fits help-me
exits "help-me --json" 0 help-me --json
is "its keys" "$(keys 1 <<<"$got")" "eap country lines text watched "
is "nobody is listed" "$(grep -cE '"(eap|lines)": \[\]' <<<"$got")" 2
like "and nobody watches" "$got" '"watched": false'

cat >"$ini" <<'END'
; ours
[eap]
name = Example Assistance
phone = +44 20 7946 0000
web = https://eap.example.com
hours = Mon-Fri 8-20
language = English, polski
[line.DE]
name = Sorgentelefon
phone = 0000 111
[line.TH]
name = สายด่วน
phone = 0000
END
run help-me
like "the programme" "$got" "^  Example Assistance$"
like "its number" "$got" "^    phone +\+44 20 7946 0000$"
like "its hours" "$got" "Mon-Fri 8-20"
unlike "no country, no lines" "$got" "Sorgentelefon"
like "but where there are some" "$got" "DE, TH"
like "and how to choose" "$got" "^  evenkeel config set support.country DE$"
fits help-me
LC_ALL= LC_TELEPHONE=th_TH.UTF-8 run help-me
like "the locale's country" "$got" "Help lines in TH"
unlike "that one alone" "$got" "Sorgentelefon"
exits "the country as a setting" 0 config set support.country de
run config get support.country
is "in capitals" "$got" "DE"
LC_ALL= LC_TELEPHONE=th_TH.UTF-8 run help-me
like "goes before the locale's" "$got" "Help lines in DE"
fits help-me
run help-me --json
like "for scripts" "$(tr -d ' \n' <<<"$got")" '"eap":\[\{"name":"ExampleAssistance","phone":"\+44.*"country":"DE","lines":\[\{"name":"Sorgentelefon","phone":"0000111","web":null,"hours":null,"language":null\}\]'
exits "no country of two letters" 2 config set support.country Germany
exits "none listed" 0 config set support.country FR
run help-me
like "is said" "$got" "None is listed for FR"
exits "the locale's again" 0 config set support.country auto

# A file that is wrong, and settings that are wrong, hide nothing that is always true.
printf '[line.FR]\nname = x\n' >>"$ini"
exits "a contact without a number" 1 help-me
like "file and line" "$errs" "$ini:14: the contact has neither 'phone' nor 'web'"
like "the rest is shown" "$got" "someone you trust"
sed -i '14,$d' "$ini"
printf 'fone = 1\n' >>"$ini"
exits "a key that there is not" 1 help-me
like "with its line" "$errs" "$ini:14: unknown key 'fone'"
sed -i '14,$d' "$ini"
mkdir "$home/other" && mv "$ini" "$home/other/" && mkdir "$ini"
exits "a directory for a file" 1 help-me
like "is no file" "$errs" "support.ini.: it is not a regular file"
rmdir "$ini" && mv "$home/other/support.ini" "$ini"
printf '[micro]\nevery = never\n' >"$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"
exits "with bad settings" 0 help-me
like "the programme is there" "$got" "Example Assistance"
rm "$XDG_CONFIG_HOME/evenkeel/evenkeel.conf"

# The example that is installed.
cp client/data/support.ini.example "$ini.example" && mv "$ini" "$ini.own" && mv "$ini.example" "$ini"
for country in US GB IE DE CN TH; do
	exits "the example: $country" 0 config set support.country $country
	run help-me
	like "has a number" "$code $got" "0 .*Help lines in $country|phone +[0-9]"
	fits help-me
done
mv "$ini.own" "$ini"
run config set support.country auto

# At once, from the answers alone.
new_store "$home/a"
export EVENKEEL_NOW=2026-02-02T10:00:00Z
notice="You need not carry this alone"
often() { local i=0 word; for word in loneliness unease concentration avoiding-calls fatigue tearfulness irritability restlessness overworking \
	compulsions appetite fear-of-silence self-image; do [ $i -lt "$1" ] && echo "$word=3" || echo "$word=${2:-0}"; i=$((i + 1)); done; }
words() { local IFS=$'\n'; printf '%s\n' "$*"; }
exits "seven symptoms often" 0 --store "$home/a" review week-stress=4 $(often 7)
unlike "no notice" "$got" "$notice"
exits "eight" 0 --store "$home/a" review week-stress=4 $(often 8)
like "the notice" "$got" "$notice"
like "with the programme" "$got" "Example Assistance +\+44 20 7946 0000"
is "once" "$(grep -c "$notice" <<<"$got")" 1
unlike "no alarm, no verdict" "$got" "[Dd]epress|[Ss]uicid|[Dd]iagnos|danger|!"
run --store "$home/a" undo
exits "a check-in with something else" 0 --store "$home/a" checkin stress=2 fatigue=2 unease=1
unlike "no notice" "$got" "$notice"
exits "a lot to everything" 0 --store "$home/a" checkin stress=2 fatigue=2 unease=2
like "the notice" "$got" "$notice"

# From history, whenever a command opens it.
secret right
# seen STORE : which rules does each command tell?
seen() {
	local command all=
	for command in trends causes tips history; do
		run --store "$1" $command --json
		[ "$(keys 1 <<<"$got" | grep -o 'support')" = support ] || not_ok "$command --json has the key"
		all+="$command:$(tr -d ' \n' <<<"$got" | sed -E 's/.*"support":\{"shown":([a-z]+),"because":\[([^]]*)\]\}.*/\1 \2/') "
		run --store "$1" $command
		[ "$(grep -c "$notice" <<<"$got")" = "$([[ $all == *"$command:true"* ]] && echo 1 || echo 0)" ] || not_ok "$command says it once or not at all" "$got"
	done
	echo "${all% }"
}
told() { local word=$1 out= command; for command in trends causes tips history; do out+="$command:$word "; done; echo "${out% }"; }
is "the undone review is out of it" "$(seen "$home/a")" "$(told 'false ')"

new_store "$home/b"
at() { printf '2026-02-%02dT1%d:00:00Z' $((2 + $1 / 2)) $(($1 % 2 * 4)); }
for ((i = 0; i < 10; i++)); do
	EVENKEEL_NOW=$(at $i) run --store "$home/b" checkin stress=$((i < 2 || i == 9 ? 1 : 2)) fatigue=0 unease=0 company.overload=1
	[ $code = 0 ] || not_ok "check-in $i" "$errs"
done
export EVENKEEL_NOW=2026-02-09T10:00:00Z
is "a lot in seven of ten" "$(seen "$home/b")" "$(told 'false ')"
run --store "$home/b" checkin stress=2 fatigue=0 unease=0 company.overload=1
is "in eight of ten" "$(seen "$home/b")" "$(told 'true "stress"')"
run --store "$home/b" trends
like "at the end of the page" "$(tail -1 <<<"$got")" "evenkeel help-me"
for command in trends causes tips history; do run --store "$home/b" $command; fits --store "$home/b" $command; done
run --store "$home/b" tips --cause customer.demands --json
for tip in $(grep -o '"tip\.[a-z-]*"' <<<"$got" | tr -d '"'); do run --store "$home/b" tips rate "$tip" untried; done
for ((round = 0; round < 12; round++)); do
	run --store "$home/b" tips --cause customer.demands --seed $round --json
	[ $code = 6 ] && break
	for tip in $(grep -o '"tip\.[a-z-]*"' <<<"$got" | tr -d '"'); do run --store "$home/b" tips rate "$tip" untried; done
done
exits "every tip rests" 6 --store "$home/b" tips --cause customer.demands
like "the notice does not" "$got" "$notice"
run --store "$home/b" undo
is "taken back, it is silent again" "$(seen "$home/b")" "$(told 'false ')"

new_store "$home/c"
EVENKEEL_NOW=2026-02-06T16:00:00Z run --store "$home/c" review week-stress=4 $(often 13)
EVENKEEL_NOW=2026-02-13T16:00:00Z run --store "$home/c" review week-stress=4 $(often 7 2)
export EVENKEEL_NOW=2026-02-16T10:00:00Z
is "one week of strain, then less" "$(seen "$home/c")" "$(told 'false ')"
EVENKEEL_NOW=2026-02-20T16:00:00Z run --store "$home/c" review week-stress=4 $(often 13)
EVENKEEL_NOW=2026-02-27T16:00:00Z run --store "$home/c" review week-stress=4 $(often 13)
export EVENKEEL_NOW=2026-03-02T10:00:00Z
is "two weeks running" "$(seen "$home/c")" "$(told 'true "strain","symptoms"')"
exits "a review, and set beside the others" 0 --store "$home/c" review --compare week-stress=4 $(often 13)
like "which it is" "$got" "Beside your earlier weeks"
is "the notice comes once" "$(grep -c "$notice" <<<"$got")" 1
exits "a calm week, and set beside the others" 0 --store "$home/c" review --compare week-stress=0 $(often 0)
unlike "the newest week is what counts" "$got" "$notice"
run --store "$home/c" undo
run --store "$home/c" export --format csv
unlike "an export stays data" "$got$errs" "$notice"
finish
