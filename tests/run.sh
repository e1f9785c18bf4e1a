#!/bin/bash
# usage: run.sh BUILD PROGRAM...    run the unit programs given and every tests/*/check_*.sh, each of which prints TAP
# ("ok 1 - name", "not ok 2 - name", "ok 3 - name # SKIP why"), in parallel, and add them up. Ends with the line
# "P passed, F failed, S skipped"; exit 1 when anything failed or nothing passed.
set -u
cd "$(dirname "$0")/.." || exit 1
build=$(realpath "$1"); shift
export BUILD=$build LC_ALL=C.UTF-8 CMOCKA_MESSAGE_OUTPUT=TAP
# GLib's own threads are not instrumented: what they do to each other is not ours to find.
export TSAN_OPTIONS="ignore_noninstrumented_modules=1${TSAN_OPTIONS:+:$TSAN_OPTIONS}"
unset EVENKEEL_NOW LANGUAGE DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR
scratch=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-check.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

one() { # NAME COMMAND...
	local name=$1 out=$scratch/$1.tap; shift
	mkdir -p "$scratch/$name.home"
	HOME=$scratch/$name.home TMPDIR=$scratch/$name.home XDG_CONFIG_HOME= XDG_DATA_HOME= XDG_STATE_HOME= \
		timeout -k 5 "${CHECK_TIMEOUT:-1800}" "$@" >"$out" 2>"$out.err" </dev/null
	local rc=$?
	sed -i -E 's/^not ok ([0-9]+ # SKIP)/ok \1/' "$out" # cmocka's way to say skipped
	# A program that died says so as a failed test of its own.
	if [ $rc -ne 0 ] && ! grep -q '^not ok' "$out"; then echo "not ok - $name ended with status $rc" >>"$out"; fi
	if ! grep -qE '^(ok|not ok)' "$out"; then echo "not ok - $name printed no result" >>"$out"; fi
	if grep -q '^not ok' "$out"; then
		{ echo "--- $name"; grep -vE '^ok' "$out" | head -60; tail -30 "$out.err"; } >&2
	fi
	rm -rf "$scratch/$name.home"
}

jobs=$(nproc 2>/dev/null || echo 2)
list=()
for program in "$@"; do list+=("$(basename "$program")" "$program"); done
for script in tests/*/check_*.sh; do [ -e "$script" ] && list+=("$(basename "$script" .sh)" "$script"); done
only=${ONLY:-}
for ((i = 0; i < ${#list[@]}; i += 2)); do
	[[ -n $only && ${list[i]} != *$only* ]] && continue
	one "${list[i]}" "${list[i + 1]}" &
	while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
done
wait

cat "$scratch"/*.tap >"$scratch/all" 2>/dev/null || : >"$scratch/all"
skipped=$(grep -ciE '^ok.*# *skip' "$scratch/all")
failed=$(grep -c '^not ok' "$scratch/all")
passed=$(($(grep -c '^ok' "$scratch/all") - skipped))
grep -iE '^ok.*# *skip' "$scratch/all" | sed -E 's/^ok *[0-9]* *-? *//; s/^# *SKIP *//I; s/ *# *SKIP */: /I; s/^/skipped: /'
grep -E '^not ok' "$scratch/all" | sed -E 's/^not ok *[0-9]* *-? */FAILED: /'
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
