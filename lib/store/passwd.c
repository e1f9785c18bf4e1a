/* Another passphrase, and the keyring's slot: M stays, the key file is replaced, then its second copy. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/backup.h>

#include "rotation.h"

static uint16_t slot_flags(const struct keys *keys)
{
	return (uint16_t)((keys_have_flag(keys, KEYS_TEST_KDF) ? KEYS_TEST_KDF : 0) |
			  (keys_have_flag(keys, KEYS_DEMO) ? KEYS_DEMO : 0));
}

static int check_writable(const struct store *store, struct error *err)
{
	return store->read_only ? error_set(err, ERROR_FAILED,
					    "the store in '%s' cannot be written: it is on read-only media", store->dir)
				: 0;
}

/* M, by the passphrase: what is in memory after an unlock does not hold it. */
static int open_master(struct store *store, const char *passphrase, size_t length, uint8_t *ret_master,
		       struct error *err)
{
	int r = store_unlock(store, passphrase, length, err);

	if (r)
		return r;
	r = keys_open(&store->keys, passphrase, length, ret_master, err);
	if (r == KEYS_WRONG_PASSPHRASE)
		return error_set(err, ERROR_LOCKED, "wrong passphrase"), STORE_WRONG_KEY;
	return r;
}

/* Under the write lock: @slot (or none) takes the place of all of its type. `keys` may have another mark by now. */
static int put_slot(struct store *store, enum keys_slot_type type, const struct keys_slot *slot, struct error *err)
{
	struct keys keys;

	if (store_reread_keys(store, err))
		return -1;
	keys = store->keys;
	slots_drop(&keys, type);
	if (slot && slots_add(&keys, slot, type == KEYS_PASSPHRASE, err))
		return -1;
	if (keys.slot_count == 0)
		return error_set(err, ERROR_FAILED, "nothing would open the store any more; nothing was changed");
	if (keys_write(store->dir, KEYS_FILE, &keys, err))
		return -1;
	store->keys = keys;
	/* Until then the second copy knows the old passphrase. */
	return keys_write(store->dir, KEYS_BACKUP_FILE, &keys, err) || backup_renew_keys(store->dir, &keys, err) ? -1
														 : 0;
}

static int change_slot(struct store *store, enum keys_slot_type type, const struct keys_slot *slot, struct error *err)
{
	int r = check_writable(store, err);

	if (r == 0)
		r = store_hold(store, err);
	if (r)
		return r;
	r = put_slot(store, type, slot, err);
	store_let_go(store);
	return r;
}

/* Give @secret a slot of @type, M being opened by the passphrase. */
static int set_slot(struct store *store, enum keys_slot_type type, const char *passphrase, size_t length,
		    const char *secret, size_t secret_length, struct error *err)
{
	uint8_t *master = secret_new(VAULT_MASTER_SIZE, NULL);
	struct keys_slot slot;
	int r = open_master(store, passphrase, length, master, err);

	if (r == 0)
		r = keys_slot_make(&store->keys, type, slot_flags(&store->keys), secret, secret_length, master, &slot,
				   err);
	sodium_free(master);
	return r ? r : change_slot(store, type, &slot, err);
}

int store_change_passphrase(struct store *store, const char *old, size_t old_length, const char *fresh,
			    size_t fresh_length, struct error *err)
{
	if (slot_check_length(fresh_length, err) || check_writable(store, err))
		return -1;
	return set_slot(store, KEYS_PASSPHRASE, old, old_length, fresh, fresh_length, err);
}

int store_keyring_on(struct store *store, const char *passphrase, size_t length, const char *secret,
		     size_t secret_length, struct error *err)
{
	if (slot_check_length(secret_length, err) || check_writable(store, err))
		return -1;
	return set_slot(store, KEYS_KEYRING, passphrase, length, secret, secret_length, err);
}

int store_keyring_off(struct store *store, struct error *err)
{
	return change_slot(store, KEYS_KEYRING, NULL, err);
}

bool store_has_keyring(const struct store *store)
{
	for (unsigned i = 0; i < store->keys.slot_count; i++)
		if (store->keys.slots[i].type == KEYS_KEYRING)
			return true;
	return false;
}
