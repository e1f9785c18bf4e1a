/*
 * What survives a restart, as text: a line "evenkeel-schedule 1", then "key value ..." lines. Times are wall
 * seconds, everything else seconds. It holds what the schedule did (dates, slots that were due, counters),
 * never what the person did with it.
 */
#include "schedule_internal.h"

#define QUARTER_S 900

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

static long long saved_s(int64_t ms)
{
	return (long long)(ms < SAVED_MAX_S * SECOND_MS ? ms / SECOND_MS : SAVED_MAX_S);
}

static void save_break(struct text *ret, const struct schedule *state, enum schedule_what what)
{
	const struct schedule_item *item = &state->items[what];

	text_appendf(ret, "%s %lld", schedule_what_name(what), saved_s(item->active_ms));
	if (item->phase == PHASE_AGAIN && item->wait_active_ms > 0)
		text_appendf(ret, " %lld", saved_s(item->wait_active_ms));
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

	text_append(ret, SAVED_HEAD "\n");
	text_appendf(ret, "at %lld\n", (long long)(now.wall_ms / SECOND_MS));
	text_appendf(ret, "seed %016llx\n", (unsigned long long)state->seed);
	save_date(ret, "day", state->day, state->day_active_ms / SECOND_MS);
	text_appendf(ret, "limit %lld\n", (long long)(state->limit_ms / SECOND_MS));
	save_slots(ret, state, config);
	save_date(ret, "week", state->review_settled, 0);
	save_break(ret, state, WHAT_MICRO);
	save_break(ret, state, WHAT_REST);
	if (state->snooze_active_ms > 0)
		text_appendf(ret, "snooze %lld\n", saved_s(state->snooze_active_ms));
	if (state->pause_today)
		save_date(ret, "today", state->pause_day, 0);
	else
		save_until(ret, state, "pause", HELD_PAUSED, state->paused_until_ms);
	if (state->busy_until_ms != 0) /* the calendar's busy times are in the calendar */
		save_until(ret, state, "busy", HELD_BUSY, state->busy_until_ms);
	save_prompts(ret, state, config);
	save_next(ret, state, config, now);
}
