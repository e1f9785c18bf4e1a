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

void fixture_directory(char *ret)
{
	const char *parent = getenv("TMPDIR");

	snprintf(ret, PATH, "%s/evenkeel-store.XXXXXX", parent && *parent ? parent : "/tmp");
	assert_non_null(mkdtemp(ret));
}

void fixture_remove(const char *dir)
{
	char command[PATH + 32];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
}

void fixture_path(const char *dir, const char *name, char *ret)
{
	snprintf(ret, PATH, "%s/store%s%s", dir, *name ? "/" : "", name);
}

struct instant fixture_instant(int64_t wall_ms)
{
	return (struct instant){.wall_ms = wall_ms, .boot_ms = wall_ms - START_MS};
}

void fixture_create(const char *dir, int64_t wall_ms)
{
	char path[PATH], code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	fixture_path(dir, "", path);
	if (store_create(path, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(wall_ms), code, &err))
		fail_msg("store_create: %s", err.message);
}

struct store *fixture_open(const char *dir)
{
	char path[PATH];
	struct error err = {0};
	struct store *store = NULL;

	fixture_path(dir, "", path);
	int r = store_open(&store, path, &err);
	if (r)
		fail_msg("store_open: %d %s", r, err.message);
	return store;
}

struct store *fixture_unlock(const char *dir)
{
	struct error err = {0};
	struct store *store = fixture_open(dir);
	int r = store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err);

	if (r)
		fail_msg("store_unlock: %d %s", r, err.message);
	return store;
}

struct record fixture_record(int i, int seed)
{
	struct record record = {
		.kind = RECORD_ANSWERED,
		.wall_ms = START_MS + i * INT64_C(60000),
		.zone_min = 60,
		.parts = 1,
		.group = 1000u + (uint32_t)i,
		.count = 3,
		.catalogue = 1,
		.prompt = {.since_prompt_s = 5, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT},
	};

	for (int k = 0; k < 3; k++)
		record.prompt.answers[k] = (struct record_answer){.question = (uint16_t)(1 + k + seed % 5),
								  .scale = SCALE_M3,
								  .value = (int8_t)((i + k + seed) % 3)};
	return record;
}

void fixture_append(struct store *store, int first, int count)
{
	struct error err = {0};

	for (int i = first; i < first + count; i++) {
		struct record record = fixture_record(i, 0);
		int r = store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, &err);
		if (r)
			fail_msg("store_append: %d %s", r, err.message);
	}
}

void fixture_append_once(const char *dir, int first, int count)
{
	struct store *store = fixture_open(dir);

	fixture_append(store, first, count);
	store_free(store);
}

struct store_report fixture_read(const char *dir)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	if (store_read(store, NULL, NULL, &report, &err))
		fail_msg("store_read: %s", err.message);
	store_free(store);
	return report;
}

bool fixture_has(const struct store_report *report, enum store_finding_type type)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		if (report->findings[i].type == type)
			return true;
	return false;
}

void fixture_assert_healthy(const struct store_report *report, uint64_t records)
{
	if (report->finding_count)
		fail_msg("%d findings, the first: %s", report->finding_count, report->findings[0].words);
	assert_true(report->healthy);
	assert_int_equal(report->records, records);
	assert_int_equal(report->expected, records);
	assert_int_equal(strlen(report->mark), 9);
	assert_int_equal(report->mark[4], '-');
}

void fixture_sql(const char *dir, const char *sql)
{
	char path[PATH], *message = NULL;
	sqlite3 *db = NULL;

	fixture_path(dir, "store.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	sqlite3_close(db);
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
