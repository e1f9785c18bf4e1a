#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/cause.h>
#include <evenkeel/mem.h>

#include "cause_internal.h"

#define HALF_LIFE_MS (28.0 * 86400 * 1000)

_Static_assert(ID_CAUSE_COUNT == 15, "cause_rank fills one place for each cause");

/* One check-in, or one review whatever its parts: when, and a bit for each cause that it named. */
struct naming {
	uint32_t group;
	int64_t wall_ms;
	uint16_t causes;
};

uint16_t cause_named(const struct record *record)
{
	uint16_t named = 0;

	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		int index = answer->question - ID_CAUSE_FIRST;
		if (index >= 0 && index < ID_CAUSE_COUNT && answer->value > 0 &&
		    (answer->scale == SCALE_C || answer->scale == SCALE_RANK))
			named |= (uint16_t)(1 << index);
	}
	return named;
}

static int by_group(const void *left, const void *right)
{
	const struct naming *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->wall_ms < b->wall_ms ? -1 : a->wall_ms > b->wall_ms;
}

/* The parts of one review become one; what belongs to no group stays for itself. */
static size_t join(struct naming *namings, size_t count)
{
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		if (filled > 0 && namings[i].group && namings[i].group == namings[filled - 1].group)
			namings[filled - 1].causes |= namings[i].causes;
		else
			namings[filled++] = namings[i];
	}
	return filled;
}

/* Those who were asked and named at least one: who had no stress was not asked. */
static size_t collect(const struct record *records, size_t count, struct naming *ret)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[i];
		bool answered = record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL;
		bool form = answered && (record->prompt.form == FORM_MOMENTARY || record->prompt.form == FORM_REVIEW);
		if (!standing[i] || !form || record->flags & RECORD_LATE)
			continue;
		uint16_t causes = cause_named(record);
		if (causes)
			ret[found++] = (struct naming){record->group, record->wall_ms, causes};
	}
	qsort(ret, found, sizeof(*ret), by_group);
	return join(ret, found);
}

/* By the share's lower bound, then by count, then by id. */
static int by_rank(const void *left, const void *right)
{
	const struct cause_count *a = left, *b = right;
	double low_a = isnan(a->share.low) ? -1 : a->share.low, low_b = isnan(b->share.low) ? -1 : b->share.low;

	if (low_a < low_b || low_a > low_b)
		return low_a < low_b ? 1 : -1;
	if (a->named != b->named)
		return b->named - a->named;
	return a->cause - b->cause;
}

void cause_rank(const struct record *records, size_t count, int64_t now_wall_ms, struct cause_count ret[static 15])
{
	struct naming *namings _cleanup_free_ = mem_new(count, sizeof(*namings));
	double weights = 0, squares = 0, named[ID_CAUSE_COUNT] = {0};
	size_t found = collect(records, count, namings);

	for (int c = 0; c < ID_CAUSE_COUNT; c++)
		ret[c] = (struct cause_count){.cause = (uint16_t)(ID_CAUSE_FIRST + c), .asked = (int)found};
	for (size_t i = 0; i < found; i++) {
		double age_ms = now_wall_ms > namings[i].wall_ms ? (double)(now_wall_ms - namings[i].wall_ms) : 0;
		double weight = exp2(-age_ms / HALF_LIFE_MS);
		weights += weight;
		squares += weight * weight;
		for (int c = 0; c < ID_CAUSE_COUNT; c++)
			if (namings[i].causes >> c & 1) {
				ret[c].named++;
				named[c] += weight;
			}
	}
	explicit_bzero(namings, count * sizeof(*namings));
	double n_eff = squares > 0 ? weights * weights / squares : 0;
	for (int c = 0; c < ID_CAUSE_COUNT; c++) {
		ret[c].n_eff = n_eff;
		ret[c].share = share_wilson(squares > 0 ? named[c] / weights * n_eff : 0, n_eff, Z_90);
	}
	qsort(ret, ID_CAUSE_COUNT, sizeof(*ret), by_rank);
}
