/*
 * Keys over a store's life: another passphrase, the recovery code when it is lost, the keyring's slot, and rotation to a new M.
 *
 * M never changes but by rotation, so a changed passphrase touches the key file alone. A rotation's new M lies durable in `keys.new`
 * before anything depends on it; one step (a COMMIT, or the rename of the database) makes it count, and whoever comes next, with
 * or without the passphrase, finishes or drops what a crash left half done. design/STORE.md, section 7.
 */
#ifndef EVENKEEL_ROTATE_H
#define EVENKEEL_ROTATE_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/store.h>

/*
 * Seal M under @fresh instead of @old in `keys`, then `keys.bak`. 0, STORE_WRONG_KEY (@old does not open it), STORE_BUSY, -1.
 */
int store_change_passphrase(struct store *store, const char *old, size_t old_length, const char *fresh,
			    size_t fresh_length, struct error *err);

/* The keyring's slot: @secret opens the store beside the passphrase, never instead of it. Results as above. */
int store_keyring_on(struct store *store, const char *passphrase, size_t length, const char *secret,
		     size_t secret_length, struct error *err);
int store_keyring_off(struct store *store, struct error *err);
bool store_has_keyring(const struct store *store);
/* store_unlock with the keyring's secret. */
int store_unlock_keyring(struct store *store, const char *secret, size_t length, struct error *err);

/*
 * Build `keys` anew from the recovery code, with a new passphrase, even where `keys` and `keys.bak` are gone. @flags count only then. -1
 * with ERROR_LOCKED for a code with a slip or of another store; 0; STORE_EMPTY: no store in @dir; STORE_BUSY.
 */
int store_recover(const char *dir, const char *code, const char *passphrase, size_t length, enum store_flag flags,
		  struct error *err);

/* Shown the new code before anything is changed: -1 with @err set calls the rotation off. */
typedef int (*rotate_confirm)(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err);

struct rotate_order {
	const char *passphrase; /* opens the store from then on */
	size_t length;
	const char *keyring; /* so does this; NULL = no such slot from then on */
	size_t keyring_length;
	bool full; /* every row is sealed anew; else only what wraps their keys */
	struct instant now;
	int16_t zone_min;
	rotate_confirm confirm; /* may be NULL */
	void *context;
};
/*
 * Another M. The store is unlocked before, and unlocked with the new keys afterwards. Refused with ERROR_DAMAGED where it would cover up
 * that the store was cut, put back or exchanged. 0, STORE_BUSY, -1: then the old M counts as before.
 */
int store_rotate(struct store *store, const struct rotate_order *order, struct error *err);

/* store_create that shows the code to @confirm before anything is made; -1 there makes nothing. */
int store_create_confirmed(const char *dir, const char *passphrase, size_t length, enum store_flag flags,
			   struct instant now, rotate_confirm confirm, void *context, struct error *err);

#endif
