/* An overview as one file for a browser, for paper, for a screen reader: the newest window of each team whole, all of them as a table. */
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "html_chart.h"
#include "overview_chart.h"
#include "team_caution.h"

/* What of a page stays the same from team to team. */
struct view {
	const struct overview *overview;
	const struct html_context *context;
	struct text *ret;
};

static const char *direction_words(enum release_direction direction)
{
	return direction == RELEASE_TOO_EARLY ? "" : _(release_direction_name(direction));
}

static void row(struct text *ret, const char *label, const struct release_share *share, enum release_direction trend)
{
	_cleanup_(text_clear) struct text points = {0};

	overview_points(share, &points);
	html_write(ret, "<tr><th scope=\"row\">%s</th><td class=\"bar\">", label);
	if (share->reason == RELEASE_SHOWN)
		html_bar_draw(ret, overview_bar(share), text_string(&points));
	html_write(ret, "</td><td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n", text_string(&points),
		   direction_words(trend));
}

static void table_begin(struct text *ret, const char *title)
{
	html_write(ret, "<h3>%s</h3>\n<table class=\"causes figures\"><thead><tr><td></td><td class=\"bar\"></td>",
		   title);
	html_write(ret,
		   "<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" "
		   "class=\"number\">%s</th></tr></thead>\n<tbody>\n",
		   _("Points of 100"), _("Compared with before"));
}

static void table_end(struct text *ret)
{
	html_write(ret, "</tbody></table>\n");
}

static void mean_line(const struct view *view, const struct overview_team *team)
{
	const struct release_mean *mean = &team->windows[team->newest].figures.stress;
	_cleanup_(text_clear) struct text words = {0};
	const char *direction = direction_words(team->trends[RELEASE_MEAN]);

	overview_mean(mean, &words);
	if (mean->reason == RELEASE_SHOWN)
		text_append(&words, _(" of 4"));
	if (mean->reason == RELEASE_SHOWN && *direction)
		text_appendf(&words, "%s%s", _("; "), direction);
	html_write(view->ret, "<dl><dt>%s</dt><dd>%s</dd></dl>\n", _("Mean stress"), text_string(&words));
}

static void section(const struct view *view, const struct overview_team *team, const struct overview_section *which)
{
	const struct release_figures *figures = &team->windows[team->newest].figures;

	html_write(view->ret, "<div>\n");
	table_begin(view->ret, _(which->title));
	for (unsigned cell = which->first; cell < which->end; cell++)
		row(view->ret, overview_label(cell, view->context->language), &figures->cells[cell],
		    team->trends[cell]);
	table_end(view->ret);
	if (which->first == CELL_STRESS)
		mean_line(view, team);
	html_write(view->ret, "</div>\n");
}

static void causes(const struct view *view, const struct overview_team *team)
{
	const struct release_figures *figures = &team->windows[team->newest].figures;

	html_write(view->ret, "<div>\n");
	if (figures->causes.count == 0) {
		html_write(view->ret, "<h3>%s</h3>\n<p>%s</p>\n</div>\n", _("What weighs most"),
			   _("No cause was named by so many that it can be told."));
		return;
	}
	table_begin(view->ret, _("What weighs most"));
	for (unsigned i = 0; i < figures->causes.count; i++) {
		unsigned cell = figures->causes.cells[i];
		row(view->ret, overview_label(cell, view->context->language), &figures->cells[cell],
		    team->trends[cell]);
	}
	table_end(view->ret);
	html_write(view->ret, "</div>\n");
}

static void measures(const struct view *view, const struct overview_team *team)
{
	bool any = false;

	for (size_t i = 0; i < RELEASE_MEASURES; i++) {
		_cleanup_(text_clear) struct text action = {0}, standards = {0};
		if (!team->measures[i])
			continue;
		if (!any)
			html_write(view->ret, "<h3>%s</h3>\n<ul>\n", _("What the organisation can do"));
		any = true;
		overview_action(&release_measures[i], view->context->language, &action);
		overview_standards(&release_measures[i], &standards);
		html_write(view->ret, "<li><p>%s</p><p class=\"quiet\">%s</p></li>\n", text_string(&action),
			   text_string(&standards));
	}
	if (any)
		html_write(view->ret, "</ul>\n");
}

static bool withholds(const struct overview_team *team, enum release_reason reason)
{
	for (size_t i = 0; i < team->count; i++)
		if (overview_withholds(&team->windows[i].figures, reason))
			return true;
	return false;
}

static void reasons(const struct view *view, const struct overview_team *team)
{
	bool any = false;

	for (int reason = RELEASE_SHOWN + 1; reason < RELEASE_REASONS; reason++) {
		if (!withholds(team, (enum release_reason)reason))
			continue;
		if (!any)
			html_write(view->ret, "<h3>%s</h3>\n<ul class=\"quiet\">\n", _("What is withheld, and why"));
		any = true;
		html_write(view->ret, "<li>%s</li>\n", overview_why((enum release_reason)reason));
	}
	if (any)
		html_write(view->ret, "</ul>\n");
}

/* The rows that the terminal has, too. */
static void head(const struct view *view, const struct overview_team *team)
{
	struct page page = page_begin_html(view->ret);

	overview_head(view->overview, team, 0, &page); /* with the year: a page is kept */
	page_end_html(&page, view->ret);
}

static void partly(const struct view *view, const struct overview_team *team)
{
	struct page page = page_begin_html(view->ret);

	overview_partly(view->overview, team, view->context->language, &page);
	page_end_html(&page, view->ret);
}

static void newest(const struct view *view, const struct overview_team *team)
{
	_cleanup_(text_clear) struct text warning = {0};

	if (overview_unsigned(team, &team->windows[team->newest], &warning))
		html_write(view->ret, "<p class=\"flag\">%s</p>\n", text_string(&warning));
	html_write(view->ret, "<div class=\"halves\">\n");
	for (size_t i = 0; i < OVERVIEW_SECTIONS; i++) {
		section(view, team, &overview_sections[i]);
		if (overview_sections[i].end == CELL_CAUSE)
			causes(view, team);
	}
	html_write(view->ret, "</div>\n");
	partly(view, team);
	measures(view, team);
}

static void team_section(const struct view *view, const struct overview_team *team, int number)
{
	_cleanup_(text_clear) struct text title = {0};

	overview_title(team, &title);
	html_write(view->ret, "<section class=\"team\" aria-labelledby=\"team-%d\">\n<h2 id=\"team-%d\">%s</h2>\n",
		   number, number, text_string(&title));
	head(view, team);
	if (team->newest < team->count)
		newest(view, team);
	overview_windows(view->ret, team, number, view->context->language);
	reasons(view, team);
	html_write(view->ret, "</section>\n");
}

static void paragraph(void *ret, const char *words)
{
	html_write(ret, "<p>%s</p>\n", words);
}

/* First of all, what the figures are and what they are not. */
static void help(const struct view *view)
{
	const char *line;

	html_write(view->ret, "<section aria-labelledby=\"help\">\n<h2 id=\"help\">%s</h2>\n", _("How to read it"));
	for (size_t i = 0; (line = overview_help(i)) != NULL; i++)
		paragraph(view->ret, line);
	paragraph(view->ret,
		  _("The thick bar is the part that the noise leaves no doubt of, the line the figure itself, "
		    "the thin bar how far the noise may reach."));
	html_write(view->ret, "<h3>%s</h3>\n", _("What everyone who takes part was told"));
	overview_cautions(view->overview, paragraph, view->ret);
	html_write(view->ret, "</section>\n");
}

void overview_html(const struct overview *overview, const struct html_context *context, struct text *ret)
{
	const struct view view = {.overview = overview, .context = context, .ret = ret};
	const char *const end[] = {
		_("This page holds sums of whole teams: no answer of any one person, and no exact number of people."),
		_("It was sent nowhere, and it loads nothing."),
		_("The file itself is not sealed: whoever can read it can read it. Show it to those who decide about "
		  "the "
		  "work, and to the teams themselves."),
	};

	html_begin(ret, context, _("Team figures"));
	help(&view);
	for (size_t i = 0; i < overview->count; i++)
		team_section(&view, &overview->teams[i], (int)i);
	html_end_with(ret, end, sizeof(end) / sizeof(end[0]));
}
