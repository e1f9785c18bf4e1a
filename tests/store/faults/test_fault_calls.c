/*
 * What works on plain files and so goes by the shim, stopped by kill -9 at its N-th system call: forgetting a store and bringing its
 * tables up to this version. A store half forgotten opens or is forgotten by the next attempt, to the last file; a migration leaves the old
 * tables or the new ones, and every record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "../../../lib/store/migrate.h"
#include "../fixture.h"
#include "calls.h"
#include "ledger.h"

enum { RECORDS = 12 };

static struct {
	char dir[FAULT_PATH], store[FAULT_PATH];
	bool whole;
} test;

static void shell(const char *command)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && %s", test.dir, command);
	if (system(line))
		fail_msg("%s", line);
}

/* --- forget --- */

static int forget(void)
{
	struct erase_all how = {.whole_directory = test.whole};
	struct error err = {0};
	int r = erase_store(test.store, &how, &err);

	if (r)
		fprintf(stderr, "# %s\n", err.message);
	return r;
}

static void begin_from_base(void)
{
	shell("rm -rf store && cp -a base store");
}

/* Every record, with the passphrase. */
static bool still_opens(void)
{
	struct store *store = NULL;
	struct store_report report;
	struct error err = {0};
	bool opens = store_open(&store, test.store, &err) == 0 &&
		     store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err) == 0 &&
		     store_read(store, NULL, NULL, &report, &err) == 0 && report.records == RECORDS;

	store_free(store);
	return opens;
}

static void judge_forget(long at)
{
	struct error err = {0};
	char line[2 * FAULT_PATH];

	/* One that does not open must not be one that opens elsewhere: the next attempt takes all of it. */
	if (at % 2)
		still_opens();
	int r = erase_look(test.store, &err);
	if (r < 0 || (r == 0 && forget()))
		fail_msg("killed at call %ld: not to be forgotten any more: %s", at, err.message);
	snprintf(line, sizeof(line), "test -z \"$(find '%s' -not -type d 2>/dev/null)\"", test.store);
	if (system(line))
		fail_msg("killed at call %ld: files are left", at);
	snprintf(line, sizeof(line), "! grep -rqa EVKKEYS1 '%s' 2>/dev/null", test.store);
	if (system(line))
		fail_msg("killed at call %ld: keys are left", at);
}

static void a_store_half_forgotten_is_forgotten(void **state)
{
	struct error err = {0};
	(void)state;

	shell("rm -rf base store");
	fixture_create(test.dir, START_MS);
	struct store *store = fixture_open(test.dir);
	fixture_append(store, 0, RECORDS);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS), &err), 1);
	store_free(store);
	assert_true(still_opens());
	/* And what else may lie in it: a restoring's old store, a rotation's new database, a key file half written. */
	shell("cp -a store/backup store/before-restore && cp -p store/store.db store/store.new");
	shell("cp -p store/keys store/keys.tmp && mv store base");
	for (int whole = 0; whole < 2; whole++) {
		test.whole = whole;
		calls_kill_each(forget, begin_from_base, judge_forget,
				whole ? "kills-forget" : "kills-forget-elsewhere");
	}
}

/* --- migration --- */

static const struct migration to_1[] = {{0, "ALTER TABLE rows RENAME TO entry"}, {0, NULL}};

static int migrate_by_opening(void)
{
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, test.store, &err);

	store_free(store);
	return r;
}

static void judge_migration(long at)
{
	const struct migration *none = store_migrations;
	static const struct migration no_steps[] = {{0, NULL}};
	struct store *store = NULL;
	struct error err = {0};

	store_migrations = no_steps;
	int r = store_open(&store, test.store, &err);
	store_free(store);
	if (r && !strstr(err.message, "no version"))
		fail_msg("killed at call %ld: neither old nor new: %s", at, err.message);
	store_migrations = none;
	struct store_report report = fixture_read(test.dir);
	if (!report.healthy || report.records != RECORDS)
		fail_msg("killed at call %ld: %u records, %s", at, (unsigned)report.records, report.findings[0].words);
	fixture_append_once(test.dir, RECORDS, 1);
	report = fixture_read(test.dir);
	assert_true(report.healthy && report.records == RECORDS + 1);
}

static void a_migration_is_done_or_not(void **state)
{
	const struct migration *none = store_migrations;
	(void)state;

	shell("rm -rf base store");
	fixture_create(test.dir, START_MS);
	fixture_append_once(test.dir, 0, RECORDS);
	fixture_read(test.dir);
	fixture_sql(test.dir, "PRAGMA foreign_keys=OFF; ALTER TABLE entry RENAME TO rows; PRAGMA user_version=0; "
			      "PRAGMA wal_checkpoint(TRUNCATE)");
	shell("mv store base");
	store_migrations = to_1;
	calls_kill_each(migrate_by_opening, begin_from_base, judge_migration, "kills-migration");
	store_migrations = none;
}

static int setup(void **state)
{
	(void)state;
	fault_directory(test.dir);
	fixture_path(test.dir, "", test.store);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_remove(test.dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_store_half_forgotten_is_forgotten),
		cmocka_unit_test(a_migration_is_done_or_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
