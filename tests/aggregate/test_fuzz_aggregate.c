/* The fuzz targets for team aggregates on mutations of good input, the same each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/hpke.h>

#include "contribution.h"
#include "fuzz/fuzz.h"
#include "fuzz/dap_kinds.h"
#include "team.h"
#include "unit/mutations.h"

enum { ROUNDS_PRIO3 = 4000, ROUNDS_HPKE = 2000, ROUNDS_DAP = 6000, ROUNDS_ROLES = 300 };

static struct text seed_of(char first, const uint8_t *bytes, size_t size)
{
	struct text ret = {0};

	text_append_char(&ret, first);
	text_append_bytes(&ret, bytes, size);
	return ret;
}

static void prio3(void **state)
{
	static const uint8_t key[PRIO3_KEY_SIZE] = {1, 2, 3};
	static struct contribution good;
	static struct verification verified;
	struct rng rng = rng_seeded(600);
	struct prio3 made;

	(void)state;
	contribution_prio3(&made);
	contribution_draw(&rng, &good);
	assert_int_equal(contribution_shard(&made, &good), 0);
	assert_true(contribution_verify(&made, key, &good, &verified));
	struct text seeds[] = {
		seed_of(0, good.public_share, PUBLIC_SIZE),
		seed_of(1, good.leader, LEADER_SIZE),
		seed_of(2, good.helper, HELPER_SIZE),
		seed_of(3, verified.initialize, INITIALIZE_SIZE),
		seed_of(4, verified.finish, sizeof(verified.finish)),
		seed_of((char)0x81, (const uint8_t *)"\x03\x10\x80\x00\x10\x01\x03\x10\x80", 9),
		seed_of((char)0x82, (const uint8_t *)"\x00\x05\x00\x00\x05\xff", 6),
	};
	mutations_run(ROUNDS_PRIO3, fuzz_prio3, seeds, 7);
	mutations_clear(seeds, 7);
}

static void hpke(void **state)
{
	static const uint8_t seed_pair[HPKE_KEY_SIZE] = {4}, seed_once[HPKE_KEY_SIZE] = {5};
	static const char words[] = "a share";
	uint8_t bytes[HPKE_CIPHERTEXT_HEAD + sizeof(words) + HPKE_TAG_SIZE], encapsulated[HPKE_KEY_SIZE],
		config_bytes[HPKE_CONFIG_SIZE];
	struct hpke_config config = {.id = 1};
	struct hpke_pair pair;

	(void)state;
	hpke_pair_init(&pair, seed_pair);
	assert_int_equal(hpke_seal(pair.public_key, seed_once, (struct hpke_bytes){(const uint8_t *)"info", 4},
				   (struct hpke_bytes){(const uint8_t *)"aad", 3},
				   (struct hpke_bytes){(const uint8_t *)words, sizeof(words)}, encapsulated,
				   bytes + HPKE_CIPHERTEXT_HEAD),
			 0);
	hpke_ciphertext_head(6, encapsulated, sizeof(words), bytes);
	memcpy(config.public_key, pair.public_key, HPKE_KEY_SIZE);
	hpke_config_encode(&config, config_bytes);
	struct text seeds[] = {seed_of(0, bytes, sizeof(bytes)), seed_of(1, config_bytes, sizeof(config_bytes)),
			       seed_of(2, (const uint8_t *)"\x05\x01\x05\x01", 4)};
	mutations_run(ROUNDS_HPKE, fuzz_hpke, seeds, 3);
	mutations_clear(seeds, 3);
}

static struct text seed_body(char first, const struct text *message)
{
	struct text body = message_body(message), seed = seed_of(first, (const uint8_t *)body.bytes, body.length);

	text_clear(&body);
	return seed;
}

static struct text seed_text(char first, const struct text *text)
{
	return seed_of(first, (const uint8_t *)text->bytes, text->length);
}

static int every_kind(const uint8_t *bytes, size_t size)
{
	enum dap_kind kinds[FUZZ_DAP_KINDS];

	for (int kind = 0; kind < FUZZ_DAP_KINDS; kind++)
		kinds[kind] = (enum dap_kind)kind;
	return fuzz_dap_kinds(kinds, FUZZ_DAP_KINDS, bytes, size);
}

/* A whole one of each kind, and changes to it. */
static void dap(void **state)
{
	static struct team team;
	static struct drop drop;
	static struct opening opening;
	struct text cohort = {0}, seeds[2 * FUZZ_DAP_KINDS];
	uint8_t share[DAP_REPORT_SHARE_SIZE];
	int64_t sums[CELL_COUNT] = {0};
	struct envelope decoded;

	(void)state;
	team_init(&team, 10, 700);
	drop_week(&drop, &team, TEAM_START, sums);
	opening_init(&opening, &team, &drop);
	assert_int_equal(opening_run(&opening, &team), 0);
	cohort_encode(&team.cohort, &cohort);
	const uint8_t *envelope = (const uint8_t *)drop.files[0].bytes;
	assert_int_equal(envelope_decode(bytes_of_text(&drop.files[0]), &decoded), 0);
	seeds[FUZZ_COHORT] = seed_text(FUZZ_COHORT, &cohort);
	seeds[FUZZ_ENVELOPE] = seed_of(FUZZ_ENVELOPE, envelope, DAP_ENVELOPE_SIZE);
	seeds[FUZZ_REPORT] = seed_of(FUZZ_REPORT, envelope + DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE, DAP_REPORT_SIZE);
	dap_report_share_of(&decoded.report, share);
	seeds[FUZZ_REPORT_SHARE] = seed_of(FUZZ_REPORT_SHARE, share, sizeof(share));
	seeds[FUZZ_TASK] = seed_of(FUZZ_TASK, team.configuration, team.cohort.task.configuration.size);
	seeds[FUZZ_REQUEST] = seed_text(FUZZ_REQUEST, &opening.request);
	seeds[FUZZ_RESPONSE] = seed_text(FUZZ_RESPONSE, &opening.response);
	seeds[FUZZ_RESULT] = seed_text(FUZZ_RESULT, &opening.result);
	seeds[FUZZ_REQUEST_BODY] = seed_body(FUZZ_REQUEST_BODY, &opening.request);
	seeds[FUZZ_RESPONSE_BODY] = seed_body(FUZZ_RESPONSE_BODY, &opening.response);
	seeds[FUZZ_RESULT_BODY] = seed_body(FUZZ_RESULT_BODY, &opening.result);
	seeds[FUZZ_WINDOW] = seed_of(FUZZ_WINDOW, (const uint8_t *)"2968-4", 6);
	for (int kind = 0; kind < FUZZ_DAP_KINDS; kind++)
		seeds[FUZZ_DAP_KINDS + kind] =
			seed_of((char)(0x80 | kind), (const uint8_t *)"\x00\x25\x00\x01\x10\x00\x00\x90\x00", 9);
	mutations_run(ROUNDS_DAP, every_kind, seeds, 2 * FUZZ_DAP_KINDS);
	mutations_clear(seeds, 2 * FUZZ_DAP_KINDS);
	text_clear(&cohort);
	opening_end(&opening, &team);
}

static void roles(void **state)
{
	struct text seeds[] = {
		seed_of(0, (const uint8_t *)"\x00\x00\x00", 3),
		seed_of(1, (const uint8_t *)"\x00\x00\x00", 3),
		seed_of(0, (const uint8_t *)"\x00\x01\x01\x12\x00\x40\x15\x37\x01", 9),
		seed_of(1, (const uint8_t *)"\x00\x14\x02\x02\x05\x01\x02\x90\x01", 9),
		seed_of(3, (const uint8_t *)"\x00\x00\x00", 3),
		seed_of(3, (const uint8_t *)"\x00\x09\x01\x02\x05\x01", 6),
	};

	(void)state;
	mutations_run(ROUNDS_ROLES, fuzz_roles, seeds, 6);
	mutations_clear(seeds, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(prio3), cmocka_unit_test(hpke), cmocka_unit_test(dap),
					   cmocka_unit_test(roles)};

	return cmocka_run_group_tests_name("fuzz_aggregate", tests, NULL, NULL);
}
