#!/bin/bash
# usage: backup.sh BUILD [--quick]    how long the daemon keeps a request waiting while it makes its weekly backup of 15k and 75k check-ins;
# --quick: small stores, whose figures mean nothing
set -u
build=$(realpath "${1:?usage: backup.sh BUILD [--quick]}")
dir=$(mktemp -d "${TMPDIR:-/tmp}/backup-bench.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir -m 700 "$dir/run"
export LC_ALL=C.UTF-8 HOME=$dir XDG_CONFIG_HOME=$dir/config XDG_DATA_HOME=$dir/data XDG_STATE_HOME=$dir/state XDG_RUNTIME_DIR=$dir/run
"$build/tests/bench/backup_bench" "$dir" "$build" "${@:2}"
