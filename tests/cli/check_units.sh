#!/bin/bash
# The systemd user units: valid, and no more exposed than they were made to be.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
why=
command -v systemd-analyze >/dev/null || why="systemd-analyze is not installed"
[ -e /proc/self/exe ] || why="/proc is not mounted"
if [ -n "$why" ]; then
	skip "the user units are valid" "$why"
	skip "the services' exposure is at most 6.0" "$why"
	finish
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/units.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/run/systemd"
chmod 700 "$dir/run"
for unit in evenkeeld.service evenkeeld.socket evenkeel-open.service; do
	sed -E "s#@(BINDIR|LIBEXECDIR)@/[a-z-]+#/bin/true#" "systemd/$unit.in" >"$dir/$unit"
done
unlike "no placeholder is left in a unit" "$(cat "$dir"/evenkeel*)" '@[A-Z]+@'

problems=$(cd "$dir" && XDG_RUNTIME_DIR=$dir/run systemd-analyze verify --user ./evenkeeld.service ./evenkeeld.socket ./evenkeel-open.service 2>&1)
if printf '%s' "$problems" | grep -q 'Failed to initialize manager'; then
	skip "the user units are valid" "systemd-analyze cannot run here"
else
	is "the user units are valid" "$problems" ""
fi

# The example that makes the room smaller: its options need PrivateUsers, and are known by their names.
like "sandbox.conf brings PrivateUsers along" "$(cat systemd/sandbox.conf)" '^PrivateUsers=yes$'
mkdir "$dir/evenkeeld.service.d" && cp systemd/sandbox.conf "$dir/evenkeeld.service.d"
problems=$(cd "$dir" && XDG_RUNTIME_DIR=$dir/run systemd-analyze verify --user ./evenkeeld.service 2>&1)
if printf '%s' "$problems" | grep -q 'Failed to initialize manager'; then
	skip "with it the unit is valid" "systemd-analyze cannot run here"
else
	is "with it the unit is valid" "$problems" ""
fi
rm -r "$dir/evenkeeld.service.d"

# The page's service may use IPv4, which counts for 0.3.
while read -r unit most; do
	exposure=$(systemd-analyze security --offline=true "$dir/$unit.service" 2>&1 |
		sed -n "s/.*exposure level for $unit.service: \([0-9.]*\).*/\1/p")
	if [ -z "$exposure" ]; then
		skip "$unit: exposure is at most $most" "this systemd-analyze cannot look at a file"
	elif awk -v e="$exposure" -v most="$most" 'BEGIN { exit !(e <= most) }'; then
		ok "$unit: exposure is at most $most"
	else
		not_ok "$unit: exposure is at most $most" "it is $exposure"
	fi
done <<<$'evenkeeld 6.0\nevenkeel-open 6.2'
# What 252 ignores silently without PrivateUsers=yes would look like protection and be none.
unlike "no mount option without PrivateUsers" "$(cat "$dir"/evenkeel*.service)" '^(Protect(System|Home)|ReadWritePaths|PrivateTmp|IPAddress(Deny|Allow))='
finish
