/*
 * Holds: a named stack; a prompt is shown only when it is empty. Some are told (lock, dnd), some run out (busy,
 * paused), some follow from the time and the activity (off-hours, away). A call is believed once it has lasted,
 * and its end likewise.
 */
#include "schedule_internal.h"

#define BIT(hold) (1u << (hold))
/* `evenkeel now` passes the others. */
#define HARD (BIT(HELD_CALL) | BIT(HELD_BUSY) | BIT(HELD_DND) | BIT(HELD_LOCKED) | BIT(HELD_ASLEEP))
/* These take an open prompt from the screen; off-hours and away leave it where it is. */
#define COVERS (HARD | BIT(HELD_PAUSED))
/* What fell due in these is old when they end. */
#define FORGETS (BIT(HELD_LOCKED) | BIT(HELD_ASLEEP) | BIT(HELD_PAUSED) | BIT(HELD_OFF_HOURS))
/* These are followed by a time of grace. */
#define GRACED (BIT(HELD_CALL) | BIT(HELD_BUSY))

bool hold_on(const struct step *step, enum record_held hold)
{
	return step->state->hold_since_ms[hold] != 0;
}

bool hold_grace(const struct step *step)
{
	return step->now_ms < step->state->grace_until_ms;
}

void hold_await_calls(struct step *step)
{
	step->state->calls_until_ms = step->now_ms + CALLS_MS;
}

bool hold_awaits_calls(const struct step *step)
{
	return step->now_ms < step->state->calls_until_ms;
}

enum record_held hold_blocks(const struct step *step, bool self)
{
	enum record_held oldest = HELD_NONE;
	int64_t since_ms = NEVER;

	for (int hold = HELD_CALL; hold <= HELD_AWAY; hold++) {
		int64_t at_ms = step->state->hold_since_ms[hold];
		if (at_ms == 0 || at_ms >= since_ms || (self && !(BIT(hold) & HARD)))
			continue;
		oldest = (enum record_held)hold;
		since_ms = at_ms;
	}
	return oldest;
}

static void cover(struct step *step, enum record_held hold)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE || (step_item(step, what)->self && !(BIT(hold) & HARD)))
		return;
	step_item(step, what)->held = (uint8_t)hold;
	prompt_take_off(step, what);
}

void hold_begin(struct step *step, enum record_held hold, int64_t at_ms)
{
	if (hold_on(step, hold))
		return;
	step->state->hold_since_ms[hold] = at_ms;
	struct schedule_action *action = step_act(step, ACTION_HOLD, WHAT_NONE);
	action->hold = hold;
	action->event_boot_ms = at_ms;
	activity_refresh(step, at_ms);
	if (BIT(hold) & COVERS)
		cover(step, hold);
	if (hold == HELD_CALL)
		pause_called(step);
}

static void forget(struct step *step, enum record_held hold)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++) {
		if (!what_is_break((enum schedule_what)what))
			question_drop(step, (enum schedule_what)what, hold);
		else if (hold == HELD_PAUSED || hold == HELD_OFF_HOURS)
			break_drop(step, (enum schedule_what)what, hold); /* lock and sleep are pauses */
	}
}

void hold_end(struct step *step, enum record_held hold, int64_t at_ms)
{
	struct schedule *state = step->state;

	if (!hold_on(step, hold))
		return;
	if (BIT(hold) & FORGETS)
		forget(step, hold);
	state->hold_since_ms[hold] = 0;
	struct schedule_action *action = step_act(step, ACTION_RELEASE, WHAT_NONE);
	action->hold = hold;
	action->event_boot_ms = at_ms;
	activity_refresh(step, at_ms);
	int64_t grace_ms = at_ms + step->config->call_grace_s * SECOND_MS;
	if ((BIT(hold) & GRACED) && grace_ms > state->grace_until_ms)
		state->grace_until_ms = grace_ms;
}

static int64_t debounced_ms(const struct step *step)
{
	return step->state->call_changed_ms + step->config->call_debounce_s * SECOND_MS;
}

static void call_settle(struct step *step)
{
	if (step->state->call_raw == hold_on(step, HELD_CALL) || step->now_ms < debounced_ms(step))
		return;
	if (step->state->call_raw)
		hold_begin(step, HELD_CALL, debounced_ms(step));
	else
		hold_end(step, HELD_CALL, debounced_ms(step));
}

/* The end of the calendar's busy time that is on and was not declared over; 0 if there is none. */
static int64_t meeting_end_s(const struct step *step)
{
	int64_t wall_s = instant_floor_div(step->wall_ms, SECOND_MS);
	int64_t end_s = calendar_busy_end_s(&step->config->calendar, wall_s);

	return end_s > step->state->busy_free_until_s ? end_s : 0;
}

/* Busy is what the person said, or what the calendar says, whichever lasts longer. */
static void busy_settle(struct step *step)
{
	struct schedule *state = step->state;
	int64_t over_ms = step->now_ms;

	if (state->busy_until_ms != 0 && state->busy_until_ms <= step->now_ms) {
		over_ms = state->busy_until_ms;
		state->busy_until_ms = 0;
	}
	if (state->busy_until_ms != 0 || meeting_end_s(step) != 0)
		hold_begin(step, HELD_BUSY, step->now_ms);
	else
		hold_end(step, HELD_BUSY, over_ms);
}

static void paused_settle(struct step *step)
{
	struct schedule *state = step->state;

	if (state->pause_today && state->pause_day != state->day)
		hold_resume(step);
	if (hold_on(step, HELD_PAUSED) && step->now_ms >= state->paused_until_ms)
		hold_end(step, HELD_PAUSED, state->paused_until_ms);
}

static void hours_settle(struct step *step)
{
	int64_t wall_s = instant_floor_div(step->wall_ms, SECOND_MS);

	if (hours_within(step->config, &step->state->zone, wall_s))
		hold_end(step, HELD_OFF_HOURS, step->now_ms);
	else
		hold_begin(step, HELD_OFF_HOURS, step->now_ms);
}

/* When idle grows longer than the longest break. */
static int64_t away_ms(const struct step *step)
{
	int64_t micro_s = step->config->micro_for_s, rest_s = step->config->rest_for_s;

	return step->state->pause_ms + (micro_s > rest_s ? micro_s : rest_s) * SECOND_MS;
}

static bool may_go_away(const struct step *step)
{
	return !step->state->running && step->state->activity == ACTIVITY_IDLE;
}

static void away_settle(struct step *step)
{
	if (!may_go_away(step))
		hold_end(step, HELD_AWAY, step->now_ms);
	else if (step->now_ms >= away_ms(step))
		hold_begin(step, HELD_AWAY, away_ms(step));
}

void hold_settle(struct step *step)
{
	call_settle(step);
	busy_settle(step);
	paused_settle(step);
	hours_settle(step);
	away_settle(step);
}

void hold_call(struct step *step, bool open, bool already)
{
	struct schedule *state = step->state;

	state->calls_until_ms = 0;
	if (state->call_raw == open)
		return;
	state->call_raw = open;
	state->call_changed_ms = step->now_ms;
	if (already)
		hold_begin(step, HELD_CALL, step->now_ms);
}

static int64_t until(const struct step *step, int64_t minutes)
{
	return minutes > 0 ? step->now_ms + minutes * MINUTE_MS : NEVER;
}

void hold_busy(struct step *step, bool on, int64_t minutes)
{
	struct schedule *state = step->state;
	int64_t end_s = meeting_end_s(step);

	state->busy_until_ms = on ? until(step, minutes) : 0;
	if (on) {
		state->busy_free_until_s = 0;
		hold_begin(step, HELD_BUSY, step->now_ms);
		return;
	}
	if (end_s != 0) /* a meeting that is over early */
		state->busy_free_until_s = end_s;
	hold_end(step, HELD_BUSY, step->now_ms);
}

void hold_pause(struct step *step, int64_t minutes)
{
	struct schedule *state = step->state;

	state->pause_today = minutes < 0;
	state->pause_day = state->day;
	state->paused_until_ms = until(step, minutes);
	hold_begin(step, HELD_PAUSED, step->now_ms);
}

void hold_resume(struct step *step)
{
	step->state->pause_today = false;
	step->state->paused_until_ms = 0;
	hold_end(step, HELD_PAUSED, step->now_ms);
}

int64_t hold_wake_ms(const struct step *step)
{
	const struct schedule *state = step->state;
	int64_t candidates[] = {state->call_raw != hold_on(step, HELD_CALL) ? debounced_ms(step) : NEVER,
				state->busy_until_ms != 0 ? state->busy_until_ms : NEVER,
				hold_on(step, HELD_PAUSED) ? state->paused_until_ms : NEVER,
				hold_grace(step) ? state->grace_until_ms : NEVER,
				hold_awaits_calls(step) ? state->calls_until_ms : NEVER,
				may_go_away(step) && !hold_on(step, HELD_AWAY) ? away_ms(step) : NEVER};
	int64_t first_ms = NEVER;

	for (size_t i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++)
		if (candidates[i] > step->now_ms && candidates[i] < first_ms)
			first_ms = candidates[i];
	return first_ms;
}
