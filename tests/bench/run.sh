#!/bin/bash
# usage: run.sh BUILD    every measurement, one after the other; ratios come from one run. Nothing here passes or fails.
set -u
cd "$(dirname "$0")/../.." || exit 1
for part in tests/bench/*.sh; do
	# The peers want a hundred packages: `make bench-peers`.
	[[ $part == */run.sh || $part == */peers.sh ]] || "$part" "$1" || echo "$part: a figure is over its bar, or could not be taken"
done
if command -v sway >/dev/null; then
	tests/bench/idle.sh "$1" 20 60 wayland || echo "tests/bench/idle.sh on Wayland: a figure is over its bar, or could not be taken"
fi
