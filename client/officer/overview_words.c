#include <string.h>

#include <evenkeel/cells.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "overview_parts.h"
#include "words.h"

enum { DAYS_A_WEEK = 7 };

const struct overview_section overview_sections[OVERVIEW_SECTIONS] = {
	{N_("How stressful the week was"), CELL_STRESS, CELL_SYMPTOM},
	{N_("Signs of strain that come often"), CELL_SYMPTOM, CELL_IMPACT},
	{N_("What strain often does"), CELL_IMPACT, CELL_CAUSE},
	{N_("How the week went"), CELL_ENERGISING, RELEASE_CELLS},
};

bool overview_has(unsigned cell)
{
	return cell < CELL_CAUSE || cell >= CELL_ENERGISING;
}

bool overview_told(const struct overview_team *team, unsigned item)
{
	if (team->newest == team->count)
		return false;
	const struct release_top *top = &team->windows[team->newest].figures.causes;
	bool leading = false;
	for (unsigned i = 0; i < top->count; i++)
		leading |= top->cells[i] == item;
	return leading || overview_has(item);
}

const char *overview_label(unsigned cell, enum catalogue_language language)
{
	char key[] = "s5.0";

	switch (cell) {
	case CELL_ENERGISING:
		return _("pressure that spurs on");
	case CELL_DRAINING:
		return _("pressure that drains");
	case CELL_EFFECTIVE:
		return _("responses that help");
	case CELL_FUTILE:
		return _("responses that only cost");
	case CELL_BREAKS:
		return _("took most of their breaks");
	default:
		break;
	}
	if (cell >= CELL_SYMPTOM)
		return catalogue_text(cell_id(cell), TEXT_LABEL, language);
	key[3] = (char)('0' + cell - CELL_STRESS);
	return catalogue_phrase(key, language);
}

void overview_name(unsigned item, struct text *ret)
{
	if (item == RELEASE_MEAN)
		text_append(ret, "stress.mean");
	else
		cell_name(item, ret);
}

void overview_window_name(const struct release_figures *figures, struct text *ret)
{
	text_appendf(ret, "%llu-%llu", (unsigned long long)figures->start, (unsigned long long)figures->weeks);
}

int32_t overview_from(const struct release_figures *figures)
{
	return (int32_t)(figures->start * DAYS_A_WEEK);
}

int32_t overview_to(const struct release_figures *figures)
{
	return (int32_t)((figures->start + figures->weeks) * DAYS_A_WEEK) - 1;
}

void overview_period(const struct release_figures *figures, int32_t today, struct text *ret)
{
	_cleanup_(text_clear) struct text from = {0}, to = {0};

	words_day(&from, overview_from(figures), today);
	words_day(&to, overview_to(figures), today);
	/* TRANSLATORS: from a day to a day, as in "Monday 2 March to Friday 6 March" */
	text_appendf(ret, _("%s to %s"), text_string(&from), text_string(&to));
}

void overview_title(const struct overview_team *team, struct text *ret)
{
	if (team->parts)
		text_appendf(ret,
			     dngettext("evenkeel", "All teams together, windows of %u week",
				       "All teams together, windows of %u weeks", team->weeks),
			     team->weeks);
	else
		text_append(ret, team->name);
}

void overview_people(const struct overview_team *team, const struct release_figures *figures, struct text *ret)
{
	if (figures->people == RELEASE_PEOPLE_NONE)
		return;
	/* TRANSLATORS: a band of people ("20-29"), and how many of the members that is ("over three quarters") */
	text_appendf(ret,
		     team->parts ? _("%s; %s of the members of these teams took part")
				 : _("%s; %s of the members took part"),
		     release_people_name(figures->people), _(release_participation_name(figures->participation)));
}

bool overview_unsigned(const struct overview_team *team, const struct overview_window *window, struct text *ret)
{
	if (window->countersigned || window->figures.reason != RELEASE_SHOWN)
		return false;
	/* TRANSLATORS: the second party's name, twice */
	text_appendf(ret,
		     _("Not countersigned yet: %s has not confirmed these sums. Wait for that before you act on them; "
		       "'evenkeel officer assist' at %s does it."),
		     team->label.party[PARTY_B], team->label.party[PARTY_B]);
	return true;
}

const char *overview_why(enum release_reason reason)
{
	switch (reason) {
	case RELEASE_FEW:
		return _("few: so few that single people might be guessed");
	case RELEASE_NEARLY_ALL:
		return _("nearly all: so many that those who are left might be guessed");
	case RELEASE_COMPLEMENTARY:
		return _("complementary: it would give another withheld figure away");
	case RELEASE_BELOW_FLOOR:
		return _("below floor: fewer people than agreed took part, or the window was not opened");
	case RELEASE_ALTERED:
		return _("share altered: the two halves don't add up to possible sums, so nothing is told");
	default:
		return "";
	}
}

bool overview_withholds(const struct release_figures *figures, enum release_reason reason)
{
	if (figures->reason == reason || figures->stress.reason == reason)
		return true;
	for (unsigned cell = 0; cell < RELEASE_CELLS; cell++)
		if (overview_has(cell) && figures->cells[cell].reason == reason)
			return true;
	for (unsigned i = 0; i < figures->causes.count; i++)
		if (figures->cells[figures->causes.cells[i]].reason == reason)
			return true;
	return false;
}

void overview_points(const struct release_share *share, struct text *ret)
{
	if (share->reason == RELEASE_SHOWN)
		text_appendf(ret, "%d ± %d", share->points, share->margin);
	else
		text_append(ret, _(release_reason_name(share->reason)));
}

void overview_mean(const struct release_mean *mean, struct text *ret)
{
	if (mean->reason == RELEASE_SHOWN)
		text_appendf(ret, "%.1f ± %.1f", mean->tenths / 10.0, mean->margin_tenths / 10.0);
	else
		text_append(ret, _(release_reason_name(mean->reason)));
}

struct share overview_bar(const struct release_share *share)
{
	double value = share->points / 100.0, margin = share->margin / 100.0;

	return (struct share){.value = value, .low = value - margin, .high = value + margin};
}

const char *overview_help(size_t at)
{
	static const char *const lines[] = {
		N_("Figures are points of a hundred, to five, give or take the noise: 35 ± 5 is 35 of 100 weekly "
		   "reviews, and the noise alone moves it by about 5 up or down."),
		N_("“No clear change” means that noise and chance explain the difference. “Higher” and “lower” go "
		   "beyond two standard errors."),
		N_("The figures are about work, not about people: change the work. They are no ranking of teams, "
		   "say nothing about any one person, and are no diagnosis."),
	};

	return at < sizeof(lines) / sizeof(lines[0]) ? _(lines[at]) : NULL;
}
