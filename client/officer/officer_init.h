/* The parts of `evenkeel officer init`. */
#ifndef CLIENT_OFFICER_OFFICER_INIT_H
#define CLIENT_OFFICER_OFFICER_INIT_H

#include "office_make.h"
#include "office_own.h"

/* --peer FILE */
int officer_peer(const struct client *client, const struct command_call *call, struct error *err);
/* .ekp from a shared folder: 0; 1: there is none; -1 */
int officer_read_public(const char *path, struct office_public *ret, struct error *err);
/* @words with the party's name for its %s, and its digits. */
void officer_show(const struct client *client, const struct office_public *party, const char *words);
int officer_new_passphrase(const struct command_call *call, struct passphrase *ret, struct error *err);

#endif
