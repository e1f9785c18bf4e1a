#include <string.h>

#include <sodium.h>

#include "hpke_schedule.h"

int hpke_seal(const uint8_t public_key[static HPKE_KEY_SIZE], const uint8_t seed[static HPKE_KEY_SIZE],
	      struct hpke_bytes info, struct hpke_bytes associated, struct hpke_bytes plain,
	      uint8_t ret_encapsulated[static HPKE_KEY_SIZE], uint8_t *ret_sealed)
{
	uint8_t secret[HKDF_KEY_SIZE], encapsulated[HPKE_KEY_SIZE];
	struct hpke_schedule schedule;
	int r = hpke_encapsulate(public_key, seed, encapsulated, secret);

	if (r == 0) {
		hpke_schedule(secret, info, &schedule);
		crypto_aead_chacha20poly1305_ietf_encrypt(ret_sealed, NULL, plain.bytes, plain.size, associated.bytes,
							  associated.size, NULL, schedule.nonce, schedule.key);
		memcpy(ret_encapsulated, encapsulated, sizeof(encapsulated));
	}
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(&schedule, sizeof(schedule));
	return r;
}

int hpke_open(const struct hpke_pair *own, const uint8_t encapsulated[static HPKE_KEY_SIZE], struct hpke_bytes info,
	      struct hpke_bytes associated, struct hpke_bytes sealed, uint8_t *ret_plain)
{
	uint8_t secret[HKDF_KEY_SIZE];
	struct hpke_schedule schedule;
	int r = hpke_decapsulate(own, encapsulated, secret);

	if (r == 0) {
		hpke_schedule(secret, info, &schedule);
		r = crypto_aead_chacha20poly1305_ietf_decrypt(ret_plain, NULL, NULL, sealed.bytes, sealed.size,
							      associated.bytes, associated.size, schedule.nonce,
							      schedule.key);
	}
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(&schedule, sizeof(schedule));
	return r;
}

/* Numbers on the wire have their highest byte first. */
static uint8_t *put(uint8_t *at, uint64_t number, int size)
{
	for (int i = size; i-- > 0;)
		*at++ = (uint8_t)(number >> (8 * i));
	return at;
}

static uint64_t get(const uint8_t *at, int size)
{
	uint64_t number = 0;

	for (int i = 0; i < size; i++)
		number = number << 8 | at[i];
	return number;
}

int hpke_suite_check(uint16_t kem, uint16_t kdf, uint16_t aead)
{
	return kem == HPKE_KEM_X25519 && kdf == HPKE_KDF_SHA256 && aead == HPKE_AEAD_CHACHA20 ? 0 : HPKE_FOREIGN;
}

void hpke_config_encode(const struct hpke_config *config, uint8_t ret[static HPKE_CONFIG_SIZE])
{
	uint8_t *at = put(put(ret, config->id, 1), HPKE_KEM_X25519, 2);

	at = put(put(put(at, HPKE_KDF_SHA256, 2), HPKE_AEAD_CHACHA20, 2), HPKE_KEY_SIZE, 2);
	memcpy(at, config->public_key, HPKE_KEY_SIZE);
}

int hpke_config_decode(struct hpke_bytes bytes, struct hpke_config *ret)
{
	enum { HEAD = 9 };
	const uint8_t *at = bytes.bytes;

	if (bytes.size < HEAD || bytes.size != HEAD + get(at + HEAD - 2, 2))
		return -1;
	if (hpke_suite_check((uint16_t)get(at + 1, 2), (uint16_t)get(at + 3, 2), (uint16_t)get(at + 5, 2)))
		return HPKE_FOREIGN;
	if (bytes.size != HPKE_CONFIG_SIZE)
		return -1;
	ret->id = at[0];
	memcpy(ret->public_key, at + HEAD, HPKE_KEY_SIZE);
	return 0;
}

void hpke_ciphertext_head(uint8_t config_id, const uint8_t encapsulated[static HPKE_KEY_SIZE], size_t plain_size,
			  uint8_t ret[static HPKE_CIPHERTEXT_HEAD])
{
	uint8_t *at = put(put(ret, config_id, 1), HPKE_KEY_SIZE, 2);

	memcpy(at, encapsulated, HPKE_KEY_SIZE);
	put(at + HPKE_KEY_SIZE, plain_size + HPKE_TAG_SIZE, 4);
}

int hpke_ciphertext_decode(struct hpke_bytes bytes, struct hpke_ciphertext *ret, size_t *ret_size)
{
	if (bytes.size < HPKE_CIPHERTEXT_HEAD + HPKE_TAG_SIZE || get(bytes.bytes + 1, 2) != HPKE_KEY_SIZE)
		return -1;
	uint64_t size = get(bytes.bytes + HPKE_CIPHERTEXT_HEAD - 4, 4);
	if (size < HPKE_TAG_SIZE || size > bytes.size - HPKE_CIPHERTEXT_HEAD)
		return -1;
	*ret = (struct hpke_ciphertext){.config_id = bytes.bytes[0],
					.encapsulated = bytes.bytes + 3,
					.sealed = {bytes.bytes + HPKE_CIPHERTEXT_HEAD, size}};
	*ret_size = HPKE_CIPHERTEXT_HEAD + size;
	return 0;
}

static struct hpke_bytes info(const char *words, enum hpke_role from, enum hpke_role to,
			      uint8_t room[static HPKE_INFO_MAX])
{
	size_t length = strlen(words);

	memcpy(room, words, length);
	room[length] = (uint8_t)from;
	room[length + 1] = (uint8_t)to;
	return (struct hpke_bytes){room, length + 2};
}

struct hpke_bytes hpke_info_input_share(enum hpke_role to, uint8_t room[static HPKE_INFO_MAX])
{
	return info("dap-18 input share", HPKE_CLIENT, to, room);
}

struct hpke_bytes hpke_info_aggregate_share(enum hpke_role from, uint8_t room[static HPKE_INFO_MAX])
{
	return info("dap-18 aggregate share", from, HPKE_COLLECTOR, room);
}
