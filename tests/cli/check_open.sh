#!/bin/bash
# evenkeel open: who gets in and who does not, what goes with each answer, the review and a rating stored, the end; and nothing of a
# key or an answer in a list of processes, a log or a file.
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
. tests/cli/client.sh
command -v curl >/dev/null || { skip "the page in the browser" "curl is not installed"; finish; }
. tests/cli/page.sh
make_store
ek review week-stress=2 fatigue=4 unease=3 company.overload=1 >/dev/null

open_page --end-after 600
like "it prints its address" "$address" '^http://127\.0\.0\.1:[0-9]+/\?token=[0-9a-f]{64}$'

# Nobody without the token.
get / ; is "no token: 403" "$code" 403
get "/?token=$(printf %064d 7)"; is "another token: 403" "$code" 403
get "/?token="; is "an empty one: 403" "$code" 403
get "/nothing"; is "nor is it said what is there: 403" "$code" 403
get "/${address##*/}" -X POST -d x=1; is "the token in a form: 403" "$code" 403
get "/${address##*/}" -H 'Host: evil.example'; is "the token for another host: 403" "$code" 403
enter
like "the token opens" "$(cat "$dir/jar")" "#HttpOnly_127.0.0.1	FALSE	/$place/	FALSE	0	evenkeel	[0-9a-f]{64}"
get "/${address##*/}"; is "the same once more: 403" "$code" 403
unlike "which sets no cookie" "$(cat "$dir/head")" '^Set-Cookie'

get "/$place/"; is "with the cookie: 200" "$code" 200
secret=$(secret_of_form)
head=$(tr -d '\r' <"$dir/head")
like "nothing is loaded but the page's style" "$head" "^Content-Security-Policy: default-src 'none'; style-src( 'sha256-[A-Za-z0-9+/]{43}=')+; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\$"
for header in 'Cache-Control: no-store' 'Referrer-Policy: no-referrer' 'X-Content-Type-Options: nosniff' 'X-Frame-Options: DENY' \
	'Cross-Origin-Opener-Policy: same-origin' 'Cross-Origin-Resource-Policy: same-origin' 'Content-Type: text/html; charset=utf-8'; do
	like "$header" "$head" "^$header\$"
done
get /nothing; like "on a refusal as well" "$(cat "$dir/head")" "^Content-Security-Policy: default-src 'none'"
unlike "a page has no script" "$(cat "$dir/body")" '<script|javascript:|onclick'
get "/$place/nothing"; is "no such page: 404" "$code" 404
get "/$place/../tips" --path-as-is; is "nor one above it: 404" "$code" 404
get "/$place/close"; is "a page that is only sent to: 405" "$code" 405
get "/$place/" -X DELETE; is "another method: 405" "$code" 405
like "which says what goes" "$(cat "$dir/head")" '^Allow: GET, POST'
get "/$place/" -X POST -d "form=$secret"; is "a page that takes no form: 405" "$code" 405
get "/$place/" -X BREW; like "a method nobody knows" "$code" '^(405|501)$'

# What is not the person's own click.
get "/$place/" -H 'Host: localhost:1'; is "another Host: 403" "$code" 403
get "/$place/" -H 'Host: rebound.example'; is "a name pointed here: 403" "$code" 403
get "/$place/" -H 'Sec-Fetch-Site: cross-site'; is "from another site: 403" "$code" 403
get "/$place/" -H 'Sec-Fetch-Dest: iframe'; is "in a frame: 403" "$code" 403
get "/$place/close" -d "form=$secret" -H 'Origin: http://evil.example'; is "a form from elsewhere: 403" "$code" 403
get "/$place/close" -d "form=$secret" -H 'Origin: null' -H 'Sec-Fetch-Site: cross-site'; is "or from a sandbox: 403" "$code" 403
get "/$place/close" -d "form=$(printf %064d 1)"; is "a form without the secret: 403" "$code" 403
get "/$place/close" -d x=1; is "or with none: 403" "$code" 403
get "/$place/close" -d "form=$secret" -H 'Content-Type: text/plain'; is "what is no form: 400" "$code" 400
get "/$place/close" -d "form=$secret&x=%"; is "nor is that: 400" "$code" 400
head -c 40000 /dev/zero | tr '\0' a >"$dir/long"
get "/$place/close" -d "form=$secret" -d "x=$(cat "$dir/long")"; is "too much: 413" "$code" 413
for other in 127.0.0.2 $(hostname -I 2>/dev/null | tr ' ' '\n' | grep -F . | head -2); do
	curl -s -m 5 -o /dev/null "http://$other:${origin##*:}/"; is "nothing listens on another address ($other)" $? 7
done

# Browsers that go away before their answer is out.
for ((i = 0; i < 8; i++)); do
	cookie=$(awk '/evenkeel/ { print $7 }' "$dir/jar")
	python3 - "${origin##*:}" "/$place/" "$cookie" <<-'END'
		import socket, struct, sys
		peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
		peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
		head = f"GET {sys.argv[2]} HTTP/1.1\r\nHost: 127.0.0.1:{sys.argv[1]}\r\nCookie: evenkeel={sys.argv[3]}\r\n\r\n"
		peer.sendall(head.encode() * 3)
		peer.close()
	END
done
get "/$place/"; is "those that go away early are no harm" "$code" 200

# The review needs no passphrase. Each part is kept as it ends.
stored() { unlocked export --format json | grep -c "\"id\": \"$1\""; }
get "/$place/review"; is "the review: 200" "$code" 200
like "its first question" "$(cat "$dir/body")" 'name="week-stress" value="4"'
post review at=0 week-stress=3 fatigue=4 unease=0 go=next; is "a part is taken" "$code" 303
leads_to "on to the next" review
post review at=0 week-stress=1 go=next; leads_to "a part that was sent is not taken again" review
like "where it goes on is remembered" "$(cat "$XDG_RUNTIME_DIR"/evenkeel/review-*)" ' 14 '
get "/$place/review"; unlike "the second part asks other things" "$(cat "$dir/body")" 'name="week-stress"'
post review at=14 health=2 go=back; get "/$place/review"
like "back, with what was answered" "$(cat "$dir/body")" 'name="fatigue" value="4" checked'
post review at=0 week-stress=3 fatigue=3 go=next
get "/$place/review"; like "there, too" "$(cat "$dir/body")" 'name="health" value="2" checked'
post review at=14 health=2 go=next
post review at=18 cause1=company.overload cause2=company.overload cause3=nothing go=next
is "what cannot be taken is said" "$code" 200
like "in words" "$(cat "$dir/body")" 'role="alert">the page sent a cause that is none'
post review at=18 cause1=company.overload cause2=company.overload cause3=customer.demands valence=0 response=gather-facts \
	breaks-taken=2 hard-call=0 "note=$(printf 'a private word\r\nand <b>another</b>')" go=next
leads_to "the last part ends it" review-done
get "/$place/review-done"; body=$(cat "$dir/body")
like "thanks" "$body" 'Thank you'
like "in the person's own words" "$body" 'tired or sleepless'
unlocked export --format json >"$dir/export.json"
python3 - "$dir/export.json" >"$dir/review.txt" <<'END'
import json, sys
records = json.load(open(sys.argv[1]))["records"]
groups = {}
for record in records:
    if record.get("form") == "review" or "note" in json.dumps(record):
        groups.setdefault(record["group"], []).append(record)
last = list(groups.values())[-1]
answers = {}
for record in last:
    for answer in record.get("answers", []):
        if answer.get("value") is not None and answer["value"] >= 0:
            answers[answer["id"]] = answer["value"]
print(" ".join(f"{k}={v}" for k, v in sorted(answers.items()) if v))
END
is "all of it is stored under one group" "$(cat "$dir/review.txt")" \
	"breaks-taken=2 company.overload=1 customer.demands=2 fatigue=3 gather-facts=1 health=2 week-stress=3"
like "and its note, on one line" "$(cat "$dir/export.json")" 'a private word and <b>another</b>'
is "nothing is left to go on with" "$(ls "$XDG_RUNTIME_DIR"/evenkeel/review-* 2>/dev/null)" ""
is "the store is whole" "$(unlocked verify >/dev/null; echo $?)" 0

# A review that is stopped here is gone on with on the terminal, and the other way round.
get "/$place/review"
post review at=0 week-stress=2 go=stop; leads_to "stopping ends it" review-done
get "/$place/review-done"; like "which says so" "$(cat "$dir/body")" 'today and tomorrow'
get "/$place/review"; like "it is offered again" "$(cat "$dir/body")" 'You stopped at 15 of 24 today'
post review-begin how=on
get "/$place/review"; like "and goes on there" "$(cat "$dir/body")" '15 of 24'
post review at=14 go=stop

# The passphrase, on the page.
get "/$place/tips"; like "tips ask for it" "$(cat "$dir/body")" 'type="password"'
post unlock to=tips passphrase=wrong; is "a wrong one: 200" "$code" 200
like "said so" "$(cat "$dir/body")" 'role="alert">wrong passphrase'
post unlock to=tips passphrase=; like "none" "$(cat "$dir/body")" 'role="alert">the passphrase is empty'
post unlock to=tips passphrase="$(printf %01025d 1)"; like "too long" "$(cat "$dir/body")" 'role="alert">the passphrase is longer'
# Each wrong one doubles the wait: on a machine that is slow enough to let the first wait pass by, a later one is met.
for ((i = 0; i < 6; i++)); do
	post unlock to=tips passphrase=wrong
	grep -q 'That passphrase was not tried' "$dir/body" && break
done
check "after three the next one waits" test "$i" -ge 2 -a "$i" -lt 6
wrong_is_tried() { post unlock to=tips passphrase=wrong; grep -q 'role="alert">wrong passphrase' "$dir/body"; }
check "and is tried later" wait_until wrong_is_tried
post unlock to=tips passphrase="four words for tests"
like "behind it the right one waits, too" "$(cat "$dir/body")" 'role="alert">That passphrase was not tried'
unlocks() { post unlock to=tips passphrase="four words for tests"; [ "$code" = 303 ]; }
WAIT_S=60 wait_until unlocks; is "the right one, a little later" "$code" 303
leads_to "leads to the tips" tips
get "/$place/tips"
tip=$(sed -n 's/.*name="tip" value="\([a-z0-9-]*\)".*/\1/p' "$dir/body" | head -1)
like "there are tips" "$tip" '^[a-z]'
post tips "tip=$tip" verdict=wonderful; is "no verdict: 400" "$code" 400
post tips "tip=$tip" verdict=helped; leads_to "a tip is rated" tips
get "/$place/tips"; like "with thanks" "$(cat "$dir/body")" 'role="status">Noted, thank you'
like "the rating is stored" "$(unlocked export --format json | grep tip-feedback)" "\"tip\":\"tip\.$tip\",\"verdict\":\"helped\""
get "/$place/"; is "the picture" "$code" 200
unlike "asks for nothing" "$(cat "$dir/body")" 'type="password"'

# What others on this machine could see.
ps -ww -eo args >"$dir/ps"; cat /proc/"$page_pid"/environ >"$dir/environ" 2>/dev/null
for word in "${address##*=}" "$secret" "$(awk '/evenkeel/ { print $7 }' "$dir/jar")" "four words for tests" "a private word"; do
	found=$(grep -lF -- "$word" "$dir/ps" "$dir/environ" "$dir/open.log" /proc/"$page_pid"/cmdline 2>/dev/null)
	is "nothing of it in a list or a log (${#word} characters)" "$found" ""
	found=$(grep -raFl -- "$word" "$XDG_RUNTIME_DIR" "$HOME" 2>/dev/null)
	is "nor in a file" "$found" ""
done
if sanitized address; then skip "nobody can take its memory" "a sanitizer has to"
else is "nobody can take its memory" "$(awk '/^Max core file size/ { print $5 $6 }' /proc/"$page_pid"/limits) $(stat -c %U /proc/"$page_pid"/mem)" "00 root"; fi

# The end.
post close; is "closing: 200" "$code" 200
like "says that it is locked" "$(cat "$dir/body")" 'locked again'
ends "and it is over"
get /; is "nobody answers any more" "$code" 000
is "it said nothing" "$(cat "$dir/open.log")" ""

# Each time is long enough for a busy machine to come from one line to the next within it.
open_page --end-after 5; enter; get "/$place/"; is "another one" "$code" 200
ends "unused it ends by itself"
open_page --end-after 1
stranger_finds_none() { get /stranger; [ "$code" = 000 ]; } # strangers are no use
check "strangers do not keep it" wait_until stranger_finds_none
ends "which is over then"
open_page --end-after 5; enter; get "/$place/"; secret=$(secret_of_form)
post unlock passphrase="four words for tests"; is "unlocked" "$code" 303
get "/$place/review"; sleep 8
get "/$place/tips"; like "a review on its way: the keys are gone" "$(cat "$dir/body")" 'type="password"'
post review-begin how=on
post review at=14 health=1 go=next; is "but it can be sent" "$code" 303
kill -TERM "$page_pid"; ends "SIGTERM ends it"

EVENKEEL_PASSPHRASE_FILE=$pass open_page --end-after 600; enter; get "/$place/tips"
unlike "a passphrase that was given is not asked for" "$(cat "$dir/body")" 'type="password"'
kill "$page_pid"; ends "that one too"
# The passphrase by a window, where there is a display.
mkdir "$dir/bin"
cat >"$dir/bin/pinentry" <<TOOL
#!/bin/bash
echo "OK Pleased to meet you"
while read -r line; do
	case \$line in
	GETPIN) [ -e $dir/cancel ] && { echo "ERR 83886179 Operation cancelled <Pinentry>"; continue; }
		[ -e $dir/wait ] && { echo \$\$ >$dir/waits.new; mv $dir/waits.new $dir/waits; exec sleep 60; }
		sed 's/%/%25/g; s/^/D /' $dir/pin; echo OK ;;
	BYE) echo OK; exit ;;
	*) echo OK ;;
	esac
done
TOOL
chmod +x "$dir/bin/pinentry"
with_window() { PATH=$dir/bin:$PATH DISPLAY=:77 open_page --end-after "$1"; enter; get "/$place/"; secret=$(secret_of_form); }
with_window 600
like "where there is a display a window is offered" "$(cat "$dir/body")" 'action="./window"'
echo wrong >"$dir/pin"; post window to=tips; like "a wrong one from there" "$(cat "$dir/body")" 'role="alert">wrong passphrase'
cp "$pass" "$dir/pin"; post window to=tips; is "the right one" "$code" 303
leads_to "leads to the page that was wanted" tips
get "/$place/tips"; unlike "which is open" "$(cat "$dir/body")" 'type="password"'
kill "$page_pid"; ends "it ends"
touch "$dir/cancel"; with_window 600
post window to=; like "a window that is closed leads to the page's own field" "$(cat "$dir/body")" 'No passphrase came from the window'
unlike "and is not offered again" "$(cat "$dir/body")" 'action="./window"'
kill "$page_pid"; ends "it ends, too"
rm "$dir/cancel"; touch "$dir/wait"; with_window 600
post window to= & waiting=$!
wait_until test -e "$dir/waits"
get "/$place/review"; is "while a window waits, pages are there" "$code" 200
post window to=; like "a second one does not come" "$(cat "$dir/body")" 'is open already'
kill "$page_pid"; ends "a window that waits holds nothing up"
wait $waiting
check "and goes with the page" ends_itself "$(cat "$dir/waits")"

# The browser: given a file's name and nothing else; once more when it is asked for; and what happens without one.
cat >"$dir/bin/xdg-open" <<TOOL
#!/bin/sh
[ -e $dir/no-browser ] && exit 3
{ printf '%s %s\n' "\$#" "\$1"; stat -c '%a' "\$1"; sed -n 's/.*url=\([^"]*\)".*/\1/p' "\$1"; env; } >$dir/asked.new && mv $dir/asked.new $dir/asked
TOOL
cat >"$dir/bin/systemd-run" <<TOOL
#!/bin/sh
printf '%s ' "\$@" >$dir/beside
while [ "\$1" != -- ]; do shift; done; shift
exec "\$@"
TOOL
chmod +x "$dir/bin/xdg-open" "$dir/bin/systemd-run"
browse() { # OPTION...: in the background; what xdg-open was given, in $file, $mode, $address
	rm -f "$dir/asked" "$dir/jar"
	EVENKEEL_PASSPHRASE_FILE=$pass PATH=$dir/bin:$PATH "$BUILD/evenkeel-open" "$@" </dev/null >"$dir/out" 2>"$dir/open.log" &
	page_pid=$!
	was_asked
}
was_asked() {
	wait_until test -e "$dir/asked"
	{ read -r file; read -r mode; read -r address; } <"$dir/asked"; origin=${address%%/\?*}
}
browse
like "a browser is given one file" "$file" "^1 $XDG_RUNTIME_DIR/evenkeel/open-[0-9a-f]{8}\.html\$"
is "that nobody else can read" "$mode" 600
like "and that leads to the page" "$address" '^http://127\.0\.0\.1:[0-9]+/\?token=[0-9a-f]{64}$'
unlike "it is not told where the passphrase is" "$(cat "$dir/asked")" 'EVENKEEL_PASSPHRASE'
is "nothing is printed" "$(cat "$dir/out" "$dir/open.log")" ""
enter; get "/$place/"; is "the page is there" "$code" 200
is "and the file is gone" "$(ls "$XDG_RUNTIME_DIR"/evenkeel/open-* 2>/dev/null)" ""
first=$address; rm "$dir/asked"; kill -USR1 "$page_pid"; was_asked
if [ "$first" != "$address" ]; then ok "asked once more: another token"; else not_ok "asked once more: another token" "$address"; fi
get "/$place/"; is "the page that is open stays" "$code" 200
get "/${first##*/}"; is "the first token stays dead" "$code" 403
kill "$page_pid"; ends "it ends"
is "and takes its file along" "$(ls "$XDG_RUNTIME_DIR"/evenkeel/open-* 2>/dev/null)" ""
browse --service
like "from the service the manager starts the browser" "$(cat "$dir/beside")" '^--user --quiet --collect --property=ExitType=cgroup -- xdg-open /'
kill "$page_pid"; ends "the service ends"
touch "$dir/no-browser"
for how in '' --service; do
	rm -f "$dir/asked"
	PATH=$dir/bin:$PATH run "$BUILD/evenkeel-open" $how
	is "no browser: exit 1 $how" "$code" 1
	like "says what to do" "$err" "evenkeel open --no-browser"
	unlike "and not where it was" "$out$err" "127.0.0.1"
	is "and leaves no file" "$(ls "$XDG_RUNTIME_DIR"/evenkeel/open-* 2>/dev/null)" ""
done

run ek open --end-after 0; is "no time at all: exit 2" "$code" 2
run ek --store "$dir/none" open --no-browser; is "no store: exit 1" "$code" 1
like "says what to do" "$err" "evenkeel setup"
finish
