/* Passphrases for the commands that need them themselves, not only an open store. */
#ifndef CLIENT_SESSION_H
#define CLIENT_SESSION_H

#include <stdbool.h>

#include <evenkeel/rotate.h>

#include "passphrase.h"

/* The one that opens the store, from the usual sources but the keyring. */
int session_passphrase(struct passphrase *ret, struct error *err);
/* A new one: from @fd if not negative, from the environment's sources if @environment, else asked for twice. */
int session_new_passphrase(int fd, bool environment, struct passphrase *ret, struct error *err);

#endif
