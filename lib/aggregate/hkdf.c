#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "hkdf.h"

static void absorb(crypto_auth_hmacsha256_state *state, const struct hkdf_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parts[i].size)
			crypto_auth_hmacsha256_update(state, parts[i].bytes, parts[i].size);
}

void hkdf_extract(const uint8_t *salt, size_t salt_size, const struct hkdf_part *parts, size_t count,
		  uint8_t ret_key[static HKDF_KEY_SIZE])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, salt_size ? salt : (const uint8_t *)"", salt_size);
	absorb(&state, parts, count);
	crypto_auth_hmacsha256_final(&state, ret_key);
	sodium_memzero(&state, sizeof(state));
}

/* T(n) = HMAC(key, T(n-1) | info | n), section 2.3. */
void hkdf_expand(const uint8_t key[static HKDF_KEY_SIZE], const struct hkdf_part *info, size_t count, uint8_t *ret,
		 size_t size)
{
	crypto_auth_hmacsha256_state state;
	uint8_t block[HKDF_KEY_SIZE], number = 0;

	assert(size <= HKDF_OUTPUT_MAX);
	for (size_t done = 0; done < size; done += sizeof(block)) {
		crypto_auth_hmacsha256_init(&state, key, HKDF_KEY_SIZE);
		if (number++ > 0)
			crypto_auth_hmacsha256_update(&state, block, sizeof(block));
		absorb(&state, info, count);
		crypto_auth_hmacsha256_update(&state, &number, 1);
		crypto_auth_hmacsha256_final(&state, block);
		memcpy(ret + done, block, size - done < sizeof(block) ? size - done : sizeof(block));
	}
	sodium_memzero(&state, sizeof(state));
	sodium_memzero(block, sizeof(block));
}
