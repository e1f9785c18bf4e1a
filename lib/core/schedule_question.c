/*
 * The life of a question prompt, a check-in's or the review's: due, shown, reminded once, expired for good; closed or put off it is
 * offered once more, inside its slice of the day only. A chain's follow-up question lives two minutes.
 */
#include "schedule_internal.h"

static bool on_screen(const struct schedule_item *item)
{
	return item->phase == PHASE_OPEN || item->phase == PHASE_CHAIN;
}

void question_end(struct step *step, enum schedule_what what, enum schedule_outcome outcome, enum record_held hold)
{
	struct schedule_item *item = step_item(step, what);
	struct schedule_item ended = *item;
	bool answered = outcome == OUTCOME_ANSWERED || outcome == OUTCOME_PARTIAL;
	struct schedule_action *action = step_act(step, ACTION_OUTCOME, what);

	action->outcome = outcome;
	action->hold = hold;
	action->self_started = ended.self;
	action->shown_wall_ms = ended.shown_wall_ms;
	action->since_prompt_s = ended.asked_ms ? (int32_t)((step->now_ms - ended.asked_ms) / SECOND_MS) : 0;
	action->late = answered && ended.answered_late;
	if (on_screen(&ended))
		step_act(step, ACTION_CLOSE, what);
	prompt_forget(item);
	if (what == WHAT_CHECKIN)
		checkin_ended(step, outcome, ended.self);
	else
		review_ended(step, outcome);
}

/* It is over without having been on screen just now: what was never shown was held back, what was put off stays so. */
static void give_place(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_WAITING || item->off_screen)
		question_end(step, what, OUTCOME_HELD, item->held ? item->held : HELD_OTHER_PROMPT);
	else
		question_end(step, what, OUTCOME_DISMISSED, HELD_NONE);
}

void question_due(struct step *step, enum schedule_what what, int64_t end_wall_s)
{
	struct schedule_item *item = step_item(step, what);

	if (on_screen(item)) { /* the one that is being answered stays */
		struct schedule_action *action = step_act(step, ACTION_OUTCOME, what);
		action->outcome = OUTCOME_HELD;
		action->hold = HELD_OTHER_PROMPT;
		return;
	}
	if (item->phase != PHASE_NONE)
		give_place(step, what);
	item->phase = PHASE_WAITING;
	item->due_ms = step->now_ms;
	item->end_wall_s = end_wall_s;
}

static void expire(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	/* Covered by a hold at its end: unseen is not declined. */
	if (item->phase == PHASE_AGAIN)
		question_end(step, what, OUTCOME_HELD, item->held);
	else
		question_end(step, what, item->phase == PHASE_CHAIN ? OUTCOME_PARTIAL : OUTCOME_EXPIRED, HELD_NONE);
}

void question_settle(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);
	bool living = on_screen(item) || (item->phase == PHASE_AGAIN && item->off_screen);

	if (living && step->now_ms >= item->until_ms) {
		expire(step, what);
		return;
	}
	bool waits = item->phase == PHASE_WAITING || (item->phase == PHASE_AGAIN && !item->off_screen);
	if (waits && item->end_wall_s != 0 && step->wall_ms >= item->end_wall_s * SECOND_MS) {
		give_place(step, what);
		return;
	}
	if (item->phase != PHASE_OPEN || item->remind_ms == 0 || step->now_ms < item->remind_ms)
		return;
	if (hold_blocks(step, item->self) == HELD_NONE && (item->self || !hold_grace(step)))
		prompt_show(step, what, ACTION_REPROMPT, item->until_ms - step->now_ms);
}

/* Answers so late stay out of momentary statistics. */
static bool late(const struct step *step, const struct schedule_item *item)
{
	return step->now_ms > item->asked_ms + step->config->checkin_expire_s * SECOND_MS;
}

void question_answer(struct step *step, enum schedule_what what, bool more)
{
	struct schedule_item *item = step_item(step, what);

	if (!on_screen(item))
		return;
	if (item->phase == PHASE_OPEN)
		item->answered_late = late(step, item);
	if (!more) {
		question_end(step, what, OUTCOME_ANSWERED, HELD_NONE);
		if (what == WHAT_CHECKIN)
			prompt_join(step);
		return;
	}
	item->phase = PHASE_CHAIN;
	item->remind_ms = 0;
	item->until_ms = step->now_ms + CHAIN_MS;
	step_act(step, ACTION_FOLLOW_UP, what)->life_s = (int32_t)(CHAIN_MS / SECOND_MS);
}

/* Once more, if that is still inside its slice; a self-started one has no slice. */
static bool may_offer_again(const struct step *step, const struct schedule_item *item, int64_t wait_ms)
{
	if (item->offered_again)
		return false;
	return item->end_wall_s == 0 || step->wall_ms + wait_ms < item->end_wall_s * SECOND_MS;
}

void question_put_off(struct step *step, enum schedule_what what, int64_t wait_ms)
{
	struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_CHAIN) {
		question_end(step, what, OUTCOME_PARTIAL, HELD_NONE);
		return;
	}
	if (item->phase != PHASE_OPEN)
		return;
	if (!may_offer_again(step, item, wait_ms)) {
		question_end(step, what, OUTCOME_DISMISSED, HELD_NONE);
		return;
	}
	step_act(step, ACTION_OUTCOME, what)->outcome = OUTCOME_LATER;
	step_act(step, ACTION_CLOSE, what);
	item->phase = PHASE_AGAIN;
	item->offered_again = true;
	item->off_screen = false;
	item->again_ms = step->now_ms + wait_ms;
	item->wait_active_ms = 0;
	item->until_ms = 0;
	item->remind_ms = 0;
}

void question_dismiss(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	/* The notification went at the end of its life, a moment before the step that would say so. */
	if (on_screen(item) && step->now_ms + 2 * SECOND_MS >= item->until_ms)
		expire(step, what);
	else
		question_put_off(step, what, step->config->checkin_later_s * SECOND_MS);
}

void question_drop(struct step *step, enum schedule_what what, enum record_held hold)
{
	struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_WAITING)
		question_end(step, what, OUTCOME_HELD, hold);
	else if (item->phase == PHASE_AGAIN && !item->off_screen && prompt_ready(step, what))
		question_end(step, what, OUTCOME_DISMISSED, HELD_NONE);
}

void question_undelivered(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_CHAIN || item->retried) {
		enum schedule_outcome outcome = item->phase == PHASE_CHAIN ? OUTCOME_PARTIAL : OUTCOME_UNDELIVERED;
		item->phase = PHASE_NONE; /* nothing is on screen to be closed */
		question_end(step, what, outcome, HELD_NONE);
		return;
	}
	item->phase = PHASE_AGAIN;
	item->retried = true;
	item->off_screen = false;
	item->again_ms = step->now_ms + RETRY_MS;
	item->wait_active_ms = 0;
	item->until_ms = 0;
	item->remind_ms = 0;
}

void question_skip(struct step *step, enum schedule_what what)
{
	bool chain = step_item(step, what)->phase == PHASE_CHAIN;

	question_end(step, what, chain ? OUTCOME_PARTIAL : OUTCOME_SKIPPED, HELD_NONE);
	if (what == WHAT_CHECKIN && !chain && step->config->checkin_invite) /* its button says Skip today */
		checkin_skip_day(step);
}

void question_recorded(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	if (on_screen(item))
		step_act(step, ACTION_CLOSE, what);
	prompt_forget(item);
	if (what == WHAT_CHECKIN)
		checkin_ended(step, OUTCOME_ANSWERED, true);
	else
		review_ended(step, OUTCOME_ANSWERED);
}

int64_t question_wake_ms(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	bool living = on_screen(item) || (item->phase == PHASE_AGAIN && item->off_screen);
	int64_t first_ms = NEVER;

	if (living && item->until_ms > step->now_ms)
		first_ms = item->until_ms;
	if (item->phase == PHASE_OPEN && item->remind_ms > step->now_ms && item->remind_ms < first_ms)
		first_ms = item->remind_ms;
	if (item->phase == PHASE_AGAIN && item->again_ms > step->now_ms && item->again_ms < first_ms)
		first_ms = item->again_ms;
	return first_ms;
}

int64_t question_wake_wall_ms(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	bool ends = item->phase == PHASE_WAITING || item->phase == PHASE_AGAIN;

	return ends && item->end_wall_s != 0 ? item->end_wall_s * SECOND_MS : NEVER;
}
