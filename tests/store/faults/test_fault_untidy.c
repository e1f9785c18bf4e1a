/*
 * A disk that becomes full at any write of an erasure. Either nothing was erased; or the rows are gone, and where tidying up behind them did
 * not go through it is said, with what is in the way, and done by the next attempt.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <evenkeel/erase.h>

#include "../fixture.h"
#include "ledger.h"
#include "shim.h"

enum { RECORDS = 300, ERASED_FIRST = 10, ERASED_LAST = 280, KEPT = RECORDS - (ERASED_LAST - ERASED_FIRST + 1) };

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], store[FAULT_PATH];
	long refused, untidy, well;
} test;

static bool is_wanted(void *context, uint64_t n, const struct record *record)
{
	(void)context, (void)record;
	return n >= ERASED_FIRST && n <= ERASED_LAST;
}

static int pragma(const char *sql)
{
	char path[FAULT_PATH];
	sqlite3_stmt *statement;
	sqlite3 *db;

	fault_path(path, test.store, "store.db");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int value = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

static struct store *unlocked(struct erase_plan *ret_plan)
{
	struct store *store = fixture_unlock(test.dir);
	struct store_report report;
	struct error err = {0};

	if (erase_plan(store, is_wanted, NULL, ret_plan, &report, &err))
		fail_msg("erase_plan: %s", err.message);
	assert_true(report.healthy);
	return store;
}

/* All there, or all gone and the rest well. */
static bool are_gone(long at)
{
	struct store_report report = fixture_read(test.dir);

	if (!report.healthy)
		fail_msg("full from write %ld: %s", at, report.findings[0].words);
	/* The one more is that of the erasing. */
	if (report.records != RECORDS && report.records != KEPT + 1)
		fail_msg("full from write %ld: %d records", at, (int)report.records);
	return report.records != RECORDS;
}

static void judge(long at, int r, const struct error *err)
{
	bool gone = are_gone(at);

	if (r < 0 ? gone : !gone)
		fail_msg("full from write %ld: said %d, and the rows are %s", at, r, gone ? "gone" : "there");
	if (r && !err->message[0])
		fail_msg("full from write %ld: %d without a word", at, r);
	if (r == ERASE_UNTIDY && !strstr(err->message, "could not be tidied up"))
		fail_msg("full from write %ld: %s", at, err->message);
	test.refused += r < 0;
	test.untidy += r == ERASE_UNTIDY;
	test.well += r == 0;
}

/* With room again the same command goes through: there is nothing to erase, and what was left to do is done. */
static void finish(void)
{
	struct erase_plan plan = {0};
	struct store *store = unlocked(&plan);
	struct error err = {0};

	assert_int_equal(plan.records, 0);
	assert_true(plan.erased_before);
	assert_int_equal(erase_finish(store, &err), 0);
	store_free(store);
	assert_int_equal(pragma("PRAGMA freelist_count"), 0);
}

static bool erase_once(long at)
{
	struct erase_plan plan = {0};
	struct error err = {0};

	fault_remove(test.store);
	fault_copy(test.base, test.store);
	struct store *store = unlocked(&plan);
	assert_int_equal(plan.records, ERASED_LAST - ERASED_FIRST + 1);
	shim = (struct shim){.ops = SHIM_WRITE, .at = at, .for_good = true, .full = true};
	int r = erase_rows(store, &plan, fixture_instant(START_MS + INT64_C(86400000)), &err);
	bool hit = shim.hits > 0;
	shim = (struct shim){0};
	erase_plan_clear(&plan);
	store_free(store);
	judge(at, r, &err);
	if (r == ERASE_UNTIDY)
		finish();
	return hit;
}

static void nothing_is_left_unsaid(void **state)
{
	(void)state;
	for (long at = 1; erase_once(at); at += fault_is_long() ? 1 : 3)
		;
	fault_figure("erasures-refused", test.refused);
	fault_figure("erasures-untidy", test.untidy);
	assert_true(test.refused > 0 && test.untidy > 0 && test.well > 0);
}

static int setup(void **state)
{
	(void)state;
	shim_register();
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fixture_path(test.dir, "", test.store);
	fixture_create(test.dir, START_MS);
	fixture_append_once(test.dir, 0, RECORDS);
	fixture_read(test.dir);
	return rename(test.store, test.base);
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
		cmocka_unit_test(nothing_is_left_unsaid),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
