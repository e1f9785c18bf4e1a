/* A seal lost and the clock set back at once: what the person can clear by accepting, and what stays named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>

#include "fixture.h"

enum { PATH = 512, ROWS = 10, DAY_MS = 24 * 3600 * 1000 };

static int setup(void **state)
{
	*state = malloc(PATH);
	fixture_directory(*state);
	fixture_create(*state, START_MS);
	fixture_append_once(*state, 0, ROWS);
	return 0;
}

static int teardown(void **state)
{
	fixture_remove(*state);
	free(*state);
	return 0;
}

static void lose_the_seal(const char *dir)
{
	char path[PATH];

	fixture_path(dir, "seal", path);
	assert_int_equal(unlink(path), 0);
}

/* @count rows of the day before, each stored at its own time. */
static void append_yesterday(const char *dir, int first, int count)
{
	struct store *store = fixture_open(dir);
	struct error err = {0};

	for (int i = first; i < first + count; i++) {
		struct record record = fixture_record(i, 0);
		record.wall_ms -= DAY_MS;
		if (store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, &err))
			fail_msg("store_append: %s", err.message);
	}
	store_free(store);
}

static struct store_report accept_at(const char *dir, int64_t wall_ms)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);
	bool changed;

	if (store_accept(store, fixture_instant(wall_ms), &changed, &report, &err))
		fail_msg("store_accept: %s", err.message);
	store_free(store);
	return report;
}

static void assert_healthy(const struct store_report *report)
{
	if (!report->healthy)
		fail_msg("%d findings, the first: %s", report->finding_count, report->findings[0].words);
}

/* The CLOCK records of a store, and the jump of the last. */
struct clocks {
	int count;
	int64_t jump_ms;
};

static int count_clock(void *context, uint64_t n, const struct record *record)
{
	struct clocks *clocks = context;

	(void)n;
	if (record->kind == RECORD_CLOCK) {
		clocks->count++;
		clocks->jump_ms = record->clock.jump_ms;
	}
	return 0;
}

static struct clocks clocks_of(const char *dir)
{
	struct clocks clocks = {0};
	struct store_report report;
	struct store *store = fixture_unlock(dir);

	assert_int_equal(store_read(store, count_clock, &clocks, &report, NULL), 0);
	store_free(store);
	return clocks;
}

static void written_on_before_it_was_accepted(void **state)
{
	const char *dir = *state;

	lose_the_seal(dir);
	append_yesterday(dir, ROWS, 3);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_UNATTESTED));
	assert_false(fixture_has(&report, FINDING_TIME));
	report = accept_at(dir, START_MS - DAY_MS);
	assert_healthy(&report);
	append_yesterday(dir, ROWS + 3, 1);
	report = fixture_read(dir);
	assert_healthy(&report);
}

static void accepted_before_it_was_written_on(void **state)
{
	const char *dir = *state;

	lose_the_seal(dir);
	struct store_report report = accept_at(dir, START_MS - DAY_MS);
	assert_healthy(&report);
	append_yesterday(dir, ROWS, 3);
	report = fixture_read(dir);
	assert_healthy(&report);
	/* The person's own reading knew how far it was. */
	struct clocks clocks = clocks_of(dir);
	assert_int_equal(clocks.count, 1);
	assert_int_equal(clocks.jump_ms, (int64_t)ROWS * 60000 - DAY_MS - (ROWS - 1) * 60000);
}

/* Who began the new chain got no further than its beginning: no disk space for a row, say. */
static void begun_and_written_on_later(void **state)
{
	const char *dir = *state;
	struct record record = fixture_record(ROWS, 0);
	struct error err = {0};

	lose_the_seal(dir);
	fixture_sql(dir, "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'full'); END");
	struct store *store = fixture_open(dir);
	record.wall_ms -= DAY_MS;
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, &err), -1);
	store_free(store);
	fixture_sql(dir, "DROP TRIGGER full");
	append_yesterday(dir, ROWS, 2);
	struct store_report report = accept_at(dir, START_MS);
	assert_healthy(&report);
	assert_int_equal(clocks_of(dir).count, 1);
}

/* A chain that goes on as it should has no such note. */
static void no_note_without_need(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, ROWS, 40);
	assert_int_equal(clocks_of(dir).count, 0);
	lose_the_seal(dir);
	struct store_report report = accept_at(dir, START_MS + DAY_MS);
	assert_healthy(&report);
	struct store *store = fixture_open(dir);
	struct record record = fixture_record(0, 0);
	record.wall_ms += 2 * DAY_MS;
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, NULL), 0);
	store_free(store);
	assert_int_equal(clocks_of(dir).count, 0);
}

static void exchange(const char *dir, int a, int b)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		 "UPDATE entry SET n=-1 WHERE n=%d; UPDATE entry SET n=%d WHERE n=%d; UPDATE entry SET n=%d WHERE n=-1",
		 a, a, b, b);
	fixture_sql(dir, sql);
}

/* Before it was accepted, behind it, and across the border of the two chains: rows in other places are named, whatever is accepted. */
static void an_intruders_order_stays_named(void **state)
{
	static const struct {
		int a, b;
	} pairs[] = {{2, 3}, {ROWS + 1, ROWS + 2}, {ROWS - 1, ROWS + 1}, {ROWS, ROWS + 1}, {ROWS - 1, ROWS}};
	const char *dir = *state;

	lose_the_seal(dir);
	append_yesterday(dir, ROWS, 3);
	fixture_save(dir, "store.db", "before.db");
	fixture_save(dir, "seal", "before.seal");
	fixture_save(dir, "keys", "before.keys");
	for (int accepted = 0; accepted < 2; accepted++) {
		for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
			fixture_restore(dir, "before.db", "store.db");
			fixture_restore(dir, "before.seal", "seal");
			fixture_restore(dir, "before.keys", "keys");
			if (accepted)
				accept_at(dir, START_MS);
			exchange(dir, pairs[i].a, pairs[i].b);
			struct store_report report = accepted ? fixture_read(dir) : accept_at(dir, START_MS);
			assert_false(report.healthy);
			assert_true(fixture_has(&report, FINDING_FOREIGN));
			report = accept_at(dir, START_MS);
			assert_false(report.healthy);
		}
	}
}

/* The seal's time put back by hand, so that a writer sees no reason for a CLOCK: no accepting makes such an order good. */
static void time_running_back_elsewhere_stays_named(void **state)
{
	const char *dir = *state;

	lose_the_seal(dir);
	append_yesterday(dir, ROWS, 3);
	accept_at(dir, START_MS);
	char command[2 * PATH];
	snprintf(command, sizeof(command), "touch -d 2001-01-01 '%s/store/seal'", dir);
	assert_int_equal(system(command), 0);
	struct store *store = fixture_open(dir);
	struct record record = fixture_record(0, 0);
	record.wall_ms -= 30 * (int64_t)DAY_MS;
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, NULL), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_TIME));
	report = accept_at(dir, START_MS);
	assert_true(fixture_has(&report, FINDING_TIME));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(written_on_before_it_was_accepted, setup, teardown),
		cmocka_unit_test_setup_teardown(accepted_before_it_was_written_on, setup, teardown),
		cmocka_unit_test_setup_teardown(begun_and_written_on_later, setup, teardown),
		cmocka_unit_test_setup_teardown(no_note_without_need, setup, teardown),
		cmocka_unit_test_setup_teardown(an_intruders_order_stays_named, setup, teardown),
		cmocka_unit_test_setup_teardown(time_running_back_elsewhere_stays_named, setup, teardown),
	};

	return cmocka_run_group_tests_name("accept, the clock set back", tests, NULL, NULL);
}
