#include <stdlib.h>
#include <string.h>

#include <evenkeel/calendar.h>

#define DAY_S 86400
/* A day of 25 hours: what is longer is no one day's shift. */
#define SHIFT_MOST_S (DAY_S + 3600)

static int by_start(const void *a, const void *b)
{
	const struct calendar_span *left = a, *right = b;

	if (left->from_s != right->from_s)
		return left->from_s < right->from_s ? -1 : 1;
	return left->to_s < right->to_s ? -1 : left->to_s > right->to_s;
}

size_t calendar_merge(struct calendar_span *spans, size_t count)
{
	size_t kept = 0;

	if (count == 0)
		return 0;
	qsort(spans, count, sizeof(*spans), by_start);
	for (size_t i = 1; i < count; i++) {
		if (spans[i].from_s >= spans[kept].to_s)
			spans[++kept] = spans[i];
		else if (spans[i].to_s > spans[kept].to_s)
			spans[kept].to_s = spans[i].to_s;
	}
	return kept + 1;
}

static int32_t add(struct calendar_span *spans, int32_t count, int32_t most, struct calendar_span span)
{
	if (count == most)
		return -1;
	spans[count] = span;
	return (int32_t)calendar_merge(spans, (size_t)count + 1);
}

static void cover(struct calendar *calendar, int64_t from_s)
{
	if (!calendar->covers || from_s < calendar->covers_from_s)
		calendar->covers_from_s = from_s;
	if (!calendar->covers || from_s > calendar->covers_to_s)
		calendar->covers_to_s = from_s;
	calendar->covers = true;
}

int calendar_add(struct calendar *calendar, bool busy, struct calendar_span span)
{
	int32_t count;

	if (span.from_s <= 0 || span.to_s <= span.from_s)
		return -1;
	if (busy) {
		count = add(calendar->busy, calendar->busy_count, CALENDAR_BUSY_MAX, span);
		return count < 0 ? -1 : (calendar->busy_count = count, 0);
	}
	count = add(calendar->shifts, calendar->shift_count, CALENDAR_SHIFTS_MAX, span);
	if (count < 0)
		return -1;
	calendar->shift_count = count;
	cover(calendar, span.from_s);
	return 0;
}

bool calendar_covers(const struct calendar *calendar, const struct zone *zone, int32_t date)
{
	return calendar->covers && date >= zone_date(zone, calendar->covers_from_s, NULL) &&
	       date <= zone_date(zone, calendar->covers_to_s, NULL);
}

/* What @shift gives to the day from @begin_s to @end_s; false if nothing. */
static bool part_of(const struct calendar_span *shift, int64_t begin_s, int64_t end_s, struct calendar_span *ret)
{
	*ret = *shift;
	if (shift->to_s - shift->from_s <= SHIFT_MOST_S)
		return shift->from_s >= begin_s && shift->from_s < end_s;
	if (ret->from_s < begin_s)
		ret->from_s = begin_s;
	if (ret->to_s > end_s)
		ret->to_s = end_s;
	return ret->from_s < ret->to_s;
}

int calendar_shifts(const struct calendar *calendar, const struct zone *zone, int32_t date,
		    struct calendar_span ret[static CALENDAR_DAY_MAX])
{
	int64_t begin_s = zone_wall_s(zone, date, 0), end_s = zone_wall_s(zone, date + 1, 0);
	int count = 0;

	for (int32_t i = 0; i < calendar->shift_count && calendar->shifts[i].from_s < end_s; i++) {
		struct calendar_span part;
		if (!part_of(&calendar->shifts[i], begin_s, end_s, &part))
			continue;
		if (count < CALENDAR_DAY_MAX)
			ret[count++] = part;
		else
			ret[count - 1].to_s = part.to_s;
	}
	return count;
}

int64_t calendar_busy_end_s(const struct calendar *calendar, int64_t wall_s)
{
	for (int32_t i = 0; i < calendar->busy_count && calendar->busy[i].from_s <= wall_s; i++)
		if (wall_s < calendar->busy[i].to_s)
			return calendar->busy[i].to_s;
	return 0;
}

int64_t calendar_busy_boundary_s(const struct calendar *calendar, int64_t wall_s)
{
	for (int32_t i = 0; i < calendar->busy_count; i++) {
		if (calendar->busy[i].from_s > wall_s)
			return calendar->busy[i].from_s;
		if (calendar->busy[i].to_s > wall_s)
			return calendar->busy[i].to_s;
	}
	return INT64_MAX;
}
