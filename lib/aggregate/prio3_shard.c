#include <string.h>

#include <sodium.h>

#include "prio3_internal.h"
#include "revealed.h"

/* What goes into a report and is wiped when it is done: the measurement, the Leader's shares, what comes between. */
struct sharding {
	struct field128 inputs[FLP_INPUTS_MAX], leader[FLP_INPUTS_MAX], other[FLP_INPUTS_MAX];
	struct field128 proof[FLP_PROOF_MAX], other_proof[FLP_PROOF_MAX];
	struct field128 prove_random[2 * FLP_CHUNK_MAX], joint_random[FLP_CALLS_MAX];
	uint8_t seed[XOF_SEED_SIZE];
};

/* The randomness is each Helper's seed and blind, the Leader's blind, the seed of what the proof needs. */
static const uint8_t *leader_blind(const struct prio3 *prio3, const uint8_t *random)
{
	return random + (prio3->shares - 1) * (size_t)PRIO3_HELPER_SHARE_SIZE;
}

static void share_inputs(const struct prio3 *prio3, const uint8_t *nonce, const uint8_t *random, struct sharding *s,
			 uint8_t *ret_parts)
{
	const uint8_t *helper = random;

	memcpy(s->leader, s->inputs, prio3->flp.inputs * sizeof(s->inputs[0]));
	for (unsigned i = 1; i < prio3->shares; i++, helper += PRIO3_HELPER_SHARE_SIZE) {
		prio3_helper_inputs(prio3, i, helper, s->other);
		field128_subtract_vector(s->leader, s->other, prio3->flp.inputs);
		prio3_joint_part(prio3, i, helper + XOF_SEED_SIZE, nonce, s->other,
				 ret_parts + i * (size_t)XOF_SEED_SIZE);
	}
	prio3_joint_part(prio3, PRIO3_LEADER, leader_blind(prio3, random), nonce, s->leader, ret_parts);
}

static void share_proof(const struct prio3 *prio3, const uint8_t *random, const uint8_t *parts, struct sharding *s)
{
	const uint8_t binder[1] = {PRIO3_PROOFS}, *prove_seed = leader_blind(prio3, random) + XOF_SEED_SIZE;
	const struct flp *flp = &prio3->flp;

	prio3_draw(prio3, USAGE_PROVE_RANDOM, prove_seed, binder, sizeof(binder), s->prove_random,
		   flp_prove_random_length(flp));
	prio3_joint_seed(prio3, parts, s->seed);
	prio3_joint_random(prio3, s->seed, s->joint_random);
	flp_prove(flp, s->inputs, s->prove_random, s->joint_random, s->proof);
	for (unsigned i = 1; i < prio3->shares; i++) {
		prio3_helper_proof(prio3, i, random + (i - 1) * (size_t)PRIO3_HELPER_SHARE_SIZE, s->other_proof);
		field128_subtract_vector(s->proof, s->other_proof, flp_proof_length(flp));
	}
}

int prio3_shard(const struct prio3 *prio3, const uint64_t *measurement, const uint8_t nonce[static PRIO3_NONCE_SIZE],
		const uint8_t *random, uint8_t *ret_public_share, uint8_t *ret_leader_share, uint8_t *ret_helper_shares)
{
	const struct flp *flp = &prio3->flp;
	struct sharding s;
	int r = -1;

	if (!revealed(flp->circuit->encode(flp, measurement, s.inputs) != 0)) {
		share_inputs(prio3, nonce, random, &s, ret_public_share);
		share_proof(prio3, random, ret_public_share, &s);
		field128_encode_vector(s.leader, flp->inputs, ret_leader_share);
		ret_leader_share += flp->inputs * FIELD128_SIZE;
		field128_encode_vector(s.proof, flp_proof_length(flp), ret_leader_share);
		memcpy(ret_leader_share + flp_proof_length(flp) * FIELD128_SIZE, leader_blind(prio3, random),
		       XOF_SEED_SIZE);
		memcpy(ret_helper_shares, random, (prio3->shares - 1) * (size_t)PRIO3_HELPER_SHARE_SIZE);
		r = 0;
	}
	sodium_memzero(&s, sizeof(s));
	return r;
}
