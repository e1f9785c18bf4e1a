/*
 * Hybrid public key encryption (RFC 9180), base mode, one message a key: what a client seals for a party's public key only that party
 * opens. One suite: X25519 (0x0020), HKDF-SHA256 (0x0001), ChaCha20-Poly1305 (0x0003); any other is refused by name, not tried.
 * Also the two structs of draft-ietf-ppm-dap-18 that it travels in, and what it is told there about its purpose.
 */
#ifndef EVENKEEL_HPKE_H
#define EVENKEEL_HPKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HPKE_KEM_X25519 = 0x0020, HPKE_KDF_SHA256 = 0x0001, HPKE_AEAD_CHACHA20 = 0x0003 };
enum {
	HPKE_KEY_SIZE = 32, /* public, private, and the seed of a pair */
	HPKE_TAG_SIZE = 16, /* by which a sealed text is longer than the plain one */
	HPKE_CONFIG_SIZE = 41,
	HPKE_CIPHERTEXT_HEAD = 1 + 2 + HPKE_KEY_SIZE + 4,
};

#define HPKE_FOREIGN 1 /* another suite than ours */

struct hpke_bytes {
	const uint8_t *bytes;
	size_t size;
};

/* A party's own. Secret. */
struct hpke_pair {
	uint8_t private_key[HPKE_KEY_SIZE], public_key[HPKE_KEY_SIZE];
};

/* The pair that a seed gives (section 7.1.3, DeriveKeyPair). */
void hpke_pair_init(struct hpke_pair *ret, const uint8_t seed[static HPKE_KEY_SIZE]);
void hpke_pair_clear(struct hpke_pair *pair);

/*
 * @seed: 32 random bytes, used once. @ret_sealed has HPKE_TAG_SIZE bytes more than @plain. -1: the public key is one of those whose
 * shared secret is 0 whatever the other key is; nothing is returned.
 */
int hpke_seal(const uint8_t public_key[static HPKE_KEY_SIZE], const uint8_t seed[static HPKE_KEY_SIZE],
	      struct hpke_bytes info, struct hpke_bytes associated, struct hpke_bytes plain,
	      uint8_t ret_encapsulated[static HPKE_KEY_SIZE], uint8_t *ret_sealed);
/* @ret_plain has HPKE_TAG_SIZE bytes fewer than @sealed. -1: it is not for this key, this purpose or this place, or was altered. */
int hpke_open(const struct hpke_pair *own, const uint8_t encapsulated[static HPKE_KEY_SIZE], struct hpke_bytes info,
	      struct hpke_bytes associated, struct hpke_bytes sealed, uint8_t *ret_plain);

/* HpkeConfig: id u8 | kem u16 | kdf u16 | aead u16 | u16 32 | public key. */
struct hpke_config {
	uint8_t id;
	uint8_t public_key[HPKE_KEY_SIZE];
};

/* 0, HPKE_FOREIGN. */
int hpke_suite_check(uint16_t kem, uint16_t kdf, uint16_t aead);
void hpke_config_encode(const struct hpke_config *config, uint8_t ret[static HPKE_CONFIG_SIZE]);
/* 0, HPKE_FOREIGN, -1: it is no such struct. */
int hpke_config_decode(struct hpke_bytes bytes, struct hpke_config *ret);
/* Can anything be sealed for this key? */
bool hpke_key_is_usable(const uint8_t public_key[static HPKE_KEY_SIZE]);

/* HpkeCiphertext: config id u8 | u16 32 | encapsulated key | u32 length | sealed. */
struct hpke_ciphertext {
	uint8_t config_id;
	const uint8_t *encapsulated; /* HPKE_KEY_SIZE bytes */
	struct hpke_bytes sealed;
};

static inline size_t hpke_ciphertext_size(size_t plain_size)
{
	return HPKE_CIPHERTEXT_HEAD + plain_size + HPKE_TAG_SIZE;
}

/* The head of one, before HPKE_TAG_SIZE + @plain_size bytes. */
void hpke_ciphertext_head(uint8_t config_id, const uint8_t encapsulated[static HPKE_KEY_SIZE], size_t plain_size,
			  uint8_t ret[static HPKE_CIPHERTEXT_HEAD]);
/* It may be followed by more: *@ret_size is how much of @bytes it takes. -1: cut off, a key of another length, or no tag. */
int hpke_ciphertext_decode(struct hpke_bytes bytes, struct hpke_ciphertext *ret, size_t *ret_size);

/* Who seals for whom: DAP's Role. */
enum hpke_role { HPKE_COLLECTOR = 0, HPKE_CLIENT = 1, HPKE_LEADER = 2, HPKE_HELPER = 3 };
enum { HPKE_INFO_MAX = 32 };

/* "dap-18 input share" | 01 | @to; the bytes lie in @room. */
struct hpke_bytes hpke_info_input_share(enum hpke_role to, uint8_t room[static HPKE_INFO_MAX]);
/* "dap-18 aggregate share" | @from | 00. */
struct hpke_bytes hpke_info_aggregate_share(enum hpke_role from, uint8_t room[static HPKE_INFO_MAX]);

#endif
