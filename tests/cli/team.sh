# Sourced by check_team*.sh behind client.sh: a team with its files, both parties' keys from a seed.
quarter=247 week=2968 # of NOW; the quarter's weeks are 2964 to 2975
export EVENKEEL_NOW=2026-11-22T10:00:00+07:00
drop=$dir/drop team_dir=$XDG_DATA_HOME/evenkeel/team invitation=$dir/invitation.ekc
cohort() { "$BUILD/tests/aggregate/make_cohort" "$@"; }
# field KEY: of --json in $out, the first of that name
field() { sed -nE "s/^ *\"$1\": (.*[^,]),?$/\1/p" <<<"$out" | head -1 | tr -d '"'; }
team_status() { run ek team status --json; }
flat() { tr -s ' \n' ' ' <<<"$1"; } # lines are broken anywhere
waiting() { find "$team_dir/outbox" -name '*.ekr' 2>/dev/null | wc -l; }
# make_team SEED [WORD...]: invitation and the folder's name
make_team() {
	cohort "$@" >"$invitation" 2>/dev/null
	mkdir -p "$drop"
	task=$(cohort "$@" task)
}
# sign_roster SEED QUARTER WORD...: what A puts into the drop folder once the list is closed
sign_roster() {
	mkdir -p "$drop/$task/$week"
	cohort "$@" >"$drop/$task/cohort.ekc"
}
own_code() { team_status; field code; }
# Joined, signed, ready to send: seed 1, eleven others.
join_whole_team() {
	make_team 1 $quarter
	ek team join "$invitation" --drop "$drop" --yes >"$dir/joined" 2>&1
	code_of_mine=$(own_code)
	sign_roster 1 $quarter fill=11 "$code_of_mine"
}
# marks FILE: week and 48 marks of a contribution, as nobody alone can read them
marks() { cohort 1 $quarter fill=11 "$code_of_mine" open="$1"; }
