/* Backups and their return: nothing of a store is ever in danger, whichever moment the power goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/keys.h>
#include <evenkeel/rotate.h>

#include "forked.h"
#include "fixture.h"

enum { PATH = 512, KILLS = 60 };

static void path_in(const char *dir, const char *name, char *ret)
{
	snprintf(ret, PATH, "%.300s/%.200s", dir, name);
}

static bool there(const char *dir, const char *name)
{
	char path[PATH];

	path_in(dir, name, path);
	return access(path, F_OK) == 0;
}

static void shell(const char *dir, const char *command)
{
	char line[2 * PATH];

	snprintf(line, sizeof(line), "cd '%s' && %s", dir, command);
	assert_int_equal(system(line), 0);
}

static void make_backup(const char *dir, const char *name)
{
	char path[PATH];
	struct error err = {0};
	struct store *store = fixture_open(dir);

	path_in(dir, name, path);
	if (backup_make(store, path, fixture_instant(START_MS), 5000, &err))
		fail_msg("backup_make: %s", err.message);
	store_free(store);
}

static int try_restore(const char *dir, const char *name, struct error *err)
{
	char path[PATH], store[PATH];

	*err = (struct error){0};
	path_in(dir, name, path);
	fixture_path(dir, "", store);
	return backup_restore(store, path, err);
}

static struct store_report accept_store(const char *dir)
{
	bool changed;

	return fixture_accept(dir, START_MS + 3600000, &changed);
}

static void a_backup_is_keys_and_database_alone(void **state)
{
	const char *dir = *state;
	struct stat status;
	char path[PATH];

	fixture_append_once(dir, 0, 20);
	make_backup(dir, "copy");
	shell(dir, "test \"$(ls copy | tr '\\n' ' ')\" = 'keys store.db '");
	path_in(dir, "copy", path);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0700);
	path_in(dir, "copy/store.db", path);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	/* Again, with more in it, over the old one. */
	off_t size = status.st_size;
	fixture_append_once(dir, 20, 200);
	make_backup(dir, "copy");
	assert_int_equal(stat(path, &status), 0);
	assert_true(status.st_size > size);
}

static void a_backup_comes_back_with_an_alarm(void **state)
{
	const char *dir = *state;
	struct error err;

	fixture_append_once(dir, 0, 10);
	make_backup(dir, "copy");
	fixture_append_once(dir, 10, 5);
	fixture_read(dir);
	assert_int_equal(try_restore(dir, "copy", &err), 0);
	assert_true(there(dir, "store/before-restore/store.db"));
	assert_true(there(dir, "store/before-restore/seal"));
	assert_false(there(dir, "store/seal"));
	struct store_report report = fixture_read(dir);
	assert_int_equal(report.records, 10);
	assert_true(fixture_has(&report, FINDING_NO_SEAL));
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
	report = accept_store(dir);
	assert_true(report.healthy);
	fixture_append_once(dir, 100, 2);
	report = fixture_read(dir);
	assert_true(report.healthy);
	/* And there is a way back. */
	assert_int_equal(try_restore(dir, "store/before-restore", &err), 0);
	report = accept_store(dir);
	assert_true(report.healthy);
	assert_true(report.records >= 15);
}

static void it_comes_back_where_nothing_is_left(void **state)
{
	const char *dir = *state;
	struct error err;

	fixture_append_once(dir, 0, 10);
	make_backup(dir, "copy");
	shell(dir, "rm -rf store");
	assert_int_equal(try_restore(dir, "copy", &err), 0);
	assert_false(there(dir, "store/before-restore"));
	struct store_report report = accept_store(dir);
	assert_true(report.healthy);
	assert_int_equal(report.records, 11);
	/* Keys and database damaged beyond use. */
	shell(dir, "echo > store/keys; echo > store/keys.bak; echo > store/store.db");
	assert_int_equal(try_restore(dir, "copy", &err), 0);
	report = accept_store(dir);
	assert_true(report.healthy);
}

static void what_is_no_backup_changes_nothing(void **state)
{
	const char *dir = *state;
	static const struct {
		const char *spoil, *name, *words;
	} cases[] = {
		{"true", "none", "no directory"},
		{"mkdir -m 700 none", "none", "no backup"},
		{"cp copy/keys none/", "none", "no backup"},
		{"head -c 30000 /dev/zero >none/store.db", "none", "not a database"},
		{"head -c 4096 copy/store.db >none/store.db", "none", "damaged"},
		{"cp copy/store.db none/ && echo >none/keys", "none", "key file"},
		{"cp copy/keys none/ && chmod 755 none", "none", "chmod 700"},
	};
	struct error err;

	fixture_append_once(dir, 0, 50);
	make_backup(dir, "copy");
	shell(dir, "cd store && sha256sum * >../before");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		shell(dir, cases[i].spoil);
		assert_int_equal(try_restore(dir, cases[i].name, &err), -1);
		if (!strstr(err.message, cases[i].words))
			fail_msg("case %zu: %s", i, err.message);
		shell(dir, "cd store && sha256sum * | cmp - ../before");
	}
}

static void a_backup_goes_over_no_other(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	char path[PATH], other[PATH];

	fixture_directory(other);
	fixture_create(other, START_MS);
	make_backup(other, "copy");
	struct store *store = fixture_open(dir);
	path_in(other, "copy", path);
	assert_int_equal(backup_make(store, path, fixture_instant(START_MS), 0, &err), -1);
	assert_non_null(strstr(err.message, "other keys"));
	path_in(other, "store", path);
	assert_int_equal(backup_make(store, path, fixture_instant(START_MS), 0, &err), -1);
	assert_non_null(strstr(err.message, "is a store"));
	store_free(store);
	fixture_remove(other);
}

static int64_t time_of(const char *dir)
{
	struct stat status;
	char path[PATH];

	fixture_path(dir, "backup/store.db", path);
	return stat(path, &status) ? 0 : status.st_mtim.tv_sec;
}

static void the_weekly_one_is_weekly(void **state)
{
	const char *dir = *state;
	const int64_t day_ms = 86400000;
	struct error err = {0};
	char path[PATH];

	fixture_append_once(dir, 0, 3);
	struct store *store = fixture_open(dir);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS), &err), 1);
	assert_int_equal(time_of(dir), START_MS / 1000);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS + 6 * day_ms), &err), 0);
	assert_int_equal(time_of(dir), START_MS / 1000);
	/* Another writes just now: not today, and without waiting. */
	fixture_path(dir, "write.lock", path);
	FILE *lock = fopen(path, "r");
	assert_int_equal(flock(fileno(lock), LOCK_EX), 0);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS + 8 * day_ms), &err), 0);
	assert_int_equal(time_of(dir), START_MS / 1000);
	fclose(lock);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS + 8 * day_ms), &err), 1);
	assert_int_equal(time_of(dir), (START_MS + 8 * day_ms) / 1000);
	/* The clock was a year ahead then. */
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS - 300 * day_ms), &err), 1);
	store_free(store);
	struct error restored;
	assert_int_equal(try_restore(dir, "store/backup", &restored), 0);
	struct store_report report = accept_store(dir);
	assert_true(report.healthy);
}

/* A changed passphrase does not live on in the copies kept here, a rotated key not either. */
static void kept_copies_follow_the_keys(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	char path[PATH];
	struct keys keys;
	uint8_t master[VAULT_MASTER_SIZE], old_pk[VAULT_KEY_SIZE];

	fixture_append_once(dir, 0, 3);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS), &err), 1);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), "another", 7, &err), 0);
	fixture_path(dir, "backup", path);
	assert_int_equal(keys_read(path, &keys, &err), 0);
	assert_int_equal(keys_open(&keys, PASSPHRASE, strlen(PASSPHRASE), master, &err), KEYS_WRONG_PASSPHRASE);
	assert_int_equal(keys_open(&keys, "another", 7, master, &err), 0);
	memcpy(old_pk, keys.pk, sizeof(old_pk));
	struct rotate_order order = {.passphrase = "another", .length = 7, .now = fixture_instant(START_MS + 600000)};
	if (store_rotate(store, &order, &err))
		fail_msg("store_rotate: %s", err.message);
	assert_int_equal(keys_read(path, &keys, &err), 0);
	assert_memory_not_equal(keys.pk, old_pk, sizeof(old_pk));
	store_free(store);
}

static void restore_in_child(void *dir)
{
	struct error err;

	if (try_restore(dir, "copy", &err))
		_exit(1);
}

static bool restored_after(void *dir, int64_t us)
{
	fixture_copy(dir, "whole", "store");
	forked_kill(restore_in_child, dir, us);
	struct store_report report = fixture_read(dir);
	bool restored = report.records != 15;
	if (restored) {
		assert_int_equal(report.records, 10);
		assert_true(there(dir, "store/before-restore/store.db"));
		assert_true(there(dir, "store/before-restore/keys"));
		assert_true(there(dir, "store/before-restore/seal"));
		report = accept_store(dir);
	}
	assert_true(report.healthy);
	assert_false(there(dir, "store/restore.new"));
	assert_false(there(dir, "store/restore.put"));
	return restored;
}

static void killed_at_any_moment_it_is_old_or_new(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 10);
	make_backup(dir, "copy");
	fixture_append_once(dir, 10, 5);
	fixture_read(dir);
	fixture_copy(dir, "store", "whole");
	forked_kill_along(KILLS, forked_run(restore_in_child, *state), restored_after, *state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_backup_is_keys_and_database_alone), WITH_STORE(a_backup_comes_back_with_an_alarm),
		WITH_STORE(it_comes_back_where_nothing_is_left), WITH_STORE(what_is_no_backup_changes_nothing),
		WITH_STORE(a_backup_goes_over_no_other),         WITH_STORE(the_weekly_one_is_weekly),
		WITH_STORE(kept_copies_follow_the_keys),         WITH_STORE(killed_at_any_moment_it_is_old_or_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
