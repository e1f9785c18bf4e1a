#!/bin/bash
# The code is laid out as `make format` leaves it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
if ! command -v clang-format-14 >/dev/null; then
	skip "the code's layout" "no clang-format-14"
elif [ ! -e .git ]; then
	skip "the code's layout" "not a checkout"
else
	check "the code's layout (else: make format)" make -s --no-print-directory format-check
fi
finish
