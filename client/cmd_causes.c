#include "causes.h"
#include "json_out.h"

static const struct command_option options[] = {
	{"why", NULL, N_("the numbers behind each line")},
	{NULL, NULL, NULL},
};

static int show(struct client *client, const struct reading *reading, const struct causes *causes, bool why)
{
	struct error err = {0};

	if (client->json) {
		reading_print_json(reading, causes_json(causes));
	} else if (causes_empty(causes)) {
		error_set(&err, ERROR_NOTHING,
			  "no source of strain was named yet; a check-in asks for one when you feel strained");
		client_fail(&err);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		causes_page(causes, &page);
		if (why)
			causes_why(causes, &page);
		page_blank(&page);
		page_paragraph(
			&page,
			why ? _("What may help: 'evenkeel tips'.")
			    : _("What may help: 'evenkeel tips'. The numbers behind this: 'evenkeel causes --why'."),
			"");
		page_print(&page);
	}
	return causes_empty(causes) ? ERROR_NOTHING : ERROR_NONE;
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct causes causes;
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0 || reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	json_out_init();
	causes_gather(&causes, client, &reading);
	return reading_end(client, &reading, show(client, &reading, &causes, command_value(call, "why") != NULL));
}

const struct command cmd_causes = {
	.name = "causes",
	.summary = N_("likely sources of strain, and what follows them"),
	.help = N_("Ranks the fifteen causes that check-ins and reviews ask about by how often you named them. Where "
		   "there "
		   "are enough answers, it tells whether more stress follows a cause than the moment itself explains. "
		   "--why shows every number behind it. Asks for your passphrase.\n"
		   "\n"
		   "  evenkeel causes\n"
		   "  evenkeel causes --why\n"
		   "  evenkeel causes --json"),
	.options = options,
	.json = true,
	.run = run,
};
