#!/bin/bash
# usage: stats.sh BUILD [--quick]    what the statistics of ten years cost beside those of one; --quick: one round. Exit 1 when a bar is passed.
set -u
build=$(realpath "${1:?usage: stats.sh BUILD [--quick]}")
"$build/tests/bench/stats_bench" "${@:2}"
