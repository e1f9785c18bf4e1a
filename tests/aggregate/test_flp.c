/* Proofs: those of valid measurements are accepted however they are shared, all others are not, and nobody is asked at a point that tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/flp.h>
#include <evenkeel/rng.h>

#include "circuits.h"

static const struct field128 zero;

static const struct shape {
	const struct flp_circuit *circuit;
	size_t length;
	uint64_t maximum;
	size_t chunk;
} shapes[] = {
	{&flp_sumvec, 48, 1, 7},
	{&flp_sumvec, 1, 1, 1},
	{&flp_sumvec, 3, 32000, 7},
	{&flp_sumvec, 40, 4, 11},
	{&flp_sumvec, 5, 1, 256},
	{&circuit_histogram, 5, 0, 2},
	{&circuit_histogram, 1, 0, 1},
	{&circuit_multihot, 48, 12, 7},
	{&circuit_multihot, 4, 4, 3},
	{&flp_sumvec, 127, 1, 1},
	{&flp_sumvec, 2, (UINT64_C(1) << 62) - 1, 9},
};
enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]), SHARES = 3 };

/* All that a proof is made of. */
struct trial {
	struct flp flp;
	struct field128 inputs[FLP_INPUTS_MAX], proof[FLP_PROOF_MAX];
	struct field128 prove_random[2 * FLP_CHUNK_MAX], joint_random[FLP_CALLS_MAX],
		query_random[FLP_QUERY_RANDOM_MAX];
};
static struct trial trial;

static struct field128 draw(struct rng *rng)
{
	struct field128 high = field128_multiply(field128_from(rng_next(rng)), field128_from(UINT64_C(1) << 63));

	return field128_add(high, field128_from(rng_next(rng)));
}

static void draw_all(struct rng *rng, struct field128 *ret, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ret[i] = draw(rng);
}

static void set_measurement(const struct shape *shape, struct rng *rng)
{
	uint64_t measurement[FLP_INPUTS_MAX], ones = 0;

	for (size_t i = 0; i < shape->length; i++) {
		measurement[i] = rng_below(rng, (shape->circuit == &flp_sumvec ? shape->maximum : 1) + 1);
		ones += measurement[i];
		if (shape->circuit == &circuit_multihot && ones > shape->maximum)
			measurement[i] = 0;
	}
	if (shape->circuit == &circuit_histogram)
		measurement[0] = rng_below(rng, shape->length);
	assert_true(shape->circuit->encode(&trial.flp, measurement, trial.inputs) == 0);
}

static void prepare(const struct shape *shape, struct rng *rng)
{
	assert_int_equal(flp_init(&trial.flp, shape->circuit, shape->length, shape->maximum, shape->chunk, SHARES), 0);
	set_measurement(shape, rng);
	draw_all(rng, trial.prove_random, flp_prove_random_length(&trial.flp));
	draw_all(rng, trial.joint_random, flp_joint_random_length(&trial.flp));
	draw_all(rng, trial.query_random, flp_query_random_length(&trial.flp));
}

static void prove(void)
{
	flp_prove(&trial.flp, trial.inputs, trial.prove_random, trial.joint_random, trial.proof);
}

/* Split the inputs and the proof, ask each holder, add up the answers. */
static bool accepted(struct rng *rng)
{
	static struct field128 inputs[FLP_INPUTS_MAX], proof[FLP_PROOF_MAX], last_inputs[FLP_INPUTS_MAX],
		last_proof[FLP_PROOF_MAX];
	struct field128 sum[FLP_VERIFIER_MAX] = {{0}}, verifier[FLP_VERIFIER_MAX];
	const struct flp *flp = &trial.flp;

	memcpy(last_inputs, trial.inputs, sizeof(last_inputs));
	memcpy(last_proof, trial.proof, sizeof(last_proof));
	for (int i = 0; i < SHARES; i++) {
		bool last = i == SHARES - 1;
		if (!last) {
			draw_all(rng, inputs, flp->inputs);
			draw_all(rng, proof, flp_proof_length(flp));
			field128_subtract_vector(last_inputs, inputs, flp->inputs);
			field128_subtract_vector(last_proof, proof, flp_proof_length(flp));
		}
		assert_int_equal(flp_query(flp, last ? last_inputs : inputs, last ? last_proof : proof,
					   trial.query_random, trial.joint_random, verifier),
				 0);
		field128_add_vector(sum, verifier, flp_verifier_length(flp));
	}
	return flp_decide(flp, sum);
}

static void valid_is_accepted(void **state)
{
	struct rng rng = rng_seeded(73);

	(void)state;
	for (int i = 0; i < SHAPES; i++)
		for (int round = 0; round < 10; round++) {
			prepare(&shapes[i], &rng);
			prove();
			assert_true(accepted(&rng));
		}
}

/* Whoever proves as the circuit says, but of inputs that are not 0 or 1, or not as many ones as they may be. */
static void invalid_is_not(void **state)
{
	struct rng rng = rng_seeded(74);
	struct field128 minus_one = field128_subtract(zero, field128_from(1));

	(void)state;
	for (int i = 0; i < SHAPES; i++) {
		const struct field128 wrong[] = {field128_from(2), minus_one, draw(&rng)};
		for (int k = 0; k < 3; k++) {
			prepare(&shapes[i], &rng);
			trial.inputs[rng_below(&rng, trial.flp.inputs)] = wrong[k];
			prove();
			assert_false(accepted(&rng));
		}
		if (!shapes[i].circuit->check)
			continue;
		/* All bits, but too many or too few of them ones. */
		prepare(&shapes[i], &rng);
		trial.inputs[0] = field128_subtract(field128_from(1), trial.inputs[0]);
		prove();
		assert_false(accepted(&rng));
	}
}

/* Any element of the proof or of the inputs that is another than it was. */
static void altered_is_not(void **state)
{
	struct rng rng = rng_seeded(75);

	(void)state;
	prepare(&shapes[0], &rng);
	prove();
	for (size_t i = 0; i < flp_proof_length(&trial.flp); i++) {
		struct field128 kept = trial.proof[i];
		trial.proof[i] = field128_add(kept, draw(&rng));
		assert_false(accepted(&rng));
		trial.proof[i] = kept;
	}
	for (size_t i = 0; i < trial.flp.inputs; i++) {
		struct field128 kept = trial.inputs[i];
		trial.inputs[i] = field128_subtract(field128_from(1), kept);
		assert_false(accepted(&rng));
		trial.inputs[i] = kept;
	}
	assert_true(accepted(&rng));
}

/* At the p-th roots of unity the answer would be an input itself. At the other 2p-th roots it is none, and all goes on as elsewhere. */
static void telling_points(void **state)
{
	struct field128 verifier[FLP_VERIFIER_MAX];
	struct rng rng = rng_seeded(76);

	(void)state;
	for (int i = 0; i < SHAPES; i++) {
		prepare(&shapes[i], &rng);
		prove();
		struct field128 *t = &trial.query_random[flp_query_random_length(&trial.flp) - 1];
		for (size_t k = 0; k < 2 * trial.flp.points; k++) {
			*t = trial.flp.roots[k];
			if (k % 2)
				assert_true(accepted(&rng));
			else
				assert_int_equal(flp_query(&trial.flp, trial.inputs, trial.proof, trial.query_random,
							   trial.joint_random, verifier),
						 -1);
		}
		*t = zero;
		assert_true(accepted(&rng));
	}
}

static void numbers(void **state)
{
	static const uint64_t maxima[] = {1, 2, 3, 4, 7, 8, 12, 255, 256, 32000, (UINT64_C(1) << 62) - 1};
	struct field128 bits[FLP_BITS_MAX];
	struct flp flp;

	(void)state;
	for (size_t i = 0; i < sizeof(maxima) / sizeof(maxima[0]); i++) {
		uint64_t last = maxima[i] < 300 ? maxima[i] : 300;
		assert_int_equal(flp_init(&flp, &flp_sumvec, 1, maxima[i], 1 + maxima[i] % 64, 2), 0);
		for (uint64_t n = 0; n <= last; n++) {
			uint64_t number = n % 2 ? maxima[i] - n : n;
			assert_true(flp_encode_number(&flp, number, bits) == 0);
			for (unsigned k = 0; k < flp.bits; k++)
				assert_true(field128_equal(bits[k], zero) || field128_equal(bits[k], field128_from(1)));
			assert_true(field128_equal(flp_decode_number(&flp, bits), field128_from(number)));
		}
		assert_true(flp_encode_number(&flp, maxima[i] + 1, bits) == UINT64_MAX);
		assert_true(flp_encode_number(&flp, UINT64_MAX, bits) == UINT64_MAX);
		assert_true(flp_encode_number(&flp, (uint64_t)1 << 63, bits) == UINT64_MAX);
	}
}

static void limits(void **state)
{
	struct flp flp;

	(void)state;
	assert_int_equal(flp_init(&flp, &flp_sumvec, 0, 1, 1, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, 48, 0, 7, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, 48, 1, 0, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, 48, 1, 7, 0), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, FLP_INPUTS_MAX + 1, 1, 256, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, SIZE_MAX, 1, 256, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, FLP_INPUTS_MAX, 2, 256, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, FLP_INPUTS_MAX, 1, FLP_CHUNK_MAX + 1, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, 128, 1, 1, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, 4, UINT64_C(1) << 62, 256, 2), -1);
	assert_int_equal(flp_init(&flp, &flp_sumvec, FLP_INPUTS_MAX, 1, 9, 2), 0);
	/* What contributions use: 14 wire seeds and 15 values, an answer of 16 elements. */
	assert_int_equal(flp_init(&flp, &flp_sumvec, 48, 1, 7, 2), 0);
	assert_int_equal(flp_proof_length(&flp), 29);
	assert_int_equal(flp_verifier_length(&flp), 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_is_accepted), cmocka_unit_test(invalid_is_not), cmocka_unit_test(altered_is_not),
		cmocka_unit_test(telling_points),    cmocka_unit_test(numbers),        cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests_name("flp", tests, NULL, NULL);
}
