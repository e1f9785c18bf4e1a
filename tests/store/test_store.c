/* The store's main way: create, append without a secret, unlock, read all back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"

enum { PATH = 512 };

static void an_empty_store_is_healthy(void **state)
{
	const char *dir = *state;

	fixture_create(dir, START_MS);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 0);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 0);
}

static void no_store_is_empty(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct store *store = NULL;
	struct error err = {0};

	fixture_path(dir, "", path);
	assert_int_equal(store_open(&store, path, &err), STORE_EMPTY);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(store_open(&store, path, &err), STORE_EMPTY);
	assert_null(store);
}

static void an_existing_store_is_not_touched(void **state)
{
	const char *dir = *state;
	char path[PATH], code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	fixture_create(dir, START_MS);
	fixture_append_once(dir, 0, 3);
	fixture_path(dir, "", path);
	assert_int_equal(store_create(path, "other", 5, STORE_TEST_KDF, fixture_instant(START_MS), code, &err),
			 STORE_EXISTS);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 3);
}

/* Collects what the store hands out. */
struct rows {
	struct record items[200];
	uint64_t numbers[200];
	int count;
};

static int collect(void *context, uint64_t n, const struct record *record)
{
	struct rows *rows = context;

	assert_true(rows->count < 200);
	rows->items[rows->count] = *record;
	rows->numbers[rows->count++] = n;
	return 0;
}

static void assert_same(const struct record *got, const struct record *wanted)
{
	uint8_t left[RECORD_WORKSHEET_SIZE], right[RECORD_WORKSHEET_SIZE];
	size_t size = record_size(wanted);

	assert_int_equal(record_size(got), size);
	record_encode(got, left);
	record_encode(wanted, right);
	assert_memory_equal(left, right, size);
}

static void twenty_come_back_equal(void **state)
{
	const char *dir = *state;
	struct rows *rows = calloc(1, sizeof(*rows));
	struct store_report report;
	struct error err = {0};

	fixture_create(dir, START_MS);
	fixture_append_once(dir, 0, 12);
	fixture_append_once(dir, 12, 8);
	for (int round = 0; round < 2; round++) {
		struct store *store = fixture_unlock(dir);
		rows->count = 0;
		assert_int_equal(store_read(store, collect, rows, &report, &err), 0);
		store_free(store);
		fixture_assert_healthy(&report, 20);
		assert_int_equal(rows->count, 20);
		for (int i = 0; i < 20; i++) {
			struct record wanted = fixture_record(i, 0);
			assert_int_equal(rows->numbers[i], i);
			assert_same(&rows->items[i], &wanted);
		}
	}
	free(rows);
}

static void two_appenders_take_turns(void **state)
{
	const char *dir = *state;

	fixture_create(dir, START_MS);
	struct store *one = fixture_open(dir), *two = fixture_open(dir);
	for (int i = 0; i < 40; i++)
		fixture_append(i % 3 ? one : two, i, 1);
	store_free(one);
	fixture_append(two, 40, 1);
	store_free(two);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 41);
}

static void wrong_passphrase_and_locked(void **state)
{
	const char *dir = *state;
	struct store_report report;
	struct error err = {0};

	fixture_create(dir, START_MS);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_unlock(store, "not it", 6, &err), STORE_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(store_read(store, NULL, NULL, &report, &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_true(store_is_test_kdf(store));
	assert_false(store_is_demo(store));
	store_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(an_empty_store_is_healthy),        IN_DIRECTORY(no_store_is_empty),
		IN_DIRECTORY(an_existing_store_is_not_touched), IN_DIRECTORY(twenty_come_back_equal),
		IN_DIRECTORY(two_appenders_take_turns),         IN_DIRECTORY(wrong_passphrase_and_locked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
