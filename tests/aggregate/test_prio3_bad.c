/* What must not be accepted: a report of which a single bit is another, parts of two reports, of another task or key; messages cut or grown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "contribution.h"

static struct prio3 prio3;
static struct contribution good, other;
static struct verification verified;
static uint8_t key[PRIO3_KEY_SIZE];

static int prepare(void **state)
{
	struct rng rng = rng_seeded(400);

	(void)state;
	contribution_prio3(&prio3);
	contribution_random(&rng, key, sizeof(key));
	contribution_draw(&rng, &good);
	contribution_draw(&rng, &other);
	return contribution_shard(&prio3, &good) || contribution_shard(&prio3, &other) ||
	       !contribution_verify(&prio3, key, &good, &verified);
}

static void refuse(const struct contribution *bad)
{
	struct verification verification;

	assert_false(contribution_verify(&prio3, key, bad, &verification));
}

static void beyond_one(void **state)
{
	static const uint64_t wrong[] = {2, 3, 255, UINT64_C(1) << 32, UINT64_C(1) << 63, UINT64_MAX, UINT64_MAX - 1};
	struct contribution bad = good;

	(void)state;
	for (int i = 0; i < CELLS; i++)
		for (size_t k = 0; k < sizeof(wrong) / sizeof(wrong[0]); k++) {
			bad.cells[i] = wrong[k];
			memset(bad.public_share, 0xa5, sizeof(bad.public_share));
			memset(bad.leader, 0xa5, sizeof(bad.leader));
			memset(bad.helper, 0xa5, sizeof(bad.helper));
			assert_int_equal(contribution_shard(&prio3, &bad), -1);
			/* Nothing was returned. */
			for (size_t n = 0; n < sizeof(bad.leader); n++)
				assert_int_equal(bad.leader[n], 0xa5);
			assert_int_equal(bad.public_share[0] & bad.helper[0], 0xa5);
			bad.cells[i] = good.cells[i];
		}
}

static void flip(uint8_t *bytes, size_t size, struct contribution *bad, struct rng *rng)
{
	for (size_t i = 0; i < size; i++) {
		uint8_t bit = (uint8_t)(1 << rng_below(rng, 8));
		bytes[i] ^= bit;
		refuse(bad);
		bytes[i] ^= bit;
	}
}

static void any_bit(void **state)
{
	struct rng rng = rng_seeded(401);
	struct contribution bad = good;

	(void)state;
	flip(bad.nonce, sizeof(bad.nonce), &bad, &rng);
	flip(bad.public_share, sizeof(bad.public_share), &bad, &rng);
	flip(bad.leader, sizeof(bad.leader), &bad, &rng);
	flip(bad.helper, sizeof(bad.helper), &bad, &rng);
}

static void parts_of_two(void **state)
{
	struct contribution bad = good;

	(void)state;
	memcpy(bad.helper, other.helper, sizeof(bad.helper));
	refuse(&bad);
	bad = good;
	memcpy(bad.leader, other.leader, sizeof(bad.leader));
	refuse(&bad);
	bad = good;
	memcpy(bad.public_share, other.public_share, sizeof(bad.public_share));
	refuse(&bad);
	bad = good;
	memcpy(bad.nonce, other.nonce, sizeof(bad.nonce));
	refuse(&bad);
	/* The other's shares under this nonce. */
	bad = other;
	memcpy(bad.nonce, good.nonce, sizeof(bad.nonce));
	refuse(&bad);
}

/* A report for another task, and parties who do not hold the same key. */
static void strangers(void **state)
{
	struct prio3_report leader = contribution_report(&good, PRIO3_LEADER),
			    helper = contribution_report(&good, PRIO3_HELPER);
	struct field128 outputs[2][CELLS];
	struct prio3_state states[2] = {{.outputs = outputs[0]}, {.outputs = outputs[1]}};
	uint8_t other_key[PRIO3_KEY_SIZE], initialize[INITIALIZE_SIZE], finish[PRIO3_FINISH_SIZE],
		context[38] = "dap-18";
	struct verification verification;
	struct prio3 elsewhere;

	(void)state;
	assert_int_equal(prio3_init(&elsewhere, &flp_sumvec, CELLS, 1, CHUNK, 2, context, sizeof(context)), 0);
	assert_false(contribution_verify(&elsewhere, key, &good, &verification));
	memcpy(other_key, key, sizeof(key));
	other_key[31] ^= 1;
	assert_int_equal(prio3_leader_init(&prio3, key, &leader, &states[0], initialize), 0);
	assert_int_equal(prio3_helper_init(&prio3, other_key, &helper,
					   (struct prio3_bytes){initialize, sizeof(initialize)}, &states[1], finish),
			 -1);
}

/* Shares are as long as they are: a byte less or more is none, at either party. */
static void lengths(void **state)
{
	static uint8_t room[LEADER_SIZE + 1], share[VERIFIER_SIZE];
	struct field128 outputs[CELLS];
	struct prio3_state held = {.outputs = outputs};

	(void)state;
	for (unsigned party = PRIO3_LEADER; party <= PRIO3_HELPER; party++) {
		const struct prio3_report report = contribution_report(&good, party);
		struct prio3_report bad = report;
		memcpy(room, report.input_share.bytes, report.input_share.size);
		bad.input_share.bytes = room;
		for (size_t size = 0; size <= report.input_share.size + 1; size++) {
			bad.input_share.size = size;
			assert_int_equal(prio3_verify_init(&prio3, key, party, &bad, &held, share),
					 size == report.input_share.size ? 0 : -1);
		}
		bad = report;
		memcpy(room, report.public_share.bytes, PUBLIC_SIZE);
		bad.public_share.bytes = room;
		for (size_t size = 0; size <= PUBLIC_SIZE + 1; size++) {
			bad.public_share.size = size;
			assert_int_equal(prio3_verify_init(&prio3, key, party, &bad, &held, share),
					 size == PUBLIC_SIZE ? 0 : -1);
		}
		assert_int_equal(prio3_verify_init(&prio3, key, 2, &report, &held, share), -1);
	}
}

/* p and above, wherever an element stands. */
static void beyond_the_field(void **state)
{
	struct contribution bad = good;

	(void)state;
	for (size_t i = 0; i + XOF_SEED_SIZE < LEADER_SIZE; i += FIELD128_SIZE) {
		memset(bad.leader + i, 0xff, FIELD128_SIZE);
		refuse(&bad);
		memset(bad.leader + i, 0, FIELD128_SIZE);
		memset(bad.leader + i + 9, 0xff, 7);
		bad.leader[i] = 1;
		bad.leader[i + 8] = 0xe4; /* p itself */
		refuse(&bad);
		memcpy(bad.leader + i, good.leader + i, FIELD128_SIZE);
	}
}

static void messages(void **state)
{
	struct prio3_report helper = contribution_report(&good, PRIO3_HELPER);
	uint8_t initialize[INITIALIZE_SIZE + 1] = {0}, finish[PRIO3_FINISH_SIZE + 1] = {0}, ret[PRIO3_FINISH_SIZE];
	struct field128 outputs[CELLS];
	struct prio3_state held = {.outputs = outputs};

	(void)state;
	memcpy(initialize, verified.initialize, INITIALIZE_SIZE);
	for (size_t size = 0; size <= sizeof(initialize); size++)
		assert_int_equal(
			prio3_helper_init(&prio3, key, &helper, (struct prio3_bytes){initialize, size}, &held, ret),
			size == INITIALIZE_SIZE ? 0 : -1);
	for (size_t i = 0; i < INITIALIZE_SIZE; i++) {
		initialize[i] ^= 1;
		assert_int_equal(prio3_helper_init(&prio3, key, &helper,
						   (struct prio3_bytes){initialize, INITIALIZE_SIZE}, &held, ret),
				 -1);
		initialize[i] ^= 1;
	}
	memcpy(finish, verified.finish, PRIO3_FINISH_SIZE);
	memcpy(held.seed, verified.finish + PRIO3_FRAME_SIZE, sizeof(held.seed));
	for (size_t size = 0; size <= sizeof(finish); size++)
		assert_int_equal(prio3_leader_continue(&held, (struct prio3_bytes){finish, size}),
				 size == PRIO3_FINISH_SIZE ? 0 : -1);
	for (size_t i = 0; i < PRIO3_FINISH_SIZE; i++) {
		finish[i] ^= 0x80;
		assert_int_equal(prio3_leader_continue(&held, (struct prio3_bytes){finish, PRIO3_FINISH_SIZE}), -1);
		finish[i] ^= 0x80;
	}
	/* Each other's message is not the one that comes next. */
	assert_int_equal(prio3_leader_continue(&held, (struct prio3_bytes){initialize, INITIALIZE_SIZE}), -1);
	assert_int_equal(
		prio3_helper_init(&prio3, key, &helper, (struct prio3_bytes){finish, PRIO3_FINISH_SIZE}, &held, ret),
		-1);
}

static void limits(void **state)
{
	static uint8_t context[PRIO3_CONTEXT_MAX + 1];
	struct prio3 made;

	(void)state;
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 1, context, 38), -1);
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 256, context, 38), -1);
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 2, context, sizeof(context)), -1);
	assert_int_equal(prio3_init(&made, &flp_sumvec, 0, 1, CHUNK, 2, context, 38), -1);
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 255, context, PRIO3_CONTEXT_MAX), 0);
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 2, NULL, 0), 0);
	/* More than two parties do not send each other two messages. */
	struct prio3_report helper = contribution_report(&good, PRIO3_HELPER);
	struct prio3_state held = {0};
	uint8_t ret[PRIO3_FINISH_SIZE];
	assert_int_equal(prio3_init(&made, &flp_sumvec, CELLS, 1, CHUNK, 3, context, 38), 0);
	assert_int_equal(prio3_helper_init(&made, key, &helper,
					   (struct prio3_bytes){verified.initialize, INITIALIZE_SIZE}, &held, ret),
			 -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beyond_one), cmocka_unit_test(any_bit), cmocka_unit_test(parts_of_two),
		cmocka_unit_test(strangers),  cmocka_unit_test(lengths), cmocka_unit_test(beyond_the_field),
		cmocka_unit_test(messages),   cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests_name("prio3_bad", tests, prepare, NULL);
}
