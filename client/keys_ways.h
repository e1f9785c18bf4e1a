/* The parts of `evenkeel keys` that have a file of their own, and what they share. */
#ifndef CLIENT_KEYS_WAYS_H
#define CLIENT_KEYS_WAYS_H

#include "command.h"
#include "passphrase.h"

int keys_rotate(struct client *client, const struct command_call *call, struct error *err);
int keys_keyring(struct client *client, const struct command_call *call, struct error *err);

/* A paragraph to stdout. */
void keys_say(const struct client *client, const char *string);
/* 0, or -1: the outcomes of the store's functions in words. */
int keys_settle(int outcome, struct error *err);
/* The store, unlocked, and the passphrase that did it. A demo's keys are refused. */
int keys_open_store(struct client *client, struct store **ret, struct passphrase *ret_passphrase, struct error *err);

#endif
