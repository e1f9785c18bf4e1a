#!/bin/bash
# What `make install` lays down is the list, no more and no less; the installed programs run; uninstall takes all back.
set -u
. tests/tap.sh
root=$(mktemp -d "${TMPDIR:-/tmp}/install.XXXXXX") || exit 1
trap 'rm -rf "$root"' EXIT
o=$(realpath --relative-to=. "$BUILD")
mk() { make -s --no-print-directory O="$o" SANITIZE="${SANITIZE:-}" DESTDIR="$root" PREFIX=/opt/ek "$@"; }

check "make install runs" mk install
wanted=$(mk install-list | awk '{print $1, $3}' | sort)
got=$(cd "$root" && find . -type f -printf '%m /%P\n' | sort)
is "what is installed is the list" "$got" "$wanted"
like "the installed client runs" "$("$root/opt/ek/bin/evenkeel" --version 2>&1)" '^evenkeel [0-9]'
like "the installed daemon runs" "$("$root/opt/ek/bin/evenkeeld" --version 2>&1)" '^evenkeeld [0-9]'
unlike "no placeholder is left in a unit" "$(cat "$root"/opt/ek/lib/systemd/user/*)" '@[A-Z]+@'
like "the unit starts the installed daemon" "$(cat "$root"/opt/ek/lib/systemd/user/evenkeeld.service)" '^ExecStart=/opt/ek/bin/evenkeeld'
check "make uninstall runs" mk uninstall
is "nothing is left" "$(find "$root" -type f)" ""
finish
