/* An import of many rows: one transaction over as many epochs as its rows need, all of it or nothing, whenever it is cut off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <evenkeel/transfer.h>

#include "forked.h"
#include "fixture.h"

enum { PATH = 512, ROWS = 100, EPOCH_ROWS = 32, KILLS = 40 };

static struct transfer_tally import(const char *dir, int count)
{
	struct transfer_tally tally;
	struct store_report report;
	struct records list = {0};
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	for (int i = 0; i < count; i++) {
		struct record record = fixture_record(i, 1);
		records_add(&list, &record);
	}
	if (transfer_import(store, &list, fixture_instant(START_MS + 86400000), 60, &tally, &report, &err))
		fail_msg("transfer_import: %s", err.message);
	records_clear(&list);
	store_free(store);
	return tally;
}

/* How many rows each epoch has, by their borders; rows in no epoch fail. */
static int epoch_sizes(const char *dir, int64_t *ret, int room)
{
	char path[PATH];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	int count = 0;

	fixture_path(dir, "store.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT (SELECT count(*) FROM entry WHERE n >= first_n AND n < next) FROM "
					    "(SELECT e, first_n, lead(first_n, 1, 1 << 60) OVER (ORDER BY e) AS next "
					    "FROM epoch) ORDER BY e",
					    -1, &statement, NULL),
			 SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		assert_true(count < room);
		ret[count++] = sqlite3_column_int64(statement, 0);
	}
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return count;
}

static void no_epoch_has_more_than_its_rows(void **state)
{
	static const int64_t fresh[] = {32, 32, 32, 4}, more[] = {5, 32, 32, 32, 4};
	const char *dir = *state;
	int64_t sizes[16];

	import(dir, ROWS);
	assert_int_equal(epoch_sizes(dir, sizes, 16), 4);
	assert_memory_equal(sizes, fresh, sizeof(fresh));
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS);
	/* Behind rows of one's own, in a process that wrote none: from a new epoch on. */
	fixture_remove(dir);
	fixture_directory(*state);
	fixture_create(dir, START_MS);
	fixture_append_once(dir, 1000, 5);
	import(dir, ROWS);
	assert_int_equal(epoch_sizes(dir, sizes, 16), 5);
	assert_memory_equal(sizes, more, sizeof(more));
	report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS + 5);
	fixture_append_once(dir, 2000, 1);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS + 6);
}

/* A CLOCK counts among an epoch's rows, too. */
static void a_clock_counts(void **state)
{
	const char *dir = *state;
	struct record records[EPOCH_ROWS];
	int64_t sizes[8];

	fixture_append_once(dir, 1000, 1);
	struct store *store = fixture_open(dir);
	for (int i = 0; i < EPOCH_ROWS; i++)
		records[i] = fixture_record(i, 0);
	assert_int_equal(store_append(store, records, EPOCH_ROWS, fixture_instant(records[31].wall_ms), 60, 0, NULL),
			 0);
	store_free(store);
	assert_int_equal(epoch_sizes(dir, sizes, 8), 3);
	assert_int_equal(sizes[1], EPOCH_ROWS);
	assert_int_equal(sizes[2], 1);
	struct store_report report = fixture_read(dir);
	assert_true(report.healthy);
}

/* Power went between COMMIT and the seal: over all the epochs the next writer finds the way. */
static void the_seal_follows_over_epochs(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 1000, 3);
	fixture_save(dir, "seal", "old.seal");
	import(dir, ROWS);
	fixture_restore(dir, "old.seal", "seal");
	struct store_report report = fixture_read(dir);
	assert_true(report.healthy);
	assert_int_equal(report.records, ROWS + 3);
	fixture_append_once(dir, 2000, 1);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS + 4);
}

static void import_in_child(void *dir)
{
	import(dir, 1000);
}

/* Which records are there, and how often. */
static int count_groups(void *context, uint64_t n, const struct record *record)
{
	int *seen = context;

	(void)n;
	assert_in_range(record->group, 1000, 1000 + 999);
	seen[record->group - 1000]++;
	return 0;
}

static void assert_each_once(const char *dir, int count)
{
	int seen[1000] = {0};
	struct store_report report = fixture_read_rows(dir, count_groups, seen);

	fixture_assert_sound(&report);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(seen[i], i < count);
}

static void killed_and_said_again_each_is_there_once(void **state)
{
	const char *dir = *state;
	int none = 0, all = 0;

	fixture_copy(dir, "store", "empty");
	int64_t whole_us = forked_run(import_in_child, *state);
	/* The first at once, so that one comes before the end on any machine. */
	for (int round = 0; round < KILLS; round++) {
		fixture_copy(dir, "empty", "store");
		forked_kill(import_in_child, *state, whole_us * round / KILLS);
		uint64_t stored = fixture_read(dir).records;
		none += stored == 0;
		all += stored == 1000;
		assert_true(stored == 0 || stored == 1000);
		struct transfer_tally tally = import(dir, 1000);
		assert_int_equal(tally.added, 1000 - stored);
		assert_int_equal(tally.present, stored);
		assert_each_once(dir, 1000);
	}
	print_message("# %d kills: %d before, %d after\n", KILLS, none, all);
	assert_true(none > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(no_epoch_has_more_than_its_rows),
		WITH_STORE(a_clock_counts),
		WITH_STORE(the_seal_follows_over_epochs),
		WITH_STORE(killed_and_said_again_each_is_there_once),
	};

	return cmocka_run_group_tests_name("import over epochs", tests, NULL, NULL);
}
