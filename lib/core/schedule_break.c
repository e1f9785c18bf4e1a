/*
 * Breaks. A break falls due after its interval of active time since the last pause at least as long as the
 * break; any pause that long counts as the break, asked for or not. Postponing is counted in active time.
 * Nothing is forced, and whoever ignores prompts gets fewer.
 */
#include "schedule_internal.h"

static const enum schedule_what breaks[] = {WHAT_MICRO, WHAT_REST};
#define BREAKS 2

bool what_is_break(enum schedule_what what)
{
	return what == WHAT_MICRO || what == WHAT_REST;
}

int64_t break_every_ms(const struct step *step, enum schedule_what what)
{
	int64_t every_s = what == WHAT_MICRO ? step->config->micro_every_s : step->config->rest_every_s;

	return every_s * SECOND_MS * (step_item(step, what)->ignored_row >= IGNORED_ROW ? 2 : 1);
}

int64_t break_for_ms(const struct step *step, enum schedule_what what)
{
	return (what == WHAT_MICRO ? step->config->micro_for_s : step->config->rest_for_s) * SECOND_MS;
}

int64_t break_postpone_ms(const struct step *step, enum schedule_what what)
{
	return (what == WHAT_MICRO ? step->config->micro_postpone_s : step->config->rest_postpone_s) * SECOND_MS;
}

int64_t break_left_ms(const struct step *step, enum schedule_what what)
{
	const struct schedule_item *item = step_item(step, what);
	int64_t every_ms = break_every_ms(step, what);

	if (item->phase == PHASE_AGAIN)
		return item->wait_active_ms;
	if (item->phase != PHASE_NONE)
		return 0;
	if (every_ms == 0)
		return NEVER;
	return item->active_ms < every_ms ? every_ms - item->active_ms : 0;
}

bool break_near(const struct step *step, enum schedule_what what)
{
	return break_left_ms(step, what) <= NEAR_MS;
}

static uint32_t seconds(int64_t ms)
{
	return ms > 0 ? (uint32_t)(ms / SECOND_MS) : 0;
}

static struct record_pause pause_of(const struct step *step, enum schedule_what what, uint16_t outcome,
				    int64_t taken_ms)
{
	const struct schedule_item *item = step_item(step, what);
	uint16_t shown = item->asked_ms ? BREAK_SHOWN : 0, held = item->held ? BREAK_HELD : 0;
	uint16_t postponed = item->postponed_times ? BREAK_POSTPONED : 0;

	return (struct record_pause){.type = what == WHAT_MICRO ? BREAK_MICRO : BREAK_REST,
				     .held = item->held,
				     .outcome = (uint16_t)(BREAK_PLANNED | outcome | shown | held | postponed),
				     .due_ago_s = item->due_ms ? seconds(step->now_ms - item->due_ms) : 0,
				     .planned_s = seconds(break_for_ms(step, what)),
				     .taken_s = seconds(taken_ms),
				     .postponed_s = seconds(item->postponed_ms),
				     .times_postponed = (uint16_t)item->postponed_times};
}

struct schedule_action *break_tell(struct step *step, enum schedule_what what, enum schedule_outcome outcome)
{
	const struct schedule_item *item = step_item(step, what);
	struct schedule_action *action = step_act(step, ACTION_OUTCOME, what);

	action->outcome = outcome;
	action->self_started = item->self;
	action->shown_wall_ms = item->shown_wall_ms;
	action->since_prompt_s = item->asked_ms ? (int32_t)seconds(step->now_ms - item->asked_ms) : 0;
	return action;
}

static void record(struct step *step, enum schedule_what what, const struct record_pause *pause, int64_t at_ms)
{
	struct schedule_action *action = step_act(step, ACTION_BREAK_RECORD, what);

	action->pause = *pause;
	action->event_boot_ms = at_ms;
}

static void close_if_open(struct step *step, enum schedule_what what)
{
	if (step_item(step, what)->phase == PHASE_OPEN)
		step_act(step, ACTION_CLOSE, what);
}

/* The next interval begins. */
static void settle(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	close_if_open(step, what);
	prompt_forget(item);
	item->active_ms = 0;
}

/* Settled without a pause: skipped, ignored, held, undelivered. */
static void end(struct step *step, enum schedule_what what, uint16_t outcome)
{
	struct record_pause pause = pause_of(step, what, outcome, 0);

	record(step, what, &pause, step->now_ms);
	settle(step, what);
}

void break_taken(struct step *step, enum schedule_what what, int64_t at_ms, int64_t taken_ms)
{
	struct schedule_item *item = step_item(step, what);
	uint16_t natural = item->asked_ms ? 0 : BREAK_NATURAL;
	struct record_pause pause = pause_of(step, what, BREAK_TAKEN | natural, taken_ms);
	struct schedule_action *action = break_tell(step, what, OUTCOME_TAKEN);

	action->pause = pause;
	action->event_boot_ms = at_ms;
	record(step, what, &pause, at_ms);
	step->state->taken[what]++;
	settle(step, what);
	item->worked_ms = 0;
	item->ignored_row = 0;
	if (what == WHAT_REST) { /* satisfies the micro break too */
		settle(step, WHAT_MICRO);
		step_item(step, WHAT_MICRO)->worked_ms = 0;
		step_item(step, WHAT_MICRO)->ignored_row = 0;
	}
}

static void again(struct step *step, enum schedule_what what, int64_t wait_ms)
{
	struct schedule_item *item = step_item(step, what);

	close_if_open(step, what);
	item->phase = PHASE_AGAIN;
	item->wait_active_ms = wait_ms;
	item->again_ms = 0;
	item->off_screen = false;
}

/* Its time on screen is over. Who is pausing right now, without having pressed Start, isn't ignoring it. */
static void run_out(struct step *step, enum schedule_what what)
{
	if (!step->state->running && step->state->activity == ACTIVITY_IDLE)
		again(step, what, break_postpone_ms(step, what));
	else
		break_ignore(step, what);
}

static void due_settle(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);
	bool due = break_every_ms(step, what) > 0 && item->active_ms >= break_every_ms(step, what);

	if (item->phase == PHASE_NONE && due) {
		item->phase = PHASE_WAITING;
		item->due_ms = step->now_ms;
	} else if (item->phase == PHASE_WAITING && !due && !item->self) {
		prompt_forget(item); /* counted too far, or another interval */
	}
	if (item->phase == PHASE_OPEN && step->now_ms >= item->until_ms)
		run_out(step, what);
}

void break_settle(struct step *step)
{
	for (int i = 0; i < BREAKS; i++) {
		pause_settle(step, breaks[i]);
		due_settle(step, breaks[i]);
	}
}

void break_postpone(struct step *step, enum schedule_what what, int64_t wait_ms)
{
	struct schedule_item *item = step_item(step, what);

	break_tell(step, what, OUTCOME_POSTPONED);
	item->postponed_times++;
	item->postponed_ms += wait_ms;
	item->asks = 0; /* an answer: asking begins anew */
	item->ignored_row = 0;
	again(step, what, wait_ms);
}

void break_skip(struct step *step, enum schedule_what what)
{
	break_tell(step, what, OUTCOME_SKIPPED);
	step_item(step, what)->ignored_row = 0;
	end(step, what, BREAK_SKIPPED);
}

void break_ignore(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	break_tell(step, what, OUTCOME_IGNORED);
	item->ignored_row++;
	if (item->asks >= ASKS_MAX)
		end(step, what, 0);
	else
		again(step, what, break_postpone_ms(step, what));
}

void break_drop(struct step *step, enum schedule_what what, enum record_held hold)
{
	struct schedule_item *item = step_item(step, what);
	bool alive = item->phase == PHASE_AGAIN && item->off_screen && step->now_ms < item->until_ms;

	if (alive || !prompt_ready(step, what))
		return;
	item->held = (uint8_t)hold;
	break_tell(step, what, OUTCOME_HELD)->hold = hold;
	end(step, what, 0);
}

void break_undelivered(struct step *step, enum schedule_what what)
{
	struct schedule_item *item = step_item(step, what);

	if (!item->retried) {
		item->phase = PHASE_AGAIN;
		item->retried = true;
		item->asks--;
		item->wait_active_ms = 0;
		item->again_ms = step->now_ms + RETRY_MS;
		item->off_screen = false;
		return;
	}
	break_tell(step, what, OUTCOME_UNDELIVERED);
	item->phase = PHASE_NONE; /* nothing is on screen to be closed */
	end(step, what, 0);
}

void break_give_way(struct step *step, bool anew)
{
	struct schedule_item *micro = step_item(step, WHAT_MICRO);

	if (micro->phase == PHASE_WAITING || micro->phase == PHASE_AGAIN) {
		micro->held = HELD_OTHER_PROMPT;
		break_tell(step, WHAT_MICRO, OUTCOME_HELD)->hold = HELD_OTHER_PROMPT;
		end(step, WHAT_MICRO, 0);
	}
	if (anew)
		micro->active_ms = 0;
}

static int64_t earlier(const struct step *step, int64_t first_ms, int64_t candidate_ms)
{
	return candidate_ms > step->now_ms && candidate_ms < first_ms ? candidate_ms : first_ms;
}

int64_t break_wake_ms(const struct step *step)
{
	int64_t first_ms = NEVER;

	for (int i = 0; i < BREAKS; i++) {
		enum schedule_what what = breaks[i];
		const struct schedule_item *item = step_item(step, what);
		int64_t left_ms = break_left_ms(step, what);
		first_ms = earlier(step, first_ms, pause_wake_ms(step, what));
		first_ms = earlier(step, first_ms, activity_wait_ms(step, left_ms));
		if (item->phase == PHASE_OPEN)
			first_ms = earlier(step, first_ms, item->until_ms);
		if (item->phase == PHASE_AGAIN)
			first_ms = earlier(step, first_ms, item->again_ms);
	}
	return first_ms;
}

void limit_settle(struct step *step)
{
	struct schedule *state = step->state;
	int64_t limit_ms = step->config->daily_limit_s * SECOND_MS;

	if (limit_ms == 0 || state->day_active_ms < (state->limit_ms > limit_ms ? state->limit_ms : limit_ms))
		return;
	if (hold_blocks(step, false) != HELD_NONE || hold_grace(step) || prompt_occupied(state))
		return;
	step_act(step, ACTION_LIMIT, WHAT_DAILY);
	state->limit_ms = state->day_active_ms + step->config->daily_repeat_s * SECOND_MS;
}
