# Sourced behind client.sh: two offices in one private home, $dir/a and $dir/b, and the folders that they share.
exchange=$dir/exchange drop=$dir/drop one=$dir/a two=$dir/b
(umask 022; mkdir "$exchange" "$drop")
other=$dir/other
(umask 077; echo 'quite another one' >"$other")
export EVENKEEL_NOW=2026-11-22T10:00:00Z # week 2968, quarter 247
unset DISPLAY WAYLAND_DISPLAY

officer() { EVENKEEL_PASSPHRASE_FILE=$pass ek officer "$@"; }
a() { officer "$@" --dir "$one"; }
b() { officer "$@" --dir "$two"; }
exits() { is "$1" "$code" "$2"; }
flat() { printf '%s' "$1" | tr -s '\n ' '  '; } # lines are broken anywhere
says() { like "$1" "$(flat "$out $err")" "$2"; }
digits_of() { officer init --dir "$1" | grep -oE '([0-9]{5} ){5}[0-9]{5}'; }
make_office() { officer init --party "$1" --name "$2" --exchange "$exchange" --drop "$drop" --dir "$3" --kdf-test --no-recovery-check; }
make_offices() {
	make_office office 'Wellbeing Office' "$one" && make_office second 'Works Council' "$two" &&
		a init --peer "$exchange/second.ekp" --fingerprint "$(digits_of "$two")" &&
		b init --peer "$exchange/office.ekp" --fingerprint "$(digits_of "$one")"
}
task_of() { a cohort --json 2>/dev/null | python3 -c 'import json, sys; print([c["task"] for c in json.load(sys.stdin)["cohorts"] if c["team"] == sys.argv[1]][0])' "$1"; }
stage_of() { "$1" cohort --json 2>/dev/null | python3 -c 'import json, sys; print([c["stage"] for c in json.load(sys.stdin)["cohorts"] if c["team"] == sys.argv[1]][0])' "$2"; }
# members FIRST COUNT TEAM: lines for enrol --file
members() { tests/cli/enrol_codes.py "$1" "$2" "$exchange/$(task_of "$3")/invitation.ekc" | awk -v first="$1" '{print $0 "\tMember " first + NR - 1}'; }
whole() { find "$@" -type f -not -name '*-wal' -not -name '*-shm' -exec md5sum {} + | sort -k2; }
# stopped_after MS WORDS...: an officer's command, killed that long after its start, if it is not done by then
stopped_after() {
	local ms=$1 pid; shift
	EVENKEEL_PASSPHRASE_FILE=$pass "$BUILD/evenkeel" officer "$@" >/dev/null 2>&1 </dev/null &
	pid=$!
	sleep "$(printf '0.%03d' "$ms")"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
}
