/* Plain rows of a check-in's size in SQLite, or in SQLCipher where it is installed, with the settings of the store. */
#ifndef BENCH_PLAIN_H
#define BENCH_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "figures.h"

struct plain;

/* Make the database @name and open it. */
struct plain *plain_open(const char *name, uint64_t rows);
/* The same in SQLCipher, or NULL. */
struct plain *plain_open_cipher(const char *name, uint64_t rows);
struct plain *plain_free(struct plain *plain);
/* Read all, of which there must be @rows. */
struct took plain_scan(struct plain *plain, uint64_t rows);

#endif
