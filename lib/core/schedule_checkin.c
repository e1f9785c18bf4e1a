/* Check-ins: a day's draws fall due one by one, none twice; three misses in a row make them fewer for a week. */
#include <string.h>

#include "schedule_internal.h"

/* The marks of @date's slots; the oldest date makes room for a new one. */
static uint8_t *done_slots(struct schedule *state, int32_t date)
{
	for (int i = 0; i < SCHEDULE_DATES; i++)
		if (state->done[i].date == date)
			return &state->done[i].slots;
	memmove(state->done + 1, state->done, sizeof(state->done) - sizeof(state->done[0]));
	state->done[0].date = date;
	state->done[0].slots = 0;
	return &state->done[0].slots;
}

void checkin_day(struct step *step)
{
	struct schedule *state = step->state;
	int64_t per_day = draw_per_day(state, step->config, state->work_date);

	draw_checkins(step->config, &state->zone, state->work_date, state->seed, per_day, &state->draws);
	state->drawn = true;
}

void checkin_settle(struct step *step)
{
	struct schedule *state = step->state;
	uint8_t *done = NULL;

	for (int32_t i = 0; i < state->draws.count; i++) {
		const struct schedule_slot *slot = &state->draws.slots[i];
		int64_t at_ms = slot->at_wall_s * SECOND_MS;
		if (at_ms <= step->from_wall_ms || at_ms > step->wall_ms)
			continue;
		done = done_slots(state, state->draws.date);
		if (*done & 1u << slot->index)
			continue;
		*done |= (uint8_t)(1u << slot->index);
		question_due(step, WHAT_CHECKIN, slot->end_wall_s);
	}
}

void checkin_skip_day(struct step *step)
{
	if (step->state->draws.date == step->state->work_date)
		*done_slots(step->state, step->state->work_date) = UINT8_MAX;
}

static void missed(struct step *step)
{
	struct schedule *state = step->state;

	if (++state->misses < MISSES_ROW)
		return;
	state->misses = 0;
	state->halved_from = state->work_date + 1;
	state->ask_hours = !state->asked_hours;
}

void checkin_ended(struct step *step, enum schedule_outcome outcome, bool self)
{
	bool miss = outcome == OUTCOME_EXPIRED || outcome == OUTCOME_DISMISSED;

	if (miss && !self)
		missed(step);
	else if (outcome == OUTCOME_ANSWERED || outcome == OUTCOME_PARTIAL || outcome == OUTCOME_SKIPPED)
		step->state->misses = 0;
}

static bool is_done(const struct schedule *state, int32_t date, const struct schedule_slot *slot)
{
	for (int i = 0; i < SCHEDULE_DATES; i++)
		if (state->done[i].date == date)
			return state->done[i].slots & 1u << slot->index;
	return false;
}

const struct schedule_slot *checkin_next(const struct step *step, const struct schedule_draws *draws)
{
	for (int32_t i = 0; i < draws->count; i++)
		if (draws->slots[i].at_wall_s * SECOND_MS > step->wall_ms && !is_done(step->state, draws->date, &draws->slots[i]))
			return &draws->slots[i];
	return NULL;
}

bool checkin_near(const struct step *step)
{
	const struct schedule_slot *slot = checkin_next(step, &step->state->draws);

	return slot && slot->at_wall_s * SECOND_MS - step->wall_ms <= NEAR_MS;
}

int64_t checkin_wake_wall_ms(const struct step *step)
{
	const struct schedule_slot *slot = checkin_next(step, &step->state->draws);

	return slot ? slot->at_wall_s * SECOND_MS : NEVER;
}
