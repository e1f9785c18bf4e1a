#include <math.h>
#include <string.h>

#include "instrument_check.h"
#include "page.h"

/* Whole numbers as such, others with two places: a page is for reading, --json for figures. */
void instrument_append_number(struct text *text, double number)
{
	if (number == floor(number))
		text_appendf(text, "%.0f", number);
	else
		text_appendf(text, "%.2f", number);
}

const char *instrument_source_words(const struct score *score)
{
	return score->source ? score->source
			     : _("the questionnaire's own expression; nobody has held it against its authors' key");
}

static size_t count_questions(const struct questionnaire *questionnaire)
{
	size_t count = 0;

	for (size_t i = 0; i < questionnaire->count; i++)
		count += questionnaire_asks(&questionnaire->items[i]);
	return count;
}

static void head(struct page *page, const struct questionnaire *questionnaire)
{
	_cleanup_(text_clear) struct text words = {0};
	size_t count = count_questions(questionnaire);

	page_heading(page, questionnaire->title ? questionnaire->title : questionnaire->id);
	text_append(&words, questionnaire->id);
	if (questionnaire->version)
		text_appendf(&words, " (%s)", questionnaire->version);
	text_append(&words, ": ");
	text_appendf(&words, dngettext("evenkeel", "%zu question", "%zu questions", (unsigned long)count), count);
	page_paragraph(page, text_string(&words), "  ");
}

static void score_value(struct page *page, const struct score *score, bool answers)
{
	_cleanup_(text_clear) struct text words = {0};

	if (score->scored)
		instrument_append_number(&words, score->value);
	else
		text_append(&words, answers ? _("not scored") : _("no answers given"));
	text_append(&words, answers ? " " : _("; "));
	if (answers && score->needed > 0)
		text_appendf(&words, _("(%zu of %zu answered, %zu needed)"), score->answered, score->items,
			     score->needed);
	else if (answers)
		text_appendf(&words, _("(%zu of %zu answered)"), score->answered, score->items);
	else
		text_appendf(&words, dngettext("evenkeel", "%zu item", "%zu items", (unsigned long)score->items),
			     score->items);
	if (score->title && strcmp(score->title, score->name) != 0)
		page_row(page, score->title, 24, text_string(&words));
	else
		page_row(page, score->name, 24, text_string(&words));
}

static void score_row(struct page *page, const char *label, const char *value)
{
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words, "  %s", label);
	if (value && *value)
		page_row(page, text_string(&words), 24, value);
}

static void score_numbers(struct page *page, const char *label, bool has, double number)
{
	_cleanup_(text_clear) struct text words = {0};

	if (!has)
		return;
	instrument_append_number(&words, number);
	score_row(page, label, text_string(&words));
}

static void score_page(struct page *page, const struct score *score, bool own, bool answers)
{
	score_value(page, score, answers);
	score_row(page, _("authors' band"), score->band);
	score_row(page, _("source"), instrument_source_words(score));
	score_row(page, _("band's source"), score->band ? score->band_source : NULL);
	score_numbers(page, _("by its own sum"), score->has_file_value && !own, score->file_value);
	score_numbers(page, _("recorded as"), score->has_recorded, score->recorded);
}

/* True when one of them has a band. */
static bool all_scores(struct page *page, const struct scores *scores, bool answers)
{
	bool band = false;

	page_heading(page, _("Scores"));
	for (size_t i = 0; i < scores->count; i++) {
		score_page(page, &scores->items[i], scores->own, answers);
		band |= scores->items[i].band != NULL;
	}
	return band;
}

static void scores_page(struct page *page, const struct scores *scores, bool answers)
{
	if (scores->count == 0)
		return;
	bool band = all_scores(page, scores, answers);
	if (band || scores->safety)
		page_blank(page);
	if (band)
		page_paragraph(page, _("A band is its authors' word for a range of scores. It is not a diagnosis."),
			       "");
	if (scores->safety)
		page_paragraph(page, _("With such answers Evenkeel shows at once where support can be found."), "");
}

void instrument_scores_page(struct page *page, const struct scores *scores)
{
	if (scores->count == 0) {
		page_paragraph(page, _("This questionnaire is collected, not scored."), "");
		return;
	}
	bool band = all_scores(page, scores, true);
	page_blank(page);
	page_paragraph(page,
		       band ? _("A band is its authors' word for a range of scores. It is not a diagnosis.")
			    : _("A score is not a diagnosis."),
		       "");
}

/* The file in hand needs no name. */
static void problem_line(struct page *page, const struct problem *problem, const char *file)
{
	_cleanup_(text_clear) struct text words = {0};

	if (problem->file && !(file && strcmp(problem->file, file) == 0))
		text_appendf(&words, "%s: ", problem->file);
	if (problem->link_id)
		text_appendf(&words, "%s: ", problem->link_id);
	text_append(&words, problem->message);
	page_row(page, problem->refused ? _("  refused") : _("  note"), 12, text_string(&words));
}

void instrument_problems_page(struct page *page, const struct problems *problems)
{
	if (problems->count == 0)
		return;
	page_heading(page, _("What was found"));
	for (int refused = 1; refused >= 0; refused--)
		for (size_t i = 0; i < problems->count; i++)
			if (problems->items[i].refused == (refused == 1))
				problem_line(page, &problems->items[i], problems->file);
	if (problems->dropped > 0) {
		_cleanup_(text_clear) struct text words = {0};
		text_appendf(&words,
			     dngettext("evenkeel", "and %zu more of the kind", "and %zu more of the kind",
				       (unsigned long)problems->dropped),
			     problems->dropped);
		page_row(page, "", 12, text_string(&words));
	}
}

void instrument_added_page(struct page *page, const struct instrument *instrument, bool added)
{
	if (added) {
		head(page, &instrument->questionnaire);
		page_blank(page);
		page_paragraph(page,
			       _("It is added. It is asked only when you ask for it, and its scores are no diagnosis."),
			       "");
	}
	instrument_problems_page(page, &instrument->problems);
}

void instrument_page(const struct client *client, const struct instrument *instrument, const struct scores *scores)
{
	struct page page = {.color = client->color, .columns = client->columns};

	if (instrument->questionnaire.id)
		head(&page, &instrument->questionnaire);
	scores_page(&page, scores, instrument->has_answers);
	instrument_problems_page(&page, &instrument->problems);
	page_print(&page);
}
