# Sourced by check_officer_*.sh behind client.sh: two offices in $dir/a and $dir/b, their folders, and steps of a window. $team, $task and $window
# are those at hand; $now is the commands' clock.
drop=$dir/drop exchange=$dir/exchange now=2026-12-21T12:00:00Z
kept=$dir/kept
export EVENKEEL_PASSPHRASE_FILE=$pass

officer() { # OFFICE WORDS...
	local office=$1; shift
	EVENKEEL_NOW=$now timeout -k 1 60 "$BUILD/evenkeel" officer "$@" --dir "$dir/$office"
}
adversary() { "$BUILD/tests/aggregate/adversary" "$dir/a" "$dir/b" "$@" 2>"$dir/adversary.err" || { cat "$dir/adversary.err" >&2; return 1; }; }
digits() { sed -n 's/^    \([0-9 ]*\)$/\1/p' "$dir/made.$1"; }

make_offices() {
	mkdir "$drop" "$exchange" "$kept"
	officer a init --party office --name 'Wellbeing Office' --exchange "$exchange" --drop "$drop" --kdf-test --no-recovery-check \
		--passphrase-fd 3 3<"$pass" >"$dir/made.a" 2>&1 &&
	officer b init --party second --name 'Works Council' --exchange "$exchange" --drop "$drop" --kdf-test --no-recovery-check \
		--passphrase-fd 3 3<"$pass" >"$dir/made.b" 2>&1 &&
	officer a init --peer "$exchange/second.ekp" --fingerprint "$(digits b)" >"$dir/peer" 2>&1 &&
	officer b init --peer "$exchange/office.ekp" --fingerprint "$(digits a)" >>"$dir/peer" 2>&1
	is "two offices are made" "$?" 0
}

# json KEY...: of the last window in the answer in $out; first_json KEY: of the first
values() { # KEY: a line a window
	if [ "$1" = not_counted ]; then
		printf '%s\n' "$out" | sed -n '/"not_counted": {/,/}/p' | tr -d ' ",\n' | sed 's/not_counted:{/\n/g; s/}//g; s/:/=/g; s/\([0-9]\)\([a-z]\)/\1 \2/g'
	else
		printf '%s\n' "$out" | sed -nE "s/^ +\"$1\": \"?([^\",]*)\"?,?\$/\\1/p"
	fi
}
json() {
	local key value all=
	for key; do
		value=$(values "$key" | tail -1)
		[ "$key" = not_counted ] && value=$(printf '%s\n' $value | sort | tr '\n' ' ')
		all="$all $value"
	done
	# shellcheck disable=SC2086
	echo $all
}
first_json() { values "$1" | head -1; }
# step OFFICE WORDS...: as run, without what each command says of an office that was made for tests
step() { run officer "$@"; err=$(printf '%s\n' "$err" | grep -v 'made for tests'); }
# Everything that a step could change for others: the folder's files, and both ledgers.
state() {
	find "$exchange" -type f -exec sha256sum {} + | sort
	adversary openings "$task"
}
item() { team=$1; window=${2:-2968-4}; task=$(adversary cohort "$team" "${3:-24}" 247); } # TEAM [WINDOW [MEMBERS]]
stored() { adversary stored "$task" "$1" $window | sha256sum; } # OFFICE: the ledger's answer
fill() { adversary send "$team" 0 12 2968 >/dev/null; adversary send "$team" 12 12 2969 >/dev/null; }
first_file() { find "$drop/$task/$1" -name '*.ekr' -type f | sort | head -1; }
flip() { # FILE PLACE: a bit
	python3 -c 'import sys
with open(sys.argv[1], "r+b") as file:
	file.seek(int(sys.argv[2])); byte = file.read(1)[0]
	file.seek(int(sys.argv[2])); file.write(bytes([byte ^ 4]))' "$1" "$2"
}

# refused ITEM REFUSAL OFFICE STEP [WINDOW [TEAM]]: so it is, by that name, and nothing changed
refused() {
	local item=$1 refusal=$2 office=$3 name=$4 before
	before=$(state)
	step "$office" "$name" "${6:-$team}" "${5:-$window}" --json
	is "$item: refused ($refusal)" "$code $(json state refusal)" "1 refused $refusal"
	is "$item: nothing is written, nothing opened" "$(state)" "$before"
}
waits() { # ITEM OFFICE STEP REGEX
	local before
	before=$(state)
	step "$2" "$3" "$team" $window
	like "$1" "$code $err" "^1 .*$4"
	is "$1: nothing is written, nothing opened" "$(state)" "$before"
}
# opens ITEM REPORTS PEOPLE [OUTCOME=N]... [WINDOW]: from lead to countersignature, the same for both parties
opens() {
	local item=$1 reports=$2 people=$3 outcomes='' window=$window words got want; shift 3
	while [ $# -gt 0 ]; do
		case $1 in *=*) outcomes="$outcomes $1" ;; *) window=$1 ;; esac
		shift
	done
	outcomes=$(printf '%s\n' $outcomes | sort | tr '\n' ' ')
	for words in "a lead" "b assist"; do
		# shellcheck disable=SC2086
		step $words "$team" "$window" --json
		got=$(json state accepted people not_counted)
		want="0 done $reports $people ${outcomes% }"
		is "$item: $words" "$code ${got/again/done}" "${want% }"
		other_files=$(json other_files) missing_weeks=$(json missing_weeks)
	done
	step a finish "$team" "$window" --json
	is "$item: a finish" "$code $(json state people)" "0 done $people"
	step b assist "$team" "$window" --json
	is "$item: countersigned" "$code $(json countersigned)" "0 true"
	is "$item: both ledgers have it once" "$(adversary openings "$task" | grep -c "^[ab] $window ")" 2
	rm -rf "$kept"; cp -rp "$exchange/$task/$window" "$kept"
}
cmp_kept() { cmp -s "$exchange/$task/$window/$1.ekj" "$kept/$1.ekj" && echo same; }
keep_cohort() { cp "$dir/$1/cohorts/$task/cohort.ekc" "$dir/cohort.$1"; }
put_cohort_back() { cp "$dir/cohort.$1" "$dir/$1/cohorts/$task/cohort.ekc"; }

# damaged MESSAGE OFFICE STEP: it is refused in clear words however it is damaged
damaged() {
	local file=$exchange/$task/$window/$1.ekj way before
	cp "$file" "$dir/whole"
	for way in empty cut longer flipped garbage huge pipe link folder; do
		rm -rf "$file"
		case $way in
		empty) : >"$file" ;;
		cut) head -c -1 "$dir/whole" >"$file" ;;
		longer) { cat "$dir/whole"; printf x; } >"$file" ;;
		flipped) cp "$dir/whole" "$file"; flip "$file" 70 ;;
		garbage) head -c "$(stat -c %s "$dir/whole")" /dev/urandom >"$file" ;;
		huge) truncate -s 3G "$file" ;;
		pipe) mkfifo "$file" ;;
		link) ln -s "$dir/whole" "$file" ;;
		folder) mkdir "$file" ;;
		esac
		before=$(adversary openings "$task")
		step "$2" "$3" "$team" $window
		like "$1.ekj, $way: refused in clear words" "$code $err" "^1 .*'$file'"
		is "$1.ekj, $way: nothing opened" "$(adversary openings "$task")" "$before"
	done
	rm -rf "$file"
	cp "$dir/whole" "$file"
}
