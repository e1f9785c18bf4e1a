#!/bin/bash
# usage: run.sh BUILD    what 'evenkeel stats' prints beside what R makes of the same numbers: R's own functions where it has them, else the
# definitions written out in reference.R. A table of the largest difference of each figure; exit 1 beyond 1e-9.
set -u
build=$(realpath "${1:?usage: run.sh BUILD}")
cd "$(dirname "$0")" || exit 2
command -v Rscript >/dev/null || { echo "run.sh: there is no Rscript; 'make deps-stats' installs it" >&2; exit 2; }
dir=$(mktemp -d "${TMPDIR:-/tmp}/stats.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C.UTF-8 HOME=$dir XDG_CONFIG_HOME=$dir XDG_DATA_HOME=$dir XDG_STATE_HOME=$dir TZ=UTC
Rscript --vanilla compare.R "$build" "$dir"
