#!/bin/bash
# What `make install` lays down is the list, no more and no less; the installed programs run; uninstall takes all back.
set -u
. tests/tap.sh
root=$(mktemp -d "${TMPDIR:-/tmp}/install.XXXXXX") || exit 1
trap 'rm -rf "$root"' EXIT
o=$(realpath --relative-to=. "$BUILD")
# The prefix that the programs were built for: another one would build them again under the other tests' feet.
mk() { make -s --no-print-directory O="$o" SANITIZE="${SANITIZE:-}" DESTDIR="$root" "$@"; }
prefix=$root/usr/local

check "make install runs" mk install
wanted=$(mk install-list | awk '{print $1, $3}' | sort)
got=$(cd "$root" && find . -type f -printf '%m /%P\n' | sort)
is "what is installed is the list" "$got" "$wanted"
like "the installed client runs" "$("$prefix/bin/evenkeel" --version 2>&1)" '^evenkeel [0-9]'
like "the installed daemon runs" "$("$prefix/bin/evenkeeld" --version 2>&1)" '^evenkeeld [0-9]'
is "the installed daemon looks for its helper there" "$(grep -ac /usr/local/libexec/evenkeel "$prefix/bin/evenkeeld")" 1
unlike "no placeholder is left in a unit" "$(cat "$prefix"/lib/systemd/user/*)" '@[A-Z]+@'
like "the unit starts the installed daemon" "$(cat "$prefix"/lib/systemd/user/evenkeeld.service)" '^ExecStart=/usr/local/bin/evenkeeld'
like "and the one for the page starts the installed program" "$(cat "$prefix"/lib/systemd/user/evenkeel-open.service)" '^ExecStart=/usr/local/libexec/evenkeel/evenkeel-open --service$'
like "which runs" "$("$prefix/libexec/evenkeel/evenkeel-open" --version 2>&1)" '^evenkeel-open [0-9]'
check "make uninstall runs" mk uninstall
is "nothing is left" "$(find "$root" -type f)" ""
check "a unit for another place" mk PREFIX=/opt/other "$o/systemd/evenkeeld.service"
like "starts the daemon there" "$(cat "$o/systemd/evenkeeld.service")" '^ExecStart=/opt/other/bin/evenkeeld'
finish
