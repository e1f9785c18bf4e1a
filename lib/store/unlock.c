/* The key file of a store that is open: read anew, and opened with what the person knows. */
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include "internal.h"
#include "lock.h"
#include "rotation.h"

/*
 * The person rotated the keys: the seal is for the new ones too, in a generation that only a rotation begins. Who only appends goes
 * on with them; who has the old ones in hand has to unlock anew.
 */
static bool was_rotated(struct store *store, const struct keys *keys)
{
	struct seal *seal = secret_new(sizeof(*seal), NULL);
	bool rotated = !store->unlocked && seal_read(store->seal_path, seal, NULL, NULL) == 0 && seal->g > 0 &&
		       memcmp(seal->pk, keys->pk, sizeof(keys->pk)) == 0;

	sodium_free(seal);
	if (rotated)
		store_forget_epoch(store);
	return rotated;
}

int store_reread_keys(struct store *store, struct error *err)
{
	struct keys keys;
	int r = keys_read(store->dir, &keys, err);

	if (r == KEYS_ABSENT)
		return store_keys_lost(store, err);
	if (r)
		return r;
	if (memcmp(keys.pk, store->keys.pk, sizeof(keys.pk)) && !was_rotated(store, &keys))
		return error_set(err, ERROR_DAMAGED,
				 "the key file in '%s' was exchanged for another; open the store anew", store->dir);
	store->keys = keys;
	return 0;
}

/* What a crash left half done of the key files is finished first. */
static int settle_keys(struct store *store, struct error *err)
{
	if (store->read_only || store->lock_held)
		return 0;
	bool pending = rotation_pending(store->dir);
	if (lock_take(store->lock_fd, LOCK_EX, pending ? STORE_WAIT_MS : 0, pending ? err : NULL))
		return pending ? -1 : 0;
	int r = rotation_settle(store->dir, err);
	if (r == 0)
		rotation_sweep(store->dir);
	if (r == 0)
		store_mend_backup(store->dir, NULL);
	lock_release(store->lock_fd);
	return r;
}

static int unlock(struct store *store, enum keys_slot_type type, const char *secret, size_t length, struct error *err)
{
	struct vault_keys *vault = &store->secrets->vault;

	if (settle_keys(store, err) || store_reread_keys(store, err))
		return -1;
	int r = keys_open_type(&store->keys, type, secret, length, store->secrets->plain, err);
	if (r == KEYS_WRONG_PASSPHRASE)
		return error_set(err, ERROR_LOCKED, "wrong passphrase"), STORE_WRONG_KEY;
	if (r)
		return -1;
	vault_derive(store->secrets->plain, vault);
	sodium_memzero(store->secrets->plain, sizeof(store->secrets->plain));
	if (sodium_memcmp(vault->pk, store->keys.pk, sizeof(vault->pk))) {
		sodium_memzero(vault, sizeof(*vault));
		return error_set(err, ERROR_DAMAGED, "the key file is damaged: its keys do not belong together");
	}
	store->unlocked = true;
	return 0;
}

int store_unlock(struct store *store, const char *passphrase, size_t length, struct error *err)
{
	return unlock(store, KEYS_PASSPHRASE, passphrase, length, err);
}

int store_unlock_keyring(struct store *store, const char *secret, size_t length, struct error *err)
{
	return unlock(store, KEYS_KEYRING, secret, length, err);
}
