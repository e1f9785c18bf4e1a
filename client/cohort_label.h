/*
 * What a cohort's label says, which both parties sign: "TEAM | OFFICE | SECOND": the team, and the names by which people know the wellbeing
 * office and the second party. A label without the two names gets the words "the wellbeing office" and "the second party".
 */
#ifndef CLIENT_COHORT_LABEL_H
#define CLIENT_COHORT_LABEL_H

#include <evenkeel/cohort.h>

struct cohort_label {
	char team[COHORT_LABEL_MAX + 1];
	char party[2][COHORT_LABEL_MAX + 1]; /* by PARTY_A, PARTY_B */
};
void cohort_label(const struct cohort *cohort, struct cohort_label *ret);
/* -1: a part is empty, has a '|' or a control character, is no UTF-8, or the whole is too long. */
int cohort_label_make(const char *team, const char *office, const char *second, struct text *ret, struct error *err);

#endif
