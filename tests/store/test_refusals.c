/* What the store does not do: open with damaged keys, spend memory on a hostile file, follow links, touch what is newer
 * or foreign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/keys.h>
#include <evenkeel/paths.h>

#include "fixture.h"

enum { PATH = 512 };

static void damaged_keys_open_from_the_second_copy(void **state)
{
	const char *dir = *state;
	struct error err;
	char path[PATH];

	fixture_append_once(dir, 0, 2);
	for (long place = 0; place < 240; place += 11) {
		fixture_flip(dir, "keys", place);
		struct store *store = fixture_unlock(dir);
		store_free(store);
		fixture_flip(dir, "keys", place);
	}
	/* Reading renews the mark, and with it the file. */
	fixture_flip(dir, "keys", 100);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 2);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_unlock(store, "wrong", 5, &err), STORE_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	store_free(store);
	/* Gone, the same. */
	fixture_path(dir, "keys", path);
	assert_int_equal(unlink(path), 0);
	store_free(fixture_unlock(dir));
}

static void both_copies_damaged_is_not_a_wrong_passphrase(void **state)
{
	const char *dir = *state;
	struct error err;
	char path[PATH];
	struct record record = fixture_record(0, 0);

	struct store *store = fixture_open(dir);
	fixture_flip(dir, "keys", 60);
	fixture_flip(dir, "keys.bak", 200);
	assert_int_equal(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	assert_non_null(strstr(err.message, "damaged"));
	assert_int_equal(store_append(store, &record, 1, fixture_instant(START_MS), 0, 0, &err), -1);
	store_free(store);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	/* Both gone, and a database there: that is no empty directory. */
	fixture_path(dir, "keys", path);
	unlink(path);
	fixture_path(dir, "keys.bak", path);
	unlink(path);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
}

/* A key file with a good checksum that asks for too much or too little. */
static const struct {
	uint16_t flags;
	uint32_t ops, mem_kib;
} hostile[] = {
	{0, 3, 16 * 1024 * 1024},    {0, 17, 256 * 1024}, {0, 2, 256 * 1024}, {0, 3, 256 * 1024 - 1},
	{0, 3, 1024 * 1024 + 1},     {0, 1, 8},           {1, 2, 8},          {1, 3, 256 * 1024},
	{0, UINT32_MAX, UINT32_MAX}, {2, 3, 256 * 1024},  {1, 1, 9},
};

static void hostile_costs_are_refused_unallocated(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct keys keys;
	struct error err;
	struct rusage before, after;

	fixture_path(dir, "", path);
	assert_int_equal(keys_read(path, &keys, NULL), 0);
	getrusage(RUSAGE_SELF, &before);
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct keys bad = keys;
		bad.slots[0].flags = hostile[i].flags;
		bad.slots[0].ops = hostile[i].ops;
		bad.slots[0].mem_kib = hostile[i].mem_kib;
		assert_int_equal(keys_write(path, "keys", &bad, NULL), 0);
		assert_int_equal(keys_write(path, "keys.bak", &bad, NULL), 0);
		assert_int_equal(fixture_try_open(dir, &err), -1);
		assert_int_equal(err.kind, ERROR_DAMAGED);
		assert_non_null(strstr(err.message, "limits"));
	}
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
	/* With a good second copy, that one opens. */
	assert_int_equal(keys_write(path, "keys.bak", &keys, NULL), 0);
	store_free(fixture_unlock(dir));
}

static void links_and_open_directories_are_refused(void **state)
{
	const char *dir = *state;
	static const char *const names[] = {"keys", "keys.bak", "seal", "store.db", "write.lock"};
	char path[PATH], aside[PATH];
	struct error err = {0};
	struct record record = fixture_record(0, 0);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		fixture_path(dir, names[i], path);
		snprintf(aside, sizeof(aside), "%.400s/aside", dir);
		assert_int_equal(rename(path, aside), 0);
		assert_int_equal(symlink(aside, path), 0);
		struct store *store = NULL;
		char store_dir[PATH];
		fixture_path(dir, "", store_dir);
		int r = store_open(&store, store_dir, &err);
		if (r == 0)
			r = store_append(store, &record, 1, fixture_instant(START_MS), 0, 0, &err);
		assert_int_equal(r, -1);
		assert_non_null(strstr(err.message, "symbolic link"));
		store_free(store);
		assert_int_equal(unlink(path), 0);
		assert_int_equal(rename(aside, path), 0);
	}
	fixture_path(dir, "", path);
	assert_int_equal(chmod(path, 0755), 0);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_non_null(strstr(err.message, "chmod 700"));
	assert_int_equal(chmod(path, 0700), 0);
	snprintf(aside, sizeof(aside), "%.400s/real", dir);
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(symlink("real", path), 0);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_non_null(strstr(err.message, "symbolic link"));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rename(aside, path), 0);
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 12345, (gid_t)-1), 0);
		assert_int_equal(fixture_try_open(dir, &err), -1);
		assert_non_null(strstr(err.message, "another user"));
		assert_int_equal(chown(path, 0, (gid_t)-1), 0);
	}
	assert_int_equal(fixture_try_open(dir, &err), 0);
}

static void files_are_private(void **state)
{
	const char *dir = *state;
	static const char *const names[] = {"keys",       "keys.bak",     "seal",        "store.db",
					    "write.lock", "store.db-wal", "store.db-shm"};
	char path[PATH];
	struct stat status;

	fixture_path(dir, "", path);
	fixture_remove(path);
	mode_t mask = umask(0);
	fixture_create(dir, START_MS);
	struct store *store = fixture_open(dir);
	fixture_append(store, 0, 1);
	umask(mask);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		fixture_path(dir, names[i], path);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_mode & 0777, 0600);
	}
	store_free(store);
}

/* A database that is not for this program stays as it is, to the byte. */
static void foreign_and_newer_databases_are_not_touched(void **state)
{
	const char *dir = *state;
	static const struct {
		const char *sql, *words;
	} cases[] = {
		{"PRAGMA user_version=2", "newer version"},
		{"PRAGMA application_id=7", "not a database of Evenkeel"},
		{"PRAGMA user_version=0", "no version"},
	};
	char path[PATH];
	struct error err;

	fixture_append_once(dir, 0, 2);
	fixture_save(dir, "store.db", "good.db");
	fixture_path(dir, "store.db", path);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fixture_sql(dir, cases[i].sql);
		fixture_assert_refused(dir, cases[i].words);
		fixture_restore(dir, "good.db", "store.db");
	}
	fixture_write(path, "plain text", 10);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	unlink(path);
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
}

static void an_interrupted_creation_is_done_again(void **state)
{
	const char *dir = *state;
	char from[PATH], to[PATH];
	struct error err;

	/* The last step, the rename, did not happen. */
	fixture_path(dir, "store.db", from);
	fixture_path(dir, "store.db.new", to);
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(fixture_try_open(dir, &err), STORE_EMPTY);
	fixture_create(dir, START_MS);
	assert_int_equal(access(to, F_OK), -1);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 0);
}

static void no_passphrase_is_refused(void **state)
{
	char path[PATH], code[RECOVERY_CODE_SIZE];
	char *longest = malloc(1025);
	struct error err;

	snprintf(path, sizeof(path), "%.400s/other", (const char *)*state);
	memset(longest, 'x', 1025);
	assert_int_equal(store_create(path, "", 0, STORE_TEST_KDF, fixture_instant(START_MS), code, &err), -1);
	assert_int_equal(store_create(path, longest, 1025, STORE_TEST_KDF, fixture_instant(START_MS), code, &err), -1);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(store_create(path, longest, 1024, STORE_TEST_KDF, fixture_instant(START_MS), code, &err), 0);
	free(longest);
}

/* A medium that cannot be written is read, without mark and without re-wrapping. */
static void read_only_media_are_read(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct store_report report;
	struct error err = {0};
	struct record record = fixture_record(9, 0);

	fixture_append_once(dir, 0, 5);
	fixture_path(dir, "", path);
	if (mount(path, path, NULL, MS_BIND, NULL)) {
		skip();
		return;
	}
	if (mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL)) {
		umount(path);
		skip();
		return;
	}
	struct store *store = NULL;
	int opened = store_open(&store, path, &err);
	int unlocked = opened ? -1 : store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err);
	int read = unlocked ? -1 : store_read(store, NULL, NULL, &report, &err);
	int appended = opened ? 0 : store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 0, &err);
	store_free(store);
	umount(path);
	if (read)
		fail_msg("%s", err.message);
	fixture_assert_healthy(&report, 5);
	assert_int_equal(appended, -1);
	assert_non_null(strstr(err.message, "read-only"));
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(damaged_keys_open_from_the_second_copy),
		WITH_STORE(both_copies_damaged_is_not_a_wrong_passphrase),
		WITH_STORE(hostile_costs_are_refused_unallocated),
		WITH_STORE(links_and_open_directories_are_refused),
		WITH_STORE(files_are_private),
		WITH_STORE(foreign_and_newer_databases_are_not_touched),
		WITH_STORE(an_interrupted_creation_is_done_again),
		WITH_STORE(no_passphrase_is_refused),
		WITH_STORE(read_only_media_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
