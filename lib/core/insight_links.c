#include <math.h>
#include <stdlib.h>

#include <evenkeel/mem.h>

#include "cause_internal.h"
#include "insight_internal.h"
#include "score.h"

#define STRESS_POINTS 50 /* a step of the check-in's stress on 0 ... 100 */
#define PACE_MOST 4      /* check-ins that a pair is taken to need at most */

/* A check-in whose stress was answered. */
struct moment {
	int32_t date;
	double stress;
	uint16_t causes; /* those named, a bit each */
};

static size_t gather_moments(const struct insight_from *from, struct moment **ret)
{
	bool *standing _cleanup_free_ = trend_standing(from->records, from->count);
	struct moment *moments = mem_new(from->count + 1, sizeof *moments);
	size_t count = 0;

	for (size_t i = 0; i < from->count; i++) {
		const struct record *record = &from->records[i];
		int step =
			standing[i] && score_counts(record, FORM_MOMENTARY) ? score_stress(record) : RECORD_UNANSWERED;
		if (step != RECORD_UNANSWERED)
			moments[count++] = (struct moment){trend_day(record, from->day_start_s),
							   (double)step * STRESS_POINTS, cause_named(record)};
	}
	*ret = moments;
	return count;
}

/*
 * Which moments say something about causes: those that named one. Without stress the question is not asked, so among all check-ins a cause
 * would stand for "stressed at all" as well, and false links would grow with the number of answers.
 */
static bool tells_causes(const struct moment *moment)
{
	return moment->causes != 0;
}

/* Each moment and the one behind it, on the same day or the next; which causes the first named goes into @ret_causes. */
static size_t gather_pairs(const struct moment *moments, size_t count, struct stats_pair *ret, uint16_t *ret_causes)
{
	size_t found = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		int32_t apart = moments[i + 1].date - moments[i].date;
		if (!tells_causes(&moments[i]) || apart < 0 || apart > 1)
			continue;
		ret_causes[found] = moments[i].causes;
		ret[found++] = (struct stats_pair){.now = moments[i].stress, .next = moments[i + 1].stress};
	}
	return found;
}

static bool is_eligible(const struct stats_link *link)
{
	return link->n >= INSIGHT_LINK_PAIRS && link->n_with >= INSIGHT_LINK_EACH &&
	       link->n_without >= INSIGHT_LINK_EACH;
}

/* Pairs that are missing until one of @have among @n becomes INSIGHT_LINK_EACH, at the pace so far; 0 where there was none yet. */
static double pairs_for(size_t have, size_t n)
{
	if (have >= INSIGHT_LINK_EACH)
		return 0;
	return have ? (double)(INSIGHT_LINK_EACH - have) * (double)n / (double)have : 0;
}

static int needed(const struct stats_link *link, size_t moments)
{
	double pairs = link->n < INSIGHT_LINK_PAIRS ? (double)(INSIGHT_LINK_PAIRS - link->n) : 0;
	double pace = link->n ? (double)moments / (double)link->n : 1;

	if (link->n >= INSIGHT_LINK_PAIRS && (link->n_with == 0 || link->n_without == 0))
		return 0;
	pairs = fmax(pairs, fmax(pairs_for(link->n_with, link->n), pairs_for(link->n_without, link->n)));
	return (int)ceil(pairs * fmin(pace, PACE_MOST));
}

static void judge(struct insight_cause causes[static ID_CAUSE_COUNT], size_t moments)
{
	double p[ID_CAUSE_COUNT], q[ID_CAUSE_COUNT];

	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		p[i] = is_eligible(&causes[i].link) ? causes[i].link.p : NAN;
	stats_bh(p, ID_CAUSE_COUNT, q);
	for (int i = 0; i < ID_CAUSE_COUNT; i++) {
		struct insight_cause *cause = &causes[i];
		cause->q = q[i];
		if (!is_eligible(&cause->link)) {
			cause->state = INSIGHT_LINK_WAITING;
			cause->needed = needed(&cause->link, moments);
		} else {
			cause->state =
				q[i] <= INSIGHT_LINK_Q && cause->link.mean > 0 ? INSIGHT_LINKED : INSIGHT_LINK_POSSIBLE;
		}
	}
}

void insight_links(const struct insight_from *from, struct insight_cause causes[static ID_CAUSE_COUNT])
{
	struct moment *moments _cleanup_free_ = NULL;
	size_t moment_count = gather_moments(from, &moments);
	struct stats_pair *pairs _cleanup_free_ = mem_new(moment_count + 1, sizeof *pairs);
	uint16_t *named _cleanup_free_ = mem_new(moment_count + 1, sizeof *named);
	size_t count = gather_pairs(moments, moment_count, pairs, named);

	for (int c = 0; c < ID_CAUSE_COUNT; c++) {
		for (size_t i = 0; i < count; i++)
			pairs[i].cause = named[i] >> (causes[c].cause - ID_CAUSE_FIRST) & 1;
		causes[c].link = stats_link(pairs, count);
	}
	judge(causes, moment_count);
}
