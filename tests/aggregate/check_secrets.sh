#!/bin/bash
# Nothing in sharding and verifying branches on a secret or looks something up by one, as valgrind's memcheck sees it.
. "$(dirname "$0")/../tap.sh"
skip_all() { skip "secret branches" "$1"; finish; }
command -v valgrind >/dev/null || skip_all "no valgrind"
if sanitized address || sanitized thread; then skip_all "valgrind does not run what a sanitizer is built into"; fi
out=$(valgrind -q "$BUILD/tests/aggregate/secrets" 2>/dev/null)
if grep -q SKIP <<<"$out"; then skip_all "built without valgrind's headers"; fi
while read -r line; do
	case $line in
	'ok '*) ok "${line#ok * - }" ;;
	'not ok '*) not_ok "${line#not ok * - }" ;;
	esac
done <<<"$out"
like "it ran to its end" "$out" '^1\.\.[0-9]+$'
finish
