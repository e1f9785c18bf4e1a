#include "signature.h"

#include <string.h>

/* The neutral element as points are written: y = 1. */
static const uint8_t neutral[32] = {1};

/* Of 64 bytes, the lowest first: modulo the order of the group. */
static void reduce(const uint8_t wide[static 64], uint8_t ret[static 32])
{
	crypto_core_ed25519_scalar_reduce(ret, wide);
}

/* Section 5.1.5: what the secret scalar and the nonces come from. */
void signature_begin(struct signing *ret, const uint8_t secret[static DAP_SECRET_SIZE])
{
	uint8_t hash[crypto_hash_sha512_BYTES];

	*ret = (struct signing){0};
	crypto_hash_sha512(hash, secret, 32);
	memcpy(ret->scalar, hash, 32);
	ret->scalar[0] &= 248;
	ret->scalar[31] = (ret->scalar[31] & 127) | 64;
	memcpy(ret->prefix, hash + 32, 32);
	memcpy(ret->key, secret + 32, sizeof(ret->key));
	crypto_hash_sha512_init(&ret->nonce_hash);
	crypto_hash_sha512_update(&ret->nonce_hash, ret->prefix, sizeof(ret->prefix));
	sodium_memzero(hash, sizeof(hash));
}

void signature_add(struct signing *signing, const uint8_t *bytes, size_t size)
{
	crypto_hash_sha512_update(&signing->nonce_hash, bytes, size);
	if (signing->again)
		crypto_hash_sha512_update(&signing->challenge_hash, bytes, size);
}

/* Section 5.1.6, steps 2 and 3. */
void signature_again(struct signing *signing)
{
	crypto_hash_sha512_final(&signing->nonce_hash, signing->first);
	reduce(signing->first, signing->nonce);
	/* It fails for a nonce of 0 alone, whose point is the neutral one. */
	if (crypto_scalarmult_ed25519_base_noclamp(signing->point, signing->nonce))
		memcpy(signing->point, neutral, sizeof(neutral));
	crypto_hash_sha512_init(&signing->challenge_hash);
	crypto_hash_sha512_update(&signing->challenge_hash, signing->point, sizeof(signing->point));
	crypto_hash_sha512_update(&signing->challenge_hash, signing->key, sizeof(signing->key));
	crypto_hash_sha512_init(&signing->nonce_hash);
	crypto_hash_sha512_update(&signing->nonce_hash, signing->prefix, sizeof(signing->prefix));
	signing->again = true;
}

/* Steps 4 to 6. */
int signature_end(struct signing *signing, uint8_t ret[static DAP_SIGNATURE_SIZE])
{
	uint8_t second[crypto_hash_sha512_BYTES], hash[crypto_hash_sha512_BYTES], challenge[32], term[32];

	crypto_hash_sha512_final(&signing->nonce_hash, second);
	crypto_hash_sha512_final(&signing->challenge_hash, hash);
	int r = sodium_memcmp(second, signing->first, sizeof(second)) ? -1 : 0;
	if (r == 0) {
		reduce(hash, challenge);
		crypto_core_ed25519_scalar_mul(term, challenge, signing->scalar);
		memcpy(ret, signing->point, 32);
		crypto_core_ed25519_scalar_add(ret + 32, term, signing->nonce);
	}
	sodium_memzero(second, sizeof(second));
	sodium_memzero(term, sizeof(term));
	signature_clear(signing);
	return r;
}

void signature_clear(struct signing *signing)
{
	sodium_memzero(signing, sizeof(*signing));
}

void signature_verify_begin(struct verifying *ret, const uint8_t signature[static DAP_SIGNATURE_SIZE],
			    const uint8_t key[static DAP_KEY_SIZE])
{
	memcpy(ret->signature, signature, sizeof(ret->signature));
	memcpy(ret->key, key, sizeof(ret->key));
	crypto_hash_sha512_init(&ret->hash);
	crypto_hash_sha512_update(&ret->hash, signature, 32);
	crypto_hash_sha512_update(&ret->hash, key, DAP_KEY_SIZE);
}

void signature_verify_add(struct verifying *verifying, const uint8_t *bytes, size_t size)
{
	crypto_hash_sha512_update(&verifying->hash, bytes, size);
}

static bool same(const uint8_t one[static 32], const uint8_t other[static 32])
{
	return memcmp(one, other, 32) == 0;
}

/* Eight times a point: the neutral one where its order is small. -1: it is none on the curve. */
static int eightfold(const uint8_t point[static 32], uint8_t ret[static 32])
{
	int r = crypto_core_ed25519_add(ret, point, point);

	for (int i = 0; i < 2 && r == 0; i++)
		r = crypto_core_ed25519_add(ret, ret, ret);
	return r;
}

/* A point that is written as it should be (not with y + p), of which @ret_eight is the eightfold, and whose order is not small. */
static bool is_sound(const uint8_t point[static 32], uint8_t ret_eight[static 32])
{
	uint8_t again[32];

	return crypto_core_ed25519_add(again, point, neutral) == 0 && same(again, point) &&
	       eightfold(point, ret_eight) == 0 && !same(ret_eight, neutral);
}

/* A product of a point of the main subgroup; with 0, too, which libsodium does not return. */
static int product(const uint8_t scalar[static 32], const uint8_t point[static 32], uint8_t ret[static 32])
{
	if (sodium_is_zero(scalar, 32)) {
		memcpy(ret, neutral, sizeof(neutral));
		return 0;
	}
	return crypto_scalarmult_ed25519_noclamp(ret, scalar, point);
}

/*
 * @scalar times @point, whose eightfold is @eight. libsodium multiplies points of the main subgroup alone; verifying takes all. So the
 * point is split: the part in that subgroup is an eighth (modulo its order) of the eightfold; the rest is of order 8.
 */
static int multiply(const uint8_t scalar[static 32], const uint8_t point[static 32], const uint8_t eight[static 32],
		    uint8_t ret[static 32])
{
	static const uint8_t number[32] = {8};
	uint8_t eighth[32], part[32], rest[32];

	crypto_core_ed25519_scalar_invert(eighth, number);
	if (product(eighth, eight, part) || crypto_core_ed25519_sub(rest, point, part) || product(scalar, part, ret))
		return -1;
	for (int i = 0; i < (scalar[0] & 7); i++)
		if (crypto_core_ed25519_add(ret, ret, rest))
			return -1;
	return 0;
}

static bool is_reduced(const uint8_t scalar[static 32])
{
	uint8_t wide[64] = {0}, reduced[32];

	memcpy(wide, scalar, 32);
	reduce(wide, reduced);
	return same(reduced, scalar);
}

/* Section 5.1.7, without the cofactor, as libsodium has it: R = S B - h A, none of R and A of a small order. */
int signature_verify_end(struct verifying *verifying)
{
	const uint8_t *r = verifying->signature, *s = verifying->signature + 32;
	uint8_t hash[crypto_hash_sha512_BYTES], challenge[32], eight[32], key_part[32], base_part[32], wanted[32];

	crypto_hash_sha512_final(&verifying->hash, hash);
	reduce(hash, challenge);
	if (!is_reduced(s) || !is_sound(verifying->key, eight) || multiply(challenge, verifying->key, eight, key_part))
		return -1;
	if (sodium_is_zero(s, 32))
		memcpy(base_part, neutral, sizeof(neutral));
	else if (crypto_scalarmult_ed25519_base_noclamp(base_part, s))
		return -1;
	if (crypto_core_ed25519_sub(wanted, base_part, key_part) || !same(wanted, r))
		return -1;
	return is_sound(r, eight) ? 0 : -1;
}
