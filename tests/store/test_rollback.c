/* Files of a store taken away, put back from an earlier day or exchanged for another store's: named by seal, mark and keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "epochs.h"
#include "fixture.h"

enum { PATH = 512 };

static void a_missing_seal_is_a_finding(void **state)
{
	const char *dir = *state;

	epochs_create(dir, true);
	fixture_delete(dir, "seal");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_NO_SEAL));
	assert_int_equal(report.records, EPOCHS_ROWS);
	/* The next append begins a generation that says so at each read, and stays readable. */
	struct store *store = fixture_open(dir);
	fixture_append(store, EPOCHS_ROWS, 1);
	assert_non_null(store_notice(store));
	fixture_append(store, EPOCHS_ROWS + 1, 1);
	assert_null(store_notice(store));
	store_free(store);
	report = fixture_read(dir);
	assert_false(fixture_has(&report, FINDING_NO_SEAL));
	assert_true(fixture_has(&report, FINDING_UNATTESTED));
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.records, EPOCHS_ROWS + 1 + 2); /* with the CLOCK that it begins with */
	report = fixture_read(dir);
	assert_int_equal(report.finding_count, 1);
}

static void a_cut_behind_a_removed_seal_shows_in_the_mark(void **state)
{
	const char *dir = *state;

	epochs_create(dir, true);
	fixture_sql(dir, "DELETE FROM entry WHERE n>=10");
	fixture_delete(dir, "seal");
	for (int round = 0; round < 2; round++) {
		struct store_report report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
		/* Even once there are as many rows again as there were. */
		fixture_append_once(dir, 20 + 10 * round, 4);
	}
}

static void an_older_database_is_named(void **state)
{
	const char *dir = *state;

	epochs_create(dir, true);
	fixture_save(dir, "store.db", "old.db");
	fixture_append_once(dir, EPOCHS_ROWS, 3);
	fixture_restore(dir, "old.db", "store.db");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_TRUNCATED));
	assert_false(fixture_has(&report, FINDING_FOREIGN));
	assert_int_equal(report.findings[0].first_n, EPOCHS_ROWS);
	assert_int_equal(report.findings[0].last_n, EPOCHS_ROWS + 2);
}

/* Database and seal as they were before @rows more were appended and read. */
static void make_and_roll_back(const char *dir, int rows)
{
	epochs_create(dir, true);
	fixture_keep(dir);
	fixture_append_once(dir, EPOCHS_ROWS, rows);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, (uint64_t)(EPOCHS_ROWS + rows));
	fixture_roll_back(dir);
}

static void an_older_database_and_seal_are_older_than_the_mark(void **state)
{
	const char *dir = *state;

	make_and_roll_back(dir, 3);
	for (int round = 0; round < 2; round++) {
		struct store_report report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
		assert_int_equal(report.finding_count, 1);
		/* Positions, not contents: as long as the chain has not come as far again. */
		fixture_append_once(dir, 30 + 10 * round, 1);
	}
}

static void another_chain_under_the_mark_is_named(void **state)
{
	const char *dir = *state;

	/* Same number of rows and epochs, but others: the mark binds the position's keys. */
	make_and_roll_back(dir, 1);
	fixture_delete(dir, "seal");
	fixture_append_once(dir, EPOCHS_ROWS, 1);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

static void a_seal_for_other_keys_is_named(void **state)
{
	const char *dir = *state;
	char other[PATH];
	struct error err = {0};

	epochs_create(dir, false);
	fixture_directory(other);
	fixture_create(other, START_MS);
	fixture_take(other, dir, "seal");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_OTHER_KEY));
	struct store *store = fixture_open(dir);
	struct record record = fixture_record(40, 0);
	assert_int_equal(fixture_try_append(store, &record, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	fixture_remove(other);
}

static void keys_exchanged_under_an_open_store_are_refused(void **state)
{
	const char *dir = *state;
	char other[PATH];
	struct error err = {0};

	epochs_create(dir, false);
	fixture_directory(other);
	fixture_create(other, START_MS);
	struct store *store = fixture_open(dir);
	fixture_take(other, dir, "keys");
	struct record record = fixture_record(40, 0);
	assert_int_equal(fixture_try_append(store, &record, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	/* A process that starts now sees that seal and keys differ. */
	store = fixture_open(dir);
	assert_int_equal(fixture_try_append(store, &record, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_OTHER_KEY));
	assert_int_equal(report.records, 0);
	fixture_remove(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(a_missing_seal_is_a_finding),
		IN_DIRECTORY(a_cut_behind_a_removed_seal_shows_in_the_mark),
		IN_DIRECTORY(an_older_database_is_named),
		IN_DIRECTORY(an_older_database_and_seal_are_older_than_the_mark),
		IN_DIRECTORY(another_chain_under_the_mark_is_named),
		IN_DIRECTORY(a_seal_for_other_keys_is_named),
		IN_DIRECTORY(keys_exchanged_under_an_open_store_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
