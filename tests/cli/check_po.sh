#!/bin/bash
# Every program text stands in po/evenkeel.pot, and each language has it, with the same conversions.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
scratch=$(mktemp -d "${TMPDIR:-/tmp}/po.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT

texts() { msgattrib --no-obsolete --no-wrap "$1" | grep -E '^msgid' | sort; }
check "the texts can be collected" make -s --no-print-directory pot POT="$scratch/new.pot" languages=
is "the template is up to date (else: make pot)" "$(texts po/evenkeel.pot | md5sum)" "$(texts "$scratch/new.pot" | md5sum)"
for po in po/*.po; do
	check "$po is well formed" msgfmt --check -o /dev/null "$po"
	is "$po has no text untranslated" "$(msgattrib --untranslated --no-obsolete "$po" | grep -c '^msgid "."*')" 0
	is "$po has no text in doubt" "$(msgattrib --only-fuzzy --no-obsolete "$po" | grep -c '^msgid')" 0
	is "$po is of this template" "$(texts "$po" | md5sum)" "$(texts po/evenkeel.pot | md5sum)"
done
finish
