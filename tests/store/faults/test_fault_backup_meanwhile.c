/*
 * The weekly backup, its maker held at each of its system calls, and what happens to the store while it stands still: nobody who writes
 * waits for it, a rotation parts no pair, and what is erased or forgotten meanwhile does not come back by it.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>

#include "backup_stage.h"
#include "calls.h"

enum { ERASED_FIRST = 2, ERASED_LAST = 3 };

/* The number of calls of one that is not disturbed; 0: the test is skipped. */
static long count_calls(void)
{
	stage_begin();
	long calls = calls_run(stage_make_backup, 0);

	if (calls > 0)
		return calls;
	print_message("SKIPPED ] no process can be stopped here\n");
	skip();
	return 0;
}

static bool lock_is_free(void)
{
	char path[FAULT_PATH + 16];

	snprintf(path, sizeof(path), "%s/write.lock", stage.store);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool is_free = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
	close(fd);
	return is_free;
}

/* Answers are stored while the maker stands still, but for the few moments in which it holds the lock. */
static void nobody_waits_for_it(void **state)
{
	long calls = count_calls(), stored = 0, busy = 0;
	(void)state;

	for (long at = 1; at < calls; at += calls_step(calls)) {
		struct record record = fixture_record(20, 1);
		struct error err = {0};

		stage_begin();
		struct store *store = fixture_open(stage.dir);
		pid_t child = calls_hold(stage_make_backup, at);
		int r = store_append(store, &record, 1, fixture_instant(START_MS + 8 * STAGE_DAY_MS), 0, 0, &err);
		if (r < 0)
			fail_msg("held at call %ld: %s", at, err.message);
		stored += r == 0;
		busy += r == STORE_BUSY;
		if (child && calls_let_go(child))
			fail_msg("held at call %ld: it failed", at);
		store_free(store);
		stage_is_new_pair("held at call", at);
		stage_assert_nothing_beside();
		assert_true(stage_records_in("store", STAGE_PASSPHRASE) >= STAGE_RECORDS + (r == 0));
	}
	print_message("# held at %ld calls: %ld answers stored at once, %ld a little later\n", stored + busy, stored,
		      busy);
	assert_true(stored > busy);
}

static bool is_wanted(void *context, uint64_t n, const struct record *record)
{
	(void)context, (void)record;
	return n >= ERASED_FIRST && n <= ERASED_LAST;
}

static pid_t held;

static void let_go(int number)
{
	int before = errno;

	(void)number;
	ptrace(PTRACE_DETACH, held, NULL, NULL);
	errno = before;
}

/* While it erases, the maker goes on: one who reads must come to an end before the log can be emptied. */
static void let_go_soon(pid_t child)
{
	const struct itimerval soon = {.it_value = {.tv_usec = 30000}};

	held = child;
	signal(SIGALRM, let_go);
	setitimer(ITIMER_REAL, &soon, NULL);
}

static void erase_some(void)
{
	struct erase_plan plan = {0};
	struct store_report report;
	struct store *store = NULL;
	struct error err = {0};

	if (store_open(&store, stage.store, &err) ||
	    store_unlock(store, STAGE_PASSPHRASE, strlen(STAGE_PASSPHRASE), &err) ||
	    erase_plan(store, is_wanted, NULL, &plan, &report, &err) ||
	    erase_rows(store, &plan, fixture_instant(START_MS + 8 * STAGE_DAY_MS), &err))
		fail_msg("erasing: %s", err.message);
	erase_plan_clear(&plan);
	store_free(store);
}

static int count_erased(void *context, uint64_t n, const struct record *record)
{
	*(int *)context += is_wanted(NULL, n, record);
	return 0;
}

static int erased_rows_in_backup(void)
{
	struct store *store = NULL;
	struct store_report report;
	struct error err = {0};
	char path[FAULT_PATH + 16];
	int count = 0;

	stage_shell("rm -rf look && cp -a store/backup look");
	snprintf(path, sizeof(path), "%s/look", stage.dir);
	if (store_open(&store, path, &err) || store_unlock(store, STAGE_PASSPHRASE, strlen(STAGE_PASSPHRASE), &err) ||
	    store_read(store, count_erased, &count, &report, &err))
		fail_msg("the backup: %s", err.message);
	store_free(store);
	return count;
}

static void what_is_erased_meanwhile_does_not_come_back(void **state)
{
	long calls = count_calls(), erased = 0;
	(void)state;

	for (long at = 1; at < calls; at += calls_step(calls)) {
		stage_begin();
		pid_t child = calls_hold(stage_make_backup, at);
		bool can = lock_is_free();
		if (can && child)
			let_go_soon(child);
		if (can)
			erase_some();
		if (child)
			calls_let_go(child);
		if (!can)
			continue;
		erased++;
		if (erased_rows_in_backup() != 0)
			fail_msg("held at call %ld: the backup has what was erased", at);
		stage_assert_nothing_beside();
	}
	print_message("# erased %ld times while a backup was made\n", erased);
	assert_true(erased > 5);
}

/* Where the maker stands in the way it may be refused. */
static int rotate(void)
{
	struct rotate_order order = {.passphrase = STAGE_PASSPHRASE,
				     .length = strlen(STAGE_PASSPHRASE),
				     .now = fixture_instant(START_MS + 9 * STAGE_DAY_MS)};
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, stage.store, &err);

	if (r == 0)
		r = store_unlock(store, STAGE_PASSPHRASE, strlen(STAGE_PASSPHRASE), &err);
	if (r == 0)
		r = store_rotate(store, &order, &err);
	store_free(store);
	if (r)
		fprintf(stderr, "# rotation: %s\n", err.message);
	return 0;
}

/* The database is of the new keys, and they do not count yet: such two make no pair. */
static void a_rotation_that_dies_meanwhile_parts_no_pair(void **state)
{
	long calls = count_calls(), rotated = 0;
	(void)state;

	stage_begin();
	long rotation_calls = calls_run(rotate, 0);
	for (long at = 1, turn = 0; at < calls; at += fault_is_long() ? 1 : 3 * calls_step(calls), turn++) {
		stage_begin();
		pid_t child = calls_hold(stage_make_backup, at);
		bool can = lock_is_free();
		if (can)
			calls_run(rotate, rotation_calls / 4 + turn * 7 % (rotation_calls * 3 / 4));
		if (child)
			calls_let_go(child);
		rotated += can;
		stage_is_new_pair("held at call", at);
		assert_int_equal(stage_make_backup(), 0);
		assert_true(stage_is_new_pair("and again, after call", at));
		stage_assert_nothing_beside();
	}
	print_message("# rotated %ld times while a backup was made\n", rotated);
	assert_true(rotated > 3);
}

/* Calls off what is made, and makes its own. */
static int renew(void)
{
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, stage.store, &err);

	if (r == 0)
		r = backup_renew(store, fixture_instant(START_MS + 8 * STAGE_DAY_MS), &err);
	store_free(store);
	return r;
}

/* A call, all copied, near the last at which the maker does not hold the lock yet: not the last, as two runs may differ by a few calls. */
static long late_call_before_lock(long calls)
{
	int free_in_a_row = 0;

	for (long at = calls * 2 / 3; at > 0; at -= 2) {
		stage_begin();
		pid_t maker = calls_hold(stage_make_backup, at);
		bool is_free = lock_is_free() && stage_folder_in("store/backup.new") == FOLDER_NOW;
		if (maker)
			calls_let_go(maker);
		free_in_a_row = is_free ? free_in_a_row + 1 : 0;
		if (free_in_a_row == 3)
			return at;
	}
	fail_msg("the maker is never ready");
	return 0;
}

/* What is left of a copy is never published, whoever took a part of it away. */
static void one_called_off_by_halves_is_no_backup(void **state)
{
	long at = late_call_before_lock(count_calls()), kills = 0;
	(void)state;

	stage_begin();
	pid_t maker = calls_hold(stage_make_backup, at);
	long renew_calls = calls_run(renew, 0);
	calls_let_go(maker);
	for (long died_at = 1; died_at < renew_calls; died_at += fault_is_long() ? 1 : 8, kills++) {
		stage_begin();
		maker = calls_hold(stage_make_backup, at);
		calls_run(renew, died_at);
		calls_let_go(maker);
		stage_is_new_pair("called off by one killed at call", died_at);
		assert_int_equal(stage_make_backup(), 0);
		assert_true(stage_is_new_pair("and again, after call", died_at));
		stage_assert_nothing_beside();
	}
	fault_figure("kills-renewal", kills);
}

static void what_is_forgotten_meanwhile_stays_so(void **state)
{
	struct erase_all how = {.whole_directory = true};
	long calls = count_calls(), forgotten = 0;
	(void)state;

	stage.going = true;
	for (long at = 1; at < calls; at += calls_step(calls)) {
		struct error err = {0};

		stage_begin();
		pid_t child = calls_hold(stage_make_backup, at);
		bool can = lock_is_free();
		if (can && erase_store(stage.store, &how, &err))
			fail_msg("held at call %ld: %s", at, err.message);
		if (child)
			calls_let_go(child);
		forgotten += can;
		if (can)
			stage_shell("test -z \"$(find store -type f 2>/dev/null)\"");
	}
	stage.going = false;
	print_message("# forgotten %ld times while a backup was made\n", forgotten);
	assert_true(forgotten > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_for_it),
		cmocka_unit_test(what_is_erased_meanwhile_does_not_come_back),
		cmocka_unit_test(a_rotation_that_dies_meanwhile_parts_no_pair),
		cmocka_unit_test(one_called_off_by_halves_is_no_backup),
		cmocka_unit_test(what_is_forgotten_meanwhile_stays_so),
	};

	return cmocka_run_group_tests(tests, stage_setup, stage_teardown);
}
