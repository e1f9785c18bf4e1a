#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "migrate.h"
#include "sql.h"
#include "vfs.h"

static const char schema[] =
#include "001_store.sql.h"
	;

enum { APPLICATION_ID = 0x45564B4C, CACHE_KIB = 512, OPEN_WAIT_MS = 2000 };

static const char *const statements[SQL_COUNT] = {
	[SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READ] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_HEAD] = "SELECT (SELECT max(g) FROM chain), (SELECT max(e) FROM epoch), (SELECT max(n) FROM entry)",
	[SQL_HAVE_CHAIN] = "SELECT 1 FROM chain WHERE g=?1",
	[SQL_ADD_CHAIN] = "INSERT INTO chain(g,first_e,first_n,kind,box) VALUES(?1,?2,?3,?4,?5)",
	[SQL_ADD_EPOCH] = "INSERT INTO epoch(e,g,first_n,box) VALUES(?1,?2,?3,?4)",
	[SQL_ADD_ENTRY] = "INSERT INTO entry(n,blob) VALUES(?1,?2)",
	[SQL_ROTATE_CHAIN] = "UPDATE chain SET kind=2,box=?1 WHERE g=?2",
	[SQL_ROTATE_EPOCH] = "UPDATE epoch SET box=?1 WHERE e=?2",
	[SQL_ROTATE_KIND] = "SELECT kind FROM chain WHERE g=?1",
	[SQL_CHAINS] = "SELECT g,first_e,first_n,kind,box FROM chain ORDER BY g",
	[SQL_EPOCHS] = "SELECT e,g,first_n,box FROM epoch WHERE e>=?1 ORDER BY e",
	[SQL_EPOCHS_AHEAD] = "SELECT e,g,first_n,box FROM epoch WHERE e>=?1 ORDER BY e",
	[SQL_EPOCHS_FROM] = "SELECT e,first_n FROM epoch WHERE e>=?1 ORDER BY e",
	[SQL_ENTRIES] = "SELECT n,blob FROM entry WHERE n>=?1 ORDER BY n",
	[SQL_ENTRY_COPY] = "SELECT 1 FROM entry WHERE n<>?1 AND blob=?2 LIMIT 1",
	[SQL_ENTRY_NAMED] = "SELECT 1 FROM entry WHERE substr(blob,1,16)=?1 LIMIT 1",
	[SQL_ENTRY_COUNT] = "SELECT count(*) FROM entry WHERE n BETWEEN ?1 AND ?2",
	[SQL_REWRAP] = "UPDATE epoch SET box=?1 WHERE e=?2 AND first_n=?3 AND length(box)=81",
	[SQL_EPOCH_OF] = "SELECT e,first_n,box FROM epoch WHERE first_n<=?1 ORDER BY first_n DESC LIMIT 1",
	[SQL_EPOCH_AFTER] = "SELECT min(first_n) FROM epoch WHERE first_n>?1",
	[SQL_ERASE_ENTRIES] = "DELETE FROM entry WHERE n BETWEEN ?1 AND ?2",
	[SQL_ERASE_EPOCH] = "DELETE FROM epoch WHERE e=?1",
	[SQL_SET_EPOCH] = "UPDATE epoch SET box=?1 WHERE e=?2",
	[SQL_SET_ENTRY] = "UPDATE entry SET blob=?1 WHERE n=?2",
	[SQL_COPY_INTO] = "VACUUM INTO ?1",
	[SQL_ACCEPT_CHAIN] = "UPDATE chain SET kind=2,box=?1 WHERE g=?2 AND kind=1",
};

void sql_patience(struct sql_db *db, int wait_ms)
{
	/* None after a database that was replaced could not be opened; store_refresh tries again. */
	if (db->handle)
		sqlite3_busy_timeout(db->handle, wait_ms);
}

int sql_error(struct sql_db *db, struct error *err)
{
	int code = db->handle ? sqlite3_extended_errcode(db->handle) : SQLITE_NOMEM;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return error_set(err, ERROR_FAILED, "the disk is full; make room, nothing that was stored is lost");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_set(err, ERROR_DAMAGED,
				 "the database 'store.db' is damaged (%s); restore it from a backup",
				 sqlite3_errmsg(db->handle));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return error_set(err, ERROR_FAILED, "another program holds the database 'store.db'; try again");
	case SQLITE_READONLY:
		return error_set(err, ERROR_FAILED, "the database 'store.db' cannot be written: it is read-only");
	case SQLITE_NOMEM:
		return error_set(err, ERROR_FAILED, "not enough memory for the database 'store.db'");
	default:
		return error_set(err, ERROR_FAILED, "the database 'store.db' does not work: %s (%d)",
				 sqlite3_errmsg(db->handle), code);
	}
}

sqlite3_stmt *sql_statement(struct sql_db *db, enum sql id, struct error *err)
{
	sqlite3_stmt **statement = &db->statements[id];

	if (*statement)
		sqlite3_reset(*statement);
	else if (sqlite3_prepare_v3(db->handle, statements[id], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) !=
		 SQLITE_OK)
		sql_error(db, err);
	return *statement;
}

int sql_run(struct sql_db *db, sqlite3_stmt *statement, struct error *err)
{
	int rc = sqlite3_step(statement);

	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		sql_error(db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : -1;
}

int sql_simple(struct sql_db *db, enum sql id, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, id, err);

	return statement ? sql_run(db, statement, err) : -1;
}

int sql_execute(struct sql_db *db, const char *sql, struct error *err)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : sql_error(db, err);
}

static int pragma_number(struct sql_db *db, const char *sql, int64_t *ret, struct error *err)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK)
		return sql_error(db, err);
	int r = sqlite3_step(statement) == SQLITE_ROW ? 0 : sql_error(db, err);
	if (r == 0)
		*ret = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return r;
}

static int check_identity(int64_t application, int64_t version, const char *path, struct error *err)
{
	if (application != APPLICATION_ID)
		return error_set(err, ERROR_DAMAGED, "'%s' is not a database of Evenkeel; it was not touched", path);
	if (version > SQL_VERSION)
		return error_set(err, ERROR_FAILED,
				 "'%s' was written by a newer version of Evenkeel (tables %lld, this program knows "
				 "%d); update it",
				 path, (long long)version, SQL_VERSION);
	if (migrate_knows(version, SQL_VERSION))
		return version == SQL_VERSION ? 0 : SQL_OLDER;
	if (version < SQL_VERSION)
		return error_set(err, ERROR_DAMAGED, "'%s' has no version of its tables; restore it from a backup",
				 path);
	return 0;
}

/* Look at the file's own header before SQLite may write beside it: bytes 60 and 68, big-endian. */
static int check_header(const char *path, struct error *err)
{
	uint8_t header[100];
	sqlite3_file *file = vfs_open(path, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, err);

	if (!file)
		return -1;
	int rc = file->pMethods->xRead(file, header, sizeof(header), 0);
	vfs_close(file);
	if (rc == SQLITE_IOERR_SHORT_READ || (rc == SQLITE_OK && memcmp(header, "SQLite format 3", 16)))
		return error_set(err, ERROR_DAMAGED, "'%s' is damaged: it is not a database; restore it from a backup",
				 path);
	if (rc != SQLITE_OK)
		return error_set(err, ERROR_FAILED, "cannot read '%s'", path);
	uint32_t version =
		(uint32_t)header[60] << 24 | (uint32_t)header[61] << 16 | (uint32_t)header[62] << 8 | header[63];
	uint32_t application =
		(uint32_t)header[68] << 24 | (uint32_t)header[69] << 16 | (uint32_t)header[70] << 8 | header[71];
	return check_identity(application, version, path, err);
}

static int configure(struct sql_db *db, bool immutable, struct error *err)
{
	char cache[64];

	snprintf(cache, sizeof(cache), "PRAGMA cache_size=-%d", CACHE_KIB);
	return sql_execute(db,
			   "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA "
			   "cell_size_check=ON;"
			   "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0",
			   err) ||
			       sql_execute(db, cache, err) ||
			       (!immutable && sql_execute(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", err))
		       ? -1
		       : 0;
}

/* A path as a URI, for the one option that only URIs have. */
static int immutable_uri(const char *path, char *ret, size_t size)
{
	size_t at = (size_t)snprintf(ret, size, "file:");

	for (; *path; path++) {
		if (at + 4 + sizeof("?immutable=1") > size)
			return -1;
		at += (size_t)snprintf(ret + at, size - at, strchr("%?#", *path) ? "%%%02x" : "%c",
				       (unsigned char)*path);
	}
	snprintf(ret + at, size - at, "?immutable=1");
	return 0;
}

/* One store is one thread's: SQLite's own locks would cost more than reading a row. */
static int connect_once(struct sql_db *db, const char *path, int flags, struct error *err)
{
	int rc = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX, vfs_name());

	if (rc != SQLITE_OK)
		return sql_error(db, err);
	sqlite3_extended_result_codes(db->handle, 1);
	/* The last connection that closes locks everybody out for a moment. */
	sql_patience(db, db->wait_ms);
	return 0;
}

/* So on a disk that is full to the last block, with nothing beside the database yet. */
static bool no_shared_memory(struct sql_db *db)
{
	if (sqlite3_exec(db->handle, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK)
		return false;
	int code = sqlite3_extended_errcode(db->handle);
	return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMMAP || code == SQLITE_IOERR_SHMOPEN;
}

static int connect_db(struct sql_db *ret, const char *path, int flags, struct error *err)
{
	if (connect_once(ret, path, flags, err))
		return -1;
	if (!no_shared_memory(ret))
		return 0;
	sqlite3_close(ret->handle);
	ret->alone = true;
	return connect_once(ret, path, flags, err) || sql_execute(ret, "PRAGMA locking_mode=EXCLUSIVE", err) ? -1 : 0;
}

int sql_version(struct sql_db *db, int64_t *ret, struct error *err)
{
	return pragma_number(db, "PRAGMA user_version", ret, err);
}

int sql_integrity(struct sql_db *db, struct error *err)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(db->handle, "PRAGMA integrity_check(1)", -1, &statement, NULL) != SQLITE_OK)
		return sql_error(db, err);
	int rc = sqlite3_step(statement);
	const char *words = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	int r = words && strcmp(words, "ok") == 0 ? 0 : -1;
	if (r && rc != SQLITE_ROW)
		sql_error(db, err);
	else if (r)
		error_set(err, ERROR_DAMAGED, "the database in this backup is damaged; take another backup");
	sqlite3_finalize(statement);
	return r;
}

/* 0, SQL_OLDER unless @older is taken as well, -1. */
static int open_checked(struct sql_db *db, const char *path, bool immutable, bool older, struct error *err)
{
	char uri[3 * PATH_SIZE];
	int64_t application, version;

	if (immutable && immutable_uri(path, uri, sizeof(uri)))
		return error_set(err, ERROR_FAILED, "the path '%s' is too long", path);
	if (connect_db(db, immutable ? uri : path,
		       immutable ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE, err) ||
	    pragma_number(db, "PRAGMA application_id", &application, err) || sql_version(db, &version, err))
		return -1;
	int r = check_identity(application, version, path, err);
	if (r < 0 || (r == SQL_OLDER && !older))
		return r;
	return configure(db, immutable, err);
}

static int open_any(struct sql_db *ret, const char *path, bool immutable, bool older, int wait_ms, struct error *err)
{
	struct sql_db db = {.wait_ms = wait_ms};
	int r = check_header(path, err);

	if (r < 0 || (r == SQL_OLDER && !older))
		return r;
	r = open_checked(&db, path, immutable, older, err);
	if (r) {
		bool busy = r < 0 && db.handle && (sqlite3_errcode(db.handle) & 0xff) == SQLITE_BUSY;
		sql_close(&db);
		return busy ? SQL_BUSY : r;
	}
	*ret = db;
	return 0;
}

int sql_open(struct sql_db *ret, const char *path, bool immutable, struct error *err)
{
	int r = open_any(ret, path, immutable, false, OPEN_WAIT_MS, err);

	return r == SQL_BUSY ? -1 : r;
}

int sql_open_within(struct sql_db *ret, const char *path, int wait_ms, struct error *err)
{
	return open_any(ret, path, false, false, wait_ms, err);
}

int sql_open_older(struct sql_db *ret, const char *path, struct error *err)
{
	return open_any(ret, path, false, true, OPEN_WAIT_MS, err) ? -1 : 0;
}

int sql_create(struct sql_db *ret, const char *path, struct error *err)
{
	struct sql_db db = {.wait_ms = OPEN_WAIT_MS};
	/* SQLite would give the file whatever the umask leaves. */
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno));
	close(fd);
	if (connect_db(&db, path, SQLITE_OPEN_READWRITE, err) || configure(&db, false, err) ||
	    sql_execute(&db, schema, err)) {
		sql_close(&db);
		return -1;
	}
	*ret = db;
	return 0;
}

int sql_close_whole(struct sql_db *db, struct error *err)
{
	int rc = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	int r = rc == SQLITE_OK ? 0 : sql_error(db, err);

	sql_close(db);
	return r;
}

void sql_close(struct sql_db *db)
{
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(db->statements[i]);
	sqlite3_close(db->handle);
	*db = (struct sql_db){0};
}
