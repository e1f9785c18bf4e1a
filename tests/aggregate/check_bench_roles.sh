#!/bin/bash
# The benchmark of windows, with few reports: every measure is there with its bar; the memory's alone is judged.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/roles.sh" "$BUILD" --quick 2>&1)
code=$?
if [ $code -le 1 ]; then ok "it ends"; else not_ok "it ends" "$got"; fi
for measure in '^one report at A, .* <= 3x' '^one report at B, .* <= 3x' '^120 reports at A beside 40 .* <= 11x' \
	'^400 reports at B beside 40 .* <= 110x' '^peak memory, lead, .* <= 1\.25x +pass' '^peak memory, assist, .* <= 1\.25x +pass' \
	'^peak memory, finish, .* <= 1\.25x +pass' '^400 reports at A by the clock'; do
	like "$measure" "$got" "$measure"
done
finish
