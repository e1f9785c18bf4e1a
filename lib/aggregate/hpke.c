#include <string.h>

#include <sodium.h>

#include <evenkeel/dap.h>

#include "hpke_schedule.h"
#include "wire.h"

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

int hpke_suite_check(uint16_t kem, uint16_t kdf, uint16_t aead)
{
	return kem == HPKE_KEM_X25519 && kdf == HPKE_KDF_SHA256 && aead == HPKE_AEAD_CHACHA20 ? 0 : HPKE_FOREIGN;
}

void hpke_config_encode(const struct hpke_config *config, uint8_t ret[static HPKE_CONFIG_SIZE])
{
	uint8_t *at = wire_put(wire_put(ret, config->id, 1), HPKE_KEM_X25519, 2);

	at = wire_put(wire_put(wire_put(at, HPKE_KDF_SHA256, 2), HPKE_AEAD_CHACHA20, 2), HPKE_KEY_SIZE, 2);
	memcpy(at, config->public_key, HPKE_KEY_SIZE);
}

bool hpke_key_is_usable(const uint8_t public_key[static HPKE_KEY_SIZE])
{
	static const uint8_t any[HPKE_KEY_SIZE] = {1};
	uint8_t shared[HPKE_KEY_SIZE];

	return crypto_scalarmult(shared, any, public_key) == 0;
}

int hpke_config_decode(struct hpke_bytes bytes, struct hpke_config *ret)
{
	enum { HEAD = 9 };
	const uint8_t *at = bytes.bytes;

	if (bytes.size < HEAD || bytes.size != HEAD + wire_get(at + HEAD - 2, 2))
		return -1;
	if (hpke_suite_check((uint16_t)wire_get(at + 1, 2), (uint16_t)wire_get(at + 3, 2),
			     (uint16_t)wire_get(at + 5, 2)))
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
	uint8_t *at = wire_put(wire_put(ret, config_id, 1), HPKE_KEY_SIZE, 2);

	memcpy(at, encapsulated, HPKE_KEY_SIZE);
	wire_put(at + HPKE_KEY_SIZE, plain_size + HPKE_TAG_SIZE, 4);
}

int hpke_ciphertext_decode(struct hpke_bytes bytes, struct hpke_ciphertext *ret, size_t *ret_size)
{
	if (bytes.size < HPKE_CIPHERTEXT_HEAD + HPKE_TAG_SIZE || wire_get(bytes.bytes + 1, 2) != HPKE_KEY_SIZE)
		return -1;
	uint64_t size = wire_get(bytes.bytes + HPKE_CIPHERTEXT_HEAD - 4, 4);
	if (size < HPKE_TAG_SIZE || size > bytes.size - HPKE_CIPHERTEXT_HEAD)
		return -1;
	*ret = (struct hpke_ciphertext){.config_id = bytes.bytes[0],
					.encapsulated = bytes.bytes + 3,
					.sealed = {bytes.bytes + HPKE_CIPHERTEXT_HEAD, size}};
	*ret_size = HPKE_CIPHERTEXT_HEAD + size;
	return 0;
}

/* The version's tag, what is sealed, who for whom. */
static struct hpke_bytes info(const char *words, enum hpke_role from, enum hpke_role to,
			      uint8_t room[static HPKE_INFO_MAX])
{
	const char *tag = dap_version()->tag;
	uint8_t *end = wire_put_bytes(wire_put_bytes(room, tag, strlen(tag)), words, strlen(words));

	end = wire_put(wire_put(end, from, 1), to, 1);
	return (struct hpke_bytes){room, (size_t)(end - room)};
}

struct hpke_bytes hpke_info_input_share(enum hpke_role to, uint8_t room[static HPKE_INFO_MAX])
{
	return info(" input share", HPKE_CLIENT, to, room);
}

struct hpke_bytes hpke_info_aggregate_share(enum hpke_role from, uint8_t room[static HPKE_INFO_MAX])
{
	return info(" aggregate share", from, HPKE_COLLECTOR, room);
}
