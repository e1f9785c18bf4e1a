#include <evenkeel/mem.h>

#include "chart.h"
#include "trends.h"
#include "words.h"

#define IN_WORDS 10 /* fewer days than this are also told in words */
#define WEEKS_MOST 8

static void heading(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text title = {0};
	const char *label =
		trends->series.item ? catalogue_text(trends->series.item, TEXT_LABEL, trends->language) : NULL;

	if (label && trends->series.review)
		text_appendf(&title, _("%s, from your weekly reviews"), label);
	else if (label)
		text_appendf(&title, _("%s, from your check-ins"), label);
	else
		text_append(&title, trends->series.review ? _("Strain, from your weekly reviews")
							  : _("Strain, from your check-ins"));
	page_heading(page, text_string(&title));
	page_blank(page);
}

static void day_in_words(const struct trends *trends, const struct day_mean *day, struct page *page)
{
	_cleanup_(text_clear) struct text date = {0}, words = {0};
	const char *steps[5];

	words_weekday(&date, day->date, trends->series.last);
	trends_place(day->mean, steps, trends_steps(trends, steps), &words);
	if (!trends->series.review)
		text_appendf(&words, dngettext("evenkeel", " (%d check-in)", " (%d check-ins)", (unsigned long)day->n),
			     day->n);
	page_row(page, text_string(&date), 2 * TRENDS_LABEL, text_string(&words));
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
	text_append_fitted(&line, text_string(&date), TRENDS_LABEL - 2);
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
	int32_t this_monday = trends->series.last - date_weekday(trends->series.last) + 1;
	size_t i = 0;
	int ago = (this_monday - trends_days(trends)[0].date + 6) / 7;

	ago = ago < WEEKS_MOST - 1 ? ago : WEEKS_MOST - 1;
	page_heading(page, _("Week by week (Monday, mean, days with answers)"));
	for (; ago >= 0; ago--) {
		struct week week = {.monday = this_monday - 7 * ago};
		for (; i < trends_count(trends) && trends_days(trends)[i].date < week.monday + 7; i++) {
			if (trends_days(trends)[i].date < week.monday)
				continue;
			week.sum += trends_days(trends)[i].mean;
			week.days++;
			week.answers += trends_days(trends)[i].n;
		}
		draw_week(&week, page);
	}
}

void trends_page(const struct trends *trends, struct page *page)
{
	const struct day_mean *days = trends_days(trends);
	size_t count = trends_count(trends);

	heading(trends, page);
	trends_rows(trends, page);
	if (count == 0)
		return;
	if (count < IN_WORDS) {
		page_blank(page);
		for (size_t i = 0; i < count; i++)
			day_in_words(trends, &days[i], page);
	}
	if (count > 1)
		trends_chart(trends, page);
	if (!trends->series.review && count >= IN_WORDS)
		weeks(trends, page);
	if (!trends->whole)
		return;
	trends_when(trends, page);
	trends_breaks(trends, page);
}
