/*
 * The thirty digits by which people know a party, as 'officer init' says them, of a party as a cohort names it: its name and its keys are both in them.
 * An invitation that somebody made in its name with keys of their own has other digits.
 */
#ifndef CLIENT_OFFICER_COHORT_DIGITS_H
#define CLIENT_OFFICER_COHORT_DIGITS_H

#include "../cohort_label.h"

enum { COHORT_DIGITS = 6 * 6 };
/* "" for a name that no office can have. */
void cohort_digits(const struct cohort *cohort, const struct cohort_label *label, unsigned party,
		   char ret[static COHORT_DIGITS]);

#endif
