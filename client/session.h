/* Passphrases for the commands that need them themselves, not only an open store. */
#ifndef CLIENT_SESSION_H
#define CLIENT_SESSION_H

#include <stdbool.h>

#include <evenkeel/rotate.h>
#include <evenkeel/store.h>

#include "command.h"
#include "passphrase.h"

/* The one that opens the store, from the usual sources but the keyring. */
int session_passphrase(struct passphrase *ret, struct error *err);
/* A new one: from @fd if not negative, from the environment's sources if @environment, else asked for twice. */
int session_new_passphrase(int fd, bool environment, struct passphrase *ret, struct error *err);

/*
 * Open @store by what needs no asking: a demo's own passphrase, the environment's sources, the keyring. 0; PASSPHRASE_NO_SOURCE where none
 * of them opens it; -1, also for a wrong one that was given.
 */
int session_open_unasked(const struct client *client, struct store *store, struct error *err);
/* With @passphrase: 0, STORE_WRONG_KEY with its message, -1. */
int session_open_with(struct store *store, const struct passphrase *passphrase, struct error *err);

#endif
