/*
 * The thirty digits by which people know a party: of its name and its keys, so that an invitation that somebody made in its name with keys of their own
 * has other digits. 'officer init' says them of its own file; 'team join' of an invitation.
 */
#ifndef CLIENT_PARTY_DIGITS_H
#define CLIENT_PARTY_DIGITS_H

#include "cohort_label.h"

/* What a party says of itself. */
struct party_terms {
	unsigned party;
	const char *name; /* at most 255 bytes */
	const uint8_t *sign;
	const struct hpke_config *input;     /* A: leader, B: helper */
	const struct hpke_config *collector; /* A's alone */
};
/* "EKP1" | u8 party | u8 length | name | signing key | HpkeConfig input | A's: HpkeConfig collector. Returns the size. */
enum { PARTY_TERMS_MAX = 4 + 1 + 1 + COHORT_LABEL_MAX + DAP_KEY_SIZE + 2 * HPKE_CONFIG_SIZE };
size_t party_terms_encode(const struct party_terms *terms, uint8_t *ret);

/* Six groups of five: "12345 67890 ...". */
enum { PARTY_DIGITS = 6 * 6 };
void party_digits(const struct party_terms *terms, char ret[static PARTY_DIGITS]);
/* Of a party as a cohort names it. */
void party_digits_of(const struct cohort *cohort, const struct cohort_label *label, unsigned party,
		     char ret[static PARTY_DIGITS]);

#endif
