/* Seal and database apart after a crash or a bad disk: what was acknowledged stays, no row number is used twice, and what is lost is
 * named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/seal.h>

#include "fixture.h"

enum { PATH = 512 };

static struct seal seal_of(const char *dir)
{
	char path[PATH];
	struct seal seal;

	fixture_path(dir, "seal", path);
	assert_int_equal(seal_read(path, &seal, NULL, NULL), 0);
	return seal;
}

/* Power went between COMMIT and the seal: the database is ahead by one transaction, or by several. */
static void a_seal_behind_is_stepped_forward(void **state)
{
	const char *dir = *state;

	for (int behind = 1; behind <= 40; behind += 13) {
		struct seal before = seal_of(dir);
		int first = (int)before.n;
		fixture_save(dir, "seal", "old.seal");
		fixture_append_once(dir, first, behind);
		struct seal after = seal_of(dir);
		fixture_restore(dir, "old.seal", "seal");
		/* A reader steps in thought. */
		struct store_report report = fixture_read(dir);
		assert_true(report.healthy);
		assert_int_equal(report.records, after.n);
		/* A writer in deed: the next row gets the next number. */
		fixture_append_once(dir, first + behind, 1);
		struct seal mended = seal_of(dir);
		assert_int_equal(mended.n, after.n + 1);
		assert_int_equal(mended.e, after.e + 1);
		report = fixture_read(dir);
		fixture_assert_healthy(&report, after.n + 1);
	}
}

static void one_torn_slot_is_stepped_forward(void **state)
{
	const char *dir = *state;
	char path[PATH];
	size_t size, old_size;

	fixture_append_once(dir, 0, 3);
	fixture_path(dir, "seal", path);
	unsigned char *old = fixture_bytes(path, &old_size);
	fixture_append_once(dir, 3, 1);
	unsigned char *new = fixture_bytes(path, &size);
	assert_int_equal(size, SEAL_FILE_SIZE);
	/* The slot of the new counter comes first: half written, the other still old. */
	struct seal seal = seal_of(dir);
	long place = seal.counter % 2 ? SEAL_SECOND_SLOT : 0;
	memcpy(old + place, new + place, SEAL_SLOT_SIZE / 2);
	fixture_write(path, old, old_size);
	struct store_report report = fixture_read(dir);
	assert_true(report.healthy);
	assert_int_equal(report.records, 4);
	/* Whole, and the other still old: nothing to mend. */
	memcpy(old + place, new + place, SEAL_SLOT_SIZE);
	fixture_write(path, old, old_size);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 4);
	fixture_append_once(dir, 4, 1);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 5);
	free(old);
	free(new);
}

static void both_slots_bad_begin_a_generation(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 3);
	fixture_flip(dir, "seal", 40);
	fixture_flip(dir, "seal", SEAL_SECOND_SLOT + 40);
	fixture_append_once(dir, 3, 2);
	struct seal seal = seal_of(dir);
	assert_int_equal(seal.g, 1);
	/* It begins with a CLOCK: nobody could know the time of the last append. */
	assert_int_equal(seal.n, 6);
	struct store_report report = fixture_read(dir);
	assert_int_equal(report.records, 6);
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.findings[0].type, FINDING_UNATTESTED);
	assert_int_equal(report.findings[0].first_n, 3);
	/* And once more, before the first unlock saw it. */
	fixture_flip(dir, "seal", 40);
	fixture_flip(dir, "seal", SEAL_SECOND_SLOT + 40);
	fixture_append_once(dir, 5, 1);
	report = fixture_read(dir);
	assert_int_equal(report.records, 8);
	assert_int_equal(report.finding_count, 2);
}

static void a_lost_tail_leaves_a_hole(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 4);
	fixture_save(dir, "store.db", "old.db");
	struct store *store = fixture_open(dir);
	fixture_append(store, 4, 3);
	store_settle(store);
	fixture_restore(dir, "old.db", "store.db");
	/* The process that wrote them goes on, the file exchanged under it. */
	fixture_append(store, 7, 1);
	assert_non_null(store_notice(store));
	fixture_append(store, 8, 1);
	assert_null(store_notice(store));
	store_free(store);
	assert_int_equal(seal_of(dir).n, 9);
	struct store_report report = fixture_read(dir);
	assert_int_equal(report.records, 6);
	assert_int_equal(report.expected, 9);
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.findings[0].type, FINDING_MISSING);
	assert_int_equal(report.findings[0].first_n, 4);
	assert_int_equal(report.findings[0].last_n, 6);
}

static void epochs_end_by_rows_and_by_request(void **state)
{
	const char *dir = *state;
	struct store *store = fixture_open(dir);

	fixture_append(store, 0, 32);
	assert_int_equal(seal_of(dir).e, 1);
	fixture_append(store, 32, 1);
	assert_int_equal(seal_of(dir).e, 2);
	store_forget_epoch(store);
	fixture_append(store, 33, 1);
	assert_int_equal(seal_of(dir).e, 3);
	/* Also inside a transaction: 31 rows more here, 32, 7. */
	struct record records[70];
	struct error err = {0};
	for (int i = 0; i < 70; i++)
		records[i] = fixture_record(34 + i, 0);
	assert_int_equal(store_append(store, records, 70, fixture_instant(records[69].wall_ms), 60, 0, &err), 0);
	assert_int_equal(seal_of(dir).e, 5);
	/* Another writer moves the head. */
	fixture_append_once(dir, 104, 1);
	assert_int_equal(seal_of(dir).e, 6);
	fixture_append(store, 105, 1);
	assert_int_equal(seal_of(dir).e, 7);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 106);
}

static void a_refused_row_is_stored_once_when_tried_again(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	struct record record = fixture_record(1, 0);
	struct store *store = fixture_open(dir);

	fixture_append(store, 0, 1);
	/* The disk takes no more. */
	fixture_sql(dir, "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT,'full'); END");
	assert_int_equal(fixture_try_append(store, &record, &err), -1);
	assert_int_equal(fixture_try_append(store, &record, &err), -1);
	assert_true(err.message[0] != '\0');
	assert_int_equal(seal_of(dir).n, 1);
	fixture_sql(dir, "DROP TRIGGER full");
	assert_int_equal(fixture_try_append(store, &record, &err), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_seal_behind_is_stepped_forward),
		WITH_STORE(one_torn_slot_is_stepped_forward),
		WITH_STORE(both_slots_bad_begin_a_generation),
		WITH_STORE(a_lost_tail_leaves_a_hole),
		WITH_STORE(epochs_end_by_rows_and_by_request),
		WITH_STORE(a_refused_row_is_stored_once_when_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
