/* What stands around the figures, in the terminal and on a page: whose they are, roll-ups, measures, the caution. */
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "overview_parts.h"
#include "team_caution.h"

enum { ROWS = 15, LABEL = 31 };

static void join(struct text *ret, const char *words)
{
	if (ret->length)
		text_append(ret, _(", "));
	text_append(ret, words);
}

void overview_names(const struct overview *overview, const struct overview_team *team, uint64_t missing,
		    struct text *ret)
{
	_cleanup_(text_clear) struct text names = {0};

	for (size_t i = 0; i < team->part_count && i < RELEASE_LEAVES_MAX; i++)
		if (missing >> i & 1)
			join(&names, overview->teams[team->parts[i]].name);
	text_append(ret, text_string(&names));
}

void overview_together(const struct overview *overview, const struct overview_team *team, struct text *ret)
{
	_cleanup_(text_clear) struct text names = {0};

	for (size_t i = 0; i < team->part_count; i++)
		join(&names, overview->teams[team->parts[i]].name);
	text_append(ret, text_string(&names));
}

static void newest_rows(const struct overview *overview, const struct overview_team *team, int32_t today,
			struct page *page)
{
	const struct overview_window *window = &team->windows[team->newest];
	_cleanup_(text_clear) struct text period = {0}, people = {0}, missing = {0}, warning = {0};

	overview_period(&window->figures, today, &period);
	text_append(&period, " (");
	overview_window_name(&window->figures, &period);
	text_append(&period, ")");
	page_row(page, _("Window"), ROWS, text_string(&period));
	overview_people(team, &window->figures, &people);
	page_row(page, _("People"), ROWS, text_string(&people));
	overview_names(overview, team, window->figures.missing, &missing);
	if (missing.length)
		page_row(page, _("Missing"), ROWS, text_string(&missing));
	if (!page->html && overview_unsigned(team, window, &warning))
		page_row(page, _("Checked"), ROWS, text_string(&warning));
}

void overview_head(const struct overview *overview, const struct overview_team *team, int32_t today, struct page *page)
{
	_cleanup_(text_clear) struct text names = {0};

	overview_together(overview, team, &names);
	if (names.length)
		page_row(page, _("Teams"), ROWS, text_string(&names));
	if (team->newest < team->count)
		newest_rows(overview, team, today, page);
	else if (team->count == 0)
		page_paragraph(page, _("No window of it is over yet."), "");
	else
		page_paragraph(page, _("Nothing of its windows can be told."), "");
}

void overview_partly(const struct overview *overview, const struct overview_team *team,
		     enum catalogue_language language, struct page *page)
{
	const struct release_figures *figures = &team->windows[team->newest].figures;
	bool any = false;

	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++) {
		_cleanup_(text_clear) struct text label = {0}, names = {0};
		const struct release_share *share = &figures->cells[cell];
		if (share->reason != RELEASE_SHOWN || share->missing == figures->missing || !overview_told(team, cell))
			continue;
		if (!any)
			page_heading(page, _("Figures without some of the teams, which withhold theirs"));
		any = true;
		text_appendf(&label, "  %s", overview_label(cell, language));
		overview_names(overview, team, share->missing, &names);
		page_row(page, text_string(&label), LABEL, text_string(&names));
	}
}

static bool same_caution(const struct overview_team *a, const struct overview_team *b)
{
	return a->floor == b->floor && strcmp(a->label.party[PARTY_A], b->label.party[PARTY_A]) == 0 &&
	       strcmp(a->label.party[PARTY_B], b->label.party[PARTY_B]) == 0;
}

void overview_cautions(const struct overview *overview, void (*paragraph)(void *context, const char *words),
		       void *context)
{
	for (size_t i = 0; i < overview->cohorts; i++) {
		const struct overview_team *team = &overview->teams[i];
		_cleanup_(text_clear) struct text words = {0};
		size_t before = 0;
		while (!same_caution(&overview->teams[before], team))
			before++;
		if (before < i)
			continue;
		team_caution(&team->label, team->floor, &words);
		paragraph(context, text_string(&words));
	}
}

/* A kind of cause, or single ones. */
static void what_for(const struct release_measure *measure, enum catalogue_language language, struct text *ret)
{
	static const char *const groups[GROUP_COUNT] = {
		[GROUP_CUSTOMER] = N_("what comes from customers"),  [GROUP_MARKET] = N_("what comes from the market"),
		[GROUP_COMPANY] = N_("what comes from the company"), [GROUP_PERSONAL] = N_("what people can draw on"),
		[GROUP_ENVIRONMENT] = N_("the surroundings"),
	};

	if (measure->group >= 0)
		text_append(ret, _(groups[measure->group]));
	else
		for (size_t i = 0; i < 2 && measure->causes[i]; i++)
			join(ret, catalogue_text(measure->causes[i], TEXT_LABEL, language));
}

void overview_action(const struct release_measure *measure, enum catalogue_language language, struct text *ret)
{
	_cleanup_(text_clear) struct text what = {0};

	what_for(measure, language, &what);
	/* TRANSLATORS: a kind of measure ("better processes"), what it is for ("The company"), what to do */
	text_appendf(ret, _("%s (%s): %s"), catalogue_text(measure->measure, TEXT_LABEL, language), text_string(&what),
		     _(measure->action));
}

void overview_standards(const struct release_measure *measure, struct text *ret)
{
	_cleanup_(text_clear) struct text iso = {0}, standards = {0};

	for (size_t i = 0; i < 2 && measure->iso[i]; i++)
		join(&iso, _(measure->iso[i]));
	for (size_t i = 0; i < 3 && measure->standards[i]; i++)
		join(&standards, _(measure->standards[i]));
	/* TRANSLATORS: areas of the standard, and of the Health and Safety Executive's Management Standards */
	text_appendf(ret, _("ISO 45003: %s; HSE Management Standards: %s"), text_string(&iso), text_string(&standards));
}
