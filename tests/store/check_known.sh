#!/bin/bash
# The known answers in tests/store/known are what make_known.py computes, nothing edited by hand; test_known.c holds ours to them.
. "$(dirname "$0")/../tap.sh"
cd "$(dirname "$0")" || exit 1
if ! command -v python3 >/dev/null || ! python3 -c 'import hashlib' 2>/dev/null; then
	skip "known answers computed anew" "no python3"
	finish
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/known.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
check "known answers computed anew" env PYTHONDONTWRITEBYTECODE=1 python3 make_known.py "$dir"
for file in known/*.hex; do check "$file" cmp "$file" "$dir/${file#known/}"; done
is "no more and no fewer" "$(ls "$dir")" "$(ls known)"
finish
