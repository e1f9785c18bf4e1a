/* 'causes --why': what stands behind each line, so that a person can follow it or work it out again. */
#include <math.h>

#include "causes.h"

#define LABEL 17

static void row(struct page *page, const char *label, const struct text *words)
{
	_cleanup_(text_clear) struct text indented = {0};

	text_appendf(&indented, "  %s", label);
	page_row(page, text_string(&indented), LABEL, text_string(words));
}

static void share_rows(const struct insight_cause *cause, struct page *page)
{
	_cleanup_(text_clear) struct text named = {0}, share = {0};

	text_appendf(&named, _("%d of the %d times that causes were asked for and told"), cause->named, cause->asked);
	if (cause->draining + cause->energising)
		text_appendf(&named, _("; draining %d, energising %d"), cause->draining, cause->energising);
	row(page, _("named"), &named);
	text_appendf(&share, _("%.1f %%, weights halving every 28 days; they are worth %.1f answers (n_eff)"),
		     100 * cause->share.value, cause->n_eff);
	text_appendf(&share, _("; Wilson 90 %%: %.1f to %.1f %%; ranked by the lower end"), 100 * cause->share.low,
		     100 * cause->share.high);
	row(page, _("share"), &share);
}

static void link_rows(const struct insight_cause *cause, int eligible, struct page *page)
{
	const struct stats_link *link = &cause->link;
	_cleanup_(text_clear) struct text fit = {0}, shrunk = {0}, sure = {0};

	text_appendf(&fit,
		     _("b %+.2f points of stress, standard error %.2f: least squares of the next stress on the stress "
		       "now and on the "
		       "cause"),
		     link->b, link->se);
	row(page, _("difference"), &fit);
	text_appendf(&shrunk,
		     _("prior around 0 with sd %.2f (half of the next stress's) → mean %+.2f, 90 %%: %+.2f to %+.2f"),
		     link->prior_sd, link->mean, link->low, link->high);
	row(page, _("drawn to zero"), &shrunk);
	text_appendf(
		&sure,
		dngettext("evenkeel",
			  "P(above 0) %.3f; p %.4f, q %.4f over %d cause (Benjamini–Hochberg); linked above 0 with q "
			  "up to %.2f",
			  "P(above 0) %.3f; p %.4f, q %.4f over %d causes (Benjamini–Hochberg); linked above 0 with "
			  "q up to %.2f",
			  (unsigned long)eligible),
		link->p_above_zero, link->p, cause->q, eligible, INSIGHT_LINK_Q);
	row(page, _("how sure"), &sure);
}

static void pairs_row(const struct insight_cause *cause, struct page *page)
{
	const struct stats_link *link = &cause->link;
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(
		&words,
		_("%zu answers that named a cause and had another behind them on the same day or the next: %zu with "
		  "it, %zu without"),
		link->n, link->n_with, link->n_without);
	if (cause->state == INSIGHT_LINK_WAITING)
		text_appendf(&words, _("; told from %d, with %d of each"), INSIGHT_LINK_PAIRS, INSIGHT_LINK_EACH);
	row(page, _("pairs"), &words);
}

void causes_why(const struct causes *causes, struct page *page)
{
	int eligible = 0;

	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		eligible += causes->causes[i].state != INSIGHT_LINK_WAITING;
	page_blank(page);
	page_heading(page, _("The numbers behind it"));
	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		const struct insight_cause *cause = &causes->causes[i];
		_cleanup_(text_clear) struct text words = {0};
		if (cause->named == 0)
			continue;
		page_heading(page, causes_label(causes, cause->cause));
		share_rows(cause, page);
		pairs_row(cause, page);
		if (cause->state != INSIGHT_LINK_WAITING)
			link_rows(cause, eligible, page);
		causes_link_words(cause, &words);
		if (words.length)
			row(page, _("so"), &words);
	}
	page_blank(page);
	page_paragraph(
		page,
		_("Wilson 1927; Benjamini & Hochberg 1995; Gelman, Hill & Yajima 2012. Stress counts 0, 50 or 100."),
		"");
}
