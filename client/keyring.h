/*
 * The desktop's keyring, through the program `secret-tool`: a random secret for a second slot of the key file. Any program of the session
 * can read it while the keyring is unlocked, so it is off unless switched on, and never the only way in.
 */
#ifndef CLIENT_KEYRING_H
#define CLIENT_KEYRING_H

#include <stdbool.h>

#include "passphrase.h"

#define KEYRING_SECRET_SIZE 64 /* hexadecimal digits of 32 bytes */

/* -1: none there, or no keyring. */
int keyring_lookup(struct passphrase *ret);
/* What is stored already, or a new random one. */
int keyring_secret(struct passphrase *ret, struct error *err);
int keyring_store(const struct passphrase *secret, struct error *err);
/* True when the item is gone. */
bool keyring_clear(void);

#endif
