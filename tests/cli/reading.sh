# Sourced by the tests of reading commands: TAP, a private home, a frozen clock in UTC, stores of its own.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
. tests/tap.sh
home=$(mktemp -d "${TMPDIR:-/tmp}/reading.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
export HOME=$home TZ=UTC EVENKEEL_NOW=2026-03-06T18:00:00Z NO_COLOR=1
unset XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR EVENKEEL_PASSPHRASE_FD EVENKEEL_PASSPHRASE_FILE COLUMNS LANGUAGE

# run COMMAND... : leaves its output in $got, its other output in $errs, its exit code in $code
run() { got=$("$BUILD/evenkeel" "$@" 2>"$home/errs" </dev/null); code=$?; errs=$(cat "$home/errs"); }
# exits NAME WANTED COMMAND... : run it; its exit code is WANTED
exits() { local name=$1 wanted=$2; shift 2; run "$@"; is "$name" "$code" "$wanted"; }
# A person's own store in DIR with passphrase "right"; unlock it with: secret right; run --store DIR ...
new_store() {
	EVENKEEL_NOW=2026-01-05T09:00:00Z "$BUILD/evenkeel" --store "$1" setup --passphrase-fd 9 --no-recovery-check --no-service --kdf-test 9<<<right >/dev/null 2>&1 </dev/null
}
secret() {
	(umask 077; printf '%s\n' "$1" >"$home/passphrase")
	export EVENKEEL_PASSPHRASE_FILE=$home/passphrase
}
# The keys of a JSON object printed with two blanks a level, those at LEVEL, in order: keys LEVEL <<<"$got"
keys() { sed -nE "s/^ {$((2 * $1))}\"([a-z0-9_]+)\":.*/\1/p" | tr '\n' ' '; }
# The number behind the first KEY: number KEY <<<"$got"
number() { sed -nE "s/.*\"$1\": (-?[0-9.]+(e-?[0-9]+)?).*/\1/p" | head -1; }
# true when LOW <= NUMBER <= HIGH
within() { awk -v low="$1" -v number="$2" -v high="$3" 'BEGIN { exit !(number != "" && number >= low && number <= high) }'; }
# The widest line in terminal columns
widest() { wc -L | tr -d ' '; }
# fits COMMAND... : no line of it is wider than 80 columns, in $got and in the other languages
fits() {
	local language other
	if [ "$(widest <<<"$got")" -le 80 ]; then ok "80 columns"; else not_ok "80 columns" "$got"; fi
	for language in zh_CN th; do
		other=$(LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" "$@" 2>/dev/null)
		if [ "$(widest <<<"$other")" -le 80 ]; then ok "80 columns in $language"; else not_ok "80 columns in $language" "$other"; fi
	done
}
