#include <stdio.h>

#include <evenkeel/erase.h>

#include "page.h"
#include "reading.h"
#include "stop.h"
#include "sure.h"
#include "words.h"

static const struct command_option options[] = {
	{"from", "D", N_("the first day, YYYY-MM-DD")},
	{"to", "D", N_("the last day, YYYY-MM-DD; it goes, too")},
	{"yes", NULL, N_("do not ask")},
	{NULL, NULL, NULL},
};

struct days {
	int32_t first, last, day_start_s;
};

/* By the record's own zone: the day that the person lived. */
static bool is_within(void *context, uint64_t n, const struct record *record)
{
	const struct days *days = context;
	struct zone zone = zone_fixed(record->zone_min * 60);
	int32_t day = zone_day(&zone, instant_floor_div(record->wall_ms, 1000), days->day_start_s);

	(void)n;
	return day >= days->first && day <= days->last;
}

static int parse_day(const struct command_call *call, const char *name, int32_t *ret, struct error *err)
{
	const char *value = command_value(call, name);

	if (!value)
		return error_set(err, ERROR_USAGE, "--%s is missing: evenkeel erase --from D --to D", name);
	if (date_parse(value, ret))
		return error_set(err, ERROR_USAGE, "'%s' is no day: YYYY-MM-DD", value);
	return 0;
}

static int parse(const struct client *client, const struct command_call *call, struct days *ret, struct error *err)
{
	*ret = (struct days){.day_start_s = (int32_t)client->config.day_start_min * 60};
	if (client_words(call, 0, 0, err) || parse_day(call, "from", &ret->first, err) ||
	    parse_day(call, "to", &ret->last, err))
		return -1;
	if (ret->last < ret->first)
		return error_set(err, ERROR_USAGE, "the last day lies before the first");
	return 0;
}

static int ask(const struct client *client, const struct command_call *call, const struct days *days, uint64_t records,
	       struct error *err)
{
	_cleanup_(text_clear) struct text question = {0}, count = {0}, first = {0}, last = {0};
	int32_t today = zone_day(&client->zone, instant_floor_div(client->now.wall_ms, 1000), days->day_start_s);

	words_number(&count, (int64_t)records);
	words_day(&first, days->first, today);
	words_day(&last, days->last, today);
	/* TRANSLATORS: how many records, the first day, the last day */
	text_appendf(&question,
		     dngettext("evenkeel", "Erase %s record, from %s to %s, for good?",
			       "Erase %s records, from %s to %s, for good?", (unsigned long)records),
		     text_string(&count), text_string(&first), text_string(&last));
	return sure_confirm(call, text_string(&question), err);
}

static void say_done(const struct client *client, uint64_t records, bool tidy)
{
	struct page page = {.color = client->color, .columns = client->columns};
	_cleanup_(text_clear) struct text line = {0}, count = {0};

	words_number(&count, (int64_t)records);
	text_appendf(&line, dngettext("evenkeel", "Erased: %s record.", "Erased: %s records.", (unsigned long)records),
		     text_string(&count));
	page_paragraph(&page, text_string(&line), "");
	if (!tidy)
		page_paragraph(
			&page,
			_("They are gone from the store, and so are the keys that opened them. One thing is left to "
			  "do: tidying up the database, where sealed remnants of them may still lie. The message "
			  "says what is in the way. Then give the same command again; it does no more than that."),
			"");
	page_paragraph(
		&page,
		_("Backups that you made yourself still hold them. A disk may keep remnants for a while, which open "
		  "with your passphrase or the recovery code; 'evenkeel keys rotate --full' makes those useless."),
		"");
	page_print(&page);
}

/* There was nothing to erase: an earlier time may have left something to do. */
static int finish(struct store *store, const struct erase_plan *plan, struct error *err)
{
	if (!plan->erased_before) {
		puts(_("There is nothing in these days; nothing was changed."));
		return 0;
	}
	if (erase_finish(store, err))
		return -1;
	puts(_("There is nothing in these days. What you erased before is tidied up."));
	return 0;
}

/* Reads it all once more, and renews the mark. */
static int read_again(struct store *store, struct error *err)
{
	struct store_report report;

	if (store_read(store, NULL, NULL, &report, err))
		return -1;
	return report.healthy ? 0 : (reading_findings(&report, 1), ERROR_DAMAGED);
}

static int erase(struct client *client, const struct command_call *call, struct store *store, struct erase_plan *plan,
		 struct error *err)
{
	struct store_report report;
	struct error untidy = {0};
	struct days days;

	if (parse(client, call, &days, err) || erase_plan(store, is_within, &days, plan, &report, err))
		return -1;
	reading_findings(&report, 1);
	if (plan->records == 0)
		return finish(store, plan, err);
	if (ask(client, call, &days, plan->records, err))
		return -1;
	int r = erase_rows(store, plan, client->now, &untidy);
	if (r < 0)
		return *err = untidy, -1;
	stop_forget_all(client); /* a first half may be among what is gone */
	say_done(client, plan->records, r == 0);
	int code = r == ERASE_UNTIDY ? client_fail(&untidy) : 0;
	r = read_again(store, err);
	return r ? r : code;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct erase_plan plan = {0};
	struct error err = {0};
	struct days days;
	int r = parse(client, call, &days, &err);

	if (r == 0)
		r = client_unlock(client, &store, &err);
	if (r == 0)
		r = erase(client, call, store, &plan, &err);
	erase_plan_clear(&plan);
	return r < 0 ? client_fail(&err) : r;
}

const struct command cmd_erase = {
	.name = "erase",
	.summary = N_("erase the records of some days for good"),
	.help = N_("Erases everything recorded from one day to another, both included: answers, breaks, notes. It says "
		   "how many "
		   "records there are and asks. The key that would open them goes with them, and a note stays that so "
		   "many were erased by you, so that 'evenkeel verify' knows.\n"
		   "\n"
		   "  evenkeel erase --from 2026-03-02 --to 2026-03-06"),
	.options = options,
	.run = run,
};
