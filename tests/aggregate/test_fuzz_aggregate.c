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
#include "unit/mutations.h"

enum { ROUNDS_PRIO3 = 4000, ROUNDS_HPKE = 2000 };

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

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(prio3), cmocka_unit_test(hpke)};

	return cmocka_run_group_tests_name("fuzz_aggregate", tests, NULL, NULL);
}
