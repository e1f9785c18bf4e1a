#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/week.h>

#include "median.h"

struct place {
	uint32_t group;
	uint8_t part;
	size_t index;
};

static int by_part(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_review(const struct record *record)
{
	return (record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL) &&
	       record->prompt.form == FORM_REVIEW && record->group;
}

/* What @later does not answer comes from @earlier. */
static void join(const struct record *earlier, struct record *later)
{
	for (int i = 0; i < later->count; i++) {
		struct record_answer *answer = &later->prompt.answers[i];
		for (int k = 0; k < earlier->count && answer->value == RECORD_UNANSWERED; k++) {
			const struct record_answer *other = &earlier->prompt.answers[k];
			if (other->question == answer->question && other->scale == answer->scale)
				answer->value = other->value;
		}
	}
	if (earlier->kind == RECORD_ANSWERED)
		later->kind = RECORD_ANSWERED;
}

/* Each question in steps has an answer; who names no cause, response or note has answered too. */
static bool is_complete(const struct record *records, const struct place *places, size_t count)
{
	bool cause = false, valence = false;

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[places[i].index];
		for (int k = 0; k < record->count; k++) {
			const struct record_answer *answer = &record->prompt.answers[k];
			bool choice = answer->scale == SCALE_RANK || answer->scale == SCALE_C;
			cause = cause || (answer->scale == SCALE_RANK && answer->value > 0);
			if (answer->question == ID_VALENCE)
				valence = answer->value != RECORD_UNANSWERED;
			else if (!choice && answer->value == RECORD_UNANSWERED)
				return false;
		}
	}
	return valence || !cause;
}

/* The places of one group: of each part the last stays, the others are marked to go. */
static void join_group(struct record *records, struct place *places, size_t count, bool *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool again = kept > 0 && places[kept - 1].part == places[i].part;
		if (again) {
			join(&records[places[kept - 1].index], &records[places[i].index]);
			gone[places[--kept].index] = true;
		}
		places[kept++] = places[i];
	}
	if (kept == count || !is_complete(records, places, kept))
		return;
	for (size_t i = 0; i < kept; i++)
		records[places[i].index].kind = RECORD_ANSWERED;
}

static size_t drop(struct record *records, size_t count, const bool *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (gone[i])
			continue;
		if (kept != i)
			records[kept] = records[i];
		kept++;
	}
	explicit_bzero(records + kept, (count - kept) * sizeof(*records));
	return kept;
}

size_t week_join(struct record *records, size_t count)
{
	struct place *places _cleanup_free_ = mem_new(count + 1, sizeof(*places));
	bool *gone _cleanup_free_ = mem_new(count + 1, sizeof(*gone));
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (is_review(&records[i]))
			places[found++] = (struct place){records[i].group, records[i].part, i};
	qsort(places, found, sizeof(*places), by_part);
	for (size_t i = 0, next; i < found; i = next) {
		for (next = i; next < found && places[next].group == places[i].group; next++)
			;
		join_group(records, places + i, next - i, gone);
	}
	return drop(records, count, gone);
}

/* A review that came a few days early or late is still its week's: weeks are counted from today to the nearest. */
static int weeks_before(int32_t date, int32_t today)
{
	return (today - date + 3) / 7;
}

bool week_beside(const struct day_mean *days, size_t count, int32_t today, struct week_beside *ret)
{
	double sums[WEEK_MOST + 1] = {0}, means[WEEK_MOST], now = 0;
	int counts[WEEK_MOST + 1] = {0}, reviews = 0;

	*ret = (struct week_beside){.usual = NAN};
	for (size_t i = 0; i < count; i++) {
		int week = days[i].date > today ? 0 : weeks_before(days[i].date, today);
		if (days[i].date == today) {
			now += days[i].mean;
			reviews++;
		} else if (week >= 1 && week <= WEEK_MOST) {
			sums[week] += days[i].mean;
			counts[week]++;
		}
	}
	for (int week = 1; week <= WEEK_MOST; week++)
		if (counts[week])
			means[ret->weeks++] = sums[week] / counts[week];
	if (reviews == 0)
		return false;
	ret->now = now / reviews;
	if (ret->weeks < WEEK_LEAST)
		return true;
	ret->usual = median(means, (size_t)ret->weeks);
	double half_step = 100.0 / 4 / 2, apart = ret->now - ret->usual;
	ret->side = apart > half_step ? WEEK_MORE : apart < -half_step ? WEEK_LESS : WEEK_SAME;
	return true;
}
