#include <stdio.h>
#include <stdlib.h>

#include "calendar.h"
#include "instrument_every.h"
#include "json_out.h"
#include "settings.h"
#include "status.h"
#include "words.h"

enum { STORE_WAIT_MS = 300 };

static void restore_saved(struct status_view *view)
{
	const struct client *client = view->client;
	_cleanup_(text_clear) struct text saved = {0};
	bool found;
	if (settings_read_file(client->paths.schedule, &saved, &found, NULL) < 0 || !found)
		return;
	struct schedule *schedule = mem_new(1, sizeof(*schedule));
	/* A state that cannot be read is no fault of the person's: the daemon begins anew, and so does the view. */
	if (schedule_restore(schedule, text_string(&saved), client->now, &client->config, &client->zone, NULL) == 0) {
		view->saved = true;
		schedule_status(schedule, &client->config, client->now, &view->status.schedule);
	}
	free(schedule);
}

/* Of the day there is something to say also while another program is at work on the store. */
static int look_at_store(struct status_view *view, struct error *err)
{
	struct store *store = NULL;
	int outcome = client_open_within(view->client, &store, STORE_WAIT_MS, err);
	if (outcome == STORE_BUSY) {
		snprintf(view->store_words, sizeof(view->store_words), "%s",
			 _("Another program is at work on the store just now. Answers wait until it is done."));
		return 0;
	}
	if (outcome != 0)
		return -1;
	view->demo = store_is_demo(store);
	store_look(store, view->store_words);
	store_free(store);
	return 0;
}

static int gather(struct status_view *view, struct error *err)
{
	if (look_at_store(view, err) < 0)
		return -1;
	view->status.open.what = WHAT_NONE;
	every_due(view->client, &view->due);
	view->running = remote_status(view->client, &view->status);
	if (!view->running) {
		calendar_tell(view->client);
		restore_saved(view);
	}
	return 0;
}

static json_t *json_instant(const struct client *client, int64_t wall_s)
{
	_cleanup_(text_clear) struct text words = {0};
	if (wall_s == 0)
		return json_null();
	words_iso(&words, wall_s * 1000, zone_offset_s(&client->zone, wall_s) / 60);
	return json_string(text_string(&words));
}

static json_t *json_hold(enum record_held hold)
{
	if (hold == HELD_OTHER_PROMPT)
		return json_string("other-prompt");
	return hold == HELD_NONE ? json_null() : json_string(schedule_hold_name(hold));
}

static json_t *json_holds(const struct status_view *view)
{
	json_t *holds = json_array();
	const struct schedule_status *schedule = &view->status.schedule;
	for (int i = 0; i < schedule->hold_count; i++)
		json_array_append_new(holds,
				      json_pack("{s:o, s:o}", "name", json_hold(schedule->holds[i].hold), "since",
						json_instant(view->client, schedule->holds[i].since_wall_s)));
	return holds;
}

static json_t *json_next(const struct status_view *view)
{
	json_t *next = json_array();
	const struct schedule_status *schedule = &view->status.schedule;
	for (int i = 0; i < schedule->next_count; i++) {
		const struct schedule_next *row = &schedule->next[i];
		json_array_append_new(next, json_pack("{s:s, s:o, s:o}", "what", schedule_what_name(row->what), "due",
						      json_instant(view->client, row->due_wall_s), "held_by",
						      json_hold(row->held_by)));
	}
	return next;
}

static json_t *json_features(const struct status_view *view, bool missing)
{
	json_t *features = json_array();
	for (int i = 0; i < view->status.feature_count; i++)
		if (view->status.features[i].missing == missing)
			json_array_append_new(features, json_string(view->status.features[i].words));
	return features;
}

static json_t *json_daemon(const struct status_view *view)
{
	const struct proto_status *status = &view->status;
	if (!view->running)
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "pss_kib", (json_int_t)status->pss_kib, "uss_kib",
			 (json_int_t)status->uss_kib, "threads", (json_int_t)status->threads, "wakeups",
			 (json_int_t)status->wakeups, "cpu_ms", (json_int_t)status->cpu_ms, "uptime_s",
			 (json_int_t)status->uptime_s);
}

static json_t *json_breaks(const struct status_view *view)
{
	if (!view->running)
		return json_null();
	return json_pack("{s:i, s:i}", "micro", (int)view->status.schedule.micro_taken, "rest",
			 (int)view->status.schedule.rest_taken);
}

static json_t *words_or_null(const struct status_view *view, const char *words)
{
	return view->running && *words != '\0' ? json_string(words) : json_null();
}

static json_t *json_due(const struct status_view *view)
{
	json_t *list = json_array();
	for (size_t i = 0; i < view->due.count; i++)
		json_array_append_new(list, json_string(view->due.ids[i]));
	return list;
}

static void print_json(const struct status_view *view)
{
	const struct proto_status *status = &view->status;
	json_out_init();
	json_t *object = json_object();
	json_object_set_new(object, "daemon_running", json_boolean(view->running));
	json_object_set_new(object, "notifier", words_or_null(view, status->notifier));
	json_object_set_new(object, "notifier_why", words_or_null(view, status->notifier_why));
	json_object_set_new(object, "activity_source", words_or_null(view, status->activity_source));
	json_object_set_new(object, "call_detection",
			    words_or_null(view, status->call_detection ? STATUS_CALL_SOURCE : ""));
	json_object_set_new(object, "holds", json_holds(view));
	json_object_set_new(object, "next", json_next(view));
	json_object_set_new(object, "open",
			    status->open.what == WHAT_NONE ? json_null()
							   : json_string(schedule_what_name(status->open.what)));
	json_object_set_new(object, "breaks_today", json_breaks(view));
	json_object_set_new(object, "features", json_features(view, false));
	json_object_set_new(object, "missing_features", json_features(view, true));
	json_object_set_new(object, "trouble",
			    *view->store_words != '\0' ? json_string(view->store_words)
						       : words_or_null(view, status->trouble));
	json_object_set_new(object, "waiting_records",
			    view->running ? json_integer(status->waiting_records) : json_null());
	json_object_set_new(object, "questionnaires_due", json_due(view));
	json_object_set_new(object, "demo", json_boolean(view->demo));
	json_object_set_new(object, "daemon", json_daemon(view));
	json_out_print(object);
}

static int run(struct client *client, const struct command_call *call)
{
	struct status_view *view = mem_new(1, sizeof(*view));
	struct error err = {0};
	int code = 0;
	view->client = client;
	if (client_words(call, 0, 0, &err) < 0 || gather(view, &err) < 0)
		code = client_fail(&err);
	else if (client->json)
		print_json(view);
	else
		status_page(view);
	instrument_ids_clear(&view->due);
	free(view);
	return code;
}

const struct command cmd_status = {
	.name = "status",
	.args = "",
	.summary = N_("today at a glance: what comes next, and why not yet"),
	.help = N_("What comes next, what holds it back, the breaks you took today, and what works on this computer. "
		   "Needs no "
		   "passphrase. With the daemon down it shows what it saved last. 'evenkeel' alone does the same.\n"
		   "\n"
		   "  evenkeel status\n"
		   "  evenkeel status --json"),
	.json = true,
	.run = run,
};
