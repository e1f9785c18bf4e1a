#!/bin/bash
# stats: each figure by its key as CLI.md has it, in figures worked out by hand; what is undefined; what is wrong with a file, by its place.
. "$(dirname "$0")/reading.sh"
cd "$home" || exit 1
value() { number "$1" <<<"$got"; }
# close NAME GOT WANTED: to twelve digits
close() { if awk -v a="$2" -v b="$3" 'BEGIN { d = a - b; exit !(a != "" && d * d <= 1e-24 * (b * b + 1e-12)) }'; then ok "$1"; else not_ok "$1" "got $2, wanted $3"; fi; }

# Sen's own example of 1968: slope 4, all 21 pairs rise.
printf '1\t9\n2\t15\n3\t19\n4\t20\n10\t45\n12\t55\n18\t78\n' >sen.tsv
exits "a trend" 0 stats trend sen.tsv --json
is "its keys" "$(keys 1 <<<"$got")" "n s var_s tau_b z p r1 var_s_guarded p_guarded sen_slope_per_day sen_low sen_high pettitt_k pettitt_index pettitt_p pettitt_p_guarded level n_eff "
is "S" "$(value s)" 21
close "its variance, not rounded" "$(value var_s)" 44.333333333333333
close "z" "$(value z)" 3.003757045930553
close "Sen's slope" "$(value sen_slope_per_day)" 4
is "the step: three before it, and 12 pairs" "$(value pettitt_k) $(value pettitt_index)" "12 3"
plain=$got
exits "the same from stdin" 0 stats trend sen.tsv --json
is "is the same" "$("$BUILD/evenkeel" stats trend - --json <sen.tsv)" "$plain"
(shuf --random-source=sen.tsv sen.tsv 2>/dev/null || tac sen.tsv) >mixed.tsv
exits "in any order" 0 stats trend mixed.tsv --json
is "is the same, too" "$got" "$plain"
awk -F '\t' '{ printf "2026-03-%02dT22:30:00.5-08:00\t%s\r\n", $1, $2 } END { print "# remark\n2026-03-25T00:00:00Z\t\n2026-03-26\tNA" }' sen.tsv >iso.tsv
exits "with ISO 8601, gaps, a remark and CRLF" 0 stats trend iso.tsv --json
is "is the same again" "$got" "$plain"
exits "for people" 0 stats trend sen.tsv
like "with words" "$got" '^sen_slope_per_day +4 +Sen.s slope, a day'
fits stats trend sen.tsv

# Two values, half-lives 7 days apart: weights 1 and 1/2.
printf '2026-03-01\t30\n2026-03-08\t60\n' >two.tsv
exits "a level" 0 stats trend two.tsv --json
close "weighed as of the last time" "$(value level)" 50
close "worth so many values" "$(value n_eff)" 1.8
is "r1 of two values is undefined" "$(grep -c '"r1": null' <<<"$got")" 1
printf '1\t.1\n2\t.1\n3\t.1\n4\t.1\n5\t.1\n' >same.tsv
exits "values that are all the same" 0 stats trend same.tsv --json
is "p and tau-b are undefined, the slope is nothing" "$(tr -d ' \n' <<<"$got" | grep -cE '"tau_b":null,"z":null,"p":null,"r1":null,"var_s_guarded":0.0,"p_guarded":null,"sen_slope_per_day":0.0,"sen_low":0.0,"sen_high":0.0')" 1
: >empty.tsv
exits "no values" 0 stats trend empty.tsv --json
is "all but counts are null" "$(grep -c null <<<"$got")" 13
exits "no values, for people" 0 stats trend empty.tsv
like "said so" "$got" '^p +undefined'

exits "Wilson's interval" 0 stats wilson 8 10 0.95 --json
is "its keys" "$(keys 1 <<<"$got")" "low high "
close "low" "$(value low)" 0.49016247153664183
close "high" "$(value high)" 0.94331784854562473
same=$got
exits "in percent" 0 stats wilson 8 10 95 --json
is "is the same" "$got" "$same"
exits "of nothing" 0 stats wilson 0 0 0.9 --json
is "is undefined" "$(grep -c null <<<"$got")" 2
for words in "11 10 0.9" "8 10 1" "8 10 0" "x 10 0.9" "8 10" "8 0x10 0.9" "8 inf 0.9"; do
	# shellcheck disable=SC2086
	exits "wilson $words" 2 stats wilson $words
done

printf '0\t1\n28\t0\n56\t1\n' >share.tsv
exits "a share" 0 stats share share.tsv --json
is "its keys" "$(keys 1 <<<"$got")" "share n_eff low high "
close "by weights 1, 1/2, 1/4" "$(value share)" 0.71428571428571428
close "n_eff" "$(value n_eff)" 2.3333333333333333
close "interval" "$(value low)" 0.24877660438566596

# now and cause in all four ways, next = 1 + 2 now + 3 cause and 1 more or less: b = 3, se^2 = 4/5.
for e in 2 0; do printf "0\t0\t$e\n0\t1\t$((e + 3))\n1\t0\t$((e + 2))\n1\t1\t$((e + 5))\n"; done >links.tsv
exits "links" 0 stats links links.tsv --json
is "its keys" "$(keys 1 <<<"$got")" "n n_with n_without b se prior_sd mean sd low high p_above_zero p "
is "counts" "$(value n) $(value n_with) $(value n_without)" "8 4 4"
close "b" "$(value b)" 3
close "se" "$(value se)" 0.89442719099991588
close "prior" "$(value prior_sd)" 1.1019463300386
close "mean" "$(value mean)" 1.8085106382978723
exits "links for people" 0 stats links links.tsv
fits stats links links.tsv

printf '.01\n.04\nNA\n.03\n.005\n' >p
exits "q values" 0 stats bh p --json
is "in order, a gap stays one" "$(tr -d ' \n' <<<"$got" | sed 's/0\.0400*1/0.04/g')" '{"q":[0.02,0.04,null,0.04,0.02]}'
exits "q values for people" 0 stats bh p
is "one a line" "$(tr '\n' ' ' <<<"$got")" "0.02 0.04 undefined 0.04 0.02 "

printf '1\t1\n3\t5\n1\t2\n3\t2\n1\t2\n3\t6\n' >weekday.tsv
exits "weekdays" 0 stats weekday weekday.tsv --json
is "its keys" "$(keys 1 <<<"$got")" "h df p cells "
is "a cell's keys" "$(keys 3 <<<"$got" | cut -d' ' -f1-4)" "weekday n raw shrunk"
is "seven cells" "$(grep -c weekday <<<"$got")" 7
close "h with ties" "$(value h)" 2.6344086021505375
is "df" "$(value df)" 1
close "shrunk" "$(value shrunk)" -0.5714285714285714
exits "weekdays for people" 0 stats weekday weekday.tsv
fits stats weekday weekday.tsv

printf '0\t0\n1\t1\n\t1\n0\t1\n1\t1\n' >alpha.tsv
exits "alpha" 0 stats alpha alpha.tsv --json
is "its keys" "$(keys 1 <<<"$got")" "n alpha sd sem rci_95 "
is "complete rows" "$(value n)" 4
close "alpha" "$(value alpha)" 0.72727272727272727
close "rci" "$(value rci_95)" 1.3859038243496777
printf '0\t4\n1\t3\n\t3\n0\t3\n1\t3\n' >reversed.tsv
same=$got
exits "an item turned round" 0 stats alpha reversed.tsv --reverse 2 --min 0 --max 4 --json
is "is the same" "$got" "$same"
exits "nobody turns it twice" 0 stats alpha reversed.tsv --reverse 2,2 --min 0 --max 4 --json
is "by naming it twice" "$got" "$same"
for words in "--reverse 2" "--min 0" "--reverse 3 --min 0 --max 4" "--reverse x --min 0 --max 4" "--reverse 0 --min 0 --max 4" "--min 4 --max 0"; do
	# shellcheck disable=SC2086
	exits "alpha $words" 2 stats alpha reversed.tsv $words
done
exits "below the scale" 1 stats alpha reversed.tsv --min 1 --max 4
like "with its place" "$errs" "'reversed.tsv', line 1, column 1: expected a number from --min to --max"

# What is wrong is told by its place, never by what stands there.
wrong() { # NAME ACTION LINES MESSAGE
	printf "$3" >wrong.tsv
	exits "$1" 1 stats "$2" wrong.tsv --json
	like "$1: where" "$errs" "^evenkeel: 'wrong.tsv', line $4"
	is "$1: nothing printed" "$got" ""
}
wrong "a word for a value" trend '1\t2\n2\tseventyseven\n' "2, column 2: expected a number"
unlike "which nobody repeats" "$errs" seventyseven
wrong "no tab" trend '1\t2\n\n2 3\n' "3: expected 2 columns with a tab between them, found 1"
wrong "a day that is none" trend '2026-02-30\t2\n' "1, column 1: expected a time"
wrong "days and dates mixed" trend '2026-02-28\t2\n3\t4\n' "2, column 1: days as numbers and ISO 8601"
wrong "no time" trend '\t4\n' "1, column 1: expected a time"
wrong "a number that is none" trend '1\tinf\n' "1, column 2: expected a number"
wrong "too big a number" trend '1\t1e999\n' "1, column 2: expected a number"
wrong "an eighth weekday" weekday '8\t2\n' "1, column 1: expected a weekday"
wrong "half a weekday" weekday '1.5\t2\n' "1, column 1: expected a weekday"
wrong "a cause of 2" links '1\t2\t1\n' "1, column 2: expected 0 or 1"
wrong "an age below 0" share '\x2d1\t1\n' "1, column 1: expected an age"
wrong "a p above 1" bh '1.01\n' "1, column 1: expected a p"
wrong "rows of two lengths" alpha '1\t2\n1\t2\t3\n' "2: expected 2 columns with a tab between them, found 3"
wrong "no text" bh '.1\n\0\n' "2: this is no text"
exits "a file that is none" 1 stats trend nowhere.tsv
like "its name" "$errs" "cannot open 'nowhere.tsv'"
seq 20001 | sed 's/$/\t1/' >long.tsv
exits "too many rows" 1 stats weekday long.tsv
exits "more rows than anyone has days" 1 stats links <(seq 20001 | sed 's/$/\t1\t1/')
like "said so" "$errs" "more than 20000 rows"
head -c 3000000 /dev/zero >zeros
exits "too long a file" 1 stats bh zeros
exits "no action" 2 stats
exits "no such action" 2 stats frob sen.tsv
exits "no file" 2 stats trend
exits "an option of another action" 2 stats trend sen.tsv --min 0
like "said so" "$errs" "'--min' belongs to 'alpha'"

# Ten years of days within the memory of the whole program.
awk 'BEGIN { srand(1); for (i = 0; i < 3650; i++) print i "\t" int(rand() * 9) * 12.5 }' >years.tsv
if sanitized address || sanitized thread; then skip "ten years in 40 MiB" "a sanitizer's own memory is beyond any bound"; else
check "ten years in 40 MiB" bash -c 'ulimit -v 40960; "$0" stats trend years.tsv --json' "$BUILD/evenkeel"; fi
is "nothing is stored" "$(find "$home" -path '*/.*/evenkeel*')" ""
finish
