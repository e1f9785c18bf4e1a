/*
 * What survives a restart, as text: a line "evenkeel-schedule 1", then "key value ..." lines. Times are wall
 * seconds, everything else seconds. It holds what the schedule did (dates, slots that were due, counters),
 * never what the person did with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "schedule_internal.h"

#define HEAD "evenkeel-schedule 1"
#define VALUES_MAX (SCHEDULE_PROMPTS + 1)
#define VALUE_MAX INT64_C(1000000000000) /* seconds: no clock is set that far */
#define QUARTER_S 900

/* --- saving ------------------------------------------------------------------------------------------------ */

static int64_t wall_of(const struct schedule *state, int64_t boot_ms)
{
	return (state->wall_ms + (boot_ms - state->boot_ms)) / SECOND_MS;
}

static void save_date(struct text *ret, const char *key, int32_t date, int64_t value)
{
	char string[DATE_SIZE];

	if (date == 0)
		return;
	date_format(date, string);
	text_appendf(ret, "%s %s %lld\n", key, string, (long long)value);
}

static void save_break(struct text *ret, const struct schedule *state, enum schedule_what what)
{
	const struct schedule_item *item = &state->items[what];

	text_appendf(ret, "%s %lld", schedule_what_name(what), (long long)(item->active_ms / SECOND_MS));
	if (item->phase == PHASE_AGAIN && item->wait_active_ms > 0)
		text_appendf(ret, " %lld", (long long)(item->wait_active_ms / SECOND_MS));
	text_append(ret, "\n");
}

/* "busy 0" = until it is ended. */
static void save_until(struct text *ret, const struct schedule *state, const char *key, enum record_held hold,
		       int64_t until_ms)
{
	if (state->hold_since_ms[hold] != 0)
		text_appendf(ret, "%s %lld\n", key, until_ms == NEVER ? 0LL : (long long)wall_of(state, until_ms));
}

/*
 * The check-ins of @date that have been due, worked out anew from the settings: on a day with fewer, after
 * misses, or after "Skip today" the marks in memory would say so.
 */
static uint8_t due_slots(const struct schedule *state, const struct config *config, int32_t date)
{
	struct schedule_draws draws;
	uint8_t slots = 0;

	draw_checkins(config, &state->zone, date, state->seed, config->checkin_per_day, &draws);
	for (int32_t i = 0; i < draws.count; i++)
		if (draws.slots[i].at_wall_s * SECOND_MS <= state->wall_ms)
			slots |= (uint8_t)(1u << draws.slots[i].index);
	return slots;
}

static void save_slots(struct text *ret, const struct schedule *state, const struct config *config)
{
	for (int i = SCHEDULE_DATES - 1; i >= 0; i--) {
		int32_t date = state->done[i].date;
		/* Marks of a day to come: the clock had been set forward. */
		save_date(ret, "slots", date,
			  date > state->work_date ? state->done[i].slots : due_slots(state, config, date));
	}
}

/* Those that still count towards the budget. */
static void save_prompts(struct text *ret, const struct schedule *state, const struct config *config)
{
	int64_t gap_ms = config->prompts_gap_s * SECOND_MS, kept_ms = gap_ms > 60 * MINUTE_MS ? gap_ms : 60 * MINUTE_MS;

	for (int32_t i = 0; i < state->prompt_count && state->boot_ms - state->prompts_ms[i] < kept_ms; i++)
		text_appendf(ret, "%s%lld", i == 0 ? "asked " : " ",
			     (long long)((state->boot_ms - state->prompts_ms[i]) / SECOND_MS));
	if (state->prompt_count > 0 && state->boot_ms - state->prompts_ms[0] < kept_ms)
		text_append(ret, "\n");
}

static void save_next(struct text *ret, const struct schedule *state, const struct config *config, struct instant now)
{
	struct schedule_status status;

	schedule_status(state, config, now, &status);
	if (status.next_count > 0)
		text_appendf(ret, "next %lld\n",
			     (long long)(instant_floor_div(status.next[0].due_wall_s, QUARTER_S) * QUARTER_S));
}

void schedule_save(const struct schedule *saved, const struct config *config, struct instant now, struct text *ret)
{
	struct schedule copy = *saved;
	const struct schedule *state = step_look(&copy, config, now).state;

	/* What a restart forgets says nothing here either. */
	copy.halved_from = 0;
	if (copy.review_offered > copy.review_settled)
		copy.review_settled = copy.review_offered;

	text_append(ret, HEAD "\n");
	text_appendf(ret, "at %lld\n", (long long)(now.wall_ms / SECOND_MS));
	text_appendf(ret, "seed %016llx\n", (unsigned long long)state->seed);
	save_date(ret, "day", state->day, state->day_active_ms / SECOND_MS);
	text_appendf(ret, "limit %lld\n", (long long)(state->limit_ms / SECOND_MS));
	save_slots(ret, state, config);
	save_date(ret, "week", state->review_settled, 0);
	save_break(ret, state, WHAT_MICRO);
	save_break(ret, state, WHAT_REST);
	if (state->snooze_active_ms > 0)
		text_appendf(ret, "snooze %lld\n", (long long)(state->snooze_active_ms / SECOND_MS));
	if (state->pause_today)
		save_date(ret, "today", state->pause_day, 0);
	else
		save_until(ret, state, "pause", HELD_PAUSED, state->paused_until_ms);
	save_until(ret, state, "busy", HELD_BUSY, state->busy_until_ms);
	save_prompts(ret, state, config);
	save_next(ret, state, config, now);
}

/* --- restoring --------------------------------------------------------------------------------------------- */

struct line {
	char key[16];
	int32_t date; /* where the line has one */
	int count;
	int64_t values[VALUES_MAX];
};

static int64_t bounded(int64_t value, int64_t minimum, int64_t maximum)
{
	return value < minimum ? minimum : value > maximum ? maximum : value;
}

static int read_line(char *string, struct line *ret)
{
	char *cursor = strchr(string, ' ');

	*ret = (struct line){0};
	if (!cursor || cursor == string || (size_t)(cursor - string) >= sizeof(ret->key))
		return -1;
	memcpy(ret->key, string, (size_t)(cursor - string));
	cursor++;
	if (strlen(cursor) >= DATE_SIZE && cursor[4] == '-') {
		char date[DATE_SIZE];
		memcpy(date, cursor, DATE_SIZE - 1);
		date[DATE_SIZE - 1] = '\0';
		if (date_parse(date, &ret->date) < 0)
			return -1;
		cursor += DATE_SIZE - 1;
	}
	while (*cursor && ret->count < VALUES_MAX) {
		char *end;
		ret->values[ret->count++] = bounded(strtoll(cursor, &end, 10), -VALUE_MAX, VALUE_MAX);
		if (end == cursor || (*end != ' ' && *end != '\0'))
			return -1;
		cursor = end;
	}
	return ret->count > 0 && *cursor == '\0' ? 0 : -1;
}

struct restore {
	struct schedule *state;
	struct instant now;
	int64_t gap_ms; /* between saving and now */
};

static int64_t boot_of(const struct restore *restore, int64_t wall_s)
{
	return restore->now.boot_ms + (wall_s * SECOND_MS - restore->now.wall_ms);
}

static void take_hold(struct restore *restore, enum record_held hold, int64_t wall_s, int64_t *until_ms)
{
	*until_ms = wall_s == 0 ? NEVER : boot_of(restore, wall_s);
	if (*until_ms > restore->now.boot_ms)
		restore->state->hold_since_ms[hold] = restore->now.boot_ms > 0 ? restore->now.boot_ms : 1;
}

static void take_break(struct restore *restore, enum schedule_what what, const struct line *line)
{
	struct schedule_item *item = &restore->state->items[what];

	item->active_ms = bounded(line->values[0], 0, 24 * 3600) * SECOND_MS;
	item->worked = item->active_ms > 0;
	if (line->count < 2)
		return;
	item->phase = PHASE_AGAIN;
	item->asks = 1;
	item->asked_ms = restore->now.boot_ms;
	item->due_ms = restore->now.boot_ms;
	item->wait_active_ms = bounded(line->values[1], 0, 24 * 3600) * SECOND_MS;
}

static void take_slots(struct restore *restore, const struct line *line)
{
	struct schedule *state = restore->state;

	memmove(state->done + 1, state->done, sizeof(state->done) - sizeof(state->done[0]));
	state->done[0].date = line->date;
	state->done[0].slots = (uint8_t)line->values[0];
}

static void take_prompts(struct restore *restore, const struct line *line)
{
	struct schedule *state = restore->state;

	for (int i = 0; i < line->count && i < SCHEDULE_PROMPTS; i++)
		state->prompts_ms[i] =
			restore->now.boot_ms - restore->gap_ms - bounded(line->values[i], 0, 24 * 3600) * SECOND_MS;
	state->prompt_count = line->count < SCHEDULE_PROMPTS ? line->count : SCHEDULE_PROMPTS;
}

/* False for a key that this version doesn't know. */
static bool take(struct restore *restore, const struct line *line)
{
	struct schedule *state = restore->state;
	int64_t value = line->values[0];

	if (!strcmp(line->key, "at")) {
		restore->gap_ms = bounded(restore->now.wall_ms - value * SECOND_MS, 0, NEVER / 4);
	} else if (!strcmp(line->key, "day")) {
		state->day = line->date;
		state->day_active_ms = bounded(value, 0, 48 * 3600) * SECOND_MS;
	} else if (!strcmp(line->key, "limit")) {
		state->limit_ms = bounded(value, 0, 96 * 3600) * SECOND_MS;
	} else if (!strcmp(line->key, "slots")) {
		take_slots(restore, line);
	} else if (!strcmp(line->key, "week")) {
		state->review_settled = line->date;
		state->review_offered = line->date;
	} else if (!strcmp(line->key, "micro")) {
		take_break(restore, WHAT_MICRO, line);
	} else if (!strcmp(line->key, "rest")) {
		take_break(restore, WHAT_REST, line);
	} else if (!strcmp(line->key, "snooze")) {
		state->snooze_active_ms = bounded(value, 0, 24 * 3600) * SECOND_MS;
	} else if (!strcmp(line->key, "today")) {
		state->pause_today = true;
		state->pause_day = line->date;
		take_hold(restore, HELD_PAUSED, 0, &state->paused_until_ms);
	} else if (!strcmp(line->key, "pause")) {
		take_hold(restore, HELD_PAUSED, value, &state->paused_until_ms);
	} else if (!strcmp(line->key, "busy")) {
		take_hold(restore, HELD_BUSY, value, &state->busy_until_ms);
	} else if (!strcmp(line->key, "asked")) {
		take_prompts(restore, line);
	} else {
		return !strcmp(line->key, "next"); /* for people who look; it follows from the rest */
	}
	return true;
}

static int parse_seed(const char *string, uint64_t *ret)
{
	char *end;

	if (strlen(string) != 16 || strspn(string, "0123456789abcdef") != 16)
		return -1;
	*ret = strtoull(string, &end, 16);
	return 0;
}

/* A gap as long as a break resets that break's counter, and only that. */
static void count_gap(struct restore *restore, const struct config *config)
{
	const int64_t for_s[] = {[WHAT_MICRO] = config->micro_for_s, [WHAT_REST] = config->rest_for_s};
	static const enum schedule_what breaks[] = {WHAT_MICRO, WHAT_REST};

	for (int i = 0; i < 2; i++)
		if (restore->gap_ms >= for_s[breaks[i]] * SECOND_MS)
			restore->state->items[breaks[i]] = (struct schedule_item){0};
}

static int take_text(struct restore *restore, char *text, struct error *err)
{
	bool seeded = false;
	int number = 0;

	for (char *end, *string = text; *string != '\0'; string = end) {
		struct line line;
		end = strchr(string, '\n');
		if (!end) /* the last line too is whole only with its newline */
			return error_set(err, ERROR_DAMAGED, "the saved schedule ends in the middle of a line");
		*end++ = '\0';
		number++;
		if (number == 1 && strcmp(string, HEAD))
			return error_set(err, ERROR_DAMAGED, "the saved schedule is not of this version");
		if (number == 1)
			continue;
		bool seed = !strncmp(string, "seed ", 5);
		int result = seed ? parse_seed(string + 5, &restore->state->seed) : read_line(string, &line);
		if (result < 0 || (!seed && !take(restore, &line)))
			return error_set(err, ERROR_DAMAGED, "line %d of the saved schedule cannot be read", number);
		seeded = seeded || seed;
	}
	return seeded ? 0 : error_set(err, ERROR_DAMAGED, "the saved schedule is incomplete");
}

int schedule_restore(struct schedule *ret, const char *saved, struct instant now, const struct config *config,
		     const struct zone *zone, struct error *err)
{
	struct schedule state;
	struct restore restore = {.state = &state, .now = now};
	char *text _cleanup_free_ = mem_copy_string(saved);

	schedule_init(&state, 0);
	state.review_since = 1; /* it has lived before: a review that the machine was off for is still owed */
	if (zone)
		state.zone = *zone;
	if (take_text(&restore, text, err) < 0)
		return -1;
	count_gap(&restore, config);
	*ret = state;
	return 0;
}
