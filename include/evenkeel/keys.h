/*
 * The file `keys`: the public key, the mark of the last unlock, and M once for each way to open it. Checksummed, so
 * that damage and a wrong passphrase are told apart. `keys.bak` is its second copy. design/STORE.md, section 4.
 */
#ifndef EVENKEEL_KEYS_H
#define EVENKEEL_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/vault.h>

#define KEYS_FILE "keys"
#define KEYS_BACKUP_FILE "keys.bak"
#define KEYS_VERSION 1
#define KEYS_HEADER_SIZE 48
#define KEYS_SLOT_SIZE 88
#define KEYS_CHECKSUM_SIZE 16
#define KEYS_SLOTS_MAX 4
#define KEYS_SIZE_MAX (KEYS_HEADER_SIZE + VAULT_MARK_SIZE + KEYS_SLOTS_MAX * KEYS_SLOT_SIZE + KEYS_CHECKSUM_SIZE)

enum keys_slot_type { KEYS_PASSPHRASE = 1, KEYS_KEYRING = 2 };
enum keys_algorithm { KEYS_ARGON2ID13 = 2 };
enum keys_slot_flag { KEYS_TEST_KDF = 1, KEYS_DEMO = 2 };

enum {
	KEYS_OPS = 3, /* for new stores */
	KEYS_MEM_KIB = 256 * 1024,
	KEYS_TEST_OPS = 1,
	KEYS_TEST_MEM_KIB = 8,
};

struct keys_slot {
	uint8_t type, algorithm;
	uint16_t flags;
	uint32_t ops, mem_kib;
	uint8_t salt[VAULT_SALT_SIZE];
	uint8_t nonce[VAULT_NONCE_SIZE];
	uint8_t box[VAULT_MASTER_SIZE + VAULT_TAG_SIZE];
};

struct keys {
	uint16_t version;
	uint16_t slot_count;
	uint8_t pk[VAULT_KEY_SIZE];
	uint8_t mark[VAULT_MARK_SIZE]; /* zeros before the first unlock */
	struct keys_slot slots[KEYS_SLOTS_MAX];
};

struct keys_mark {
	uint32_t g, e;
	uint64_t n;
	uint8_t hash[VAULT_KEY_SIZE];
};

enum keys_outcome {
	KEYS_ABSENT = 1,           /* keys_read: neither file is there */
	KEYS_WRONG_PASSPHRASE = 2, /* keys_open */
	KEYS_NO_MARK = 3,          /* keys_mark_open: never unlocked */
};

/* Returns the size. */
size_t keys_encode(const struct keys *keys, uint8_t ret[static KEYS_SIZE_MAX]);
/* -1: damaged, of a newer version, or with derivation costs outside their limits; nothing is derived or allocated. */
int keys_decode(const uint8_t *bytes, size_t size, struct keys *ret, struct error *err);

/* Read `keys` in @dir, or `keys.bak` when it is gone or damaged. 0, KEYS_ABSENT, -1. */
int keys_read(const char *dir, struct keys *ret, struct error *err);
/* Whether file @name in @dir reads, by itself. */
bool keys_is_whole(const char *dir, const char *name);
/* Replace file @name in @dir by a new one: fsync, rename, fsync of the directory. */
int keys_write(const char *dir, const char *name, const struct keys *keys, struct error *err);

/* Seal M into @slot under @key_key; the slot's other fields and the file's version and pk are set already. */
void keys_slot_seal(const struct keys *keys, struct keys_slot *slot, const uint8_t key_key[static VAULT_KEY_SIZE],
		    const uint8_t master[static VAULT_MASTER_SIZE]);
/* The same whole: fresh salt and nonce, the derivation paid. @flags: enum keys_slot_flag. */
int keys_slot_make(const struct keys *keys, enum keys_slot_type type, uint16_t flags, const char *secret, size_t length,
		   const uint8_t master[static VAULT_MASTER_SIZE], struct keys_slot *ret, struct error *err);
/* Try the passphrase on each passphrase slot. 0, KEYS_WRONG_PASSPHRASE, -1. */
int keys_open(const struct keys *keys, const char *passphrase, size_t length,
	      uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err);
/* The same with the slots of @type. */
int keys_open_type(const struct keys *keys, enum keys_slot_type type, const char *secret, size_t length,
		   uint8_t ret_master[static VAULT_MASTER_SIZE], struct error *err);

void keys_mark_seal(struct keys *keys, const struct vault_keys *vault, const uint8_t nonce[static VAULT_NONCE_SIZE],
		    const struct keys_mark *mark);
/* 0, KEYS_NO_MARK, or -1 when it does not open. */
int keys_mark_open(const struct keys *keys, const struct vault_keys *vault, struct keys_mark *ret);

/* Any slot with the flag. */
bool keys_have_flag(const struct keys *keys, enum keys_slot_flag flag);

#endif
