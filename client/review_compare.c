#include <math.h>
#include <stdio.h>

#include <evenkeel/trend_item.h>
#include <evenkeel/week.h>

#include "page.h"
#include "reading.h"
#include "review.h"

enum { LABEL_WIDTH = 24, STEPS = 4 };

static const char *step_words(uint16_t question, double value, enum catalogue_language language)
{
	char key[8];

	snprintf(key, sizeof key, "%s.%d", question == ID_WEEK_STRESS ? "s5" : "f5",
		 (int)floor(value * STEPS / 100 + 0.5));
	return catalogue_phrase(key, language);
}

static void side_words(const struct week_beside *beside, struct text *ret)
{
	unsigned long weeks = (unsigned long)beside->weeks;

	if (beside->side == WEEK_SAME)
		text_appendf(
			ret,
			dngettext("evenkeel", "about as in your last %d week", "about as in your last %d weeks", weeks),
			beside->weeks);
	else if (beside->side == WEEK_MORE)
		text_appendf(ret,
			     dngettext("evenkeel", "more than in your last %d week", "more than in your last %d weeks",
				       weeks),
			     beside->weeks);
	else
		text_appendf(ret,
			     dngettext("evenkeel", "less than in your last %d week", "less than in your last %d weeks",
				       weeks),
			     beside->weeks);
}

static void row(struct page *page, const char *name, const char *words)
{
	_cleanup_(text_clear) struct text label = {0};

	text_appendf(&label, "  %s", name);
	page_row(page, text_string(&label), LABEL_WIDTH, words);
}

/* The 13 together, as numbers: what `evenkeel trends --review` shows. */
static bool whole_row(const struct reading *reading, struct page *page, int *ret_weeks)
{
	struct day_mean *days _cleanup_free_ = NULL;
	_cleanup_(text_clear) struct text words = {0};
	struct week_beside beside;
	size_t count = trend_days(reading->records.items, reading->records.count, true, reading->day_start_s, &days);

	bool today = week_beside(days, count, reading->today, &beside);
	*ret_weeks = beside.weeks;
	if (!today || beside.weeks < WEEK_LEAST)
		return false;
	side_words(&beside, &words);
	/* TRANSLATORS: the week's number and the middle one of the weeks before, both from 0 to 100 */
	text_appendf(&words, _(": %.0f of 100, then %.0f in the middle"), beside.now, beside.usual);
	row(page, _("strain in all"), text_string(&words));
	return true;
}

/* One question's row, where its word is another one than in the weeks before; else it is counted among the @same. */
static void item_row(const struct client *client, const struct reading *reading, uint16_t question, struct page *page,
		     int *shown, int *same)
{
	struct day_mean *days _cleanup_free_ = NULL;
	_cleanup_(text_clear) struct text words = {0};
	struct week_beside beside;
	size_t count = trend_item_days(reading->records.items, reading->records.count, question, true,
				       reading->day_start_s, &days);

	if (!week_beside(days, count, reading->today, &beside) || beside.weeks < WEEK_LEAST)
		return;
	if (beside.side == WEEK_SAME) {
		++*same;
		return;
	}
	++*shown;
	side_words(&beside, &words);
	/* TRANSLATORS: this week's answer and the usual one of the weeks before, as "Often" and "Rarely" */
	text_appendf(&words, _(": %s, then %s"), step_words(question, beside.now, client->language),
		     step_words(question, beside.usual, client->language));
	row(page, catalogue_text(question, TEXT_LABEL, client->language), text_string(&words));
}

static void compare(const struct client *client, const struct reading *reading, struct page *page)
{
	_cleanup_(text_clear) struct text others = {0};
	int weeks, shown = 0, same = 0;
	bool whole;

	page_heading(page, _("Beside your earlier weeks"));
	whole = whole_row(reading, page, &weeks);
	item_row(client, reading, ID_WEEK_STRESS, page, &shown, &same);
	for (uint16_t i = 0; i < ID_SYMPTOM_COUNT; i++)
		item_row(client, reading, (uint16_t)(ID_SYMPTOM_FIRST + i), page, &shown, &same);
	for (uint16_t i = 0; i < ID_IMPACT_COUNT; i++)
		item_row(client, reading, (uint16_t)(ID_IMPACT_FIRST + i), page, &shown, &same);
	if (same > 0) {
		text_appendf(&others,
			     dngettext("evenkeel", "%d answer is about as it was in those weeks",
				       "%d answers are about as they were in those weeks", (unsigned long)same),
			     same);
		row(page, _("the others"), text_string(&others));
	}
	if (weeks < WEEK_LEAST)
		page_paragraph(page, _("There are too few earlier weeks to compare with yet; it takes three."), "  ");
	else if (!whole && shown + same == 0)
		page_paragraph(page, _("Too little was answered this week to compare."), "  ");
}

int review_compare(struct client *client, bool told)
{
	_cleanup_(reading_clear) struct reading reading = {0};
	struct page page = {.color = client->color, .columns = client->columns};
	struct error err = {0};

	if (reading_open(client, false, &reading, &err) != 0)
		return client_fail(&err);
	compare(client, &reading, &page);
	page_print(&page);
	reading.safety = told ? 0 : reading.safety;
	return reading_end(client, &reading, ERROR_NONE);
}
