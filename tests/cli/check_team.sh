#!/bin/bash
# team join, status, leave: what a client refuses whoever signed it, a roster that comes by itself, one team a quarter, and nothing left of it.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
. tests/cli/team.sh
files() { (cd "$XDG_DATA_HOME/evenkeel" && find team -type f 2>/dev/null | sort | tr '\n' ' '); }

make_team 1 $quarter
run ek team join "$invitation" --yes
is "without a store" "$code" 1
like "setup comes first" "$err" "evenkeel setup"
make_store
run ek team
is "no action: wrong usage" "$code" 2
run ek team dance
is "an unknown action" "$code" 2
like "the actions are named" "$err" "join, preview, send, leave, status"
run ek team status now
is "a word too many" "$code" 2
run ek team status --yes
like "an option of another action" "$code $err" "^2 .*'--yes' belongs to 'join'"
run ek team leave --json
is "no --json where there is none" "$code" 2
team_status
is "not joined" "$(field joined) $(field standing)" "false not_joined"
is "status needs no unlock and makes nothing" "$code$err$(files)" 0

# What is refused, and why.
# refused NAME REGEX FILE
refused() {
	run ek team join "$3" --drop "$drop" --yes
	if [ $code = 1 ] && grep -qE -- "$2" <<<"$err" && [ -z "$(files)" ]; then ok "refused: $1"; else not_ok "refused: $1" "$code $err $(files)"; fi
	# It says what to do.
	like "with a next step: $1" "$err" "; .+"
}
bad() { cohort "$@" >"$dir/bad.ekc"; }
bad 1 $quarter floor=7; refused "a floor of seven" "fewer people than are allowed" "$dir/bad.ekc"
bad 1 $quarter unsigned; refused "one signature" "both parties have to sign it" "$dir/bad.ekc"
bad 1 $quarter forged=a; refused "the office's signature forged" "first party's signature does not fit" "$dir/bad.ekc"
bad 1 $quarter forged=b; refused "the second party's signature forged" "second party's signature does not fit" "$dir/bad.ekc"
bad 1 $quarter one-party; refused "one party twice" "both parties have the same key" "$dir/bad.ekc"
bad 1 $((quarter - 1)); refused "a quarter that is over" "for another quarter" "$dir/bad.ekc"
bad 1 $((quarter + 2)); refused "a quarter too early" "for another quarter" "$dir/bad.ekc"
bad 1 $quarter fill=12; refused "a roster without one's key" "this key is not in its list" "$dir/bad.ekc"
bad 1 $quarter fill=9; refused "a roster below the floor" "fewer members than its floor" "$dir/bad.ekc"
bad 1 $quarter fill=12 weeks=1; refused "weekly figures of twelve" "fewer than 30" "$dir/bad.ekc"
bad 1 $quarter tail; refused "a byte too many" "damaged or cut off" "$dir/bad.ekc"
head -c 200 "$invitation" >"$dir/bad.ekc"; refused "cut off" "damaged or cut off" "$dir/bad.ekc"
echo hello >"$dir/bad.ekc"; refused "another file" "another program's file" "$dir/bad.ekc"
head -c 3000000 /dev/zero >"$dir/bad.ekc"
run ek team join "$dir/bad.ekc" --yes
like "far too long" "$code $err" "^1 .*is longer than"
run ek team join "$dir/none.ekc" --yes
like "no such file" "$code $err" "^1 .*none.ekc"
run ek team join "$invitation" --drop drop --yes
like "a drop folder is a whole path" "$code $err" "^2 .*whole path"
run ek team join "$invitation" --drop "$drop"
is "nobody to ask: wrong usage" "$code" 2
like "but the terms are shown" "$(flat "$out")" "Only sums of 10 people or more are opened.* What was sent can't be called back"
is "and nothing was changed" "$(files)$(ek config get team.drop)" "off"

# Joined.
run ek team join "$invitation" --drop "$drop" --yes
is "joined" "$code$err" 0
like "the parties by name, and what they could do" "$(flat "$out")" "If Wellbeing office and Works council worked together they could read yours. Works council can see that you took part"
like "whom to give the code" "$(flat "$out")" "Hand this code to Works council yourself"
like "which stands there" "$out" "^    ([0-9A-HJKMNP-TV-Z]{4}-){14}[0-9A-HJKMNP-TV-Z]{4}$"
is "within 80 columns" "$(wc -L <<<"$out" | awk '{print ($1 <= 80)}')" 1
unlike "the word without its words is not used" "$out" "anonym"
is "two files" "$(files)" "team/247/cohort.ekc team/247/key "
is "for their owner alone" "$(find "$team_dir" -printf '%m ' | tr ' ' '\n' | sort -u | tr -s '\n' ' ')" "600 700 "
is "the drop folder is a setting" "$(ek config get team.drop)" "$drop"
team_status
is "invited" "$(field standing) $(field floor) $(field window_weeks)" "invited 10 4"
is "from its first day to its last" "$(field first_day) $(field last_day)" "2026-10-22 2027-01-13"
mine=$(field code)
run ek team join "$invitation"
is "again: the same code, and no question" "$code $(grep -c -- "$mine" <<<"$out")" "0 1"
cohort 2 $quarter label='Other desk' >"$dir/second.ekc"
run ek team join "$dir/second.ekc" --yes
like "a second team in the quarter" "$code $err" "^1 .*a person is in one team a quarter"
run ek team join - --yes <"$invitation"
is "the daemon is not needed" "$(ek team status --json | grep -c '"standing": "invited"')" 1

# Rosters from the drop folder: each that is not in order is told, and not kept.
# found NAME STANDING REFUSAL
found() { team_status; is "$1" "$(field standing) $(field refusal)" "$2 $3"; }
before=$(sha256sum <"$team_dir/247/cohort.ekc")
sign_roster 1 $quarter fill=12; found "a list without oneself" refused not-member
like "in words, with a next step" "$(ek team status | tr -s ' \n' ' ')" "this key is not in its list; the second party may have missed your code"
sign_roster 1 $quarter fill=11 unsigned "$mine"; found "a list that one party signed" refused unsigned
sign_roster 1 $quarter fill=11 forged=b "$mine"; found "a list with a forged signature" refused signature-b
sign_roster 1 $quarter fill=8 "$mine"; found "a list of nine" refused roster-small
sign_roster 1 $quarter fill=11 weeks=1 "$mine"; found "weekly figures where four weeks were agreed on" refused terms
sign_roster 1 $quarter fill=11 label='Another | A | B' "$mine"; found "other names than invited" refused terms
cp "$dir/second.ekc" "$drop/$task/cohort.ekc"; found "another team's file" refused terms
head -c 100 "$invitation" >"$drop/$task/cohort.ekc"; found "half a file" refused malformed
rm "$drop/$task/cohort.ekc"; mkfifo "$drop/$task/cohort.ekc"; found "a pipe is not waited for" invited null
rm "$drop/$task/cohort.ekc"; ln -s "$invitation" "$drop/$task/cohort.ekc"; found "a link is not followed" invited null
rm "$drop/$task/cohort.ekc"
is "none of them was kept" "$(sha256sum <"$team_dir/247/cohort.ekc")" "$before"
sign_roster 1 $quarter fill=11 "$mine"
run ek privacy --json
is "a look keeps nothing" "$(sha256sum <"$team_dir/247/cohort.ekc")" "$before"
found "the list, by itself" ready null
is "it is kept" "$(cmp "$team_dir/247/cohort.ekc" "$drop/$task/cohort.ekc" && echo same)" same
is "with twelve members, oneself among them" "$(field members) $(field code)" "12 null"
is "the folder is ready" "$(field state)" ready
cp "$drop/$task/cohort.ekc" "$dir/roster.ekc"
rm -r "${drop:?}/$task"
found "it stays when the folder goes" ready null
is "and that is told" "$(field state)" no_week
mv "$drop" "$dir/aside"; team_status; is "so is an absent folder" "$(field state)" away; mv "$dir/aside" "$drop"
ek config set team.drop off >/dev/null; team_status; is "and an unknown one" "$(field state)" unset
like "with the command that mends it" "$(field next_step)" "config set team.drop DIR"
ek config set team.drop "$drop" >/dev/null
run ek team join "$dir/roster.ekc"
is "the same list by hand changes nothing" "$code$err" 0
cohort 1 $quarter fill=12 "$mine" >"$dir/longer.ekc"
run ek team join "$dir/longer.ekc"
like "members stay the same for the quarter" "$code $err" "^1 .*differs from the invitation"

# A store that is elsewhere, a demo, another language.
for language in en zh_CN th; do
	wide=$(LANGUAGE=$language LC_ALL=C.UTF-8 ek team status | wc -L)
	check "80 columns in $language: $wide" test "$wide" -le 80
done
ek demo --weeks 2 --seed 1 >/dev/null 2>&1
mkdir "$dir/demo-home"
cp -a "$XDG_DATA_HOME/evenkeel-demo" "$dir/demo-home/evenkeel"
XDG_DATA_HOME=$dir/demo-home run ek team join "$invitation" --yes
like "a demo joins no team" "$code $(flat "$err")" "^1 .*made-up answers go to no team"
run ek --store "$dir/demo-home/evenkeel" team join "$invitation" --yes
is "unless it is named" "$code" 0

# Leaving.
run ek team leave
is "left" "$code$err" 0
like "what was sent stays sent" "$(flat "$out")" "can't be called back"
is "a note of the quarter is left" "$(files)" "team/247/left "
is "which names the task's folder, and nothing else" "$(cat "$team_dir/247/left")" "$task"
team_status
is "not joined any more" "$(field standing)" not_joined
run ek team leave
is "twice" "$code $out" "0 You had joined no team."
run ek team join "$dir/second.ekc" --yes
like "no second team in the quarter, also after leaving" "$code $err" "^1 .*a person is in one team a quarter"
run ek team join "$invitation" --yes
is "the same again while its list is open" "$code" 0
team_status
check "with another key" test "$(field code)" != "$mine"
ek team leave >/dev/null
sign_roster 1 $quarter fill=12
run ek team join "$invitation" --yes
like "a closed list has no place any more" "$code $err" "^1 .*the list is closed: ask them"

# The next quarter's beside this one's; the old goes when its quarter is over.
rm -r "$team_dir" "${drop:?}/$task"
make_team 1 $quarter
ek team join "$invitation" --drop "$drop" --yes >/dev/null
cohort 3 $((quarter + 1)) >"$dir/next.ekc"
run ek team join "$dir/next.ekc" --yes
is "the next quarter's invitation" "$code$err" 0
is "both are there" "$(files)" "team/247/cohort.ekc team/247/key team/248/cohort.ekc team/248/key "
team_status
is "this quarter's is the one" "$(field first_day)" 2026-10-22
is "the next one stands beside it, with its code" "$(sed -n '/"next_quarter"/,$p' <<<"$out" | grep -cE '"(first_day": "2027-01-14|code": "[0-9A-Z]{4}-)')" 2
is "in words, too" "$(ek team status | grep -cE '^    ([0-9A-Z]{4}-){14}')" 2
EVENKEEL_NOW=2027-01-14T00:00:00Z team_status
is "in its quarter it is the one" "$(field first_day)" 2027-01-14
is "the other is gone" "$(files)" "team/248/cohort.ekc team/248/key "

# Damage.
change_byte "$team_dir/248/key" 3
EVENKEEL_NOW=2027-01-14T00:00:00Z run ek team status
like "a damaged key is told, with a next step" "$code $err" "^5 .*damaged; 'evenkeel team leave'"
EVENKEEL_NOW=2027-01-14T00:00:00Z run ek privacy
like "privacy says so, too" "$(flat "$out")" "you joined one, but what says which cannot be read"
EVENKEEL_NOW=2027-01-14T00:00:00Z run ek team leave
is "leaving works in any case" "$code" 0

if has_terminal; then
	rm -r "$team_dir"
	out=$(converse "stty cols 80 rows 24; $BUILD/evenkeel team join $invitation; echo code=\$?" 'y/N' n)
	like "no: nothing was changed" "$out" "code=1"
	is "nothing" "$(files)" ""
	out=$(converse "stty cols 80 rows 24; $BUILD/evenkeel team join $invitation; echo code=\$?" 'y/N' y)
	like "yes" "$out" "code=0"
	is "joined" "$(files)" "team/247/cohort.ekc team/247/key "
fi
run ek forget --yes
is "forget takes it along" "$(find "$XDG_DATA_HOME/evenkeel" 2>/dev/null | wc -l)" 0
finish
