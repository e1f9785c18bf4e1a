#include <math.h>
#include <stdlib.h>

#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/trend.h>
#include <evenkeel/zone.h>

#include "score.h"

#define HALF_LIFE_DAYS 7.0

static bool counts(const struct record *record, bool standing, enum record_form form)
{
	return standing && score_counts(record, form);
}

int32_t trend_day(const struct record *record, int32_t day_start_s)
{
	struct zone zone = zone_fixed(record->zone_min * 60);

	return zone_day(&zone, instant_floor_div(record->wall_ms, 1000), day_start_s);
}

/* Single values of days, gathered before they are averaged; n = 1 each. */
static size_t checkin_values(const struct record *records, size_t count, const bool *standing, int32_t day_start_s,
			     struct day_mean *ret)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		double score = counts(&records[i], standing[i], FORM_MOMENTARY) ? score_checkin(&records[i]) : NAN;
		if (!isnan(score))
			ret[found++] = (struct day_mean){trend_day(&records[i], day_start_s), score, 1};
	}
	return found;
}

struct part {
	uint32_t group;
	size_t index;
};

static int by_group(const void *left, const void *right)
{
	const struct part *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* A review's parts lie together once sorted by group. */
static size_t review_values(const struct record *records, size_t count, const bool *standing, int32_t day_start_s,
			    struct day_mean *ret)
{
	struct part *parts _cleanup_free_ = mem_new(count, sizeof(*parts));
	size_t part_count = 0, found = 0;

	for (size_t i = 0; i < count; i++)
		if (counts(&records[i], standing[i], FORM_REVIEW))
			parts[part_count++] = (struct part){records[i].group, i};
	qsort(parts, part_count, sizeof(*parts), by_group);
	for (size_t i = 0, next; i < part_count; i = next) {
		struct score_sum sum = {0};
		for (next = i; next < part_count && parts[next].group == parts[i].group; next++)
			score_add(&sum, &records[parts[next].index]);
		double score = score_of(&sum);
		if (!isnan(score))
			ret[found++] = (struct day_mean){trend_day(&records[parts[i].index], day_start_s), score, 1};
	}
	return found;
}

static int by_date(const void *left, const void *right)
{
	const struct day_mean *a = left, *b = right;

	return a->date < b->date ? -1 : a->date > b->date;
}

/* The values of one day become their mean, in place. */
static size_t average(struct day_mean *days, size_t count)
{
	size_t filled = 0;

	for (size_t i = 0, next; i < count; i = next) {
		struct day_mean day = {.date = days[i].date};
		for (next = i; next < count && days[next].date == day.date; next++) {
			day.mean += days[next].mean;
			day.n++;
		}
		day.mean /= day.n;
		days[filled++] = day;
	}
	return filled;
}

size_t trend_days(const struct record *records, size_t count, bool review, int32_t day_start_s, struct day_mean **ret)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);
	struct day_mean *days = mem_new(count, sizeof(*days));
	size_t found = review ? review_values(records, count, standing, day_start_s, days)
			      : checkin_values(records, count, standing, day_start_s, days);

	qsort(days, found, sizeof(*days), by_date);
	*ret = days;
	return review ? found : average(days, found);
}

struct trend_level trend_level(const struct day_mean *days, size_t count, int32_t today)
{
	double weights = 0, squares = 0, sum = 0;

	for (size_t i = 0; i < count; i++) {
		double age = today > days[i].date ? (double)today - days[i].date : 0;
		double weight = exp2(-age / HALF_LIFE_DAYS);
		weights += weight;
		squares += weight * weight;
		sum += weight * days[i].mean;
	}
	if (!(squares > 0))
		return (struct trend_level){NAN, 0};
	return (struct trend_level){sum / weights, weights * weights / squares};
}

struct share share_wilson(double x, double n, double z)
{
	if (!(n > 0))
		return (struct share){NAN, NAN, NAN};
	/* Wilson 1927, "Probable inference, the law of succession, and statistical inference". */
	double p = x / n, z2 = z * z;
	double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
	double half = z / (1 + z2 / n) * sqrt(fmax(p * (1 - p), 0) / n + z2 / (4 * n * n));

	return (struct share){p, fmax(middle - half, 0), fmin(middle + half, 1)};
}

static bool was_shown(const struct record *record)
{
	return record->kind >= RECORD_ANSWERED && record->kind <= RECORD_EXPIRED;
}

struct compliance trend_compliance(const struct record *records, size_t count)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);
	struct compliance compliance = {0};

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		if (!standing[i] || !was_shown(record) || record->prompt.form != FORM_MOMENTARY ||
		    record->prompt.origin != ORIGIN_PROMPT)
			continue;
		compliance.shown++;
		compliance.answered += counts(record, true, FORM_MOMENTARY);
	}
	compliance.share = share_wilson(compliance.answered, compliance.shown, Z_95);
	return compliance;
}
