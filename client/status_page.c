#include "status.h"

#include "page.h"
#include "service.h"
#include "words.h"

enum { LABEL_COLUMNS = 14 };

static const char *what_words(enum schedule_what what)
{
	switch (what) {
	case WHAT_MICRO:
		return _("micro break");
	case WHAT_REST:
		return _("rest break");
	case WHAT_CHECKIN:
		return _("check-in");
	case WHAT_REVIEW:
		return _("review");
	case WHAT_DAILY:
		return _("daily limit");
	case WHAT_NONE:
		break;
	}
	return "";
}

static const char *hold_words(enum record_held hold)
{
	switch (hold) {
	case HELD_CALL:
		return _("on a call");
	case HELD_BUSY:
		return _("busy");
	case HELD_DND:
		return _("do not disturb");
	case HELD_LOCKED:
		return _("screen locked");
	case HELD_ASLEEP:
		return _("asleep");
	case HELD_OFF_HOURS:
		return _("outside working hours");
	case HELD_PAUSED:
		return _("paused");
	case HELD_AWAY:
		return _("away from the keyboard");
	case HELD_OTHER_PROMPT:
		return _("another prompt is open");
	case HELD_NONE:
		break;
	}
	return "";
}

/* "14:02", "tomorrow 09:30", "Monday 2 March 09:30" */
static void when_words(const struct client *client, int64_t wall_s, struct text *ret)
{
	int zone_min = zone_offset_s(&client->zone, wall_s) / 60;
	int32_t second, date = zone_date(&client->zone, wall_s, &second);
	int32_t today = zone_date(&client->zone, client->now.wall_ms / 1000, &second);
	if (date == today + 1)
		text_appendf(ret, "%s ", _("tomorrow"));
	else if (date == today - 1)
		text_appendf(ret, "%s ", _("yesterday"));
	if (date < today - 1 || date > today + 1) {
		words_weekday(ret, date, today);
		text_append_char(ret, ' ');
	}
	words_clock(ret, wall_s * 1000, zone_min);
}

static void row(struct page *page, const char *label, const char *value)
{
	_cleanup_(text_clear) struct text indented = {0};
	text_appendf(&indented, "  %s", label);
	page_row(page, text_string(&indented), LABEL_COLUMNS + 2, value);
}

static int64_t hold_since(const struct schedule_status *schedule, enum record_held hold)
{
	for (int i = 0; i < schedule->hold_count; i++)
		if (schedule->holds[i].hold == hold)
			return schedule->holds[i].since_wall_s;
	return 0;
}

static void next_row(struct page *page, const struct status_view *view, const struct schedule_next *next)
{
	const struct client *client = view->client;
	_cleanup_(text_clear) struct text value = {0}, due = {0}, since = {0};
	int64_t since_s = hold_since(&view->status.schedule, next->held_by);
	if (next->due_wall_s == 0 && next->held_by == HELD_NONE)
		return;
	bool past = next->due_wall_s != 0 && next->due_wall_s * 1000 <= client->now.wall_ms;
	if (next->due_wall_s != 0)
		when_words(client, next->due_wall_s, &due);
	if (since_s != 0)
		when_words(client, since_s, &since);
	if (next->due_wall_s != 0)
		text_appendf(&value, past ? _("due %s") : _("next %s"), text_string(&due));
	if (next->held_by != HELD_NONE) {
		text_append(&value, value.length > 0 ? _(", ") : "");
		text_appendf(&value, _("held: %s"), hold_words(next->held_by));
		if (since_s != 0) /* TRANSLATORS: goes behind "held: on a call"; when it began */
			text_appendf(&value, _(" since %s"), text_string(&since));
	}
	row(page, what_words(next->what), text_string(&value));
}

static void hold_rows(struct page *page, const struct status_view *view)
{
	const struct schedule_status *schedule = &view->status.schedule;
	for (int i = 0; i < schedule->hold_count; i++) {
		_cleanup_(text_clear) struct text value = {0}, since = {0};
		when_words(view->client, schedule->holds[i].since_wall_s, &since);
		text_append(&value, hold_words(schedule->holds[i].hold));
		text_appendf(&value, _(" since %s"), text_string(&since));
		row(page, i == 0 ? _("held") : "", text_string(&value));
	}
}

static void today(struct page *page, const struct status_view *view)
{
	const struct schedule_status *schedule = &view->status.schedule;
	_cleanup_(text_clear) struct text taken = {0};
	page_heading(page, view->running ? _("Today") : _("As it was when the daemon stopped"));
	for (int i = 0; i < schedule->next_count; i++)
		next_row(page, view, &schedule->next[i]);
	hold_rows(page, view);
	if (!view->running)
		return;
	/* TRANSLATORS: how many breaks were taken today */
	text_appendf(&taken, _("%d micro, %d rest"), (int)schedule->micro_taken, (int)schedule->rest_taken);
	row(page, _("breaks taken"), text_string(&taken));
}

static void waiting(struct page *page, const struct status_view *view)
{
	const struct proto_status *status = &view->status;
	_cleanup_(text_clear) struct text kept = {0};
	if (status->open.what == WHAT_CHECKIN)
		page_paragraph(page, _("A check-in is waiting. Answer it on the desktop or with 'evenkeel checkin'."),
			       "");
	else if (status->open.what == WHAT_REVIEW)
		page_paragraph(page, _("Your weekly review is waiting: 'evenkeel review'."), "");
	else if (status->open.what == WHAT_MICRO || status->open.what == WHAT_REST)
		page_paragraph(page, _("A break is waiting."), "");
	if (status->trouble[0] != '\0')
		page_paragraph(page, status->trouble, "");
	if (status->waiting_records > 0) {
		text_appendf(&kept,
			     ngettext("%u answer waits in memory until it can be stored.",
				      "%u answers wait in memory until they can be stored.", status->waiting_records),
			     status->waiting_records);
		page_paragraph(page, text_string(&kept), "");
	}
}

/* Whether they were answered stands nowhere in clear, so it is not known here. */
static void questionnaires(struct page *page, const struct status_view *view)
{
	for (size_t i = 0; i < view->due.count; i++) {
		_cleanup_(text_clear) struct text words = {0};
		text_appendf(&words, _("It is the turn of %s this week: 'evenkeel instrument answer %s'."),
			     view->due.ids[i], view->due.ids[i]);
		page_paragraph(page, text_string(&words), "");
	}
}

static void feature_rows(struct page *page, const struct proto_status *status, const char *label, bool missing)
{
	for (int i = 0; i < status->feature_count; i++) {
		if (status->features[i].missing != missing)
			continue;
		row(page, label, status->features[i].words);
		label = "";
	}
}

static void machinery(struct page *page, const struct status_view *view)
{
	const struct proto_status *status = &view->status;
	_cleanup_(text_clear) struct text prompts = {0}, self = {0};
	page_heading(page, _("On this computer"));
	text_append(&prompts, status->notifier);
	if (status->notifier_why[0] != '\0')
		text_appendf(&prompts, " (%s)", status->notifier_why);
	row(page, _("prompts"), text_string(&prompts));
	row(page, _("activity"), status->activity_source);
	feature_rows(page, status, _("works"), false);
	feature_rows(page, status, _("missing"), true);
	text_appendf(&self, _("%u KiB of memory, running for %u min"), status->uss_kib,
		     (unsigned)(status->uptime_s / 60));
	row(page, _("daemon"), text_string(&self));
}

static void not_running(struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(
		&words,
		_("The daemon is not running, so nothing will be asked. Start it with '%s'; 'evenkeel checkin' works "
		  "without it."),
		service_start_words());
	page_paragraph(page, text_string(&words), "");
}

void status_page(const struct status_view *view)
{
	struct page page = {.color = view->client->color, .columns = view->client->columns};
	if (!view->running)
		not_running(&page);
	if (view->store_words[0] != '\0')
		page_paragraph(&page, view->store_words, "");
	waiting(&page, view);
	questionnaires(&page, view);
	if (view->running || view->saved)
		today(&page, view);
	if (view->running)
		machinery(&page, view);
	page_print(&page);
}
