#include <math.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/safety.h>
#include <evenkeel/trend.h>

#include "score.h"

/* design/ASSESSMENT.md, section 5. */
enum { STRAIN_LEAST = 75, REVIEWS_RUNNING = 2, SYMPTOMS_LEAST = 8, CHECKINS_LAST = 10, CHECKINS_LEAST = 8, A_LOT = 2 };

static bool is_review(const struct record *record, bool standing)
{
	return standing && score_counts(record, FORM_REVIEW);
}

/* Are there no more of the review's parts behind @at? They share an instant, so they stand close together. */
static bool is_last_part(const struct record *records, const bool *standing, size_t count, size_t at)
{
	for (size_t i = at + 1; i < count && records[i].wall_ms == records[at].wall_ms; i++)
		if (is_review(&records[i], standing[i]) && records[i].group == records[at].group)
			return false;
	return true;
}

/* The review whose last part is @at. */
static struct score_sum review_sum(const struct record *records, const bool *standing, size_t at)
{
	struct score_sum sum = {0};

	for (size_t i = at + 1; i-- > 0 && records[i].wall_ms == records[at].wall_ms;)
		if (is_review(&records[i], standing[i]) && records[i].group == records[at].group)
			score_add(&sum, &records[i]);
	return sum;
}

/* From the last review back, until the two with a score are known. */
static unsigned review_rules(const struct record *records, const bool *standing, size_t count)
{
	unsigned rules = 0;
	int reviews = 0, scored = 0, strained = 0;

	for (size_t i = count; i-- > 0 && scored < REVIEWS_RUNNING;) {
		if (!is_review(&records[i], standing[i]) || !is_last_part(records, standing, count, i))
			continue;
		struct score_sum sum = review_sum(records, standing, i);
		double score = score_of(&sum);
		if (reviews++ == 0 && sum.often >= SYMPTOMS_LEAST)
			rules |= SAFETY_SYMPTOMS;
		scored += !isnan(score);
		strained += score >= STRAIN_LEAST;
	}
	return strained == REVIEWS_RUNNING ? rules | SAFETY_STRAIN : rules;
}

/* Of the check-ins whose first question was answered. Eight are enough where there are not yet ten. */
static unsigned checkin_rules(const struct record *records, const bool *standing, size_t count)
{
	int seen = 0, high = 0;

	for (size_t i = count; i-- > 0 && seen < CHECKINS_LAST;) {
		int stress = standing[i] && score_counts(&records[i], FORM_MOMENTARY) ? score_stress(&records[i])
										      : RECORD_UNANSWERED;
		seen += stress != RECORD_UNANSWERED;
		high += stress == A_LOT;
	}
	return high >= CHECKINS_LEAST ? SAFETY_STRESS : 0;
}

unsigned safety_from_history(const struct record *records, size_t count, bool instrument)
{
	bool *standing _cleanup_free_ = trend_standing(records, count);

	return review_rules(records, standing, count) | checkin_rules(records, standing, count) |
	       (instrument ? SAFETY_INSTRUMENT : 0);
}

unsigned safety_from_answers(const struct record *records, size_t count)
{
	struct score_sum sum = {0};
	unsigned rules = 0;

	for (size_t i = 0; i < count; i++) {
		score_add(&sum, &records[i]);
		if (record_is_prompt(&records[i]) && records[i].prompt.form == FORM_MOMENTARY &&
		    score_checkin(&records[i]) >= 100)
			rules |= SAFETY_CHECKIN;
	}
	return sum.often >= SYMPTOMS_LEAST ? rules | SAFETY_SYMPTOMS : rules;
}
