/*
 * The code by which a person enrols in a cohort: the public half of their key for the quarter, and what binds it to the invitation that they joined,
 * to be handed to the second party on paper or read out. No secret, but whoever hands it over is who counts as the member.
 *
 * 60 characters of Crockford's base32: the key's 256 bits, 24 bits of a hash of the key and all terms of the invitation (cohort_terms), and 20 that check
 * both, so that a slip of typing and another invitation are told apart. Whoever forges an invitation in the second party's name does so before it
 * knows the key that will be made for it: its chance that the true second party takes the code is one in 2^24, and nothing can be tried out.
 */
#ifndef CLIENT_ENROL_CODE_H
#define CLIENT_ENROL_CODE_H

#include <stdint.h>

#include <evenkeel/base32.h>
#include <evenkeel/cohort.h>
#include <evenkeel/error.h>

enum {
	ENROL_BOUND_SIZE = 3,
	ENROL_CODE_CHARACTERS = 60,
	ENROL_CODE_SIZE = BASE32_CODE_SIZE(ENROL_CODE_CHARACTERS),
};

struct enrol_code {
	uint8_t key[DAP_KEY_SIZE];
	uint8_t bound[ENROL_BOUND_SIZE]; /* to an invitation: enrol_code_is_for */
};

/* @cohort: the invitation, or the roster that came of it. */
void enrol_code_encode(const uint8_t key[static DAP_KEY_SIZE], const struct cohort *cohort,
		       char ret[static ENROL_CODE_SIZE]);
/* Takes small letters, O for 0, I and L for 1, blanks and hyphens anywhere. -1: says whether length, a character or the check is wrong. */
int enrol_code_decode(const char *code, struct enrol_code *ret, struct error *err);
/* Was it made by somebody who joined on just these terms? A key of a code of which this was not asked is nobody's. */
bool enrol_code_is_for(const struct enrol_code *code, const struct cohort *cohort);

#endif
