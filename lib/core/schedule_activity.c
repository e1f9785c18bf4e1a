/*
 * Active time: input, or a call, and not a locked or sleeping machine, and not a break being taken. It is
 * counted on the boot clock, in one place; everything that waits for active time is moved on here together.
 */
#include "schedule_internal.h"

static bool running(const struct step *step)
{
	const struct schedule *state = step->state;

	if (hold_on(step, HELD_LOCKED) || hold_on(step, HELD_ASLEEP))
		return false;
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (state->items[what].phase == PHASE_TAKING)
			return false;
	if (hold_on(step, HELD_CALL))
		return true;
	if (state->activity == ACTIVITY_NONE)
		return !hold_on(step, HELD_OFF_HOURS);
	return state->activity == ACTIVITY_ACTIVE;
}

static int64_t not_below_zero(int64_t value)
{
	return value > 0 ? value : 0;
}

/* Move all that waits for active time on by @active_ms; back, where it was counted too far. */
static void count(struct schedule *state, int64_t active_ms)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++) {
		struct schedule_item *item = &state->items[what];
		item->active_ms = not_below_zero(item->active_ms + active_ms);
		if (item->phase == PHASE_AGAIN && item->wait_active_ms > 0)
			item->wait_active_ms = not_below_zero(item->wait_active_ms - active_ms);
		if (active_ms > 0 && item->worked_ms == 0)
			item->worked_ms = state->stretch_ms;
	}
	if (state->snooze_active_ms > 0)
		state->snooze_active_ms = not_below_zero(state->snooze_active_ms - active_ms);
	state->day_active_ms = not_below_zero(state->day_active_ms + active_ms);
}

void activity_advance(struct step *step)
{
	struct schedule *state = step->state;

	if (state->running && step->now_ms > state->counted_ms)
		count(state, step->now_ms - state->counted_ms);
	state->counted_ms = step->now_ms;
}

void activity_refresh(struct step *step, int64_t at_ms)
{
	struct schedule *state = step->state;
	bool was_running = state->running;

	state->running = running(step);
	if (was_running && !state->running)
		state->pause_ms = at_ms;
	if (!was_running && state->running)
		state->stretch_ms = at_ms;
}

/*
 * A stretch that turns out to have been none: a source that knows nothing at the start says active first, and a little later that
 * nobody was there. The pause that goes on is of somebody who has not worked since the one before.
 */
static void take_back_stretch(struct schedule *state)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (state->items[what].worked_ms >= state->stretch_ms)
			state->items[what].worked_ms = 0;
}

void activity_set(struct step *step, enum schedule_activity activity, int64_t since_ms)
{
	struct schedule *state = step->state;
	bool was_running = state->running;

	state->activity = (uint8_t)activity;
	if (was_running && since_ms < state->stretch_ms)
		since_ms = state->stretch_ms;
	activity_refresh(step, since_ms);
	if (was_running && !state->running && since_ms < state->counted_ms)
		count(state, since_ms - state->counted_ms);
	if (was_running && !state->running && since_ms - state->stretch_ms < STRETCH_MS)
		take_back_stretch(state);
	/* A new process learns of a pause that began before it. */
	if (!was_running && activity == ACTIVITY_IDLE && since_ms < state->pause_ms)
		state->pause_ms = since_ms;
}

int64_t activity_wait_ms(const struct step *step, int64_t active_ms)
{
	return step->state->running && active_ms < NEVER ? step->now_ms + active_ms : NEVER;
}
