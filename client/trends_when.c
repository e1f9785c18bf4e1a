#include <math.h>
#include <stdlib.h>

#include <evenkeel/mem.h>

#include "chart_heat.h"
#include "trends.h"
#include "words.h"

#define ALPHA 0.05
#define COLUMNS_MOST 80

static void weeks_heading(const char *title, int days, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	unsigned long weeks = (unsigned long)(days + 6) / 7;

	/* TRANSLATORS: "When in the week and the day (26 weeks)" */
	text_appendf(&words, dngettext("evenkeel", "%s (%lu week)", "%s (%lu weeks)", weeks), title, weeks);
	page_heading(page, text_string(&words));
}

static void heat_map(const struct trends *trends, struct page *page)
{
	_cleanup_(text_clear) struct text legend = {0};
	const char *weekdays[7];
	struct chart_heat heat;
	int columns = page->columns < COLUMNS_MOST ? page->columns : COLUMNS_MOST;

	for (int i = 0; i < 7; i++)
		weekdays[i] = words_short_weekday(i + 1);
	if (!chart_heat_draw(&trends->when, weekdays, columns, &heat, &page->text))
		return;
	for (int i = 0; i < CHART_HEAT_SHADES; i++)
		text_appendf(&legend, i < CHART_HEAT_SHADES - 1 ? _("%s to %.0f   ") : _("%s above   "),
			     chart_heat_shades[i], heat.limits[i]);
	text_append(&legend, _("· fewer than 3 answers   blank: none"));
	page_paragraph(page, text_string(&legend), "");
}

/* "Mon +12", with a minus as wide as the plus. */
static void signed_points(struct text *words, double points)
{
	long whole = lround(points);

	text_appendf(words, "%s%ld", whole > 0 ? "+" : whole < 0 ? "−" : "", labs(whole));
}

static void weekdays(const struct insight_when *when, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0};
	int told = 0;

	if (!(when->weekdays.p < ALPHA)) {
		text_append(&words, isnan(when->weekdays.p) ? _("too few answers on different weekdays to compare")
							    : _("no weekday clearly stands out"));
	} else {
		for (int i = 0; i < 7; i++) {
			if (isnan(when->weekday[i].shrunk))
				continue;
			text_appendf(&words, "%s%s ", told++ ? " · " : "", words_short_weekday(i + 1));
			signed_points(&words, when->weekday[i].shrunk);
		}
		text_append(&words, _(": points from your average, drawn towards it where days are few"));
	}
	page_row(page, _("Weekdays"), TRENDS_LABEL, text_string(&words));
}

static void hours(const struct insight_when *when, struct page *page)
{
	_cleanup_(text_clear) struct text words = {0}, above = {0}, below = {0};
	int low = -1, high = -1;

	for (int h = 0; h < 24; h++) {
		if (isnan(when->hour[h].shrunk))
			continue;
		low = low < 0 || when->hour[h].shrunk < when->hour[low].shrunk ? h : low;
		high = high < 0 || when->hour[h].shrunk > when->hour[high].shrunk ? h : high;
	}
	if (when->hours.p < ALPHA && low >= 0) {
		signed_points(&above, when->hour[high].shrunk);
		signed_points(&below, when->hour[low].shrunk);
		/* TRANSLATORS: "highest from 16:00 (+8), lowest from 9:00 (−6)" */
		text_appendf(&words, _("highest from %d:00 (%s), lowest from %d:00 (%s)"), high, text_string(&above),
			     low, text_string(&below));
	} else {
		text_append(&words, isnan(when->hours.p) ? _("too few answers at different hours to compare")
							 : _("no time of day clearly stands out"));
	}
	page_row(page, _("Hours"), TRENDS_LABEL, text_string(&words));
}

void trends_when_rows(const struct trends *trends, struct page *page)
{
	weekdays(&trends->when, page);
	hours(&trends->when, page);
}

void trends_when(const struct trends *trends, struct page *page)
{
	if (!trends->when.enough)
		return;
	weeks_heading(_("When in the week and the day"), trends->when.span_days, page);
	heat_map(trends, page);
	trends_when_rows(trends, page);
}

static void difference(const struct insight_breaks *breaks, struct page *page)
{
	const struct stats_difference *d = &breaks->difference;
	_cleanup_(text_clear) struct text words = {0};

	text_appendf(&words,
		     _("On the %d days with three quarters of the breaks taken or more, strain was %.0f on average, on "
		       "the %d others %.0f. "),
		     breaks->days_with, d->mean_a, breaks->days_without, d->mean_b);
	if (d->high < 0)
		text_appendf(&words, _("That is %.0f points less (95 %%: %.0f to %.0f less)."), -d->difference,
			     -d->high, -d->low);
	else if (d->low > 0)
		text_appendf(&words, _("That is %.0f points more (95 %%: %.0f to %.0f more)."), d->difference, d->low,
			     d->high);
	else
		text_appendf(&words, _("A difference of %.0f may well be chance (95 %%: %.0f to %.0f)."), d->difference,
			     d->low, d->high);
	if (d->high < 0)
		text_append(&words,
			    _(" It does not say which comes first: hard days also leave less room for breaks."));
	page_paragraph(page, text_string(&words), "");
}

void trends_breaks(const struct trends *trends, struct page *page)
{
	const struct insight_breaks *breaks = &trends->breaks;
	_cleanup_(text_clear) struct text words = {0};
	int days = breaks->days_with + breaks->days_without;

	if (days == 0)
		return;
	weeks_heading(_("Breaks and strain"), trends->when.span_days, page);
	if (breaks->enough) {
		difference(breaks, page);
		return;
	}
	text_appendf(
		&words,
		dngettext("evenkeel",
			  "Three quarters of the breaks or more were taken on %d of %d day with answers; with ten "
			  "days of each kind strain is set beside them.",
			  "Three quarters of the breaks or more were taken on %d of %d days with answers; with ten "
			  "days of each kind strain is set beside them.",
			  (unsigned long)days),
		breaks->days_with, days);
	page_paragraph(page, text_string(&words), "");
}
