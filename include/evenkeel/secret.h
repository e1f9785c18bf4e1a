/*
 * Memory for keys and plain answers: libsodium's guarded pages, kept out of swap where the system lets us, and never handed to a child
 * process, so that what is wiped here is wiped everywhere. Freed, and wiped, by sodium_free.
 */
#ifndef EVENKEEL_SECRET_H
#define EVENKEEL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* @size zero bytes; *@ret_locked (may be NULL) says whether they are kept out of swap. Without memory the process ends. After vault_start. */
void *secret_new(size_t size, bool *ret_locked);

#endif
