/*
 * Where a passphrase comes from: a file descriptor, a file that only its owner can read, the terminal without echo, or a window. Never an
 * argument or a variable's value. It lies in sodium memory from its first byte and is wiped by passphrase_free. design/STORE.md, section 6.
 */
#ifndef CLIENT_PASSPHRASE_H
#define CLIENT_PASSPHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/error.h>

#define PASSPHRASE_MOST 1024

struct passphrase {
	char *bytes; /* NULL = none */
	size_t length;
};

int passphrase_from_fd(int fd, struct passphrase *ret, struct error *err);
int passphrase_from_file(const char *path, struct passphrase *ret, struct error *err);
int passphrase_from_terminal(const char *prompt, struct passphrase *ret, struct error *err);
/* Asked for on the terminal, else in a window by pinentry. */
int passphrase_ask(const char *prompt, struct passphrase *ret, struct error *err);
/* Sodium memory for a passphrase, and for a byte too many, its newline and a NUL. */
int passphrase_make_room(struct passphrase *ret, struct error *err);
/* One newline at the end dropped, the NUL set; an empty or too long one is freed, -1. */
int passphrase_check(struct passphrase *passphrase, struct error *err);
/* EVENKEEL_PASSPHRASE_FD or EVENKEEL_PASSPHRASE_FILE: 0, -1, or PASSPHRASE_NO_SOURCE. */
#define PASSPHRASE_NO_SOURCE 1
bool passphrase_in_environment(void); /* is one of them given? */
int passphrase_from_environment(struct passphrase *ret, struct error *err);
void passphrase_free(struct passphrase *passphrase);

#endif
