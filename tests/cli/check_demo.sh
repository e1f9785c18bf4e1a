#!/bin/bash
# The demo store: made, made again, repeatable, and never in the place of a person's own.
. "$(dirname "$0")/reading.sh"

exits "without a demo there is no store" 1 trends
like "and the error says how to make one" "$errs" "run 'evenkeel setup'"

exits "a demo is made" 0 demo
like "in a place of its own" "$got" "$home/.local/share/evenkeel-demo"
like "it says what to look at" "$got" "evenkeel --store '$home/.local/share/evenkeel-demo' trends"
exits "a person's own place stays empty" 1 trends
demo=$home/.local/share/evenkeel-demo

exits "it opens by itself" 0 --store "$demo" verify
like "whole" "$got" "^[0-9,]+ records, none missing, mark [0-9a-f]{4}-[0-9a-f]{4}$"
like "every command says that it is a demo" "$errs" "demo"
is "nothing in it is open to others" "$(find "$demo" -perm /077)" ""

run --store "$demo" export --format json
first=$got
exits "made again, it replaces the one before" 0 demo
run --store "$demo" export --format json
is "the same seed makes the same agent" "$(cksum <<<"$got")" "$(cksum <<<"$first")"
"$BUILD/evenkeel" demo --seed 2 >/dev/null
run --store "$demo" export --format json
if [ "$got" != "$first" ]; then ok "another seed makes another"; else not_ok "another seed makes another"; fi
exits "one week will do" 0 --store "$home/week" demo --weeks 1
exits "the week can be looked at" 0 --store "$home/week" trends

for bad in "--weeks 0" "--weeks 521" "--weeks many" "--seed -1" "--seed x" "word"; do
	# shellcheck disable=SC2086
	exits "demo $bad is refused" 2 demo $bad
done

new_store "$home/own"
before=$(cat "$home"/own/* | cksum)
exits "a person's own store is no place for a demo" 1 --store "$home/own" demo
like "and the error names it" "$errs" "$home/own"
is "it stays as it was" "$(cat "$home"/own/* | cksum)" "$before"

mkdir "$home/broken" && echo rubbish >"$home/broken/keys" && chmod 700 "$home/broken"
exits "nor are files that are no demo" 5 --store "$home/broken" demo
is "they stay" "$(cat "$home/broken/keys")" rubbish

if command -v flock >/dev/null; then
	touch "$demo/daemon.lock"
	exec 8<"$demo/daemon.lock"
	flock 8
	exits "a demo that a daemon runs on stays" 1 demo
	like "and it says so" "$errs" "daemon"
	exec 8<&-
	exits "until the daemon ends" 0 demo
else
	skip "a demo that a daemon runs on stays" "flock is not installed"
fi
finish
