#!/bin/bash
# usage: store.sh BUILD [--quick]    what the store costs beside what it is made of, and whether that keeps within design/STORE.md's
# bars; --quick: small stores and few rounds, whose figures mean nothing. Exit 1 when a bar is passed. Below two minutes on a quiet machine.
set -u
build=$(realpath "${1:?usage: store.sh BUILD [--quick]}")
dir=$(mktemp -d "${TMPDIR:-/tmp}/store-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 HOME=$dir XDG_CONFIG_HOME=$dir XDG_DATA_HOME=$dir XDG_STATE_HOME=$dir
"$build/tests/bench/store_bench" "$dir" "$build" "${@:2}"
