#include <string.h>

#include <sodium.h>

#include <evenkeel/backup.h>

#include "file.h"
#include "rotation.h"

enum { PASSPHRASE_MAX = 1024 };

int slot_check_length(size_t length, struct error *err)
{
	if (length == 0 || length > PASSPHRASE_MAX)
		return error_set(err, ERROR_USAGE, "a passphrase has 1 to %d bytes", PASSPHRASE_MAX);
	return 0;
}

int keys_slot_make(const struct keys *keys, enum keys_slot_type type, uint16_t flags, const char *secret, size_t length,
		   const uint8_t master[static VAULT_MASTER_SIZE], struct keys_slot *ret, struct error *err)
{
	bool test = flags & KEYS_TEST_KDF;
	struct keys_slot slot = {
		.type = (uint8_t)type,
		.algorithm = KEYS_ARGON2ID13,
		.flags = flags,
		.ops = test ? KEYS_TEST_OPS : KEYS_OPS,
		.mem_kib = test ? KEYS_TEST_MEM_KIB : KEYS_MEM_KIB,
	};
	uint8_t *key_key = secret_new(VAULT_KEY_SIZE, NULL);

	randombytes_buf(slot.salt, sizeof(slot.salt));
	randombytes_buf(slot.nonce, sizeof(slot.nonce));
	int r = vault_passphrase_key(secret, length, slot.ops, slot.mem_kib, slot.salt, key_key, err);
	if (r == 0) {
		keys_slot_seal(keys, &slot, key_key, master);
		*ret = slot;
	}
	sodium_free(key_key);
	return r;
}

void slots_drop(struct keys *keys, enum keys_slot_type type)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < keys->slot_count; i++)
		if (keys->slots[i].type != type)
			keys->slots[kept++] = keys->slots[i];
	keys->slot_count = kept;
}

int slots_add(struct keys *keys, const struct keys_slot *slot, bool first, struct error *err)
{
	if (keys->slot_count == KEYS_SLOTS_MAX)
		return error_set(err, ERROR_FAILED, "the key file has no room for another way to open it");
	if (first)
		memmove(keys->slots + 1, keys->slots, keys->slot_count * sizeof(*keys->slots));
	keys->slots[first ? 0 : keys->slot_count] = *slot;
	keys->slot_count++;
	return 0;
}

/* One of the two files alone. */
static int read_file(const char *dir, const char *name, struct keys *ret)
{
	char path[PATH_SIZE];
	uint8_t bytes[KEYS_SIZE_MAX];
	size_t size;

	if (file_path(dir, name, path, NULL) || file_read(path, bytes, sizeof(bytes), &size, NULL))
		return -1;
	return keys_decode(bytes, size, ret, NULL);
}

int store_mend_backup(const char *dir, struct error *err)
{
	struct keys keys, backup;

	if (read_file(dir, KEYS_FILE, &keys))
		return 0;
	if (backup_renew_keys(dir, &keys, err))
		return -1;
	if (read_file(dir, KEYS_BACKUP_FILE, &backup) == 0) {
		memcpy(backup.mark, keys.mark, sizeof(backup.mark));
		uint8_t left[KEYS_SIZE_MAX], right[KEYS_SIZE_MAX];
		size_t size = keys_encode(&keys, left);
		if (keys_encode(&backup, right) == size && memcmp(left, right, size) == 0)
			return 0;
	}
	return keys_write(dir, KEYS_BACKUP_FILE, &keys, err);
}
