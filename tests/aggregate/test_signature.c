/* Signing and verifying piece by piece beside libsodium's own, which want the whole: the same bytes, the same verdicts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/rng.h>

#include "../../lib/aggregate/signature.h"
#include "hex.h"

enum { LONGEST = 300 };

static struct rng rng;
static uint8_t message[LONGEST], key[DAP_KEY_SIZE], secret[DAP_SECRET_SIZE], signature[DAP_SIGNATURE_SIZE];

static void draw(void *ret, size_t size)
{
	for (uint8_t *at = ret; size-- > 0;)
		*at++ = (uint8_t)rng_next(&rng);
}

static void draw_pair(void)
{
	uint8_t seed[crypto_sign_SEEDBYTES];

	draw(seed, sizeof(seed));
	crypto_sign_seed_keypair(key, secret, seed);
}

/* In pieces of any length, none among them. */
static void add(struct signing *signing, struct verifying *verifying, size_t size)
{
	for (size_t at = 0; at < size;) {
		size_t piece = rng_below(&rng, size - at + 1);
		if (signing)
			signature_add(signing, message + at, piece);
		else
			signature_verify_add(verifying, message + at, piece);
		at += piece;
	}
}

static int verify(size_t size)
{
	struct verifying verifying;

	signature_verify_begin(&verifying, signature, key);
	add(NULL, &verifying, size);
	return signature_verify_end(&verifying);
}

/* Whatever it is: as libsodium says. */
static int assert_same_verdict(size_t size)
{
	int wanted = crypto_sign_verify_detached(signature, message, size, key);

	assert_int_equal(verify(size), wanted);
	return wanted;
}

static void sign(size_t size, uint8_t ret[static DAP_SIGNATURE_SIZE])
{
	struct signing signing;

	signature_begin(&signing, secret);
	add(&signing, NULL, size);
	signature_again(&signing);
	add(&signing, NULL, size);
	assert_int_equal(signature_end(&signing, ret), 0);
	assert_true(sodium_is_zero((const uint8_t *)&signing, sizeof(signing)));
}

static void same_bytes(void **state)
{
	uint8_t wanted[DAP_SIGNATURE_SIZE];

	(void)state;
	for (int round = 0; round < 3; round++)
		for (size_t size = 0; size <= LONGEST; size++) {
			draw_pair();
			draw(message, size);
			crypto_sign_detached(wanted, NULL, message, size, secret);
			sign(size, signature);
			assert_memory_equal(signature, wanted, sizeof(wanted));
			assert_int_equal(assert_same_verdict(size), 0);
		}
}

/* Around the blocks of SHA-512. */
static void pieces(void **state)
{
	uint8_t wanted[DAP_SIGNATURE_SIZE];
	struct signing signing;

	(void)state;
	draw_pair();
	draw(message, LONGEST);
	crypto_sign_detached(wanted, NULL, message, LONGEST, secret);
	for (size_t cut = 0; cut <= LONGEST; cut++) {
		signature_begin(&signing, secret);
		signature_add(&signing, message, cut);
		signature_add(&signing, message + cut, LONGEST - cut);
		signature_again(&signing);
		signature_add(&signing, message, LONGEST - cut);
		signature_add(&signing, message + LONGEST - cut, cut);
		assert_int_equal(signature_end(&signing, signature), 0);
		assert_memory_equal(signature, wanted, sizeof(wanted));
	}
}

/* Two signatures with one nonce would tell the secret. */
static void another_message(void **state)
{
	static const uint8_t nothing[DAP_SIGNATURE_SIZE];
	struct signing signing;

	(void)state;
	draw_pair();
	for (int i = 0; i < 100; i++) {
		memset(signature, 0, sizeof(signature));
		draw(message, LONGEST);
		signature_begin(&signing, secret);
		signature_add(&signing, message, LONGEST);
		signature_again(&signing);
		message[rng_below(&rng, LONGEST)] ^= (uint8_t)(1 << rng_below(&rng, 8));
		signature_add(&signing, message, i % 2 ? LONGEST : LONGEST - 1);
		assert_int_equal(signature_end(&signing, signature), -1);
		assert_memory_equal(signature, nothing, sizeof(signature));
		assert_true(sodium_is_zero((const uint8_t *)&signing, sizeof(signing)));
	}
}

static void flipped_bits(void **state)
{
	uint8_t *const parts[] = {signature, key, message};
	const size_t sizes[] = {sizeof(signature), sizeof(key), 64};

	(void)state;
	draw_pair();
	draw(message, 64);
	sign(64, signature);
	for (int part = 0; part < 3; part++)
		for (size_t bit = 0; bit < 8 * sizes[part]; bit++) {
			parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
			assert_int_equal(assert_same_verdict(64), -1);
			parts[part][bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
	assert_int_equal(assert_same_verdict(64), 0);
	assert_int_equal(assert_same_verdict(63), -1);
}

/* S and the order of the group added to it are the same scalar, of which only the smaller is taken. */
static void other_scalars(void **state)
{
	static const char order[] = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
	uint8_t group[32];

	(void)state;
	hex_read(order, group, sizeof(group));
	for (int i = 0; i < 50; i++) {
		draw_pair();
		draw(message, 40);
		sign(40, signature);
		for (int times = 0; times < 9; times++) {
			assert_int_equal(assert_same_verdict(40), times == 0 ? 0 : -1);
			sodium_add(signature + 32, group, sizeof(group));
		}
		memcpy(signature + 32, group, sizeof(group));
		assert_int_equal(assert_same_verdict(40), -1);
		memset(signature + 32, i % 2 ? 0xff : 0, 32);
		assert_int_equal(assert_same_verdict(40), -1);
		draw(signature, sizeof(signature));
		assert_int_equal(assert_same_verdict(40), -1);
	}
}

/* Of the order 1, 2, 4 and 8; in other words, with y above p; and beside them what is on no curve. */
static const char *const odd_points[] = {
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"0200000000000000000000000000000000000000000000000000000000000000",
	"0300000000000000000000000000000000000000000000000000000000000000",
};
enum { ODD_POINTS = sizeof(odd_points) / sizeof(odd_points[0]) };

static void odd(int place, uint8_t ret[static 32])
{
	hex_read(odd_points[place % ODD_POINTS], ret, 32);
	ret[31] ^= place < ODD_POINTS ? 0 : 0x80;
}

/* With S = 0 and a small A each R of small order would do for some message: all are refused. */
static void small_points(void **state)
{
	uint8_t good[DAP_SIGNATURE_SIZE], good_key[DAP_KEY_SIZE];

	(void)state;
	draw_pair();
	draw(message, 32);
	sign(32, good);
	memcpy(good_key, key, sizeof(key));
	for (int i = 0; i < 2 * ODD_POINTS; i++) {
		memcpy(key, good_key, sizeof(key));
		memcpy(signature, good, sizeof(signature));
		odd(i, signature);
		assert_int_equal(assert_same_verdict(32), -1);
		odd(i, key);
		memcpy(signature, good, sizeof(signature));
		assert_int_equal(assert_same_verdict(32), -1);
		for (int j = 0; j < 2 * ODD_POINTS; j++) {
			memset(signature + 32, 0, 32);
			odd(j, signature);
			for (int round = 0; round < 8; round++) {
				draw(message, 32);
				assert_int_equal(assert_same_verdict(32), -1);
			}
		}
	}
}

/* A key with a part of small order: libsodium takes its signatures where the challenge cancels that part, so these do. */
static void mixed_keys(void **state)
{
	uint8_t nonce[32], scalar[64], challenge[32], hash[64], small[32], mixed[32], part[32];
	crypto_hash_sha512_state hashing;
	int taken = 0, refused = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		draw_pair();
		odd(2 + i % 3, small);
		assert_int_equal(crypto_core_ed25519_add(mixed, key, small), 0);
		draw(message, 20);
		draw(hash, sizeof(hash));
		crypto_core_ed25519_scalar_reduce(nonce, hash);
		assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(signature, nonce), 0);
		if (i % 5 == 0) {
			memcpy(part, signature, 32);
			assert_int_equal(crypto_core_ed25519_add(signature, part, small), 0);
		}
		crypto_hash_sha512_init(&hashing);
		crypto_hash_sha512_update(&hashing, signature, 32);
		crypto_hash_sha512_update(&hashing, mixed, 32);
		crypto_hash_sha512_update(&hashing, message, 20);
		crypto_hash_sha512_final(&hashing, hash);
		crypto_core_ed25519_scalar_reduce(challenge, hash);
		crypto_hash_sha512(scalar, secret, 32);
		scalar[0] &= 248;
		scalar[31] = (scalar[31] & 127) | 64;
		crypto_core_ed25519_scalar_mul(part, challenge, scalar);
		crypto_core_ed25519_scalar_add(signature + 32, part, nonce);
		memcpy(key, mixed, sizeof(key));
		int verdict = assert_same_verdict(20);
		taken += verdict == 0;
		refused += verdict != 0;
	}
	assert_true(taken > 20 && refused > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes),   cmocka_unit_test(pieces),        cmocka_unit_test(another_message),
		cmocka_unit_test(flipped_bits), cmocka_unit_test(other_scalars), cmocka_unit_test(small_points),
		cmocka_unit_test(mixed_keys),
	};

	rng = rng_seeded(900);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("signature", tests, NULL, NULL);
}
