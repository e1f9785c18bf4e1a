/*
 * The key file out of a stranger's hand: what is taken costs no more than a derivation may, is the file that we would
 * write, and opens to nothing but the one master key and the one mark that were put into it.
 */
#include <string.h>

#include <sodium.h>

#include <evenkeel/keys.h>

#include "fuzz/fuzz.h"

#define PASSPHRASE "a passphrase for fuzzing"

/* The good file, as bytes, and what is inside. */
static uint8_t good[KEYS_SIZE_MAX], master[VAULT_MASTER_SIZE];
static size_t good_size;
static struct vault_keys vault;
static const struct keys_mark good_mark = {.g = 1, .e = 7, .n = 140, .hash = {5, 6, 7}};

static void prepare(void)
{
	static const uint8_t nonce[VAULT_NONCE_SIZE] = {9};
	struct keys keys = {.version = KEYS_VERSION, .slot_count = 2};
	uint8_t key_key[VAULT_KEY_SIZE];

	FUZZ_CHECK(vault_start(NULL) == 0);
	memset(master, 0x5a, sizeof(master));
	vault_derive(master, &vault);
	memcpy(keys.pk, vault.pk, sizeof(keys.pk));
	for (uint8_t i = 0; i < 2; i++) {
		struct keys_slot *slot = &keys.slots[i];
		*slot = (struct keys_slot){.type = (uint8_t)(KEYS_PASSPHRASE + i),
					   .algorithm = KEYS_ARGON2ID13,
					   .flags = KEYS_TEST_KDF,
					   .ops = KEYS_TEST_OPS,
					   .mem_kib = KEYS_TEST_MEM_KIB,
					   .salt = {i},
					   .nonce = {i}};
		FUZZ_CHECK(vault_passphrase_key(PASSPHRASE, strlen(PASSPHRASE), slot->ops, slot->mem_kib, slot->salt,
						key_key, NULL) == 0);
		keys_slot_seal(&keys, slot, key_key, master);
	}
	keys_mark_seal(&keys, &vault, nonce, &good_mark);
	good_size = keys_encode(&keys, good);
}

static void fix_checksum(uint8_t *bytes, size_t size)
{
	if (size > KEYS_CHECKSUM_SIZE)
		crypto_generichash(bytes + size - KEYS_CHECKSUM_SIZE, KEYS_CHECKSUM_SIZE, bytes,
				   size - KEYS_CHECKSUM_SIZE, NULL, 0);
}

/* Before anything is allocated for them. */
static void check_costs(const struct keys *keys)
{
	for (unsigned i = 0; i < keys->slot_count; i++) {
		const struct keys_slot *slot = &keys->slots[i];
		if (slot->flags & KEYS_TEST_KDF)
			FUZZ_CHECK(slot->ops == 1 && slot->mem_kib == 8);
		else
			FUZZ_CHECK(slot->ops >= 3 && slot->ops <= 16 && slot->mem_kib >= 256 * 1024 &&
				   slot->mem_kib <= 1024 * 1024);
	}
}

static bool is_cheap(const struct keys *keys)
{
	for (unsigned i = 0; i < keys->slot_count; i++)
		if (!(keys->slots[i].flags & KEYS_TEST_KDF))
			return false;
	return true;
}

static void check(const uint8_t *bytes, size_t size)
{
	uint8_t again[KEYS_SIZE_MAX], got[VAULT_MASTER_SIZE];
	struct keys keys;
	struct keys_mark mark;
	struct error err = {0};

	if (keys_decode(bytes, size, &keys, &err) != 0) {
		FUZZ_CHECK(err.kind == ERROR_DAMAGED && err.message[0]);
		return;
	}
	FUZZ_CHECK(keys.slot_count >= 1 && keys.slot_count <= KEYS_SLOTS_MAX);
	check_costs(&keys);
	FUZZ_CHECK(keys_encode(&keys, again) == size && memcmp(again, bytes, size) == 0);
	int r = keys_mark_open(&keys, &vault, &mark);
	FUZZ_CHECK(r == 0 || r == -1 || r == KEYS_NO_MARK);
	if (r == 0)
		FUZZ_CHECK(mark.g == good_mark.g && mark.e == good_mark.e && mark.n == good_mark.n &&
			   memcmp(mark.hash, good_mark.hash, sizeof(mark.hash)) == 0);
	if (!is_cheap(&keys))
		return;
	r = keys_open(&keys, PASSPHRASE, strlen(PASSPHRASE), got, &err);
	FUZZ_CHECK(r == 0 || r == KEYS_WRONG_PASSPHRASE);
	if (r == 0)
		FUZZ_CHECK(memcmp(got, master, sizeof(master)) == 0 && memcmp(keys.pk, vault.pk, sizeof(keys.pk)) == 0);
}

/* The good file with bytes changed at places, each three bytes of input: two of place, one of value. */
static size_t edit(const uint8_t *bytes, size_t size, uint8_t ret[static KEYS_SIZE_MAX])
{
	memcpy(ret, good, good_size);
	for (; size >= 3; bytes += 3, size -= 3)
		ret[(bytes[0] | bytes[1] << 8) % good_size] = bytes[2];
	fix_checksum(ret, good_size);
	return good_size;
}

int FUZZ_TARGET(fuzz_keys)(const uint8_t *bytes, size_t size)
{
	uint8_t copy[KEYS_SIZE_MAX];

	if (!good_size)
		prepare();
	check(bytes, size);
	if (size == 0)
		return 0;
	if (bytes[0] & 1) {
		check(copy, edit(bytes + 1, size - 1, copy));
	} else if (size - 1 <= sizeof(copy)) {
		memcpy(copy, bytes + 1, size - 1);
		fix_checksum(copy, size - 1);
		check(copy, size - 1);
	}
	return 0;
}
