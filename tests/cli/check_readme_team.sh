#!/bin/bash
# The README's walk through team figures: its commands run as they stand there, at the days that it names, and what it shows of
# 'simulate' is what that says.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
members=12
export TMPDIR=$dir EVENKEEL_PASSPHRASE_FILE=$pass
mkdir -p "$dir/bin" "$dir/srv/exchange" "$dir/srv/drop"
ln -s "$BUILD/evenkeel" "$dir/bin/evenkeel"

sed -n '/^## Team figures/,/^## What it does not do/p' README.md >"$dir/section"
awk '/^```/ {inside = !inside; next} inside' "$dir/section" >"$dir/blocks"

# As 'simulate' says it: the lines behind its command, up to the block's end.
awk '/^```/ {on = 0} on {print} /^\$ evenkeel officer simulate/ {on = 1}' "$dir/section" >"$dir/shown"
command=$(sed -n 's/^\$ \(evenkeel officer simulate.*\)/\1/p' "$dir/section")
like "the README simulates a company" "$command" "--people 200"
run env PATH="$dir/bin:$PATH" bash -c "$command"
is "and it goes through" "$code" 0
is "just as it stands there" "$out" "$(cat "$dir/shown")"

# In a home of its own; the command's output in $dir/said.WHO.
as() { # WHO COMMAND
	mkdir -p -m 700 "$dir/$1/run"
	(cd "$dir/$1" && HOME=$dir/$1 XDG_RUNTIME_DIR=$dir/$1/run XDG_CONFIG_HOME=$dir/$1/config XDG_DATA_HOME=$dir/$1/data \
		XDG_STATE_HOME=$dir/$1/state PATH=$dir/bin:$PATH bash -c "$2") >"$dir/said.$1" 2>&1 </dev/null
}
digits() { sed -n 's/^    \([0-9][0-9 ]*[0-9]\)$/\1/p' "$dir/digits.$1" | head -1; }
# What a person gives by hand stands behind: a fast key for a test, and the digits that were read out.
by_hand() { # WHO COMMAND
	local other=council
	[ "$1" = council ] && other=office
	case $2 in
	*"init --party"*) echo "$2 --kdf-test --no-recovery-check" ;;
	*"init --peer"*) echo "$2 --fingerprint '$(digits "$other")'" ;;
	*) echo "$2" ;;
	esac
}
step() { # WHO COMMAND
	as "$1" "$(by_hand "$1" "${2//\/srv\/evenkeel/$dir/srv}")"
	local code=$?
	is "$1 on ${EVENKEEL_NOW%T*}: $2" "$code" 0
	[ $code = 0 ] || sed 's/^/# /' "$dir/said.$1"
	[[ $2 != *"init --party"* ]] || cp "$dir/said.$1" "$dir/digits.$1"
}
# What 200 do twelve do here, enough for figures of their team: all as one test.
all_members() { # COMMAND
	local i failed=
	for ((i = 1; i <= members; i++)); do
		as "member$i" "${1//\/srv\/evenkeel/$dir/srv}" || failed="$failed $i"
	done
	is "each member on ${EVENKEEL_NOW%T*}: $1" "$failed" ""
	[ -z "$failed" ] || sed 's/^/# /' "$dir/said.member${failed##* }"
}
codes() {
	local i
	for ((i = 1; i <= members; i++)); do
		as "member$i" "evenkeel team status --json"
		printf '%s\tPerson %d\n' "$(sed -n 's/.*"code": "\(.*\)".*/\1/p' "$dir/said.member$i")" "$i"
	done >"$dir/council/orders.tsv"
}
weeks() { # DAY COMMAND...
	local week i day=$1 line; shift
	for week in 0 1 2 3; do
		EVENKEEL_NOW=$(date -u -d "$day + $((7 * week)) days" +%Y-%m-%dT09:00:00Z)
		for ((i = 1; i <= members; i++)); do
			printf 'week-stress=%d\nfatigue=%d\ncompany.overload=1\nvalence=0\nbreaks-taken=3\n' $((2 + i % 2)) $((i % 2 + 2)) >"$dir/member$i/week.txt"
		done
		for line; do all_members "$line"; done
	done
}

for ((i = 1; i <= members; i++)); do
	mkdir -p -m 700 "$dir/member$i"
	as "member$i" "evenkeel setup --kdf-test --no-recovery-check --no-service"
done
weekly=()
each_week=
commands=0
while IFS= read -r line; do
	case $line in
	"# each week from "*) each_week=${line##* } ;;
	"# "*)
		[ -z "$each_week" ] || weeks "$each_week" "${weekly[@]}"
		each_week=
		export EVENKEEL_NOW=${line#\# }T09:00:00Z
		[ "$line" != "# 2027-01-13" ] || codes
		;;
	"member$ "*)
		if [ -n "$each_week" ]; then weekly+=("${line#*\$ }"); else all_members "${line#*\$ }"; fi
		commands=$((commands + 1))
		;;
	"office$ "* | "council$ "*)
		step "${line%%\$*}" "${line#*\$ }"
		commands=$((commands + 1))
		[ "$line" != "office$ evenkeel officer report" ] || cp "$dir/said.office" "$dir/report"
		;;
	esac
done <"$dir/blocks"
check "there were commands" test "$commands" -ge 15
report=$(cat "$dir/report")
like "the report has the team" "$report" "^Orders"
like "with its people as a band" "$report" "People +10-14"
like "a figure" "$report" "overload"
unlike "and nobody's name" "$report" "Person"
check "and a page" grep -q "<html" "$dir/office/report.html"
unlike "both stand behind it" "$report" "[Nn]ot countersigned"
finish
