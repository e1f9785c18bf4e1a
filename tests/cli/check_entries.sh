#!/bin/bash
# The desktop's entries: sound, translated, and each starts what there is. Setup's choice between the user service and the autostart.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
o=$(realpath --relative-to=. "$BUILD")
check "the entries are made" make -s --no-print-directory O="$o" SANITIZE="${SANITIZE:-}" BINDIR="$BUILD" "$o/data/evenkeel.desktop" "$o/data/evenkeeld.desktop"
validate() { # NAME FILE
	if command -v desktop-file-validate >/dev/null; then is "$1 is sound" "$(desktop-file-validate "$2" 2>&1)" ""
	else skip "$1 is sound" "desktop-file-utils is not installed"; fi
}
for name in evenkeel evenkeeld; do
	entry=$BUILD/data/$name.desktop
	validate "$name.desktop" "$entry"
	unlike "$name.desktop has no placeholder" "$(cat "$entry")" '@[A-Z]+@'
	for key in $(grep -oE '^(Comment|GenericName|Keywords)=' "$entry" | sort -u); do
		for language in zh_CN th; do check "$name.desktop: $key$language" grep -q "^${key%=}\\[$language\\]=..." "$entry"; done
	done
done
entry=$BUILD/data/evenkeel.desktop
for action in $(sed -n 's/^Actions=//p' "$entry" | tr ';' ' '); do
	group=$(sed -n "/^\[Desktop Action $action\]/,/^\$/p" "$entry")
	like "the action $action is there" "$group" '^Exec='
	for language in zh_CN th; do like "in $language" "$group" "^Name\[$language\]=..."; done
done
# What a key would run, with --help in it, so that nothing is logged: the command and its options are known.
while read -r program command rest; do
	is "'$command $rest' is known" "$("$program" "$command" --help >/dev/null 2>&1; echo $?)" 0
	for option in $(grep -oE -- '--[a-z]+' <<<"$rest"); do like "with $option" "$("$program" "$command" --help)" "^  $option "; done
done < <(sed -n 's/^Exec=//p' "$entry")

# No user manager listens in this home.
odd=$dir/'a "place" of $HOME, 100%'
mkdir "$odd" && cp "$BUILD/evenkeel" "$BUILD/evenkeeld" "$odd"
run "$odd/evenkeel" setup --passphrase-fd 9 --kdf-test --no-recovery-check 9<"$pass"
is "setup without a user manager" "$code" 0
autostart=$XDG_CONFIG_HOME/autostart/evenkeeld.desktop
like "says what it did, and how to undo it" "$(tr -d '\n ' <<<"$out")" "$(tr -d '\n ' <<<"by the file '$autostart'; remove it to undo that")"
validate "what it wrote" "$autostart"
is "the program's name is quoted" "$(sed -n 's/^Exec=//p' "$autostart")" "\"$dir/a \\\\\"place\\\\\" of \\\\\$HOME, 100%%/evenkeeld\" --autostart"
printf 'Hidden=true\n' >>"$autostart"
before=$(cat "$autostart")
like "the daemon that does not run: what starts it here" "$(ek status | tr '\n' ' ')" "'evenkeeld +&'"
like "forgetting says what is left" "$(ek forget --yes | tr '\n' ' ')" 'remove the file'
rm "$conf"
run ek setup --passphrase-fd 9 --kdf-test --no-recovery-check 9<"$pass"
is "an entry that is there stays as the person made it" "$code$(cat "$autostart")" "0$before"
rm -r "$XDG_CONFIG_HOME/autostart"
ek forget --yes >/dev/null
run ek setup --passphrase-fd 9 --kdf-test --no-recovery-check --no-service 9<"$pass"
check "--no-service writes none" test ! -e "$autostart"

# A systemctl that says yes to everything, and notes what it was asked.
ek forget --yes >/dev/null
mkdir "$dir/bin" "$XDG_RUNTIME_DIR/systemd"
printf '#!/bin/sh\necho "$@" >>"%s/asked"\n' "$dir" >"$dir/bin/systemctl"
chmod +x "$dir/bin/systemctl"
run env PATH="$dir/bin:$PATH" "$BUILD/evenkeel" setup --passphrase-fd 9 --kdf-test --no-recovery-check 9<"$pass"
is "setup with a user manager" "$code$err" 0
like "it says how to undo that" "$(tr '\n' ' ' <<<"$out")" "systemctl --user disable --now evenkeeld.socket +evenkeeld.service"
like "with one, the units are enabled" "$(cat "$dir/asked")" '^--user enable evenkeeld.socket evenkeeld.service$'
check "and no autostart is written" test ! -e "$autostart"
touch "$XDG_RUNTIME_DIR/systemd/private"
like "and status how to start it" "$(ek status | tr '\n' ' ')" "systemctl --user start +evenkeeld'"
finish
