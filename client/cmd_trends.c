#include <math.h>
#include <stdlib.h>

#include <evenkeel/trend_item.h>

#include "json_out.h"
#include "trends.h"

static const struct command_option options[] = {
	{"days", "N", N_("how many days back, 1 to 3660; without it 56")},
	{"item", "ID", N_("one question alone: stress, a symptom; with --review also an impact")},
	{"review", NULL, N_("the weekly reviews; check-ins and reviews are never mixed")},
	{NULL, NULL, NULL},
};

static int find_item(const struct command_call *call, struct trends *trends, struct error *err)
{
	const char *name = command_value(call, "item");

	if (!name)
		return 0;
	const struct catalogue_entry *entry = catalogue_find_name(name);
	if (!entry)
		return error_set(err, ERROR_USAGE,
				 "no question has the id '%s'; 'stress' and 'fatigue' are two that do", name);
	if (!trend_item_fits(entry->id, trends->review))
		return error_set(
			err, ERROR_USAGE,
			trends->review
				? N_("'%s' is not asked in steps by the weekly review; 'evenkeel causes' ranks causes")
				: N_("'%s' is not asked in steps by the check-in; with --review there are more"),
			name);
	trends->item = entry->id;
	return 0;
}

/* What trend_compliance counts for check-ins, for either form; and the answers that no prompt asked for. */
static void count_prompts(struct trends *trends, const struct record *records, size_t count)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);
	uint8_t form = trends->review ? FORM_REVIEW : FORM_MOMENTARY;

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		if (!standing[i] || !record_is_prompt(record) || record->part || record->prompt.form != form)
			continue;
		bool answered = (record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL) &&
				!(record->flags & RECORD_LATE);
		bool asked = record->prompt.origin == ORIGIN_PROMPT;
		trends->unasked += answered && !asked;
		trends->compliance.answered += answered && asked;
		trends->compliance.shown += asked && record->kind <= RECORD_EXPIRED;
	}
	trends->compliance.share = share_wilson(trends->compliance.answered, trends->compliance.shown, Z_95);
}

static void gather(struct trends *trends, int days)
{
	const struct reading *reading = trends->reading;
	const struct record *records = reading->records.items;
	size_t count = reading->records.count, since = reading_since(reading, days);

	trends->last = reading->today;
	trends->first = trends->last - days + 1;
	trends->all_count = trends->item
				    ? trend_item_days(records, count, trends->item, trends->review,
						      reading->day_start_s, &trends->all)
				    : trend_days(records, count, trends->review, reading->day_start_s, &trends->all);
	trends->levels = mem_new(trends->all_count + 1, sizeof *trends->levels);
	trends->days = trends->all;
	trends->count = trends->all_count;
	while (trends->count > 0 && trends->days[0].date < trends->first) {
		trends->days++;
		trends->count--;
	}
	for (size_t i = trends->all_count - trends->count; i < trends->all_count; i++) {
		struct trend_level level = trend_level(trends->all, i + 1, trends->all[i].date);
		trends->levels[i] = level.n_eff >= TRENDS_LEVEL_N_EFF ? level.value : NAN;
	}
	trends->level = trend_level(trends->all, trends->all_count, trends->last);
	count_prompts(trends, records + since, count - since);
}

static int show(struct client *client, const struct trends *trends)
{
	bool nothing = trends->all_count == 0 && trends->compliance.answered == 0 && trends->unasked == 0;

	if (client->json) {
		reading_print_json(trends->reading, trends_json(trends));
	} else if (nothing) {
		struct error err;
		error_set(&err, ERROR_NOTHING,
			  trends->review ? N_("no weekly review yet; 'evenkeel review' takes three minutes")
					 : N_("no check-in yet; 'evenkeel checkin' takes less than a minute"));
		return client_fail(&err);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		trends_page(trends, &page);
		page_print(&page);
	}
	return nothing ? ERROR_NOTHING : ERROR_NONE;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct trends trends = {.client = client, .reading = &reading, .review = command_value(call, "review") != NULL};
	struct error err = {0};
	long days = TRENDS_DAYS;

	if (client_words(call, 0, 0, &err) != 0 || find_item(call, &trends, &err) != 0)
		return client_fail(&err);
	if (command_value(call, "days") &&
	    client_number(command_value(call, "days"), "--days", 1, 3660, &days, &err) != 0)
		return client_fail(&err);
	if (reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	json_out_init();
	gather(&trends, (int)days);
	int code = show(client, &trends);
	free(trends.all);
	free(trends.levels);
	return reading_end(client, &reading, code);
}

const struct command cmd_trends = {
	.name = "trends",
	.summary = N_("your level, the days behind it, and how much was answered"),
	.help = N_("Shows how strained you have been, from your own answers: the level now, a line of days, and how "
		   "many check-ins "
		   "were answered. Days without answers stay empty. Asks for your passphrase.\n"
		   "\n"
		   "  evenkeel trends\n"
		   "  evenkeel trends --days 28 --item fatigue\n"
		   "  evenkeel trends --review --json"),
	.options = options,
	.json = true,
	.run = run,
};
