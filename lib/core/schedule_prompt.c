/*
 * What is shown next: at most one prompt at a time, only when no hold is on, the most important first. A
 * check-in and a break together are one chain: the questions, then the pause.
 */
#include "schedule_internal.h"

static bool on_screen(const struct schedule_item *item)
{
	return item->phase == PHASE_OPEN || item->phase == PHASE_CHAIN;
}

enum schedule_what prompt_open(const struct schedule *state)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (on_screen(&state->items[what]))
			return (enum schedule_what)what;
	return WHAT_NONE;
}

bool prompt_occupied(const struct schedule *state)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (on_screen(&state->items[what]) || state->items[what].phase == PHASE_TAKING)
			return true;
	return false;
}

void prompt_forget(struct schedule_item *item)
{
	*item = (struct schedule_item){
		.active_ms = item->active_ms, .worked_ms = item->worked_ms, .ignored_row = item->ignored_row};
}

bool prompt_ready(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_AGAIN)
		return item->wait_active_ms == 0 && item->again_ms <= step->now_ms;
	return item->phase == PHASE_WAITING;
}

static void remind_later(struct step *step, struct schedule_item *item, bool first)
{
	bool once = first && step->config->checkin_remind_s < step->config->checkin_expire_s;

	item->remind_ms = once ? step->now_ms + step->config->checkin_remind_s * SECOND_MS : 0;
}

void prompt_show(struct step *step, enum schedule_what what, enum schedule_action_type type, int64_t life_ms)
{
	struct schedule_item *item = step_item(step, what);
	struct schedule_action *action = step_act(step, type, what);

	action->life_s = (int32_t)((life_ms + SECOND_MS - 1) / SECOND_MS);
	action->self_started = item->self;
	if (item->asked_ms == 0)
		item->asked_ms = step->now_ms;
	if (type == ACTION_PROMPT)
		budget_spend(step->state, step->now_ms);
	if (what_is_break(what))
		item->asks += item->off_screen ? 0 : 1;
	else
		remind_later(step, item, type == ACTION_PROMPT);
	item->phase = PHASE_OPEN;
	item->off_screen = false;
	item->until_ms = step->now_ms + life_ms;
	if (what == WHAT_REST)
		break_give_way(step, type != ACTION_REPROMPT);
	if (what == WHAT_REVIEW)
		step->state->review_offered = step->state->work_date;
}

static void show(struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	int64_t life_ms = step->config->checkin_expire_s * SECOND_MS;

	if (what_is_break(what))
		life_ms = break_postpone_ms(step, what);
	else if (item->off_screen)
		life_ms = item->until_ms - step->now_ms;
	prompt_show(step, what, item->phase == PHASE_WAITING ? ACTION_PROMPT : ACTION_REPROMPT, life_ms);
}

void prompt_take_off(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	if (item->phase == PHASE_CHAIN) {
		question_end(step, what, OUTCOME_PARTIAL, HELD_NONE);
		return;
	}
	step_act(step, ACTION_CLOSE, what);
	item->phase = PHASE_AGAIN;
	item->off_screen = true;
	item->wait_active_ms = 0;
	item->again_ms = 0;
}

static bool within_budget(const struct step *step)
{
	return step->state->snooze_active_ms == 0 && step->now_ms >= budget_free_ms(step->state, step->config);
}

/* What gives way waits: a micro break for its rest break, a break for a check-in that comes in a moment. */
static bool gives_way(const struct step *step, enum schedule_what what)
{
	if (what == WHAT_MICRO && break_near(step, WHAT_REST))
		return true;
	return what_is_break(what) && checkin_near(step);
}

static bool may_show(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);

	if (!prompt_ready(step, what) || hold_blocks(step, item->self) != HELD_NONE)
		return false;
	if (item->self)
		return true;
	if (hold_grace(step) || (item->phase == PHASE_WAITING && !within_budget(step)))
		return false;
	return !gives_way(step, what);
}

static void note_held(struct step *step)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++) {
		struct schedule_item *item = &step->state->items[what];
		enum record_held hold = hold_blocks(step, item->self);
		if (hold != HELD_NONE && prompt_ready(step, (enum schedule_what)what))
			item->held = (uint8_t)hold;
	}
}

static enum schedule_what best(const struct step *step)
{
	for (int what = 0; what < SCHEDULE_ITEMS; what++)
		if (step->state->items[what].self && may_show(step, (enum schedule_what)what))
			return (enum schedule_what)what;
	for (int what = SCHEDULE_ITEMS - 1; what >= 0; what--) {
		if (!may_show(step, (enum schedule_what)what))
			continue;
		if (what_is_break((enum schedule_what)what) && may_show(step, WHAT_CHECKIN))
			return WHAT_CHECKIN; /* questions first, then the pause */
		return (enum schedule_what)what;
	}
	return WHAT_NONE;
}

static bool may_ask(const struct step *step)
{
	return hold_blocks(step, false) == HELD_NONE && !hold_grace(step) && within_budget(step);
}

/* As long after the tip as two prompts are apart: time to try it. */
void tip_shown(struct step *step)
{
	int64_t gap_ms = step->config->prompts_gap_s * SECOND_MS;

	step->state->tip_ask_ms = step->now_ms + (gap_ms > 0 ? gap_ms : TIP_ASK_MS);
}

/* The tip's follow-up, so it keeps its distance, but takes no other prompt's place in the hour. Once; who was away is not asked late. */
static void ask_tip(struct step *step)
{
	int64_t *ask_ms = &step->state->tip_ask_ms;

	if (*ask_ms == 0 || step->now_ms < *ask_ms)
		return;
	bool stale = step->now_ms >= *ask_ms + TIP_STALE_MS;
	if (!stale && !may_ask(step))
		return;
	if (!stale)
		step_act(step, ACTION_ASK_TIP, WHAT_NONE);
	*ask_ms = 0;
}

/* What is no prompt, but is told by a notice of its own, when nothing else is on screen. */
static void notices(struct step *step)
{
	struct schedule *state = step->state;

	if (state->recovery_until_ms != 0 && hold_blocks(step, true) == HELD_NONE) {
		if (step->now_ms < state->recovery_until_ms)
			step_act(step, ACTION_RECOVERY, WHAT_NONE);
		state->recovery_until_ms = 0;
	}
	limit_settle(step);
	if (state->ask_hours && may_ask(step)) {
		step_act(step, ACTION_ASK_HOURS, WHAT_CHECKIN);
		budget_spend(state, step->now_ms);
		state->ask_hours = false;
		state->asked_hours = true;
	}
	ask_tip(step);
}

void prompt_choose(struct step *step)
{
	note_held(step);
	if (prompt_occupied(step->state) || hold_awaits_calls(step))
		return;
	enum schedule_what what = best(step);
	if (what != WHAT_NONE)
		show(step, what);
	else
		notices(step);
}

void prompt_join(struct step *step)
{
	enum schedule_what what = break_near(step, WHAT_REST) ? WHAT_REST : WHAT_MICRO;
	struct schedule_item *item = step_item(step, what);

	if (!break_near(step, what) || prompt_occupied(step->state))
		return;
	if (hold_blocks(step, item->self) != HELD_NONE || hold_grace(step) || step->state->snooze_active_ms > 0)
		return;
	if (item->due_ms == 0)
		item->due_ms = step->now_ms;
	prompt_show(step, what, ACTION_FOLLOW_UP, break_postpone_ms(step, what));
}

void prompt_now(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);
	enum schedule_what open = prompt_open(step->state);

	if (on_screen(item) || item->phase == PHASE_TAKING)
		return;
	item->self = true;
	item->wait_active_ms = 0;
	item->again_ms = 0;
	if (item->phase == PHASE_NONE) {
		item->phase = PHASE_WAITING;
		item->due_ms = step->now_ms;
	}
	if (open != WHAT_NONE && hold_blocks(step, true) == HELD_NONE)
		prompt_take_off(step, open);
}

void prompt_later(struct step *step)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE)
		return;
	if (what_is_break(what))
		break_postpone(step, what, break_postpone_ms(step, what));
	else
		question_put_off(step, what, step->config->checkin_later_s * SECOND_MS);
}

void prompt_snooze(struct step *step, int64_t minutes)
{
	struct schedule *state = step->state;
	enum schedule_what open = prompt_open(state);
	int64_t wait_ms = minutes > 0 ? minutes * MINUTE_MS : break_postpone_ms(step, WHAT_MICRO);

	if (open != WHAT_NONE && minutes <= 0) {
		prompt_later(step);
	} else if (open != WHAT_NONE && what_is_break(open)) {
		break_postpone(step, open, wait_ms);
	} else if (open != WHAT_NONE) {
		question_put_off(step, open, wait_ms);
	} else {
		state->snooze_active_ms = wait_ms;
		for (int what = 0; what < SCHEDULE_ITEMS; what++)
			if (state->items[what].phase == PHASE_AGAIN && state->items[what].wait_active_ms < wait_ms)
				state->items[what].wait_active_ms = wait_ms;
	}
}

void prompt_dismiss(struct step *step)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE)
		return;
	if (what_is_break(what))
		break_ignore(step, what);
	else
		question_dismiss(step, what);
}

void prompt_skip(struct step *step)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE)
		return;
	if (what_is_break(what))
		break_skip(step, what);
	else
		question_skip(step, what);
}

void prompt_undelivered(struct step *step)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE)
		return;
	if (what_is_break(what))
		break_undelivered(step, what);
	else
		question_undelivered(step, what);
}
