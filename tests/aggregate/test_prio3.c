/* Contributions of many clients add up to the plain sums; sizes are those of the wire; three parties do as the draft's own vectors do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "contribution.h"
#include "hex.h"

static void sizes(void **state)
{
	struct prio3 prio3;

	(void)state;
	contribution_prio3(&prio3);
	assert_int_equal(prio3_random_size(&prio3), RANDOM_SIZE);
	assert_int_equal(prio3_public_share_size(&prio3), PUBLIC_SIZE);
	assert_int_equal(prio3_leader_share_size(&prio3), LEADER_SIZE);
	assert_int_equal(PRIO3_HELPER_SHARE_SIZE, HELPER_SIZE);
	assert_int_equal(prio3_verifier_share_size(&prio3), VERIFIER_SIZE);
	assert_int_equal(prio3_initialize_size(&prio3), INITIALIZE_SIZE);
	assert_int_equal(PRIO3_FINISH_SIZE, 37);
}

/* Enough of a client to see that its shares say nothing alone: no half of them is the cells. */
static void assert_shared(const struct contribution *contribution, const struct verification *verification)
{
	struct field128 both[CELLS];
	int64_t number;

	for (int i = 0; i < CELLS; i++) {
		assert_int_equal(field128_to_number(verification->outputs[0][i], &number), -1);
		assert_int_equal(field128_to_number(verification->outputs[1][i], &number), -1);
	}
	memcpy(both, verification->outputs[0], sizeof(both));
	field128_add_vector(both, verification->outputs[1], CELLS);
	for (int i = 0; i < CELLS; i++) {
		assert_int_equal(field128_to_number(both[i], &number), 0);
		assert_true((uint64_t)number == contribution->cells[i]);
	}
}

static void add_up(const struct prio3 *prio3, int clients, struct rng *rng)
{
	struct field128 sums[2][CELLS] = {{{0}}};
	uint64_t plain[CELLS] = {0};
	uint8_t key[PRIO3_KEY_SIZE];
	struct contribution contribution;
	struct verification verification;

	contribution_random(rng, key, sizeof(key));
	for (int i = 0; i < clients; i++) {
		contribution_draw(rng, &contribution);
		assert_int_equal(contribution_shard(prio3, &contribution), 0);
		assert_true(contribution_verify(prio3, key, &contribution, &verification));
		assert_shared(&contribution, &verification);
		for (int k = 0; k < CELLS; k++)
			plain[k] += contribution.cells[k];
		for (int k = 0; k < 2; k++)
			field128_add_vector(sums[k], verification.outputs[k], CELLS);
	}
	field128_add_vector(sums[0], sums[1], CELLS);
	for (int k = 0; k < CELLS; k++) {
		int64_t sum;
		assert_int_equal(field128_to_number(sums[0][k], &sum), 0);
		assert_true((uint64_t)sum == plain[k]);
	}
}

static void sums_are_plain_sums(void **state)
{
	static const int clients[] = {10, 11, 30, 100, 300};
	struct rng rng = rng_seeded(300);
	struct prio3 prio3;

	(void)state;
	contribution_prio3(&prio3);
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++)
		add_up(&prio3, clients[i], &rng);
}

/* All zeros, all ones: the same shares whatever ran before, and the whole of the sums. */
static void extremes(void **state)
{
	struct rng rng = rng_seeded(301);
	struct contribution contribution, again;
	struct verification verification;
	uint8_t key[PRIO3_KEY_SIZE] = {3};
	struct prio3 prio3;

	(void)state;
	contribution_prio3(&prio3);
	for (int one = 0; one < 2; one++) {
		contribution_draw(&rng, &contribution);
		for (int i = 0; i < CELLS; i++)
			contribution.cells[i] = (uint64_t)one;
		again = contribution;
		assert_int_equal(contribution_shard(&prio3, &contribution), 0);
		assert_true(contribution_verify(&prio3, key, &contribution, &verification));
		assert_shared(&contribution, &verification);
		assert_int_equal(contribution_shard(&prio3, &again), 0);
		assert_memory_equal(again.public_share, contribution.public_share, PUBLIC_SIZE);
		assert_memory_equal(again.leader, contribution.leader, LEADER_SIZE);
		assert_memory_equal(again.helper, contribution.helper, HELPER_SIZE);
	}
}

/* Prio3SumVec_1 among the vectors of draft-irtf-cfrg-vdaf-18: three parties, numbers up to 32000. */
enum { PARTIES = 3, NUMBERS = 3 };
static const struct draft_report {
	uint64_t measurement[NUMBERS];
	const char *leader_part, *message; /* NULL: of this one only the sum is known */
} draft_reports[] = {
	{{10000, 32000, 9},
	 "bc7bfb8a51feedaa6ab2debae9ae659362c635ef1e0e7e443c73c743238c9d25",
	 "25a6468b3d90c15982c50e0371477d0b8c1ef532c7e4bf16a0341b52848cfb9a"},
	{{19342, 19615, 3061},
	 "177b21837165afd0469f82c9298fe864d89f8e710ae998077254ab93e12810fb",
	 "c1f102c9518cd8126996f3fa9c2a0e600916673ac72e7137b3627f5214e95252"},
	{{15986, 24671, 23910}, NULL, NULL},
};
static const char draft_other_parts[] = "175734f051378792b6f7228e728d6117b7aa5e9af4f6a111ba84dbfac0f05f3c"
					"db0741343d27927307838455c450ec76412590d40d88a87b4deba67fe61c175e";
static const char *const draft_sums[PARTIES] = {
	"4733fead2a054ecae7b17263d4cc4943402e2bba86a189ac2b29d9038389fe9e46ac1de28446f8d29dc0b7c30997537a",
	"12b58559f41a4351b110da0f64eea5099d3b9223dc376dc1136076ce79fec437f0cb384d29b9e44f002cedaf3111fc6d",
	"b8c87cf8e0df6ee44a3db38cc74410b322c043229d260992a476b02d03783c292ff1a9d0510023dd45135b8cc457b017",
};

static void assert_hex(const uint8_t *bytes, size_t size, const char *digits)
{
	uint8_t wanted[128];

	assert_int_equal(hex_read(digits, wanted, sizeof(wanted)), size);
	assert_memory_equal(bytes, wanted, size);
}

static void run_draft_report(const struct prio3 *prio3, const struct draft_report *given, const uint8_t *count,
			     struct field128 sums[PARTIES][NUMBERS])
{
	uint8_t public_share[PARTIES * 32], leader[2000], helpers[2 * PRIO3_HELPER_SHARE_SIZE], verifiers[PARTIES][400];
	uint8_t message[PRIO3_MESSAGE_SIZE];
	struct field128 outputs[PARTIES][NUMBERS];
	struct prio3_state states[PARTIES];
	struct prio3_bytes shares[PARTIES];

	assert_true(prio3_leader_share_size(prio3) <= sizeof(leader) &&
		    prio3_verifier_share_size(prio3) <= sizeof(verifiers[0]));
	assert_int_equal(prio3_shard(prio3, given->measurement, count, count, public_share, leader, helpers), 0);
	for (unsigned i = 0; i < PARTIES; i++) {
		struct prio3_report report = {
			count, {public_share, sizeof(public_share)}, {leader, prio3_leader_share_size(prio3)}};
		if (i > 0)
			report.input_share = (struct prio3_bytes){helpers + (i - 1) * PRIO3_HELPER_SHARE_SIZE,
								  PRIO3_HELPER_SHARE_SIZE};
		states[i].outputs = outputs[i];
		shares[i] = (struct prio3_bytes){verifiers[i], prio3_verifier_share_size(prio3)};
		assert_int_equal(prio3_verify_init(prio3, count, i, &report, &states[i], verifiers[i]), 0);
	}
	assert_int_equal(prio3_verifier_message(prio3, shares, message), 0);
	for (int i = 0; i < PARTIES; i++) {
		assert_int_equal(prio3_verify_next(&states[i], (struct prio3_bytes){message, sizeof(message)}), 0);
		field128_add_vector(sums[i], outputs[i], NUMBERS);
	}
	if (given->message) {
		assert_hex(public_share, 32, given->leader_part);
		assert_hex(public_share + 32, 64, draft_other_parts);
		assert_hex(message, sizeof(message), given->message);
	}
}

static void three_parties(void **state)
{
	static const int64_t wanted[NUMBERS] = {45328, 76286, 26980};
	struct field128 sums[PARTIES][NUMBERS] = {{{0}}};
	uint8_t count[192], encoded[NUMBERS * FIELD128_SIZE];
	struct prio3 prio3;

	(void)state;
	for (size_t i = 0; i < sizeof(count); i++)
		count[i] = (uint8_t)i;
	assert_int_equal(
		prio3_init(&prio3, &flp_sumvec, NUMBERS, 32000, 7, PARTIES, (const uint8_t *)"some application", 16),
		0);
	assert_int_equal(prio3_random_size(&prio3), sizeof(count));
	for (size_t i = 0; i < sizeof(draft_reports) / sizeof(draft_reports[0]); i++)
		run_draft_report(&prio3, &draft_reports[i], count, sums);
	for (int i = 0; i < PARTIES; i++) {
		field128_encode_vector(sums[i], NUMBERS, encoded);
		assert_hex(encoded, sizeof(encoded), draft_sums[i]);
		if (i > 0)
			field128_add_vector(sums[0], sums[i], NUMBERS);
	}
	for (int i = 0; i < NUMBERS; i++) {
		int64_t number;
		assert_int_equal(field128_to_number(sums[0][i], &number), 0);
		assert_int_equal(number, wanted[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(sums_are_plain_sums),
		cmocka_unit_test(extremes),
		cmocka_unit_test(three_parties),
	};

	return cmocka_run_group_tests_name("prio3", tests, NULL, NULL);
}
