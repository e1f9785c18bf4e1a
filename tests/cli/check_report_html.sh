#!/bin/bash
# report --html: one whole page for its owner alone, that asks for nothing, says what trends says, and holds no text unescaped; what it
# refuses leaves no file behind.
. "$(dirname "$0")/reading.sh"
. tests/cli/questionnaires.sh
demo=$home/demo page=$home/page.html
"$BUILD/evenkeel" --store "$demo" demo --weeks 12 >/dev/null 2>&1 || not_ok "demo"
whole() { python3 tests/cli/html_check.py "$1"; }

exits "a page from weeks of answers" 0 --store "$demo" report --html "$page"
like "where it is, and that it is not sealed" "$got" "^Your report is in '$page'. It is not sealed"
is "for its owner alone" "$(stat -c %a "$page")" 600
is "it is whole and asks for nothing" "$(whole "$page" | sed 's/ [0-9]* 3$//')" "en 1 5"
like "a demo says so" "$(cat "$page")" '<p class="flag">this is a demo'
like "made when" "$(cat "$page")" "Made on Friday 6 March 2026 at 18:00\."
like "not a diagnosis" "$(cat "$page")" "It is no diagnosis"
like "nobody else can see it" "$(cat "$page")" "Nobody else can see this page unless you show it"
exits "to the output" 0 --store "$demo" report --html -
is "the same page, and nothing else" "$got" "$(cat "$page")"
run --store "$demo" trends
level=$(sed -nE 's/^Level now +([0-9]+ of 100).*/\1/p' <<<"$got")
like "the level that trends tells ($level)" "$(cat "$page")" "<dt>Level now</dt><dd>$level, "
direction=$(sed -nE 's/^Direction +([a-z ]+),.*/\1/p' <<<"$got")
like "and the direction ($direction)" "$(cat "$page")" "<dt>Direction</dt><dd>${direction:?}"
run --store "$demo" tips
like "and the tip" "$(tr -s '\n ' ' ' <<<"$got")" "$(sed -n '/id="tips"/,/<h3>/{/<h3>/s/<[^>]*>//gp}' "$page" | head -1)"
for language in zh_CN th; do
	LANGUAGE=$language LC_ALL=C.UTF-8 "$BUILD/evenkeel" --store "$demo" report --html "$home/$language.html" >/dev/null 2>&1
	is "whole in $language" "$(whole "$home/$language.html" | sed 's/ [0-9]* 3$//')" "${language/_/-} 1 5"
	# What a person reads, without commands and ids: no English sentence is left over.
	words=$(sed -e '/<style>/,/<\/style>/d' -e 's/<[^>]*>//g' "$home/$language.html" | grep -E '(^| )(the|of|and|not|your) ')
	is "no English left in $language" "$words" ""
done
exits "other days" 0 --store "$demo" report --html "$page" --days 20
like "the window is another" "$(cat "$page")" "12 of 20 days so far|1[0-9] of 20 days so far"

exits "from trends, too" 0 --store "$demo" trends --html - --days 20
is "the same page" "$got" "$(cat "$page")"
exits "which has everything on it" 2 --store "$demo" trends --html - --review
like "said why" "$errs" "only --days goes with it"

# Files: replaced when plain, else left alone.
echo mine >"$home/target" && ln -s target "$home/link.html"
exits "a link is no place for it" 1 --store "$demo" report --html "$home/link.html"
is "and what it leads to stays" "$(cat "$home/target")" mine
exits "no such directory" 1 --store "$demo" report --html "$home/nowhere/page.html"
like "said with its name" "$errs" "cannot write '$home/nowhere/page.html'"

# Without an option: here, with where to go on.
exits "report alone" 0 --store "$demo" report
like "shows what week shows" "$got" "^Level now .*"
like "with its causes" "$got" "^Likely sources of strain"
like "and the way to the page" "$got" "evenkeel report --html FILE"
refused() { exits "$1" 2 --store "$demo" report "${@:3}"; like "$1: said why" "$errs" "$2"; }
refused "both pages at once" "take one of them" --html x --for-manager
refused "a wish on the page" "belong to --for-manager" --html x --wish y
refused "days for the manager" "belongs to --html" --for-manager --days 3
refused "days without a page" "which report" --days 3
refused "no days" "1 to 3660" --html x --days 0
is "no file came of it" "$(ls x 2>/dev/null)" ""
like "help says that it is in the clear" "$("$BUILD/evenkeel" report --help | tr -s '\n ' ' ')" "holds what you answered in the clear, for anyone who can read it"

# A person's own store: nothing yet, locked, then hard days and a questionnaire with marks in its title.
own=$home/own
export XDG_CONFIG_HOME=$home/config
mkdir -p "$XDG_CONFIG_HOME/evenkeel"
printf '%s\n' '[eap]' 'name = Help & <Care>' 'phone = 0000 123' >"$XDG_CONFIG_HOME/evenkeel/support.ini"
new_store "$own"
secret right
exits "nothing answered yet" 6 --store "$own" report --html "$home/none.html"
is "leaves no file" "$(ls "$home"/none.html* 2>/dev/null)" ""
for i in 1 2 3 4 5 6 7 8 9; do
	EVENKEEL_NOW=2026-03-0$((i % 5 + 1))T1$i:00:00Z "$BUILD/evenkeel" --store "$own" checkin stress=2 fatigue=2 company.overload=1 >/dev/null 2>&1
done
exits "hard days" 0 --store "$own" report --html -
printf '%s\n' "$got" >"$page"
is "whole" "$(whole "$page" | cut -d' ' -f1,2)" "en 1"
like "whom to talk to" "$got" '<dt>Help &amp; &lt;Care&gt;</dt><dd>0000 123</dd>'
is "and nothing behind the page" "$(tail -1 <<<"$got")" "</html>"
unlike "no demo" "$got" 'class="flag"'
exits "hard days into a file" 0 --store "$own" report --html "$page"
like "then the terminal says it, too" "$got" "You need not carry this alone"
(cd "$home" && make_questionnaires && sed -i 's/A mixed one/A <b>mixed<\/b> \& \\"odd\\" one/' mixed.json && sed -i 's/title = Load/title = <i>Load<\/i>/' mixed.ini)
run --store "$own" instrument add "$home/mixed.json" --scoring "$home/mixed.ini"
echo '{"q1":"often","q2":"never"}' >"$home/answers.json"
run --store "$own" instrument answer mixed --answers "$home/answers.json"
exits "a questionnaire" 0 --store "$own" report --html "$page"
check "whole" whole "$page"
like "its title and score are escaped" "$(cat "$page")" 'A &lt;b&gt;mixed&lt;/b&gt; &amp; &quot;odd&quot; one</th><td>&lt;i&gt;Load&lt;/i&gt;: 1  light</td>'
secret wrong
exits "the wrong passphrase" 4 --store "$own" report --html "$home/locked.html"
is "leaves no file" "$(ls "$home"/locked.html* 2>/dev/null)" ""
finish
