/* Records as the reading commands get them, and the records with which a gap is in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/vault.h>

#include "fixture.h"

enum { PATH = 512 };

/* A store whose M the test knows. */
struct world {
	char dir[PATH];
	struct vault_keys vault;
};

static int setup(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	char code[RECOVERY_CODE_SIZE];
	uint8_t master[VAULT_MASTER_SIZE];

	fixture_directory(world->dir);
	fixture_create_with_code(world->dir, code);
	assert_int_equal(vault_code_decode(code, master, NULL), 0);
	vault_derive(master, &world->vault);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct world *world = *state;

	fixture_remove(world->dir);
	free(world);
	return 0;
}

static void append(struct store *store, struct record record)
{
	struct error err = {0};

	if (store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err))
		fail_msg("%s", err.message);
}

static struct records load(const struct world *world, bool with_withdrawn)
{
	struct records records;
	struct error err = {0};
	struct store *store = fixture_unlock(world->dir);

	if (records_load(store, with_withdrawn, &records, &err))
		fail_msg("%s", err.message);
	store_free(store);
	return records;
}

static void records_come_in_order_of_time(void **state)
{
	const struct world *world = *state;
	struct store *store = fixture_open(world->dir);
	/* Imported and delayed ones lie back; two of one time stay in their own order. */
	static const int minutes[] = {50, 10, 51, 11, 3, 52, 10, 3, 53, 0};
	static const int wanted[] = {9, 4, 7, 1, 6, 3, 0, 2, 5, 8};

	for (int i = 0; i < 10; i++) {
		struct record record = fixture_record(minutes[i], 0);
		struct error err = {0};
		record.group = (uint32_t)i;
		record.flags = minutes[i] < 50 ? (i % 2 ? RECORD_IMPORTED : RECORD_DELAYED) : 0;
		assert_int_equal(store_append(store, &record, 1, fixture_instant(START_MS + 53 * 60000), 60, 0, &err),
				 0);
	}
	store_free(store);
	struct records records = load(world, false);
	assert_true(records.report.healthy);
	assert_int_equal(records.count, 10);
	for (int i = 0; i < 10; i++)
		assert_int_equal(records.items[i].group, wanted[i]);
	records_clear(&records);
	assert_null(records.items);
	records_clear(&records);
}

static void what_was_taken_back_is_left_out(void **state)
{
	const struct world *world = *state;
	struct store *store = fixture_open(world->dir);

	fixture_append(store, 100, 4);
	struct record back = fixture_record(104, 0);
	back.kind = RECORD_WITHDRAWN;
	back.count = 0;
	memset(&back.prompt, 0, sizeof(back.prompt));
	back.withdrawn.group = fixture_record(102, 0).group;
	append(store, back);
	/* The clock goes back half an hour: a row of its own, for nobody to see. */
	append(store, fixture_record(70, 0));
	store_free(store);
	struct records records = load(world, false);
	assert_int_equal(records.report.records, 7);
	assert_int_equal(records.count, 4);
	for (size_t i = 0; i < records.count; i++)
		assert_true(records.items[i].kind == RECORD_ANSWERED && records.items[i].group != 1102);
	records_clear(&records);
	records = load(world, true);
	assert_int_equal(records.count, 6);
	records_clear(&records);
}

static void a_locked_store_gives_no_records(void **state)
{
	const struct world *world = *state;
	struct records records = {0};
	struct error err = {0};
	struct store *store = fixture_open(world->dir);

	assert_int_equal(records_load(store, false, &records, &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_null(records.items);
	store_free(store);
}

static void an_empty_store_gives_none(void **state)
{
	struct records records = load(*state, true);

	assert_int_equal(records.count, 0);
	records_clear(&records);
}

static struct record authority(const struct world *world, uint8_t kind, uint64_t first, uint64_t last, uint64_t n)
{
	struct record record = {.kind = kind, .wall_ms = START_MS + 60 * 60000, .parts = 1, .catalogue = 1};

	record.range.first = first;
	record.range.last = last;
	vault_authority(&world->vault, kind, first, last, n, record.range.mac);
	return record;
}

/* Rows 0-9; then rows 3-5 are deleted and the record is appended as row 10. */
static struct store_report with_gap(const struct world *world, struct record record)
{
	fixture_append_once(world->dir, 0, 10);
	fixture_sql(world->dir, "DELETE FROM entry WHERE n BETWEEN 3 AND 5");
	struct store *store = fixture_open(world->dir);
	append(store, record);
	store_free(store);
	return fixture_read(world->dir);
}

static void a_gap_with_authority_is_in_order(void **state)
{
	const struct world *world = *state;
	struct store_report report = with_gap(world, authority(world, RECORD_ERASE, 3, 5, 10));

	assert_int_equal(report.finding_count, 0);
	assert_int_equal(report.records, 8);
	report = fixture_read(world->dir);
	assert_int_equal(report.finding_count, 0);
	/* What was erased comes back. */
	fixture_sql(world->dir, "INSERT INTO entry SELECT 4,blob FROM entry WHERE n=6");
	report = fixture_read(world->dir);
	assert_true(fixture_has(&report, FINDING_FOREIGN));
}

static void an_authority_covers_its_rows_only(void **state)
{
	const struct world *world = *state;
	struct store_report report = with_gap(world, authority(world, RECORD_RESTORE, 4, 4, 10));

	assert_int_equal(report.finding_count, 2);
	assert_int_equal(report.findings[0].type, FINDING_MISSING);
	assert_int_equal(report.findings[0].first_n, 3);
	assert_int_equal(report.findings[0].last_n, 3);
	assert_int_equal(report.findings[1].first_n, 5);
	assert_int_equal(report.findings[1].last_n, 5);
}

static void a_forged_authority_is_named(void **state)
{
	const struct world *world = *state;
	struct record record = authority(world, RECORD_ERASE, 3, 5, 10);

	record.range.mac[3] ^= 1;
	struct store_report report = with_gap(world, record);
	assert_true(fixture_has(&report, FINDING_FOREIGN));
	assert_true(fixture_has(&report, FINDING_MISSING));
}

static void an_authority_moved_to_another_row_is_named(void **state)
{
	const struct world *world = *state;
	struct store_report report = with_gap(world, authority(world, RECORD_ERASE, 3, 5, 9));

	assert_true(fixture_has(&report, FINDING_FOREIGN));
	assert_true(fixture_has(&report, FINDING_MISSING));
}

static void a_newer_kind_is_kept_and_said(void **state)
{
	const struct world *world = *state;
	struct record record = fixture_record(1, 0);
	struct store *store = fixture_open(world->dir);

	fixture_append(store, 0, 1);
	record.kind = 0x33;
	record.count = 0;
	memset(record.raw, 0, sizeof(record.raw));
	record.raw[0] = 9;
	append(store, record);
	store_free(store);
	struct records records = load(world, true);
	assert_true(records.report.healthy);
	assert_int_equal(records.report.finding_count, 1);
	assert_int_equal(records.report.findings[0].type, FINDING_NEWER);
	assert_int_equal(records.count, 2);
	assert_int_equal(records.items[1].kind, 0x33);
	records_clear(&records);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(records_come_in_order_of_time, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_taken_back_is_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_locked_store_gives_no_records, setup, teardown),
		cmocka_unit_test_setup_teardown(an_empty_store_gives_none, setup, teardown),
		cmocka_unit_test_setup_teardown(a_gap_with_authority_is_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(an_authority_covers_its_rows_only, setup, teardown),
		cmocka_unit_test_setup_teardown(a_forged_authority_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(an_authority_moved_to_another_row_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_newer_kind_is_kept_and_said, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
