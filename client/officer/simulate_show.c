/* The table, and what it comes to in words. */
#include <string.h>

#include "command.h"
#include "page.h"
#include "simulate.h"
#include "words.h"

enum { NAME = 22, PEOPLE = 8, OPENED = 10, SHOWN = 9, ERROR = 10, WITHIN = 10, LABEL = 12 };

static double part(double some, double of)
{
	return of > 0 ? some / of : 0;
}

static void right(struct text *line, int columns, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void right(struct text *line, int columns, const char *format, ...)
{
	_cleanup_(text_clear) struct text words = {0};
	va_list arguments;

	va_start(arguments, format);
	text_append_va(&words, format, arguments);
	va_end(arguments);
	int width = text_columns(text_string(&words));
	text_append_repeat(line, " ", width < columns ? (size_t)(columns - width) : 0);
	text_append(line, text_string(&words));
}

static void table_head(struct page *page)
{
	_cleanup_(text_clear) struct text line = {0};

	text_append_fitted(&line, "", NAME);
	right(&line, PEOPLE, "%s", _("people"));
	right(&line, OPENED, "%s", _("opened"));
	right(&line, SHOWN, "%s", _("figures"));
	right(&line, ERROR, "%s", _("off by"));
	right(&line, WITHIN, "%s", _("1 margin"));
	right(&line, WITHIN, "%s", _("2 margins"));
	page_styled(page, PAGE_QUIET, text_string(&line));
	text_append_char(&page->text, '\n');
}

static void table_line(struct page *page, const char *name, size_t people, const struct simulate_score *score)
{
	_cleanup_(text_clear) struct text line = {0};

	text_append_fitted(&line, name, NAME);
	right(&line, PEOPLE, "%zu", people);
	right(&line, OPENED, "%zu/%zu", score->opened, score->windows);
	right(&line, SHOWN, "%zu", score->shown);
	if (score->shown) {
		right(&line, ERROR, "%.1f", part(score->error, (double)score->shown));
		right(&line, WITHIN, "%.0f %%", 100 * part((double)score->within, (double)score->shown));
		right(&line, WITHIN, "%.0f %%", 100 * part((double)score->within_two, (double)score->shown));
	}
	text_appendf(&page->text, "%s\n", text_string(&line));
}

static void table(const struct simulate_result *result, struct simulate_score *ret_all,
		  struct simulate_score *ret_together, struct page *page)
{
	const struct synthetic *company = &result->company;

	table_head(page);
	for (size_t i = 0; i < company->count; i++) {
		_cleanup_(text_clear) struct text name = {0};
		struct simulate_score own = {0};
		for (unsigned w = 0; w < company->windows; w++) {
			simulate_score_add(company, simulate_window_of(result, i, w), &own);
			simulate_score_add(company, simulate_window_of(result, i, w), ret_all);
		}
		synthetic_name(company, i, &name);
		table_line(page, text_string(&name), company->cohorts[i].people, &own);
	}
	for (unsigned w = 0; w < company->windows; w++)
		simulate_score_add(company, &result->together[w], ret_together);
	table_line(page, _("Each by itself"), company->people, ret_all);
	table_line(page, _("All together"), company->people, ret_together);
	page_paragraph(
		page,
		_("off by: points of a hundred, on average; 1 and 2 margins: how many figures lie within one and two "
		  "of the margins that are published beside them"),
		"");
}

static void withheld(const struct simulate_score *score, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	size_t all = score->shown;

	for (int reason = RELEASE_SHOWN + 1; reason < RELEASE_REASONS; reason++)
		all += score->withheld[reason];
	text_appendf(&words, _("%zu of %zu figures"), all - score->shown, all);
	for (int reason = RELEASE_SHOWN + 1, first = 1; reason < RELEASE_REASONS; reason++)
		if (score->withheld[reason]) {
			text_appendf(&words, "%s%s %zu", first ? _(": ") : _(", "),
				     _(release_reason_name((enum release_reason)reason)), score->withheld[reason]);
			first = 0;
		}
	page_row(page, _("Withheld"), LABEL, text_string(&words));
}

static void refused(const struct simulate_result *result, struct page *page)
{
	const struct synthetic *company = &result->company;

	for (size_t i = 0; i < company->count; i++)
		for (unsigned w = 0; w < company->windows; w++) {
			const struct simulate_window *window = simulate_window_of(result, i, w);
			_cleanup_(text_clear) struct text words = {0};
			if (window->refusal == REFUSAL_NONE)
				continue;
			synthetic_name(company, i, &words);
			text_appendf(&words, _(", window %u: "), w + 1);
			if (window->refusal == REFUSAL_FEW)
				text_appendf(&words,
					     dngettext("evenkeel",
						       "%zu person took part, the floor is %u; nothing left the office",
						       "%zu people took part, the floor is %u; nothing left the office",
						       (unsigned long)window->tally.people),
					     window->tally.people, window->truth.floor);
			else
				text_append(&words, refusal_words(window->refusal));
			page_row(page, _("Not opened"), LABEL, text_string(&words));
		}
}

static void small_team(const struct simulate_result *result, struct page *page)
{
	const struct synthetic *company = &result->company;

	for (size_t i = 0; i < company->count; i++) {
		_cleanup_(text_clear) struct text words = {0}, name = {0}, whole = {0};
		if (!company->cohorts[i].small_team)
			continue;
		synthetic_small_name(&name);
		synthetic_name(company, i, &whole);
		text_appendf(
			&words, _("%s has %zu people and was refused as a cohort by itself (%s); it is part of %s"),
			text_string(&name), company->cohorts[i].small_team, result->small_team, text_string(&whole));
		page_row(page, _("Small team"), LABEL, text_string(&words));
	}
}

static void files(const struct simulate_result *result, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	size_t outcomes[REFUSAL_COUNT_OF] = {0}, others = 0, all = 0;

	for (size_t i = 0; i < result->company.count * result->company.windows; i++) {
		for (int k = 0; k < REFUSAL_COUNT_OF; k++)
			outcomes[k] += result->windows[i].tally.outcomes[k];
		others += result->windows[i].other_files;
		all += result->windows[i].tally.files;
	}
	text_appendf(&words, _("%zu envelopes, %zu in order"), all, outcomes[REFUSAL_NONE]);
	for (int k = REFUSAL_NONE + 1; k < REFUSAL_COUNT_OF; k++)
		if (outcomes[k])
			text_appendf(&words, "%s%zu: %s", _("; "), outcomes[k], refusal_words((enum refusal)k));
	text_appendf(&words, "%s", _("; "));
	text_appendf(&words,
		     dngettext("evenkeel", "%zu other file in the drop folder was left alone",
			       "%zu other files in the drop folder were left alone", (unsigned long)others),
		     others);
	page_row(page, _("Files"), LABEL, text_string(&words));
}

static void stress(const struct simulate_score *score, const struct simulate_score *together, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words,
		     _("the week's mean is shown in %zu of %zu windows of a team, in %zu of %zu of all together"),
		     score->means, score->opened, together->means, together->opened);
	if (score->means + together->means)
		text_appendf(&words, _("; off by %.1f steps of four"),
			     part(score->mean_error + together->mean_error, (double)(score->means + together->means)));
	page_row(page, _("Stress"), LABEL, text_string(&words));
}

/* What the offices cannot see: marks that were one too many. */
static void marks(const struct simulate_result *result, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(
		&words,
		_("%.0f %% of contributions have all %d marks; further ones are left out by chance, so the heaviest "
		  "weeks look somewhat lighter than they were"),
		100 * part((double)result->full, (double)result->made), CELL_ONES_MAX);
	page_row(page, _("Marks"), LABEL, text_string(&words));
}

static void causes(const struct simulate_score *score, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words, _("%zu named as leading; %.0f %% of them truly among the three named most"),
		     score->leading, 100 * part((double)score->led, (double)score->leading));
	page_row(page, _("Causes"), LABEL, text_string(&words));
}

static void changes(const struct simulate_score *score, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	size_t moving = score->told + score->told_wrong + score->missed, still = score->told_nothing + score->quiet;

	if (moving + still == 0)
		text_append(&words, _("too early to say: a change needs two windows of one quarter"));
	if (moving)
		text_appendf(&words, _("of %zu figures that truly change %zu were told, %zu the wrong way round"),
			     moving, score->told, score->told_wrong);
	if (moving && still)
		text_append(&words, _("; "));
	if (still)
		text_appendf(&words, _("of %zu that do not change %zu were told as changed (%.1f %%)"), still,
			     score->told_nothing, 100 * part((double)score->told_nothing, (double)still));
	page_row(page, _("Changes"), LABEL, text_string(&words));
}

static void summary(const struct simulate_score *score, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	double shown = (double)score->shown;

	if (score->shown == 0) {
		page_paragraph(page,
			       _("Nothing could be shown: too few people took part, or every figure is of too few."),
			       "");
		return;
	}
	text_appendf(
		&words,
		_("A figure that is shown lies %.1f points from the truth on average, %.0f at most. The noise of both "
		  "parties makes %.1f of it; figures are then rounded to 5 points, so %.0f %% lie within the margin "
		  "that stands beside them and %.0f %% within twice that."),
		part(score->error, shown), score->largest, part(score->noise, shown),
		100 * part((double)score->within, shown), 100 * part((double)score->within_two, shown));
	page_paragraph(page, text_string(&words), "");
	page_paragraph(
		page,
		_("Read one figure of one team as a hint. A small team pays for its privacy with figures that are not "
		  "shown, and a change has to be large, or last, before it is told: that none is told does not mean "
		  "that there is none."),
		"");
}

static void head(const struct simulate_result *result, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	const struct synthetic *company = &result->company;

	text_appendf(
		&words,
		_("A made-up company: %zu people, cohorts: %zu, windows of four weeks: %u. Nobody in it exists, so the "
		  "truth is known: unblurred sums stand beside what both offices published."),
		company->people, company->count, company->windows);
	page_paragraph(page, text_string(&words), "");
	page_blank(page);
}

static void kept(const struct simulate_result *result, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (!result->kept)
		return;
	page_blank(page);
	text_appendf(&words,
		     _("All of it lies in '%s', to practise on. Both offices' passphrase is \"%s\", for practice only: "
		       "their "
		       "keys are no secret. Windows that nobody opened yet wait there, too:"),
		     result->kept, SIMULATE_PASSPHRASE);
	page_paragraph(page, text_string(&words), "");
	text_appendf(&page->text, "  evenkeel officer lead --dir '%s/%s'\n", result->kept, SIMULATE_OFFICE);
	text_appendf(&page->text, "  evenkeel officer assist --dir '%s/%s'\n", result->kept, SIMULATE_SECOND);
	text_appendf(&page->text, "  evenkeel officer finish --dir '%s/%s'\n", result->kept, SIMULATE_OFFICE);
	text_appendf(&page->text, "  evenkeel officer report --dir '%s/%s'\n", result->kept, SIMULATE_OFFICE);
}

void simulate_show(const struct client *client, const struct simulate_result *result)
{
	struct page page = {.color = client->color, .columns = client->columns};
	struct simulate_score all = {0}, together = {0};

	head(result, &page);
	table(result, &all, &together, &page);
	page_blank(&page);
	small_team(result, &page);
	refused(result, &page);
	files(result, &page);
	withheld(&all, &page);
	marks(result, &page);
	stress(&all, &together, &page);
	causes(&all, &page);
	changes(&all, &page);
	page_blank(&page);
	summary(&all, &page);
	kept(result, &page);
	page_print(&page);
}
