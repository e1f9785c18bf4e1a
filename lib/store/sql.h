/* Every SQL statement of the store in one table; each is prepared once per connection and kept. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include <evenkeel/error.h>

enum { SQL_VERSION = 1 }; /* user_version */
#define SQL_OLDER 1       /* the tables are of an older version, and there is a way from it to ours */
#define SQL_BUSY 2        /* another connection is in the way for longer than was to be waited */

enum sql {
	SQL_BEGIN_WRITE,
	SQL_BEGIN_READ,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_HEAD,
	SQL_HAVE_CHAIN,
	SQL_ADD_CHAIN,
	SQL_ADD_EPOCH,
	SQL_ADD_ENTRY,
	SQL_ROTATE_CHAIN,
	SQL_ROTATE_EPOCH,
	SQL_ROTATE_KIND,
	SQL_CHAINS,
	SQL_EPOCHS,
	SQL_EPOCHS_AHEAD, /* the same, read by a second cursor */
	SQL_EPOCHS_FROM,
	SQL_ENTRIES,
	SQL_ENTRY_COPY,
	SQL_ENTRY_NAMED,
	SQL_ENTRY_COUNT,
	SQL_REWRAP,
	SQL_EPOCH_OF,
	SQL_EPOCH_AFTER,
	SQL_ERASE_ENTRIES,
	SQL_ERASE_EPOCH,
	SQL_SET_EPOCH,
	SQL_SET_ENTRY,
	SQL_ACCEPT_CHAIN,
	SQL_COPY_INTO,
	SQL_COUNT,
};

/* One connection with its statements. All zeros: not open. */
struct sql_db {
	sqlite3 *handle;
	sqlite3_stmt *statements[SQL_COUNT];
	/* There was no room for the memory that connections share: this one keeps all others out, so close it after each use. */
	bool alone;
	int wait_ms; /* while it is being opened */
};

/*
 * Open the database at @path as every connection of ours is, after its application id and version were found right: a
 * foreign or newer one is refused by name and not touched. @immutable: on media that cannot be written.
 */
int sql_open(struct sql_db *ret, const char *path, bool immutable, struct error *err);
/* As sql_open, waiting @wait_ms at most: SQL_BUSY. */
int sql_open_within(struct sql_db *ret, const char *path, int wait_ms, struct error *err);
/* As sql_open, for a database that it called older. */
int sql_open_older(struct sql_db *ret, const char *path, struct error *err);
/* Make a new database at @path, which does not exist, with the schema in it, and leave it open. */
int sql_create(struct sql_db *ret, const char *path, struct error *err);
void sql_close(struct sql_db *db);
/* Before its file gets another name: -1 where some of it would be left in its log, under the old one. Closed in any case. */
int sql_close_whole(struct sql_db *db, struct error *err);

/* The statement, reset and without bindings' values changed; NULL with @err set. */
sqlite3_stmt *sql_statement(struct sql_db *db, enum sql id, struct error *err);
/* Run a statement without results. -1 with @err set. */
int sql_run(struct sql_db *db, sqlite3_stmt *statement, struct error *err);
int sql_execute(struct sql_db *db, const char *sql, struct error *err);
int sql_version(struct sql_db *db, int64_t *ret, struct error *err);
/* -1, ERROR_DAMAGED: a page or an index is not as it should be. */
int sql_integrity(struct sql_db *db, struct error *err);
int sql_simple(struct sql_db *db, enum sql id, struct error *err);
/* How long statements wait where another connection is in the way. */
void sql_patience(struct sql_db *db, int wait_ms);
/* Say what went wrong, from the connection's last error. Returns -1. */
int sql_error(struct sql_db *db, struct error *err);

#endif
