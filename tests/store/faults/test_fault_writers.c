/*
 * Two writers. With the lock they take turns, however they are timed. Without it, as on a file system that only pretends to lock, one
 * comes in at each operation of the other's append: the database lets no number be used twice, so one of the two is refused or both
 * are stored.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../forked.h"
#include "../fixture.h"
#include "ledger.h"
#include "shim.h"

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	struct ledger begun, ledger;
	struct store *other;
	long at, count;
	bool came_in;
	long runs, constraint, busy, both, broken;
} test;

static int append(struct store *store)
{
	struct error err = {0};
	int r = ledger_append(&test.ledger, store, 1, 0, &err);

	if (r == STORE_BUSY || (r && strstr(err.message, "another program")))
		test.busy++;
	else if (r && strstr(err.message, "constraint"))
		test.constraint++;
	else if (r && test.broken++ < 10)
		print_error("# operation %ld: %d %s\n", test.at, r, err.message);
	return r;
}

static void come_in(void *context, const struct shim_event *event)
{
	(void)context, (void)event;
	if (++test.count != test.at)
		return;
	test.came_in = true;
	if (append(test.other) == 0)
		test.both++;
}

/* Two stores that do not see each other's lock. */
static void open_both(struct store **ret_one)
{
	char lock[FAULT_PATH];

	*ret_one = fault_open(test.work);
	fault_path(lock, test.work, "write.lock");
	unlink(lock);
	test.other = fault_open(test.work);
}

static bool run(long at)
{
	struct store *one;

	fault_copy(test.base, test.work);
	test.ledger = test.begun;
	open_both(&one);
	append(one);
	append(test.other);
	test.at = at;
	test.count = 0;
	test.came_in = false;
	shim = (struct shim){.before = come_in};
	append(one);
	shim = (struct shim){0};
	for (int i = 0; i < 2; i++)
		if (append(i ? one : test.other) && test.broken++ < 10)
			print_error("# operation %ld: refused later\n", at);
	store_free(one);
	store_free(test.other);
	struct verdict verdict = ledger_check(&test.ledger, test.work, 0);
	if (verdict.words[0] && test.broken++ < 10)
		print_error("# operation %ld: %s\n", at, verdict.words);
	test.runs++;
	return test.came_in;
}

static void without_a_lock_no_number_is_used_twice(void **state)
{
	(void)state;
	fault_begin(START_PLAIN, test.base, &test.begun);
	for (long at = 1; run(at); at++)
		;
	fault_figure("writers-runs", test.runs);
	fault_figure("writers-both-stored", test.both);
	fault_figure("writers-refused-by-constraint", test.constraint);
	fault_figure("writers-busy", test.busy);
	fault_figure("writers-violations", test.broken);
	assert_true(test.both > 0);
	assert_true(test.constraint > 0);
	assert_int_equal(test.broken, 0);
}

enum { PROCESSES = 2, SPAN = 1500 };

struct span {
	int first, count;
};

static void append_many(void *context, int out)
{
	const struct span *span = context;
	struct store *store = fault_open(test.work);
	struct error err = {0};

	(void)out;
	for (int i = span->first; i < span->first + span->count; i++) {
		int r = ledger_put(store, i, 30000, &err);
		if (r) {
			fprintf(stderr, "# record %d: %d %s\n", i, r, err.message);
			_exit(1);
		}
		if (i % 50 == 0)
			store_settle(store);
	}
	store_free(store);
}

static void with_the_lock_all_is_stored(void **state)
{
	pid_t children[PROCESSES];
	int count = fault_is_long() ? SPAN : 150;

	(void)state;
	fault_copy(test.base, test.work);
	test.ledger = test.begun;
	for (int i = 0; i < PROCESSES; i++) {
		struct span span = {test.begun.count + i * count, count};
		children[i] = forked_start(append_many, &span, NULL);
		memset(test.ledger.state + span.first, LEDGER_STORED, (size_t)count);
		test.ledger.count = span.first + count;
	}
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(forked_wait(children[i]), 0);
	struct verdict verdict = ledger_check(&test.ledger, test.work, 0);
	assert_string_equal(verdict.words, "");
	fault_figure("writers-locked-stored", verdict.found - 1);
	assert_int_equal(verdict.found, test.begun.count + PROCESSES * count + 1);
}

static int setup(void **state)
{
	(void)state;
	shim_register();
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_lock_no_number_is_used_twice),
		cmocka_unit_test(with_the_lock_all_is_stored),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
