/* Erasing some records: gone for good, the rest whole, and at every kill either all of it or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "forked.h"
#include "fixture.h"

enum { PATH = 512, KILLS = 60, ROWS_MAX = 400 };

struct span {
	uint64_t first, last, step;
};

static bool in_span(void *context, uint64_t n, const struct record *record)
{
	const struct span *span = context;

	(void)record;
	return n >= span->first && n <= span->last && (n - span->first) % span->step == 0;
}

static uint64_t erase_span(struct store *store, uint64_t first, uint64_t last, uint64_t step)
{
	struct span span = {first, last, step};
	struct erase_plan plan = {0};
	struct store_report report;
	struct error err = {0};

	if (erase_plan(store, in_span, &span, &plan, &report, &err) ||
	    erase_rows(store, &plan, fixture_instant(START_MS + 86400000), &err))
		fail_msg("erase: %s", err.message);
	uint64_t records = plan.records;
	erase_plan_clear(&plan);
	return records;
}

/* Which rows open, as their groups say; 0 = not there. */
struct seen {
	uint32_t groups[ROWS_MAX];
	int count, erasures;
};

static int see(void *context, uint64_t n, const struct record *record)
{
	struct seen *seen = context;

	assert_true(n < ROWS_MAX);
	seen->groups[n] = record->group;
	seen->count++;
	seen->erasures += record->kind == RECORD_ERASE;
	return 0;
}

static struct seen read_seen(const char *dir, struct store_report *report)
{
	struct seen seen = {0};

	*report = fixture_read_rows(dir, see, &seen);
	return seen;
}

/* In the middle of an epoch, over the edges of several, single rows, the beginning, the end. */
static const struct {
	uint64_t first, last, step;
	uint64_t records;
	int64_t epochs_gone;
} cases[] = {
	{10, 12, 1, 3, 0},  {0, 0, 1, 1, 0},   {20, 75, 1, 56, 1}, {32, 63, 1, 32, 1}, {0, 63, 1, 64, 2},
	{64, 99, 1, 36, 2}, {3, 99, 7, 14, 0}, {0, 99, 1, 100, 4}, {99, 99, 1, 1, 0},  {96, 99, 1, 4, 1},
};

static void rows_go_and_the_rest_stays(void **state)
{
	const char *dir = *state;
	struct store_report report;

	fixture_append_once(dir, 0, 100);
	fixture_copy(dir, "store", "whole");
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		fixture_copy(dir, "whole", "store");
		struct store *store = fixture_unlock(dir);
		int64_t epochs = fixture_number(dir, "SELECT count(*) FROM epoch");
		assert_int_equal(erase_span(store, cases[c].first, cases[c].last, cases[c].step), cases[c].records);
		assert_int_equal(fixture_number(dir, "SELECT count(*) FROM epoch"), epochs - cases[c].epochs_gone + 1);
		store_free(store);
		struct seen seen = read_seen(dir, &report);
		fixture_assert_sound(&report);
		for (uint64_t n = 0; n < 100; n++) {
			bool gone = in_span(&(struct span){cases[c].first, cases[c].last, cases[c].step}, n, NULL);
			assert_int_equal(seen.groups[n], gone ? 0 : 1000 + n);
		}
		assert_true(seen.erasures >= 1);
		/* Life goes on, and the mark follows. */
		fixture_append_once(dir, 2000, 3);
		read_seen(dir, &report);
		fixture_assert_sound(&report);
		assert_int_equal(report.records, 100 - cases[c].records + (uint64_t)seen.erasures + 3);
	}
}

/* The keys of before open none of the erased, and the blobs are nowhere in the files. */
static void nothing_of_it_is_left_in_the_files(void **state)
{
	const char *dir = *state;
	static const char *const names[] = {"store.db", "store.db-wal", "backup/store.db"};
	char path[PATH], sql[128];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	uint8_t blobs[20][104], boxes[2][105];
	struct error err = {0};

	fixture_append_once(dir, 0, 60);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(backup_weekly(store, fixture_instant(START_MS), &err), 1);
	struct store_report report;
	assert_int_equal(store_read(store, NULL, NULL, &report, &err), 0);
	fixture_path(dir, "store.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int i = 0; i < 20; i++) {
		snprintf(sql, sizeof(sql), "SELECT blob FROM entry WHERE n=%d", 20 + i);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		memcpy(blobs[i], sqlite3_column_blob(statement, 0), 104);
		sqlite3_finalize(statement);
	}
	for (int i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql), "SELECT box FROM epoch WHERE e=%d", i);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		assert_int_equal(sqlite3_column_bytes(statement, 0), 105);
		memcpy(boxes[i], sqlite3_column_blob(statement, 0), 105);
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
	assert_int_equal(erase_span(store, 20, 39, 1), 20);
	store_free(store);
	for (size_t f = 0; f < sizeof(names) / sizeof(*names); f++) {
		size_t size;
		fixture_path(dir, names[f], path);
		if (access(path, F_OK))
			continue;
		unsigned char *bytes = fixture_bytes(path, &size);
		for (int i = 0; i < 20; i++)
			assert_null(memmem(bytes, size, blobs[i], 104));
		for (int i = 0; i < 2; i++)
			assert_null(memmem(bytes, size, boxes[i] + 25, 64));
		free(bytes);
	}
	fixture_path(dir, "backup/store.db", path);
	assert_int_equal(access(path, F_OK), 0);
}

/* A forger cannot make such gaps: without the mac they are gaps. */
static void gaps_of_others_are_told_apart(void **state)
{
	const char *dir = *state;
	struct store_report report;

	fixture_append_once(dir, 0, 40);
	struct store *store = fixture_unlock(dir);
	erase_span(store, 5, 9, 1);
	store_free(store);
	fixture_sql(dir, "DELETE FROM entry WHERE n IN (4, 20)");
	read_seen(dir, &report);
	assert_false(report.healthy);
	assert_true(fixture_has(&report, FINDING_MISSING));
	assert_int_equal(report.findings[0].first_n, 4);
	assert_int_equal(report.findings[0].last_n, 4);
	assert_int_equal(report.finding_count, 2);
}

static void erased_rows_put_back_are_named(void **state)
{
	const char *dir = *state;
	struct store_report report;

	fixture_append_once(dir, 0, 40);
	fixture_save(dir, "store.db", "old.db");
	struct store *store = fixture_unlock(dir);
	erase_span(store, 5, 9, 1);
	store_free(store);
	char sql[2 * PATH];
	snprintf(sql, sizeof(sql),
		 "ATTACH '%s/old.db' AS old; INSERT INTO entry SELECT n,blob FROM old.entry WHERE n=7", dir);
	fixture_sql(dir, sql);
	struct seen seen = read_seen(dir, &report);
	assert_int_equal(seen.groups[7], 0);
	assert_false(report.healthy);
}

static void a_rollback_behind_the_erasure_is_seen(void **state)
{
	const char *dir = *state;
	struct store_report report;

	fixture_append_once(dir, 0, 40);
	read_seen(dir, &report);
	fixture_keep(dir, "old");
	struct store *store = fixture_unlock(dir);
	erase_span(store, 5, 39, 1);
	assert_int_equal(store_read(store, NULL, NULL, &report, NULL), 0);
	fixture_assert_sound(&report);
	store_free(store);
	fixture_roll_back(dir, "old");
	read_seen(dir, &report);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

static void a_withdrawal_stays_with_what_it_takes_back(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	struct records records;
	struct record record = {
		.kind = RECORD_WITHDRAWN, .wall_ms = START_MS + 600000, .parts = 1, .group = 5, .catalogue = 1};

	fixture_append_once(dir, 0, 5);
	struct store *store = fixture_unlock(dir);
	record.withdrawn.group = 1002;
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 5000, &err), 0);
	assert_int_equal(erase_span(store, 3, 5, 1), 2);
	assert_int_equal(records_load(store, false, &records, &err), 0);
	assert_int_equal(records.count, 2);
	records_clear(&records);
	assert_int_equal(erase_span(store, 2, 5, 1), 2);
	assert_int_equal(records_load(store, true, &records, &err), 0);
	assert_int_equal(records.count, 2);
	fixture_assert_sound(&records.report);
	records_clear(&records);
	store_free(store);
}

/* A daemon that has the epoch open goes on writing, in a new one. */
static void another_writer_goes_on(void **state)
{
	const char *dir = *state;
	struct store_report report;

	fixture_append_once(dir, 0, 10);
	struct store *daemon = fixture_open(dir);
	fixture_append(daemon, 10, 3);
	struct store *store = fixture_unlock(dir);
	erase_span(store, 9, 11, 1);
	store_free(store);
	fixture_append(daemon, 2000, 2);
	store_free(daemon);
	struct seen seen = read_seen(dir, &report);
	fixture_assert_sound(&report);
	assert_int_equal(seen.groups[12], 1012);
	assert_int_equal(seen.groups[11], 0);
	assert_int_equal(report.records, 10 + 3 - 3 + 1 + 2);
}

static void nothing_to_erase_changes_nothing(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 4);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(erase_span(store, 50, 60, 1), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 4);
}

static void erase_in_child(void *dir)
{
	erase_span(fixture_unlock(dir), 10, 69, 1);
}

/* Killed after @us: the store is as before or as after, sound, and takes new records. True: as after. */
static bool erased_after(void *dir, int64_t us)
{
	struct store_report report;

	fixture_copy(dir, "whole", "store");
	forked_kill(erase_in_child, dir, us);
	struct seen seen = read_seen(dir, &report);
	fixture_assert_sound(&report);
	assert_true(seen.erasures <= 1);
	assert_int_equal(seen.count, seen.erasures ? 80 - 60 + 1 : 80);
	fixture_append_once(dir, 3000, 1);
	read_seen(dir, &report);
	fixture_assert_sound(&report);
	assert_int_equal(fixture_number(dir, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'"),
			 1);
	return seen.erasures == 1;
}

static void killed_at_any_moment_it_is_old_or_new(void **state)
{
	const char *dir = *state;

	for (int i = 0; i < 8; i++)
		fixture_append_once(dir, 10 * i, 10);
	fixture_copy(dir, "store", "whole");
	forked_kill_along(KILLS, forked_run(erase_in_child, *state), erased_after, *state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(rows_go_and_the_rest_stays),
		WITH_STORE(nothing_of_it_is_left_in_the_files),
		WITH_STORE(gaps_of_others_are_told_apart),
		WITH_STORE(erased_rows_put_back_are_named),
		WITH_STORE(a_rollback_behind_the_erasure_is_seen),
		WITH_STORE(a_withdrawal_stays_with_what_it_takes_back),
		WITH_STORE(another_writer_goes_on),
		WITH_STORE(nothing_to_erase_changes_nothing),
		WITH_STORE(killed_at_any_moment_it_is_old_or_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
