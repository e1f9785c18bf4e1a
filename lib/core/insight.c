#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "insight_internal.h"
#include "score.h"

#define DAY_MS INT64_C(86400000)

/* The first record from which on all are of @date or later in any zone; the records are in order of time. */
static size_t first_of(const struct insight_from *from, int32_t date)
{
	int64_t since_ms = ((int64_t)date - 1) * DAY_MS;
	size_t low = 0, high = from->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (from->records[middle].wall_ms < since_ms)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct insight_part insight_part(const struct insight_from *from, int32_t date)
{
	size_t first = first_of(from, date);
	struct insight_part part = {from->records + first, from->count - first, NULL};

	part.standing = trend_standing(part.records, part.count);
	return part;
}

void insight_part_clear(struct insight_part *part)
{
	free(part->standing);
	*part = (struct insight_part){0};
}

size_t insight_days(const struct insight_from *from, int32_t date, struct day_mean **ret)
{
	size_t first = first_of(from, date), skipped = 0;
	struct day_mean *days;
	size_t count = trend_days(from->records + first, from->count - first, false, from->day_start_s, &days);

	while (skipped < count && days[skipped].date < date)
		skipped++;
	memmove(days, days + skipped, (count - skipped) * sizeof *days);
	*ret = days;
	return count - skipped;
}

void insight_prompts(const struct insight_from *from, bool review, int32_t date, struct insight_series *ret)
{
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, date);
	enum record_form form = review ? FORM_REVIEW : FORM_MOMENTARY;
	struct compliance *compliance = &ret->compliance;

	for (size_t i = 0; i < part.count; i++) {
		const struct record *record = &part.records[i];
		if (!part.standing[i] || !record_is_prompt(record) || record->part || record->prompt.form != form ||
		    trend_day(record, from->day_start_s) < date)
			continue;
		/* What came late is a gap in the trend too. */
		bool answered = score_counts(record, form), asked = record->prompt.origin == ORIGIN_PROMPT;
		ret->unasked += answered && !asked;
		compliance->answered += answered && asked;
		compliance->shown += asked && record->kind <= RECORD_EXPIRED;
	}
	compliance->share = share_wilson(compliance->answered, compliance->shown, Z_95);
}
