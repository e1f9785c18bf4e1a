/* When in the week and the day strain is felt. */
#include <math.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "html_chart.h"
#include "html_view.h"
#include "page.h"
#include "trends.h"
#include "words.h"

/* From the first hour that has a mean to tell to the last; false where none has. */
static bool find_hours(const struct insight_when *when, int *ret_first, int *ret_last)
{
	int first = 24, last = -1;

	for (int weekday = 0; weekday < 7; weekday++)
		for (int hour = 0; hour < 24; hour++)
			if (html_heat_tells(when, weekday, hour)) {
				first = hour < first ? hour : first;
				last = hour > last ? hour : last;
			}
	*ret_first = first;
	*ret_last = last;
	return last >= 0;
}

/* Where the highest and the lowest mean lie. */
static void extremes(const struct insight_when *when, int *ret_high, int *ret_low)
{
	*ret_high = *ret_low = -1;
	for (int i = 0; i < 7 * 24; i++) {
		if (!html_heat_tells(when, i / 24, i % 24))
			continue;
		double mean = when->cells[i / 24][i % 24].mean;
		if (*ret_high < 0 || mean > when->cells[*ret_high / 24][*ret_high % 24].mean)
			*ret_high = i;
		if (*ret_low < 0 || mean < when->cells[*ret_low / 24][*ret_low % 24].mean)
			*ret_low = i;
	}
}

static void picture_words(const struct insight_when *when, struct text *ret)
{
	int high, low;

	extremes(when, &high, &low);
	/* TRANSLATORS: weekday, hour, a number; the same again */
	text_appendf(ret,
		     _("Mean strain by weekday and hour: highest on %s from %d:00 (%.0f of 100), lowest on %s from "
		       "%d:00 (%.0f)."),
		     words_short_weekday(high / 24 + 1), high % 24, when->cells[high / 24][high % 24].mean,
		     words_short_weekday(low / 24 + 1), low % 24, when->cells[low / 24][low % 24].mean);
}

static void table_cell(struct text *ret, const struct insight_when *when, int weekday, int hour)
{
	if (html_heat_tells(when, weekday, hour))
		html_write(ret, "<td class=\"number\">%.0f</td>", when->cells[weekday][hour].mean);
	else
		html_write(ret, "<td class=\"number\">%s</td>", when->cells[weekday][hour].n ? "·" : "");
}

static void table(struct text *ret, const struct html_heat *heat)
{
	html_write(ret, "<details><summary>%s</summary>\n<table><thead><tr><td></td>", _("As a table"));
	for (int weekday = 0; weekday < 7; weekday++)
		html_write(ret, "<th scope=\"col\" class=\"number\">%s</th>", heat->weekdays[weekday]);
	html_write(ret, "</tr></thead><tbody>\n");
	for (int hour = heat->first_hour; hour <= heat->last_hour; hour++) {
		html_write(ret, "<tr><th scope=\"row\">%d:00</th>", hour);
		for (int weekday = 0; weekday < 7; weekday++)
			table_cell(ret, heat->when, weekday, hour);
		html_write(ret, "</tr>\n");
	}
	html_write(ret, "</tbody></table></details>\n");
}

static void picture(struct text *ret, const struct insight_when *when)
{
	_cleanup_(text_clear) struct text words = {0};
	struct html_heat heat = {.title = _("When in the week and the day"), .when = when};

	if (!find_hours(when, &heat.first_hour, &heat.last_hour))
		return;
	for (int i = 0; i < 7; i++)
		heat.weekdays[i] = words_short_weekday(i + 1);
	picture_words(when, &words);
	heat.words = text_string(&words);
	html_write(ret, "<figure class=\"heat\">\n");
	html_scroll_begin(ret, heat.title);
	html_heat_draw(ret, &heat);
	html_scroll_end(ret);
	html_write(ret, "<figcaption>%s</figcaption>\n",
		   _("Mean strain of 100 in each hour; a dot: fewer than 3 answers, blank: none"));
	table(ret, &heat);
	html_write(ret, "</figure>\n");
}

void html_when(struct text *ret, const struct html_context *context, const struct html_view *view)
{
	struct trends trends = {.language = context->language, .when = view->when};

	if (!view->when.enough)
		return;
	html_write(ret, "<section aria-labelledby=\"when\">\n<h2 id=\"when\">%s</h2>\n",
		   _("When in the week and the day"));
	struct page page = page_begin_html(ret);
	trends_when_rows(&trends, &page);
	page_end_html(&page, ret);
	picture(ret, &view->when);
	html_write(ret, "</section>\n");
}
