#!/bin/bash
# The page's offer to the team's figures: nothing where no team was joined; all 48 marks shown, and what was shown is what is sent; only by the
# person's own click, once; nothing of it left behind.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
command -v curl >/dev/null || { skip "the team's offer in the browser" "curl is not installed"; finish; }
. tests/cli/page.sh
outbox=$XDG_DATA_HOME/evenkeel/team/outbox drop=$dir/drop
waiting() { find "$outbox" -name '*.ekr' 2>/dev/null | wc -l; }
quarter=$(($(date +%s) / 604800 / 12)) week=$(($(date +%s) / 604800))
cohort() { "$BUILD/tests/aggregate/make_cohort" 7 $quarter "$@"; }
# review ANSWER...: a whole one, the answers in its first part; then the page behind it
review() {
	get "/$place/review"; secret=$(secret_of_form)
	post review at=0 "$@" go=next
	post review at=14 health=4 go=next
	post review at=18 cause1=company.overload valence=0 response=gather-facts breaks-taken=2 hard-call=1 go=next
	get "/$place/review-done"; body=$(cat "$dir/body")
}
number() { sed -n 's/.*name="review" value="\([0-9]*\)".*/\1/p' "$dir/body"; }
# Of each group its 48 marks' bits.
bits() { grep -oE '<dd>[01]+</dd>' "$dir/body" | grep -oE '[01]+' | tr -d '\n'; }

make_store
open_page --end-after 600; enter
review week-stress=3 fatigue=3
like "a review is kept" "$body" 'Thank you'
unlike "who joined no team hears of none" "$body" 'team'
post team-send review=1 go=send; leads_to "nor can anything be sent" review-done
is "nothing waits" "$(waiting)" 0
post close; ends "the page ends"

# Joined, but not to the end.
mkdir -p "$drop"
cohort >"$dir/invitation.ekc"
check "joining" ek team join --yes --drop "$drop" "$dir/invitation.ekc"
code=$(ek team status --json | sed -n 's/.*"code": "\([A-Z0-9-]*\)".*/\1/p')
like "there is a code" "$code" '^[A-Z0-9-]{60,}$'
member=$code
open_page --end-after 600; enter
review week-stress=3
like "without the team's list nothing is sent" "$body" 'For the team nothing is sent now: the team&#39;s list|For the team nothing is sent now: the team.s list'
unlike "and nothing is asked" "$body" 'team-send'
post close; ends "the page ends"

cohort "$member" fill=11 >"$dir/roster.ekc"
task=$(cohort task)
check "the roster" ek team join "$dir/roster.ekc"
mkdir -p "$drop/$task/$week"
open_page --end-after 600; enter
review fatigue=3
like "without an answer about stress nothing is sent" "$body" 'takes an answer about this week'
unlike "and nothing asked" "$body" 'team-send'

# The offer.
review week-stress=3 fatigue=4 unease=3 irritability=1
like "thanks come first" "$body" 'Thank you'
like "then what would be sent" "$body" 'What would be sent: 48 marks'
like "with the team" "$body" '<dd>Service desk</dd>'
like "and whom it goes to" "$body" 'Wellbeing office gets one half, Works council the other'
is "all 48 marks" "$(bits | wc -c)" 48
like "stress as answered, and the last mark" "$(bits)" '^00010.*1$'
like "it can be refused" "$body" 'name="go" value="no"'
get "/$place/review-done"; before=$(bits)
is "shown again it is the same" "$(grep -oE '<dd>[01]+</dd>' <<<"$body" | grep -oE '[01]+' | tr -d '\n')" "$before"
number=$(number) secret=$(secret_of_form)
get "/$place/team-send"; is "sending is no link: 405" "$code" 405
get "/$place/team-send" -d "review=$number&go=send" -H "Origin: $origin"; is "a form without the secret: 403" "$code" 403
get "/$place/team-send" -d "form=$secret&review=$number&go=send" -H 'Origin: http://evil.example'; is "from elsewhere: 403" "$code" 403
post team-send "review=$number" go=perhaps; is "neither yes nor no: 400" "$code" 400
post team-send review=99 go=send; leads_to "of another review: nothing" review-done
post team-send go=send; leads_to "of none, too" review-done
is "nothing waits yet" "$(waiting)" 0
post team-send "review=$number" go=send; leads_to "sent" review-done
is "one waits" "$(waiting)" 1
like "for this team and week, at a time within two days" "$(ls "$outbox")" "^[0-9]+-[0-9]+-$week-$task-[0-9a-f]{32}\.ekr$"
due=$(ls "$outbox" | cut -d- -f1)
check "not before now, nor after two days" test "$due" -ge $(($(date +%s) - 60)) -a "$due" -le $(($(date +%s) + 172860))
get "/$place/review-done"; body=$(cat "$dir/body")
like "it says so" "$body" 'waits on this computer for a time drawn at random'
unlike "and does not ask again" "$body" 'team-send'
kept=$(ls "$outbox")
post team-send "review=$number" go=send; is "a second click changes nothing" "$(ls "$outbox")" "$kept"
rm "$outbox"/*

# A later review is another one.
review week-stress=1
first=$number; number=$(number)
check "a later review is offered anew" test -n "$number" -a "$number" != "$first"
post team-send "review=$first" go=send; is "the earlier one's form sends nothing" "$(waiting)" 0
post team-send "review=$number" go=no; leads_to "refused" review-done
is "nothing waits" "$(waiting)" 0
get "/$place/review-done"; like "said so" "$(cat "$dir/body")" 'Nothing is sent'
post team-send "review=$number" go=send; is "and that stands" "$(waiting)" 0
get "/$place/review"; secret=$(secret_of_form)
post review at=0 week-stress=2 go=stop; get "/$place/review-done"
unlike "one that was stopped is offered to nobody" "$(cat "$dir/body")" 'team-send'
get "/$place/review"; post review-begin how=anew

# What cannot be kept is said, and can be sent again.
review week-stress=2
chmod 755 "$outbox"
number=$(number)
post team-send "review=$number" go=send; is "an outbox that others may look into: 500" "$code" 500
like "in words" "$(cat "$dir/body")" 'others may look into'
chmod 700 "$outbox"
post team-send "review=$number" go=send; leads_to "then it goes" review-done
is "and waits" "$(waiting)" 1

for language in zh_CN th; do
	ek config set language $language >/dev/null
	post close; ends "the page ends"
	open_page --end-after 600; enter
	review week-stress=4
	is "in $language all 48 marks" "$(bits | wc -c)" 48
	unlike "and no English words" "$(sed -n '/team-send/,/<\/form>/p' "$dir/body")" 'Send|Not this'
done
ek config set language en >/dev/null
post close; ends "the page ends"
unlike "nothing was said beside the page" "$(cat "$dir/open.log")" .
found=$(grep -rlaE "$before" "$HOME" "$XDG_RUNTIME_DIR" 2>/dev/null)
is "the marks stand in no file" "$found" ""
finish
