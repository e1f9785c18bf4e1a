/* The sum that a review's score is made of, so that its parts need not lie side by side. */
#ifndef CORE_SCORE_H
#define CORE_SCORE_H

#include <evenkeel/record.h>

#define SCORE_OFTEN 3           /* the step "often" of a review's 0 ... 4 */
#define SCORE_SYMPTOMS_LEAST 10 /* of 13; below, a review is not scored */

struct score_sum {
	double sum;
	int answered;
	int often; /* symptoms answered "often" or "almost always" */
};
/* Answered or partly, in time, of this form: what trends count, once it stands. */
bool score_counts(const struct record *record, enum record_form form);
/* The step of a check-in's stress, or RECORD_UNANSWERED. */
int score_stress(const struct record *record);
void score_add(struct score_sum *sum, const struct record *record);
double score_of(const struct score_sum *sum);

#endif
