#include "history.h"
#include "json_out.h"

#define DAYS 14

static const struct command_option options[] = {
	{"days", "N", N_("how many days back, 1 to 3660; without it 14")},
	{NULL, NULL, NULL},
};

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	_cleanup_(history_clear) struct history history = {0};
	const char *word = command_value(call, "days");
	struct error err = {0};
	long days = DAYS;

	if (client_words(call, 0, 0, &err) != 0 || (word && client_number(word, "--days", 1, 3660, &days, &err) != 0) ||
	    reading_open(client, true, &reading, &err) != 0)
		return client_fail(&err);
	history_gather(&history, client, &reading, (int)days);
	if (client->json) {
		json_out_init();
		reading_print_json(&reading, history_json(&history));
	} else if (history.count == 0) {
		error_set(&err, ERROR_NOTHING,
			  reading.records.count
				  ? N_("nothing was kept in this time; --days looks further back")
				  : N_("nothing is kept yet; 'evenkeel checkin' takes less than a minute"));
		client_fail(&err);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		history_page(&history, &page);
		page_print(&page);
	}
	return reading_end(client, &reading, history.count ? ERROR_NONE : ERROR_NOTHING);
}

const struct command cmd_history = {
	.name = "history",
	.summary = N_("what you answered, day by day"),
	.help = N_("Lists what you answered and what stayed unanswered, in words, with breaks counted by day. What you "
		   "took back and "
		   "what came too late is there and says so. Asks for your passphrase.\n"
		   "\n"
		   "  evenkeel history --days 3"),
	.options = options,
	.json = true,
	.run = run,
};
