#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "insight_internal.h"

#define EACH_LEAST 10

/* Who travels west may see a date again, so a day is looked for from the end. */
static struct insight_break_day *day_of(struct insight_breaks *breaks, int32_t date)
{
	size_t at = breaks->count;

	while (at > 0 && breaks->days[at - 1].date > date)
		at--;
	if (at > 0 && breaks->days[at - 1].date == date)
		return &breaks->days[at - 1];
	memmove(breaks->days + at + 1, breaks->days + at, (breaks->count++ - at) * sizeof *breaks->days);
	breaks->days[at] = (struct insight_break_day){.date = date};
	return &breaks->days[at];
}

static void gather(const struct insight_from *from, int32_t first, struct insight_breaks *breaks)
{
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, first);

	breaks->days = mem_new(part.count + 1, sizeof *breaks->days);
	for (size_t i = 0; i < part.count; i++) {
		const struct record *record = &part.records[i];
		if (record->kind != RECORD_BREAK || !(record->pause.outcome & BREAK_PLANNED) ||
		    trend_day(record, from->day_start_s) < first)
			continue;
		struct insight_break_day *day = day_of(breaks, trend_day(record, from->day_start_s));
		day->planned++;
		day->taken += (record->pause.outcome & BREAK_TAKEN) != 0;
	}
}

static void compare(const struct day_mean *means, size_t count, struct insight_breaks *breaks)
{
	double *with _cleanup_free_ = mem_new(count + 1, sizeof *with);
	double *without _cleanup_free_ = mem_new(count + 1, sizeof *without);
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		while (at < breaks->count && breaks->days[at].date < means[i].date)
			at++;
		if (at == breaks->count || breaks->days[at].date != means[i].date)
			continue;
		if (4 * breaks->days[at].taken >= 3 * breaks->days[at].planned)
			with[breaks->days_with++] = means[i].mean;
		else
			without[breaks->days_without++] = means[i].mean;
	}
	breaks->enough = breaks->days_with >= EACH_LEAST && breaks->days_without >= EACH_LEAST;
	if (breaks->enough)
		breaks->difference =
			stats_difference(with, (size_t)breaks->days_with, without, (size_t)breaks->days_without);
}

void insight_breaks(const struct insight_from *from, int days, struct insight_breaks *ret)
{
	int32_t first = from->today - days + 1;
	struct insight_breaks breaks = {.difference = {NAN, NAN, NAN, NAN, NAN, NAN}};
	struct day_mean *means _cleanup_free_ = NULL;
	size_t count = insight_days(from, first, &means);

	gather(from, first, &breaks);
	compare(means, count, &breaks);
	*ret = breaks;
}

void insight_breaks_clear(struct insight_breaks *breaks)
{
	free(breaks->days);
	*breaks = (struct insight_breaks){0};
}
