/* What a questionnaire's own expressions compute. */
#ifndef FHIR_OWN_SCORE_H
#define FHIR_OWN_SCORE_H

#include <evenkeel/scoring.h>

#include "expression.h"

struct own_score {
	struct expression expression;
	bool supported;
	bool *counts; /* by item: the score depends on its answer */
	size_t items;
};

/* @place is that of an ITEM_SCORE. What is not supported is noted in @problems. */
void own_score_read(const struct questionnaire *questionnaire, size_t place, struct own_score *ret,
		    struct problems *problems);
enum expression_outcome own_score_run(const struct own_score *own, const struct questionnaire *questionnaire,
				      const struct questionnaire_answers *answers, double *ret);
/* Does a higher answer to some of its questions make the score lower? False also where that does not show. */
bool own_score_reverses(const struct own_score *own, const struct questionnaire *questionnaire);
void own_score_clear(struct own_score *own);

#endif
