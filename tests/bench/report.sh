#!/bin/bash
# usage: report.sh BUILD [--quick]    what the HTML report costs beside trends, on ten years of check-ins; --quick: a small store and one round,
# whose figures mean nothing. Exit 1 when a bar is passed.
set -u
build=$(realpath "${1:?usage: report.sh BUILD [--quick]}")
dir=$(mktemp -d "${TMPDIR:-/tmp}/report-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 HOME=$dir XDG_CONFIG_HOME=$dir XDG_DATA_HOME=$dir XDG_STATE_HOME=$dir
"$build/tests/bench/report_bench" "$dir" "$build" "${@:2}"
