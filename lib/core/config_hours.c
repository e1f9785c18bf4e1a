#include <stdlib.h>
#include <string.h>

#include <evenkeel/zone.h>

#include "config_internal.h"

#define DAY_MIN 1440

/* From behind one of a list to the next: 1, or 0 at the end. */
static int next_of_list(const char **cursor)
{
	if (**cursor == '\0')
		return 0;
	if (*(*cursor)++ != ',')
		return VALUE_MALFORMED;
	while (**cursor == ' ')
		(*cursor)++;
	return 1;
}

/*
 * One span "09:00-12:30" at *@cursor. Behind one that reached midnight, times are the next day's; in all, the spans of one day
 * last no longer than a day from where the first begins.
 */
static int read_span(const char **cursor, struct config_hours *hours)
{
	int32_t from, to, after = hours->count ? hours->spans[hours->count - 1].to_min : 0;

	if (config_clock_next(cursor, &from) < 0 || *(*cursor)++ != '-' || config_clock_next(cursor, &to) < 0)
		return VALUE_MALFORMED;
	if (from == DAY_MIN || from == to)
		return VALUE_MALFORMED;
	if (to < from)
		to += DAY_MIN;
	if (after >= DAY_MIN) {
		from += DAY_MIN;
		to += DAY_MIN;
	}
	int32_t begin = hours->count ? hours->spans[0].from_min : from;
	if (from < after || to > begin + DAY_MIN || hours->count == CONFIG_SPANS_MAX)
		return VALUE_OUT_OF_RANGE;
	hours->spans[hours->count].from_min = from;
	hours->spans[hours->count++].to_min = to;
	return 0;
}

int config_hours_read(const char *value, struct config_hours *ret)
{
	struct config_hours hours = {0};
	int more = 1;

	while (more > 0) {
		int fault = read_span(&value, &hours);
		if (fault < 0)
			return fault;
		more = next_of_list(&value);
	}
	if (more == 0)
		*ret = hours;
	return more;
}

void config_hours_write(const struct config_hours *hours, struct text *ret)
{
	for (int32_t i = 0; i < hours->count; i++) {
		if (i > 0)
			text_append_char(ret, ',');
		config_clock_write(hours->spans[i].from_min % DAY_MIN, ret);
		text_append_char(ret, '-');
		config_clock_write(hours->spans[i].to_min, ret);
	}
}

static int date_next(const char **cursor, int32_t *ret_date)
{
	char day[DATE_SIZE] = "";

	for (int i = 0; i < DATE_SIZE - 1; i++)
		if (!(day[i] = (*cursor)[i]))
			return -1;
	*cursor += DATE_SIZE - 1;
	return date_parse(day, ret_date);
}

static int by_start(const void *a, const void *b)
{
	const int32_t *left = a, *right = b; /* from, to */

	for (int i = 0; i < 2; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

int config_dates_add(struct config_dates *dates, const struct config_dates *more)
{
	struct config_dates sum = *dates;

	if (sum.count + more->count > CONFIG_DATES_MAX)
		return VALUE_OUT_OF_RANGE;
	for (int32_t i = 0; i < more->count; i++)
		sum.ranges[sum.count++] = more->ranges[i];
	qsort(sum.ranges, (size_t)sum.count, sizeof(sum.ranges[0]), by_start);
	*dates = sum;
	return 0;
}

int config_dates_read(const char *value, struct config_dates *ret)
{
	struct config_dates dates = {0};
	int more = 1;

	while (more > 0) {
		struct config_dates one = {.count = 1};
		if (date_next(&value, &one.ranges[0].from) < 0)
			return VALUE_MALFORMED;
		one.ranges[0].to = one.ranges[0].from;
		if (value[0] == '.' && value[1] == '.' && (value += 2, date_next(&value, &one.ranges[0].to) < 0))
			return VALUE_MALFORMED;
		if (one.ranges[0].to < one.ranges[0].from || config_dates_add(&dates, &one) < 0)
			return VALUE_OUT_OF_RANGE;
		more = next_of_list(&value);
	}
	if (more == 0)
		*ret = dates;
	return more;
}

void config_dates_write(const struct config_dates *dates, struct text *ret)
{
	char day[DATE_SIZE];

	for (int32_t i = 0; i < dates->count; i++) {
		if (i > 0)
			text_append_char(ret, ',');
		date_format(dates->ranges[i].from, day);
		text_append(ret, day);
		if (dates->ranges[i].to == dates->ranges[i].from)
			continue;
		date_format(dates->ranges[i].to, day);
		text_appendf(ret, "..%s", day);
	}
}

bool config_dates_have(const struct config_dates *dates, int32_t date)
{
	for (int32_t i = 0; i < dates->count; i++)
		if (date >= dates->ranges[i].from && date <= dates->ranges[i].to)
			return true;
	return false;
}

static int add_range(struct config_dates *dates, int32_t from, int32_t to)
{
	struct config_dates one = {.count = 1, .ranges = {{from, to}}};

	return config_dates_add(dates, &one);
}

int config_dates_put(struct config_dates *dates, int32_t from, int32_t to)
{
	struct config_dates rest = {0};

	for (int32_t i = 0; i < dates->count; i++) {
		int32_t first = dates->ranges[i].from, last = dates->ranges[i].to;
		if (last < from - 1 || first > to + 1) {
			rest.ranges[rest.count++] = dates->ranges[i];
			continue;
		}
		from = first < from ? first : from;
		to = last > to ? last : to;
	}
	if (add_range(&rest, from, to) < 0)
		return -1;
	*dates = rest;
	return 0;
}

int config_dates_take(struct config_dates *dates, int32_t from, int32_t to)
{
	struct config_dates rest = {0};

	for (int32_t i = 0; i < dates->count; i++) {
		int32_t first = dates->ranges[i].from, last = dates->ranges[i].to;
		if ((first < from && add_range(&rest, first, last < from ? last : from - 1) < 0) ||
		    (last > to && add_range(&rest, first > to ? first : to + 1, last) < 0))
			return -1;
	}
	*dates = rest;
	return 0;
}
