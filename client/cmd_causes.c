#include <math.h>

#include <evenkeel/cause.h>

#include "chart.h"
#include "json_out.h"
#include "page.h"
#include "reading.h"

#define SHARE_FROM 5.0 /* n_eff from which a share is told; ASSESSMENT, section 3 */
#define BAR 16
#define LABEL 30

static json_t *causes_json(const struct cause_count *counts)
{
	json_t *list = json_array();

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		const struct cause_count *c = &counts[i];
		json_array_append_new(list, json_pack("{s:s, s:i, s:i, s:o, s:o, s:o, s:n}", "id",
						      catalogue_find(c->cause)->name, "named", c->named, "asked",
						      c->asked, "share", json_out_number(c->share.value), "low",
						      json_out_number(c->share.low), "high",
						      json_out_number(c->share.high), "link"));
	}
	return json_pack("{s:o}", "causes", list);
}

/* "overload   named 14 of 40 times", and the share with its interval once there is enough behind it. */
static bool cause_line(const struct client *client, const struct cause_count *count, struct page *page)
{
	_cleanup_(text_clear) struct text line = {0};
	bool share = count->n_eff >= SHARE_FROM && isfinite(count->share.low);

	text_append_fitted(&line, catalogue_text(count->cause, TEXT_LABEL, client->language), LABEL);
	text_append_char(&line, ' ');
	if (share) {
		chart_share(&line, count->share, BAR);
		text_appendf(&line, _(" %3.0f %% (%.0f to %.0f), %d of %d"), 100 * count->share.value,
			     100 * count->share.low, 100 * count->share.high, count->named, count->asked);
	} else {
		text_appendf(&line,
			     dngettext("evenkeel", "named %d of %d time", "named %d of %d times",
				       (unsigned long)count->asked),
			     count->named, count->asked);
	}
	text_appendf(&page->text, "%s\n", text_string(&line));
	return share;
}

static void causes_page(const struct client *client, const struct cause_count *counts, struct page *page)
{
	bool shares = false;
	int unnamed = 0;

	page_heading(page, _("Likely sources of strain"));
	page_blank(page);
	page_paragraph(
		page,
		_("How often you named each when a check-in or review asked. It says what weighs on you, not who is to "
		  "blame."),
		"");
	page_blank(page);
	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		if (counts[i].named)
			shares |= cause_line(client, &counts[i], page);
		else
			unnamed++;
	}
	page_blank(page);
	if (unnamed) {
		_cleanup_(text_clear) struct text words = {0};
		text_appendf(&words,
			     dngettext("evenkeel", "%d more was never named.", "%d more were never named.",
				       (unsigned long)unnamed),
			     unnamed);
		page_paragraph(page, text_string(&words), "");
	}
	if (shares)
		page_paragraph(page,
			       _("Recent answers count more: an answer's weight halves every four weeks. █ is the part "
				 "that is "
				 "sure, ▓ up to the share itself, ░ how high it may be (90 %)."),
			       "");
	page_paragraph(page, _("What may help: 'evenkeel tips'."), "");
}

static int run(struct client *client, const struct command_call *call)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct cause_count counts[ID_CAUSE_COUNT];
	struct error err = {0};

	if (client_words(call, 0, 0, &err) != 0 || reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	cause_rank(reading.records.items, reading.records.count, client->now.wall_ms, counts);
	bool nothing = counts[0].named == 0;
	if (client->json) {
		json_out_init();
		reading_print_json(&reading, causes_json(counts));
	} else if (nothing) {
		error_set(&err, ERROR_NOTHING,
			  "no source of strain was named yet; a check-in asks for one when you feel strained");
		client_fail(&err);
	} else {
		struct page page = {.color = client->color, .columns = client->columns};
		causes_page(client, counts, &page);
		page_print(&page);
	}
	return reading_end(client, &reading, nothing ? ERROR_NOTHING : ERROR_NONE);
}

const struct command cmd_causes = {
	.name = "causes",
	.summary = N_("likely sources of strain, by how often you named them"),
	.help = N_("Ranks the fifteen causes that check-ins and reviews ask about by how often you named them. Asks "
		   "for your "
		   "passphrase.\n"
		   "\n"
		   "  evenkeel causes\n"
		   "  evenkeel causes --json"),
	.json = true,
	.run = run,
};
