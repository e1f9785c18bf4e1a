#!/bin/bash
# A drop folder that does not answer, as on a network that is gone: nothing waits longer for it than it must, what it was for is told and lost
# nothing of, and a process that cannot be ended is left behind.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/team.sh
if sanitized address || sanitized thread; then skip "a drop folder that does not answer" "a sanitizer wants to be loaded first"; finish; fi
hang=$(realpath "$BUILD/tests/cli/hang.so")
flat() { tr -s ' \n' ' ' <<<"$1"; }
waiting() { find "$team_dir/outbox" -name '*.ekr' 2>/dev/null | wc -l; }
export HANG_BELOW=$drop HANG_WHILE=$dir/away HANG_LOG=$dir/asked
# hung COMMAND...: as run, where the folder may hang; how long it took in $took, ms
hung() {
	local begun; begun=$(date +%s%N)
	: >"$HANG_LOG"
	out=$(LD_PRELOAD=$hang "$BUILD/evenkeel" "$@" 2>"$dir/err" </dev/null); code=$?; err=$(cat "$dir/err")
	took=$((($(date +%s%N) - begun) / 1000000))
}
# A command asks the folder once or twice, and gives it two to five seconds; without a limit it would wait for minutes (hang.c). What lies
# between is left to a busy machine.
soon() { if [ "$took" -lt 40000 ]; then ok "$1 does not wait for it"; else not_ok "$1 does not wait for it" "$took ms"; fi; } # NAME
asked() { sort -u "$HANG_LOG" | wc -l; }
gone() { local id; while read -r id; do ended "$id" || return 1; done <"$HANG_LOG"; }
ends_them() { local id; while read -r id; do kill -9 "$id" 2>/dev/null; done <"$HANG_LOG"; }

make_store
make_team 1 $quarter
hung team join "$invitation" --drop "$drop" --yes
is "joined while it answers" "$code" 0
touch "$HANG_WHILE"
hung team status --json
is "invited, and no answer" "$code $(field standing) $(field state)" "0 invited silent"
soon "status"
is "one process asked" "$(asked)" 1
like "it says so, and what to do" "$(field next_step)" "the drop folder does not answer; see that its network is connected, then try again"
check "the process is gone" wait_until gone
for language in en zh_CN th; do
	out=$(LANGUAGE=$language LC_ALL=C.UTF-8 LD_PRELOAD=$hang ek team status)
	wide=$(wc -L <<<"$out")
	check "80 columns in $language: $wide" test "$wide" -le 80
done
hung review week-stress=2 --send
like "a review is kept, and told why nothing is sent" "$code $(flat "$out $err")" "^1 .*Your answers are sealed.*the drop folder does not answer"
soon "a review"
hung team join "$drop/$task/cohort.ekc"
like "a file in there is not waited for" "$code $err" "^1 .*the drop folder does not answer"
soon "joining"
cohort 3 $((quarter + 1)) >"$dir/next.ekc"
hung team join "$dir/next.ekc" --yes
is "the next quarter's is joined without it" "$code$err" 0
soon "joining, which asks three times"

rm "$HANG_WHILE"
code_of_mine=$(own_code)
sign_roster 1 $quarter fill=11 "$code_of_mine"
hung team status --json
is "it answers again, and the list is taken" "$(field standing) $(field state)" "ready ready"
touch "$HANG_WHILE"
hung team status
like "ready, and no answer" "$code $(flat "$out")" "^0 .*drop folder it does not answer; see that its network is connected; what waits goes once it does"
soon "status of two quarters"
hung doctor --json
like "doctor says so" "$(flat "$out")" "drop folder: it does not answer"
for words in privacy "team preview" "team preview week-stress=1"; do
	# shellcheck disable=SC2086
	hung $words
	is "$words" "$code$err" 0
	soon "$words"
done
hung review week-stress=1 --send
is "what is sent waits in the outbox" "$code$err $(waiting)" "0 1"
soon "a review"
before=$(sha256sum <"$(echo "$team_dir"/outbox/*.ekr)")
hung team send
like "it cannot be sent now" "$code $(flat "$err")" "^1 .*the drop folder does not answer; what waits stays here, and goes once it does"
soon "trying"
is "it stays as it was" "$(waiting) $(sha256sum <"$(echo "$team_dir"/outbox/*.ekr)")" "1 $before"
is "and nothing is recorded" "$(unlocked history --json --days 3 | grep -c '"contribution-sent"')" 0
check "no process is left" wait_until gone
rm "$HANG_WHILE"
hung team send
is "then it goes" "$code$err $(waiting)" "0 0"
is "the same bytes" "$(cat "$drop/$task/$week"/*.ekr | sha256sum)" "$before"
is "recorded once" "$(unlocked history --json --days 3 | grep -c '"contribution-sent"')" 1

# One that cannot be ended.
touch "$HANG_WHILE"
export HANG_HOLDS=1
hung team status --json
is "a process that cannot be ended" "$code $(field state)" "0 silent"
soon "is left behind"
held=$(sort -u "$HANG_LOG")
is "with no folder, team or week in its arguments" "$(tr '\0' ' ' <"/proc/${held:-none}/cmdline")" "evenkeel --drop-folder "
like "under a name to find it by" "$(cat "/proc/${held:-none}/comm")" '^evenkeel-drop$'
ends_them

# The page.
if ! command -v curl >/dev/null; then skip "the page" "curl is not installed"; finish; fi
. tests/cli/page.sh
rm "$HANG_WHILE"
: >"$HANG_LOG"
LD_PRELOAD=$hang "$BUILD/evenkeel-open" --no-browser --end-after 600 </dev/null >"$dir/address" 2>"$dir/open.log" &
page_pid=$!
wait_until test -s "$dir/address"
address=$(cat "$dir/address") origin=${address%%/\?*}
enter
# timed COMMAND...: in $took
timed() { local begun; begun=$(date +%s%N); "$@"; took=$((($(date +%s%N) - begun) / 1000000)); }
get "/$place/review"; secret=$(secret_of_form)
post review at=0 week-stress=3 fatigue=3 go=next
post review at=14 health=4 go=next
post review at=18 valence=0 go=next
touch "$HANG_WHILE"
timed get "/$place/review-done"
like "the page makes its offer all the same" "$(cat "$dir/body")" 'What would be sent: 48 marks'
soon "the page"
timed get "/$place/review-done"
is "one process asked, and no other when it was shown again" "$(asked)" 1
kill -0 "$(sort -u "$HANG_LOG")" 2>/dev/null; is "it is there still" $? 0
number=$(sed -n 's/.*name="review" value="\([0-9]*\)".*/\1/p' "$dir/body") secret=$(secret_of_form)
timed post team-send "review=$number" go=send
is "sending does not ask again" "$(asked)" 1
is "what is sent waits" "$(waiting)" 1
post close; ends "the page ends without waiting for it"
is "with no word beside it" "$(cat "$dir/open.log")" ""
ends_them
finish
