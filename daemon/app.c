#include "app_private.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#define SAVE_EVERY_MS 300000 /* along with other wakes, never for its own sake */
#define STOP_WAIT_MS 3000    /* for another writer, when answers would be lost otherwise */

enum catalogue_language app_language(const struct app *app)
{
	switch (app->config.language) {
	case LANGUAGE_EN:
		return CATALOGUE_EN;
	case LANGUAGE_ZH_CN:
		return CATALOGUE_ZH_CN;
	case LANGUAGE_TH:
		return CATALOGUE_TH;
	default:
		return app->options.language;
	}
}

int16_t app_zone_min(const struct app *app, struct instant now)
{
	return (int16_t)(zone_offset_s(&app->zone, instant_floor_div(now.wall_ms, 1000)) / 60);
}

void app_log(const struct app *app, const char *format, ...)
{
	_cleanup_(text_clear) struct text line = {0};
	va_list arguments;

	va_start(arguments, format);
	text_append_va(&line, format, arguments);
	va_end(arguments);
	app->ports.log(app->ports.context, text_string(&line));
}

void app_cut(char ret[static PROTO_STRING_MAX + 1], const char *message)
{
	size_t length = strlen(message);

	if (length > PROTO_STRING_MAX) {
		length = PROTO_STRING_MAX;
		while (length > 0 && ((unsigned char)message[length] & 0xc0) == 0x80)
			length--;
	}
	memmove(ret, message, length);
	ret[length] = '\0';
}

static bool worth_saving(const struct schedule_action *action)
{
	if (action->type == ACTION_HOLD || action->type == ACTION_RELEASE)
		return action->hold != HELD_AWAY;
	return action->type != ACTION_CLOSE && action->type != ACTION_FOLLOW_UP;
}

/* Locked or asleep, the machine may be in somebody else's hands, or its memory on a disk. */
static bool exposes(enum record_held hold)
{
	return hold == HELD_LOCKED || hold == HELD_ASLEEP;
}

static void close_epoch(struct app *app)
{
	if (app->store)
		store_forget_epoch(app->store);
}

static void carry_out(struct app *app, const struct schedule_action *action, struct instant now)
{
	app->save_soon |= worth_saving(action);
	switch (action->type) {
	case ACTION_PROMPT:
	case ACTION_REPROMPT:
	case ACTION_FOLLOW_UP:
		app_prompt_show(app, action, now);
		break;
	case ACTION_CLOSE:
		app_prompt_end(app);
		break;
	case ACTION_OUTCOME:
		if (action->what == app->open)
			app_prompt_end(app);
		app_record_outcome(app, action, now);
		break;
	case ACTION_BREAK_RECORD:
		app_record_pause(app, &action->pause, now);
		break;
	case ACTION_BREAK_OVER:
		app_notice_add(app, NOTICE_BREAK_OVER, now);
		break;
	case ACTION_HOLD:
		/* The open epoch's key is not kept where somebody could take the memory. */
		if (exposes(action->hold)) {
			app->exposed |= 1u << action->hold;
			close_epoch(app);
		}
		break;
	case ACTION_RELEASE:
		app->exposed &= ~(1u << action->hold);
		break;
	case ACTION_LIMIT:
		app_notice_add(app, NOTICE_LIMIT, now);
		break;
	case ACTION_ASK_HOURS:
		app_notice_add(app, NOTICE_HOURS, now);
		break;
	case ACTION_RECOVERY:
		app_notice_add(app, NOTICE_RECOVERY, now);
		break;
	case ACTION_ASK_TIP:
		app_notice_add(app, NOTICE_RATING, now);
		break;
	case ACTION_BREAK_START:
		break;
	}
}

/* Arm for whatever comes first: the schedule, or records that wait. Never for the moment just gone. */
static void arm(struct app *app, struct instant now)
{
	int64_t boot_ms = app->wake_boot_ms < app->keep.retry_boot_ms ? app->wake_boot_ms : app->keep.retry_boot_ms;

	if (boot_ms <= now.boot_ms)
		boot_ms = now.boot_ms + 10;
	app->ports.wake(app->ports.context, boot_ms, app->wake_wall_ms);
}

static void step(struct app *app, struct schedule_event *event)
{
	struct schedule_out out;

	event->at = app->ports.now(app->ports.context);
	app->elsewhere = event->type == SCHEDULE_RECORDED;
	schedule_step(&app->schedule, &app->config, event, &out);
	app->wake_boot_ms = out.wake_boot_ms;
	app->wake_wall_ms = out.wake_wall_ms;
	for (int i = 0; i < out.count; i++)
		carry_out(app, &out.actions[i], event->at);
	app_record_flush(app, event->at, 0, false);
	app->elsewhere = false;
	if (app->gone)
		return;
	if (app->exposed) /* what was stored just now opened an epoch of its own */
		close_epoch(app);
	app_notice_next(app, event->at);
	arm(app, event->at);
	app_store_backup(app, event->at);
}

static bool is_request(enum schedule_event_type type)
{
	return type == SCHEDULE_PAUSE || type == SCHEDULE_RESUME || type == SCHEDULE_SNOOZE ||
	       type == SCHEDULE_BUSY_ON || type == SCHEDULE_BUSY_OFF || type == SCHEDULE_RECORDED ||
	       type == SCHEDULE_CLOCK;
}

void app_handle(struct app *app, struct schedule_event event)
{
	assert(app->event_count < APP_EVENTS_MAX);
	if (!app->running && app_store_gone(app))
		return;
	app->events[app->event_count++] = event;
	if (app->running)
		return;
	app->running = true;
	while (app->event_count > 0) {
		struct schedule_event next = app->events[0];
		memmove(app->events, app->events + 1, (size_t)--app->event_count * sizeof next);
		app->save_soon |= is_request(next.type);
		step(app, &next);
		if (app->gone)
			break;
		if (app->save_soon || next.at.boot_ms - app->saved_boot_ms >= SAVE_EVERY_MS)
			app_save(app);
	}
	app->running = false;
}

/* A zone change alone tells nobody, so the zone is looked at whenever something is due. */
static bool zone_changed(struct app *app)
{
	struct instant now = app->ports.now(app->ports.context);
	struct zone zone = app->ports.zone(app->ports.context, instant_floor_div(now.wall_ms, 1000));
	bool changed = !zone_equal(&zone, &app->zone);

	app->zone = zone;
	return changed;
}

void app_due(struct app *app)
{
	enum schedule_event_type type = zone_changed(app) ? SCHEDULE_CLOCK : SCHEDULE_TICK;

	app_handle(app, (struct schedule_event){.type = type, .zone = type == SCHEDULE_CLOCK ? &app->zone : NULL});
}

void app_clock_set(struct app *app)
{
	(void)zone_changed(app);
	app_handle(app, (struct schedule_event){.type = SCHEDULE_CLOCK, .zone = &app->zone});
}

void app_start(struct app *app)
{
	app->started = true;
	app_handle(app, (struct schedule_event){
				.type = SCHEDULE_START, .zone = &app->zone, .await_calls = app->await_calls});
}

void app_await_calls(struct app *app)
{
	app->await_calls = true;
}

const struct config *app_config(const struct app *app)
{
	return &app->config;
}

const struct zone *app_zone(const struct app *app)
{
	return &app->zone;
}

/* Where another program is at work on it, the timer of what waits tries again. */
static int begin_store(struct app *app, struct error *err)
{
	int result = app_store_open(app, 0, err);

	if (result == STORE_EMPTY)
		return error_set(err, ERROR_NOTHING, "there is no store in '%s' yet; run 'evenkeel setup'",
				 app->options.paths.store);
	if (result <= 0)
		return result;
	app_log(app, "another program is at work on the store; until it is done, answers are kept in memory");
	app_keep_put_off(&app->keep, app->ports.now(app->ports.context), true);
	return 0;
}

int app_new(struct app **ret, const struct app_options *options, const struct app_ports *ports, struct error *err)
{
	struct app *app = mem_new(1, sizeof *app);
	struct error settings = {0};

	app->options = *options;
	app->ports = *ports;
	app->open = WHAT_NONE;
	app_keep_init(&app->keep);
	app->secrets = app_secret_new(sizeof *app->secrets);
	app->secrets->rng = rng_seeded(app_random_u64());
	if (begin_store(app, err) != 0 || paths_make_private(options->paths.state, err) != 0) {
		app->store = store_free(app->store);
		app_secret_free(app->secrets);
		free(app);
		return -1;
	}
	if (app_settings_read(&options->paths, &app->config, &settings) != 0) {
		config_defaults(&app->config);
		app_cut(app->settings_trouble, settings.message);
		app_log(app, "%s; the defaults are used", settings.message);
	}
	(void)zone_changed(app);
	app_restore(app);
	*ret = app;
	return 0;
}

struct app *app_free(struct app *app)
{
	struct instant now;

	if (!app)
		return NULL;
	now = app->ports.now(app->ports.context);
	app_prompt_end(app);
	if (!app_store_gone(app)) {
		app_record_stopped(app, now);
		app_record_flush(app, now, STOP_WAIT_MS, true);
		if (app->keep.count > 0)
			app_log(app, "%zu records could not be stored", app->keep.count);
		if (app->started)
			app_save(app);
	}
	app->store = store_free(app->store);
	app_keep_clear(&app->keep);
	app->secrets = app_secret_free(app->secrets);
	return mem_free(app);
}
