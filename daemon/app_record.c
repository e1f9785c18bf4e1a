/* What is kept of a prompt: its records composed, given to the store, and what the person is told about that. */
#include "app_private.h"

#include <evenkeel/tip.h>

enum {
	BUSY_FAILURES = 6,   /* 1 + 2 + 4 + 8 + 16 s */
	THANKS_FAILURES = 3, /* 1 + 2 s */
};

static void head(struct app *app, struct record *record, struct instant now)
{
	record->wall_ms = now.wall_ms;
	record->zone_min = app_zone_min(app, now);
	record->catalogue = CATALOGUE_VERSION;
}

static enum record_kind kind_without_answers(enum schedule_outcome outcome)
{
	switch (outcome) {
	case OUTCOME_SKIPPED:
		return RECORD_SKIPPED;
	case OUTCOME_DISMISSED:
		return RECORD_DISMISSED;
	case OUTCOME_HELD:
		return RECORD_HELD;
	case OUTCOME_UNDELIVERED:
		return RECORD_UNDELIVERED;
	default:
		return RECORD_EXPIRED;
	}
}

static void add_prompt_record(struct app *app, struct record *record, const struct schedule_action *action,
			      struct instant now)
{
	head(app, record, now);
	record->group = app->group;
	record->prompt.since_prompt_s = action->since_prompt_s > 0 ? (uint32_t)action->since_prompt_s : 0;
	record->prompt.origin = action->self_started ? ORIGIN_SELF : ORIGIN_PROMPT;
	record->prompt.hold = action->outcome == OUTCOME_HELD ? (uint8_t)action->hold : HELD_NONE;
	if (action->late)
		record->flags |= RECORD_LATE;
	app_keep_add(&app->keep, record);
}

/* A one-minute tip after *A lot*, chosen from the answers in memory alone. */
static uint16_t fitting_tip(const struct checkin *chain, struct rng *rng)
{
	for (int i = 0; i < 2; i++) {
		if (chain->symptom[i] == 2 && (chain->stress != 2 || chain->cause == 0))
			return tip_for_answer(0, chain->symptoms[i], rng);
	}
	return chain->stress == 2 && chain->cause != 0 ? tip_for_answer(chain->cause, 0, rng) : 0;
}

static void end_chain(struct app *app, bool answered)
{
	struct app_secrets *secrets = app->secrets;

	app->thanks = answered;
	secrets->tip = answered ? fitting_tip(&secrets->chain, &secrets->rng) : 0;
	app_secret_wipe(&secrets->chain, sizeof secrets->chain);
	app->chain_begun = app->invited = false;
}

static void checkin_outcome(struct app *app, const struct schedule_action *action, struct instant now)
{
	struct symptom_deck deck = app->secrets->deck;
	struct checkin *chain = &app->secrets->chain;
	struct record record = {0};

	/* Never shown (held): what it would have asked is not asked, so it is drawn from a copy of the deck. */
	if (!app->chain_begun) {
		checkin_init(chain, &deck, &app->secrets->rng);
		app->group = app_random_u32();
	}
	if (!app->elsewhere || chain->answered > 0) {
		checkin_record(chain, kind_without_answers(action->outcome), &record);
		add_prompt_record(app, &record, action, now);
	}
	if (chain->answered > 0)
		app->undo_group = app->group;
	end_chain(app, chain->answered > 0 && !app->elsewhere);
	app_secret_wipe(&record, sizeof record);
}

void app_record_stopped(struct app *app, struct instant now)
{
	struct schedule_action action = {
		.type = ACTION_OUTCOME,
		.what = WHAT_CHECKIN,
		.outcome = OUTCOME_PARTIAL,
		.self_started = app->self,
		.since_prompt_s = (int32_t)((now.boot_ms - app->open_boot_ms) / 1000),
	};

	if (app->chain_begun && app->secrets->chain.answered > 0)
		checkin_outcome(app, &action, now);
}

static void review_outcome(struct app *app, const struct schedule_action *action, struct instant now)
{
	struct record records[REVIEW_RECORDS_MAX];
	struct review review;
	int count;

	if (app->elsewhere)
		return;
	review_init(&review);
	app->group = app_random_u32();
	count = review_records(&review, kind_without_answers(action->outcome), records);
	for (int i = 0; i < count; i++)
		add_prompt_record(app, &records[i], action, now);
}

void app_record_outcome(struct app *app, const struct schedule_action *action, struct instant now)
{
	if (action->outcome == OUTCOME_LATER)
		return;
	if (action->what == WHAT_CHECKIN)
		checkin_outcome(app, action, now);
	else if (action->what == WHAT_REVIEW)
		review_outcome(app, action, now);
}

void app_record_pause(struct app *app, const struct record_pause *pause, struct instant now)
{
	struct record record = {.kind = RECORD_BREAK, .parts = 1, .group = app_random_u32(), .pause = *pause};

	head(app, &record, now);
	app_keep_add(&app->keep, &record);
}

static uint16_t first_cause(uint16_t tip)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (size_t i = 0; i < count; i++)
		if (tips[i].id == tip)
			return tips[i].causes[0];
	return 0;
}

void app_record_rating(struct app *app, int button, struct instant now)
{
	static const uint8_t verdicts[] = {
		[RATING_BUTTON_HELPED] = 1, [RATING_BUTTON_NOT] = 2, [RATING_BUTTON_UNTRIED] = 3};
	uint16_t tip = app->secrets->shown_tip;
	struct record record = {.kind = RECORD_TIP_FEEDBACK, .parts = 1, .group = app_random_u32()};

	head(app, &record, now);
	record.tip.tip = tip;
	record.tip.verdict = verdicts[button];
	record.tip.cause = first_cause(tip);
	app_keep_add(&app->keep, &record);
	app_secret_wipe(&record, sizeof record);
}

void app_record_hard_call(struct app *app, struct instant now)
{
	struct record record = {.kind = RECORD_ANSWERED, .parts = 1, .group = app_random_u32(), .count = 1};

	head(app, &record, now);
	record.prompt = (struct record_prompt){.form = FORM_HARD_CALL, .origin = ORIGIN_SELF};
	app->undo_group = record.group;
	record.prompt.answers[0] = (struct record_answer){.question = ID_HARD_CALL, .scale = SCALE_YN, .value = 1};
	app_keep_add(&app->keep, &record);
}

void app_record_withdraw(struct app *app, struct instant now)
{
	struct record record = {.kind = RECORD_WITHDRAWN, .parts = 1, .group = app_random_u32()};

	head(app, &record, now);
	record.withdrawn.group = app->undo_group;
	app->undo_group = 0;
	app_keep_add(&app->keep, &record);
}

int app_contribution_sent(struct app *app, uint64_t week, const uint8_t name[static STORE_NAME_SIZE], struct error *err)
{
	struct instant now = app->ports.now(app->ports.context);
	struct record record;

	if (app_store_gone(app))
		return error_set(err, ERROR_FAILED, "there is no store any more");
	int r = app->store ? 0 : app_store_open(app, 0, err);
	if (r)
		return r;
	record_contribution(week, &record);
	record.group = app_random_u32();
	head(app, &record, now);
	r = store_append_once(app->store, &record, name, now, record.zone_min, 0, err);
	if (r == STORE_THERE)
		return 0;
	if (r == 0) {
		app->copy_soon = true;
		app_handle(app, (struct schedule_event){.type = SCHEDULE_TICK});
	}
	return r;
}

/* Told once, when it was refused a second time; a client that writes just now, up to half a minute, is no reason for a word. */
static void say_refused(struct app *app, bool busy, const struct error *err, struct instant now)
{
	if (busy && app->keep.failures < BUSY_FAILURES)
		return;
	if (app->store_trouble[0] == '\0')
		app_log(app, "the store takes no records: %s", err->message);
	app_cut(app->store_trouble, err->message);
	if (app->keep.failures < 2 || app->told)
		return;
	app->told = true;
	app_notice_add(app, NOTICE_TROUBLE, now);
}

/* To the store, once it can be opened. */
static int offer(struct app *app, struct instant now, int wait_ms, bool urgent, struct error *err)
{
	if (!app->store) {
		if (urgent ? app->keep.count == 0 : !app_keep_is_time(&app->keep, now))
			return 1;
		int result = app_store_open(app, wait_ms, err);
		if (result == STORE_EMPTY)
			app_store_end(app);
		if (result != 0) {
			app_keep_put_off(&app->keep, now, result > 0);
			return result;
		}
		app_log(app, "the store can be written to now");
	}
	return app_keep_flush(&app->keep, app->store, now, app_zone_min(app, now), wait_ms, urgent, err);
}

void app_record_flush(struct app *app, struct instant now, int wait_ms, bool urgent)
{
	int failures = app->keep.failures;
	size_t waiting = app->keep.count;
	struct error err = {0};
	int result = offer(app, now, wait_ms, urgent, &err);

	if (app->gone)
		return;
	app->copy_soon |= result == 0 && waiting > 0;
	if (result == 0 && app->thanks)
		app_notice_add(app, NOTICE_THANKS, now);
	/* Another program that writes just now delays them by a second or two. */
	app->thanks &= result > 0 && app->keep.failures < THANKS_FAILURES;
	if (result == 0) {
		app->told = false;
		app->store_trouble[0] = '\0';
	} else if (app->keep.failures != failures) {
		say_refused(app, result > 0, &err, now);
	}
}
