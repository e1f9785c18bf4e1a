#!/bin/bash
# The report's benchmark, on a small store: it ends, with a line for each measure and its bar. Figures this small mean nothing.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/report.sh" "$BUILD" --quick 2>&1)
code=$?
if [ $code -le 1 ]; then ok "it ends"; else not_ok "it ends" "$got"; fi
for measure in '^evenkeel report, ten years / evenkeel trends .* <= 3x' '^evenkeel causes, ten years / evenkeel trends .* <= 1.5x' \
	'^evenkeel report, ten years: most memory .* <= 40MiB'; do
	like "$measure" "$got" "$measure"
done
finish
