#!/bin/bash
# Each command explains itself, the man page names what --help names, and the man page's examples run.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
page=$PWD/client/evenkeel.1

run ek --help
is "--help ends with 0" "$code" 0
is "and says nothing on stderr" "$err" ""
like "it names the first step" "$(printf '%s' "$out" | tr '\n' ' ')" "evenkeel setup"
names=$(printf '%s\n' "$out" | sed -n '/^Commands/,/^$/s/^  \([a-z-]*\) .*/\1/p')
is "it lists the commands" "$(printf '%s\n' $names | grep -c .)" "$(grep -c "^	&cmd_" client/commands.c)"

for name in $names; do
	run ek "$name" --help
	like "$name --help has an example" "$code $out" "^  (echo .* \| )?evenkeel $name|^  evenkeel .*$name"
	is "$name --help: 0, and all on stdout" "$code$err" 0
	is "help $name says the same" "$(ek help "$name")" "$out"
	wide=$(printf '%s\n' "$out" | LC_ALL=C.UTF-8 awk 'length($0) > 80')
	is "$name --help fits 80 columns" "$wide" ""
	check "the man page has $name" grep -qE "^\.It Cm $name( |$)" "$page"
	own=$(ls "$PWD"/client/*/evenkeel-"$name".1 2>/dev/null) # a command with a page of its own
	for option in $(printf '%s\n' "$out" | sed -n '/^Options/,/^$/s/^  --*\([a-z-]*\).*/\1/p'); do
		dash=-; [ ${#option} = 1 ] && dash=
		check "the man page has $name --$option" grep -qE "^\.It Cm $name.*Fl $dash$option( |$)" "${own:-$page}"
	done
done
for id in $(awk -F'\t' '$2 ~ /^(stress|valence|symptom|impact|cause|effective|futile|review)$/ { print $3 }' schema/ids.tsv); do
	check "the man page names the question $id" grep -qE "^\.Li $id( |$)" "$page"
done
run ek --version
like "--version" "$out" '^evenkeel [0-9]+\.[0-9]+$'

for one in "$page" client/*/evenkeel-*.1; do
	if command -v mandoc >/dev/null; then is "${one##*/} is sound" "$(mandoc -T lint -W warning "$one" 2>&1)" ""
	elif command -v man >/dev/null; then is "${one##*/} is sound" "$(LC_ALL=C.UTF-8 man --warnings -l "$one" 2>&1 >/dev/null)" ""
	else skip "${one##*/} is sound" "no man here"; fi
done

# The examples, in order, in one private home with the daemon running once there is a store.
mkdir "$dir/examples" "$dir/bin" && ln -s "$BUILD/evenkeel" "$dir/bin/evenkeel"
cp -p "$pass" "$dir/examples/passphrase.txt"
examples=0
sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/s/^\(\$ .*\)/\1/p' "$page" >"$dir/list" # no process substitution: it needs /proc
while IFS= read -r line; do
	command=${line#\$ }
	# A store for tests: the real key derivation takes a second and 256 MiB.
	fast=${command/evenkeel setup/evenkeel setup --kdf-test}
	[[ $command == *status* && -z $daemon_pid ]] && start_daemon
	out=$(cd "$dir/examples" && HOME=$HOME PATH=$dir/bin:$PATH XDG_DATA_HOME=$HOME/.local/share bash -c "$fast" 2>&1 </dev/null); code=$?
	is "example: $command" "$code${code#0}" 0
	[ "$code" = 0 ] || printf '%s\n' "$out" | sed 's/^/# /'
	[[ $command == *setup* ]] && { export XDG_DATA_HOME=$HOME/.local/share; }
	examples=$((examples + 1))
done <"$dir/list"
check "the man page has examples" test "$examples" -gt 15
finish
