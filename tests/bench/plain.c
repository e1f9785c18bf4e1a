#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include <evenkeel/mem.h>

#include "plain.h"
#include "stores.h"

static const char plain_settings[] = "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
				     "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
				     "PRAGMA cache_size=-512; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";

/* The functions of a SQLite: ours, or SQLCipher's own. */
struct sql {
	int (*open)(const char *path, sqlite3 **ret);
	int (*exec)(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *context,
		    char **message);
	int (*prepare)(sqlite3 *db, const char *sql, int size, sqlite3_stmt **ret, const char **tail);
	int (*step)(sqlite3_stmt *statement);
	int (*reset)(sqlite3_stmt *statement);
	sqlite3_int64 (*int64)(sqlite3_stmt *statement, int column);
	const void *(*blob)(sqlite3_stmt *statement, int column);
	int (*finalize)(sqlite3_stmt *statement);
	int (*close)(sqlite3 *db);
};
static const struct sql plain_sql = {sqlite3_open,        sqlite3_exec,     sqlite3_prepare_v2,
				     sqlite3_step,        sqlite3_reset,    sqlite3_column_int64,
				     sqlite3_column_blob, sqlite3_finalize, sqlite3_close};

struct plain {
	struct sql sql;
	sqlite3 *db;
	sqlite3_stmt *select;
};

static struct plain *open_with(const struct sql *sql, const char *name, uint64_t rows, const char *key)
{
	struct plain *plain = mem_new(1, sizeof(*plain));
	char fill[256];

	plain->sql = *sql;
	snprintf(fill, sizeof(fill),
		 "CREATE TABLE entry(n INTEGER PRIMARY KEY, blob BLOB NOT NULL); BEGIN; WITH RECURSIVE i(n) AS (SELECT "
		 "0 UNION ALL "
		 "SELECT n+1 FROM i WHERE n<%llu) INSERT INTO entry SELECT n,randomblob(104) FROM i; COMMIT",
		 (unsigned long long)rows - 1);
	if (sql->open(stores_path(name, ""), &plain->db) || (key && sql->exec(plain->db, key, NULL, NULL, NULL)) ||
	    sql->exec(plain->db, plain_settings, NULL, NULL, NULL) || sql->exec(plain->db, fill, NULL, NULL, NULL) ||
	    sql->exec(plain->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) ||
	    sql->prepare(plain->db, "SELECT n,blob FROM entry ORDER BY n", -1, &plain->select, NULL))
		figures_die("plain rows cannot be made", NULL);
	return plain;
}

struct plain *plain_open(const char *name, uint64_t rows)
{
	return open_with(&plain_sql, name, rows, NULL);
}

struct plain *plain_free(struct plain *plain)
{
	if (plain) {
		plain->sql.finalize(plain->select);
		plain->sql.close(plain->db);
		mem_free(plain);
	}
	return NULL;
}

/* So that no compiler leaves out what is read. */
static volatile uint64_t kept_sum;

struct took plain_scan(struct plain *plain, uint64_t rows)
{
	struct took begun = figures_clocks();
	uint64_t count = 0, sum = 0;

	for (; plain->sql.step(plain->select) == SQLITE_ROW; count++) {
		const uint8_t *blob = plain->sql.blob(plain->select, 1);
		sum += (uint64_t)plain->sql.int64(plain->select, 0) + blob[0] + blob[103];
	}
	plain->sql.reset(plain->select);
	struct took whole = figures_between(begun, figures_clocks());
	kept_sum = sum;
	if (count != rows)
		figures_die("plain rows are missing", NULL);
	return whole;
}

/* SQLCipher brings names of SQLite's along: it stays in a room of its own, which sanitizers do not allow. */
static bool find_cipher(struct sql *ret)
{
	static const char *const names[] = {"sqlite3_open",        "sqlite3_exec",     "sqlite3_prepare_v2",
					    "sqlite3_step",        "sqlite3_reset",    "sqlite3_column_int64",
					    "sqlite3_column_blob", "sqlite3_finalize", "sqlite3_close"};
	static const char *const libraries[] = {"libsqlcipher.so.0", "libsqlcipher.so.1", "libsqlcipher.so"};
	void *functions[sizeof(names) / sizeof(names[0])], *library = NULL;

	if (dlsym(RTLD_DEFAULT, "__asan_init") || dlsym(RTLD_DEFAULT, "__tsan_init"))
		return false;
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]) && !library; i++)
		library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		functions[i] = library ? dlsym(library, names[i]) : NULL;
		if (!functions[i])
			return false;
	}
	_Static_assert(sizeof(functions) == sizeof(*ret), "one pointer each");
	memcpy(ret, functions, sizeof(*ret));
	return true;
}

struct plain *plain_open_cipher(const char *name, uint64_t rows)
{
	struct sql sql;

	return find_cipher(&sql) ? open_with(&sql, name, rows, "PRAGMA key='a passphrase'") : NULL;
}
