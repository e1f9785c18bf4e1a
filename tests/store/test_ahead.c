/*
 * Rows that were opened ahead, partly by a second thread: the same rows in the same order and the same findings as without it, whatever
 * was done to the store. On one processor there is no second thread; that is the other side of each comparison.
 */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/text.h>

#include "bulk.h"
#include "fixture.h"

enum { PATH = 512, ROWS = 3000, ROUNDS = 6 };

/* Now and then a worksheet, so that pages end by their bytes, too. */
static void record(uint64_t n, struct record *ret)
{
	*ret = fixture_record((int)n, 1);
	if (n % 700 >= 100 && n % 700 < 180) {
		*ret = (struct record){.kind = RECORD_WORKSHEET,
				       .wall_ms = ret->wall_ms,
				       .parts = 1,
				       .group = ret->group,
				       .catalogue = 1};
		ret->worksheet.length = 4;
		memcpy(ret->worksheet.text, "calm", 4);
	}
}

static void make(const char *dir, unsigned per_epoch)
{
	char path[PATH];
	struct error err = {0};
	struct bulk bulk = {.dir = path,
			    .passphrase = PASSPHRASE,
			    .flags = STORE_TEST_KDF,
			    .rows = ROWS,
			    .per_epoch = per_epoch,
			    .record = record};

	fixture_path(dir, "", path);
	assert_int_equal(bulk_create(&bulk, &err), 0);
	/* The first read wraps the boxes. */
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS);
}

static int print_row(void *context, uint64_t n, const struct record *record)
{
	text_appendf(context, "%u %u %lld %u\n", (unsigned)n, (unsigned)record->kind, (long long)record->wall_ms,
		     (unsigned)record->group);
	return 0;
}

static void read_as_text(const char *dir, struct text *ret)
{
	struct store *store = fixture_unlock(dir);
	struct store_report report;
	struct error err = {0};

	assert_int_equal(store_read(store, print_row, ret, &report, &err), 0);
	text_appendf(ret, "records %u mark %s\n", (unsigned)report.records, report.mark);
	for (int i = 0; i < report.finding_count && i < STORE_FINDINGS_MAX; i++)
		text_appendf(ret, "%s\n", report.findings[i].words);
	store_free(store);
}

/* On one processor, which goes without the thread, or on all there are. */
static void use_processors(bool one)
{
	static cpu_set_t all;
	cpu_set_t set;

	if (CPU_COUNT(&all) == 0)
		assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	set = all;
	for (int i = 0; one && i < CPU_SETSIZE && CPU_COUNT(&set) > 1; i++)
		CPU_CLR(i, &set);
	assert_int_equal(sched_setaffinity(0, sizeof(set), &set), 0);
}

static void assert_both_ways_agree(const char *dir)
{
	struct text one = {0}, two = {0};

	use_processors(true);
	read_as_text(dir, &one);
	use_processors(false);
	read_as_text(dir, &two);
	assert_string_equal(text_string(&one), text_string(&two));
	text_clear(&one);
	text_clear(&two);
}

/* One edit at a place that @random picks; they pile up from round to round. */
static void spoil(const char *dir, unsigned random)
{
	static const char *const edits[] = {
		"UPDATE entry SET blob=randomblob(length(blob)) WHERE n=%u",
		"DELETE FROM entry WHERE n BETWEEN %u AND %u+1",
		"UPDATE entry SET blob=(SELECT blob FROM entry WHERE n=%u+3) WHERE n=%u",
		"PRAGMA ignore_check_constraints=1; UPDATE entry SET blob=randomblob(70000) WHERE n=%u",
		"UPDATE epoch SET box=randomblob(105) WHERE e=(SELECT max(e) FROM epoch WHERE first_n<=%u)",
		"DELETE FROM epoch WHERE e=(SELECT max(e) FROM epoch WHERE first_n<=%u AND e>0)",
	};
	char sql[512];
	unsigned n = 10 + random % (ROWS - 20);

	snprintf(sql, sizeof(sql), edits[random / 7 % (sizeof(edits) / sizeof(edits[0]))], n, n);
	fixture_sql(dir, sql);
}

static void damage_is_the_same_either_way(const char *dir, unsigned per_epoch)
{
	uint32_t random = per_epoch;

	make(dir, per_epoch);
	assert_both_ways_agree(dir);
	for (int i = 0; i < ROUNDS; i++) {
		for (int edits = 0; edits < 3; edits++) {
			random = random * 1664525 + 1013904223;
			spoil(dir, random >> 8);
		}
		assert_both_ways_agree(dir);
	}
}

static void short_epochs(void **state)
{
	damage_is_the_same_either_way(*state, 20);
}

static void one_row_an_epoch(void **state)
{
	damage_is_the_same_either_way(*state, 1);
}

static void epochs_longer_than_a_page(void **state)
{
	damage_is_the_same_either_way(*state, 500);
}

static void spoilt_rows_are_missing_and_no_others(void **state)
{
	const char *dir = *state;
	struct text rows = {0};

	make(dir, 20);
	fixture_sql(dir, "UPDATE entry SET blob=randomblob(length(blob)) WHERE n%97=5");
	use_processors(false);
	read_as_text(dir, &rows);
	const char *at = text_string(&rows);
	for (unsigned n = 0; n < ROWS; n++) {
		char wanted[32];
		if (n % 97 == 5)
			continue;
		snprintf(wanted, sizeof(wanted), "%u ", n);
		assert_memory_equal(at, wanted, strlen(wanted));
		at = strchr(at, '\n') + 1;
	}
	assert_memory_equal(at, "records 2969 ", 13);
	text_clear(&rows);
}

static int stop_at(void *context, uint64_t n, const struct record *record)
{
	(void)record;
	return n == *(const uint64_t *)context ? 7 : 0;
}

static void a_reader_may_stop_anywhere(void **state)
{
	const char *dir = *state;
	struct store_report report;
	struct error err = {0};

	make(dir, 20);
	struct store *store = fixture_unlock(dir);
	for (uint64_t n = 0; n < ROWS; n += 271)
		assert_int_equal(store_read(store, stop_at, &n, &report, &err), 7);
	assert_int_equal(store_read(store, NULL, NULL, &report, &err), 0);
	fixture_assert_healthy(&report, ROWS);
	store_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(short_epochs),
		IN_DIRECTORY(one_row_an_epoch),
		IN_DIRECTORY(epochs_longer_than_a_page),
		IN_DIRECTORY(spoilt_rows_are_missing_and_no_others),
		IN_DIRECTORY(a_reader_may_stop_anywhere),
	};

	return cmocka_run_group_tests_name("rows opened ahead", tests, NULL, NULL);
}
