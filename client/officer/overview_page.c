/* An overview for the terminal: the newest window of each team whole, the others in a line. */
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "chart.h"
#include "overview_parts.h"

enum { LABEL = 28, BAR = 16, POINTS = 9, PERIOD = 40, COLUMNS = 80 };

/* What of a page stays the same from team to team. */
struct view {
	const struct overview *overview;
	enum catalogue_language language;
	int32_t today;
	struct page *page;
};

static int columns_of(const struct page *page)
{
	return page->columns > 0 && page->columns < COLUMNS ? page->columns : COLUMNS;
}

/* Wrapped under itself behind a dash. */
static void item(struct page *page, const char *string)
{
	_cleanup_(text_clear) struct text wrapped = {0};

	page_wrap(&wrapped, string, columns_of(page), "    ");
	if (wrapped.length > 4)
		text_appendf(&page->text, "  - %s", text_string(&wrapped) + 4);
}

/* Where the window is narrow there is no bar, and where it is too early there is no trend. */
static void figure_line(struct page *page, const char *label, const struct release_share *share,
			enum release_direction trend)
{
	_cleanup_(text_clear) struct text line = {0}, points = {0};
	int columns = columns_of(page);

	text_append(&line, "  ");
	text_append_fitted(&line, label, columns < COLUMNS ? LABEL - 4 : LABEL);
	text_append_char(&line, ' ');
	overview_points(share, &points);
	if (share->reason != RELEASE_SHOWN) {
		text_append(&line, text_string(&points));
		text_appendf(&page->text, "%s\n", text_string(&line));
		return;
	}
	if (columns == COLUMNS) {
		chart_share(&line, overview_bar(share), BAR);
		text_append_char(&line, ' ');
	}
	if (trend == RELEASE_TOO_EARLY) {
		text_appendf(&page->text, "%s%s\n", text_string(&line), text_string(&points));
		return;
	}
	text_append_fitted(&line, text_string(&points), POINTS);
	text_appendf(&page->text, "%s ", text_string(&line));
	page_styled(page, trend == RELEASE_NO_CLEAR_CHANGE ? PAGE_QUIET : PAGE_STRONG,
		    _(release_direction_name(trend)));
	text_append_char(&page->text, '\n');
}

static void mean_row(const struct overview_team *team, const struct release_figures *figures, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0}, label = {0};
	enum release_direction trend = team->trends[RELEASE_MEAN];

	overview_mean(&figures->stress, &words);
	if (figures->stress.reason == RELEASE_SHOWN)
		text_append(&words, _(" of 4"));
	if (figures->stress.reason == RELEASE_SHOWN && trend != RELEASE_TOO_EARLY)
		text_appendf(&words, "%s%s", _("; "), _(release_direction_name(trend)));
	text_appendf(&label, "  %s", _("mean"));
	page_row(page, text_string(&label), LABEL + 3, text_string(&words));
}

static void section(const struct view *view, const struct overview_team *team, const struct overview_section *which)
{
	const struct release_figures *figures = &team->windows[team->newest].figures;

	page_heading(view->page, _(which->title));
	if (which->first == CELL_STRESS)
		mean_row(team, figures, view->page);
	for (unsigned cell = which->first; cell < which->end; cell++)
		figure_line(view->page, overview_label(cell, view->language), &figures->cells[cell],
			    team->trends[cell]);
}

static void causes(const struct view *view, const struct overview_team *team)
{
	const struct release_figures *figures = &team->windows[team->newest].figures;

	page_heading(view->page, _("What weighs most"));
	if (figures->causes.count == 0)
		page_paragraph(view->page, _("No cause was named by so many that it can be told."), "  ");
	for (unsigned i = 0; i < figures->causes.count; i++) {
		unsigned cell = figures->causes.cells[i];
		figure_line(view->page, overview_label(cell, view->language), &figures->cells[cell],
			    team->trends[cell]);
	}
}

static void measures(const struct view *view, const struct overview_team *team)
{
	bool any = false;

	for (size_t i = 0; i < RELEASE_MEASURES; i++) {
		_cleanup_(text_clear) struct text action = {0}, standards = {0};
		if (!team->measures[i])
			continue;
		if (!any)
			page_heading(view->page, _("What the organisation can do"));
		any = true;
		overview_action(&release_measures[i], view->language, &action);
		overview_standards(&release_measures[i], &standards);
		item(view->page, text_string(&action));
		page_paragraph(view->page, text_string(&standards), "    ");
	}
}

/* One paragraph for each reason that something is withheld for. */
static void reasons(const struct release_figures *figures, struct page *page)
{
	bool any = false;

	for (int reason = RELEASE_SHOWN + 1; reason < RELEASE_REASONS; reason++) {
		if (!overview_withholds(figures, (enum release_reason)reason))
			continue;
		if (!any)
			page_heading(page, _("What is withheld, and why"));
		any = true;
		item(page, overview_why((enum release_reason)reason));
	}
}

static void window_row(const struct view *view, const struct overview_window *window)
{
	const struct release_figures *figures = &window->figures;
	_cleanup_(text_clear) struct text label = {0}, words = {0}, mean = {0};

	text_append(&label, "  ");
	overview_period(figures, view->today, &label);
	overview_mean(&figures->stress, &mean);
	if (figures->reason != RELEASE_SHOWN) {
		text_append(&words, _(release_reason_name(figures->reason)));
	} else {
		/* TRANSLATORS: a band of people ("20-29"), the mean with its noise ("2.2 ± 0.3") */
		text_appendf(&words, _("people %s; mean stress %s"), release_people_name(figures->people),
			     text_string(&mean));
		for (unsigned i = 0; i < figures->causes.count; i++)
			text_appendf(&words, "%s%s", i ? _(", ") : _("; "),
				     overview_label(figures->causes.cells[i], view->language));
		if (!window->countersigned)
			text_appendf(&words, "%s%s", _("; "), _("not countersigned yet"));
	}
	page_row(view->page, text_string(&label), PERIOD, text_string(&words));
}

static void other_windows(const struct view *view, const struct overview_team *team)
{
	if (team->count == 0 || (team->count == 1 && team->newest == 0))
		return;
	page_heading(view->page, team->newest < team->count ? _("The other windows") : _("Windows"));
	for (size_t i = team->count; i > 0; i--)
		if (i - 1 != team->newest)
			window_row(view, &team->windows[i - 1]);
}

static void team_page(const struct view *view, const struct overview_team *team)
{
	_cleanup_(text_clear) struct text title = {0};

	overview_title(team, &title);
	page_heading(view->page, text_string(&title));
	overview_head(view->overview, team, view->today, view->page);
	if (team->newest < team->count) {
		for (size_t i = 0; i < OVERVIEW_SECTIONS; i++) {
			section(view, team, &overview_sections[i]);
			if (overview_sections[i].end == CELL_CAUSE)
				causes(view, team);
		}
		overview_partly(view->overview, team, view->language, view->page);
		measures(view, team);
		reasons(&team->windows[team->newest].figures, view->page);
	}
	other_windows(view, team);
}

static void indented(void *page, const char *words)
{
	page_paragraph(page, words, "  ");
}

void overview_page(const struct overview *overview, enum catalogue_language language, int32_t today, struct page *page)
{
	struct view view = {.overview = overview, .language = language, .today = today, .page = page};
	const char *line;

	for (size_t i = 0; i < overview->count; i++)
		team_page(&view, &overview->teams[i]);
	page_heading(page, _("How to read it"));
	page_paragraph(page, _("A bar is dark as far as the noise leaves no doubt and light as far as it may reach."),
		       "  ");
	for (size_t i = 0; (line = overview_help(i)) != NULL; i++)
		page_paragraph(page, line, "  ");
	page_heading(page, _("What everyone who takes part was told"));
	overview_cautions(overview, indented, page);
}
