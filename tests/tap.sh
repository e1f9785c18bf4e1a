# Sourced by check_*.sh: TAP from the shell. Needs $BUILD (the runner sets it).
. "$(dirname "${BASH_SOURCE[0]}")/wait.sh"
tap_count=0
tap_failed=0
ok() { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1"; }
not_ok() { tap_count=$((tap_count + 1)); tap_failed=1; echo "not ok $tap_count - $1"; [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/# /'; }
skip() { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1 # SKIP $2"; }
# check NAME COMMAND... : ok when the command succeeds
check() { local name=$1; shift; if out=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "$out"; fi; }
# is NAME GOT WANTED ; like NAME GOT REGEX ; unlike NAME GOT REGEX
is() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "got:    $2
wanted: $3"; fi; }
like() { if printf '%s\n' "$2" | grep -qE -- "$3"; then ok "$1"; else not_ok "$1" "got:    $2
wanted: /$3/"; fi; }
unlike() { if printf '%s\n' "$2" | grep -qE -- "$3"; then not_ok "$1" "got:    $2
not wanted: /$3/"; else ok "$1"; fi; }
# sanitized NAME: the programs are built with this sanitizer: address or thread
sanitized() { nm -D "$BUILD/evenkeel" 2>/dev/null | grep -q "__${1:0:1}san_init"; }
# One byte written by chance is there already in one of 256 files.
change_byte() { # FILE PLACE: another byte than was there
	local new=Z
	[ "$(dd if="$1" bs=1 skip="$2" count=1 2>/dev/null | tr -d '\0')" = Z ] && new=z
	printf %s "$new" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
finish() { echo "1..$tap_count"; exit $tap_failed; }
