#include <math.h>
#include <stdlib.h>

#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "insight_internal.h"
#include "score.h"

#define CELL_LEAST 3
#define HOUR_S 3600

struct answer {
	int32_t date;
	int hour;
	double value;
};

static int hour_of(const struct record *record)
{
	struct zone zone = zone_fixed(record->zone_min * 60);
	int32_t second;

	zone_date(&zone, instant_floor_div(record->wall_ms, 1000), &second);
	return second / HOUR_S;
}

static size_t gather(const struct insight_from *from, int32_t first, struct answer **ret)
{
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, first);
	struct answer *answers = mem_new(part.count + 1, sizeof *answers);
	size_t count = 0;

	for (size_t i = 0; i < part.count; i++) {
		const struct record *record = &part.records[i];
		bool counts = part.standing[i] && score_counts(record, FORM_MOMENTARY);
		double value = counts ? score_checkin(record) : NAN;
		int32_t date = trend_day(record, from->day_start_s);
		if (!isnan(value) && date >= first)
			answers[count++] = (struct answer){date, hour_of(record), value};
	}
	*ret = answers;
	return count;
}

static void put_cells(const struct answer *answers, size_t count, struct insight_when *when)
{
	for (int w = 0; w < 7; w++)
		for (int h = 0; h < 24; h++)
			when->cells[w][h].mean = NAN;
	when->overall = NAN;
	for (size_t i = 0; i < count; i++) {
		int weekday = date_weekday(answers[i].date) - 1, hour = answers[i].hour;
		int n = ++when->cells[weekday][hour].n;
		double *mean = &when->cells[weekday][hour].mean;
		*mean = n == 1 ? answers[i].value : *mean + (answers[i].value - *mean) / n;
		when->overall = i == 0 ? answers[i].value
				       : when->overall + (answers[i].value - when->overall) / (double)(i + 1);
	}
}

/* Groups with too few values take no part; of each group its n stays known. Returns how many groups took part. */
static int compare(struct stats_grouped *values, size_t count, int group_count, struct stats_groups *ret,
		   struct stats_cell *cells)
{
	int n[24 + 1] = {0}, compared = 0;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		n[values[i].group]++;
	for (size_t i = 0; i < count; i++)
		if (n[values[i].group] >= CELL_LEAST)
			values[kept++] = values[i];
	*ret = stats_groups(values, kept, group_count, cells);
	for (int g = 1; g <= group_count; g++) {
		compared += n[g] >= CELL_LEAST;
		if (n[g] < CELL_LEAST)
			cells[g - 1] = (struct stats_cell){(size_t)n[g], NAN, NAN};
	}
	return compared;
}

/* Answers of one day belong together, so a weekday is judged by its days and not by its check-ins. */
static int compare_weekdays(const struct insight_from *from, int32_t first, struct insight_when *when)
{
	struct day_mean *days _cleanup_free_ = NULL;
	size_t count = insight_days(from, first, &days);
	struct stats_grouped *values _cleanup_free_ = mem_new(count + 1, sizeof *values);

	for (size_t i = 0; i < count; i++)
		values[i] = (struct stats_grouped){date_weekday(days[i].date), days[i].mean};
	return compare(values, count, 7, &when->weekdays, when->weekday);
}

static int compare_hours(const struct answer *answers, size_t count, struct insight_when *when)
{
	struct stats_grouped *values _cleanup_free_ = mem_new(count + 1, sizeof *values);

	for (size_t i = 0; i < count; i++)
		values[i] = (struct stats_grouped){answers[i].hour + 1, answers[i].value};
	return compare(values, count, 24, &when->hours, when->hour);
}

static int span_of(const struct answer *answers, size_t count)
{
	int32_t first = INT32_MAX, last = INT32_MIN;

	for (size_t i = 0; i < count; i++) {
		first = answers[i].date < first ? answers[i].date : first;
		last = answers[i].date > last ? answers[i].date : last;
	}
	return count ? last - first + 1 : 0;
}

void insight_when(const struct insight_from *from, int days, struct insight_when *ret)
{
	int32_t first = from->today - days + 1;
	struct answer *answers _cleanup_free_ = NULL;
	size_t count = gather(from, first, &answers);
	struct insight_when when = {.span_days = span_of(answers, count)};

	put_cells(answers, count, &when);
	int weekdays = compare_weekdays(from, first, &when), hours = compare_hours(answers, count, &when);
	when.enough = when.span_days >= INSIGHT_SPAN_DAYS && (weekdays > 1 || hours > 1);
	*ret = when;
}
