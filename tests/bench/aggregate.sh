#!/bin/bash
# usage: aggregate.sh BUILD [--quick]    what a contribution to team figures costs beside the public-key cryptography that carries it, and
# whether that keeps within design/AGGREGATION.md's bars; --quick: few rounds, whose figures mean little. Exit 1 when a bar is passed.
set -u
build=$(realpath "${1:?usage: aggregate.sh BUILD [--quick]}")
export LC_ALL=C.UTF-8
"$build/tests/bench/aggregate_bench" "${@:2}"
