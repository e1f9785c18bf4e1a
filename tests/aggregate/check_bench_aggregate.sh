#!/bin/bash
# The benchmark of team aggregates, in few rounds: every measure is there with its bar; none is judged.
. "$(dirname "$0")/../tap.sh"
got=$("$(dirname "$0")/../bench/aggregate.sh" "$BUILD" --quick 2>&1)
code=$?
if [ $code -le 1 ]; then ok "it ends"; else not_ok "it ends" "$got"; fi
for measure in '^sharing beside two HPKE seals .* <= 0\.5x' '^verifying, Leader, beside two HPKE opens .* <= 0\.5x' \
	'^verifying, Helper, beside two HPKE opens .* <= 0\.5x'; do
	like "$measure" "$got" "$measure"
done
finish
