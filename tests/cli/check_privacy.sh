#!/bin/bash
# What lies on disk after check-ins betrays nothing: no id, no time of an answer, and no difference in size whatever was answered.
. "$(dirname "$0")/reading.sh"

# check_in HOME STRESS A B CAUSE VALENCE : 20 of them, two a day
check_in() {
	local i at
	export HOME=$1
	new_store "$HOME/.local/share/evenkeel"
	for ((i = 0; i < 20; i++)); do
		printf -v at '2026-02-%02dT%02d:%02d:%02dZ' $((i / 2 + 2)) $((10 + i % 2 * 5)) $((i * 2 + 3)) $((i + 11))
		if [ "$2" = 0 ]; then
			EVENKEEL_NOW=$at run checkin stress=0 fatigue=0 irritability=0
		else
			EVENKEEL_NOW=$at run checkin "stress=$2" "fatigue=$3" "unease=$4" "$5=1" "valence=$6"
		fi
		[ $code = 0 ] || not_ok "check-in $i" "$errs"
		EVENKEEL_NOW=$at instants+=("$(date -u -d "$at" +%s)")
	done
	EVENKEEL_NOW=2026-02-13T15:00:00Z run review week-stress=3 fatigue=4 health=1
	EVENKEEL_NOW=2026-02-13T15:30:00Z run hard-call
	EVENKEEL_NOW=2026-02-13T15:31:00Z run undo
	EVENKEEL_NOW=2026-02-13T15:32:00Z run tips rate demands-two-options helped
}
instants=()
mkdir "$home/a" "$home/b"
check_in "$home/a" 2 2 1 company.overload 0
check_in "$home/b" 0
export HOME=$home/a
places=("$home/a/.local/share" "$home/a/.local/state")
secret right
run verify
like "all of it is there" "$got" "^2[0-9] records, none missing"

for place in "${places[@]}"; do mkdir -p "$place"; done
while IFS=$'\t' read -r number _ name; do
	case $number in '#'*|'') continue ;; esac
	found=$(grep -raFl -e "$name" "${places[@]}")
	[ -z "$found" ] || { not_ok "the id $name is nowhere on disk" "$found"; leak=1; }
done <schema/ids.tsv
[ -n "${leak:-}" ] || ok "none of the $(grep -c '^0x' schema/ids.tsv) ids is on disk"
found=$(cd schema/catalogue/en && grep -hoP '^(text|label): \K.{12,}' ./*.txt | grep -raFlf - "${places[@]}")
is "nor any text of the catalogue" "$found" ""

# Eight bytes, little-endian, of milliseconds within a day of an answer.
times_in() {
	od -An -v -tu1 -w1 "$1" | awk -v low="$2" -v high="$3" '
		{ b[NR] = $1 }
		END { for (i = 1; i + 7 <= NR; i++) {
			if (b[i + 6] || b[i + 7]) continue
			v = b[i]; f = 1
			for (k = 1; k < 6; k++) { f *= 256; v += b[i + k] * f }
			if (v >= low && v <= high) found++
		} print found + 0 }'
}
low=$(((${instants[0]} - 86400) * 1000))
high=$(((${instants[19]} + 86400) * 1000 + 999))
planted=$(((${instants[7]}) * 1000 + 123))
{ printf 'some bytes'; for ((k = 0; k < 8; k++)); do printf '%b' "\\x$(printf %02x $((planted >> (8 * k) & 255)))"; done; } >"$home/planted"
is "a time on disk would be found" "$(times_in "$home/planted" "$low" "$high")" 1
sum=0
while IFS= read -r file; do sum=$((sum + $(times_in "$file" "$low" "$high"))); done <<<"$(find "${places[@]}" -type f)"
is "no time of an answer is on disk" "$sum" 0

sizes() { (cd "$1/.local" && find share state -type f -printf '%p %s\n' 2>/dev/null | sed 's/last-[0-9a-f]*/last/' | sort); } # (the note's name is the hash of a path)
is "other answers, equal sizes" "$(sizes "$home/a")" "$(sizes "$home/b")"
like "of more than nothing" "$(sizes "$home/a")" "share/evenkeel/store.db [0-9]{5}"
is "nothing is open to others" "$(find "${places[@]}" -path '*evenkeel*' -perm /077)" ""
finish
