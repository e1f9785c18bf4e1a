#!/bin/bash
# doctor: what works and what is missing, each gap with the command that mends it; exit 1 only when something is missing that is needed.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
bin=$dir/bin; mkdir "$bin"
all=$PATH
# doctor ...: with the programs of $bin alone to be found
doctor() { out=$(PATH=$bin "$program" "$@" 2>"$dir/err" </dev/null); code=$?; err=$(cat "$dir/err"); }
program=$BUILD/evenkeel
# row ID KEY: of --json
row() { tr -d '\n' <<<"$out" | sed -E 's/\{ *"id"/\n"id"/g' | sed -nE "s/^\"id\": \"$1\",(.*)/\1/p" | head -1 | sed -E "s/.*\"$2\": (\"([^\"]*)\"|null).*/\2/"; }

doctor doctor
is "nothing is there yet: 1" "$code" 1
is "all on stdout" "$err" ""
like "setup is what mends that" "$out" '^    \$ evenkeel setup$'
like "and the daemon is to be started" "$out" '^    \$ evenkeeld &$'
wide() { LC_ALL=C.UTF-8 awk 'length($0) > 80' <<<"$out"; }
is "80 columns" "$(wide)" ""
for language in zh_CN th; do
	wide=$(LANGUAGE=$language LC_ALL=C.UTF-8 PATH=$bin "$program" doctor | wc -L)
	check "80 columns in $language: $wide" test "$wide" -le 80
done
doctor doctor please
is "a word too many" "$code" 2

doctor doctor --json
is "for scripts: the same exit" "$code" 1
is "its keys" "$(sed -nE 's/^  "([a-z_]+)":.*/\1/p' <<<"$out" | tr '\n' ' ')" "well needed_missing optional_missing checks "
# without /proc nobody knows how much memory there is
is "ids" "$(sed -nE 's/^ +"id": "([a-z_]+)",/\1/p' <<<"$out" | grep -vx memory | tr '\n' ' ')" \
	"daemon start prompts settings store support page calendar pinentry xdg_open keyring thai "
is "no store: needed" "$(row store state) $(row store mend)" "needed_missing evenkeel setup"
is "no pinentry here: optional" "$(row pinentry state)" optional_missing
is "without a package manager no command is made up" "$(row pinentry mend)" ""
is "numbers agree" "$(grep -c '"needed_missing",' <<<"$out")" "$(sed -nE 's/^  "needed_missing": ([0-9]+),/\1/p' <<<"$out")"

for manager in apt-get dnf pacman; do
	rm -f "$bin"/*; printf '#!/bin/sh\n' >"$bin/$manager"; chmod +x "$bin/$manager"
	doctor doctor --json
	like "with $manager" "$(row pinentry mend)" "^sudo $manager (install|-S) pinentry"
done
: >"$bin/pinentry"
doctor doctor --json
is "a file that cannot be run is no program" "$(row pinentry state)" optional_missing
chmod +x "$bin/pinentry"
doctor doctor --json
is "one that can is" "$(row pinentry state) $(row pinentry mend)" "works "

# A notification server that answers, and one that does not, by the helper's word.
mkdir "$dir/two"; cp "$BUILD/evenkeel" "$dir/two/"; program=$dir/two/evenkeel
cat >"$dir/two/evenkeel-notify" <<'X'
#!/bin/sh
echo 'caps My\sServer 1.2 actions body'
X
chmod +x "$dir/two/evenkeel-notify"
doctor doctor --json
is "a server answers" "$(row prompts state) $(row prompts found)" "works My Server 1.2"
sed -i 's/^echo.*/echo failed no-server/' "$dir/two/evenkeel-notify"
doctor doctor --json
is "none does: needed" "$(row prompts state) $(row prompts mend)" "needed_missing sudo pacman -S dunst"
sed -i 's/^echo.*/echo gibberish/' "$dir/two/evenkeel-notify"
doctor doctor --json
is "nor where the helper says nothing sensible" "$(row prompts state)" needed_missing
program=$BUILD/evenkeel
run ek config set notify.via terminal
doctor doctor --json
is "a terminal, as it was set" "$(row prompts state)" works

# With the service manager, and without.
mkdir -p "$XDG_RUNTIME_DIR/systemd"; : >"$XDG_RUNTIME_DIR/systemd/private"
printf '#!/bin/sh\nexit 1\n' >"$bin/systemctl"; chmod +x "$bin/systemctl"
doctor doctor --json
is "a service that is off" "$(row start mend)" "systemctl --user enable --now evenkeeld.socket evenkeeld.service"
is "starts by its manager" "$(row daemon mend)" "systemctl --user start evenkeeld"
printf '#!/bin/sh\n[ "$*" = "--user is-enabled evenkeeld.service" ]\n' >"$bin/systemctl"
doctor doctor --json
is "one that is on" "$(row start state)" works
rm -r "$XDG_RUNTIME_DIR/systemd"
doctor doctor --json
like "without a manager: the autostart" "$(row start mend)" "install -D -m 600 [^ ]*/evenkeeld.desktop ~/config/autostart/evenkeeld.desktop$"
mkdir -p "$XDG_CONFIG_HOME/autostart"; : >"$XDG_CONFIG_HOME/autostart/evenkeeld.desktop"
doctor doctor --json
is "which is seen" "$(row start state)" works

make_store
daemon_starts
doctor doctor
is "with a store and the daemon: 0, whatever optional is missing" "$code" 0
like "and it says so" "$out" "^All that is needed works.$"
is "80 columns" "$(wide)" ""
doctor doctor --json
is "the daemon" "$(row daemon state)" works
is "the store" "$(row store state)" works
is "well" "$(grep -c '"well": true' <<<"$out")" 1
is "no copy yet" "$(row backup state)" optional_missing
run ek backup "$XDG_DATA_HOME/evenkeel/backup"
doctor doctor --json
is "a copy" "$(row backup state)" works
EVENKEEL_NOW=2030-01-01T00:00:00Z doctor doctor --json
is "years later" "$(row backup state)" optional_missing
stop_daemon
doctor doctor --json
is "the daemon is gone: needed" "$code $(row daemon state)" "1 needed_missing"
is "and what it alone knows is not told" "$(row activity state)" ""

if [ -r /proc/meminfo ]; then is "memory for a test's key" "$(row memory state)" works; else skip "memory for a test's key" "no /proc here"; fi
rm "$XDG_DATA_HOME/evenkeel/keys" "$XDG_DATA_HOME/evenkeel/keys.bak"
if sanitized address || sanitized thread; then skip "a limit that a real key does not fit in" "a sanitizer's own memory is beyond any bound"
elif (ulimit -v 262144) 2>/dev/null; then
	(ulimit -v 262144; doctor doctor --json; printf '%s\n' "$out" >"$dir/limited")
	out=$(cat "$dir/limited")
	is "a limit that a real key does not fit in" "$(row memory state) $(row memory mend)" "needed_missing ulimit -v unlimited"
else skip "a limit that a real key does not fit in" "no limit can be set here"; fi
printf x >"$XDG_DATA_HOME/evenkeel/keys" && printf x >"$XDG_DATA_HOME/evenkeel/keys.bak"
doctor doctor --json
is "a store that is damaged: needed" "$code $(row store state)" "1 needed_missing"
printf '[micro]\nevery = never\n' >"$conf"
doctor doctor --json
is "settings that cannot be read: needed" "$code $(row settings state) $(row settings mend)" "1 needed_missing evenkeel config edit"
like "with file and line" "$(row settings found)" "evenkeel.conf:2: "
PATH=$all
finish
