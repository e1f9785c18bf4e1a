#!/bin/bash
# schema/compile.awk stops a build at each mistake in the catalogue and says where it is: FILE:LINE. Each case is a sed script
# for one file of a copy of schema/ and what must be said. Also: every awk on this machine writes the same tables.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

compile() { # AWK... ; in the current directory
	LC_ALL=C "$@" -f schema/compile.awk schema/ids.tsv schema/tips.tsv schema/catalogue/*/*.txt
}

breaks() { # NAME FILE SED WANTED
	local out rc
	rm -rf "$work/schema" && cp -r schema "$work/schema"
	sed -i -e "$3" "$work/schema/$2"
	if cmp -s "schema/$2" "$work/schema/$2"; then not_ok "$1" "the case changes nothing"; return; fi
	out=$(cd "$work" && compile awk 2>&1 >"$work/out")
	rc=$?
	if [ $rc -ne 0 ] && [ ! -s "$work/out" ] && printf '%s\n' "$out" | grep -qE -- "^schema/[a-zA-Z_/.]+:[0-9]+: .*$4"; then
		ok "$1"
	else
		not_ok "$1" "status $rc, said: $out"
	fi
}

breaks 'an id without a number is refused' catalogue/en/checkin.txt 's/^id: fatigue$/id: tiredness/' "'tiredness' is not in ids.tsv"
breaks 'and its own texts are missed then' catalogue/en/checkin.txt 's/^id: fatigue$/id: tiredness/' "'fatigue' has no 'momentary' in en"
breaks 'a text missing in one language' catalogue/th/checkin.txt '/^id: appetite$/,/^$/{/^weekly/d}' "'appetite' has no 'weekly' in th"
breaks 'a tip missing in one language' catalogue/zh_CN/tips.txt '/^id: tip.own-hour$/,$d' "'tip.own-hour' has no 'first-step' in zh_CN"
breaks 'a phrase missing in one language' catalogue/th/phrases.txt '/^key: more$/,/^$/d' "'more' has no 'text' in th"
breaks 'a phrase that only one language has' catalogue/th/phrases.txt 's/^key: more$/key: mehr/' "'mehr' has no 'text' in en"
breaks 'an id twice' catalogue/en/causes.txt 's/^id: company.change$/id: company.overload/' "has its texts at schema/catalogue/en/causes.txt:"
breaks 'a phrase twice' catalogue/en/phrases.txt 's/^key: m3.1$/key: m3.0/' "'m3.0' has its texts at"
breaks 'a field twice' catalogue/en/causes.txt '0,/^explanation: /s//label: /' "'label' twice"
breaks 'a field of another kind' catalogue/en/causes.txt '0,/^explanation: /s//momentary: /' "'customer.expectations' has no 'momentary'; it has: label explanation"
breaks 'no blank line between' catalogue/en/exercises.txt '/^$/d' "a blank line ends the one before"
breaks 'no colon' catalogue/en/exercises.txt 's/^label: skills/label skills/' "expected 'field: value'"
breaks 'blanks at the end' catalogue/en/exercises.txt 's/^label: role sheet$/& /' 'without blanks around'
breaks 'a carriage return' catalogue/en/exercises.txt 's/^label: role sheet$/&\r/' 'carriage return'
breaks 'a number used twice' ids.tsv 's/^0x0013/0x0012/' 'none is used twice'
breaks 'a number out of order' ids.tsv 's/^0x0013/0x0003/' 'numbers rise'
breaks 'a name used twice' ids.tsv 's/\tappetite$/\tfatigue/' "'fatigue' has a number already"
breaks 'an unknown kind' ids.tsv 's/\tfutile\tanger/\tbad\tanger/' "'bad' is no kind"
breaks 'a number not in hexadecimal' ids.tsv 's/^0x0013/19/' 'expected 0xNNNN'
breaks 'a cause without a group' ids.tsv 's/customer.demands/client.demands/' 'begins with its group'
breaks 'a tip for a cause that is none' tips.tsv 's/company.insecurity\tunease/company.fog\tunease/' "'company.fog' cannot stand among a tip's causes"
breaks 'a symptom among the causes' tips.tsv 's/company.insecurity\tunease/fatigue\tunease/' "'fatigue' cannot stand among a tip's causes"
breaks 'a futile response among the techniques' tips.tsv 's/joyful-release\tmood/fretting\tmood/' "'fretting' cannot stand among a tip's techniques"
breaks 'a measure among the answers' tips.tsv 's/\tmood-swings$/\tcourses/' "'courses' cannot stand among a tip's answers"
breaks 'too many techniques' tips.tsv 's/hobbies joyful-release richer-life/& humour/' 'at most 3 techniques'
breaks 'an unknown place' tips.tsv 's/\tmanager\t/\tmoon\t/' "'moon' is no place"
breaks 'odd minutes' tips.tsv 's/\t15\t/\t12\t/' "not '12'"
breaks 'a tip without its line in tips.tsv' tips.tsv '/^tip.own-hour/d' "'tip.own-hour' is not in tips.tsv"

rm -rf "$work/schema" && cp -r schema "$work/schema" && sed -i '9s/^/oops /; 21s/^/oops /' "$work/schema/catalogue/th/causes.txt"
is 'every mistake is told in one run, each with its line' "$(cd "$work" && compile awk 2>&1 | cut -d: -f1-2 | grep causes | head -2)" \
	"$(printf 'schema/catalogue/th/causes.txt:%s\n' 9 21)"

mkdir "$work/other" && cp -r schema "$work/other/schema" && mv "$work/other/schema/catalogue/th" "$work/other/schema/catalogue/de"
out=$(cd "$work/other" && compile awk 2>&1 >/dev/null)
like 'a folder of an unknown language' "$out" "^schema/catalogue/de/causes.txt:1: 'de' is none of the catalogue's languages"

compile awk >"$work/tables.c" 2>"$work/said"
is 'the catalogue as it is compiles without a word' "$?:$(cat "$work/said")" '0:'
for awk in mawk gawk 'busybox awk'; do
	# shellcheck disable=SC2086
	if command -v ${awk%% *} >/dev/null && $awk 'BEGIN { exit 0 }' 2>/dev/null; then
		# shellcheck disable=SC2086
		is "$awk writes the same tables" "$(compile $awk 2>&1 | cksum)" "$(cksum <"$work/tables.c")"
	fi
done
finish
