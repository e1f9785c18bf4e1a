/*
 * The mark of the last visit where its place was erased since: nothing can be compared there any more, so an ERASE stands in for it. What
 * somebody without the keys could try with that, old states put back above all, and that it is named.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/erase.h>
#include <evenkeel/keys.h>

#include "fixture.h"

enum { PATH = 512 };

struct span {
	uint64_t first, last;
};

static bool in_span(void *context, uint64_t n, const struct record *record)
{
	const struct span *span = context;

	(void)record;
	return n >= span->first && n <= span->last;
}

/* As `evenkeel erase` does: it reads, which renews the mark where all is well, and then erases. */
static struct store_report erase_span(const char *dir, uint64_t first, uint64_t last)
{
	struct span span = {first, last};
	struct erase_plan plan = {0};
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	if (erase_plan(store, in_span, &span, &plan, &report, &err) ||
	    erase_rows(store, &plan, fixture_instant(START_MS + 86400000), &err))
		fail_msg("erase: %s", err.message);
	erase_plan_clear(&plan);
	store_free(store);
	return report;
}

static struct keys_mark mark_of(const char *dir)
{
	char path[PATH];
	struct keys keys;
	struct keys_mark mark = {0};
	uint8_t master[VAULT_MASTER_SIZE];
	struct vault_keys vault;

	fixture_path(dir, "", path);
	assert_int_equal(keys_read(path, &keys, NULL), 0);
	assert_int_equal(keys_open(&keys, PASSPHRASE, strlen(PASSPHRASE), master, NULL), 0);
	vault_derive(master, &vault);
	assert_int_equal(keys_mark_open(&keys, &vault, &mark), 0);
	return mark;
}

/* One process each, so that every row has an epoch of its own. */
static void append_apart(const char *dir, int first, int count)
{
	for (int i = first; i < first + count; i++)
		fixture_append_once(dir, i, 1);
}

static void assert_rolled_back(const char *dir)
{
	struct store_report report = fixture_read(dir);

	assert_false(report.healthy);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
	/* And it stays named: a mark that does not fit is not renewed. */
	report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

/* The rule's purpose: all of the mark's epoch is gone, by the person's own hand. */
static void an_erased_place_is_no_finding(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 40);
	erase_span(dir, 20, 39);
	assert_int_equal(mark_of(dir).n, 40);
	struct store_report report = fixture_read(dir);
	assert_true(report.healthy);
	assert_int_equal(report.records, 40 - 20 + 1);
	assert_int_equal(mark_of(dir).n, 41);
}

/*
 * An older state that holds an ERASE: the mark stands behind it, where that state never was. Nor is it reached once honest rows have grown
 * over its place, unless they have by chance the same epochs: what the mark binds is the position.
 */
static void an_older_state_with_an_erasure(void **state)
{
	const char *dir = *state;

	for (int many = 0; many < 2; many++) {
		fixture_remove(dir);
		fixture_directory(*state);
		fixture_create(dir, START_MS);
		fixture_append_once(dir, 0, 40);
		erase_span(dir, 20, 39);
		fixture_keep(dir, "older");
		if (many)
			append_apart(dir, 100, 20);
		else
			fixture_append_once(dir, 100, 20);
		fixture_read(dir);
		uint64_t marked = mark_of(dir).n;
		fixture_roll_back(dir, "older");
		assert_rolled_back(dir);
		if (many)
			fixture_append_once(dir, 200, 60);
		else
			append_apart(dir, 200, 60);
		assert_true(fixture_read(dir).expected > marked);
		assert_rolled_back(dir);
	}
}

/* The same, the mark's place being erased in the newer state and not in the older. */
static void an_older_state_without_the_erasure(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 40);
	fixture_read(dir);
	fixture_keep(dir, "older");
	fixture_append_once(dir, 100, 20);
	erase_span(dir, 45, 59);
	fixture_roll_back(dir, "older");
	assert_rolled_back(dir);
	append_apart(dir, 200, 30);
	assert_rolled_back(dir);
}

/* An ERASE that covers all but the row before the mark says nothing of its place. */
static void an_erasure_of_another_place(void **state)
{
	static const struct span spans[] = {{5, 9}, {20, 38}, {0, 30}};
	const char *dir = *state;

	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		char sql[128];
		fixture_remove(dir);
		fixture_directory(*state);
		fixture_create(dir, START_MS);
		fixture_append_once(dir, 0, 40);
		erase_span(dir, spans[i].first, spans[i].last);
		struct keys_mark mark = mark_of(dir);
		assert_int_equal(mark.n, 40);
		/* Its epoch taken away by somebody else, with what was left of it. */
		snprintf(sql, sizeof(sql), "DELETE FROM entry WHERE n BETWEEN 32 AND 39; DELETE FROM epoch WHERE e=%d",
			 mark.e - 1);
		fixture_sql(dir, sql);
		struct store_report report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_MISSING));
		assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
	}
}

/* The mark of an older key file, and an ERASE behind its place only. */
static void an_erasure_behind_the_place(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 40);
	fixture_read(dir);
	fixture_save(dir, "keys", "old.keys");
	fixture_append_once(dir, 100, 20);
	erase_span(dir, 45, 59);
	fixture_restore(dir, "old.keys", "keys");
	assert_int_equal(mark_of(dir).n, 40);
	fixture_sql(dir, "DELETE FROM entry WHERE n BETWEEN 32 AND 39; DELETE FROM epoch WHERE first_n = 32");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_MISSING));
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

/* Rows that were never written, put behind the end, lead no walk to the mark's place. */
static void a_walk_led_further_by_foreign_rows(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 40);
	erase_span(dir, 20, 39);
	fixture_keep(dir, "older");
	fixture_append_once(dir, 100, 20);
	fixture_read(dir);
	fixture_roll_back(dir, "older");
	fixture_sql(dir, "INSERT INTO entry VALUES(500, zeroblob(104)); INSERT INTO epoch SELECT 90, g, 450, box FROM "
			 "epoch ORDER BY e DESC LIMIT 1");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

/*
 * Two branches of one store, as a copy on another machine makes them: the one has the mark where the other has an erasure. A
 * branch that began anew (the seal was lost) has a generation of its own, a busier one more epochs.
 */
static void begin_branches(const char *dir)
{
	fixture_append_once(dir, 0, 20);
	fixture_save(dir, "keys", "never.keys");
	fixture_keep(dir, "fork");
}

static void end_first_branch(const char *dir)
{
	fixture_append_once(dir, 20, 20);
	erase_span(dir, 20, 39); /* all of its epoch */
	fixture_append_once(dir, 60, 30);
	fixture_read(dir);
	fixture_keep(dir, "first");
	fixture_roll_back(dir, "fork");
	fixture_restore(dir, "never.keys", "keys");
	fixture_restore(dir, "never.keys", "keys.bak");
}

/* This branch's mark, of generation @g and at @from to @to, does not fit the first branch. */
static void assert_rolled_back_with_mark(const char *dir, uint32_t g, uint64_t from, uint64_t to)
{
	fixture_read(dir);
	struct keys_mark mark = mark_of(dir);
	assert_int_equal(mark.g, g);
	assert_in_range(mark.n, from, to);
	fixture_roll_back(dir, "first");
	assert_rolled_back(dir);
}

static void a_mark_of_a_later_generation(void **state)
{
	const char *dir = *state;
	bool changed;

	begin_branches(dir);
	end_first_branch(dir);
	fixture_delete(dir, "seal");
	fixture_accept(dir, START_MS, &changed);
	fixture_append_once(dir, 40, 10);
	assert_rolled_back_with_mark(dir, 1, 21, 40);
}

static void a_mark_of_a_later_epoch(void **state)
{
	const char *dir = *state;

	begin_branches(dir);
	end_first_branch(dir);
	append_apart(dir, 20, 12);
	assert_rolled_back_with_mark(dir, 0, 21, 40);
}

/* Nor one that stood there in the middle of what was erased: the reading that began the erasing left its mark at the end. */
static void a_mark_in_the_middle(void **state)
{
	const char *dir = *state;

	begin_branches(dir);
	end_first_branch(dir);
	fixture_append_once(dir, 20, 6);
	fixture_append_once(dir, 26, 6);
	assert_rolled_back_with_mark(dir, 0, 26, 39);
}

/* An erasure over the mark's place would make a store that was rolled back look whole. */
static void erasing_in_a_store_that_was_rolled_back(void **state)
{
	const char *dir = *state;
	struct erase_plan plan = {0};
	struct store_report report;
	struct error err = {0};

	fixture_append_once(dir, 0, 20);
	fixture_keep(dir, "older");
	fixture_append_once(dir, 20, 20);
	fixture_read(dir);
	struct span span = {mark_of(dir).n - 5, mark_of(dir).n + 2};
	fixture_roll_back(dir, "older");
	append_apart(dir, 100, 30);
	struct store *store = fixture_unlock(dir);
	assert_int_equal(erase_plan(store, in_span, &span, &plan, &report, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(an_erased_place_is_no_finding),
		WITH_STORE(an_older_state_with_an_erasure),
		WITH_STORE(an_older_state_without_the_erasure),
		WITH_STORE(an_erasure_of_another_place),
		WITH_STORE(an_erasure_behind_the_place),
		WITH_STORE(a_walk_led_further_by_foreign_rows),
		WITH_STORE(a_mark_of_a_later_generation),
		WITH_STORE(a_mark_of_a_later_epoch),
		WITH_STORE(a_mark_in_the_middle),
		WITH_STORE(erasing_in_a_store_that_was_rolled_back),
	};

	return cmocka_run_group_tests_name("a mark in an erased place", tests, NULL, NULL);
}
