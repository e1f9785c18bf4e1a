#!/bin/bash
# usage: roles.sh BUILD [--quick]    windows of 1,000, 10,000 and 100,000 reports: the time and the peak memory of each party's steps, against
# design/AGGREGATION.md's bars; --quick: few reports, whose figures mean little. Exit 1 when a bar is passed. Needs a GB of room.
set -u
build=$(realpath "${1:?usage: roles.sh BUILD [--quick]}")
dir=$(mktemp -d "${TMPDIR:-/tmp}/roles-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8
"$build/tests/bench/roles_bench" "$dir" "${@:2}"
