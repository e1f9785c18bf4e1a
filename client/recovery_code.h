/* The recovery code on the terminal: shown once, past every buffer that nobody wipes, and typed back. */
#ifndef CLIENT_RECOVERY_CODE_H
#define CLIENT_RECOVERY_CODE_H

#include "command.h"
#include "passphrase.h"

/* For rotate_confirm: @context is a struct recovery_talk. */
struct recovery_talk {
	const struct client *client;
	bool check;        /* have it typed back: three tries */
	const char *words; /* above the code */
	const char *lost;  /* what it means to lose both; NULL: a person's answers */
};
int recovery_confirm(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err);

/* --no-recovery-check, or a terminal to type on; else ERROR_USAGE. */
int recovery_can_check(bool skip, bool *ret_check, struct error *err);

/* A code as typed: from descriptor @fd, or (-1) asked for on the terminal, or the first line of the input. */
int recovery_read(int fd, struct passphrase *ret, struct error *err);

#endif
