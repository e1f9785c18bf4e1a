#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "keep.h"
#include "last.h"
#include "stop.h"
#include "team.h"
#include "term.h"
#include "words.h"

/* The answers of one prompt, as the store holds them; or that there are none to take back. */
struct answers {
	bool any;
	bool taken_back; /* they, and nothing was answered since */
	struct record record;
};

static int nothing_since(struct error *err)
{
	return error_set(err, ERROR_FAILED,
			 "there is nothing to take back: no answers were given since the last 'undo'");
}

/* Where two outcomes of one moment were stored out of order, the later one counts. */
static bool is_later(const struct answers *last, const struct record *record)
{
	return !last->any || !(record->flags & RECORD_DELAYED) || record->wall_ms >= last->record.wall_ms;
}

/* What was taken in from elsewhere was not answered here just now. */
static int look_at(void *context, uint64_t n, const struct record *record)
{
	struct answers *last = context;
	bool answers = record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL ||
		       (record->kind == RECORD_WORKSHEET && record->worksheet.exercise != 0);

	(void)n;
	if ((!answers && record->kind != RECORD_WITHDRAWN) || (record->flags & RECORD_IMPORTED) ||
	    !is_later(last, record))
		return 0;
	last->any = true;
	last->taken_back = !answers;
	last->record = *record;
	return 0;
}

/* 0, 1: the daemon knows of none, or is down; -1. It knows the last answers given on the desktop, and here while it was up. */
static int ask_daemon(struct client *client, const struct keep_context *context, struct error *err)
{
	struct proto_message request = {.type = PROTO_UNDO};
	struct proto_message *reply = mem_new(1, sizeof(*reply));
	struct store_place place;
	int outcome = context->daemon ? remote_call(client, &request, reply, err) : REMOTE_DOWN;

	free(reply);
	if (outcome == 0 && store_where(context->store, &place))
		last_keep(&client->paths, 0, place);
	if (outcome < 0 && err->kind != ERROR_NOTHING)
		return -1;
	return outcome == 0 ? 0 : 1;
}

/* "check-in, Monday 2 March, 17:00" */
static void describe(const struct client *client, const struct record *record, struct text *ret)
{
	struct zone zone = zone_fixed(record->zone_min * 60);
	int32_t second, today = zone_date(&client->zone, instant_floor_div(client->now.wall_ms, 1000), &second);

	text_appendf(ret, "%s%s", history_form_words(record), _(", "));
	words_weekday(ret, zone_date(&zone, instant_floor_div(record->wall_ms, 1000), &second), today);
	text_append(ret, _(", "));
	words_clock(ret, record->wall_ms, record->zone_min);
}

static int confirm(const char *which, struct error *err)
{
	_cleanup_(text_clear) struct text question = {0};

	if (!term_interactive())
		return 0;
	/* TRANSLATORS: what, day, time: "check-in, Monday 2 March, 17:00" */
	text_appendf(&question, _("Your last answers: %s. Take them back?"), which);
	return term_confirm(text_string(&question), false)
		       ? 0
		       : error_set(err, ERROR_FAILED, "stopped; nothing was changed");
}

static int find_by_reading(struct client *client, struct answers *ret, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct store_report report;

	client_say(_("something else was stored since, or the note of it is gone: only your passphrase can tell which "
		     "answers were "
		     "the last"));
	if (client_unlock(client, &store, err) || store_read(store, look_at, ret, &report, err))
		return -1;
	reading_findings(&report, 1);
	if (!ret->any)
		return error_set(err, ERROR_FAILED, "there is nothing to take back: no answers were given yet");
	return ret->taken_back ? nothing_since(err) : 0;
}

/* Nobody knows any more which were the last: the person's own reading does, and it is said which they are. */
static int take_back_by_reading(struct client *client, struct keep_context *context, struct error *err)
{
	_cleanup_(text_clear) struct text which = {0};
	struct answers last = {0};
	int result = find_by_reading(client, &last, err);

	if (result == 0)
		describe(client, &last.record, &which);
	if (result == 0)
		result = confirm(text_string(&which), err);
	if (result == 0)
		result = keep_withdrawal(client, context, last.record.group, err);
	explicit_bzero(&last, sizeof(last));
	if (result == 0)
		printf(_("Taken back: %s. These answers no longer count.\n"), text_string(&which));
	return result;
}

static int take_back(struct client *client, struct keep_context *context, struct error *err)
{
	struct store_place place;
	uint32_t group;
	int asked = ask_daemon(client, context, err);

	if (asked < 0)
		return -1;
	if (asked > 0) {
		bool placed = store_where(context->store, &place);
		enum last_state state = placed ? last_find(&client->paths, place, &group) : LAST_UNKNOWN;
		if (state == LAST_TAKEN_BACK)
			return nothing_since(err);
		if (placed && place.empty)
			return error_set(err, ERROR_FAILED, "there is nothing to take back: no answers were given yet");
		if (state == LAST_UNKNOWN)
			return take_back_by_reading(client, context, err);
		if (keep_withdrawal(client, context, group, err) < 0)
			return -1;
	}
	puts(_("Taken back. Your last answers no longer count."));
	return 0;
}

/* What waits for the team was sealed from answers that nobody here can tell from others. */
static void tell_what_waits(const struct client *client)
{
	struct outbox_item waiting[OUTBOX_MOST];
	size_t count = 0;

	if (team_waiting(client, waiting, &count, NULL) == 0 && count > 0)
		puts(_("What waits to be sent to your team is not touched; 'evenkeel team send --cancel' deletes it."));
}

static int run(struct client *client, const struct command_call *call)
{
	struct keep_context context = {0};
	struct error err = {0};
	int result = client_words(call, 0, 0, &err);
	if (result == 0)
		result = keep_begin(client, &context, &err);
	if (result == 0)
		result = take_back(client, &context, &err);
	keep_end(&context);
	if (result == 0) {
		stop_forget_all(client); /* what was taken back is not gone on with */
		tell_what_waits(client);
	}
	return result < 0 ? client_fail(&err) : 0;
}

const struct command cmd_undo = {
	.name = "undo",
	.args = "",
	.summary = N_("take back your last answers"),
	.help = N_(
		"Takes back the last check-in, review, hard call, exercise or questionnaire, wherever you gave it: it "
		"no longer "
		"counts "
		"anywhere. Works once: what was answered before it stays.\n"
		"Needs no passphrase while the daemon runs that has seen it, nor in the terminal right after it. Else "
		"only your passphrase can tell which answers were the last: it asks for it, and says which they are.\n"
		"\n"
		"  evenkeel undo"),
	.run = run,
};
