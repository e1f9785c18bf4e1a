/* A saved schedule read back: whole or not at all, absurd numbers brought into range, the time since then counted as a gap. */
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "schedule_internal.h"

#define VALUES_MAX (SCHEDULE_PROMPTS + 1)
#define VALUE_MAX INT64_C(1000000000000) /* seconds: no clock is set that far */

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

	item->active_ms = bounded(line->values[0], 0, SAVED_MAX_S) * SECOND_MS;
	item->worked_ms = item->active_ms > 0 ? 1 : 0; /* before the process began */
	if (line->count < 2)
		return;
	item->phase = PHASE_AGAIN;
	item->asks = 1;
	item->asked_ms = restore->now.boot_ms;
	item->due_ms = restore->now.boot_ms;
	item->wait_active_ms = bounded(line->values[1], 0, SAVED_MAX_S) * SECOND_MS;
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
			restore->now.boot_ms - restore->gap_ms - bounded(line->values[i], 0, SAVED_MAX_S) * SECOND_MS;
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
		state->snooze_active_ms = bounded(value, 0, SAVED_MAX_S) * SECOND_MS;
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
		if (number == 1 && strcmp(string, SAVED_HEAD))
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
