/*
 * HPKE's structs from a stranger, by the first byte: a key configuration, which is read as it was written or not at all, or a
 * ciphertext, which opens if it is the one that was sealed, and if not, not; by 2 or 3, changes to that one: a place, what it is
 * changed by.
 */
#include <stdbool.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/hpke.h>
#include <evenkeel/mem.h>

#include "fuzz/fuzz.h"

static const char text[] = "a share";
enum { TEXT = sizeof(text), SEALED = HPKE_CIPHERTEXT_HEAD + TEXT + HPKE_TAG_SIZE };

static struct hpke_pair pair;
static uint8_t sealed[SEALED];

static struct hpke_bytes words(const char *string)
{
	return (struct hpke_bytes){(const uint8_t *)string, strlen(string)};
}

/* The same that test_fuzz_aggregate.c begins with. */
static void prepare(void)
{
	static const uint8_t seeds[2][HPKE_KEY_SIZE] = {{4}, {5}};
	uint8_t encapsulated[HPKE_KEY_SIZE];

	FUZZ_CHECK(sodium_init() >= 0);
	hpke_pair_init(&pair, seeds[0]);
	FUZZ_CHECK(hpke_seal(pair.public_key, seeds[1], words("info"), words("aad"),
			     (struct hpke_bytes){(const uint8_t *)text, TEXT}, encapsulated,
			     sealed + HPKE_CIPHERTEXT_HEAD) == 0);
	hpke_ciphertext_head(6, encapsulated, TEXT, sealed);
}

static void check_config(struct hpke_bytes bytes)
{
	struct hpke_config config;
	uint8_t again[HPKE_CONFIG_SIZE];
	int r = hpke_config_decode(bytes, &config);

	FUZZ_CHECK(r == 0 || r == -1 || r == HPKE_FOREIGN);
	if (r)
		return;
	hpke_config_encode(&config, again);
	FUZZ_CHECK(bytes.size == sizeof(again) && memcmp(bytes.bytes, again, sizeof(again)) == 0);
}

static void check_ciphertext(struct hpke_bytes bytes)
{
	uint8_t head[HPKE_CIPHERTEXT_HEAD];
	struct hpke_ciphertext ciphertext;
	size_t size;

	if (hpke_ciphertext_decode(bytes, &ciphertext, &size))
		return;
	FUZZ_CHECK(size <= bytes.size && size == hpke_ciphertext_size(ciphertext.sealed.size - HPKE_TAG_SIZE));
	FUZZ_CHECK(ciphertext.sealed.bytes + ciphertext.sealed.size == bytes.bytes + size);
	hpke_ciphertext_head(ciphertext.config_id, ciphertext.encapsulated, ciphertext.sealed.size - HPKE_TAG_SIZE,
			     head);
	FUZZ_CHECK(memcmp(head, bytes.bytes, sizeof(head)) == 0);
	uint8_t *plain _cleanup_free_ = mem_new(ciphertext.sealed.size, 1);
	bool opened =
		hpke_open(&pair, ciphertext.encapsulated, words("info"), words("aad"), ciphertext.sealed, plain) == 0;
	/* The id of the configuration is bound by what DAP puts into the associated data, not here. */
	bool same = size == SEALED && memcmp(bytes.bytes + 1, sealed + 1, SEALED - 1) == 0;
	FUZZ_CHECK(opened == same);
	FUZZ_CHECK(!opened || memcmp(plain, text, TEXT) == 0);
}

static void check_changed(const uint8_t *changes, size_t size)
{
	uint8_t bytes[SEALED];

	memcpy(bytes, sealed, sizeof(bytes));
	for (; size >= 2; changes += 2, size -= 2)
		bytes[changes[0] % SEALED] ^= changes[1];
	check_ciphertext((struct hpke_bytes){bytes, sizeof(bytes)});
}

int FUZZ_TARGET(fuzz_hpke)(const uint8_t *bytes, size_t size)
{
	if (sealed[2] == 0)
		prepare();
	if (size == 0)
		return 0;
	struct hpke_bytes rest = {bytes + 1, size - 1};
	if (bytes[0] & 2)
		check_changed(rest.bytes, rest.size);
	else if (bytes[0] & 1)
		check_config(rest);
	else
		check_ciphertext(rest);
	return 0;
}
