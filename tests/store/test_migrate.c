/* Tables of an older version, made here since there was none: brought up whole or not at all, a backup first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/store/migrate.h"
#include "fixture.h"

enum { PATH = 512 };

/* Version 0: epoch and entry under other names, one column fewer. */
#define DOWN                                                                                                           \
	"PRAGMA foreign_keys=OFF; ALTER TABLE entry RENAME TO rows; PRAGMA user_version=0; PRAGMA "                    \
	"wal_checkpoint(TRUNCATE)"
static const struct migration to_1[] = {{0, "ALTER TABLE rows RENAME TO entry"}, {0, NULL}};
static const struct migration broken[] = {
	{0, "ALTER TABLE rows RENAME TO entry; DELETE FROM entry; INSERT INTO nowhere VALUES(1)"}, {0, NULL}};

static const struct migration *none;

static int setup(void **state)
{
	none = store_migrations;
	fixture_setup_store(state);
	fixture_append_once(*state, 0, 40);
	fixture_read(*state);
	fixture_sql(*state, DOWN);
	return 0;
}

static int teardown(void **state)
{
	store_migrations = none;
	return fixture_teardown(state);
}

static void an_older_store_is_brought_up(void **state)
{
	const char *dir = *state;
	char path[PATH];

	store_migrations = to_1;
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 40);
	fixture_append_once(dir, 40, 1);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 41);
	/* The backup is of the older version, and comes back the same way. */
	fixture_path(dir, "backup/store.db", path);
	size_t size;
	unsigned char *bytes = fixture_bytes(path, &size);
	assert_int_equal(bytes[63], 0);
	free(bytes);
	assert_true(fixture_exists(dir, "backup/keys"));
}

static void a_step_that_fails_changes_nothing(void **state)
{
	const char *dir = *state;
	struct error err;

	store_migrations = broken;
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_non_null(strstr(err.message, "nothing was changed"));
	store_migrations = to_1;
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 40);
}

/* Refused by name, byte for byte as it was. */
static void no_way_is_a_refusal(void **state)
{
	static const struct {
		const char *sql, *words;
	} cases[] = {
		{"PRAGMA user_version=0", "no version"},
		{"PRAGMA user_version=2", "newer version"},
		{"PRAGMA user_version=1; PRAGMA application_id=5", "not a database of Evenkeel"},
	};
	const char *dir = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		store_migrations = i ? to_1 : none;
		fixture_sql(dir, cases[i].sql);
		fixture_sql(dir, "PRAGMA wal_checkpoint(TRUNCATE)");
		fixture_assert_refused(dir, cases[i].words);
		assert_false(fixture_exists(dir, "backup"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_older_store_is_brought_up, setup, teardown),
		cmocka_unit_test_setup_teardown(a_step_that_fails_changes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(no_way_is_a_refusal, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
