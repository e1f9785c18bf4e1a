/* Files of an office's own: sealed under what follows from its master key, and bound to their names, so that none can stand for another. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/vault.h>

#include "office_own.h"

static const char magic[] = "EKO1";
enum { MAGIC = sizeof(magic) - 1, SEALED_HEAD = MAGIC + VAULT_NONCE_SIZE, SEALED_MOST = 64 << 20 };

int office_path(const struct office *office, const char *name, char ret[static PATH_SIZE], struct error *err)
{
	return office_join(office->dir, name, ret, err);
}

int office_join(const char *dir, const char *name, char ret[static PATH_SIZE], struct error *err)
{
	int length = snprintf(ret, PATH_SIZE, "%s/%s", dir, name);

	if (length < 0 || length >= PATH_SIZE)
		return error_set(err, ERROR_FAILED, "the path '%.60s…/%s' is too long", dir, name);
	return 0;
}

/* What is authenticated beside the bytes. */
static void associate(const char *name, struct text *ret)
{
	text_append(ret, "evenkeel office file 1|");
	text_append(ret, name);
}

int office_seal_at(const uint8_t key[static VAULT_KEY_SIZE], const char *path, const char *name, const void *bytes,
		   size_t size, struct error *err)
{
	_cleanup_(text_clear) struct text about = {0};
	size_t sealed_size = SEALED_HEAD + size + VAULT_TAG_SIZE;
	uint8_t *sealed _cleanup_free_ = mem_new(sealed_size, 1);

	associate(name, &about);
	memcpy(sealed, magic, MAGIC);
	randombytes_buf(sealed + MAGIC, VAULT_NONCE_SIZE);
	vault_seal(key, sealed + MAGIC, about.bytes, about.length, bytes, size, sealed + SEALED_HEAD);
	return file_write_bytes(path, sealed, sealed_size, 0600, err);
}

int office_seal_file(const struct office *office, const char *name, const void *bytes, size_t size, struct error *err)
{
	char path[PATH_SIZE];

	if (office_path(office, name, path, err))
		return -1;
	return office_seal_at(office->keys->seal, path, name, bytes, size, err);
}

static int damaged(const char *path, struct error *err)
{
	return error_set(err, ERROR_DAMAGED, "'%s' is damaged, or another office's; put it back from a backup", path);
}

static int open_bytes(const struct office *office, const char *name, const char *path, const struct file_bytes *sealed,
		      struct file_bytes *ret, struct error *err)
{
	_cleanup_(text_clear) struct text about = {0};

	if (sealed->size < SEALED_HEAD + VAULT_TAG_SIZE || memcmp(sealed->bytes, magic, MAGIC) != 0)
		return damaged(path, err);
	associate(name, &about);
	size_t size = sealed->size - SEALED_HEAD - VAULT_TAG_SIZE;
	struct file_bytes plain = {mem_new(size + 1, 1), size, size + 1};
	if (vault_open(office->keys->seal, sealed->bytes + MAGIC, about.bytes, about.length,
		       sealed->bytes + SEALED_HEAD, sealed->size - SEALED_HEAD, plain.bytes)) {
		file_bytes_wipe(&plain);
		return damaged(path, err);
	}
	*ret = plain;
	return 0;
}

int office_open_file(const struct office *office, const char *name, struct file_bytes *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes sealed = {0};
	char path[PATH_SIZE];

	if (office_path(office, name, path, err))
		return -1;
	int r = file_bytes_read_plain(path, SEALED_MOST, &sealed, err);
	return r ? r : open_bytes(office, name, path, &sealed, ret, err);
}
