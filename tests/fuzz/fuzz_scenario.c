/*
 * Scenario files: what cannot be read is refused with its place; what can is played, the same each time, in order of time, and no prompt
 * comes in a hold. That the next wake is always later is asserted by the player itself.
 */
#include <string.h>

#include <evenkeel/mem.h>

#include "../../lib/core/day_internal.h"
#include "../unit/scenario_zones.h"
#include "fuzz/fuzz.h"

#define PLAYED_S (3 * 86400) /* longer ones are only read: at a wake a second they'd take minutes */
#define INPUTS_MAX 400

static enum record_held hold_of(const char *name)
{
	enum record_held hold = HELD_CALL;

	while (hold <= HELD_AWAY && strcmp(name, schedule_hold_name(hold)) != 0)
		hold++;
	FUZZ_CHECK(hold <= HELD_AWAY);
	return hold;
}

/* What `now` does not pass, and what is known the moment that it begins: idle is told later, a call can be when settings change. */
static bool is_hard(enum record_held hold)
{
	return hold == HELD_BUSY || hold == HELD_DND || hold == HELD_LOCKED || hold == HELD_ASLEEP;
}

static bool shows(const struct day_line *line)
{
	return !strcmp(line->event, "prompt") || !strcmp(line->event, "reprompt") || !strcmp(line->event, "follow-up");
}

/* A process that ends says nothing of its holds. */
static bool restarts(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->input_count; i++)
		if (scenario->inputs[i].type == INPUT_RESTART)
			return true;
	return false;
}

static void check_log(const struct day_log *log, const struct scenario *scenario)
{
	bool held[HOLD_COUNT + 1] = {false}, whole = !restarts(scenario);
	int64_t second = 0;

	for (size_t i = 0; i < log->count; i++) {
		const struct day_line *line = &log->lines[i];
		bool begins = !strcmp(line->event, "hold"), ends = !strcmp(line->event, "release");
		FUZZ_CHECK(line->second >= second && line->second <= scenario->end);
		second = line->second;
		if (begins || ends) {
			enum record_held hold = hold_of(line->what);
			FUZZ_CHECK(!whole || held[hold] == ends);
			held[hold] = begins;
		}
		for (int hold = HELD_CALL; whole && shows(line) && hold <= HELD_AWAY; hold++)
			FUZZ_CHECK(!held[hold] || !is_hard((enum record_held)hold));
	}
}

static int play(const uint8_t *bytes, size_t size, struct day_log *ret, struct error *err)
{
	return day_simulate("f", (const char *)bytes, size, 7, scenario_zone, NULL, ret, err);
}

static void check_play(const uint8_t *bytes, size_t size, const struct scenario *scenario)
{
	_cleanup_(day_log_clear) struct day_log log = {0}, again = {0};
	_cleanup_(text_clear) struct text said = {0}, said_again = {0};
	struct error err = {0};

	int result = play(bytes, size, &log, &err);
	FUZZ_CHECK(result == 0 || ((result == DAY_FAILED || result == -1) && !strncmp(err.message, "f:", 2)));
	FUZZ_CHECK(result >= 0 || log.count == 0);
	check_log(&log, scenario);
	FUZZ_CHECK(play(bytes, size, &again, &err) == result);
	day_log_print(&log, &said);
	day_log_print(&again, &said_again);
	FUZZ_CHECK(!strcmp(text_string(&said), text_string(&said_again)));
}

int FUZZ_TARGET(fuzz_scenario)(const uint8_t *bytes, size_t size)
{
	_cleanup_(scenario_clear) struct scenario scenario = {0};
	struct error err = {0};

	if (scenario_read("f", (const char *)bytes, size, scenario_zone, &scenario, &err) < 0) {
		FUZZ_CHECK(!strncmp(err.message, "f:", 2) && scenario.inputs == NULL);
		return 0;
	}
	FUZZ_CHECK(scenario.end >= 0);
	for (size_t i = 0; i < scenario.input_count; i++) {
		FUZZ_CHECK(scenario.inputs[i].second <= scenario.end);
		FUZZ_CHECK(i == 0 || scenario.inputs[i].second >= scenario.inputs[i - 1].second);
	}
	if (scenario.end <= PLAYED_S && scenario.input_count <= INPUTS_MAX)
		check_play(bytes, size, &scenario);
	return 0;
}
