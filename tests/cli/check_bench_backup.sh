#!/bin/bash
# The measure of what the daemon's weekly backup keeps waiting, on small stores: it ends, with a line for each. Figures this small mean nothing.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/backup.sh" "$BUILD" --quick 2>&1)
is "it ends" $? 0
for size in 15k 75k; do like "$size" "$got" "^weekly backup, $size +longest wait +[0-9.]+ ms \(of [0-9]+; without one [0-9.]+ ms\), made within [0-9]+ ms"; done
finish
