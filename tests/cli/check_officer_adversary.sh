#!/bin/bash
# What a dishonest party, member or somebody in between can try, over real offices and folders, by the real commands; one item a heading:
#   nine people | reopened | overlapping | twice | left out | two by one key | wrong task | wrong week | wrong quarter | forged
#   broken programs | control marks | a member added by one party | an altered share | replayed | future | a ledger put back | late | no counterpart;
#   in check_officer_damage.sh: damaged files | damaged messages | killed
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/officer.sh
make_offices

item "nine people" 2968-4 12
for week in 2968 2969 2970 2971; do adversary send "$team" 0 9 $week >/dev/null; done
refused "nine people, 36 contributions: A asks nothing" few a lead
like "and it is said how many there are" "$(officer a lead "$team" $window 2>&1)" 'people: 9 of at least 10, refused'
adversary request "$team" $window few
refused "nine people: a patched A gets no share" few b assist
like "and what is next" "$(officer b assist "$team" $window 2>&1)" '^Next: this window stays closed'
step a finish "$team" $window
like "nine people: there is nothing to finish" "$code $err" '^1 .*there is no answer'
adversary send "$team" 9 1 2971 >/dev/null
opens "the tenth makes it ten: it opens" 37 10

item reopened
fill
opens "a window opens once" 24 24
step b assist "$team" $window --json
is "the same request gets the same answer" "$code $(first_json state) $(cmp_kept resp)" "0 again same"
step a finish "$team" $window --json
is "the same answer gives the same result" "$code $(json state) $(cmp_kept result)" "0 again same"
refused "reopened by lead" opened a lead
adversary send "$team" 0 1 2970 >/dev/null
cp -p "$exchange/$task/$window/init.ekj" "$dir/first.ekj"
adversary request "$team" $window few
refused "reopened with a contribution more: B answers once" changed b assist
cp -p "$dir/first.ekj" "$exchange/$task/$window/init.ekj"
adversary response "$team" $window cell
refused "another answer: A opens once" changed a finish
rm "$exchange/$task/$window/resp.ekj"
step b assist
is "an answer that got lost is written again, the same" "$code $(cmp_kept resp)" "0 same"
rm "$exchange/$task/$window/result.ekj"
step a finish
is "so is a result" "$code $(cmp_kept result)" "0 same"

item overlapping
fill
opens "a window opens" 24 24
for other in 2969-4 2970-4 2968-1 2971-1 2968-12; do
	mkdir -p "$exchange/$task/$other" && cp "$exchange/$task/$window/init.ekj" "$exchange/$task/$other/"
	refused "overlapping: $other" window b assist "$other"
	refused "overlapping at A: $other" window a lead "$other"
done
refused "an earlier one" order a lead 2964-4
adversary send "$team" 0 12 2965 >/dev/null
adversary request "$team" 2964-4 few
refused "an earlier one at B" order b assist 2964-4

item twice
fill
cp "$(first_file 2968)" "$drop/$task/2968/$(printf %032x 1).ekr"
opens "the same report twice counts once" 24 24 replayed=1
item "twice in the request"
fill
adversary request "$team" $window twice
refused "a report twice in the request" malformed b assist
adversary request "$team" $window again
refused "a report again under another id" mismatch b assist

item "left out"
fill
adversary request "$team" $window left-out
refused "one left out" mismatch b assist
like "it is said how many" "$(officer b assist "$team" $window 2>&1)" 'batch mismatch: 1 report\)'
adversary request "$team" $window invented
refused "one invented" mismatch b assist
adversary request "$team" $window rejects
refused "nine of 24 said to be undecodable" rejects b assist
adversary request "$team" $window spoiled
refused "A's own part of nine of 24 spoiled" broken b assist
step b assist "$team" $window
like "B sees how many" "$out" 'envelopes: 24 read, 15 count: 9 its marks are not all 0 or 1, refused'
rm "$(first_file 2968)"
officer a lead "$team" $window >/dev/null 2>&1
adversary send "$team" 30 1 2969 stranger >/dev/null
taken=$(first_file 2968); mv "$taken" "$dir/taken"
refused "one taken out of the folder after A looked" mismatch b assist
mv "$dir/taken" "$taken"
opens "put back, it opens" 23 23 unknown-key=1

item "broken programs"
adversary send "$team" 0 24 2968 >/dev/null
for week in 2969 2970 2971; do adversary send "$team" 1 1 $week broken >/dev/null; done
adversary send "$team" 2 1 2970 broken >/dev/null
opens "four that cannot be opened, as many as one person sends" 24 24 decrypt=4
item "too many broken programs"
adversary send "$team" 0 24 2968 >/dev/null
for week in 2969 2970 2971; do adversary send "$team" 1 2 $week broken >/dev/null; done
refused "six at A" broken a lead
step a lead "$team" $window
like "A says how many" "$out" 'envelopes: 30 read, 24 count: 6 cannot be opened, refused'
like "and whose keys to look at" "$out" 'See whether its'
unlike "and does not speak of the other party" "$out$err" 'other party'

item "control marks"
adversary send "$team" 0 24 2968 >/dev/null
for week in 2969 2970 2971; do adversary send "$team" 1 1 $week control >/dev/null; done
step a lead "$team" $window
step b assist "$team" $window
step a finish "$team" $window
like "A's officer is told of control marks that are off" "$code $out" 'sums: both shares fit: 6 control marks are off, which members'
step b assist "$team" $window --json
is "so is B's" "$code $(json countersigned control_marks_off)" "0 true 6"
for party in a b; do
	is "the sums are as they are ($party)" "$(adversary sums "$task" $party $window)" "countersigned 27 reports 24 people control 3 0 0 0 24"
done
rm "$exchange/$task/$window/result.ekj"
step a finish "$team" $window
like "and whoever runs it again" "$code $out" '6 control marks are off'
item "control marks of more than one"
adversary send "$team" 0 24 2968 >/dev/null
for week in 2969 2970 2971; do adversary send "$team" 1 2 $week control >/dev/null; done
step a lead "$team" $window
step b assist "$team" $window
refused "six reports" share-altered a finish
like "nobody is accused" "$(officer a finish "$team" $window 2>&1)" 'who it was'

item "two by one key"
fill
adversary send "$team" 5 1 2968 >/dev/null
opens "two by one key in a week count once" 24 24 second-by-key=1

item "wrong task"
other_task=$task
fill
item "wrong task, too"
fill
cp "$drop/$other_task/2968"/*.ekr "$drop/$task/2968/"
adversary send "$team" 24 1 2968 task >/dev/null
adversary send "$team" 3 1 2969 task >/dev/null
opens "another team's files, and one signed for another task" 24 24 unknown-key=13 signature=1
item "wrong task in the request"
fill
adversary request "$team" $window few
adversary message "$team" $window init task
refused "a request for another task" task b assist
adversary request "$team" $window few
adversary message "$team" $window init window
refused "a request for another window" window b assist
adversary request "$team" $window few
adversary message "$team" $window init type
refused "a result instead of a request" type b assist

item "wrong week"
fill
adversary send "$team" 3 2 2969 folder >/dev/null
opens "contributions in the next week's folder" 24 24 folder-week=2

item "wrong quarter"
fill
adversary cohort "$team" 24 248 >"$dir/next"
adversary send "$team@248" 0 3 2976 >/dev/null
cp "$drop/$(cat "$dir/next")/2976"/*.ekr "$drop/$task/2971/"
refused "a window of another quarter" quarter a lead 2976-4 "$task"
refused "at B, too" quarter b assist 2976-4 "$task"
team=$task
opens "another quarter's contributions" 24 24 unknown-key=3

item forged
fill
adversary send "$team" 0 2 2969 forged >/dev/null
adversary send "$team" 4 1 2970 altered >/dev/null
opens "forged and altered envelopes" 24 24 signature=3

item "a member more"
fill
for party in a b; do
	step=lead; [ $party = b ] && step=assist
	keep_cohort $party
	adversary roster "$team" $party one
	refused "a member added by one party alone ($party)" signature-$([ $party = a ] && echo b || echo a) $party $step
	adversary roster "$team" $party both
	officer a lead "$team" $window >/dev/null 2>&1
	refused "a roster changed within the quarter ($party)" terms $party $step
	put_cohort_back $party
	step a lead "$team" $window
done
opens "with the roster that both signed it opens" 24 24

item "altered share"
fill
officer a lead "$team" $window >/dev/null 2>&1
officer b assist "$team" $window >/dev/null 2>&1
message=$exchange/$task/$window/resp.ekj
cp "$message" "$dir/resp"
for how in cell:share-altered control:share-altered count:count left-out:mismatch; do
	adversary response "$team" $window ${how%:*}
	refused "B's answer, ${how%:*} changed" ${how#*:} a finish
	cp "$dir/resp" "$message"
done
adversary response "$team" $window rejects
refused "B leaves out nine of 24" rejects a finish
step a finish "$team" $window
like "A sees how many" "$out" 'envelopes: 24 asked for, 15 count: 9 its marks are not all 0 or 1, refused'
cp "$dir/resp" "$message"
flip "$message" 200
refused "B's answer altered on its way" sender a finish
cp "$dir/resp" "$message"
is "not opened at A yet" "$(adversary sums "$task" a $window)" "not opened"
is "nor at B, which has no result" "$(adversary sums "$task" b $window)" "not opened"
step a finish "$team" $window
is "the right one is finished" "$code" 0
like "and it is said what became of the contributions" "$out" 'envelopes: 24 asked for, 24 count, ok'
is "A's sums, which nobody has countersigned" "$(adversary sums "$task" a $window)" "alone 24 reports 24 people control 0 0 0 0 24"
is "B's, by A's word" "$(adversary sums "$task" b $window)" "alone 24 reports 24 people control 0 0 0 0 24"
message=$exchange/$task/$window/result.ekj
cp "$message" "$dir/result"
for how in own:share-altered other:result count:count; do
	adversary result "$team" $window ${how%:*}
	refused "A's result, ${how%:*} changed: B doesn't sign" ${how#*:} b assist
	is "A's own sums are the ledger's, not the folder's" "$(adversary sums "$task" a $window)" "alone 24 reports 24 people control 0 0 0 0 24"
	cp "$dir/result" "$message"
done
flip "$message" 300
refused "A's result altered on its way" sender b assist
cp "$dir/result" "$message"
check "the right one is countersigned" officer b assist "$team" $window
for party in a b; do
	is "sums that both vouch for ($party)" "$(adversary sums "$task" $party $window)" "countersigned 24 reports 24 people control 0 0 0 0 24"
done
adversary result "$team" $window own
is "a result that was changed afterwards is not vouched for, and its sums cannot be" "$(adversary sums "$task" b $window | cut -d' ' -f1-7)" \
	"alone 24 reports 24 people control -9223372036854775808"
cp "$dir/result" "$message"
check "and the signature is there" test -s "$exchange/$task/$window/countersign.ekj"

item replayed
fill
opens "a window" 24 24
cp "$drop/$task/2968"/*.ekr "$drop/$task/2972/"
adversary send "$team" 0 20 2973 >/dev/null
now=2027-01-18T12:00:00Z
opens "an earlier window's files in the next one" 20 20 folder-week=12 2972-4
now=2026-12-21T12:00:00Z

item future
fill
adversary send "$team" 0 20 2972 >/dev/null
cp "$drop/$task/2972"/*.ekr "$drop/$task/2971/"
refused "a window that is not over" early a lead 2972-4
refused "nor at B" early b assist 2972-4
opens "contributions of a week to come" 24 24 folder-week=20

# Older ledgers and one contribution fewer: the second opening would tell what that person sent.
item "a ledger put back"
fill
cp -p "$dir/a/ledger.db" "$dir/ledger.a"; cp -p "$dir/b/ledger.db" "$dir/ledger.b"
opens "a window opens" 24 24
cp -p "$dir/ledger.a" "$dir/a/ledger.db"; cp -p "$dir/ledger.b" "$dir/b/ledger.db"
rm "$(first_file 2968)"
refused "A's ledger is older than its result" forgotten a lead
refused "nor does A finish it" forgotten a finish
like "and it is said what to do" "$(officer a finish "$team" $window 2>&1)" "^Next: put the newest copy of 'ledger.db' back"
adversary request "$team" $window few
refused "B's ledger is older than its answer" forgotten b assist
rm "$exchange/$task/$window/resp.ekj"
refused "or than what it countersigned" forgotten b assist
cp -p "$kept"/*.ekj "$exchange/$task/$window/"

item late
fill
check "A asks" officer a lead "$team" $window
is "from then on the window's folders are shut, the others are not" "$(cd "$drop/$task" && stat -c '%n %a' 2967 2968 2971 2972 | paste -sd,)" "2967 750,2968 700,2971 700,2972 750"
if setpriv --reuid 65534 true 2>/dev/null; then
	chmod 711 "$dir" "$HOME"
	chmod 777 "$drop" "$drop/$task"
	setpriv --reuid 65534 --regid "$(stat -c %g "$drop/$task/2970")" --clear-groups touch "$drop/$task/2970/$(printf %032x 1).ekr" 2>/dev/null
	is "no member gets a file into them" "$?" 1
else
	skip "no member gets a file into them" "setpriv is not here"
fi
step b assist "$team" $window --json
is "and B's list is A's" "$code $(json state)" "0 done"

item "done with"
fill
touch "$drop/$task/2968/notes.txt"; mkdir "$drop/$task/2969/$(printf %032x 9).ekr"; adversary send "$team" 0 3 2972 >/dev/null
check "A asks" officer a lead "$team" $window
check "B answers" officer b assist "$team" $window
check "A puts together" officer a finish "$team" $window
officer a finish "$team" >/dev/null 2>&1
is "not countersigned: everything stays" "$(find "$drop/$task" -name '*.ekr' -type f | wc -l)" 27
check "B countersigns" officer b assist "$team" $window
step a lead "$team"
like "then A's next step clears up" "$code $(tr -s '\n ' '  ' <<<"$out")" "^0 .*$window: both parties have signed its sums, so 24 contributions were removed"
is "of this window alone, and nothing else" "$(find "$drop/$task" -type f -printf '%f\n' | sed 's/.*[.]//' | sort | uniq -c | tr -s ' ' | paste -sd,)" " 3 ekr, 1 txt"
step a finish "$team" $window --json
is "what was opened can be told again" "$code $(json state countersigned)" "0 again true"
like "and reported" "$(officer a report "$team" --json)" '"windows"'

item "no counterpart"
fill
waits "no request yet" b assist 'there is no request .*officer lead'
waits "no answer yet" a finish 'there is no answer .*officer assist'
step a assist "$team" $window
like "assist at the first party" "$code $err" '^2 .*this office is the first party'
step b lead "$team" $window
like "lead at the second party" "$code $err" '^2 .*this office is the second party'
step b finish "$team" $window
like "finish at the second party" "$code $err" '^2 .*this office is the second party'
step a lead "no such team"
like "a team that is not there" "$code $err" "^1 .*there is no team 'no such team'"
step a lead "$team" tomorrow
like "a window that is none" "$code $err" '^2 .*is no window'
mv "$drop" "$drop.away"
step a lead "$team" $window
like "the drop folder is away" "$code $err" '^1 .*cannot open the drop folder'
mv "$drop.away" "$drop"; mv "$exchange" "$exchange.away"
step a lead "$team" $window
like "the exchange folder is away" "$code $err" '^1 .*cannot'
mv "$exchange.away" "$exchange"
mv "$dir/a/ledger.db" "$dir/ledger.a"
step a lead "$team" $window
like "the ledger is gone" "$code $err" '^1 .*there is no ledger'
mv "$dir/ledger.a" "$dir/a/ledger.db"
opens "all there again: it opens" 24 24
finish
