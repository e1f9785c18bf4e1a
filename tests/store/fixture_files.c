#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fixture.h"

enum { PATH = 512 };

static sqlite3 *open_database(const char *dir)
{
	char path[PATH];
	sqlite3 *db = NULL;

	fixture_path(dir, "store.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

void fixture_sql(const char *dir, const char *sql)
{
	sqlite3 *db = open_database(dir);
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
}

int64_t fixture_number(const char *dir, const char *sql)
{
	sqlite3 *db = open_database(dir);
	sqlite3_stmt *statement = NULL;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

bool fixture_exists(const char *dir, const char *name)
{
	char path[PATH];

	fixture_path(dir, name, path);
	return access(path, F_OK) == 0;
}

void fixture_delete(const char *dir, const char *name)
{
	char path[PATH];

	fixture_path(dir, name, path);
	assert_int_equal(unlink(path), 0);
}

unsigned char *fixture_bytes(const char *path, size_t *ret_size)
{
	struct stat status;
	FILE *file = fopen(path, "rb");

	if (!file)
		fail_msg("cannot open %s", path);
	fstat(fileno(file), &status);
	unsigned char *bytes = malloc((size_t)status.st_size + 1);
	*ret_size = fread(bytes, 1, (size_t)status.st_size, file);
	fclose(file);
	return bytes;
}

void fixture_write(const char *path, const void *bytes, size_t size)
{
	struct stat status;
	bool there = stat(path, &status) == 0;
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	if (there)
		utimensat(AT_FDCWD, path, (struct timespec[2]){status.st_atim, status.st_mtim}, 0);
}

static void copy(const char *from, const char *to)
{
	char command[2 * PATH + 32];

	snprintf(command, sizeof(command), "cp -p '%s' '%s'", from, to);
	assert_int_equal(system(command), 0);
}

void fixture_save(const char *dir, const char *name, const char *as)
{
	char from[PATH], to[PATH];

	fixture_path(dir, name, from);
	snprintf(to, sizeof(to), "%s/%s", dir, as);
	copy(from, to);
}

void fixture_restore(const char *dir, const char *as, const char *name)
{
	char from[PATH], to[PATH];

	snprintf(from, sizeof(from), "%s/%s", dir, as);
	fixture_path(dir, name, to);
	unlink(to);
	copy(from, to);
}

void fixture_keep(const char *dir)
{
	fixture_save(dir, "store.db", "old.db");
	fixture_save(dir, "seal", "old.seal");
}

void fixture_roll_back(const char *dir)
{
	fixture_restore(dir, "old.db", "store.db");
	fixture_restore(dir, "old.seal", "seal");
}

void fixture_flip(const char *dir, const char *name, long offset)
{
	char path[PATH];
	size_t size;

	fixture_path(dir, name, path);
	unsigned char *bytes = fixture_bytes(path, &size);
	assert_true(offset >= 0 && (size_t)offset < size);
	bytes[offset] ^= 0x10;
	fixture_write(path, bytes, size);
	free(bytes);
}

void fixture_take(const char *from, const char *to, const char *name)
{
	char path[PATH];
	size_t size;

	fixture_path(from, name, path);
	unsigned char *bytes = fixture_bytes(path, &size);
	fixture_path(to, name, path);
	fixture_write(path, bytes, size);
	free(bytes);
}

void fixture_copy(const char *dir, const char *from, const char *to)
{
	char command[4 * PATH];

	snprintf(command, sizeof(command), "rm -rf '%s/%s' && cp -a '%s/%s' '%s/%s'", dir, to, dir, from, dir, to);
	assert_int_equal(system(command), 0);
}

void fixture_assert_refused(const char *dir, const char *words)
{
	char path[PATH];
	size_t before_size, after_size;
	struct error err;

	fixture_path(dir, "store.db", path);
	unsigned char *before = fixture_bytes(path, &before_size);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	if (!strstr(err.message, words))
		fail_msg("not '%s' but '%s'", words, err.message);
	unsigned char *after = fixture_bytes(path, &after_size);
	assert_int_equal(before_size, after_size);
	assert_memory_equal(before, after, before_size);
	free(before);
	free(after);
}
