/*
 * Everything that the store does to files: counts each operation, can make the N-th one fail, and calls somebody before and after each.
 * What goes by SQLite comes through a VFS that lies above the real one and is the default from shim_register() on; disarmed it
 * changes nothing, but that syncs return at once. What does not (keys, renames, backups) comes through the C library's functions, which the
 * linker turns to plain.c in the programs of this directory; it counts where `below` says so.
 */
#ifndef FAULTS_SHIM_H
#define FAULTS_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

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
	SHIM_MAP = 1 << 8, /* shared memory */
	SHIM_RENAME = 1 << 9,
	SHIM_MAKE = 1 << 10, /* a directory */
	SHIM_LOCK = 1 << 11, /* of shared memory; never counted among the rest */
	SHIM_TIME = 1 << 12, /* a file's time is set; counted only where it is asked for by name */
};
#define SHIM_ALL (SHIM_LOCK - 1)
#define SHIM_CHANGES (SHIM_OPEN | SHIM_WRITE | SHIM_TRUNCATE | SHIM_SYNC | SHIM_DELETE | SHIM_RENAME | SHIM_MAKE)

/* What happens to a file, before it happens. */
struct shim_event {
	enum shim_op op;
	const char *path;   /* "" for a file without a name */
	const char *to;     /* RENAME */
	bool exchange;      /* RENAME: the other name becomes this one */
	unsigned long file; /* which opening of it; 0: by its path alone */
	bool plain;         /* not by SQLite */
	bool is_directory;  /* SYNC: it is one */
	bool created;       /* OPEN: it is new */
	bool directory;     /* SYNC, DELETE: and the directory is synced with it */
	const void *bytes;
	sqlite3_int64 offset; /* TRUNCATE: the new size */
	int size;
	struct timespec time; /* TIME */
};
/* Whether it brings a change; opening does where it makes the file. */
bool shim_is_change(const struct shim_event *event);

/* All zeros: nothing. Set and reset whole by whoever tests. */
struct shim {
	unsigned ops;                                                  /* which to count and to fail */
	long at;                                                       /* the first that fails, from 1; 0: none */
	bool for_good;                                                 /* and all after it */
	bool short_reads;                                              /* reads do not fail, they end early */
	bool full;                                                     /* writes fail for want of room */
	const char *below;                                             /* plain files below this directory count, too */
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

/* For plain.c: whether this operation is to fail, and that it went well. */
bool shim_fails(const struct shim_event *event);
void shim_done(const struct shim_event *event);
unsigned long shim_next_file(void);

#endif
