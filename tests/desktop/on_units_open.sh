# Sourced by on_units.sh: the person's page as a service: its limits, and a browser that is started outside of them and outlives it.
page_in_browser() {
	local address inside filter origin place secret id code
	command -v curl >/dev/null || { skip "the page as a service" "curl is not installed"; return; }
	mkdir -p "$HOME/bin"
	# A browser is a program that goes on behind xdg-open.
	cat >"$HOME/bin/xdg-open" <<-END
		#!/bin/sh
		{ sed -n 's/.*url=\([^"]*\)".*/\1/p' "\$1"; grep -c evenkeel-open /proc/self/cgroup; grep '^Seccomp:' /proc/self/status; } >$HOME/asked.new
		mv $HOME/asked.new $HOME/asked
		sleep 60 & echo \$! >$HOME/browser
	END
	chmod +x "$HOME/bin/xdg-open"
	u set-environment "PATH=$HOME/bin:$PATH"
	is "the manager knows it, and nothing has to enable it" "$(u is-enabled evenkeel-open.service)" static
	check "it starts" u start evenkeel-open.service
	check "and a browser with it" wait_until test -e "$HOME/browser"
	[ -e "$HOME/asked" ] || return
	{ read -r address; read -r inside; read -r filter; } <"$HOME/asked"
	is "which is outside of its limits" "$inside $(echo $filter)" "0 Seccomp: 0"
	id=$(u show evenkeel-open.service -p MainPID --value)
	like "within which the page is" "$(cat "/proc/$id/status")" 'Seccomp:.2'
	is "with memory for Argon2id" "$(u show evenkeel-open.service -p MemoryMax --value)" 536870912
	origin=${address%%/\?*}
	curl -s -c "$HOME/jar" -o "$HOME/page" "$address"
	place=$(grep -o 'url=/[0-9a-f]*/' "$HOME/page" | cut -d/ -f2)
	curl -s -b "$HOME/jar" -o "$HOME/page" "$origin/$place/"
	secret=$(sed -n 's/.*name="form" value="\([0-9a-f]*\)".*/\1/p' "$HOME/page" | head -1)
	send() { code=$(curl -s -b "$HOME/jar" -o "$HOME/page" -w '%{http_code}' --data-urlencode "form=$secret" --data-urlencode "${2:-x=}" "$origin/$place/$1"); }
	send unlock 'passphrase=a passphrase of a test'
	is "the passphrase opens it there" "$code" 303
	is "the page comes" "$(curl -s -b "$HOME/jar" -o /dev/null -w '%{http_code}' "$origin/$place/tips")" 200
	rm "$HOME/asked"
	u kill --kill-who=main --signal=USR1 evenkeel-open.service
	check "a signal brings the browser once more" wait_until test -e "$HOME/asked"
	send close
	check "closed, it is over" wait_until eval '[ "$(u is-active evenkeel-open.service)" = inactive ]'
	is "and ended well" "$(u show evenkeel-open.service -p Result --value)" success
	check "the browser goes on" kill -0 "$(cat "$HOME/browser")"
	page_by_button
}

# "See my week" under what closes a check-in: pressed, the daemon asks the manager over the session bus. The server presses each first button.
page_by_button() {
	if [ ! -x tests/desktop/fake_server ]; then skip "a pressed button brings the page" "built without sd-bus"; return; fi
	rm -f "$HOME/asked"
	ask_with_server
	check "a pressed button brings the page" wait_until test -e "$HOME/asked"
	like "the notice has it, and no command in its place" "$(grep -a 'See my week' "$HOME/server.log")" 'See my week'
	is "by its service" "$(u is-active evenkeel-open.service)" active
	u stop evenkeel-open.service
	is "which ends when told, and well" "$(u show evenkeel-open.service -p Result --value)" success
	server_ends
}
