#!/bin/bash
# The statistics' benchmark in one round: every measure is there with its bar; what one round says of time is not judged, memory is.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/stats.sh" "$BUILD" --quick 2>&1)
code=$?
if [ $code -le 1 ]; then ok "it ends"; else not_ok "it ends" "$got"; fi
for measure in '^Mann-Kendall and Sen, .* many ties .* <= 150x' '^Pettitt, .* many ties .* <= 25x' \
	'^Mann-Kendall and Sen, .* no ties .* <= 150x' '^Pettitt, .* no ties .* <= 25x'; do
	like "$measure" "$got" "$measure"
done
if sanitized address || sanitized thread; then skip "memory" "a sanitizer's own memory is beyond any bound"; else
like "memory keeps within its bar" "$got" '^ +beside it: the most memory .* <= 40MB +pass'; fi
finish
