#include <string.h>

#include "report.h"

enum { TIPS_A_CAUSE = 2, TIPS_MOST = 2 * REPORT_CAUSES };

static bool lists(const uint16_t *ids, size_t max, uint16_t id)
{
	for (size_t i = 0; i < max && ids[i]; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool is_measure(uint16_t id)
{
	return id >= ID_MEASURE_FIRST && id < ID_MEASURE_FIRST + ID_MEASURE_COUNT;
}

static bool names_measure(const struct catalogue_tip *tip)
{
	for (size_t i = 0; i < TIP_TECHNIQUES_MAX && tip->techniques[i]; i++)
		if (is_measure(tip->techniques[i]))
			return true;
	return false;
}

/* What can be settled with a manager only, for @cause: first what comes under a measure of the organisation. */
static size_t tips_for(uint16_t cause, uint16_t *ret, size_t count)
{
	size_t tip_count, most = count + TIPS_A_CAUSE;
	const struct catalogue_tip *tips = catalogue_tips(&tip_count);

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < tip_count && count < most; i++)
			if (tips[i].place == TIP_WITH_MANAGER && names_measure(&tips[i]) == (pass == 0) &&
			    lists(tips[i].causes, TIP_CAUSES_MAX, cause) && !lists(ret, count, tips[i].id))
				ret[count++] = tips[i].id;
	return count;
}

static void item(struct page *page, const char *string)
{
	_cleanup_(text_clear) struct text wrapped = {0};

	page_wrap(&wrapped, string, page->columns > 0 && page->columns < 80 ? page->columns : 80, "    ");
	if (wrapped.length > 4)
		text_appendf(&page->text, "  - %s", text_string(&wrapped) + 4);
}

static void measure_words(uint16_t measure, enum catalogue_language language, struct text *ret)
{
	text_appendf(ret, _("%s: %s"), catalogue_text(measure, TEXT_LABEL, language),
		     catalogue_text(measure, TEXT_EXPLANATION, language));
}

static void causes_part(const struct client *client, const struct report *report, struct page *page)
{
	if (report->cause_count == 0)
		return;
	page_heading(page, _("What weighs on my work"));
	for (int i = 0; i < report->cause_count; i++)
		item(page, catalogue_text(report->causes[i], TEXT_LABEL, client->language));
}

static void wishes_part(const struct client *client, const struct report *report, struct page *page)
{
	if (report->wish_count == 0)
		return;
	page_heading(page, _("What I wish for"));
	for (int i = 0; i < report->wish_count; i++) {
		_cleanup_(text_clear) struct text words = {0};
		if (report->wishes[i].measure)
			measure_words(report->wishes[i].measure, client->language, &words);
		else
			text_append(&words, report->wishes[i].words);
		item(page, text_string(&words));
	}
}

static bool is_wished(const struct report *report, uint16_t measure)
{
	for (int i = 0; i < report->wish_count; i++)
		if (report->wishes[i].measure == measure)
			return true;
	return false;
}

/* The measures that @tips come under, without those that are wished for already. */
static size_t measures_of(const struct report *report, const uint16_t *tips, size_t count, uint16_t *ret)
{
	size_t tip_count, found = 0;
	const struct catalogue_tip *all = catalogue_tips(&tip_count);

	for (size_t i = 0; i < tip_count; i++)
		for (size_t t = 0; lists(tips, count, all[i].id) && t < TIP_TECHNIQUES_MAX; t++) {
			uint16_t id = all[i].techniques[t];
			if (is_measure(id) && !is_wished(report, id) && !lists(ret, found, id))
				ret[found++] = id;
		}
	return found;
}

static void organisation_part(const struct client *client, const struct report *report, struct page *page)
{
	uint16_t tips[TIPS_MOST], measures[ID_MEASURE_COUNT];
	size_t count = 0;

	for (int i = 0; i < report->cause_count; i++)
		count = tips_for(report->causes[i], tips, count);
	if (count == 0)
		return;
	size_t measure_count = measures_of(report, tips, count, measures);
	if (measure_count > 0)
		page_heading(page, _("What the organisation can do"));
	for (size_t i = 0; i < measure_count; i++) {
		_cleanup_(text_clear) struct text words = {0};
		measure_words(measures[i], client->language, &words);
		item(page, text_string(&words));
	}
	page_heading(page, _("What Evenkeel says about it to people at work"));
	for (size_t i = 0; i < count; i++)
		item(page, catalogue_tip_text(tips[i], client->language));
}

void report_page(const struct client *client, const struct report *report, struct page *page)
{
	page_heading(page, _("For a talk with my manager"));
	causes_part(client, report, page);
	wishes_part(client, report, page);
	organisation_part(client, report, page);
	page_blank(page);
	page_paragraph(page,
		       _("Whoever brings this page chose what stands on it. It holds no scores and none of their "
			 "answers."),
		       "");
}
