#include <string.h>

#include <sodium.h>

#include <evenkeel/dap.h>

#include "prio3_internal.h"

enum { CLASS_VDAF = 0, USAGE_PLACE = 6 };

/* Section 6.2.3: the draft's version, the class, the algorithm, the usage, the context. */
int prio3_init(struct prio3 *ret, const struct flp_circuit *circuit, size_t length, uint64_t maximum, size_t chunk,
	       unsigned shares, const uint8_t *context, size_t context_size)
{
	uint32_t algorithm = circuit->algorithm;
	const uint8_t head[USAGE_PLACE] = {dap_version()->vdaf,        CLASS_VDAF,
					   (uint8_t)(algorithm >> 24), (uint8_t)(algorithm >> 16),
					   (uint8_t)(algorithm >> 8),  (uint8_t)algorithm};

	if (shares < 2 || shares > PRIO3_SHARES_MAX || context_size > PRIO3_CONTEXT_MAX ||
	    flp_init(&ret->flp, circuit, length, maximum, chunk, shares))
		return -1;
	ret->shares = shares;
	memset(ret->tag, 0, sizeof(ret->tag));
	memcpy(ret->tag, head, sizeof(head));
	if (context_size)
		memcpy(ret->tag + USAGE_PLACE + 2, context, context_size);
	ret->tag_size = USAGE_PLACE + 2 + context_size;
	return 0;
}

void prio3_xof(const struct prio3 *prio3, enum prio3_usage usage, const uint8_t *seed, size_t seed_size,
	       struct turboshake128 *ret)
{
	uint8_t tag[PRIO3_TAG_MAX];

	memcpy(tag, prio3->tag, prio3->tag_size);
	tag[USAGE_PLACE + 1] = (uint8_t)usage;
	xof_init(ret, seed, seed_size, tag, prio3->tag_size);
}

void prio3_draw(const struct prio3 *prio3, enum prio3_usage usage, const uint8_t seed[static XOF_SEED_SIZE],
		const uint8_t *binder, size_t binder_size, struct field128 *ret, size_t count)
{
	struct turboshake128 xof;

	prio3_xof(prio3, usage, seed, XOF_SEED_SIZE, &xof);
	turboshake128_absorb(&xof, binder, binder_size);
	xof_finish(&xof);
	xof_elements(&xof, ret, count);
	turboshake128_clear(&xof);
}

void prio3_helper_inputs(const struct prio3 *prio3, unsigned aggregator, const uint8_t seed[static XOF_SEED_SIZE],
			 struct field128 *ret)
{
	const uint8_t binder[1] = {(uint8_t)aggregator};

	prio3_draw(prio3, USAGE_MEASUREMENT_SHARE, seed, binder, sizeof(binder), ret, prio3->flp.inputs);
}

void prio3_helper_proof(const struct prio3 *prio3, unsigned aggregator, const uint8_t seed[static XOF_SEED_SIZE],
			struct field128 *ret)
{
	const uint8_t binder[2] = {PRIO3_PROOFS, (uint8_t)aggregator};

	prio3_draw(prio3, USAGE_PROOF_SHARE, seed, binder, sizeof(binder), ret, flp_proof_length(&prio3->flp));
}

void prio3_joint_part(const struct prio3 *prio3, unsigned aggregator, const uint8_t blind[static XOF_SEED_SIZE],
		      const uint8_t *nonce, const struct field128 *inputs, uint8_t ret[static XOF_SEED_SIZE])
{
	const uint8_t id[1] = {(uint8_t)aggregator};
	uint8_t bytes[FIELD128_SIZE];
	struct turboshake128 xof;

	prio3_xof(prio3, USAGE_JOINT_PART, blind, XOF_SEED_SIZE, &xof);
	turboshake128_absorb(&xof, id, sizeof(id));
	turboshake128_absorb(&xof, nonce, PRIO3_NONCE_SIZE);
	for (size_t i = 0; i < prio3->flp.inputs; i++) {
		field128_encode(inputs[i], bytes);
		turboshake128_absorb(&xof, bytes, sizeof(bytes));
	}
	xof_finish(&xof);
	turboshake128_squeeze(&xof, ret, XOF_SEED_SIZE);
	turboshake128_clear(&xof);
	sodium_memzero(bytes, sizeof(bytes));
}

void prio3_joint_seed(const struct prio3 *prio3, const uint8_t *parts, uint8_t ret[static XOF_SEED_SIZE])
{
	static const uint8_t none[XOF_SEED_SIZE];
	struct turboshake128 xof;

	prio3_xof(prio3, USAGE_JOINT_SEED, none, sizeof(none), &xof);
	turboshake128_absorb(&xof, parts, prio3_public_share_size(prio3));
	xof_finish(&xof);
	turboshake128_squeeze(&xof, ret, XOF_SEED_SIZE);
	turboshake128_clear(&xof);
}

void prio3_joint_random(const struct prio3 *prio3, const uint8_t seed[static XOF_SEED_SIZE], struct field128 *ret)
{
	const uint8_t binder[1] = {PRIO3_PROOFS};

	prio3_draw(prio3, USAGE_JOINT_RANDOM, seed, binder, sizeof(binder), ret, flp_joint_random_length(&prio3->flp));
}
