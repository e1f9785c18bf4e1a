/* A copy of database and keys, as a backup is. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "internal.h"

/* Into @dir (made if missing). What is there is replaced once the new files are durable. */
int copy_store(struct sql_db *db, const struct keys *keys, const char *dir, struct error *err);

#endif
