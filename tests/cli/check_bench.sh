#!/bin/bash
# The store's benchmark, on small stores: every measure is there with its bar; figures this small mean nothing, so none is judged.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/store.sh" "$BUILD" --quick 2>&1)
code=$?
if [ $code -le 1 ]; then ok "it ends"; else not_ok "it ends" "$got"; fi
for measure in '^full scan of 15k, 20 an epoch .* <= 6\.5x' '^full scan of 75k, 20 an epoch .* <= 6\.5x' \
	'^full scan of 15k, one an epoch .* <= 15x' '^full scan, sealed boxes, 20 an epoch .* <= 25x' \
	'^append to acknowledgement .* <= 8x' '^append with checkpoint .* <= 40x' '^unlock and read 15k .* <= 1\.15x' \
	'^evenkeel trends, 15k .* <= 1\.2x' '^disk, a check-in, 20 an epoch .* <= 128B' \
	'^disk, a check-in, one an epoch .* <= 260B' '^disk, a worksheet record .* <= 1400B' 'SQLCipher'; do
	like "$measure" "$got" "$measure"
done
# The formats' sizes do not depend on the machine.
like "a check-in's room on disk keeps within its bar" "$got" '^disk, a check-in, 20 an epoch .* pass'
# Four scans, each judged by what a person waits and with what the processors spent on it beside.
is "each scan shows its processor time, which no bar judges" \
	"$(grep -cE '^ +beside it: in processor time .*x +shown$' <<<"$got")" 4
finish
