#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "page.h"
#include "settings_change.h"
#include "words.h"

#define KEY "hours.days-off"

static const struct command_option options[] = {
	{"remove", NULL, N_("work on these days after all")},
	{NULL, NULL, NULL},
};

static int32_t today_of(const struct client *client)
{
	int64_t now_s = instant_floor_div(client->now.wall_ms, 1000);
	return zone_day(&client->zone, now_s, (int32_t)client->config.day_start_min * 60);
}

/* One DAY word: 'today', 'tomorrow', a date, or two with '..' between them. */
static int read_days(const char *word, int32_t today, struct config_dates *ret, struct error *err)
{
	bool tomorrow = strcmp(word, "tomorrow") == 0;
	if (tomorrow || strcmp(word, "today") == 0) {
		*ret = (struct config_dates){.count = 1, .ranges = {{today + tomorrow, today + tomorrow}}};
		return 0;
	}
	struct config *scratch = mem_new(1, sizeof(*scratch));
	config_defaults(scratch);
	int result = config_set(scratch, KEY, word, NULL);
	*ret = scratch->days_off;
	free(scratch);
	if (result < 0 || ret->count == 0)
		return error_set(err, ERROR_USAGE,
				 "'%s' is no day: write 'today', 'tomorrow', 2026-12-24 or 2026-12-24..2026-12-31",
				 word);
	return 0;
}

static void range_words(struct text *ret, int32_t from, int32_t to, int32_t today)
{
	_cleanup_(text_clear) struct text first = {0}, last = {0};
	words_weekday(&first, from, today);
	words_weekday(&last, to, today);
	if (from == to)
		text_append(ret, text_string(&first));
	else
		/* TRANSLATORS: from a day to a day, as in "Monday 2 March to Friday 6 March" */
		text_appendf(ret, _("%s to %s"), text_string(&first), text_string(&last));
}

static int refuse(const char *why, int32_t from, int32_t to, int32_t today, struct error *err)
{
	_cleanup_(text_clear) struct text days = {0};
	range_words(&days, from, to, today);
	return error_set(err, ERROR_FAILED, why, text_string(&days));
}

static int put(struct config_dates *days, int32_t from, int32_t to, int32_t today, struct error *err)
{
	if (to < today)
		return refuse(N_("%s: that is over"), from, to, today, err);
	if (config_dates_put(days, from < today ? today : from, to) < 0)
		return error_set(err, ERROR_FAILED, "'%s' holds more than %d days or ranges", KEY, CONFIG_DATES_MAX);
	return 0;
}

static int take(const struct client *client, struct config_dates *days, int32_t from, int32_t to, int32_t today,
		struct error *err)
{
	struct config_dates before = *days;
	bool listed = config_dates_have(&client->config.holidays, from);
	if (config_dates_take(days, from, to) < 0)
		return error_set(err, ERROR_FAILED, "'%s' holds more than %d days or ranges", KEY, CONFIG_DATES_MAX);
	if (memcmp(&before, days, sizeof(before)) != 0)
		return 0;
	return refuse(listed ? N_("%s: a holiday by the setting 'hours.holidays'; change it with 'evenkeel config'")
			     : N_("%s: no day off; 'evenkeel off' lists yours"),
		      from, to, today, err);
}

/* All words are taken or none; what is over drops out on the way. */
static int change(struct client *client, const struct command_call *call, struct text *ret_said, struct error *err)
{
	struct config_dates days = client->config.days_off, given;
	int32_t today = today_of(client);
	bool remove = command_value(call, "remove") != NULL;
	for (int i = 0; i < call->count; i++) {
		if (read_days(call->words[i], today, &given, err) < 0)
			return -1;
		for (int32_t j = 0; j < given.count; j++) {
			int32_t from = given.ranges[j].from, to = given.ranges[j].to;
			if ((remove ? take(client, &days, from, to, today, err) : put(&days, from, to, today, err)) < 0)
				return -1;
			text_append(ret_said, ret_said->length > 0 ? _(", ") : "");
			range_words(ret_said, !remove && from < today ? today : from, to, today);
		}
	}
	config_dates_take(&days, INT32_MIN, today - 1);
	client->config.days_off = days;
	_cleanup_(text_clear) struct text value = {0};
	config_get(&client->config, config_find(KEY), &value);
	return settings_change(client, KEY, text_string(&value), err);
}

static void list_rows(struct page *page, const struct config_dates *dates, int32_t today, const char *behind)
{
	for (int32_t i = 0; i < dates->count; i++) {
		_cleanup_(text_clear) struct text days = {0};
		if (dates->ranges[i].to < today)
			continue;
		range_words(&days, dates->ranges[i].from, dates->ranges[i].to, today);
		text_append(&days, behind);
		page_paragraph(page, text_string(&days), "  ");
	}
}

static void list(const struct client *client)
{
	struct page page = {.color = client->color, .columns = client->columns};
	int32_t today = today_of(client);
	page_heading(&page, _("Days off"));
	size_t before = page.text.length;
	list_rows(&page, &client->config.days_off, today, "");
	list_rows(&page, &client->config.holidays, today, "  (hours.holidays)");
	if (page.text.length == before)
		page_paragraph(&page, _("None are noted. One more: 'evenkeel off tomorrow'."), "  ");
	page_print(&page);
}

static json_t *json_days(const struct config_dates *dates, int32_t today)
{
	json_t *days = json_array();
	for (int32_t i = 0; i < dates->count; i++)
		if (dates->ranges[i].to >= today)
			json_array_append_new(days,
					      json_pack("{s:o, s:o}", "from", json_out_date(dates->ranges[i].from),
							"to", json_out_date(dates->ranges[i].to)));
	return days;
}

static void print_json(const struct client *client)
{
	int32_t today = today_of(client);
	json_out_init();
	json_t *days = json_days(&client->config.days_off, today);
	json_out_print(
		json_pack("{s:o, s:o}", "days_off", days, "holidays", json_days(&client->config.holidays, today)));
}

static void say(const struct client *client, bool removed, const struct text *days)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text words = {0};
	text_appendf(&words, removed ? _("No longer off: %s.") : _("Off, nothing is asked: %s."), text_string(days));
	page_paragraph(&page, text_string(&words), "");
	page_print(&page);
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(text_clear) struct text days = {0};
	struct error err = {0};
	bool remove = command_value(call, "remove") != NULL;
	if (client_words(call, remove ? 1 : 0, CONFIG_DATES_MAX, &err) < 0 ||
	    (call->count > 0 && change(client, call, &days, &err) < 0))
		return client_fail(&err);
	if (client->json)
		print_json(client);
	else if (call->count > 0)
		say(client, remove, &days);
	else
		list(client);
	return 0;
}

const struct command cmd_off = {
	.name = "off",
	.args = "[today|tomorrow|DATE[..DATE]]...",
	.summary = N_("days off, on which nothing is asked"),
	.help = N_("On a day off nothing is asked and no break is due, as outside of working hours. Without a day it "
		   "lists those to come; --remove takes one back. They stand in the setting hours.days-off; what is "
		   "over drops out with the next change.\n"
		   "\n"
		   "  evenkeel off today\n"
		   "  evenkeel off 2026-12-24..2027-01-02\n"
		   "  evenkeel off --remove 2026-12-28"),
	.options = options,
	.json = true,
	.run = run,
};
