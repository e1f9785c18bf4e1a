#include "schedule_internal.h"

const char *schedule_what_name(enum schedule_what what)
{
	static const char *const names[] = {"micro", "checkin", "rest", "review", "daily"};

	return (size_t)what < sizeof(names) / sizeof(names[0]) ? names[what] : "none";
}

const char *schedule_hold_name(enum record_held hold)
{
	static const char *const names[] = {"none",   "call",      "busy",   "dnd",  "locked",
					    "asleep", "off-hours", "paused", "away", "other-prompt"};

	return (size_t)hold < sizeof(names) / sizeof(names[0]) ? names[hold] : "none";
}

void schedule_init(struct schedule *state, uint64_t seed)
{
	*state = (struct schedule){.seed = seed, .planned_ms = NEVER};
}

/* A reminder that is taken back in the step that brought it, after a sleep say, is not to flash up. */
static void take_back(struct schedule_out *out, enum schedule_what what)
{
	int kept = 0;

	for (int i = 0; i < out->count; i++)
		if (out->actions[i].type != ACTION_REPROMPT || out->actions[i].what != what)
			out->actions[kept++] = out->actions[i];
	out->count = kept;
}

struct schedule_action *step_act(struct step *step, enum schedule_action_type type, enum schedule_what what)
{
	struct schedule_out *out = step->out;

	if (type == ACTION_CLOSE || type == ACTION_OUTCOME)
		take_back(out, what);
	/* One step makes a dozen at most; the last place would be written over rather than memory. */
	int index = out->count < SCHEDULE_ACTIONS_MAX ? out->count++ : SCHEDULE_ACTIONS_MAX - 1;

	out->actions[index] = (struct schedule_action){.type = type, .what = what, .event_boot_ms = step->now_ms};
	return &out->actions[index];
}

struct schedule_item *step_item(const struct step *step, enum schedule_what what)
{
	return &step->state->items[what];
}

struct step step_look(struct schedule *copy, const struct config *config, struct instant now)
{
	int64_t now_ms = now.boot_ms > copy->boot_ms ? now.boot_ms : copy->boot_ms;
	struct step step = {
		.state = copy, .config = config, .now_ms = now_ms, .wall_ms = now.wall_ms, .from_wall_ms = now.wall_ms};

	activity_advance(&step);
	copy->boot_ms = now_ms;
	copy->wall_ms = now.wall_ms;
	return step;
}

static void day_settle(struct step *step)
{
	struct schedule *state = step->state;
	int64_t wall_s = instant_floor_div(step->wall_ms, SECOND_MS);
	int32_t day = hours_day(step->config, &state->zone, wall_s);
	int32_t work_date = hours_work_date(step->config, &state->zone, wall_s);

	checkin_settle(step); /* the day before may have had one that nobody was there for */
	if (day != state->day) {
		state->day = day;
		state->day_active_ms = 0;
		state->limit_ms = 0;
		for (int what = 0; what < SCHEDULE_ITEMS; what++)
			state->taken[what] = 0;
	}
	if (work_date == state->work_date && state->drawn)
		return;
	state->work_date = work_date;
	checkin_day(step);
	checkin_settle(step);
}

/* What time alone brought, up to this instant. */
static void settle(struct step *step)
{
	activity_advance(step);
	day_settle(step);
	review_settle(step);
	hold_settle(step);
	break_settle(step);
	question_settle(step, WHAT_CHECKIN);
	question_settle(step, WHAT_REVIEW);
	step->from_wall_ms = step->wall_ms;
}

static void go_to(struct step *step, int64_t boot_ms)
{
	if (boot_ms > step->now_ms) {
		step->wall_ms += boot_ms - step->now_ms;
		step->now_ms = boot_ms;
	}
	settle(step);
}

static int64_t since(const struct step *step, const struct schedule_event *event)
{
	return event->since_boot_ms > 0 && event->since_boot_ms < step->now_ms ? event->since_boot_ms : step->now_ms;
}

static void on_activity(struct step *step, const struct schedule_event *event)
{
	if (event->type == SCHEDULE_NO_ACTIVITY) {
		activity_set(step, ACTIVITY_NONE, step->now_ms);
	} else if (event->type == SCHEDULE_IDLE) {
		pause_let_go(step);
		activity_set(step, ACTIVITY_IDLE, since(step, event));
	} else {
		pause_input(step, step->now_ms);
		activity_set(step, ACTIVITY_ACTIVE, step->now_ms);
	}
}

static void on_hold(struct step *step, const struct schedule_event *event)
{
	switch (event->type) {
	case SCHEDULE_LOCK:
		hold_begin(step, HELD_LOCKED, step->now_ms);
		break;
	case SCHEDULE_UNLOCK:
		hold_end(step, HELD_LOCKED, step->now_ms);
		break;
	case SCHEDULE_SLEEP:
		hold_begin(step, HELD_ASLEEP, step->now_ms);
		break;
	case SCHEDULE_WAKE:
		hold_end(step, HELD_ASLEEP, step->now_ms);
		break;
	case SCHEDULE_DND_ON:
		hold_begin(step, HELD_DND, step->now_ms);
		break;
	case SCHEDULE_DND_OFF:
		hold_end(step, HELD_DND, step->now_ms);
		break;
	case SCHEDULE_CALL:
		hold_call(step, true, event->already);
		break;
	case SCHEDULE_HANGUP:
		hold_call(step, false, false);
		break;
	case SCHEDULE_BUSY_ON:
		hold_busy(step, true, event->number);
		break;
	case SCHEDULE_BUSY_OFF:
		hold_busy(step, false, 0);
		break;
	case SCHEDULE_PAUSE:
		hold_pause(step, event->number);
		break;
	case SCHEDULE_RESUME:
		hold_resume(step);
		break;
	default:
		break;
	}
}

static void on_answer(struct step *step, const struct schedule_event *event)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_CHECKIN || what == WHAT_REVIEW)
		question_answer(step, what, event->more);
}

static void on_shown(struct step *step)
{
	enum schedule_what what = prompt_open(step->state);

	if (what == WHAT_NONE || step_item(step, what)->shown_wall_ms != 0)
		return;
	step_item(step, what)->shown_wall_ms = step->wall_ms;
}

static void on_start_break(struct step *step, enum schedule_what what)
{
	if (what != WHAT_MICRO && what != WHAT_REST)
		what = prompt_open(step->state);
	if (what_is_break(what))
		pause_start(step, what);
}

static void apply(struct step *step, const struct schedule_event *event)
{
	switch (event->type) {
	case SCHEDULE_START:
		if (event->await_calls)
			hold_await_calls(step);
		break;
	case SCHEDULE_ACTIVE:
	case SCHEDULE_IDLE:
	case SCHEDULE_NO_ACTIVITY:
		on_activity(step, event);
		break;
	case SCHEDULE_ANSWER:
		on_answer(step, event);
		break;
	case SCHEDULE_SHOWN:
		on_shown(step);
		break;
	case SCHEDULE_START_BREAK:
		on_start_break(step, event->what);
		break;
	case SCHEDULE_SNOOZE:
		prompt_snooze(step, event->number);
		break;
	case SCHEDULE_SKIP:
		prompt_skip(step);
		break;
	case SCHEDULE_LATER:
		prompt_later(step);
		break;
	case SCHEDULE_DISMISS:
		prompt_dismiss(step);
		break;
	case SCHEDULE_UNDELIVERED:
		prompt_undelivered(step);
		break;
	case SCHEDULE_NOW:
		if ((unsigned)event->what < SCHEDULE_ITEMS)
			prompt_now(step, event->what);
		break;
	case SCHEDULE_RECORDED:
		if (event->what == WHAT_CHECKIN || event->what == WHAT_REVIEW)
			question_recorded(step, event->what);
		break;
	case SCHEDULE_HARD_CALL:
		step->state->recovery_until_ms = step->now_ms + RECOVERY_MS;
		break;
	case SCHEDULE_TIP:
		tip_shown(step);
		break;
	default:
		on_hold(step, event);
		break;
	}
}

static void first_step(struct schedule *state, const struct config *config, const struct schedule_event *event,
		       int64_t now_ms)
{
	state->started = true;
	state->boot_ms = now_ms;
	state->counted_ms = now_ms;
	state->pause_ms = now_ms;
	state->planned_ms = NEVER;
	if (state->review_since == 0)
		state->review_since =
			hours_work_date(config, &state->zone, instant_floor_div(event->at.wall_ms, SECOND_MS));
	state->wall_ms = event->at.wall_ms - LATE_MS; /* a check-in that a quick restart passed over is still due */
}

/* Begin at the last step's instant, by the clock as it's set now: a jump of the clock is no time that went by. */
static struct step begin(struct schedule *state, const struct config *config, const struct schedule_event *event,
			 int64_t now_ms, struct schedule_out *out)
{
	int64_t wall_ms = event->at.wall_ms - (now_ms - state->boot_ms), jump_ms = wall_ms - state->wall_ms;
	bool small = jump_ms <= LATE_MS && jump_ms >= -LATE_MS;

	return (struct step){.state = state,
			     .config = config,
			     .out = out,
			     .now_ms = state->boot_ms,
			     .wall_ms = wall_ms,
			     .from_wall_ms = small && state->wall_ms < wall_ms ? state->wall_ms : wall_ms};
}

/* The step that was asked for comes much too late: the machine slept, whether or not anybody said so. */
static bool overslept(const struct step *step, int64_t now_ms)
{
	return step->state->planned_ms < now_ms - LATE_MS && !hold_on(step, HELD_ASLEEP);
}

static void sleep_through(struct step *step, int64_t now_ms)
{
	go_to(step, step->state->planned_ms);
	hold_begin(step, HELD_ASLEEP, step->now_ms);
	go_to(step, now_ms);
	hold_end(step, HELD_ASLEEP, step->now_ms);
}

/* When the event took effect: activity is known a little later than it began. */
static int64_t effective_ms(const struct step *step, const struct schedule_event *event, int64_t now_ms)
{
	bool activity = event->type == SCHEDULE_ACTIVE || event->type == SCHEDULE_IDLE;

	if (!activity || event->since_boot_ms <= 0 || event->since_boot_ms > now_ms)
		return now_ms;
	return event->since_boot_ms > step->now_ms ? event->since_boot_ms : step->now_ms;
}

void schedule_step(struct schedule *state, const struct config *config, const struct schedule_event *event,
		   struct schedule_out *out)
{
	int64_t now_ms = event->at.boot_ms > state->boot_ms ? event->at.boot_ms : state->boot_ms;

	out->count = 0;
	if (now_ms < 1)
		now_ms = 1; /* 0 means none */
	if (event->zone)
		state->zone = *event->zone;
	if (!state->started)
		first_step(state, config, event, now_ms);
	struct step step = begin(state, config, event, now_ms, out);
	if (event->type == SCHEDULE_CLOCK || event->type == SCHEDULE_CONFIG || event->type == SCHEDULE_START)
		state->drawn = false;
	if (overslept(&step, now_ms))
		sleep_through(&step, now_ms);
	go_to(&step, effective_ms(&step, event, now_ms));
	apply(&step, event);
	go_to(&step, now_ms);
	prompt_choose(&step);
	wake_plan(&step);
	state->boot_ms = step.now_ms;
	state->wall_ms = step.wall_ms;
}
