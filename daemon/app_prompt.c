/* The open prompt: put on the screen, pressed, closed. What a button means for the schedule is decided here, and nothing else. */
#include "app_private.h"

/* The schedule ends a prompt's life; the notifier's own end is there in case we hang, and must not come first. */
#define LIFE_SLACK_S 5

static void begin_chain(struct app *app)
{
	struct app_secrets *secrets = app->secrets;

	checkin_init(&secrets->chain, &secrets->deck, &secrets->rng);
	app->chain_begun = true;
	app->invited = app->config.checkin_invite;
}

static int64_t planned_s(const struct app *app, enum schedule_what what)
{
	return what == WHAT_REST ? app->config.rest_for_s : app->config.micro_for_s;
}

static void compose(struct app *app, enum schedule_what what, int32_t life_s, struct prompt_text *ret)
{
	switch (what) {
	case WHAT_CHECKIN:
		if (app->invited)
			prompt_invite(life_s, ret);
		else
			prompt_question(&app->secrets->chain, app_language(app), life_s, ret);
		break;
	case WHAT_REVIEW:
		app->offers_page = app_has_page(app);
		prompt_review(life_s, app->offers_page, ret);
		break;
	default:
		prompt_break(what, planned_s(app, what), rng_next(&app->secrets->rng), life_s, ret);
		break;
	}
}

/* A first showing of @what, as opposed to the same one again. */
static void open_prompt(struct app *app, enum schedule_what what, struct instant now)
{
	app->open = what;
	app->group = app_random_u32();
	app->open_boot_ms = now.boot_ms;
	if (what == WHAT_CHECKIN)
		begin_chain(app);
}

/* A break that follows a check-in comes as a follow-up; a restart may come between a check-in and its reminder. */
static bool is_first(const struct app *app, const struct schedule_action *action)
{
	if (action->what == WHAT_CHECKIN)
		return action->type == ACTION_PROMPT || !app->chain_begun;
	return action->type != ACTION_REPROMPT;
}

void app_prompt_show(struct app *app, const struct schedule_action *action, struct instant now)
{
	struct prompt_text prompt;

	if (is_first(app, action))
		open_prompt(app, action->what, now);
	if (action->type != ACTION_FOLLOW_UP)
		app->self = action->self_started;
	app->open = action->what;
	compose(app, action->what, action->life_s + LIFE_SLACK_S, &prompt);
	app->screen = SCREEN_PROMPT;
	app->ports.show(app->ports.context, &prompt);
	app_secret_wipe(&prompt, sizeof prompt);
}

void app_prompt_end(struct app *app)
{
	if (app->screen == SCREEN_PROMPT) {
		app->screen = SCREEN_NOTHING;
		app->ports.close(app->ports.context);
	}
	app->open = WHAT_NONE;
}

void app_shown(struct app *app)
{
	if (app->screen == SCREEN_PROMPT) {
		app_handle(app, (struct schedule_event){.type = SCHEDULE_SHOWN});
	} else if (app->screen == SCREEN_TIP) {
		app->secrets->shown_tip = app->secrets->tip;
		app_handle(app, (struct schedule_event){.type = SCHEDULE_TIP});
	}
}

static void pressed_checkin(struct app *app, int button)
{
	static const enum schedule_event_type invite_events[] = {
		[INVITE_BUTTON_ANSWER] = SCHEDULE_ANSWER,
		[INVITE_BUTTON_LATER] = SCHEDULE_LATER,
		[INVITE_BUTTON_SKIP] = SCHEDULE_SKIP,
	};
	struct checkin *chain = &app->secrets->chain;

	if (app->invited) {
		app->invited = button != INVITE_BUTTON_ANSWER;
		app_handle(app, (struct schedule_event){.type = invite_events[button], .more = true});
	} else if (checkin_press(chain, button) != 0) {
		app_handle(app, (struct schedule_event){.type = SCHEDULE_DISMISS});
	} else {
		app_handle(app, (struct schedule_event){.type = SCHEDULE_ANSWER, .more = !checkin_done(chain)});
	}
}

static void pressed_break(struct app *app, int button)
{
	static const enum schedule_event_type events[] = {
		[BREAK_BUTTON_START] = SCHEDULE_START_BREAK,
		[BREAK_BUTTON_LATER] = SCHEDULE_LATER,
		[BREAK_BUTTON_SKIP] = SCHEDULE_SKIP,
	};

	app_handle(app, (struct schedule_event){.type = events[button], .what = app->open});
}

/*
 * Opened is not answered: for the schedule the prompt stays open, as when the person types `evenkeel review` beside it, until the review
 * comes in, or the one reminder, or its end.
 */
static void pressed_review(struct app *app, int button)
{
	if (button == REVIEW_BUTTON_OPEN)
		app_open_page(app);
	else
		app_handle(app, (struct schedule_event){.type = button == REVIEW_BUTTON_LATER ? SCHEDULE_LATER
											      : SCHEDULE_SKIP});
}

static void pressed(struct app *app, int button)
{
	if (app->open == WHAT_CHECKIN)
		pressed_checkin(app, button);
	else if (app->open == WHAT_REVIEW)
		pressed_review(app, app->offers_page ? button : button + REVIEW_BUTTON_LATER);
	else
		pressed_break(app, button);
}

/* The screen is free again. True when it was a prompt that left it. */
static bool left_screen(struct app *app)
{
	bool prompt = app->screen == SCREEN_PROMPT;

	if (app->screen == SCREEN_RATING)
		app->secrets->shown_tip = 0;
	app->screen = SCREEN_NOTHING;
	if (!prompt)
		app_handle(app, (struct schedule_event){.type = SCHEDULE_TICK}); /* the next notice may come */
	return prompt;
}

void app_pressed(struct app *app, int button)
{
	if (app->screen == SCREEN_RATING && button >= 0 && button < PROMPTLINE_ACTIONS)
		app_record_rating(app, button, app->ports.now(app->ports.context));
	if ((app->screen == SCREEN_NOTICE || app->screen == SCREEN_TIP) && app->offers_page && button == 0)
		app_open_page(app);
	if (left_screen(app) && button >= 0 && button < PROMPTLINE_ACTIONS)
		pressed(app, button);
}

void app_closed(struct app *app, enum prompt_closed reason)
{
	/* At the end of its life the schedule knows by itself; servers' other reasons are not to be trusted. */
	(void)reason;
	if (left_screen(app))
		app_handle(app, (struct schedule_event){.type = SCHEDULE_DISMISS});
}

void app_undelivered(struct app *app)
{
	if (left_screen(app))
		app_handle(app, (struct schedule_event){.type = SCHEDULE_UNDELIVERED});
}
