#include <math.h>
#include <stdio.h>

#include <evenkeel/mem.h>

#include "chart.h"
#include "trends.h"
#include "words.h"

#define IN_WORDS 10 /* fewer days than this are also told in words */
#define WEEKS_MOST 8
#define LABEL_WIDTH 13

/* The form's scale by its phrases: "m3" has m3.0, m3.1, m3.2. */
static const char *scale_of(const struct trends *trends, int *ret_count)
{
	*ret_count = !trends->review ? 3 : trends->item == ID_VALENCE || trends->item == ID_HARD_CALL ? 2 : 5;
	if (!trends->review)
		return "m3";
	return trends->item == ID_WEEK_STRESS ? "s5"
	       : trends->item == ID_VALENCE   ? "valence"
	       : trends->item == ID_HARD_CALL ? "yn"
					      : "f5";
}

int trends_steps(const struct trends *trends, const char *ret[static 5])
{
	int count;
	const char *scale = scale_of(trends, &count);

	for (int i = 0; i < count; i++) {
		char key[24];
		snprintf(key, sizeof key, "%s.%d", scale, i);
		ret[i] = catalogue_phrase(key, trends->client->language);
	}
	return count;
}

void trends_place(double value, const char *const *steps, int count, struct text *ret)
{
	double at = value / 100 * (count - 1);
	int below = (int)floor(at);
	double rest = at - below;

	if (rest <= 0.25 || below >= count - 1)
		text_appendf(ret, _("around “%s”"), steps[below < count ? below : count - 1]);
	else if (rest >= 0.75)
		text_appendf(ret, _("around “%s”"), steps[below + 1]);
	else
		text_appendf(ret, _("between “%s” and “%s”"), steps[below], steps[below + 1]);
}

static void heading(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text title = {0};
	const char *label = trends->item ? catalogue_text(trends->item, TEXT_LABEL, trends->client->language) : NULL;

	if (label && trends->review)
		text_appendf(&title, _("%s, from your weekly reviews"), label);
	else if (label)
		text_appendf(&title, _("%s, from your check-ins"), label);
	else
		text_append(&title,
			    trends->review ? _("Strain, from your weekly reviews") : _("Strain, from your check-ins"));
	page_heading(page, text_string(&title));
	page_blank(page);
}

static void place_words(const struct trends *trends, double value, struct text *ret)
{
	const char *steps[5];

	text_appendf(ret, _("%.0f of 100, "), value);
	trends_place(value, steps, trends_steps(trends, steps), ret);
}

static void level(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	double days = trends->level.n_eff;

	if (days >= TRENDS_LEVEL_N_EFF) {
		place_words(trends, trends->level.value, &words);
		text_appendf(&words, _("; rests on about %.0f days, the newest weigh most"), days);
	} else {
		text_append(&words, _("not told yet; it takes a few more days with answers"));
	}
	page_row(page, _("Level now"), LABEL_WIDTH, text_string(&words));
}

/* A level over weeks would rest on three reviews at most: the newest is told instead. */
static void last_review(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (trends->count == 0)
		return;
	words_weekday(&words, trends->days[trends->count - 1].date, trends->last);
	text_append(&words, _(": "));
	place_words(trends, trends->days[trends->count - 1].mean, &words);
	page_row(page, _("Newest"), LABEL_WIDTH, text_string(&words));
}

static void direction(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	int days = (int)trends->count, span = days ? trends->days[days - 1].date - trends->days[0].date + 1 : 0;

	if (days >= TRENDS_ANSWER_DAYS && span >= TRENDS_SPAN_DAYS)
		return;
	if (trends->review)
		text_appendf(&words, _("%d of %d reviews so far"), days, TRENDS_ANSWER_DAYS);
	else if (days < TRENDS_ANSWER_DAYS)
		text_appendf(&words, _("%d of %d days so far"), days, TRENDS_ANSWER_DAYS);
	else
		text_appendf(&words, _("answers over %d of %d days so far"), span, TRENDS_SPAN_DAYS);
	text_append(&words, _("; until then ups and downs say little"));
	page_row(page, _("Direction"), LABEL_WIDTH, text_string(&words));
}

static void compliance(const struct trends *trends, struct page *page)
{
	const struct compliance *c = &trends->compliance;
	_cleanup_(text_clear) struct text words = {0};

	if (c->shown)
		text_appendf(&words, _("%d of %d answered"), c->answered, c->shown);
	if (c->shown >= TRENDS_COMPLIANCE && isfinite(c->share.low))
		text_appendf(&words, _(", %.0f %% (%.0f to %.0f)"), 100 * c->share.value, 100 * c->share.low,
			     100 * c->share.high);
	if (trends->unasked)
		text_appendf(&words, c->shown ? _(", %d more unasked") : _("%d answered, all unasked"),
			     trends->unasked);
	if (c->answered < c->shown && !trends->review)
		text_append(&words, _("; a day without answers is a gap, not a calm day"));
	if (words.length == 0)
		text_append(&words, _("none in this time"));
	page_row(page, trends->review ? _("Reviews") : _("Check-ins"), LABEL_WIDTH, text_string(&words));
}

/* The chart begins with the week of the first answer in the window, and spans two weeks at least. */
static int32_t chart_first(const struct trends *trends)
{
	int32_t first = trends->days[0].date;

	first -= date_weekday(first) - 1;
	if (trends->last - first < 13)
		first = trends->last - 13;
	return first > trends->first ? first : trends->first;
}

static bool shows_level(const struct trends *trends)
{
	const double *levels = trends->levels + (trends->days - trends->all);

	for (size_t i = 0; i < trends->count && !trends->review; i++) {
		if (!isnan(levels[i]))
			return true;
	}
	return false;
}

static void chart(const struct trends *trends, struct page *page)
{
	const char *labels[5];
	struct chart chart = {
		.days = trends->days,
		.levels = trends->review ? NULL : trends->levels + (trends->days - trends->all),
		.count = trends->count,
		.first = chart_first(trends),
		.last = trends->last,
		.columns = page->columns < 80 ? (page->columns < 30 ? 30 : page->columns) : 80,
	};
	_cleanup_(text_clear) struct text legend = {0};

	chart.label_count = trends_steps(trends, labels);
	for (int i = 0; i < chart.label_count; i++)
		chart.labels[i] = labels[i];
	page_blank(page);
	int days = chart_draw(&chart, &page->text);
	if (days > 1)
		text_appendf(&legend, _("● mean of %d days"), days);
	else
		text_append(&legend, trends->review ? _("● a review") : _("● a day's mean"));
	if (shows_level(trends))
		text_appendf(&legend, "   %s", _("─ level that day"));
	text_appendf(&legend, "   %s", _("blank: no answer"));
	page_paragraph(page, text_string(&legend), "");
}

static void day_in_words(const struct trends *trends, const struct day_mean *day, struct page *page)
{
	_cleanup_(text_clear) struct text date = {0}, words = {0};
	const char *steps[5];

	words_weekday(&date, day->date, trends->last);
	trends_place(day->mean, steps, trends_steps(trends, steps), &words);
	if (!trends->review)
		text_appendf(&words, dngettext("evenkeel", " (%d check-in)", " (%d check-ins)", (unsigned long)day->n),
			     day->n);
	page_row(page, text_string(&date), 2 * LABEL_WIDTH, text_string(&words));
}

struct week {
	int32_t monday;
	double sum;
	int days, answers;
};

static void draw_week(const struct week *week, struct page *page)
{
	_cleanup_(text_clear) struct text date = {0}, line = {0};

	words_short_day(&date, week->monday);
	text_append(&line, "  ");
	text_append_fitted(&line, text_string(&date), LABEL_WIDTH - 2);
	if (week->days) {
		text_appendf(&line, "%4.0f  ", week->sum / week->days);
		chart_bar(&line, week->sum / week->days, 25);
		text_appendf(&line, dngettext("evenkeel", "  %d day", "  %d days", (unsigned long)week->days),
			     week->days);
		text_appendf(&line,
			     dngettext("evenkeel", ", %d check-in", ", %d check-ins", (unsigned long)week->answers),
			     week->answers);
	} else {
		text_appendf(&line, "   –  %s", _("no answers"));
	}
	text_appendf(&page->text, "%s\n", text_string(&line));
}

static void weeks(const struct trends *trends, struct page *page)
{
	int32_t this_monday = trends->last - date_weekday(trends->last) + 1;
	size_t i = 0;
	int ago = (this_monday - trends->days[0].date + 6) / 7;

	ago = ago < WEEKS_MOST - 1 ? ago : WEEKS_MOST - 1;
	page_heading(page, _("Week by week (Monday, mean, days with answers)"));
	for (; ago >= 0; ago--) {
		struct week week = {.monday = this_monday - 7 * ago};
		for (; i < trends->count && trends->days[i].date < week.monday + 7; i++) {
			if (trends->days[i].date < week.monday)
				continue;
			week.sum += trends->days[i].mean;
			week.days++;
			week.answers += trends->days[i].n;
		}
		draw_week(&week, page);
	}
}

void trends_page(const struct trends *trends, struct page *page)
{
	heading(trends, page);
	if (trends->review)
		last_review(trends, page);
	else
		level(trends, page);
	direction(trends, page);
	compliance(trends, page);
	if (trends->count == 0)
		return;
	if (trends->count < IN_WORDS) {
		page_blank(page);
		for (size_t i = 0; i < trends->count; i++)
			day_in_words(trends, &trends->days[i], page);
	}
	if (trends->count > 1)
		chart(trends, page);
	if (!trends->review && trends->count >= IN_WORDS)
		weeks(trends, page);
}
