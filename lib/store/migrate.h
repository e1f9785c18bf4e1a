/* Older tables brought up to what this version writes: a backup first, then all steps in one transaction. Blobs are opaque to them. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "internal.h"

/* One step, from user_version @from to @from + 1. */
struct migration {
	int from;
	const char *sql; /* NULL ends the table */
};
/* Version 1 is the first, so there are none yet; a test brings its own. */
extern const struct migration *store_migrations;

/* Whether steps lead from @version to @wanted. */
bool migrate_knows(int64_t version, int wanted);
/* The database of @store, which is not open; takes the write lock. 0, STORE_BUSY, -1. */
int migrate(struct store *store, struct error *err);

#endif
