/* When to look again: the first moment at which time alone may change something. Always later than now. */
#include "schedule_internal.h"

struct wake {
	int64_t now_ms, first_ms;
};

static void consider(struct wake *wake, int64_t at_ms)
{
	if (at_ms > wake->now_ms && at_ms < wake->first_ms)
		wake->first_ms = at_ms;
}

/* What waits for the budget. */
static bool budget_matters(const struct schedule *state)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (state->items[what].phase == PHASE_WAITING)
			return true;
	return state->ask_hours || state->tip_ask_ms != 0;
}

static int64_t wake_boot(const struct step *step)
{
	const struct schedule *state = step->state;
	struct wake wake = {.now_ms = step->now_ms, .first_ms = NEVER};
	int64_t limit_ms = step->config->daily_limit_s * SECOND_MS;

	consider(&wake, hold_wake_ms(step));
	consider(&wake, break_wake_ms(step));
	consider(&wake, question_wake_ms(step, WHAT_CHECKIN));
	consider(&wake, question_wake_ms(step, WHAT_REVIEW));
	if (budget_matters(state))
		consider(&wake, budget_free_ms(state, step->config));
	if (state->snooze_active_ms > 0)
		consider(&wake, activity_wait_ms(step, state->snooze_active_ms));
	if (limit_ms > 0)
		consider(&wake, activity_wait_ms(step, (state->limit_ms > limit_ms ? state->limit_ms : limit_ms) -
							       state->day_active_ms));
	consider(&wake, state->review_from_ms);
	consider(&wake, state->tip_ask_ms);
	return wake.first_ms;
}

static int64_t wake_wall(const struct step *step)
{
	const struct zone *zone = &step->state->zone;
	struct wake wake = {.now_ms = step->wall_ms, .first_ms = NEVER};
	int64_t wall_s = instant_floor_div(step->wall_ms, SECOND_MS);

	consider(&wake, hours_boundary_s(step->config, zone, wall_s) * SECOND_MS);
	int64_t busy_s = calendar_busy_boundary_s(&step->config->calendar, wall_s);
	if (busy_s < NEVER)
		consider(&wake, busy_s * SECOND_MS);
	consider(&wake, hours_day_end_s(step->config, zone, wall_s) * SECOND_MS);
	consider(&wake, checkin_wake_wall_ms(step));
	consider(&wake, review_wake_wall_ms(step));
	consider(&wake, question_wake_wall_ms(step, WHAT_CHECKIN));
	consider(&wake, question_wake_wall_ms(step, WHAT_REVIEW));
	return wake.first_ms;
}

void wake_plan(struct step *step)
{
	struct schedule_out *out = step->out;

	out->wake_boot_ms = wake_boot(step);
	out->wake_wall_ms = wake_wall(step);
	int64_t wall_as_boot_ms = step->now_ms + (out->wake_wall_ms - step->wall_ms);
	step->state->planned_ms = out->wake_boot_ms < wall_as_boot_ms ? out->wake_boot_ms : wall_as_boot_ms;
}
