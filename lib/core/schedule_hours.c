/*
 * Working hours as spans of wall time; which date a moment belongs to. Where a calendar knows a day, its shifts are that day's
 * hours, and without a shift the day is off; elsewhere the weekday's hours are. A listed holiday or day off is off in
 * either case: it was written for Evenkeel alone.
 */
#include "schedule_internal.h"

#define DAY_S 86400
#define SEARCH_DAYS 15

bool hours_holiday(const struct config *config, int32_t date)
{
	return config_dates_have(&config->holidays, date) || config_dates_have(&config->days_off, date);
}

static int weekday_spans(const struct config *config, const struct zone *zone, int32_t date,
			 struct hours_span ret[static CONFIG_SPANS_MAX])
{
	const struct config_hours *hours = &config->hours[date_weekday(date) - 1];
	int count = 0;

	for (int32_t i = 0; i < hours->count; i++) {
		struct hours_span span = {.from_s = zone_wall_s(zone, date, hours->spans[i].from_min * 60),
					  .to_s = zone_wall_s(zone, date, hours->spans[i].to_min * 60)};
		if (span.to_s > span.from_s) /* a spring change may swallow one whole */
			ret[count++] = span;
	}
	return count;
}

/*
 * One shift from midnight to midnight, or to 23:59, as some write it: an event of whole days, which says that the person works but
 * not when.
 */
static bool is_whole_day(const struct zone *zone, int32_t date, const struct calendar_span *shift)
{
	return shift->from_s <= zone_wall_s(zone, date, 0) && shift->to_s >= zone_wall_s(zone, date + 1, 0) - 60;
}

static int calendar_spans(const struct config *config, const struct zone *zone, int32_t date,
			  struct hours_span ret[static CALENDAR_DAY_MAX])
{
	struct calendar_span shifts[CALENDAR_DAY_MAX];
	int count = calendar_shifts(&config->calendar, zone, date, shifts);

	if (count == 1 && is_whole_day(zone, date, &shifts[0]) && config->hours[date_weekday(date) - 1].count > 0)
		return weekday_spans(config, zone, date, ret);
	for (int i = 0; i < count; i++)
		ret[i] = (struct hours_span){.from_s = shifts[i].from_s, .to_s = shifts[i].to_s};
	return count;
}

int hours_spans(const struct config *config, const struct zone *zone, int32_t date,
		struct hours_span ret[static CALENDAR_DAY_MAX])
{
	if (hours_holiday(config, date))
		return 0;
	if (calendar_covers(&config->calendar, zone, date))
		return calendar_spans(config, zone, date, ret);
	return weekday_spans(config, zone, date, ret);
}

bool hours_working(const struct config *config, const struct zone *zone, int32_t date)
{
	struct hours_span spans[CALENDAR_DAY_MAX];

	if (calendar_covers(&config->calendar, zone, date))
		return hours_spans(config, zone, date, spans) > 0;
	return config->hours[date_weekday(date) - 1].count > 0 && !hours_holiday(config, date);
}

/* The end of the span of @date that @wall_s lies in; 0 if it lies in none. */
static int64_t span_end(const struct config *config, const struct zone *zone, int32_t date, int64_t wall_s)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	int count = hours_spans(config, zone, date, spans);

	for (int i = 0; i < count; i++)
		if (wall_s >= spans[i].from_s && wall_s < spans[i].to_s)
			return spans[i].to_s;
	return 0;
}

bool hours_within(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	int32_t date = zone_date(zone, wall_s, NULL);

	/* Yesterday's shift may cross midnight. */
	return span_end(config, zone, date, wall_s) != 0 || span_end(config, zone, date - 1, wall_s) != 0;
}

/* The first beginning or end of a span of @date after @wall_s; NEVER if none. */
static int64_t boundary_of(const struct config *config, const struct zone *zone, int32_t date, int64_t wall_s)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	int count = hours_spans(config, zone, date, spans);
	int64_t first_s = NEVER;

	for (int i = 0; i < count; i++) {
		if (spans[i].from_s > wall_s && spans[i].from_s < first_s)
			first_s = spans[i].from_s;
		if (spans[i].to_s > wall_s && spans[i].to_s < first_s)
			first_s = spans[i].to_s;
	}
	return first_s;
}

int64_t hours_boundary_s(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	int32_t date = zone_date(zone, wall_s, NULL);

	for (int32_t d = date - 1; d <= date + SEARCH_DAYS; d++) {
		int64_t first_s = boundary_of(config, zone, d, wall_s);
		int64_t next_s = boundary_of(config, zone, d + 1, wall_s);
		if (first_s < NEVER || next_s < NEVER)
			return first_s < next_s ? first_s : next_s;
	}
	return wall_s + DAY_S;
}

int32_t hours_day(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	int32_t day = zone_day(zone, wall_s, (int32_t)config->day_start_min * 60);

	/* A night shift that runs past the day's start stays one day. */
	return span_end(config, zone, day - 1, wall_s) ? day - 1 : day;
}

int64_t hours_day_end_s(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	int32_t day = hours_day(config, zone, wall_s);
	int64_t end_s = zone_wall_s(zone, day + 1, (int32_t)config->day_start_min * 60);

	if (end_s <= wall_s)
		end_s = wall_s;
	for (int64_t later_s; (later_s = span_end(config, zone, day, end_s)) != 0;)
		end_s = later_s;
	/* A zone change may leave nothing of it; the next step is always later. */
	return end_s > wall_s ? end_s : wall_s + 1;
}

int32_t hours_work_date(const struct config *config, const struct zone *zone, int64_t wall_s)
{
	struct hours_span spans[CALENDAR_DAY_MAX];
	int32_t second, date = zone_date(zone, wall_s, &second);
	int count = hours_spans(config, zone, date - 1, spans);

	if (count > 0 && wall_s < spans[count - 1].to_s)
		return date - 1;
	count = hours_spans(config, zone, date, spans);
	if (count > 0 && wall_s >= spans[0].from_s)
		return date;
	return second < config->day_start_min * 60 ? date - 1 : date;
}

int64_t hours_middle_s(const struct hours_span *spans, int count)
{
	int64_t half_s = 0;

	for (int i = 0; i < count; i++)
		half_s += spans[i].to_s - spans[i].from_s;
	half_s /= 2;
	for (int i = 0; i < count; i++) {
		int64_t length_s = spans[i].to_s - spans[i].from_s;
		if (half_s <= length_s)
			return spans[i].from_s + half_s;
		half_s -= length_s;
	}
	return 0;
}
