#include <evenkeel/trend_item.h>

#include "instrument_actions.h"
#include "json_out.h"
#include "report_html.h"
#include "trends.h"

static const struct command_option options[] = {
	{"days", "N", N_("how many days back, 1 to 3660; without it 56, of reviews 182")},
	{"item", "ID", N_("one question alone: stress, a symptom; with --review also an impact")},
	{"review", NULL, N_("the weekly reviews; check-ins and reviews are never mixed")},
	{"instrument", "ID", N_("a questionnaire that you added: its scores over time")},
	{"html", "FILE", N_("with all the rest as one page for a browser, as 'evenkeel report --html'")},
	{NULL, NULL, NULL},
};

static int find_item(const struct command_call *call, bool review, uint16_t *ret, struct error *err)
{
	const char *name = command_value(call, "item");

	*ret = 0;
	if (!name)
		return 0;
	const struct catalogue_entry *entry = catalogue_find_name(name);
	if (!entry)
		return error_set(err, ERROR_USAGE,
				 "no question has the id '%s'; 'stress' and 'fatigue' are two that do", name);
	if (!trend_item_fits(entry->id, review))
		return error_set(
			err, ERROR_USAGE,
			review ? N_("'%s' is not asked in steps by the weekly review; 'evenkeel causes' ranks causes")
			       : N_("'%s' is not asked in steps by the check-in; with --review there are more"),
			name);
	*ret = entry->id;
	return 0;
}

static int show(struct client *client, const struct trends *trends)
{
	bool nothing = trends_empty(trends);

	if (client->json) {
		reading_print_json(trends->reading, trends_json(trends));
	} else if (nothing) {
		struct error err;
		error_set(&err, ERROR_NOTHING,
			  trends->series.review ? N_("no weekly review yet; 'evenkeel review' takes three minutes")
						: N_("no check-in yet; 'evenkeel checkin' takes less than a minute"));
		return client_fail(&err);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		trends_page(trends, &page);
		page_print(&page);
	}
	return nothing ? ERROR_NOTHING : ERROR_NONE;
}

/* All of it belongs to the questionnaire then: 'instrument show' tells the same. */
static int show_instrument(struct client *client, const struct command_call *call)
{
	struct error err = {0};

	if (command_value(call, "days") || command_value(call, "item") || command_value(call, "review")) {
		error_set(&err, ERROR_USAGE,
			  "'--instrument' shows all of a questionnaire's scores; it goes with no other option");
		return client_fail(&err);
	}
	int code = instrument_past(client, command_value(call, "instrument"), &err);
	return code < 0 ? client_fail(&err) : code;
}

/* The page has reviews and questionnaires on it already, and no item alone. */
static int show_html(struct client *client, const struct command_call *call, int days)
{
	struct error err = {0};

	if (client->json || command_value(call, "item") || command_value(call, "review") ||
	    command_value(call, "instrument")) {
		error_set(&err, ERROR_USAGE, "--html shows everything at once; only --days goes with it");
		return client_fail(&err);
	}
	return report_html(client, command_value(call, "html"), days);
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	_cleanup_(trends_clear) struct trends trends = {0};
	bool review = command_value(call, "review") != NULL;
	struct error err = {0};
	uint16_t item;
	long days = 0;

	if (client_words(call, 0, 0, &err) != 0 || find_item(call, review, &item, &err) != 0 ||
	    (command_value(call, "days") &&
	     client_number(command_value(call, "days"), "--days", 1, 3660, &days, &err) != 0))
		return client_fail(&err);
	if (command_value(call, "html"))
		return show_html(client, call, (int)days);
	if (command_value(call, "instrument"))
		return show_instrument(client, call);
	if (reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	json_out_init();
	trends_gather(&trends, client, &reading, review, item, (int)days);
	return reading_end(client, &reading, show(client, &trends));
}

const struct command cmd_trends = {
	.name = "trends",
	.summary = N_("your level, where it is going, and what it rests on"),
	.help = N_(
		"Shows how strained you have been, from your own answers: the level now, a direction or a step where "
		"the days show one, a line of days, when in the week and the day strain is felt, and how many "
		"check-ins were answered. What too few answers cannot tell is not told. Days without answers stay "
		"empty. Asks for your passphrase.\n"
		"\n"
		"  evenkeel trends\n"
		"  evenkeel trends --days 28 --item fatigue\n"
		"  evenkeel trends --review --json\n"
		"  evenkeel trends --instrument phq-4"),
	.options = options,
	.json = true,
	.run = run,
};
