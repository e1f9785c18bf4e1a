#!/bin/bash
# Several stores of one person and one keyring: each has an item of its own, and none takes another's away. With a false secret-tool, and
# where there is one with a real keyring in a session of its own (check_keyring.sh real).
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
mode=${1:-false}
unset DISPLAY WAYLAND_DISPLAY
export EVENKEEL_NOW=2026-03-02T08:00:00Z
a=$XDG_DATA_HOME/evenkeel b=$dir/second
with() { EVENKEEL_PASSPHRASE_FILE=$pass ek "$@"; }
exits() { is "$1" "$code" "$2"; }
# opens STORE : whether the keyring alone opens it
opens() { setsid -w "$BUILD/evenkeel" --store "$1" verify </dev/null >/dev/null 2>&1; echo $?; }
make_one() { ek --store "$1" setup --passphrase-fd 3 --kdf-test --no-recovery-check --no-service 3<"$pass" >/dev/null 2>&1; }
slots() { echo $((($(stat -c %s "$1/keys") - 152) / 88)); }

# A false one that keeps each item in a file named by its attributes, and finds an item by any of them as the real one does.
false_tool() {
	mkdir "$dir/bin" "$dir/items"
	cat >"$dir/bin/secret-tool" <<TOOL
#!/bin/bash
echo "\$*" >>"$dir/tool.log"
command=\$1; shift
[ -e "$dir/refuses" ] && [ \$command = store ] && { cat >/dev/null; exit 1; }
label= words=()
for word; do case \$word in --label=*) ;; *) words+=("\$word") ;; esac; done
name=
for ((i = 0; i < \${#words[@]}; i += 2)); do name="\$name[\${words[i]}=\${words[i + 1]}]"; done
found=()
for item in "$dir"/items/*; do
	[ -e "\$item" ] || continue
	all=yes
	for ((i = 0; i < \${#words[@]}; i += 2)); do
		case \$item in *"[\${words[i]}=\${words[i + 1]}]"*) ;; *) all= ;; esac
	done
	[ \$all ] && found+=("\$item")
done
case \$command in
store) cat >"$dir/items/\$name" ;;
lookup) [ \${#found[@]} -gt 0 ] && cat "\${found[0]}" ;;
clear) rm -f "\${found[@]}" ;;
esac
TOOL
	chmod +x "$dir/bin/secret-tool"
	PATH=$dir/bin:$PATH
	items() { ls "$dir/items"; }
	secrets() { sed -s '$a\' "$dir/items"/* | sort; }
}

real_keyring() {
	echo "a keyring's password" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
	for ((i = 0; i < 100; i++)); do echo probe | secret-tool store --label=probe probe yes 2>/dev/null && break; sleep 0.1; done
	check "a keyring of its own" secret-tool lookup probe yes
	items() { secret-tool search --all --unlock application evenkeel 2>&1 | grep '^attribute.slot' | sort; }
	secrets() { secret-tool search --all --unlock application evenkeel 2>/dev/null | sed -n 's/^secret = //p' | sort; }
}
if [ "$mode" = real ]; then real_keyring; else false_tool; fi
count() { items | wc -l; }

make_one "$a"; make_one "$b"
run with keys keyring on; exits "the keyring for one store" 0
run with --store "$b" keys keyring on; exits "and for another" 0
is "two items" "$(count)" 2
is "two secrets" "$(secrets | sort -u | wc -l)" 2
is "each opens its own" "$(opens "$a")$(opens "$b")" 00

# What the item says of a store.
hex() { od -An -v -tx1 | tr -d ' \n'; }
said=$(items)
for store in "$a" "$b"; do
	while read -r name from size; do
		unlike "no $name of it" "$said" "$(tail -c +"$from" "$store/keys" | head -c "$size" | hex)"
	done <<<$'public-key 17 32\nsalt 241 16\nnonce 257 24'
	unlike "no path of it" "$said" "$store|$(basename "$dir")|/"
	unlike "nor its hash" "$said" "$(printf '%s' "$store" | b2sum -l 128 | cut -d' ' -f1)|$(printf '%s' "$store" | sha256sum | head -c 32)"
done

before=$(secrets)
run with keys rotate --no-recovery-check; exits "a rotation of the one" 0
is "takes no item from the other" "$(opens "$a")$(opens "$b")" 00
is "and leaves no old one" "$(count)" 2
is "its secret is a new one, the other's stays" "$(comm -12 <(printf '%s\n' "$before") <(secrets) | wc -l)" 1
run with keys keyring on; exits "on again" 0
is "is one item still" "$(count)$(slots "$a")" 22
is "and opens" "$(opens "$a")$(opens "$b")" 00
run ek --store "$b" keys keyring off; exits "off for the other" 0
is "is off there alone" "$(opens "$a")$(opens "$b")$(count)" 041

run with --store "$b" keys keyring on
run ek --store "$b" forget --yes; exits "forget the other" 0
is "its item is gone, the first one's is not" "$(count)$(opens "$a")" 10
make_one "$b"
run with --store "$b" keys keyring on
is "made anew, it has a new one" "$(count)$(opens "$b")" 20
rm "$b/keys" "$b/keys.bak"
run ek --store "$b" forget --yes; exits "forget it without its keys" 0
is "takes nobody's away" "$(opens "$a")" 0
mkdir -m 700 "$dir/elsewhere"
make_one "$dir/elsewhere/evenkeel"
run with --store "$dir/elsewhere/evenkeel" keys keyring on
run ek forget --yes; exits "forget the first" 0
is "the third has its own still" "$(opens "$dir/elsewhere/evenkeel")" 0

if [ "$mode" = false ]; then
	make_one "$a"
	touch "$dir/refuses"
	run with keys keyring on; exits "a keyring that refuses: exit 1" 1
	like "it says that it stays off" "$err" "stays off: the keyring did not take the secret"
	is "and it is" "$(slots "$a")$(opens "$a")" 14
	rm "$dir/refuses"
	run with keys keyring on
	touch "$dir/refuses"
	run with keys rotate --no-recovery-check; exits "a rotation when it refuses" 0
	like "says that the keyring is off" "$err" "off from here on"
	is "and it is" "$(slots "$a")$(opens "$a")" 14
	rm "$dir/refuses"
	run with keys keyring on
	: >"$dir/tool.log"
	run with --store "$dir/elsewhere/evenkeel" verify
	unlike "no path in an argument" "$(cat "$dir/tool.log")" "/"
	if command -v gnome-keyring-daemon >/dev/null && command -v secret-tool >/dev/null && command -v dbus-run-session >/dev/null; then
		while IFS= read -r line; do
			case $line in
			'ok '*) ok "a real keyring: ${line#ok * - }" ;;
			'not ok '*) not_ok "a real keyring: ${line#not ok * - }" ;;
			esac
		done < <(PATH=${PATH#"$dir/bin:"} timeout 100 dbus-run-session -- bash tests/cli/check_keyring.sh real 2>/dev/null)
	else
		skip "a real keyring" "gnome-keyring, libsecret-tools and dbus are not all here"
	fi
fi
finish
