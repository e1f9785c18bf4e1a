/* The control socket's requests: each is one event, and the status is what the schedule and the ports say. */
#include "app_private.h"

#include <string.h>

#include <evenkeel/i18n.h>

static void refuse(struct proto_message *reply, enum error_kind kind, const char *message)
{
	reply->type = PROTO_ERROR;
	reply->kind = (uint8_t)kind;
	app_cut(reply->text, message);
}

static void fill_open(const struct app *app, enum schedule_what open, struct instant now, struct proto_open *ret)
{
	ret->what = (uint8_t)open;
	if (open == WHAT_NONE)
		return;
	ret->since_prompt_s = (uint32_t)((now.boot_ms - app->open_boot_ms) / 1000);
	if (open == WHAT_CHECKIN && app->chain_begun)
		memcpy(ret->symptoms, app->secrets->chain.symptoms, sizeof ret->symptoms);
}

static void fill_status(struct app *app, struct proto_status *ret)
{
	struct instant now = app->ports.now(app->ports.context);

	schedule_status(&app->schedule, &app->config, now, &ret->schedule);
	fill_open(app, ret->schedule.open, now, &ret->open);
	const char *trouble = app->store_trouble[0]  ? app->store_trouble
			      : app->store_notice[0] ? app->store_notice
						     : app->settings_trouble;
	memcpy(ret->trouble, trouble, sizeof ret->trouble);
	ret->demo = app->store && store_is_demo(app->store);
	ret->waiting_records = (uint32_t)app->keep.count;
	app->ports.describe(app->ports.context, ret);
}

static const char *hold_words(enum record_held hold)
{
	switch (hold) {
	case HELD_CALL:
		return _("you are on a call; it comes when the call is over");
	case HELD_BUSY:
		return _("you are busy; it comes after 'evenkeel busy off'");
	case HELD_LOCKED:
		return _("the screen is locked");
	default:
		return _("it waits until what holds it is over; 'evenkeel status' says what");
	}
}

/* Asked for and not on the screen: why? */
static void say_why_not(struct app *app, enum schedule_what what, struct proto_message *reply)
{
	struct schedule_status status;

	if (app->open == what)
		return;
	schedule_status(&app->schedule, &app->config, app->ports.now(app->ports.context), &status);
	if (status.hold_count > 0)
		app_cut(reply->text, hold_words(status.holds[0].hold));
	else if (app->open != WHAT_NONE)
		app_cut(reply->text, _("another prompt is open; answer that one first"));
}

static void request_now(struct app *app, const struct proto_message *request, struct proto_message *reply)
{
	if (request->what >= WHAT_COUNT) {
		refuse(reply, ERROR_USAGE, _("that cannot be asked for; there are micro, rest, checkin and review"));
		return;
	}
	app_handle(app, (struct schedule_event){.type = SCHEDULE_NOW, .what = (enum schedule_what)request->what});
	say_why_not(app, (enum schedule_what)request->what, reply);
}

static void request_recorded(struct app *app, const struct proto_message *request, struct proto_message *reply)
{
	enum schedule_what what = (enum schedule_what)request->what;

	if (what != WHAT_CHECKIN && what != WHAT_REVIEW) {
		refuse(reply, ERROR_USAGE, _("only check-ins and reviews are answered elsewhere"));
		return;
	}
	app->copy_soon = true;
	app_handle(app, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = what});
	app->undo_group = 0; /* until PROTO_LAST says which they were */
}

/* Take the last answers back, whoever took them down: they stay sealed, and no longer count. */
static void request_undo(struct app *app, struct proto_message *reply)
{
	if (app->undo_group == 0) {
		refuse(reply, ERROR_NOTHING, _("there are no answers to take back"));
		return;
	}
	app_record_withdraw(app, app->ports.now(app->ports.context));
	app_handle(app, (struct schedule_event){.type = SCHEDULE_TICK});
}

/* Of a recovery that is not on the screen now. */
static const char *recovery_words(const struct app *app)
{
	bool held = app->schedule.recovery_until_ms != 0, waits = app->notice_until_ms[NOTICE_RECOVERY] != 0;

	if (waits || (held && app->screen == SCREEN_PROMPT))
		return _("The two minutes come when what is on the screen is done.");
	if (held)
		return _("The two minutes come when nothing holds them back; 'evenkeel status' says what does.");
	return "";
}

static void request_hard_call(struct app *app, const struct proto_message *request, struct proto_message *reply)
{
	app->copy_soon = true;
	if (request->on)
		app->undo_group = 0;
	else
		app_record_hard_call(app, app->ports.now(app->ports.context));
	app_handle(app, (struct schedule_event){.type = SCHEDULE_HARD_CALL});
	app_cut(reply->text, recovery_words(app));
}

static void request_reload(struct app *app, struct proto_message *reply)
{
	struct error err = {0};

	if (app_reload(app, &err) != 0)
		refuse(reply, err.kind, err.message);
}

void app_request(struct app *app, const struct proto_message *request, struct proto_message *ret_reply)
{
	ret_reply->type = PROTO_OK;
	if (app_store_gone(app)) {
		refuse(ret_reply, ERROR_FAILED,
		       _("the store was forgotten, so the daemon ends; 'evenkeel setup' begins anew"));
		return;
	}
	switch (request->type) {
	case PROTO_STATUS:
		ret_reply->type = PROTO_STATUS_IS;
		fill_status(app, &ret_reply->status);
		break;
	case PROTO_SNOOZE:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_SNOOZE, .number = request->minutes});
		break;
	case PROTO_PAUSE:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_PAUSE, .number = request->minutes});
		break;
	case PROTO_RESUME:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_RESUME});
		break;
	case PROTO_BUSY:
		app_handle(app, (struct schedule_event){.type = request->on ? SCHEDULE_BUSY_ON : SCHEDULE_BUSY_OFF,
							.number = request->minutes});
		break;
	case PROTO_NOW:
		request_now(app, request, ret_reply);
		break;
	case PROTO_HARD_CALL:
		request_hard_call(app, request, ret_reply);
		break;
	case PROTO_RELOAD:
		request_reload(app, ret_reply);
		break;
	case PROTO_UNDO:
		request_undo(app, ret_reply);
		break;
	case PROTO_LAST:
		app->undo_group = request->group;
		break;
	case PROTO_RECORDED:
		request_recorded(app, request, ret_reply);
		break;
	default:
		refuse(ret_reply, ERROR_USAGE, _("that is no request"));
		break;
	}
}
