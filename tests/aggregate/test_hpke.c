/* HKDF by RFC 5869's figures, HPKE by those of RFC 9180, appendix A.2; what was altered, is for others or in another suite is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/aggregate/hpke_schedule.h"
#include "hex.h"

enum { PLAIN_SIZE = 29, SEALED_SIZE = PLAIN_SIZE + HPKE_TAG_SIZE };

static const uint8_t plain[PLAIN_SIZE + 1] = "Beauty is truth, truth beauty";

static struct hpke_bytes words(const char *string)
{
	return (struct hpke_bytes){(const uint8_t *)string, strlen(string)};
}

static void assert_hex(const uint8_t *bytes, size_t size, const char *digits)
{
	uint8_t wanted[128];

	assert_int_equal(hex_read(digits, wanted, sizeof(wanted)), size);
	assert_memory_equal(bytes, wanted, size);
}

/* RFC 5869, appendix A.1 and A.3, the latter without salt and info. */
static void extract_and_expand(void **state)
{
	uint8_t material[22], salt[13], info[10], key[HKDF_KEY_SIZE], output[42];

	(void)state;
	memset(material, 0x0b, sizeof(material));
	for (uint8_t i = 0; i < sizeof(salt); i++)
		salt[i] = i;
	for (uint8_t i = 0; i < sizeof(info); i++)
		info[i] = 0xf0 + i;
	/* In pieces that are one string. */
	const struct hkdf_part halves[] = {{material, 11}, {NULL, 0}, {material + 11, 11}},
			       whole = {info, sizeof(info)};
	hkdf_extract(salt, sizeof(salt), halves, 3, key);
	assert_hex(key, sizeof(key), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
	hkdf_expand(key, &whole, 1, output, sizeof(output));
	assert_hex(output, sizeof(output),
		   "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
	hkdf_extract(NULL, 0, halves, 3, key);
	assert_hex(key, sizeof(key), "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");
	hkdf_expand(key, NULL, 0, output, sizeof(output));
	assert_hex(output, sizeof(output),
		   "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

static void pair_of(const char *digits, struct hpke_pair *ret)
{
	uint8_t seed[HPKE_KEY_SIZE];

	assert_int_equal(hex_read(digits, seed, sizeof(seed)), sizeof(seed));
	hpke_pair_init(ret, seed);
}

static const char seed_receiver[] = "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
		  seed_once[] = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";

/* Appendix A.2.1. */
static void steps(void **state)
{
	uint8_t seed[HPKE_KEY_SIZE], encapsulated[HPKE_KEY_SIZE], secret[HKDF_KEY_SIZE], again[HKDF_KEY_SIZE],
		nonce[HPKE_NONCE_SIZE];
	struct hpke_schedule schedule;
	struct hpke_pair receiver;

	(void)state;
	pair_of(seed_receiver, &receiver);
	assert_hex(receiver.private_key, HPKE_KEY_SIZE,
		   "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
	assert_hex(receiver.public_key, HPKE_KEY_SIZE,
		   "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
	hex_read(seed_once, seed, sizeof(seed));
	assert_int_equal(hpke_encapsulate(receiver.public_key, seed, encapsulated, secret), 0);
	assert_hex(encapsulated, sizeof(encapsulated),
		   "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
	assert_hex(secret, sizeof(secret), "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7");
	assert_int_equal(hpke_decapsulate(&receiver, encapsulated, again), 0);
	assert_memory_equal(again, secret, sizeof(secret));
	hpke_schedule(secret, words("Ode on a Grecian Urn"), &schedule);
	assert_hex(schedule.key, sizeof(schedule.key),
		   "ad2744de8e17f4ebba575b3f5f5a8fa1f69c2a07f6e7500bc60ca6e3e3ec1c91");
	assert_hex(schedule.nonce, sizeof(schedule.nonce), "5c4d98150661b848853b547f");
	assert_hex(schedule.exporter, sizeof(schedule.exporter),
		   "a3b010d4994890e2c6968a36f64470d3c824c8f5029942feb11e7a74b2921922");
	hpke_nonce(&schedule, 256, nonce);
	assert_hex(nonce, sizeof(nonce), "5c4d98150661b848853b557f");
	hpke_export(&schedule, words("TestContext"), again, sizeof(again));
	assert_hex(again, sizeof(again), "5acb09211139c43b3090489a9da433e8a30ee7188ba8b0a9a1ccf0c229283e53");
}

struct message {
	struct hpke_pair receiver;
	uint8_t encapsulated[HPKE_KEY_SIZE], sealed[SEALED_SIZE];
};

static struct message sealed_message(void)
{
	struct message ret;
	uint8_t seed[HPKE_KEY_SIZE];

	pair_of(seed_receiver, &ret.receiver);
	hex_read(seed_once, seed, sizeof(seed));
	assert_int_equal(hpke_seal(ret.receiver.public_key, seed, words("Ode on a Grecian Urn"), words("Count-0"),
				   (struct hpke_bytes){plain, PLAIN_SIZE}, ret.encapsulated, ret.sealed),
			 0);
	return ret;
}

static int open_as(const struct message *message, const char *info, const char *associated, size_t size)
{
	uint8_t opened[SEALED_SIZE];
	int r = hpke_open(&message->receiver, message->encapsulated, words(info), words(associated),
			  (struct hpke_bytes){message->sealed, size}, opened);

	if (r == 0)
		assert_memory_equal(opened, plain, PLAIN_SIZE);
	return r;
}

static void opens(void **state)
{
	static const char info[] = "Ode on a Grecian Urn";
	struct message message = sealed_message(), bad = message;

	(void)state;
	assert_hex(message.sealed, SEALED_SIZE,
		   "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
	assert_int_equal(open_as(&message, info, "Count-0", SEALED_SIZE), 0);
	assert_int_equal(open_as(&message, "Ode on a Grecian", "Count-0", SEALED_SIZE), -1);
	assert_int_equal(open_as(&message, info, "Count-1", SEALED_SIZE), -1);
	for (size_t size = 0; size < SEALED_SIZE; size++)
		assert_int_equal(open_as(&message, info, "Count-0", size), -1);
	for (size_t i = 0; i < SEALED_SIZE; i++) {
		bad.sealed[i] ^= 1;
		assert_int_equal(open_as(&bad, info, "Count-0", SEALED_SIZE), -1);
		bad.sealed[i] ^= 1;
	}
	for (size_t i = 0; i < HPKE_KEY_SIZE; i++) {
		bad.encapsulated[i] ^= 1;
		assert_int_equal(open_as(&bad, info, "Count-0", SEALED_SIZE), -1);
		bad.encapsulated[i] ^= 1;
	}
	pair_of(seed_once, &bad.receiver);
	assert_int_equal(open_as(&bad, info, "Count-0", SEALED_SIZE), -1);
}

/* Points of small order (RFC 7748, section 6.1): what they share is 0 with whatever key, so anyone could read it. */
static void weak_keys(void **state)
{
	static const char *const weak[] = {
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	struct message message = sealed_message();
	uint8_t key[HPKE_KEY_SIZE], seed[HPKE_KEY_SIZE] = {7}, encapsulated[HPKE_KEY_SIZE], sealed[SEALED_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		hex_read(weak[i], key, sizeof(key));
		assert_false(hpke_key_is_usable(key));
		memset(encapsulated, 0xa5, sizeof(encapsulated));
		memset(sealed, 0xa5, sizeof(sealed));
		assert_int_equal(hpke_seal(key, seed, words("info"), words(""), (struct hpke_bytes){plain, PLAIN_SIZE},
					   encapsulated, sealed),
				 -1);
		assert_int_equal(encapsulated[0] & sealed[0], 0xa5);
		memcpy(message.encapsulated, key, sizeof(key));
		assert_int_equal(open_as(&message, "Ode on a Grecian Urn", "Count-0", SEALED_SIZE), -1);
	}
}

static void configs(void **state)
{
	struct hpke_config config = {.id = 200}, again;
	uint8_t bytes[HPKE_CONFIG_SIZE + 1] = {0};

	(void)state;
	memset(config.public_key, 0x5a, sizeof(config.public_key));
	assert_true(hpke_key_is_usable(config.public_key));
	hpke_config_encode(&config, bytes);
	assert_hex(bytes, 9, "c8 0020 0001 0003 0020");
	for (size_t size = 0; size <= sizeof(bytes); size++)
		assert_int_equal(hpke_config_decode((struct hpke_bytes){bytes, size}, &again),
				 size == HPKE_CONFIG_SIZE ? 0 : -1);
	assert_int_equal(again.id, 200);
	assert_memory_equal(again.public_key, config.public_key, HPKE_KEY_SIZE);
	for (int i = 1; i < 7; i++) {
		bytes[i] ^= 4;
		assert_int_equal(hpke_config_decode((struct hpke_bytes){bytes, HPKE_CONFIG_SIZE}, &again),
				 HPKE_FOREIGN);
		bytes[i] ^= 4;
	}
	assert_int_equal(hpke_suite_check(0x20, 1, 3), 0);
	assert_int_equal(hpke_suite_check(0x20, 1, 1), HPKE_FOREIGN);
}

static void ciphertexts(void **state)
{
	uint8_t bytes[HPKE_CIPHERTEXT_HEAD + SEALED_SIZE + 5] = {0}, encapsulated[HPKE_KEY_SIZE] = {9};
	struct hpke_ciphertext got;
	size_t size = hpke_ciphertext_size(PLAIN_SIZE), taken;

	(void)state;
	/* A Report's: the input shares with four bytes for their length and two for no extensions. */
	assert_int_equal(hpke_ciphertext_size(2 + 4 + 1264), 1325);
	assert_int_equal(hpke_ciphertext_size(2 + 4 + 64), 125);
	hpke_ciphertext_head(7, encapsulated, PLAIN_SIZE, bytes);
	for (size_t all = 0; all <= sizeof(bytes); all++) {
		int r = hpke_ciphertext_decode((struct hpke_bytes){bytes, all}, &got, &taken);
		assert_int_equal(r, all < size ? -1 : 0);
		assert_true(r || (taken == size && got.config_id == 7 && got.encapsulated == bytes + 3 &&
				  got.sealed.size == SEALED_SIZE));
	}
	bytes[HPKE_CIPHERTEXT_HEAD - 1] = HPKE_TAG_SIZE - 1;
	assert_int_equal(hpke_ciphertext_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &got, &taken), -1);
	memset(bytes + HPKE_CIPHERTEXT_HEAD - 4, 0xff, 4);
	assert_int_equal(hpke_ciphertext_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &got, &taken), -1);
	hpke_ciphertext_head(7, encapsulated, PLAIN_SIZE, bytes);
	bytes[2] = 33;
	assert_int_equal(hpke_ciphertext_decode((struct hpke_bytes){bytes, sizeof(bytes)}, &got, &taken), -1);
}

static void purposes(void **state)
{
	uint8_t room[HPKE_INFO_MAX];
	struct hpke_bytes info = hpke_info_input_share(HPKE_LEADER, room);

	(void)state;
	assert_hex(info.bytes, info.size, "6461702d313820696e7075742073686172650102");
	info = hpke_info_input_share(HPKE_HELPER, room);
	assert_hex(info.bytes, info.size, "6461702d313820696e7075742073686172650103");
	info = hpke_info_aggregate_share(HPKE_HELPER, room);
	assert_int_equal(info.size, 24);
	assert_memory_equal(info.bytes, "dap-18 aggregate share\x03\x00", 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(extract_and_expand), cmocka_unit_test(steps),   cmocka_unit_test(opens),
		cmocka_unit_test(weak_keys),          cmocka_unit_test(configs), cmocka_unit_test(ciphertexts),
		cmocka_unit_test(purposes),
	};

	return cmocka_run_group_tests_name("hpke", tests, NULL, NULL);
}
