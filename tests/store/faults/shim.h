/*
 * A file system for SQLite, and so for the whole store, that counts each operation and can make the N-th one fail, or call somebody
 * before each. It lies above the real one and is the default VFS from shim_register() on; disarmed it changes nothing.
 */
#ifndef FAULTS_SHIM_H
#define FAULTS_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

enum shim_op {
	SHIM_OPEN = 1 << 0,
	SHIM_READ = 1 << 1,
	SHIM_WRITE = 1 << 2,
	SHIM_TRUNCATE = 1 << 3,
	SHIM_SYNC = 1 << 4,
	SHIM_DELETE = 1 << 5,
	SHIM_ACCESS = 1 << 6,
	SHIM_SIZE = 1 << 7,
	SHIM_MAP = 1 << 8,  /* shared memory */
	SHIM_LOCK = 1 << 9, /* of shared memory; never counted among the rest */
};
#define SHIM_ALL (SHIM_LOCK - 1)
#define SHIM_CHANGES (SHIM_OPEN | SHIM_WRITE | SHIM_TRUNCATE | SHIM_SYNC | SHIM_DELETE)

/* What happens to a file, before it happens. @name is without its directory. */
struct shim_event {
	enum shim_op op;
	const char *name;
	int flags; /* how the file was opened */
	bool created;
	const void *bytes;
	sqlite3_int64 offset; /* TRUNCATE: the new size */
	int size;
};

/* All zeros: nothing. Set and reset whole by whoever tests. */
struct shim {
	unsigned ops;                                                  /* which to count and to fail */
	long at;                                                       /* the first that fails, from 1; 0: none */
	bool for_good;                                                 /* and all after it */
	bool short_reads;                                              /* reads do not fail, they end early */
	bool full;                                                     /* writes fail for want of room */
	long count;                                                    /* of @ops since it was armed */
	long hits;                                                     /* how many failed */
	void (*before)(void *context, const struct shim_event *event); /* not called while it runs */
	void (*after)(void *context, const struct shim_event *event);  /* where it went well */
	void *context;
	bool normal_synchronous; /* connections get synchronous=NORMAL whatever they ask for */
};
extern struct shim shim;

/* Once in a program. */
void shim_register(void);

#endif
