#include <math.h>
#include <stdlib.h>

#include <evenkeel/mem.h>
#include <evenkeel/trend_item.h>

#include "insight_internal.h"
#include "median.h"
#include "score.h"

#define WEEK 7
#define IMPACT_RECENT_WEEKS 4
#define IMPACT_WEEKS 12
#define IMPACT_USUAL_LEAST 3
#define IMPACT_HALF_STEP 12.5
#define IMPACT_OFTEN 75
#define RESPONSE_WEEKS 12
#define RESPONSE_LEAST 4 /* reviews that named one, before a share is told */
#define RECURRING_LEAST 2

static void impact(const struct insight_from *from, struct insight_impact *ret)
{
	int32_t first = from->today - IMPACT_WEEKS * WEEK + 1;
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, first);
	struct day_mean *days _cleanup_free_ = NULL;
	size_t count = trend_item_days(part.records, part.count, ret->impact, true, from->day_start_s, &days);
	double *before _cleanup_free_ = mem_new(count + 1, sizeof *before);
	double sum = 0;
	size_t before_count = 0;
	int recent = 0;

	for (size_t i = 0; i < count; i++) {
		if (days[i].date < first)
			continue;
		ret->reviews += days[i].n;
		if (days[i].date > from->today - IMPACT_RECENT_WEEKS * WEEK) {
			sum += days[i].mean;
			recent++;
		} else {
			before[before_count++] = days[i].mean;
		}
	}
	ret->recent = recent ? sum / recent : NAN;
	ret->usual = before_count >= IMPACT_USUAL_LEAST ? median(before, before_count) : NAN;
	ret->up = isnan(ret->usual) ? ret->recent >= IMPACT_OFTEN : ret->recent > ret->usual + IMPACT_HALF_STEP;
}

void insight_impacts(const struct insight_from *from, struct insight_impact ret[static ID_IMPACT_COUNT])
{
	for (int i = 0; i < ID_IMPACT_COUNT; i++) {
		ret[i] = (struct insight_impact){.impact = (uint16_t)(ID_IMPACT_FIRST + i)};
		impact(from, &ret[i]);
	}
}

_Static_assert(ID_EFFECTIVE_FIRST + ID_EFFECTIVE_COUNT == ID_FUTILE_FIRST, "responses stand in one row");
#define RESPONSES (ID_EFFECTIVE_COUNT + ID_FUTILE_COUNT)

/* The newest of equals: @counts in order, @last the place of each one's newest record. */
static void put_recurring(const int counts[static RESPONSES], const size_t last[static RESPONSES],
			  struct insight_responses *ret)
{
	int best = -1;

	for (int i = ID_EFFECTIVE_COUNT; i < RESPONSES; i++) {
		bool more = best < 0 || counts[i] > counts[best] || (counts[i] == counts[best] && last[i] > last[best]);
		if (counts[i] >= RECURRING_LEAST && more)
			best = i;
	}
	if (best < 0)
		return;
	ret->recurring = (uint16_t)(ID_EFFECTIVE_FIRST + best);
	ret->recurring_count = counts[best];
}

void insight_responses(const struct insight_from *from, struct insight_responses *ret)
{
	int32_t first = from->today - RESPONSE_WEEKS * WEEK + 1;
	_cleanup_(insight_part_clear) struct insight_part part = insight_part(from, first);
	int counts[RESPONSES] = {0};
	size_t last[RESPONSES] = {0};

	*ret = (struct insight_responses){.share = {NAN, NAN, NAN}};
	for (size_t i = 0; i < part.count; i++) {
		const struct record *record = &part.records[i];
		if (!part.standing[i] || !score_counts(record, FORM_REVIEW) ||
		    trend_day(record, from->day_start_s) < first)
			continue;
		for (int a = 0; a < record->count; a++) {
			const struct record_answer *answer = &record->prompt.answers[a];
			int at = answer->question - ID_EFFECTIVE_FIRST;
			if (at < 0 || at >= RESPONSES || answer->scale != SCALE_C || answer->value <= 0)
				continue;
			counts[at]++;
			last[at] = i;
		}
	}
	for (int i = 0; i < RESPONSES; i++)
		*(i < ID_EFFECTIVE_COUNT ? &ret->effective : &ret->futile) += counts[i];
	if (ret->effective + ret->futile >= RESPONSE_LEAST)
		ret->share = share_wilson(ret->effective, ret->effective + ret->futile, Z_90);
	put_recurring(counts, last, ret);
}
