#include <math.h>

#include <evenkeel/mem.h>

#include "trends.h"
#include "words.h"

#define WEEKS4 28
#define STALE_DAYS 14 /* from here a level is no longer one of now without its date */

static void row(struct page *page, const char *label, const struct text *words)
{
	page_row(page, label, TRENDS_LABEL, text_string(words));
}

static void level(const struct trends *trends, struct page *page)
{
	const struct insight_series *series = &trends->series;
	_cleanup_(text_clear) struct text words = {0};

	if (series->level.n_eff >= INSIGHT_LEVEL_N_EFF) {
		trends_value(trends, series->level.value, &words);
		if (!isnan(series->level_low))
			text_appendf(&words, _(" (95 %%: %.0f to %.0f)"), series->level_low, series->level_high);
		text_appendf(&words, _("; rests on about %.0f days, the newest weigh most"), series->level.n_eff);
	} else {
		text_append(&words, _("not told yet; it takes a few more days with answers"));
	}
	if (series->all_count && series->last - series->all[series->all_count - 1].date > STALE_DAYS) {
		_cleanup_(text_clear) struct text date = {0};
		words_weekday(&date, series->all[series->all_count - 1].date, series->last);
		text_appendf(&words, _("; your newest answer is from %s"), text_string(&date));
	}
	row(page, _("Level now"), &words);
}

static void usual(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (isnan(trends->series.baseline))
		return;
	trends_value(trends, trends->series.baseline, &words);
	text_append(&words, _(": the middle of your days before the last four weeks"));
	row(page, _("Your usual"), &words);
}

/* A level over weeks would rest on three reviews at most: the newest is told instead. */
static void newest(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	const struct day_mean *last = &trends->series.all[trends->series.all_count - 1];

	if (trends_count(trends) == 0)
		return;
	words_weekday(&words, last->date, trends->series.last);
	text_append(&words, _(": "));
	trends_value(trends, last->mean, &words);
	row(page, _("Newest"), &words);
}

static void too_few(const struct insight_series *series, struct text *words)
{
	if (series->review && series->answer_days < INSIGHT_ANSWER_DAYS)
		text_appendf(words, _("%d of %d reviews so far"), series->answer_days, INSIGHT_ANSWER_DAYS);
	else if (series->answer_days < INSIGHT_ANSWER_DAYS)
		text_appendf(words, _("%d of %d days so far"), series->answer_days, INSIGHT_ANSWER_DAYS);
	else
		text_appendf(words, _("answers over %d of %d days so far"), series->span_days, INSIGHT_SPAN_DAYS);
	text_append(words, _("; until then ups and downs say little"));
}

/* How much the points rose or fell in four weeks, both told as they are read: a fall of 9 (3 to 15). */
static void size_words(const struct insight_series *series, struct text *words)
{
	double sign = series->direction == INSIGHT_RISING ? 1 : -1, size = sign * series->trend.slope * WEEKS4;
	double one = sign * series->trend.slope_low * WEEKS4, other = sign * series->trend.slope_high * WEEKS4;

	if (size < 0.5) {
		text_append(words, _(", by less than a point in four weeks"));
		return;
	}
	text_appendf(words,
		     dngettext("evenkeel", ", by about %.0f point of 100 in four weeks",
			       ", by about %.0f points of 100 in four weeks", (unsigned long)(size + 0.5)),
		     size);
	text_appendf(words, _(" (95 %%: %.0f to %.0f)"), fmax(fmin(one, other), 0), fmax(one, other));
}

/* One item's steps are few: it has a direction, and how many pairs of days went that way, but no slope. */
static void pairs_words(const struct insight_series *series, struct text *words)
{
	text_appendf(words,
		     _("; of all pairs of an earlier and a later day the later was higher in %.0f %% (tau-b %+.2f)"),
		     100 * series->trend.rising, series->trend.tau_b);
}

static void no_change(const struct insight_series *series, struct text *words)
{
	if (isnan(series->trend.p_guarded)) {
		text_append(words, _("no change: each day was like the others"));
		return;
	}
	text_append(words, _("no clear change"));
	if (series->item || !(series->detectable >= 0.5))
		return;
	text_appendf(
		words,
		series->review
			? _("; %d reviews over %d days would show a rise or fall of %.0f points about half the time")
			: _("; %d days with answers over %d days would show a rise or fall of %.0f points about "
			    "half the time"),
		series->answer_days, series->span_days, series->detectable);
}

static void direction(const struct trends *trends, struct page *page)
{
	const struct insight_series *series = &trends->series;
	_cleanup_(text_clear) struct text words = {0};

	switch (series->direction) {
	case INSIGHT_TOO_FEW:
		too_few(series, &words);
		break;
	case INSIGHT_NO_CLEAR_CHANGE:
		no_change(series, &words);
		break;
	case INSIGHT_RISING:
	case INSIGHT_FALLING:
		text_append(&words, series->direction == INSIGHT_RISING ? _("rising") : _("falling"));
		if (series->item)
			pairs_words(series, &words);
		else
			size_words(series, &words);
		break;
	}
	row(page, _("Direction"), &words);
}

/* Instead of a direction: one level, then another. */
static void step(const struct trends *trends, struct page *page)
{
	const struct insight_series *series = &trends->series;
	_cleanup_(text_clear) struct text words = {0}, date = {0};
	int after = series->answer_days - (int)series->step.index;

	words_weekday(&date, series->step_date, series->last);
	text_appendf(&words, _("since about %s: %.0f of 100 on average, before that %.0f"), text_string(&date),
		     series->step.after, series->step.before);
	text_appendf(&words, _(" (%d and %d days with answers; one step fits them better than a steady rise or fall)"),
		     after, (int)series->step.index);
	row(page, _("Step"), &words);
}

static void prompts(const struct trends *trends, struct page *page)
{
	const struct insight_series *series = &trends->series;
	const struct compliance *c = &series->compliance;
	_cleanup_(text_clear) struct text words = {0};

	if (c->shown)
		text_appendf(&words, _("%d of %d answered"), c->answered, c->shown);
	if (c->shown >= INSIGHT_COMPLIANCE && isfinite(c->share.low))
		text_appendf(&words, _(", %.0f %% (%.0f to %.0f)"), 100 * c->share.value, 100 * c->share.low,
			     100 * c->share.high);
	if (series->unasked)
		text_appendf(&words, c->shown ? _(", %d more unasked") : _("%d answered, all unasked"),
			     series->unasked);
	if (c->answered < c->shown && !series->review)
		text_append(&words, _("; a day without answers is a gap, not a calm day"));
	if (words.length == 0)
		text_append(&words, _("none in this time"));
	row(page, series->review ? _("Reviews") : _("Check-ins"), &words);
}

void trends_rows(const struct trends *trends, struct page *page)
{
	if (trends->series.review)
		newest(trends, page);
	else
		level(trends, page);
	usual(trends, page);
	if (trends->series.step_found)
		step(trends, page);
	else
		direction(trends, page);
	prompts(trends, page);
}
