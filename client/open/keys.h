/* The store's keys, for as long as pages need them: by what needs no asking, by a passphrase from the page or from a window; wiped. */
#ifndef CLIENT_OPEN_KEYS_H
#define CLIENT_OPEN_KEYS_H

#include "open.h"

/* Is the store open? Tries what needs no asking, once. */
bool keys_are_here(struct open *open);
/*
 * With @passphrase: 0; KEYS_WRONG; KEYS_WAIT, so many seconds in @ret_wait_s, since several wrong ones in turn have to wait longer and
 * longer; -1. Blocks for as long as Argon2id takes.
 */
#define KEYS_WRONG 1
#define KEYS_WAIT 2
int keys_try(struct open *open, const struct passphrase *passphrase, int *ret_wait_s, struct error *err);
void keys_forget(struct open *open);

#endif
