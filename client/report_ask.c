#include <stdio.h>
#include <string.h>

#include "choice.h"
#include "report.h"
#include "term.h"

int report_add_cause(struct report *report, uint16_t cause, struct error *err)
{
	for (int i = 0; i < report->cause_count; i++)
		if (report->causes[i] == cause)
			return 0;
	if (report->cause_count == REPORT_CAUSES)
		return error_set(err, ERROR_USAGE, "a page holds %d causes at most; fewer are easier to talk about",
				 REPORT_CAUSES);
	report->causes[report->cause_count++] = cause;
	return 0;
}

int report_add_wish(struct report *report, const char *words, struct error *err)
{
	const struct catalogue_entry *entry = catalogue_find_name(words);

	words += strspn(words, " \t");
	if (*words == '\0')
		return error_set(err, ERROR_USAGE, "a wish has no words");
	if (report->wish_count == REPORT_WISHES)
		return error_set(err, ERROR_USAGE, "a page holds %d wishes at most; fewer are easier to talk about",
				 REPORT_WISHES);
	if (strlen(words) > REPORT_WISH_BYTES)
		return error_set(err, ERROR_USAGE, "a wish is longer than %d bytes; make two of it", REPORT_WISH_BYTES);
	int place = report->wish_count++;
	report->wishes[place].measure = entry && entry->kind == KIND_MEASURE ? entry->id : 0;
	snprintf(report->wishes[place].words, sizeof(report->wishes[place].words), "%s", words);
	return 0;
}

static int ask_causes(const struct client *client, struct report *report)
{
	struct choice choice = {
		.text = _("What weighs on your work, and may your manager read it? Up to five numbers."),
		.count = ID_CAUSE_COUNT,
		.first = 1};
	int places[REPORT_CAUSES];

	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		choice.labels[i] = catalogue_text((uint16_t)(ID_CAUSE_FIRST + i), TEXT_LABEL, client->language);
	int count = choice_numbers(client, &choice, REPORT_CAUSES, places);
	report->cause_count = 0;
	for (int i = 0; i < count; i++)
		report_add_cause(report, (uint16_t)(ID_CAUSE_FIRST + places[i]), NULL);
	return count;
}

static int ask_measures(const struct client *client, struct report *report)
{
	struct choice choice = {
		.text = _("What would you like the organisation to do?"), .count = ID_MEASURE_COUNT, .first = 1};
	int places[ID_MEASURE_COUNT];

	for (int i = 0; i < ID_MEASURE_COUNT; i++)
		choice.labels[i] = catalogue_text((uint16_t)(ID_MEASURE_FIRST + i), TEXT_LABEL, client->language);
	int count = choice_numbers(client, &choice, ID_MEASURE_COUNT, places);
	report->wish_count = 0;
	for (int i = 0; i < count; i++)
		report_add_wish(report, catalogue_find((uint16_t)(ID_MEASURE_FIRST + places[i]))->name, NULL);
	return count;
}

/* Until an empty line, the end of the input, or no room. */
static void ask_own_wishes(struct report *report)
{
	printf("\n%s\n", _("Wishes in your own words, one a line; ENTER alone ends."));
	while (report->wish_count < REPORT_WISHES) {
		_cleanup_(text_wipe) struct text line = {0};
		struct error err = {0};
		fputs("> ", stdout);
		fflush(stdout);
		if (term_line(&line, REPORT_WISH_BYTES) < 0 || line.length == 0)
			break;
		if (report_add_wish(report, text_string(&line), &err) != 0)
			client_fail(&err);
	}
	putchar('\n');
}

bool report_ask(const struct client *client, struct report *report)
{
	for (;;) {
		int count = ask_causes(client, report);
		if (count == CHOICE_BACK) /* nothing lies before it */
			continue;
		if (count != CHOICE_QUIT)
			count = ask_measures(client, report);
		if (count == CHOICE_QUIT)
			return false;
		if (count == CHOICE_BACK)
			continue;
		ask_own_wishes(report);
		return true;
	}
}
