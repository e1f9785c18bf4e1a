# Sourced by check_open*.sh behind client.sh: the page of evenkeel open, served in the background, and curl in the place of a browser.
unset DISPLAY WAYLAND_DISPLAY http_proxy https_proxy all_proxy
page_pid=
page_cleanup() { [ -z "$page_pid" ] || kill "$page_pid" 2>/dev/null; client_cleanup; }
trap page_cleanup EXIT

# open_page OPTION...: it serves; its address in $address, $origin, its id in $page_pid
open_page() {
	rm -f "$dir/jar" "$dir/address"
	"$BUILD/evenkeel" open --no-browser "$@" </dev/null >"$dir/address" 2>"$dir/open.log" &
	page_pid=$!
	wait_until test -s "$dir/address"
	address=$(cat "$dir/address"); origin=${address%%/\?*}
}
ends() { # NAME: the program is over after a while, with 0
	ends_itself "$page_pid"
	kill -9 "$page_pid" 2>/dev/null; wait "$page_pid"; is "$1" $? 0
	page_pid=
}
# get PAGE CURL-OPTION...: status in $code, head in $dir/head, body in $dir/body
get() {
	local page=$1; shift
	code=$(curl -s -m 120 -o "$dir/body" -D "$dir/head" -w '%{http_code}' -b "$dir/jar" -c "$dir/jar" "$@" "$origin$page")
	sed -i '/^<style>/,/^<\/style>$/d' "$dir/body" 2>/dev/null
}
enter() { # with the token; $place is where the pages are then
	curl -s -m 120 -c "$dir/jar" -o "$dir/body" "$address"
	place=$(grep -o 'url=/[0-9a-f]*/' "$dir/body" | cut -d/ -f2)
	secret=
}
secret_of_form() { sed -n 's/.*name="form" value="\([0-9a-f]*\)".*/\1/p' "$dir/body" | head -1; }
# post PAGE NAME=VALUE...: with the form's secret, as the browser does
post() {
	local page=$1 options=(); shift
	while [ $# -gt 0 ]; do options+=(--data-urlencode "$1"); shift; done
	get "/$place/$page" --data-urlencode "form=$secret" "${options[@]}" -H "Origin: $origin" -H 'Sec-Fetch-Site: same-origin'
}
leads_to() { is "$1" "$(tr -d '\r' <"$dir/head" | sed -n 's/^Location: //p')" "/$place/$2"; }
