#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/vault.h>

#include "bytes.h"

_Static_assert(VAULT_KEY_SIZE == crypto_kdf_KEYBYTES, "KDF key");
_Static_assert(VAULT_KEY_SIZE == crypto_box_SECRETKEYBYTES && VAULT_KEY_SIZE == crypto_box_PUBLICKEYBYTES, "box keys");
_Static_assert(VAULT_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert(VAULT_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
_Static_assert(VAULT_SEALED_SIZE == 1 + VAULT_KEY_SIZE + crypto_box_SEALBYTES, "sealed box");
_Static_assert(VAULT_SALT_SIZE == crypto_pwhash_SALTBYTES, "salt");

enum { BOX_SEALED = 0x01, BOX_WRAPPED = 0x02 };
enum { AAD_SIZE = 16 }; /* "EVK" | u8 what | le32 | le64 */

static const char context_key_pair[crypto_kdf_CONTEXTBYTES + 1] = "evkX2551";
static const char context_reader[crypto_kdf_CONTEXTBYTES + 1] = "evkreadr";
static const char context_chain[crypto_kdf_CONTEXTBYTES + 1] = "evkchain";
static const char context_epoch[crypto_kdf_CONTEXTBYTES + 1] = "evkseal1";
static const char context_row[crypto_kdf_CONTEXTBYTES + 1] = "evkrow01";
static const char context_tail[crypto_kdf_CONTEXTBYTES + 1] = "evktail1";

int vault_start(struct error *err)
{
	if (sodium_init() < 0)
		return error_set(err, ERROR_FAILED, "cannot start the cryptographic library 'libsodium'");
	return 0;
}

/* KDF(k, id, ctx, len) of the design. */
static void derive(const uint8_t *key, uint64_t id, const char *context, uint8_t *ret, size_t size)
{
	int r = crypto_kdf_derive_from_key(ret, size, id, context, key);

	assert(r == 0);
	(void)r;
}

/* H(k, m): BLAKE2b-256, keyed. */
static void hash(const uint8_t *key, size_t key_size, const void *bytes, size_t size,
		 uint8_t ret[static VAULT_KEY_SIZE])
{
	int r = crypto_generichash(ret, VAULT_KEY_SIZE, bytes, size, key, key_size);

	assert(r == 0);
	(void)r;
}

int vault_passphrase_key(const char *passphrase, size_t length, uint32_t ops, uint32_t mem_kib,
			 const uint8_t salt[static VAULT_SALT_SIZE], uint8_t ret_key[static VAULT_KEY_SIZE],
			 struct error *err)
{
	if (crypto_pwhash(ret_key, VAULT_KEY_SIZE, passphrase, length, salt, ops, (size_t)mem_kib * 1024,
			  crypto_pwhash_ALG_ARGON2ID13))
		return error_set(err, ERROR_FAILED,
				 "not enough memory to derive the key: %u MiB are needed for a moment; close a program",
				 (unsigned)((mem_kib + 1023) / 1024));
	return 0;
}

void vault_derive(const uint8_t master[static VAULT_MASTER_SIZE], struct vault_keys *ret)
{
	static const char label[] = "evenkeel root v1";
	uint8_t seed[VAULT_KEY_SIZE];

	hash(master, VAULT_MASTER_SIZE, label, sizeof(label) - 1, ret->root);
	derive(ret->root, 1, context_key_pair, seed, sizeof(seed));
	crypto_box_seed_keypair(ret->pk, ret->sk, seed);
	derive(ret->root, 2, context_reader, ret->reader, sizeof(ret->reader));
	sodium_memzero(seed, sizeof(seed));
}

void vault_seal(const uint8_t key[static VAULT_KEY_SIZE], const uint8_t nonce[static VAULT_NONCE_SIZE], const void *aad,
		size_t aad_size, const void *plain, size_t size, uint8_t *ret)
{
	crypto_aead_xchacha20poly1305_ietf_encrypt(ret, NULL, plain, size, aad, aad_size, NULL, nonce, key);
}

int vault_open(const uint8_t key[static VAULT_KEY_SIZE], const uint8_t nonce[static VAULT_NONCE_SIZE], const void *aad,
	       size_t aad_size, const uint8_t *sealed, size_t size, void *ret)
{
	return crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, sealed, size, aad, aad_size, nonce, key);
}

void vault_chain_start(const uint8_t root[static VAULT_KEY_SIZE], uint32_t g, uint8_t ret_chain[static VAULT_KEY_SIZE])
{
	derive(root, g, context_chain, ret_chain, VAULT_KEY_SIZE);
}

/* One key makes two: the first half takes its place, the second is handed out. */
static void step(uint8_t *key, uint64_t id, const char *context, uint8_t *ret)
{
	uint8_t pair[2 * VAULT_KEY_SIZE];

	derive(key, id, context, pair, sizeof(pair));
	memcpy(key, pair, VAULT_KEY_SIZE);
	memcpy(ret, pair + VAULT_KEY_SIZE, VAULT_KEY_SIZE);
	sodium_memzero(pair, sizeof(pair));
}

void vault_chain_step(uint8_t chain[static VAULT_KEY_SIZE], uint32_t e, uint8_t ret_tail[static VAULT_KEY_SIZE])
{
	step(chain, e, context_epoch, ret_tail);
}

void vault_epoch_key(const uint8_t chain[static VAULT_KEY_SIZE], const uint8_t seed[static VAULT_KEY_SIZE], uint32_t e,
		     uint64_t first_n, uint8_t ret_key[static VAULT_KEY_SIZE])
{
	uint8_t input[VAULT_KEY_SIZE + 4 + 8];

	put_u64(put_u32(put_bytes(input, seed, VAULT_KEY_SIZE), e), first_n);
	hash(chain, VAULT_KEY_SIZE, input, sizeof(input), ret_key);
	sodium_memzero(input, sizeof(input));
}

void vault_row_step(uint8_t epoch_key[static VAULT_KEY_SIZE], uint64_t n, uint8_t ret_row_key[static VAULT_KEY_SIZE])
{
	step(epoch_key, n, context_row, ret_row_key);
}

void vault_tail_step(uint8_t tail[static VAULT_KEY_SIZE], uint64_t n)
{
	uint8_t next[VAULT_KEY_SIZE];

	derive(tail, n, context_tail, next, sizeof(next));
	memcpy(tail, next, sizeof(next));
	sodium_memzero(next, sizeof(next));
}

static void make_aad(uint8_t ret[static AAD_SIZE], uint8_t what, uint32_t number, uint64_t n)
{
	uint8_t *at = put_bytes(ret, "EVK", 3);

	*at++ = what;
	put_u64(put_u32(at, number), n);
}

void vault_row_seal(const uint8_t row_key[static VAULT_KEY_SIZE], uint32_t e, uint64_t n,
		    const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t *record, size_t size, uint8_t *ret_blob)
{
	uint8_t aad[AAD_SIZE];

	make_aad(aad, 0x01, e, n);
	memcpy(ret_blob, nonce, VAULT_NONCE_SIZE);
	vault_seal(row_key, nonce, aad, sizeof(aad), record, size, ret_blob + VAULT_NONCE_SIZE);
}

int vault_row_open(const uint8_t row_key[static VAULT_KEY_SIZE], uint32_t e, uint64_t n, const uint8_t *blob,
		   size_t size, uint8_t *ret_record)
{
	uint8_t aad[AAD_SIZE];

	make_aad(aad, 0x01, e, n);
	return vault_open(row_key, blob, aad, sizeof(aad), blob + VAULT_NONCE_SIZE, size - VAULT_NONCE_SIZE,
			  ret_record);
}

void vault_box_seal(const uint8_t secret[static VAULT_KEY_SIZE], const uint8_t pk[static VAULT_KEY_SIZE],
		    uint8_t ret_box[static VAULT_SEALED_SIZE])
{
	ret_box[0] = BOX_SEALED;
	crypto_box_seal(ret_box + 1, secret, VAULT_KEY_SIZE, pk);
}

int vault_box_open(const struct vault_keys *keys, const uint8_t box[static VAULT_SEALED_SIZE],
		   uint8_t ret_secret[static VAULT_KEY_SIZE])
{
	if (box[0] != BOX_SEALED)
		return -1;
	return crypto_box_seal_open(ret_secret, box + 1, VAULT_SEALED_SIZE - 1, keys->pk, keys->sk);
}

static void wrap(const struct vault_keys *keys, const uint8_t *nonce, const uint8_t *aad, const uint8_t *plain,
		 uint8_t *ret_box)
{
	ret_box[0] = BOX_WRAPPED;
	memcpy(ret_box + 1, nonce, VAULT_NONCE_SIZE);
	vault_seal(keys->reader, nonce, aad, AAD_SIZE, plain, 2 * VAULT_KEY_SIZE, ret_box + 1 + VAULT_NONCE_SIZE);
}

static int unwrap(const struct vault_keys *keys, const uint8_t *aad, const uint8_t *box, uint8_t *ret_plain)
{
	if (box[0] != BOX_WRAPPED)
		return -1;
	return vault_open(keys->reader, box + 1, aad, AAD_SIZE, box + 1 + VAULT_NONCE_SIZE,
			  VAULT_WRAPPED_SIZE - 1 - VAULT_NONCE_SIZE, ret_plain);
}

void vault_epoch_wrap(const struct vault_keys *keys, uint32_t e, uint64_t first_n,
		      const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t epoch_key[static VAULT_KEY_SIZE],
		      const uint8_t chain[static VAULT_KEY_SIZE], uint8_t ret_box[static VAULT_WRAPPED_SIZE])
{
	uint8_t aad[AAD_SIZE], plain[2 * VAULT_KEY_SIZE];

	make_aad(aad, 0x02, e, first_n);
	put_bytes(put_bytes(plain, epoch_key, VAULT_KEY_SIZE), chain, VAULT_KEY_SIZE);
	wrap(keys, nonce, aad, plain, ret_box);
	sodium_memzero(plain, sizeof(plain));
}

int vault_epoch_unwrap(const struct vault_keys *keys, uint32_t e, uint64_t first_n,
		       const uint8_t box[static VAULT_WRAPPED_SIZE], uint8_t ret_epoch_key[static VAULT_KEY_SIZE],
		       uint8_t ret_chain[static VAULT_KEY_SIZE])
{
	uint8_t aad[AAD_SIZE], plain[2 * VAULT_KEY_SIZE];

	make_aad(aad, 0x02, e, first_n);
	if (unwrap(keys, aad, box, plain))
		return -1;
	memcpy(ret_epoch_key, plain, VAULT_KEY_SIZE);
	memcpy(ret_chain, plain + VAULT_KEY_SIZE, VAULT_KEY_SIZE);
	sodium_memzero(plain, sizeof(plain));
	return 0;
}

void vault_chain_wrap(const struct vault_keys *keys, uint32_t g, uint32_t first_e, uint64_t first_n,
		      const uint8_t nonce[static VAULT_NONCE_SIZE], const uint8_t chain[static VAULT_KEY_SIZE],
		      uint8_t ret_box[static VAULT_WRAPPED_SIZE])
{
	uint8_t aad[AAD_SIZE], plain[2 * VAULT_KEY_SIZE] = {0};

	make_aad(aad, 0x03, g, first_n);
	put_u32(put_bytes(plain, chain, VAULT_KEY_SIZE), first_e);
	wrap(keys, nonce, aad, plain, ret_box);
	sodium_memzero(plain, sizeof(plain));
}

int vault_chain_unwrap(const struct vault_keys *keys, uint32_t g, uint32_t first_e, uint64_t first_n,
		       const uint8_t box[static VAULT_WRAPPED_SIZE], uint8_t ret_chain[static VAULT_KEY_SIZE])
{
	uint8_t aad[AAD_SIZE], plain[2 * VAULT_KEY_SIZE];

	make_aad(aad, 0x03, g, first_n);
	if (unwrap(keys, aad, box, plain))
		return -1;
	int r = get_u32(plain + VAULT_KEY_SIZE) == first_e && sodium_is_zero(plain + VAULT_KEY_SIZE + 4, 28) ? 0 : -1;
	if (r == 0)
		memcpy(ret_chain, plain, VAULT_KEY_SIZE);
	sodium_memzero(plain, sizeof(plain));
	return r;
}

void vault_mark_hash(const struct vault_keys *keys, uint32_t g, uint32_t e, uint64_t n,
		     const uint8_t chain[static VAULT_KEY_SIZE], const uint8_t tail[static VAULT_KEY_SIZE],
		     uint8_t ret_hash[static VAULT_KEY_SIZE])
{
	uint8_t input[8 + 4 + 4 + 8 + 2 * VAULT_KEY_SIZE];
	uint8_t *at = put_u64(put_u32(put_u32(put_bytes(input, "EVKMARK1", 8), g), e), n);

	put_bytes(put_bytes(at, chain, VAULT_KEY_SIZE), tail, VAULT_KEY_SIZE);
	hash(keys->reader, VAULT_KEY_SIZE, input, sizeof(input), ret_hash);
	sodium_memzero(input, sizeof(input));
}

void vault_authority(const struct vault_keys *keys, uint8_t kind, uint64_t first, uint64_t last, uint64_t n,
		     uint8_t ret_mac[static VAULT_AUTHORITY_SIZE])
{
	uint8_t input[8 + 1 + 3 * 8], whole[VAULT_KEY_SIZE];
	uint8_t *at = put_bytes(input, "EVKAUTH1", 8);

	*at++ = kind;
	put_u64(put_u64(put_u64(at, first), last), n);
	hash(keys->reader, VAULT_KEY_SIZE, input, sizeof(input), whole);
	memcpy(ret_mac, whole, VAULT_AUTHORITY_SIZE);
}
