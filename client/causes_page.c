#include <math.h>
#include <string.h>

#include "causes.h"
#include "chart.h"

#define BAR 16
#define LABEL 30
#define IMPACT_LABEL 26

/* "overload   named 14 of 40 times", and the share with its interval once there is enough behind it. */
static void cause_line(const struct causes *causes, const struct insight_cause *cause, struct page *page)
{
	_cleanup_(text_clear) struct text line = {0};

	text_append_fitted(&line, causes_label(causes, cause->cause), LABEL);
	text_append_char(&line, ' ');
	if (causes_has_share(cause)) {
		chart_share(&line, cause->share, BAR);
		text_appendf(&line, _(" %3.0f %% (%.0f to %.0f), %d of %d"), 100 * cause->share.value,
			     100 * cause->share.low, 100 * cause->share.high, cause->named, cause->asked);
	} else {
		text_appendf(&line,
			     dngettext("evenkeel", "named %d of %d time", "named %d of %d times",
				       (unsigned long)cause->asked),
			     cause->named, cause->asked);
	}
	text_appendf(&page->text, "%s\n", text_string(&line));
}

/* False where there is nothing to say. */
static bool link_line(const struct insight_cause *cause, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	causes_link_words(cause, &words);
	if (words.length)
		page_paragraph(page, text_string(&words), "  ");
	return words.length > 0;
}

/* Before the first link can be told, all of them wait for the same: it is said once, behind the list. */
bool causes_any_link(const struct causes *causes)
{
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		if (causes->causes[i].state != INSIGHT_LINK_WAITING)
			return true;
	return false;
}

static void list(const struct causes *causes, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	bool links = causes_any_link(causes), silent = false;
	int unnamed = 0;

	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		unnamed += causes->causes[i].named == 0;
		if (causes->causes[i].named == 0)
			continue;
		cause_line(causes, &causes->causes[i], page);
		if (links)
			silent |= !link_line(&causes->causes[i], page);
	}
	page_blank(page);
	if (silent)
		page_paragraph(page, _("The others were named too rarely to say what follows them."), "");
	if (unnamed == 0)
		return;
	text_appendf(
		&words,
		dngettext("evenkeel", "%d more was never named.", "%d more were never named.", (unsigned long)unnamed),
		unnamed);
	page_paragraph(page, text_string(&words), "");
}

void causes_notes(const struct causes *causes, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0}, shares = {0};

	text_appendf(&shares, "%s %s", _("Recent answers count more: an answer's weight halves every four weeks."),
		     page->html
			     ? _("The thick bar is the part that is sure, the line the share itself, the thin bar how "
				 "high it may be (90 %).")
			     : _("█ is the part that is sure, ▓ up to the share itself, ░ how high it may be (90 %)."));
	if (causes_has_share(&causes->causes[0]))
		page_paragraph(page, text_string(&shares), "");
	if (causes_any_link(causes)) {
		page_paragraph(page,
			       _("What follows a cause is the stress of your next check-in, the same day or the next, "
				 "set beside answers that named another cause at the same stress. One goes with the "
				 "other; it need not be the reason."),
			       "");
	} else if (causes->causes[0].needed) {
		text_appendf(&words,
			     _("Whether more stress follows a cause can be told after about %d more check-ins."),
			     (causes->causes[0].needed + 9) / 10 * 10);
		page_paragraph(page, text_string(&words), "");
	}
}

static const char *step_words(double value, enum catalogue_language language)
{
	static const char *const keys[] = {"f5.0", "f5.1", "f5.2", "f5.3", "f5.4"};

	return catalogue_phrase(keys[(int)floor(value / 25 + 0.5)], language);
}

/* The tip that is a way out of @id, an impact or a futile response. */
static void way_out(const struct causes *causes, uint16_t id, struct page *page)
{
	size_t count;
	const struct catalogue_tip *tips = catalogue_tips(&count);

	for (size_t i = 0; i < count; i++)
		for (int a = 0; a < TIP_ANSWERS_MAX && tips[i].answers[a]; a++)
			if (tips[i].answers[a] == id) {
				page_paragraph(page, catalogue_tip_text(tips[i].id, causes->language), "    ");
				return;
			}
}

static void impact_row(const struct causes *causes, const struct insight_impact *impact, struct page *page)
{
	_cleanup_(text_clear) struct text label = {0}, words = {0};
	enum catalogue_language language = causes->language;

	text_appendf(&label, "  %s", causes_label(causes, impact->impact));
	/* TRANSLATORS: how often of late, and the usual before that, as "Often" and "Rarely" */
	if (isnan(impact->usual))
		text_appendf(&words, _("of late “%s”"), step_words(impact->recent, language));
	else
		text_appendf(&words, _("of late “%s”, before that “%s”"), step_words(impact->recent, language),
			     step_words(impact->usual, language));
	page_row(page, text_string(&label), IMPACT_LABEL, text_string(&words));
	way_out(causes, impact->impact, page);
}

void causes_impacts(const struct causes *causes, struct page *page)
{
	int reviews = 0, up = 0;

	for (int i = 0; i < ID_IMPACT_COUNT; i++) {
		reviews += causes->impacts[i].reviews;
		up += causes->impacts[i].up;
	}
	if (reviews == 0)
		return;
	page_heading(page, _("What it does to you, from your weekly reviews"));
	if (up == 0)
		page_paragraph(page, _("None of the four impacts is up."), "  ");
	for (int i = 0; i < ID_IMPACT_COUNT; i++)
		if (causes->impacts[i].up)
			impact_row(causes, &causes->impacts[i], page);
}

void causes_responses(const struct causes *causes, struct page *page)
{
	const struct insight_responses *r = &causes->responses;
	_cleanup_(text_clear) struct text words = {0}, recurring = {0};
	int both = r->effective + r->futile;

	if (both == 0)
		return;
	page_heading(page, _("What you did about it, in the last twelve weeks"));
	text_appendf(&words,
		     dngettext("evenkeel", "something that helps in %d of %d review",
			       "something that helps in %d of %d reviews", (unsigned long)both),
		     r->effective, both);
	if (isfinite(r->share.low))
		text_appendf(&words, _(", %.0f %% (90 %%: %.0f to %.0f)"), 100 * r->share.value, 100 * r->share.low,
			     100 * r->share.high);
	page_paragraph(page, text_string(&words), "  ");
	if (!r->recurring)
		return;
	text_appendf(&recurring, _("“%s” came up %d times. It happens to everyone; a way out:"),
		     causes_label(causes, r->recurring), r->recurring_count);
	page_paragraph(page, text_string(&recurring), "  ");
	way_out(causes, r->recurring, page);
}

const char *causes_intro(void)
{
	return _("How often you named each when a check-in or review asked. It says what weighs on you, not who is to "
		 "blame.");
}

void causes_page(const struct causes *causes, struct page *page)
{
	page_heading(page, _("Likely sources of strain"));
	page_blank(page);
	page_paragraph(page, causes_intro(), "");
	page_blank(page);
	list(causes, page);
	causes_notes(causes, page);
	causes_impacts(causes, page);
	causes_responses(causes, page);
}
