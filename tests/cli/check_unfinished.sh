#!/bin/bash
# Stopped on the way, a command leaves no half of a file: an export, the settings, a demo.
. "$(dirname "$0")/reading.sh"
demo=$home/demo out=$home/out
mkdir "$out"
"$BUILD/evenkeel" --store "$demo" demo --weeks 52 >/dev/null 2>&1 || not_ok "demo"

# stop SIGNAL US COMMAND... : run it and send it the signal after a while; 1 when it was over before
stop() {
	local signal=$1 after=$2; shift 2
	timeout --preserve-status -s "$signal" "$(printf '0.%06d' "$after")" "$BUILD/evenkeel" "$@" >/dev/null 2>&1 </dev/null
}
# How long the whole takes, in microseconds
took() {
	local begin end
	begin=$(date +%s%N); "$BUILD/evenkeel" "$@" >/dev/null 2>&1 </dev/null; end=$(date +%s%N)
	echo $(((end - begin) / 1000))
}

for format in json csv sealed; do
	export EVENKEEL_PASSPHRASE_FILE=$home/demo-passphrase
	(umask 077; echo demo >"$EVENKEEL_PASSPHRASE_FILE")
	whole=$(took --store "$demo" export --format "$format" -o "$out/answers")
	size=$(stat -c %s "$out/answers")
	left=0 wrong=0
	for ((i = 1; i <= 24; i++)); do
		signal=INT; [ $((i % 3)) = 1 ] && signal=TERM; [ $((i % 3)) = 2 ] && signal=HUP
		[ $((i % 2)) = 0 ] && rm -f "$out/answers"
		stop $signal $((whole * i / 24)) --store "$demo" export --format "$format" -o "$out/answers"
		[ -z "$(ls -A "$out" | grep -v '^answers$')" ] || { left=$((left + 1)); ls -A "$out"; rm -f "$out"/answers?*; }
		[ ! -e "$out/answers" ] || [ "$(stat -c %s "$out/answers")" = "$size" ] || wrong=$((wrong + 1))
	done
	is "export $format, stopped 24 times: nothing is left" "$left" 0
	is "export $format: the old file or the new one" "$wrong" 0
	rm -f "$out/answers"
done

whole=$(took config set micro.every 20min)
settings=$home/.config/evenkeel left=0
for ((i = 1; i <= 20; i++)); do
	stop INT $((whole * i / 20)) config set micro.every "$((20 + i))min"
	[ -z "$(ls -A "$settings" | grep -v '^evenkeel.conf$')" ] || { left=$((left + 1)); ls -A "$settings"; }
done
is "config set, stopped 20 times: nothing is left" "$left" 0
exits "the settings are whole" 0 config check

whole=$(took --store "$home/half" demo --weeks 30)
run --store "$home/half" verify --json
records=$(number records <<<"$got") half=0
for ((i = 1; i <= 16; i++)); do
	rm -rf "$home/half"
	stop INT $((whole * i / 16)) --store "$home/half" demo --weeks 30
	[ -e "$home/half" ] || continue
	run --store "$home/half" verify --json
	[ "$(number records <<<"$got")" = "$records" ] || { half=$((half + 1)); ls -A "$home/half"; }
done
is "demo, stopped 16 times: a whole one or none" "$half" 0
exits "and it can be made" 0 --store "$home/half" demo
finish
