/* What a member sends whose program was changed: an envelope of the right form, signed, of which the inside is not what a review makes. */
#ifndef TESTS_AGGREGATE_PATCHED_H
#define TESTS_AGGREGATE_PATCHED_H

#include <evenkeel/roles.h>

/* Any marks of 0 and 1, which role_contribute would not take. 0, -1. */
int patched_marks(const struct cohort *cohort, uint64_t week, const uint64_t cells[static CELL_COUNT],
		  const uint8_t secret[static DAP_SECRET_SIZE], const struct role_random *random,
		  uint8_t ret[static DAP_ENVELOPE_SIZE]);
/* @party's half of what is in the envelope cannot be opened any more; signed anew. */
void patched_half(const struct cohort *cohort, unsigned party, const uint8_t secret[static DAP_SECRET_SIZE],
		  uint8_t envelope[static DAP_ENVELOPE_SIZE]);
/* A report that somebody else made, signed as one's own. */
void patched_copy(const struct cohort *cohort, const uint8_t secret[static DAP_SECRET_SIZE],
		  const uint8_t envelope[static DAP_ENVELOPE_SIZE], uint8_t ret[static DAP_ENVELOPE_SIZE]);

#endif
