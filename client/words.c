#include <inttypes.h>
#include <stdio.h>

#include <evenkeel/i18n.h>
#include <evenkeel/instant.h>
#include <evenkeel/zone.h>

#include "words.h"

static const char *const months[12] = {
	N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
	N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};
static const char *const short_months[12] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};
static const char *const weekdays[7] = {
	N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
};

static const char *const short_weekdays[7] = {
	N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
};

const char *words_short_weekday(int weekday)
{
	return _(short_weekdays[weekday - 1]);
}

void words_day(struct text *ret, int32_t date, int32_t today)
{
	int year, month, day, this_year, other_month, other_day;

	date_to_civil(date, &year, &month, &day);
	date_to_civil(today, &this_year, &other_month, &other_day);
	if (year == this_year) {
		/* TRANSLATORS: day of the month, name of the month */
		text_appendf(ret, _("%d %s"), day, _(months[month - 1]));
	} else {
		/* TRANSLATORS: day of the month, name of the month, year */
		text_appendf(ret, _("%d %s %d"), day, _(months[month - 1]), year);
	}
}

void words_weekday(struct text *ret, int32_t date, int32_t today)
{
	struct text day = {0};

	words_day(&day, date, today);
	/* TRANSLATORS: weekday, day in words ("2 March") */
	text_appendf(ret, _("%s %s"), _(weekdays[date_weekday(date) - 1]), text_string(&day));
	text_clear(&day);
}

void words_short_day(struct text *ret, int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	text_appendf(ret, _("%d %s"), day, _(short_months[month - 1]));
}

void words_month(struct text *ret, int32_t date)
{
	int year, month, day;

	date_to_civil(date, &year, &month, &day);
	/* TRANSLATORS: short name of the month, year */
	text_appendf(ret, _("%s %d"), _(short_months[month - 1]), year);
}

static int32_t split(int64_t wall_ms, int zone_min, int *ret_second)
{
	int64_t local_s = instant_floor_div(wall_ms, 1000) + zone_min * 60;
	int64_t date = instant_floor_div(local_s, 86400);

	*ret_second = (int)(local_s - date * 86400);
	return (int32_t)date;
}

void words_clock(struct text *ret, int64_t wall_ms, int zone_min)
{
	int second;

	split(wall_ms, zone_min, &second);
	text_appendf(ret, "%02d:%02d", second / 3600, second / 60 % 60);
}

void words_iso(struct text *ret, int64_t wall_ms, int zone_min)
{
	int second, ahead = zone_min < 0 ? -zone_min : zone_min;
	char day[DATE_SIZE];

	date_format(split(wall_ms, zone_min, &second), day);
	text_appendf(ret, "%sT%02d:%02d:%02d.%03d%c%02d:%02d", day, second / 3600, second / 60 % 60, second % 60,
		     (int)(wall_ms - instant_floor_div(wall_ms, 1000) * 1000), zone_min < 0 ? '-' : '+', ahead / 60,
		     ahead % 60);
}

void words_number(struct text *ret, int64_t number)
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%" PRId64, number < 0 ? -number : number);

	if (number < 0)
		text_append_char(ret, '-');
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			text_append(ret, _(","));
		text_append_char(ret, digits[i]);
	}
}
