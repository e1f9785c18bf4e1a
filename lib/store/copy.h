/*
 * Copies of database and keys, as a backup is one, and of the added questionnaires that the answers belong to.
 *
 * The copy that is kept in the store's directory changes places whole (swap.h): it is laid out in PLACE.new, the database first and the
 * questionnaires behind it, without the write lock, the keys last and under it. So PLACE holds what matches, all of it the old or
 * all of it the new, and what lies beside it is never taken for one.
 */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "internal.h"

#define COPY_OFF ".off" /* one that was called off, on its way out */

/*
 * The database of @db, all of it and of one moment, into @path: a new file, on disk when this returns, of the time @now (NULL: its own).
 * Needs no lock.
 */
int copy_database(struct sql_db *db, const char *path, const struct instant *now, struct error *err);

/* One in the making. Zeros: none. */
struct copy {
	char place[PATH_SIZE], work[PATH_SIZE];
	int fd; /* of the work directory; locked, which says that somebody is at it */
};
/* Under the write lock. What others left half done is cleared away. STORE_BUSY: somebody else is at it. */
int copy_begin(struct copy *ret, const char *place, struct error *err);
/* The database, as copy_database does, and the questionnaires beside PLACE. STORE_BUSY: it was called off meanwhile. */
int copy_fill(struct copy *copy, struct sql_db *db, const struct instant *now, struct error *err);
/* Under the write lock: with @keys it takes its place. STORE_BUSY: it was called off. */
int copy_publish(struct copy *copy, const struct keys *keys, struct error *err);
/* What was not published is removed. */
void copy_end(struct copy *copy);

/* All of it under the write lock, by one who holds it: begin, fill and publish. */
int copy_make(struct sql_db *db, const struct keys *keys, const char *place, struct error *err);
/* Under the write lock: PLACE.new goes, unless somebody is at it, and what was called off. */
int copy_sweep(const char *place, struct error *err);
/* One that is in the making, whoever is at it, comes to nothing. */
int copy_call_off(const char *place, struct error *err);
/* The pair goes, and whatever lies beside it; one that is in the making is called off. */
int copy_drop(const char *place, struct error *err);

#endif
