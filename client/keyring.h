/*
 * The desktop's keyring, through the program `secret-tool`: a random secret for a second slot of the key file. Any program of the session
 * can read it while the keyring is unlocked, so it is off unless switched on, and never the only way in.
 *
 * Each slot has an item of its own, found by an attribute: a hash of the slot's salt. That salt is random, drawn anew with each slot, and
 * stands in clear in the key file, so whoever sees both learns that they belong together and nothing else: no path, nothing
 * that is derived from the keys, nothing that outlives the slot. A copy of the whole store has the same slot and the same item.
 */
#ifndef CLIENT_KEYRING_H
#define CLIENT_KEYRING_H

#include <stdbool.h>

#include "passphrase.h"

#define KEYRING_SECRET_SIZE 64 /* hexadecimal digits of 32 bytes */

/* Where a store's secret lies. */
struct keyring_item {
	char slot[33];
};
/* That of the key file in @dir; false: it has no such slot, or cannot be read. */
bool keyring_item(const char *dir, struct keyring_item *ret);

/* -1: none there, or no keyring. */
int keyring_lookup(const struct keyring_item *item, struct passphrase *ret);
/* A new random one. */
int keyring_secret(struct passphrase *ret, struct error *err);
/* -1 without a word about what follows from it. */
int keyring_store(const struct keyring_item *item, const struct passphrase *secret, struct error *err);
/* True when the item is gone. */
bool keyring_clear(const struct keyring_item *item);

#endif
