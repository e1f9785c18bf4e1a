#include "trends.h"

#include <math.h>
#include <stdio.h>

#include <evenkeel/mem.h>

struct insight_from reading_insight(const struct client *client, const struct reading *reading)
{
	return (struct insight_from){.records = reading->records.items,
				     .count = reading->records.count,
				     .day_start_s = reading->day_start_s,
				     .today = reading->today,
				     .now_ms = client->now.wall_ms};
}

void trends_gather(struct trends *ret, const struct client *client, const struct reading *reading, bool review,
		   uint16_t item, int days)
{
	struct insight_from from = reading_insight(client, reading);
	int usual = review ? TRENDS_REVIEW_DAYS : TRENDS_DAYS;

	*ret = (struct trends){.language = client->language,
			       .reading = reading,
			       .whole = !review && !item,
			       .when_days = days ? days : TRENDS_WHEN_DAYS};
	insight_series(&from, review, item, days ? days : usual, &ret->series);
	if (!ret->whole)
		return;
	insight_when(&from, ret->when_days, &ret->when);
	insight_breaks(&from, ret->when_days, &ret->breaks);
}

void trends_clear(struct trends *trends)
{
	insight_series_clear(&trends->series);
	insight_breaks_clear(&trends->breaks);
}

bool trends_empty(const struct trends *trends)
{
	const struct insight_series *series = &trends->series;

	return series->all_count == 0 && series->compliance.answered == 0 && series->unasked == 0;
}

size_t trends_count(const struct trends *trends)
{
	return trends->series.all_count - trends->series.from;
}

const struct day_mean *trends_days(const struct trends *trends)
{
	return trends->series.all + trends->series.from;
}

/* The form's scale by its phrases: "m3" has m3.0, m3.1, m3.2. */
static const char *scale_of(const struct insight_series *series, int *ret_count)
{
	*ret_count = !series->review ? 3 : series->item == ID_VALENCE || series->item == ID_HARD_CALL ? 2 : 5;
	if (!series->review)
		return "m3";
	return series->item == ID_WEEK_STRESS ? "s5"
	       : series->item == ID_VALENCE   ? "valence"
	       : series->item == ID_HARD_CALL ? "yn"
					      : "f5";
}

int trends_steps(const struct trends *trends, const char *ret[static 5])
{
	int count;
	const char *scale = scale_of(&trends->series, &count);

	for (int i = 0; i < count; i++) {
		char key[24];
		snprintf(key, sizeof key, "%s.%d", scale, i);
		ret[i] = catalogue_phrase(key, trends->language);
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

void trends_value(const struct trends *trends, double value, struct text *ret)
{
	const char *steps[5];

	text_appendf(ret, _("%.0f of 100, "), value);
	trends_place(value, steps, trends_steps(trends, steps), ret);
}
