/*
 * Pauses that are under way: one that comes by itself, and a break that was begun with Start. Both count as the
 * break once they are as long; input before half of a begun one gives it up.
 */
#include "schedule_internal.h"

static const enum schedule_what breaks[] = {WHAT_MICRO, WHAT_REST};
#define BREAKS 2

static bool asked_rest(const struct step *step)
{
	uint8_t phase = step_item(step, WHAT_REST)->phase;

	return phase == PHASE_OPEN || phase == PHASE_TAKING;
}

/* When the pause that is under way will count as this break; NEVER if it won't. */
static int64_t natural_ms(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);

	if (step->state->running || item->worked_ms == 0 || item->phase == PHASE_TAKING ||
	    break_every_ms(step, what) == 0)
		return NEVER;
	if (what == WHAT_MICRO && asked_rest(step))
		return NEVER; /* it has given way */
	return step->state->pause_ms + break_for_ms(step, what);
}

static int64_t taking_end_ms(const struct step *step, enum schedule_what what)
{
	return step_item(step, what)->taking_ms + break_for_ms(step, what);
}

/* When somebody who pressed Start and never let go is known to have worked on through half of it. */
static int64_t worked_on_ms(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	int64_t idle_after_ms = step->config->activity_idle_after_s * SECOND_MS;

	if (item->let_go || step->state->activity != ACTIVITY_ACTIVE || idle_after_ms == 0)
		return NEVER;
	return item->taking_ms + break_for_ms(step, what) / 2 + idle_after_ms;
}

static void give_up(struct step *step, enum schedule_what what, int64_t at_ms)
{
	struct schedule_item *item = step_item(step, what);

	break_tell(step, what, OUTCOME_GIVEN_UP)->event_boot_ms = at_ms;
	item->phase = PHASE_AGAIN;
	item->wait_active_ms = break_postpone_ms(step, what);
	item->again_ms = 0;
	item->off_screen = false;
	activity_refresh(step, at_ms);
}

static void taking_over(struct step *step, enum schedule_what what, int64_t at_ms)
{
	struct schedule_item *item = step_item(step, what);
	int64_t end_ms = item->returned_ms ? item->returned_ms : at_ms;

	step_act(step, ACTION_BREAK_OVER, what)->event_boot_ms = at_ms;
	break_taken(step, what, at_ms, end_ms - item->taking_ms);
	activity_refresh(step, at_ms);
}

static void taking_settle(struct step *step, enum schedule_what what)
{
	if (step->now_ms >= taking_end_ms(step, what))
		taking_over(step, what, taking_end_ms(step, what));
	else if (step->now_ms >= worked_on_ms(step, what))
		give_up(step, what, step->now_ms);
}

void pause_settle(struct step *step, enum schedule_what what)
{
	if (step_item(step, what)->phase == PHASE_TAKING)
		taking_settle(step, what);
	if (step->now_ms >= natural_ms(step, what))
		break_taken(step, what, natural_ms(step, what), step->now_ms - step->state->pause_ms);
}

void pause_start(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);
	enum schedule_what open = prompt_open(step->state);

	if (item->phase == PHASE_TAKING)
		return;
	if (open != WHAT_NONE && open != what)
		prompt_take_off(step, open);
	if (open == what)
		step_act(step, ACTION_CLOSE, what);
	item->phase = PHASE_TAKING;
	item->taking_ms = step->now_ms;
	item->returned_ms = 0;
	item->let_go = step->state->activity != ACTIVITY_ACTIVE;
	item->ignored_row = 0;
	struct schedule_action *action = step_act(step, ACTION_BREAK_START, what);
	action->life_s = (int32_t)(break_for_ms(step, what) / SECOND_MS);
	activity_refresh(step, step->now_ms);
}

void pause_input(struct step *step, int64_t since_ms)
{
	for (int i = 0; i < BREAKS; i++) {
		struct schedule_item *item = step_item(step, breaks[i]);
		if (item->phase != PHASE_TAKING || since_ms <= item->taking_ms)
			continue;
		if (since_ms - item->taking_ms < break_for_ms(step, breaks[i]) / 2)
			give_up(step, breaks[i], since_ms);
		else if (item->returned_ms == 0)
			item->returned_ms = since_ms;
	}
}

void pause_let_go(struct step *step)
{
	for (int i = 0; i < BREAKS; i++)
		step_item(step, breaks[i])->let_go = true;
}

void pause_called(struct step *step)
{
	pause_input(step, step->now_ms);
	for (int i = 0; i < BREAKS; i++)
		if (step_item(step, breaks[i])->phase == PHASE_TAKING)
			taking_over(step, breaks[i], step->now_ms);
}

int64_t pause_wake_ms(const struct step *step, enum schedule_what what)
{
	int64_t candidates[] = {natural_ms(step, what), NEVER, NEVER}, first_ms = NEVER;

	if (step_item(step, what)->phase == PHASE_TAKING) {
		candidates[1] = taking_end_ms(step, what);
		candidates[2] = worked_on_ms(step, what);
	}
	for (int i = 0; i < 3; i++)
		if (candidates[i] > step->now_ms && candidates[i] < first_ms)
			first_ms = candidates[i];
	return first_ms;
}
