/* The steps of HPKE, one by one, so that each can be held to the figures of RFC 9180, appendix A.2. */
#ifndef AGGREGATE_HPKE_SCHEDULE_H
#define AGGREGATE_HPKE_SCHEDULE_H

#include <evenkeel/hpke.h>

#include "hkdf.h"

enum { HPKE_NONCE_SIZE = 12, HPKE_CONTEXT_SIZE = 1 + 2 * HKDF_KEY_SIZE };

/* What KeySchedule makes (section 5.1). Secret. */
struct hpke_schedule {
	uint8_t context[HPKE_CONTEXT_SIZE], secret[HKDF_KEY_SIZE];
	uint8_t key[HPKE_KEY_SIZE], nonce[HPKE_NONCE_SIZE], exporter[HKDF_KEY_SIZE];
};

/* Encap and Decap (section 4.1). -1: the shared point is 0. */
int hpke_encapsulate(const uint8_t public_key[static HPKE_KEY_SIZE], const uint8_t seed[static HPKE_KEY_SIZE],
		     uint8_t ret_encapsulated[static HPKE_KEY_SIZE], uint8_t ret_secret[static HKDF_KEY_SIZE]);
int hpke_decapsulate(const struct hpke_pair *own, const uint8_t encapsulated[static HPKE_KEY_SIZE],
		     uint8_t ret_secret[static HKDF_KEY_SIZE]);
void hpke_schedule(const uint8_t secret[static HKDF_KEY_SIZE], struct hpke_bytes info, struct hpke_schedule *ret);
/* The nonce of the message with this number (section 5.2). */
void hpke_nonce(const struct hpke_schedule *schedule, uint64_t number, uint8_t ret[static HPKE_NONCE_SIZE]);
/* Secret export (section 5.3); only the figures have need of it. */
void hpke_export(const struct hpke_schedule *schedule, struct hpke_bytes context, uint8_t *ret, size_t size);

#endif
