#include <string.h>

#include <sodium.h>

#include "hpke_schedule.h"

/* What keeps the labels of the KEM and those of the rest apart (sections 4.1, 5.1). */
static const uint8_t kem_suite[] = {'K', 'E', 'M', 0x00, 0x20};
static const uint8_t whole_suite[] = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03};

static const struct hkdf_part kem = {kem_suite, sizeof(kem_suite)}, whole = {whole_suite, sizeof(whole_suite)};

static struct hkdf_part part_of(const char *string)
{
	return (struct hkdf_part){string, strlen(string)};
}

/* LabeledExtract and LabeledExpand, section 4. */
static void extract(struct hkdf_part suite, const uint8_t *salt, size_t salt_size, const char *label,
		    struct hkdf_part material, uint8_t ret[static HKDF_KEY_SIZE])
{
	const struct hkdf_part parts[] = {part_of("HPKE-v1"), suite, part_of(label), material};

	hkdf_extract(salt, salt_size, parts, 4, ret);
}

static void expand(struct hkdf_part suite, const uint8_t key[static HKDF_KEY_SIZE], const char *label,
		   struct hkdf_part info, uint8_t *ret, size_t size)
{
	const uint8_t length[2] = {(uint8_t)(size >> 8), (uint8_t)size};
	const struct hkdf_part parts[] = {{length, sizeof(length)}, part_of("HPKE-v1"), suite, part_of(label), info};

	hkdf_expand(key, parts, 5, ret, size);
}

void hpke_pair_init(struct hpke_pair *ret, const uint8_t seed[static HPKE_KEY_SIZE])
{
	uint8_t key[HKDF_KEY_SIZE];

	extract(kem, NULL, 0, "dkp_prk", (struct hkdf_part){seed, HPKE_KEY_SIZE}, key);
	expand(kem, key, "sk", (struct hkdf_part){NULL, 0}, ret->private_key, HPKE_KEY_SIZE);
	crypto_scalarmult_base(ret->public_key, ret->private_key);
	sodium_memzero(key, sizeof(key));
}

void hpke_pair_clear(struct hpke_pair *pair)
{
	sodium_memzero(pair, sizeof(*pair));
}

/* ExtractAndExpand of what two keys share; libsodium says when that is 0 (section 7.1.4). */
static int share_secret(const uint8_t *private_key, const uint8_t *public_key, const uint8_t *encapsulated,
			const uint8_t *receiver, uint8_t ret_secret[static HKDF_KEY_SIZE])
{
	uint8_t shared[HPKE_KEY_SIZE], key[HKDF_KEY_SIZE], context[2 * HPKE_KEY_SIZE];
	int r = crypto_scalarmult(shared, private_key, public_key);

	if (r == 0) {
		memcpy(context, encapsulated, HPKE_KEY_SIZE);
		memcpy(context + HPKE_KEY_SIZE, receiver, HPKE_KEY_SIZE);
		extract(kem, NULL, 0, "eae_prk", (struct hkdf_part){shared, sizeof(shared)}, key);
		expand(kem, key, "shared_secret", (struct hkdf_part){context, sizeof(context)}, ret_secret,
		       HKDF_KEY_SIZE);
	}
	sodium_memzero(shared, sizeof(shared));
	sodium_memzero(key, sizeof(key));
	return r;
}

int hpke_encapsulate(const uint8_t public_key[static HPKE_KEY_SIZE], const uint8_t seed[static HPKE_KEY_SIZE],
		     uint8_t ret_encapsulated[static HPKE_KEY_SIZE], uint8_t ret_secret[static HKDF_KEY_SIZE])
{
	struct hpke_pair once;

	hpke_pair_init(&once, seed);
	int r = share_secret(once.private_key, public_key, once.public_key, public_key, ret_secret);
	memcpy(ret_encapsulated, once.public_key, HPKE_KEY_SIZE);
	hpke_pair_clear(&once);
	return r;
}

int hpke_decapsulate(const struct hpke_pair *own, const uint8_t encapsulated[static HPKE_KEY_SIZE],
		     uint8_t ret_secret[static HKDF_KEY_SIZE])
{
	return share_secret(own->private_key, encapsulated, encapsulated, own->public_key, ret_secret);
}

/* Base mode: no pre-shared key, whose id is empty. */
void hpke_schedule(const uint8_t secret[static HKDF_KEY_SIZE], struct hpke_bytes info, struct hpke_schedule *ret)
{
	const struct hkdf_part none = {NULL, 0}, context = {ret->context, sizeof(ret->context)};

	ret->context[0] = 0;
	extract(whole, NULL, 0, "psk_id_hash", none, ret->context + 1);
	extract(whole, NULL, 0, "info_hash", (struct hkdf_part){info.bytes, info.size},
		ret->context + 1 + HKDF_KEY_SIZE);
	extract(whole, secret, HKDF_KEY_SIZE, "secret", none, ret->secret);
	expand(whole, ret->secret, "key", context, ret->key, sizeof(ret->key));
	expand(whole, ret->secret, "base_nonce", context, ret->nonce, sizeof(ret->nonce));
	expand(whole, ret->secret, "exp", context, ret->exporter, sizeof(ret->exporter));
}

void hpke_nonce(const struct hpke_schedule *schedule, uint64_t number, uint8_t ret[static HPKE_NONCE_SIZE])
{
	memcpy(ret, schedule->nonce, HPKE_NONCE_SIZE);
	for (int i = 0; i < 8; i++)
		ret[HPKE_NONCE_SIZE - 1 - i] ^= (uint8_t)(number >> (8 * i));
}

void hpke_export(const struct hpke_schedule *schedule, struct hpke_bytes context, uint8_t *ret, size_t size)
{
	expand(whole, schedule->exporter, "sec", (struct hkdf_part){context.bytes, context.size}, ret, size);
}
