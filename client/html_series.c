/* A series of days on a page: rows of words, the picture, and the table of it. */
#include <math.h>
#include <stdlib.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "html_chart.h"
#include "html_view.h"
#include "page.h"
#include "trends.h"
#include "words.h"

#define SPAN_LEAST 14

/* As `evenkeel trends` says it. */
static struct trends trends_of(const struct html_context *context, const struct insight_series *series)
{
	return (struct trends){.language = context->language, .series = *series};
}

static void rows(struct text *ret, const struct trends *trends)
{
	struct page page = page_begin_html(ret);

	trends_rows(trends, &page);
	page_end_html(&page, ret);
}

static size_t count_of(const struct insight_series *series)
{
	return series->all_count - series->from;
}

static bool has_any(const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!isnan(values[i]))
			return true;
	return false;
}

/* From the week of the first answer on, two weeks at least: as the terminal's chart. */
static int32_t first_of(const struct insight_series *series)
{
	int32_t first = series->all[series->from].date;

	first -= date_weekday(first) - 1;
	if (series->last - first < SPAN_LEAST - 1)
		first = series->last - SPAN_LEAST + 1;
	return first > series->first ? first : series->first;
}

static void line_of(const struct html_context *context, const struct insight_series *series,
		    const struct insight_breaks *breaks, struct html_line *ret)
{
	*ret = (struct html_line){
		.name = series->review ? "reviews" : "days",
		.title = series->review ? _("Strain, from your weekly reviews") : _("Strain, from your check-ins"),
		.days = series->all + series->from,
		.count = count_of(series),
		.first = first_of(series),
		.last = series->last,
		.baseline = series->baseline,
		.step = series->step_found ? series->step_date : 0,
		.breaks_label = _("Breaks"),
	};
	/* A mark is a day's: not where several days share a dot. */
	if (breaks && html_line_days_a_dot(ret) == 1) {
		ret->breaks = breaks->days;
		ret->break_count = breaks->count;
	}
	/* A level over weeks would rest on three reviews at most. */
	if (!series->review) {
		ret->levels = series->levels + series->from;
		ret->lows = series->lows + series->from;
		ret->highs = series->highs + series->from;
	}
	struct trends trends = trends_of(context, series);
	ret->step_count = trends_steps(&trends, ret->steps);
}

/* The picture in a sentence: what is behind it stands in the rows above and in the table beneath. */
static void picture_words(const struct html_line *line, const struct html_context *context, struct text *ret)
{
	_cleanup_(text_clear) struct text from = {0}, to = {0};
	double low = 100, high = 0;

	words_day(&from, line->days[0].date, context->today);
	words_day(&to, line->days[line->count - 1].date, context->today);
	for (size_t i = 0; i < line->count; i++) {
		low = fmin(low, line->days[i].mean);
		high = fmax(high, line->days[i].mean);
	}
	/* TRANSLATORS: two dates, a count, two numbers */
	text_appendf(ret,
		     dngettext("evenkeel", "%s to %s: %d day with answers, from %.0f to %.0f of 100.",
			       "%s to %s: %d days with answers, from %.0f to %.0f of 100.", (unsigned long)line->count),
		     text_string(&from), text_string(&to), (int)line->count, low, high);
}

static void legend_item(struct text *ret, const char *words)
{
	html_write(ret, "<li>%s</li>", words);
}

static void legend(struct text *ret, const struct html_line *line, bool review)
{
	_cleanup_(text_clear) struct text dots = {0};
	int days = html_line_days_a_dot(line);

	if (days > 1)
		text_appendf(&dots, _("● mean of %d days"), days);
	else
		text_append(&dots, review ? _("● a review") : _("● a day's mean"));
	html_write(ret, "<ul class=\"legend\">");
	legend_item(ret, text_string(&dots));
	if (line->levels && has_any(line->levels, line->count))
		legend_item(ret, _("─ level that day"));
	if (line->lows && has_any(line->lows, line->count))
		legend_item(ret, _("░ where it may lie (95 %)"));
	if (!isnan(line->baseline))
		legend_item(ret, _("┄ your usual"));
	if (line->step)
		legend_item(ret, _("┆ from here on another level"));
	legend_item(ret, _("blank: no answer"));
	if (line->break_count)
		legend_item(ret, _("■ three quarters of the breaks taken or more, □ fewer"));
	html_write(ret, "</ul>\n");
}

static void breaks_cell(struct text *ret, const struct html_line *line, int32_t date)
{
	for (size_t i = 0; i < line->break_count; i++) {
		if (line->breaks[i].date != date || line->breaks[i].planned <= 0)
			continue;
		/* TRANSLATORS: breaks taken, of planned */
		_cleanup_(text_clear) struct text words = {0};
		text_appendf(&words, _("%d of %d"), line->breaks[i].taken, line->breaks[i].planned);
		html_write(ret, "<td class=\"number\">%s</td>", text_string(&words));
		return;
	}
	html_write(ret, "<td></td>");
}

static void table_row(struct text *ret, const struct html_context *context, const struct html_line *line,
		      const struct html_dot *dot, bool review)
{
	_cleanup_(text_clear) struct text date = {0};

	words_day(&date, dot->date, context->today);
	html_write(ret, "<tr><th scope=\"row\">%s</th><td class=\"number\">%.0f</td>", text_string(&date), dot->mean);
	if (!review) {
		html_write(ret, "<td class=\"number\">%d</td>", dot->n);
		if (isnan(dot->level))
			html_write(ret, "<td></td>");
		else if (isnan(dot->low) || isnan(dot->high))
			html_write(ret, "<td class=\"number\">%.0f</td>", dot->level);
		else
			html_write(ret, "<td class=\"number\">%.0f (%.0f–%.0f)</td>", dot->level, dot->low, dot->high);
	}
	if (line->break_count)
		breaks_cell(ret, line, dot->date);
	html_write(ret, "</tr>\n");
}

static void table(struct text *ret, const struct html_context *context, const struct html_line *line, bool review)
{
	size_t count;
	struct html_dot *dots _cleanup_free_ = html_line_dots(line, &count);

	html_write(ret, "<details><summary>%s</summary>\n<table><thead><tr><th scope=\"col\">%s</th>", _("As a table"),
		   review ? _("Review") : _("Day"));
	html_write(ret, "<th scope=\"col\" class=\"number\">%s</th>", _("Strain"));
	if (!review)
		html_write(ret, "<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" class=\"number\">%s</th>",
			   _("Check-ins"), _("Level (95 %)"));
	if (line->break_count)
		html_write(ret, "<th scope=\"col\" class=\"number\">%s</th>", _("Breaks"));
	html_write(ret, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < count; i++)
		table_row(ret, context, line, &dots[i], review);
	html_write(ret, "</tbody></table></details>\n");
}

static void picture(struct text *ret, const struct html_context *context, const struct insight_series *series,
		    const struct insight_breaks *breaks)
{
	_cleanup_(text_clear) struct text words = {0};
	struct html_line line;

	if (count_of(series) == 0)
		return;
	line_of(context, series, breaks, &line);
	picture_words(&line, context, &words);
	line.words = text_string(&words);
	html_write(ret, "<figure>\n");
	html_scroll_begin(ret, line.title);
	html_line_draw(ret, &line);
	html_scroll_end(ret);
	legend(ret, &line, series->review);
	table(ret, context, &line, series->review);
	html_write(ret, "</figure>\n");
}

void html_level(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	struct trends trends = trends_of(context, &view->strain);

	trends.breaks = view->breaks;
	trends.when = view->when;
	trends.when_days = view->when_days;
	html_write(ret, "<section aria-labelledby=\"strain\">\n<h2 id=\"strain\">%s</h2>\n",
		   _("Strain, from your check-ins"));
	rows(ret, &trends);
	picture(ret, context, &view->strain, &view->breaks);
	struct page page = page_begin_html(ret);
	trends_breaks(&trends, &page);
	page_end_html(&page, ret);
	html_write(ret, "</section>\n");
}

void html_reviews(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	struct trends trends = trends_of(context, &view->reviews);

	if (count_of(&view->reviews) == 0)
		return;
	html_write(ret, "<section class=\"small\" aria-labelledby=\"weekly\">\n<h2 id=\"weekly\">%s</h2>\n",
		   _("Strain, from your weekly reviews"));
	rows(ret, &trends);
	picture(ret, context, &view->reviews, NULL);
	html_write(ret, "</section>\n");
}
