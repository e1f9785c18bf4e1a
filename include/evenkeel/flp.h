/*
 * Fully linear proofs (draft-irtf-cfrg-vdaf-18, section 7.3): a client proves that what it shared out is a list of zeros and ones
 * without showing it; each holder of a share checks its share of the proof and learns no more than whether the whole is valid.
 *
 * All circuits here have one form, that of SumVec, Histogram and MultihotCountVec: every input b has to be 0 or 1, so r^k b (b - 1) is
 * summed up, in calls of a chunk of inputs each, with r from the joint randomness; and there may be one further output that must be 0.
 * A proof holds for each of the gadget's wires a random seed, then the values of the gadget's polynomial at the 2p-th roots of
 * unity but the last one, which the others determine. SumVec is what contributions use; the others are the tests'.
 */
#ifndef EVENKEEL_FLP_H
#define EVENKEEL_FLP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/field128.h>

enum { FLP_INPUTS_MAX = 1024, FLP_CHUNK_MAX = 256, FLP_POINTS_MAX = 128, FLP_BITS_MAX = 62 };
enum {
	FLP_CALLS_MAX = FLP_POINTS_MAX - 1,
	FLP_PROOF_MAX = 2 * FLP_CHUNK_MAX + 2 * FLP_POINTS_MAX - 1,
	FLP_VERIFIER_MAX = 2 * FLP_CHUNK_MAX + 2,
	FLP_QUERY_RANDOM_MAX = 3,
};

struct flp;

/* What differs from one type of measurement to another. None of them takes longer for one measurement than for another. */
struct flp_circuit {
	uint32_t algorithm; /* of the VDAF, section 10 */
	size_t (*inputs)(const struct flp *flp);
	/* All ones: the measurement is out of range, and @ret of no use. */
	uint64_t (*encode)(const struct flp *flp, const uint64_t *measurement, struct field128 *ret);
	/* From the inputs to @length outputs, which are what is summed up. */
	void (*truncate)(const struct flp *flp, const struct field128 *inputs, struct field128 *ret);
	/* What must be 0 beside the sum over all bits, as a share of it; NULL: nothing. */
	struct field128 (*check)(const struct flp *flp, const struct field128 *inputs);
};

/* Prio3SumVec, section 7.4.3: @length numbers from 0 to @maximum. */
extern const struct flp_circuit flp_sumvec;

struct flp {
	const struct flp_circuit *circuit;
	size_t length;
	uint64_t maximum;
	unsigned
		bits; /* of a number up to @maximum; all have their usual weights but the last, so that no number above it can be written */
	size_t chunk, inputs;
	size_t calls, points; /* p: the first power of two above the calls */
	struct field128 weights[FLP_BITS_MAX];
	struct field128 shares_inverse;
	struct field128 roots[2 * FLP_POINTS_MAX]; /* the powers of one of order 2p */
	struct field128 points_inverse[2];         /* 1/p, 1/2p */
};

/* -1: no such circuit, or one beyond the limits above. @maximum 0: numbers play no part in it. */
int flp_init(struct flp *ret, const struct flp_circuit *circuit, size_t length, uint64_t maximum, size_t chunk,
	     unsigned shares);

static inline size_t flp_joint_random_length(const struct flp *flp)
{
	return flp->calls;
}

static inline size_t flp_prove_random_length(const struct flp *flp)
{
	return 2 * flp->chunk;
}

static inline size_t flp_query_random_length(const struct flp *flp)
{
	return flp->circuit->check ? 3 : 1;
}

static inline size_t flp_proof_length(const struct flp *flp)
{
	return 2 * flp->chunk + 2 * flp->points - 1;
}

static inline size_t flp_verifier_length(const struct flp *flp)
{
	return 2 * flp->chunk + 2;
}

void flp_prove(const struct flp *flp, const struct field128 *inputs, const struct field128 *prove_random,
	       const struct field128 *joint_random, struct field128 *ret_proof);
/* Of a share. -1: the point to ask at is one that the proof was made from, so that the answer would give it away; don't send it. */
int flp_query(const struct flp *flp, const struct field128 *inputs, const struct field128 *proof,
	      const struct field128 *query_random, const struct field128 *joint_random, struct field128 *ret_verifier);
/* Of the sum of all shares. */
bool flp_decide(const struct flp *flp, const struct field128 *verifier);

/* A number as bits, for circuits: all ones when it is above the maximum. And the sum of the bits' weights. */
uint64_t flp_encode_number(const struct flp *flp, uint64_t number, struct field128 *ret_bits);
struct field128 flp_decode_number(const struct flp *flp, const struct field128 *bits);

#endif
