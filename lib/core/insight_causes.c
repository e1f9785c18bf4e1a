#include <evenkeel/cause.h>
#include <evenkeel/mem.h>

#include "cause_internal.h"
#include "insight_internal.h"
#include "score.h"

/* 0 draining, 1 energising, or RECORD_UNANSWERED. */
static int valence_of(const struct record *record)
{
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		if (answer->question == ID_VALENCE && answer->scale == SCALE_YN)
			return answer->value;
	}
	return RECORD_UNANSWERED;
}

/* From check-ins: theirs is about the one cause they named, a review's about all of its causes together. */
static void put_valences(const struct insight_from *from, struct insight_cause causes[static ID_CAUSE_COUNT])
{
	bool *standing _cleanup_free_ = trend_standing(from->records, from->count);

	for (size_t i = 0; i < from->count; i++) {
		const struct record *record = &from->records[i];
		if (!standing[i] || !score_counts(record, FORM_MOMENTARY))
			continue;
		int valence = valence_of(record);
		for (int c = 0; c < ID_CAUSE_COUNT && valence != RECORD_UNANSWERED; c++) {
			if (!(cause_named(record) >> (causes[c].cause - ID_CAUSE_FIRST) & 1))
				continue;
			causes[c].draining += valence == 0;
			causes[c].energising += valence == 1;
		}
	}
}

void insight_causes(const struct insight_from *from, struct insight_cause ret[static ID_CAUSE_COUNT])
{
	struct cause_count counts[ID_CAUSE_COUNT];

	cause_rank(from->records, from->count, from->now_ms, counts);
	for (int i = 0; i < ID_CAUSE_COUNT; i++)
		ret[i] = (struct insight_cause){.cause = counts[i].cause,
						.named = counts[i].named,
						.asked = counts[i].asked,
						.n_eff = counts[i].n_eff,
						.share = counts[i].share};
	put_valences(from, ret);
	insight_links(from, ret);
}
