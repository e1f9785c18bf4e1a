/*
 * Prio3 (draft-irtf-cfrg-vdaf-18, section 7.2): a measurement is split into shares, one a party; the parties find out together that it
 * is valid and add up their shares of many; the sums of all parties together are the sum of the measurements.
 *
 * Evenkeel has two parties, the Leader, who is 0, and the Helper, and SumVec; the tests also run the draft's own vectors of more.
 * Shares and messages go in and out as the bytes that are on the wire. Randomness is an argument and must not be used twice. A share that
 * is malformed, and a report whose proof fails, give -1; there is no more to say about it.
 */
#ifndef EVENKEEL_PRIO3_H
#define EVENKEEL_PRIO3_H

#include <stddef.h>
#include <stdint.h>

#include <evenkeel/flp.h>
#include <evenkeel/turboshake.h>

enum {
	PRIO3_NONCE_SIZE = 16,
	PRIO3_KEY_SIZE = XOF_SEED_SIZE,              /* the verify key's: the parties', unknown to clients */
	PRIO3_HELPER_SHARE_SIZE = 2 * XOF_SEED_SIZE, /* the seed of the shares, the blind */
	PRIO3_MESSAGE_SIZE = XOF_SEED_SIZE,
	PRIO3_SHARES_MAX = 255,
	PRIO3_CONTEXT_MAX = 512,
	PRIO3_TAG_MAX = 8 + PRIO3_CONTEXT_MAX,
};

enum { PRIO3_LEADER, PRIO3_HELPER };

struct prio3 {
	struct flp flp;
	unsigned shares;
	uint8_t tag
		[PRIO3_TAG_MAX]; /* what separates domains, but for its usage: that the context ends it keeps tasks apart */
	size_t tag_size;
};

struct prio3_bytes {
	const uint8_t *bytes;
	size_t size;
};

/* What a party holds of a report. */
struct prio3_report {
	const uint8_t *nonce; /* PRIO3_NONCE_SIZE bytes */
	struct prio3_bytes public_share, input_share;
};

/* What a party knows of a report until it is verified. Only then may @outputs be added up. */
struct prio3_state {
	struct field128 *outputs; /* of flp.length elements; the caller's, and secret */
	uint8_t seed[XOF_SEED_SIZE];
};

/* -1: beyond the limits of flp.h or of those above; no fewer than two shares. */
int prio3_init(struct prio3 *ret, const struct flp_circuit *circuit, size_t length, uint64_t maximum, size_t chunk,
	       unsigned shares, const uint8_t *context, size_t context_size);

static inline size_t prio3_random_size(const struct prio3 *prio3)
{
	return prio3->shares * (size_t)PRIO3_HELPER_SHARE_SIZE;
}

static inline size_t prio3_public_share_size(const struct prio3 *prio3)
{
	return prio3->shares * (size_t)XOF_SEED_SIZE;
}

static inline size_t prio3_leader_share_size(const struct prio3 *prio3)
{
	return (prio3->flp.inputs + flp_proof_length(&prio3->flp)) * FIELD128_SIZE + XOF_SEED_SIZE;
}

static inline size_t prio3_verifier_share_size(const struct prio3 *prio3)
{
	return flp_verifier_length(&prio3->flp) * FIELD128_SIZE + XOF_SEED_SIZE;
}

/* Helpers' shares lie one behind the other. -1: the measurement is out of range; nothing is returned. */
int prio3_shard(const struct prio3 *prio3, const uint64_t *measurement, const uint8_t nonce[static PRIO3_NONCE_SIZE],
		const uint8_t *random, uint8_t *ret_public_share, uint8_t *ret_leader_share,
		uint8_t *ret_helper_shares);

int prio3_verify_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE], unsigned aggregator,
		      const struct prio3_report *report, struct prio3_state *ret, uint8_t *ret_verifier_share);
/* From the verifier shares of all parties, in their order. */
int prio3_verifier_message(const struct prio3 *prio3, const struct prio3_bytes *verifier_shares,
			   uint8_t ret[static PRIO3_MESSAGE_SIZE]);
int prio3_verify_next(const struct prio3_state *state, struct prio3_bytes message);

/*
 * The same as messages between two parties (section 5.7.1): the Leader's first, the Helper's answer, after which the Helper's outputs
 * are verified, and what the Leader makes of it, after which its are.
 */
enum { PRIO3_FRAME_SIZE = 5, PRIO3_FINISH_SIZE = PRIO3_FRAME_SIZE + PRIO3_MESSAGE_SIZE };

static inline size_t prio3_initialize_size(const struct prio3 *prio3)
{
	return PRIO3_FRAME_SIZE + prio3_verifier_share_size(prio3);
}

int prio3_leader_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE],
		      const struct prio3_report *report, struct prio3_state *ret, uint8_t *ret_initialize);
int prio3_helper_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE],
		      const struct prio3_report *report, struct prio3_bytes initialize, struct prio3_state *ret,
		      uint8_t ret_finish[static PRIO3_FINISH_SIZE]);
int prio3_leader_continue(const struct prio3_state *state, struct prio3_bytes finish);

#endif
