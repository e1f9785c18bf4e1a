#!/bin/bash
# usage: run.sh BUILD PROGRAM...    the long form of the fault tests, one after the other, with their figures and a sum
set -u
build=$(realpath "$1"); shift
export BUILD=$build FAULTS_LONG=1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/evenkeel-faults.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch TMPDIR=$scratch
failed=0
for program in "$@"; do
	name=$(basename "$program") begun=$SECONDS
	[[ -n ${ONLY:-} && $name != *$ONLY* ]] && continue
	"$program" >"$scratch/out" 2>"$scratch/err" </dev/null || { failed=1; echo "FAILED: $name"; grep -v '^evenkeel: out of memory$' "$scratch/err" | tail -30; }
	grep '^# figure' "$scratch/out" | tee -a "$scratch/figures" | sed 's/^# figure/ /'
	grep -o 'SKIPPED \] .*' "$scratch/out" | grep -v test | sed 's/^SKIPPED \] /  skipped: /'
	echo "$name: $((SECONDS - begun)) s"
done
awk '$3 ~ /violations$/ { broken += $4 }
	$3 ~ /operations-failed$/ { io += $4 } $3 ~ /^(power|cut)-images$/ { images += $4 } $3 == "control-violations-wanted" { control = $4 }
	$3 ~ /^kills-[a-z]*(-elsewhere|-stick)?$/ { kills += $4 } $3 == "flips" { flips = $4 } $3 ~ /memory-allocations-failed$/ { memory += $4 }
	$3 ~ /^control-[a-z]*-unsynced$/ { unsynced += $4 } $3 ~ /^control-[a-z]*-noticed$/ { noticed += $4 }
	$3 ~ /^rotation-/ { rotation[$3] = $4 }
	END { printf "operations failed %d, power-cut images %d, kills %d, bits flipped %d, allocations failed %d: %d violations\n",
		io, images, kills, flips, memory, broken
	printf "negative control (synchronous=NORMAL): %d violations, as it must\n", control
	printf "negative control (one sync left out of a step): %d of %d show\n", noticed, unsynced
	printf "real key derivation: unlocking %d ms, a fast rotation %d ms, a full one %d ms, at most %d MiB\n",
		rotation["rotation-unlock-ms"], rotation["rotation-fast-ms"], rotation["rotation-full-ms"],
		rotation["rotation-peak-mib"] }' "$scratch/figures"
exit $failed
