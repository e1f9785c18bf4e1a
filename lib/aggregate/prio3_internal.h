/* What sharding and verifying have in common: what is derived from which seed (draft-irtf-cfrg-vdaf-18, section 7.2). */
#ifndef AGGREGATE_PRIO3_INTERNAL_H
#define AGGREGATE_PRIO3_INTERNAL_H

#include <evenkeel/prio3.h>

enum prio3_usage {
	USAGE_MEASUREMENT_SHARE = 1,
	USAGE_PROOF_SHARE = 2,
	USAGE_JOINT_RANDOM = 3,
	USAGE_PROVE_RANDOM = 4,
	USAGE_QUERY_RANDOM = 5,
	USAGE_JOINT_SEED = 6,
	USAGE_JOINT_PART = 7,
};

enum { PRIO3_PROOFS = 1 };

/* Begin an XOF for one usage; its binder comes next. */
void prio3_xof(const struct prio3 *prio3, enum prio3_usage usage, const uint8_t *seed, size_t seed_size,
	       struct turboshake128 *ret);
/* The elements of one, whose binder is this. */
void prio3_draw(const struct prio3 *prio3, enum prio3_usage usage, const uint8_t seed[static XOF_SEED_SIZE],
		const uint8_t *binder, size_t binder_size, struct field128 *ret, size_t count);

/* A Helper's shares of the measurement's inputs and of the proof. */
void prio3_helper_inputs(const struct prio3 *prio3, unsigned aggregator, const uint8_t seed[static XOF_SEED_SIZE],
			 struct field128 *ret);
void prio3_helper_proof(const struct prio3 *prio3, unsigned aggregator, const uint8_t seed[static XOF_SEED_SIZE],
			struct field128 *ret);

/* The joint randomness: each party's part depends on its share of the inputs, so that a client cannot choose them to fit it. */
void prio3_joint_part(const struct prio3 *prio3, unsigned aggregator, const uint8_t blind[static XOF_SEED_SIZE],
		      const uint8_t *nonce, const struct field128 *inputs, uint8_t ret[static XOF_SEED_SIZE]);
void prio3_joint_seed(const struct prio3 *prio3, const uint8_t *parts, uint8_t ret[static XOF_SEED_SIZE]);
void prio3_joint_random(const struct prio3 *prio3, const uint8_t seed[static XOF_SEED_SIZE], struct field128 *ret);

#endif
