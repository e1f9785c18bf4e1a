#include "party_digits.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

static uint8_t *put(uint8_t *at, const void *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}

size_t party_terms_encode(const struct party_terms *terms, uint8_t *ret)
{
	uint8_t *at = put(ret, "EKP1", 4);

	*at++ = (uint8_t)terms->party;
	*at++ = (uint8_t)strlen(terms->name);
	at = put(at, terms->name, strlen(terms->name));
	at = put(at, terms->sign, DAP_KEY_SIZE);
	hpke_config_encode(terms->input, at);
	at += HPKE_CONFIG_SIZE;
	if (terms->party == PARTY_A) {
		hpke_config_encode(terms->collector, at);
		at += HPKE_CONFIG_SIZE;
	}
	return (size_t)(at - ret);
}

/* About 100 bits: as many as a second party with the same digits would have to be tried out. */
void party_digits(const struct party_terms *terms, char ret[static PARTY_DIGITS])
{
	uint8_t bytes[PARTY_TERMS_MAX], hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes, party_terms_encode(terms, bytes));
	for (int group = 0; group < PARTY_DIGITS / 6; group++) {
		uint64_t bits = 0;
		for (int i = 0; i < 5; i++)
			bits = bits << 8 | hash[5 * group + i];
		snprintf(ret + (ptrdiff_t)6 * group, 7, "%05u%s", (unsigned)(bits % 100000),
			 group + 1 < PARTY_DIGITS / 6 ? " " : "");
	}
}

void party_digits_of(const struct cohort *cohort, const struct cohort_label *label, unsigned party,
		     char ret[static PARTY_DIGITS])
{
	struct party_terms terms = {
		.party = party,
		.name = label->party[party],
		.sign = cohort->sign[party],
		.input = party == PARTY_A ? &cohort->leader : &cohort->helper,
		.collector = &cohort->collector,
	};

	party_digits(&terms, ret);
}
