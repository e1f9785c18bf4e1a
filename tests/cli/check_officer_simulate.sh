#!/bin/bash
# A made-up company through both offices: what is published lies by the truth, what is withheld is nowhere, and nothing is left behind.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
export TMPDIR=$dir/tmp EVENKEEL_NOW=2026-11-22T12:00:00Z
mkdir "$TMPDIR"
contributions() { [ -n "$(find "$TMPDIR" -name '*.ekr' -print -quit 2>/dev/null)" ]; }
left() { find "$TMPDIR" -mindepth 1 | head; }

for bad in "--people 9" "--people 0" "--people many" "--people 2001" "--windows 0" "--windows 25" "--windows -1" "--seed x" "--seed -1" \
	"--cohorts 0" "--cohorts 21" "--people 200 --cohorts 6" "--people 10 --cohorts 2" "word" "--team Orders"; do
	# shellcheck disable=SC2086
	run ek officer simulate $bad
	is "'$bad' is wrong usage" "$code" 2
	like "and says why" "$err" '^evenkeel: .*[a-z]{4}'
done
is "nothing was begun" "$(left)" ""

run ek officer simulate --people 60 --windows 4 --seed 5
is "a small company goes through" "$code$err" 0
small=$out
is "nothing is left of it" "$(left)" ""
is "lines fit 80 columns" "$(printf '%s\n' "$out" | LC_ALL=C.UTF-8 awk 'length($0) > 80')" ""
like "all windows but one are opened" "$out" '^Each by itself +60 +11/12 '
like "the one of nine people is told" "$(printf '%s' "$out" | tr '\n' ' ')" 'Not opened +[A-Z].*, window [0-9]: 9 people took part, the floor is 10'
run ek officer simulate --people 60 --windows 4 --seed 5
is "the same seed says the same" "$out" "$small"
run ek officer simulate --people 60 --windows 4 --seed 6
unlike "another seed something else" "$(cksum <<<"$out")" "$(cksum <<<"$small")"

run ek officer simulate --people 200 --windows 6 --seed 1 --json
printf '%s' "$out" >"$dir/all.json"
is "a company of 200 goes through" "$code$err" 0
is "nothing is left of that" "$(left)" ""
python3 - "$dir/all.json" >"$dir/said" 2>&1 <<'END'
import json, sys
whole_company = json.load(open(sys.argv[1]))
windows = [w for c in whole_company["cohorts"] for w in c["windows"]]
figures = [f for w in windows for f in w["figures"]]
shown = [f for f in figures if f["suppressed"] is None]
hidden = [f for f in figures if f["suppressed"] is not None]

def say(fine, name):
    print("ok" if fine else "not ok", "-", name)

say(len(whole_company["cohorts"]) == 10 and len(windows) == 60, "ten cohorts, six windows each")
say(sum(c["people"] for c in whole_company["cohorts"]) == 200 and all(10 <= c["people"] <= 29 for c in whole_company["cohorts"]), "of 200 people in cohorts of 10 to 29")
say(all(f[k] is None for f in hidden for k in ("published", "exact", "noise", "margin")), "what is withheld is nowhere")
say(all(f[k] is not None for f in shown for k in ("published", "exact", "noise", "margin")), "what is shown has its truth beside it")
closed = [w for w in windows if not w["opened"]]
say(1 <= len(closed) <= 3 and all(w["refused"] == "few" and w["people"] < 10 for w in closed), "windows below the floor, and no others, stay closed")
say(any(w["people"] == 9 for w in closed), "one of nine people among them")
say(all(f["suppressed"] == "below floor" for w in closed for f in w["figures"]), "nothing of them is shown")
say(all(w["countersigned"] == w["opened"] for w in windows), "each opened one is countersigned")

points = [f for f in shown if f["id"] != "stress.mean"]
say(len(points) > 500, "figures are shown: %d" % len(points))
whole = [f for w in whole_company["together"] for f in w["figures"] if f["suppressed"] is None]
say(len(whole) > 60, "all together shows figures: %d" % len(whole))
say(sum(abs(f["noise"]) for f in whole) / len(whole) < 0.7 * sum(abs(f["noise"]) for f in points) / len(points), "with less noise")
within = sum(abs(f["noise"]) <= f["margin"] + 1e-9 for f in points) / len(points)
two = sum(abs(f["noise"]) <= 2 * f["margin"] + 1e-9 for f in points) / len(points)
say(0.66 <= within <= 0.90, "noise within a margin: %.2f" % within)
say(two >= 0.92, "within two: %.2f" % two)
# Both parties' noise as it is specified: the variance of the sum of two is 2 * 2 e^-1 / (1 - e^-1)^2 = 3.68.
counted = [f["noise"] * w["reports"] / 100 for w in windows for f in w["figures"] if f["suppressed"] is None and f["id"] != "stress.mean"]
say(all(abs(c - round(c)) < 1e-6 for c in counted), "noise is whole answers")
spread = (sum(c * c for c in counted) / len(counted)) ** 0.5
say(1.7 <= spread <= 2.15, "with a standard deviation of %.2f, 1.92 by design" % spread)
say(all(abs(f["published"] - f["exact"] - f["noise"]) <= 2.5 + 1e-6 or f["published"] in (0, 100) for f in points), "and only rounding to 5 points is beside it")
say(all(f["published"] % 5 == 0 for f in points), "published in steps of 5 points")

files = whole_company["cohorts"][0]["windows"]
opened = [w for w in files if w["files_refused"]]
say(len(opened) >= 4 and all(w["files_refused"].get("unknown-key") == 1 and w["files_refused"].get("signature") == 1 for w in opened), "forged envelopes are counted, and not counted in")
say(all(w["files_refused"].get("replayed") == 1 and w["files_refused"].get("folder-week") == 1 for w in opened), "so are replayed ones")
say(all(w["other_files"] == 1 for w in opened), "and half-written ones")
say(all(not w["files_refused"] for c in whole_company["cohorts"][1:] for w in c["windows"]), "elsewhere none is refused")
say(sum(w["reports"] for w in windows) == whole_company["contributions"], "each contribution counts once")
say("7 of 10" in (whole_company["small_team"] or ""), "a team below the floor is no cohort: %s" % whole_company["small_team"])

s = whole_company["summary"]
say(s["shown"] == len(points), "the summary counts the same")
say(abs(s["error_points"] - sum(abs(f["published"] - f["exact"]) for f in points) / len(points)) < 1e-9, "and has the same error")
said = [f for f in figures if f["change_told"] in ("higher", "lower")]
wrong = [f for f in said if f["change_true"] == "none" or f["change_true"] in ("higher", "lower") and f["change_true"] != f["change_told"]]
say(s["changes_invented"] + s["changes_told_wrong_way"] == len(wrong), "and the changes that were told wrongly")
say(s["changes_invented"] <= 0.06 * (s["changes_invented"] + s["unchanged_told_so"]), "of unchanged figures few are told as changed: %d of %d" % (s["changes_invented"], s["changes_invented"] + s["unchanged_told_so"]))
say(s["changes_told"] > s["changes_told_wrong_way"], "what is told goes the right way: %d, %d wrong" % (s["changes_told"], s["changes_told_wrong_way"]))
say(s["causes_truly_leading"] >= 0.7 * s["causes_leading"] > 70, "leading causes are the true ones: %d of %d" % (s["causes_truly_leading"], s["causes_leading"]))
END
while IFS= read -r line; do
	case $line in
	"ok - "*) ok "${line#ok - }" ;;
	*) not_ok "${line#not ok - }" ;;
	esac
done <"$dir/said"
check "the figures were looked at" test "$(wc -l <"$dir/said")" -ge 20

# A signal in the middle: wait until the folder is there and filled.
for signal in INT TERM HUP; do
	# A shell without job control starts what is in the background with SIGINT ignored.
	env --default-signal=INT "$BUILD/evenkeel" officer simulate --people 100 --windows 24 >"$dir/stopped" 2>&1 &
	pid=$!
	WAIT_S=60 check "it is at work" wait_until contributions
	kill -$signal $pid
	wait $pid 2>/dev/null
	is "$signal ends it" $? $((128 + $(kill -l $signal)))
	is "and nothing is left" "$(left)" ""
	is "nor shown" "$(cat "$dir/stopped")" ""
done

mkdir "$dir/full" && echo mine >"$dir/full/file"
run ek officer simulate --people 20 --windows 1 --keep "$dir/full"
is "a folder with something in it is no place" "$code" 1
like "and is named" "$err" "$dir/full"
is "it stays" "$(ls "$dir/full")" file
run ek officer simulate --people 40 --windows 3 --keep "$dir/kept"
is "--keep leaves it" "$code$err" 0
is "for its owner alone" "$(stat -c %a "$dir/kept")" 700
like "the passphrase is said, and that it is for practice only" "$(printf '%s' "$out" | tr '\n' ' ')" '"practice", +for +practice +only'
is "the other folder is empty" "$(left)" ""
# What it says to try is tried, line by line; the last window stays closed to nobody.
export EVENKEEL_PASSPHRASE_FILE=$dir/kept/passphrase
printf '%s\n' "$out" | grep '^  evenkeel ' >"$dir/try"
is "four commands are named" "$(wc -l <"$dir/try")" 4
# Nothing of the newest quarter is opened yet: a team by its name has the figures of the quarter before, the newest one by that has none.
run ek officer report --dir "$dir/kept/office" Billing
like "a team's name alone: its newest figures" "$code $out" "^0 Billing"
like "of an earlier quarter, it says" "$err" "of an earlier one"
run ek officer report --dir "$dir/kept/office" Billing@246
is "a quarter by its number has its own alone" "$code" 6
while IFS= read -r line; do
	run bash -c "PATH=$BUILD:\$PATH; $line"
	is "they go:$line" "$code" 0
done <"$dir/try"
finish
