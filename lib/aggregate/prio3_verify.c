#include <string.h>

#include <sodium.h>

#include "prio3_internal.h"
#include "revealed.h"

/* A party's share of a report, and what it is asked with; wiped when it is done. */
struct verifying {
	struct field128 inputs[FLP_INPUTS_MAX], proof[FLP_PROOF_MAX];
	struct field128 query_random[FLP_QUERY_RANDOM_MAX], joint_random[FLP_CALLS_MAX], verifier[FLP_VERIFIER_MAX];
	uint8_t blind[XOF_SEED_SIZE], parts[PRIO3_SHARES_MAX * XOF_SEED_SIZE];
};

static int read_leader_share(const struct prio3 *prio3, struct prio3_bytes share, struct verifying *ret)
{
	size_t proof = prio3->flp.inputs * FIELD128_SIZE, blind = proof + flp_proof_length(&prio3->flp) * FIELD128_SIZE;

	if (share.size != prio3_leader_share_size(prio3))
		return -1;
	int malformed = field128_decode_vector(share.bytes, prio3->flp.inputs, ret->inputs);
	malformed |= field128_decode_vector(share.bytes + proof, flp_proof_length(&prio3->flp), ret->proof);
	memcpy(ret->blind, share.bytes + blind, XOF_SEED_SIZE);
	return -(int)revealed(malformed != 0);
}

static int read_helper_share(const struct prio3 *prio3, unsigned aggregator, struct prio3_bytes share,
			     struct verifying *ret)
{
	if (share.size != PRIO3_HELPER_SHARE_SIZE)
		return -1;
	prio3_helper_inputs(prio3, aggregator, share.bytes, ret->inputs);
	prio3_helper_proof(prio3, aggregator, share.bytes, ret->proof);
	memcpy(ret->blind, share.bytes + XOF_SEED_SIZE, XOF_SEED_SIZE);
	return 0;
}

/* The client's part of the joint randomness that is this party's is put right: if it was wrong, the seeds of the parties differ. */
static void settle_joint_random(const struct prio3 *prio3, unsigned aggregator, const struct prio3_report *report,
				struct verifying *v, uint8_t ret_seed[static XOF_SEED_SIZE])
{
	memcpy(v->parts, report->public_share.bytes, report->public_share.size);
	prio3_joint_part(prio3, aggregator, v->blind, report->nonce, v->inputs,
			 v->parts + aggregator * (size_t)XOF_SEED_SIZE);
	prio3_joint_seed(prio3, v->parts, ret_seed);
	prio3_joint_random(prio3, ret_seed, v->joint_random);
}

static int query(const struct prio3 *prio3, const uint8_t *key, unsigned aggregator, const struct prio3_report *report,
		 struct verifying *v, struct prio3_state *ret, uint8_t *ret_verifier_share)
{
	const struct flp *flp = &prio3->flp;
	uint8_t binder[1 + PRIO3_NONCE_SIZE] = {PRIO3_PROOFS};

	settle_joint_random(prio3, aggregator, report, v, ret->seed);
	memcpy(binder + 1, report->nonce, PRIO3_NONCE_SIZE);
	prio3_draw(prio3, USAGE_QUERY_RANDOM, key, binder, sizeof(binder), v->query_random,
		   flp_query_random_length(flp));
	if (revealed(flp_query(flp, v->inputs, v->proof, v->query_random, v->joint_random, v->verifier) != 0))
		return -1;
	flp->circuit->truncate(flp, v->inputs, ret->outputs);
	field128_encode_vector(v->verifier, flp_verifier_length(flp), ret_verifier_share);
	memcpy(ret_verifier_share + flp_verifier_length(flp) * FIELD128_SIZE,
	       v->parts + aggregator * (size_t)XOF_SEED_SIZE, XOF_SEED_SIZE);
	return 0;
}

int prio3_verify_init(const struct prio3 *prio3, const uint8_t key[static PRIO3_KEY_SIZE], unsigned aggregator,
		      const struct prio3_report *report, struct prio3_state *ret, uint8_t *ret_verifier_share)
{
	struct verifying v;
	int r = -1;

	if (aggregator < prio3->shares && report->public_share.size == prio3_public_share_size(prio3))
		r = aggregator == PRIO3_LEADER ? read_leader_share(prio3, report->input_share, &v)
					       : read_helper_share(prio3, aggregator, report->input_share, &v);
	if (r == 0)
		r = query(prio3, key, aggregator, report, &v, ret, ret_verifier_share);
	sodium_memzero(&v, sizeof(v));
	return r;
}

int prio3_verifier_message(const struct prio3 *prio3, const struct prio3_bytes *verifier_shares,
			   uint8_t ret[static PRIO3_MESSAGE_SIZE])
{
	struct field128 sum[FLP_VERIFIER_MAX] = {{0}}, share[FLP_VERIFIER_MAX];
	uint8_t parts[PRIO3_SHARES_MAX * XOF_SEED_SIZE];
	size_t length = flp_verifier_length(&prio3->flp);

	for (unsigned i = 0; i < prio3->shares; i++) {
		if (verifier_shares[i].size != prio3_verifier_share_size(prio3) ||
		    revealed(field128_decode_vector(verifier_shares[i].bytes, length, share) != 0))
			return -1;
		field128_add_vector(sum, share, length);
		memcpy(parts + i * (size_t)XOF_SEED_SIZE, verifier_shares[i].bytes + length * FIELD128_SIZE,
		       XOF_SEED_SIZE);
	}
	if (!revealed(flp_decide(&prio3->flp, sum)))
		return -1;
	prio3_joint_seed(prio3, parts, ret);
	return 0;
}

int prio3_verify_next(const struct prio3_state *state, struct prio3_bytes message)
{
	if (message.size != PRIO3_MESSAGE_SIZE)
		return -1;
	return -(int)revealed(sodium_memcmp(message.bytes, state->seed, PRIO3_MESSAGE_SIZE) != 0);
}
