/* Scores being computed: by a scoring file (scores.c), by the questionnaire's own expressions (scores_own.c). */
#ifndef FHIR_SCORES_WORK_H
#define FHIR_SCORES_WORK_H

#include <evenkeel/scoring.h>

struct scores_work {
	const struct questionnaire *questionnaire;
	const struct scoring *scoring;
	const struct questionnaire_answers *answers;
	bool *open;
	struct scores *out;
	struct problems *problems;
};

void scores_add(struct scores_work *work, struct score score);
/* What a response had recorded for the score at @place is held against what its answers come to. */
void scores_compare_recorded(struct scores_work *work, size_t place, struct score *score);

/* All scores that the questionnaire computes itself. */
void scores_compute_own(struct scores_work *work);
/* Why there is no score at all. */
void scores_note_unscored(struct scores_work *work);

#endif
