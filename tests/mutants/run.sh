#!/bin/bash
# usage: run.sh BUILD    put ten faults, one line each, into copies of the scheduler's files, and see that the scenarios or the unit tests
# catch each. Prints a table "NAME  CAUGHT BY"; exit 1 when one survives, when one can't be put in any more, or when the tests
# fail without any. BUILD isn't needed for more than a place to work in: everything is compiled here.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build}
mkdir -p "$build" || exit 1
work=$(mktemp -d "$build/mutants.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
export CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8

# NAME  FILE (of lib/core)  FAULT (a sed expression that must change exactly one line)
faults='
counts-idle-time         schedule_activity.c  s/if (state->running && step->now_ms > state->counted_ms)/if (step->now_ms > state->counted_ms)/
natural-pause-lost       schedule_pause.c     s/item->worked_ms == 0 || item->phase == PHASE_TAKING/item->asked_ms == 0 || item->phase == PHASE_TAKING/
never-quieter            schedule_break.c     s/ignored_row >= IGNORED_ROW ? 2 : 1/ignored_row >= IGNORED_ROW ? 1 : 1/
no-grace-after-busy      schedule_hold.c      s/^#define GRACED (BIT(HELD_CALL) | BIT(HELD_BUSY))/#define GRACED (BIT(HELD_CALL))/
gap-ignored              schedule_budget.c    s/config->prompts_gap_s > 0 && state/config->prompts_gap_s < 0 \&\& state/
one-more-an-hour         schedule_budget.c    s/state->prompt_count >= per_hour/state->prompt_count > per_hour/
reminds-again            schedule_prompt.c    s/remind_later(step, item, type == ACTION_PROMPT)/remind_later(step, item, true)/
later-for-ever           schedule_question.c  s/item->offered_again = true;/item->offered_again = false;/
old-after-off-hours      schedule_hold.c      s/ | BIT(HELD_PAUSED) | BIT(HELD_OFF_HOURS))/ | BIT(HELD_PAUSED))/
restart-forgets          schedule_restore.c   s/item->active_ms = bounded(line->values\[0\], 0, SAVED_MAX_S) \* SECOND_MS;/item->active_ms = 0;/
'
programs="scenario schedule schedule_draw schedule_save schedule_year"

read -r -a flags <<<"${MUTANT_CFLAGS:--O1 -std=c17 -D_GNU_SOURCE -Iinclude -Ilib/core -Itests}"
read -r -a libs <<<"$(${PKG_CONFIG:-pkg-config} --libs inih cmocka) -lm"
compile() { "${CC:-cc}" "${flags[@]}" -c -o "$1" "$2"; } # OBJECT SOURCE

sources=(lib/core/{error,instant,mem,rng,text,text_width,zone}.c lib/core/calendar*.c lib/core/config*.c lib/core/schedule*.c lib/core/day*.c)
sources+=(tests/unit/{scenario_zones,schedule_play}.c)
for program in $programs; do sources+=("tests/unit/test_$program.c"); done
for source in "${sources[@]}"; do
	compile "$work/$(basename "$source" .c).o" "$source" || touch "$work/failed" &
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
done
wait
[ ! -e "$work/failed" ] || { echo "the tests do not compile" >&2; exit 1; }

# caught [OBJECT]: build the programs with that object in place of its namesake, and name the first test that fails.
caught() {
	local program object objects
	for program in $programs; do
		objects=()
		for object in "$work"/*.o; do
			case $(basename "$object") in test_"$program".o) ;; test_*) continue ;; "$(basename "${1:-none}")") continue ;; esac
			objects+=("$object")
		done
		"${CC:-cc}" -o "$work/$program" "${objects[@]}" ${1:+"$1"} "${libs[@]}" || { echo "(does not link)"; return 2; }
		# A program that hangs or dies has caught it too.
		timeout 20 "$work/$program" >"$work/tap" 2>&1 && continue
		sed -nE 's/^not ok [0-9]+ - ([^ ]+).*/\1/p' "$work/tap" | head -1 | grep . || echo "$program"
		return 0
	done
	return 1
}

failed=0
if by=$(caught); then
	echo "without any fault: $by fails" >&2
	grep -vE '^(ok|#|[0-9])' "$work/tap" | head -20 >&2
	exit 1
fi
printf '%-22s %s\n' fault 'caught by'
count=0
while read -r name file fault; do
	[ -n "$name" ] || continue
	count=$((count + 1))
	mkdir -p "$work/mutant"
	sed "$fault" "lib/core/$file" >"$work/mutant/$file"
	changed=$(diff "lib/core/$file" "$work/mutant/$file" | grep -c '^>')
	if [ "$changed" -ne 1 ]; then
		printf '%-22s %s\n' "$name" "CANNOT BE PUT IN: it changes $changed lines of $file"; failed=1; continue
	fi
	object=$work/mutant/${file%.c}.o
	if ! compile "$object" "$work/mutant/$file" 2>"$work/err"; then
		printf '%-22s %s\n' "$name" 'DOES NOT COMPILE'; cat "$work/err" >&2; failed=1
	elif by=$(caught "$object"); then
		printf '%-22s %s\n' "$name" "$by"
	else
		printf '%-22s %s\n' "$name" 'SURVIVES'; failed=1
	fi
	rm -rf "$work/mutant"
done <<<"$faults"
[ "$failed" -eq 0 ] && echo "$count faults, each caught"
exit $failed
