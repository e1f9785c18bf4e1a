#!/bin/bash
# usage: run.sh BUILD SECONDS SOURCE...    build each fuzz target with libFuzzer against BUILD/libopen.a, libclient.a, libcalendar.a, libdaemon.a and libevenkeel.a (clang, built with
# SANITIZE=address,undefined,fuzzer-no-link) and let it run for SECONDS. What it finds stays in BUILD/corpus/NAME, a crash in
# BUILD/crash-*; exit 1 at the first one.
set -u
[ $# -ge 3 ] || { echo "usage: run.sh BUILD SECONDS SOURCE..." >&2; exit 2; }
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "$1"); seconds=$2; shift 2
command -v clang >/dev/null || { echo "fuzz: needs clang; install it with 'apt-get install clang'" >&2; exit 1; }
flags=(-std=c17 -g -O1 -Wall -Wextra -Iinclude -Iclient -Itests -D_GNU_SOURCE -DFUZZING -fsanitize=address,undefined,fuzzer
	-fno-sanitize-recover=all)
read -ra libs <<<"$(pkg-config --libs libsodium sqlite3 inih jansson) $(pkg-config --silence-errors --libs libical) $(pkg-config --silence-errors --libs libthai) -lunistring -lm"

# Helpers are all that is no target, the zones of the tests, their contribution and their team.
helpers=(tests/unit/scenario_zones.c tests/aggregate/contribution.c tests/aggregate/team.c)
for source in tests/fuzz/*.c; do [[ $source == */fuzz_*.c ]] || helpers+=("$source"); done

# A questionnaire, its scoring file and answers to it as one input, as fuzz_questionnaire takes them apart.
pack_questionnaires() {
	local json stem
	mkdir -p "$build/seeds"
	for json in tests/fuzz/questionnaires/*.json schema/instruments/*.json; do
		stem=${json%.json}
		{ printf 1; cat "$json"; printf '\0'; cat "$stem.ini" 2>/dev/null; printf '\0'; cat "$stem.answers" 2>/dev/null; } \
			>"$build/seeds/$(basename "$stem")"
	done
	echo "$build/seeds"
}

# What is there of good input.
seeds() {
	case $1 in
	fuzz_scenario) echo tests/scenario ;;
	fuzz_ics) echo tests/calendar ;;
	fuzz_import) echo tests/fuzz/exports ;;
	fuzz_office | fuzz_enrol | fuzz_outbox) echo "tests/fuzz/${1#fuzz_}" ;;
	fuzz_support) echo client/data ;;
	fuzz_questionnaire) pack_questionnaires ;;
	esac
}

status=0
TIMEFORMAT=%U
for source in "$@"; do
	name=$(basename "$source" .c)
	clang "${flags[@]}" -o "$build/$name" "$source" "${helpers[@]}" "$build/libopen.a" "$build/libclient.a" "$build/libcalendar.a" "$build/libdaemon.a" "$build/libevenkeel.a" "${libs[@]}" || exit 1
	mkdir -p "$build/corpus/$name"
	dictionary=${source%.c}.dict
	options=(-max_total_time="$seconds" -max_len=6000 -timeout=25 -print_final_stats=1 -artifact_prefix="$build/crash-$name-")
	[ -e "$dictionary" ] && options+=(-dict="$dictionary")
	if user=$({ time "$build/$name" "${options[@]}" "$build/corpus/$name" $(seeds "$name") >"$build/$name.log" 2>&1; } 2>&1); then
		echo "$name: clean, $user s of user time, $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") runs," \
			"$(grep -oE 'cov: [0-9]+' "$build/$name.log" | tail -1)"
	else
		echo "$name: FAILED; see $build/$name.log"
		tail -20 "$build/$name.log"
		status=1
	fi
done
exit $status
