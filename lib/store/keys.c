#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/i18n.h>
#include <evenkeel/keys.h>

#include "bytes.h"
#include "file.h"

static const char magic[8] = {'E', 'V', 'K', 'K', 'E', 'Y', 'S', '1'};
static const char mark_label[8] = {'E', 'V', 'K', 'M', 'A', 'R', 'K', '1'};

enum {
	SLOT_CLEAR_SIZE = 32, /* what stands before the nonce and is authenticated */
	OPS_MIN = 3,
	OPS_MAX = 16,
	MEM_KIB_MIN = 256 * 1024,
	MEM_KIB_MAX = 1024 * 1024,
	FLAGS_KNOWN = KEYS_TEST_KDF | KEYS_DEMO,
};

static uint8_t *encode_slot(const struct keys_slot *slot, uint8_t *at)
{
	*at++ = slot->type;
	*at++ = slot->algorithm;
	at = put_u32(put_u32(put_u32(put_u16(at, slot->flags), slot->ops), slot->mem_kib), 0);
	at = put_bytes(at, slot->salt, sizeof(slot->salt));
	at = put_bytes(at, slot->nonce, sizeof(slot->nonce));
	return put_bytes(at, slot->box, sizeof(slot->box));
}

size_t keys_encode(const struct keys *keys, uint8_t ret[static KEYS_SIZE_MAX])
{
	uint8_t *at = put_bytes(ret, magic, sizeof(magic));

	assert(keys->slot_count <= KEYS_SLOTS_MAX);
	at = put_u32(put_u16(put_u16(at, keys->version), keys->slot_count), 0);
	at = put_bytes(at, keys->pk, sizeof(keys->pk));
	at = put_bytes(at, keys->mark, sizeof(keys->mark));
	for (unsigned i = 0; i < keys->slot_count; i++)
		at = encode_slot(&keys->slots[i], at);
	crypto_generichash(at, KEYS_CHECKSUM_SIZE, ret, (size_t)(at - ret), NULL, 0);
	return (size_t)(at - ret) + KEYS_CHECKSUM_SIZE;
}

/* What a derivation may cost, before anything is allocated for it. */
static int check_costs(const struct keys_slot *slot, struct error *err)
{
	if (slot->flags & KEYS_TEST_KDF) {
		if (slot->ops == KEYS_TEST_OPS && slot->mem_kib == KEYS_TEST_MEM_KIB)
			return 0;
	} else if (slot->ops >= OPS_MIN && slot->ops <= OPS_MAX && slot->mem_kib >= MEM_KIB_MIN &&
		   slot->mem_kib <= MEM_KIB_MAX && !(slot->flags & KEYS_DEMO)) {
		return 0;
	}
	return error_set(
		err, ERROR_DAMAGED,
		"the key file asks for a key derivation outside the limits (%u passes, %u KiB); it was changed",
		(unsigned)slot->ops, (unsigned)slot->mem_kib);
}

static int decode_slot(const uint8_t *at, struct keys_slot *ret, struct error *err)
{
	*ret = (struct keys_slot){
		.type = at[0],
		.algorithm = at[1],
		.flags = get_u16(at + 2),
		.ops = get_u32(at + 4),
		.mem_kib = get_u32(at + 8),
	};
	memcpy(ret->salt, at + 16, sizeof(ret->salt));
	memcpy(ret->nonce, at + SLOT_CLEAR_SIZE, sizeof(ret->nonce));
	memcpy(ret->box, at + SLOT_CLEAR_SIZE + VAULT_NONCE_SIZE, sizeof(ret->box));
	if (get_u32(at + 12))
		return error_set(err, ERROR_DAMAGED, "the key file is damaged: a reserved field is not zero");
	if ((ret->type != KEYS_PASSPHRASE && ret->type != KEYS_KEYRING) || ret->algorithm != KEYS_ARGON2ID13 ||
	    (ret->flags & ~FLAGS_KNOWN))
		return error_set(err, ERROR_DAMAGED,
				 "the key file holds a kind of slot that this version does not know");
	return check_costs(ret, err);
}

int keys_decode(const uint8_t *bytes, size_t size, struct keys *ret, struct error *err)
{
	uint8_t checksum[KEYS_CHECKSUM_SIZE];
	size_t fixed = KEYS_HEADER_SIZE + VAULT_MARK_SIZE + KEYS_CHECKSUM_SIZE;

	if (size < fixed + KEYS_SLOT_SIZE || size > KEYS_SIZE_MAX || (size - fixed) % KEYS_SLOT_SIZE ||
	    memcmp(bytes, magic, sizeof(magic)))
		return error_set(err, ERROR_DAMAGED, "the key file is damaged: it is not a key file of Evenkeel");
	crypto_generichash(checksum, sizeof(checksum), bytes, size - sizeof(checksum), NULL, 0);
	if (memcmp(checksum, bytes + size - sizeof(checksum), sizeof(checksum)))
		return error_set(err, ERROR_DAMAGED, "the key file is damaged: its checksum is wrong");
	*ret = (struct keys){.version = get_u16(bytes + 8), .slot_count = get_u16(bytes + 10)};
	if (ret->version != KEYS_VERSION)
		return error_set(err, ERROR_DAMAGED,
				 "the key file has version %u; this program knows version %d; update it",
				 (unsigned)ret->version, KEYS_VERSION);
	if (get_u32(bytes + 12) || ret->slot_count != (size - fixed) / KEYS_SLOT_SIZE)
		return error_set(err, ERROR_DAMAGED, "the key file is damaged: its header does not fit its length");
	memcpy(ret->pk, bytes + 16, sizeof(ret->pk));
	memcpy(ret->mark, bytes + KEYS_HEADER_SIZE, sizeof(ret->mark));
	for (unsigned i = 0; i < ret->slot_count; i++)
		if (decode_slot(bytes + KEYS_HEADER_SIZE + VAULT_MARK_SIZE + i * KEYS_SLOT_SIZE, &ret->slots[i], err))
			return -1;
	return 0;
}

static bool is_newer(const uint8_t *bytes, size_t size)
{
	return size > KEYS_HEADER_SIZE && memcmp(bytes, magic, sizeof(magic)) == 0 && get_u16(bytes + 8) > KEYS_VERSION;
}

static int say_what_to_do(const char *path, struct error *err)
{
	return error_prefix(err,
			    _("'%s' does not read; put it back from a backup, or make it anew from the recovery code "
			      "with 'evenkeel keys recover'"),
			    path);
}

static int read_one(const char *dir, const char *name, struct keys *ret, struct error *err)
{
	char path[PATH_SIZE];
	uint8_t bytes[KEYS_SIZE_MAX];
	size_t size;

	if (file_path(dir, name, path, err))
		return -1;
	int r = file_read(path, bytes, sizeof(bytes), &size, err);
	if (r)
		return r == FILE_ABSENT ? KEYS_ABSENT : -1;
	r = keys_decode(bytes, size, ret, err);
	return r == 0 || is_newer(bytes, size) ? r : say_what_to_do(path, err);
}

bool keys_is_whole(const char *dir, const char *name)
{
	struct keys keys;

	return read_one(dir, name, &keys, NULL) == 0;
}

/* A symlink or another user's file is no damage that a second copy would mend. */
static int check_one(const char *dir, const char *name, struct error *err)
{
	char path[PATH_SIZE];

	return file_path(dir, name, path, err) || file_check(path, err) < 0 ? -1 : 0;
}

int keys_read(const char *dir, struct keys *ret, struct error *err)
{
	struct keys found;

	if (check_one(dir, KEYS_FILE, err) || check_one(dir, KEYS_BACKUP_FILE, err))
		return -1;
	int r = read_one(dir, KEYS_FILE, &found, err);

	if (r) {
		int backup = read_one(dir, KEYS_BACKUP_FILE, &found, r < 0 ? NULL : err);
		if (backup)
			return r == KEYS_ABSENT ? backup : r;
	}
	*ret = found;
	return 0;
}

int keys_write(const char *dir, const char *name, const struct keys *keys, struct error *err)
{
	uint8_t bytes[KEYS_SIZE_MAX];

	return file_replace(dir, name, bytes, keys_encode(keys, bytes), err);
}

/* "EVKKEYS1" | ver | pk | the slot's first 32 bytes. */
enum { SLOT_AAD_SIZE = 8 + 2 + VAULT_KEY_SIZE + SLOT_CLEAR_SIZE };

static void slot_aad(const struct keys *keys, const struct keys_slot *slot, uint8_t ret[static SLOT_AAD_SIZE])
{
	uint8_t bytes[KEYS_SLOT_SIZE];

	encode_slot(slot, bytes);
	put_bytes(put_bytes(put_u16(put_bytes(ret, magic, sizeof(magic)), keys->version), keys->pk, sizeof(keys->pk)),
		  bytes, SLOT_CLEAR_SIZE);
}

void keys_slot_seal(const struct keys *keys, struct keys_slot *slot, const uint8_t key_key[static VAULT_KEY_SIZE],
		    const uint8_t master[static VAULT_MASTER_SIZE])
{
	uint8_t aad[SLOT_AAD_SIZE];

	slot_aad(keys, slot, aad);
	vault_seal(key_key, slot->nonce, aad, sizeof(aad), master, VAULT_MASTER_SIZE, slot->box);
}

static int open_slot(const struct keys *keys, const struct keys_slot *slot, const char *passphrase, size_t length,
		     uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err)
{
	uint8_t aad[SLOT_AAD_SIZE], key_key[VAULT_KEY_SIZE];

	if (vault_passphrase_key(passphrase, length, slot->ops, slot->mem_kib, slot->salt, key_key, err))
		return -1;
	slot_aad(keys, slot, aad);
	int r = vault_open(key_key, slot->nonce, aad, sizeof(aad), slot->box, sizeof(slot->box), ret_master);
	sodium_memzero(key_key, sizeof(key_key));
	return r ? KEYS_WRONG_PASSPHRASE : 0;
}

int keys_open_type(const struct keys *keys, enum keys_slot_type type, const char *secret, size_t length,
		   uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err)
{
	for (unsigned i = 0; i < keys->slot_count; i++) {
		if (keys->slots[i].type != type)
			continue;
		int r = open_slot(keys, &keys->slots[i], secret, length, ret_master, err);
		if (r != KEYS_WRONG_PASSPHRASE)
			return r;
	}
	return KEYS_WRONG_PASSPHRASE;
}

int keys_open(const struct keys *keys, const char *passphrase, size_t length,
	      uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err)
{
	return keys_open_type(keys, KEYS_PASSPHRASE, passphrase, length, ret_master, err);
}

enum { MARK_AAD_SIZE = 8 + VAULT_KEY_SIZE };

static void mark_aad(const struct keys *keys, uint8_t ret[static MARK_AAD_SIZE])
{
	put_bytes(put_bytes(ret, mark_label, sizeof(mark_label)), keys->pk, sizeof(keys->pk));
}

void keys_mark_seal(struct keys *keys, const struct vault_keys *vault, const uint8_t nonce[static VAULT_NONCE_SIZE],
		    const struct keys_mark *mark)
{
	uint8_t aad[MARK_AAD_SIZE], plain[VAULT_MARK_PLAIN_SIZE];

	put_bytes(put_u64(put_u32(put_u32(plain, mark->g), mark->e), mark->n), mark->hash, sizeof(mark->hash));
	mark_aad(keys, aad);
	memcpy(keys->mark, nonce, VAULT_NONCE_SIZE);
	vault_seal(vault->reader, nonce, aad, sizeof(aad), plain, sizeof(plain), keys->mark + VAULT_NONCE_SIZE);
	sodium_memzero(plain, sizeof(plain));
}

int keys_mark_open(const struct keys *keys, const struct vault_keys *vault, struct keys_mark *ret)
{
	uint8_t aad[MARK_AAD_SIZE], plain[VAULT_MARK_PLAIN_SIZE];

	if (sodium_is_zero(keys->mark, sizeof(keys->mark)))
		return KEYS_NO_MARK;
	mark_aad(keys, aad);
	if (vault_open(vault->reader, keys->mark, aad, sizeof(aad), keys->mark + VAULT_NONCE_SIZE,
		       sizeof(keys->mark) - VAULT_NONCE_SIZE, plain))
		return -1;
	*ret = (struct keys_mark){.g = get_u32(plain), .e = get_u32(plain + 4), .n = get_u64(plain + 8)};
	memcpy(ret->hash, plain + 16, sizeof(ret->hash));
	sodium_memzero(plain, sizeof(plain));
	return 0;
}

bool keys_have_flag(const struct keys *keys, enum keys_slot_flag flag)
{
	for (unsigned i = 0; i < keys->slot_count; i++)
		if (keys->slots[i].flags & flag)
			return true;
	return false;
}
