/* What `evenkeel status` shows: the holds and since when, what comes next and what keeps it back. */
#include "schedule_internal.h"

#define SEARCH_DAYS 15

static int64_t wall_s(const struct step *step, int64_t boot_ms)
{
	return instant_floor_div(step->wall_ms + (boot_ms - step->now_ms), SECOND_MS);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void list_holds(const struct step *step, struct schedule_status *ret)
{
	const int64_t *since_ms = step->state->hold_since_ms;

	for (int hold = HELD_CALL; hold <= HELD_AWAY; hold++) {
		if (since_ms[hold] == 0)
			continue;
		int i = ret->hold_count++;
		for (; i > 0 && since_ms[ret->holds[i - 1].hold] > since_ms[hold]; i--)
			ret->holds[i] = ret->holds[i - 1];
		ret->holds[i].hold = (enum record_held)hold;
		ret->holds[i].since_wall_s = wall_s(step, since_ms[hold]);
	}
}

/* When a ready item will be shown, as far as time alone decides. */
static int64_t ready_s(const struct step *step, const struct schedule_item *item)
{
	int64_t at_ms = step->now_ms;

	if (item->phase == PHASE_WAITING && !item->self)
		at_ms = later(at_ms, budget_free_ms(step->state, step->config));
	return wall_s(step, later(at_ms, step->state->grace_until_ms));
}

/* Outside working hours nothing old is kept: a whole interval after they begin again; 0 when they do not. */
static int64_t after_off_hours_s(const struct step *step, enum schedule_what what)
{
	int64_t now_s = instant_floor_div(step->wall_ms, SECOND_MS);
	int64_t begin_s = hours_boundary_s(step->config, &step->state->zone, now_s);

	if (!hours_within(step->config, &step->state->zone, begin_s))
		return 0;
	return begin_s + break_every_ms(step, what) / SECOND_MS;
}

static int64_t break_due_s(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	int64_t left_ms = break_left_ms(step, what);

	if (left_ms == NEVER)
		return 0;
	if (hold_on(step, HELD_OFF_HOURS) && !item->self)
		return after_off_hours_s(step, what);
	if (prompt_ready(step, what))
		return ready_s(step, item);
	return wall_s(step, later(step->now_ms + left_ms, item->again_ms));
}

static int64_t next_draw_s(const struct step *step)
{
	const struct schedule *state = step->state;

	for (int32_t date = state->work_date; date < state->work_date + SEARCH_DAYS; date++) {
		struct schedule_draws draws;
		draw_checkins(step->config, &state->zone, date, state->seed, draw_per_day(state, step->config, date),
			      &draws);
		const struct schedule_slot *slot = checkin_next(step, &draws);
		if (slot)
			return slot->at_wall_s;
	}
	return 0;
}

static int64_t next_review_s(const struct step *step)
{
	int64_t now_s = instant_floor_div(step->wall_ms, SECOND_MS);

	for (int32_t date = step->state->work_date; date < step->state->work_date + SEARCH_DAYS; date++) {
		int32_t review;
		int64_t due_s = review_due_wall_s(step->state, step->config, date, &review);
		if (due_s != 0 && (due_s >= now_s || date == step->state->work_date))
			return later(due_s, now_s);
	}
	return 0;
}

static int64_t question_due_s(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);

	if (prompt_ready(step, what))
		return ready_s(step, item);
	if (item->phase == PHASE_AGAIN)
		return wall_s(step, item->again_ms);
	return what == WHAT_CHECKIN ? next_draw_s(step) : next_review_s(step);
}

static void add_next(const struct step *step, enum schedule_what what, int64_t due_s, struct schedule_status *ret)
{
	int i = ret->next_count++;

	for (; i > 0 && ret->next[i - 1].due_wall_s > due_s; i--)
		ret->next[i] = ret->next[i - 1];
	ret->next[i] = (struct schedule_next){.what = what, .due_wall_s = due_s};
	if (prompt_ready(step, what))
		ret->next[i].held_by = hold_blocks(step, step_item(step, what)->self);
}

void schedule_status(const struct schedule *state, const struct config *config, struct instant now,
		     struct schedule_status *ret)
{
	struct schedule copy = *state;
	const struct step step = step_look(&copy, config, now);

	*ret = (struct schedule_status){.open = prompt_open(state),
					.micro_taken = state->taken[WHAT_MICRO],
					.rest_taken = state->taken[WHAT_REST]};
	list_holds(&step, ret);
	for (int i = 0; i < WHAT_COUNT; i++) {
		enum schedule_what what = (enum schedule_what)i;
		uint8_t phase = state->items[what].phase;
		if (phase == PHASE_OPEN || phase == PHASE_CHAIN || phase == PHASE_TAKING)
			continue;
		int64_t due_s = what_is_break(what) ? break_due_s(&step, what) : question_due_s(&step, what);
		if (due_s != 0)
			add_next(&step, what, due_s, ret);
	}
}
