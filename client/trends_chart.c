#include <math.h>

#include <evenkeel/mem.h>

#include "chart.h"
#include "trends.h"
#include "words.h"

#define COLUMNS_LEAST 30
#define COLUMNS_MOST 80

/* The chart begins with the week of the first answer in the window, and spans two weeks at least. */
static int32_t chart_first(const struct trends *trends)
{
	int32_t first = trends_days(trends)[0].date, last = trends->series.last;

	first -= date_weekday(first) - 1;
	if (last - first < 13)
		first = last - 13;
	return first > trends->series.first ? first : trends->series.first;
}

static int columns_of(const struct page *page)
{
	return page->columns >= COLUMNS_MOST   ? COLUMNS_MOST
	       : page->columns < COLUMNS_LEAST ? COLUMNS_LEAST
					       : page->columns;
}

static bool has_any(const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!isnan(values[i]))
			return true;
	return false;
}

/* The days' parts of planned breaks; an array that the caller frees. */
static struct chart_mark *break_marks(const struct trends *trends)
{
	const struct insight_breaks *breaks = &trends->breaks;
	struct chart_mark *marks = mem_new(breaks->count + 1, sizeof *marks);

	for (size_t i = 0; i < breaks->count; i++)
		marks[i] = (struct chart_mark){breaks->days[i].date, breaks->days[i].taken, breaks->days[i].planned};
	return marks;
}

static void legend(const struct trends *trends, const struct chart *chart, int days_a_column, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};

	if (days_a_column > 1)
		text_appendf(&words, _("● mean of %d days"), days_a_column);
	else
		text_append(&words, trends->series.review ? _("● a review") : _("● a day's mean"));
	if (has_any(chart->levels, chart->count))
		text_appendf(&words, "   %s", _("─ level that day"));
	if (has_any(chart->lows, chart->count))
		text_appendf(&words, "   %s", _("░ where it may lie (95 %)"));
	if (chart->has_baseline)
		text_appendf(&words, "   %s", _("┄ your usual"));
	text_appendf(&words, "   %s", _("blank: no answer"));
	if (chart->marks_label)
		text_appendf(&words, "   %s", _("+ three quarters of the breaks taken or more, - fewer"));
	page_paragraph(page, text_string(&words), "");
}

void trends_chart(const struct trends *trends, struct page *page)
{
	const struct insight_series *series = &trends->series;
	struct chart_mark *marks _cleanup_free_ = break_marks(trends);
	struct chart chart = {
		.days = trends_days(trends),
		.levels = series->levels + series->from,
		.lows = series->lows + series->from,
		.highs = series->highs + series->from,
		.count = trends_count(trends),
		.baseline = series->baseline,
		.has_baseline = !isnan(series->baseline),
		.first = chart_first(trends),
		.last = series->last,
		.columns = columns_of(page),
		.marks_label = trends->breaks.count ? _("Breaks") : NULL,
		.marks = marks,
		.mark_count = trends->breaks.count,
	};

	chart.label_count = trends_steps(trends, chart.labels);
	page_blank(page);
	int days_a_column = chart_draw(&chart, &page->text);
	legend(trends, &chart, days_a_column, page);
}
