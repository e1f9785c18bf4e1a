/* Backups put back, seals lost, tails cut: the alarm, what the person says to it, and what stays named all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/seal.h>

#include "forked.h"
#include "fixture.h"

enum { PATH = 512 };

static struct store_report accept_store(const char *dir, bool wanted)
{
	bool changed;
	struct store_report report = fixture_accept(dir, START_MS + 3600000, &changed);

	assert_int_equal(changed, wanted);
	return report;
}

/* Accepted: healthy now, at the next unlock, after the next record, and accepting again does nothing. */
static void assert_accepted(const char *dir, int next)
{
	struct store_report report = accept_store(dir, true);

	fixture_assert_sound(&report);
	report = fixture_read(dir);
	fixture_assert_sound(&report);
	fixture_append_once(dir, next, 2);
	uint64_t before = report.records;
	report = fixture_read(dir);
	fixture_assert_sound(&report);
	assert_int_equal(report.records, before + 2);
	report = accept_store(dir, false);
	fixture_assert_sound(&report);
}

static void lose_the_seal(const char *dir)
{
	fixture_delete(dir, "seal");
}

static void lose_the_seal_and_go_on(const char *dir)
{
	fixture_delete(dir, "seal");
	fixture_append_once(dir, 20, 3);
}

static void lose_the_seal_twice(const char *dir)
{
	lose_the_seal_and_go_on(dir);
	fixture_delete(dir, "seal");
	fixture_append_once(dir, 30, 1);
}

static void cut_the_tail(const char *dir)
{
	fixture_sql(dir, "DELETE FROM entry WHERE n>=7");
}

static void cut_the_tail_and_go_on(const char *dir)
{
	cut_the_tail(dir);
	fixture_append_once(dir, 20, 3);
}

static void lose_rows(const char *dir)
{
	fixture_sql(dir, "DELETE FROM entry WHERE n IN (2,3,6)");
}

static void lose_more_than_a_report_holds(const char *dir)
{
	fixture_append_once(dir, 10, 80);
	fixture_sql(dir, "DELETE FROM entry WHERE n%2=1");
}

static void roll_back(const char *dir)
{
	fixture_keep(dir, "old");
	fixture_append_once(dir, 10, 5);
	fixture_read(dir);
	fixture_roll_back(dir, "old");
}

static void roll_back_the_database(const char *dir)
{
	fixture_save(dir, "store.db", "old.db");
	fixture_append_once(dir, 10, 5);
	fixture_read(dir);
	fixture_restore(dir, "old.db", "store.db");
}

static void take_another_seal(const char *dir)
{
	fixture_flip(dir, "seal", 40);
	fixture_flip(dir, "seal", SEAL_SECOND_SLOT + 40);
}

static const struct {
	void (*spoil)(const char *dir);
	enum store_finding_type type;
} cases[] = {
	{lose_the_seal, FINDING_NO_SEAL},
	{lose_the_seal_and_go_on, FINDING_UNATTESTED},
	{lose_the_seal_twice, FINDING_UNATTESTED},
	{take_another_seal, FINDING_NO_SEAL},
	{cut_the_tail, FINDING_TRUNCATED},
	{cut_the_tail_and_go_on, FINDING_MISSING},
	{lose_rows, FINDING_MISSING},
	{lose_more_than_a_report_holds, FINDING_MISSING},
	{roll_back, FINDING_ROLLED_BACK},
	{roll_back_the_database, FINDING_TRUNCATED},
};

static void what_is_accepted_is_healthy(void **state)
{
	const char *dir = *state;

	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		fixture_remove(dir);
		char command[PATH + 16];
		snprintf(command, sizeof(command), "mkdir -m 700 '%s'", dir);
		assert_int_equal(system(command), 0);
		fixture_create(dir, START_MS);
		fixture_append_once(dir, 0, 10);
		fixture_read(dir);
		cases[c].spoil(dir);
		struct store_report report = fixture_read(dir);
		assert_false(report.healthy);
		if (!fixture_has(&report, cases[c].type))
			fail_msg("case %zu: %s", c, report.findings[0].words);
		assert_accepted(dir, 100);
	}
}

static void a_healthy_store_needs_none(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 3);
	struct store_report report = accept_store(dir, false);
	fixture_assert_healthy(&report, 3);
}

/* What does not open is not made good by saying so. */
static void damage_stays_named(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 10);
	fixture_sql(dir, "UPDATE entry SET blob=randomblob(104) WHERE n=4; DELETE FROM entry WHERE n=6");
	struct store_report report = accept_store(dir, true);
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.findings[0].type, FINDING_DAMAGED);
	assert_int_equal(report.findings[0].first_n, 4);
}

/* A RESTORE covers what was missing when it was written, and nothing else. */
static void later_gaps_are_gaps(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 10);
	lose_the_seal_and_go_on(dir);
	struct store_report report = accept_store(dir, true);
	fixture_assert_sound(&report);
	for (int n = 0; n < 13; n++) {
		char sql[64];
		fixture_save(dir, "store.db", "whole.db");
		snprintf(sql, sizeof(sql), "DELETE FROM entry WHERE n=%d", n);
		fixture_sql(dir, sql);
		report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_MISSING));
		assert_int_equal(report.findings[0].first_n, n);
		fixture_restore(dir, "whole.db", "store.db");
	}
}

static int see_numbers(void *context, uint64_t n, const struct record *record)
{
	uint64_t *last = context;

	if (record->kind == RECORD_ANSWERED && record->group == 1100)
		*last = n;
	return 0;
}

/* Numbers that the mark knows of were given out once. */
static void numbers_are_not_used_again(void **state)
{
	const char *dir = *state;
	uint64_t n = 0;
	struct store_report report;

	fixture_append_once(dir, 0, 10);
	roll_back(dir);
	accept_store(dir, true);
	fixture_append_once(dir, 100, 1);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(store_read(store, see_numbers, &n, &report, NULL), 0);
	store_free(store);
	fixture_assert_sound(&report);
	assert_true(n > 15);
}

/* Of somebody else's database nothing opens; there is nothing to accept. */
static void another_store_is_not_accepted(void **state)
{
	const char *dir = *state;
	struct store_report report;
	struct error err = {0};
	bool changed;
	char other[PATH], command[3 * PATH];

	fixture_append_once(dir, 0, 3);
	fixture_directory(other);
	fixture_create(other, START_MS);
	fixture_append_once(other, 0, 3);
	snprintf(command, sizeof(command), "cp '%s/store/store.db' '%s/store/seal' '%s/store/'", other, other, dir);
	assert_int_equal(system(command), 0);
	fixture_remove(other);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(store_accept(store, fixture_instant(START_MS), &changed, &report, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
}

static void accept_in_child(void *dir)
{
	accept_store(dir, true);
}

static void killed_it_can_be_said_again(void **state)
{
	const char *dir = *state;

	for (int i = 0; i < 3; i++)
		fixture_append_once(dir, 3 * i, 3);
	fixture_read(dir);
	lose_the_seal_and_go_on(dir);
	fixture_copy(dir, "store", "whole");
	for (int round = 0; round < 20; round++) {
		fixture_copy(dir, "whole", "store");
		forked_kill(accept_in_child, *state, 500 + 900 * round);
		bool changed;
		struct store_report report = fixture_accept(dir, START_MS + 3600000, &changed);
		fixture_assert_sound(&report);
	}
}

/* What shows without a key, in words, and with what to do. */
static void it_is_said_without_unlocking(void **state)
{
	const char *dir = *state;
	static const struct {
		void (*spoil)(const char *dir);
		const char *words;
	} looks[] = {{lose_the_seal, "seal is gone"},
		     {lose_the_seal_and_go_on, "new chain"},
		     {cut_the_tail, "last records are missing"}};
	char words[STORE_WORDS_SIZE];

	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		char path[PATH];
		fixture_path(dir, "", path);
		fixture_remove(path);
		fixture_create(dir, START_MS);
		fixture_append_once(dir, 0, 10);
		struct store *store = fixture_open(dir);
		store_look(store, words);
		assert_string_equal(words, "");
		store_free(store);
		looks[i].spoil(dir);
		store = fixture_open(dir);
		store_look(store, words);
		store_free(store);
		assert_non_null(strstr(words, looks[i].words));
		assert_non_null(strstr(words, "evenkeel verify"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(what_is_accepted_is_healthy), WITH_STORE(a_healthy_store_needs_none),
		WITH_STORE(damage_stays_named),          WITH_STORE(later_gaps_are_gaps),
		WITH_STORE(numbers_are_not_used_again),  WITH_STORE(another_store_is_not_accepted),
		WITH_STORE(killed_it_can_be_said_again), WITH_STORE(it_is_said_without_unlocking),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
