/*
 * The weekly backup, its maker killed or held at each of its system calls. What lies in `backup` is one pair of database and keys that
 * belong together, the one from before or the new one, also after a rotation; nobody who writes waits for the maker; and what is erased
 * or forgotten meanwhile does not come back by it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/mem.h>
#include <evenkeel/rotate.h>

#include "../fixture.h"
#include "calls.h"
#include "ledger.h"

#define OTHER "another passphrase for tests"
#define DAY_MS INT64_C(86400000)
enum { OLD_RECORDS = 6, NEW_RECORDS = 9, ERASED_FIRST = 2, ERASED_LAST = 3 };

static struct {
	char dir[FAULT_PATH], store[FAULT_PATH];
	bool exchange; /* the file system knows how to */
	bool going;    /* the store goes while it is worked on */
	int old_pairs, new_pairs;
} test;

static void shell(const char *command)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && %s", test.dir, command);
	if (system(line))
		fail_msg("%s", line);
}

/* Eight days after the old one. */
static int make_backup(void)
{
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, test.store, &err);

	if (r == 0)
		r = backup_weekly(store, fixture_instant(START_MS + 8 * DAY_MS), &err);
	store_free(store);
	if (r < 0 && !test.going)
		fprintf(stderr, "# %s\n", err.message);
	if (r < 0 && !err.message[0])
		fprintf(stderr, "# no reason is given\n");
	return r < 0 ? -1 : 0;
}

/* As where the file system says EINVAL. */
static int make_backup_without_exchange(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_renameat2, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[4])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RENAME_EXCHANGE, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 22),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(filter) / sizeof(*filter), .filter = filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		_exit(1);
	if (renameat2(AT_FDCWD, test.store, AT_FDCWD, test.dir, RENAME_EXCHANGE) == 0 || errno != EINVAL)
		_exit(1);
	return make_backup();
}

static void begin(void)
{
	shell("rm -rf store && cp -a base store");
}

/* How many records open with @passphrase, or -1 when nothing does. */
static int records_in(const char *name, const char *passphrase)
{
	struct store *store = NULL;
	struct store_report report;
	struct error err = {0};
	char path[FAULT_PATH + 16];
	int records = -1;

	snprintf(path, sizeof(path), "%s/%s", test.dir, name);
	if (store_open(&store, path, &err) == 0 && store_unlock(store, passphrase, strlen(passphrase), &err) == 0 &&
	    store_read(store, NULL, NULL, &report, &err) == 0)
		records = (int)report.records;
	store_free(store);
	return records;
}

/* Nothing but the two files, and they belong together. */
static bool is_new_pair(const char *when, long at)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && rm -rf look && cp -a store/backup look 2>/dev/null", test.dir);
	if (system(line))
		fail_msg("%s %ld: there is no backup", when, at);
	shell("test \"$(ls look | tr '\\n' ' ')\" = 'keys store.db ' && test $(stat -c %a look/store.db) = 600");
	int old = records_in("look", PASSPHRASE);
	int new = old < 0 ? records_in("look", OTHER) : -1;
	if (old != OLD_RECORDS && new < NEW_RECORDS)
		fail_msg("%s %ld: the backup opens to %d or %d records", when, at, old, new);
	return new >= NEW_RECORDS;
}

static void assert_nothing_beside(void)
{
	shell("test ! -e store/backup.new && test ! -e store/backup.old");
}

static void judge(long at)
{
	/* Between two renames there may be none in its place until the store is opened. */
	if (!test.exchange)
		assert_true(records_in("store", OTHER) >= NEW_RECORDS);
	if (is_new_pair("killed at call", at))
		test.new_pairs++;
	else
		test.old_pairs++;
	assert_int_equal(make_backup(), 0);
	assert_true(is_new_pair("and again, after call", at));
	assert_nothing_beside();
	assert_true(records_in("store", OTHER) >= NEW_RECORDS);
}

static void a_pair_is_old_or_new(void **state)
{
	(void)state;
	test.exchange = true;
	test.old_pairs = test.new_pairs = 0;
	calls_kill_each(make_backup, begin, judge, "kills-backup");
	print_message("# %d old pairs, %d new\n", test.old_pairs, test.new_pairs);
	assert_true(test.old_pairs > 0 && test.new_pairs > 0);
}

static void so_it_is_without_an_exchange(void **state)
{
	(void)state;
	test.exchange = false;
	test.old_pairs = test.new_pairs = 0;
	calls_kill_each(make_backup_without_exchange, begin, judge, "kills-backup-elsewhere");
	print_message("# %d old pairs, %d new\n", test.old_pairs, test.new_pairs);
	assert_true(test.old_pairs > 0 && test.new_pairs > 0);
}

/* What a crash left goes with the next passphrase, the next backup, or the store. */
static void what_is_left_behind_goes(void **state)
{
	struct erase_all how = {.whole_directory = true};
	struct error err = {0};
	(void)state;

	begin();
	shell("mkdir -m 700 store/backup.new && cp store/keys store/store.db store/backup.new/");
	shell("cp -a store/backup store/backup.old");
	assert_int_equal(make_backup(), 0);
	assert_nothing_beside();
	/* A passphrase that no longer counts does not live on in it. */
	shell("mkdir -m 700 store/backup.new && cp store/keys store/backup.new/");
	struct store *store = NULL;
	assert_int_equal(store_open(&store, test.store, &err), 0);
	assert_int_equal(store_change_passphrase(store, OTHER, strlen(OTHER), "third", 5, &err), 0);
	store_free(store);
	assert_nothing_beside();
	shell("cp -a store/backup store/backup.new && cp -a store/backup store/backup.old");
	assert_int_equal(backup_sweep(test.store, &err), 0);
	shell("test ! -e store/backup.new && cp -a store/backup store/backup.new");
	assert_int_equal(erase_store(test.store, &how, &err), 0);
	shell("test ! -e store");
}

/* The number of calls of one that is not disturbed; 0: the test is skipped. */
static long count_calls(void)
{
	begin();
	long calls = calls_run(make_backup, 0);

	if (calls > 0)
		return calls;
	print_message("SKIPPED ] no process can be stopped here\n");
	skip();
	return 0;
}

static bool lock_is_free(void)
{
	char path[FAULT_PATH + 16];

	snprintf(path, sizeof(path), "%s/write.lock", test.store);
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

		begin();
		struct store *store = fixture_open(test.dir);
		pid_t child = calls_hold(make_backup, at);
		int r = store_append(store, &record, 1, fixture_instant(START_MS + 8 * DAY_MS), 0, 0, &err);
		if (r < 0)
			fail_msg("held at call %ld: %s", at, err.message);
		stored += r == 0;
		busy += r == STORE_BUSY;
		if (child && calls_let_go(child))
			fail_msg("held at call %ld: it failed", at);
		store_free(store);
		is_new_pair("held at call", at);
		assert_nothing_beside();
		assert_true(records_in("store", OTHER) >= NEW_RECORDS + (r == 0));
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

	if (store_open(&store, test.store, &err) || store_unlock(store, OTHER, strlen(OTHER), &err) ||
	    erase_plan(store, is_wanted, NULL, &plan, &report, &err) ||
	    erase_rows(store, &plan, fixture_instant(START_MS + 8 * DAY_MS), &err))
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

	shell("rm -rf look && cp -a store/backup look");
	snprintf(path, sizeof(path), "%s/look", test.dir);
	if (store_open(&store, path, &err) || store_unlock(store, OTHER, strlen(OTHER), &err) ||
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
		begin();
		pid_t child = calls_hold(make_backup, at);
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
		assert_nothing_beside();
	}
	print_message("# erased %ld times while a backup was made\n", erased);
	assert_true(erased > 5);
}

/* Where the maker stands in the way it may be refused. */
static int rotate(void)
{
	struct rotate_order order = {
		.passphrase = OTHER, .length = strlen(OTHER), .now = fixture_instant(START_MS + 9 * DAY_MS)};
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, test.store, &err);

	if (r == 0)
		r = store_unlock(store, OTHER, strlen(OTHER), &err);
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

	begin();
	long rotation_calls = calls_run(rotate, 0);
	for (long at = 1, turn = 0; at < calls; at += fault_is_long() ? 1 : 3 * calls_step(calls), turn++) {
		begin();
		pid_t child = calls_hold(make_backup, at);
		bool can = lock_is_free();
		if (can)
			calls_run(rotate, rotation_calls / 4 + turn * 7 % (rotation_calls * 3 / 4));
		if (child)
			calls_let_go(child);
		rotated += can;
		is_new_pair("held at call", at);
		assert_int_equal(make_backup(), 0);
		assert_true(is_new_pair("and again, after call", at));
		assert_nothing_beside();
	}
	print_message("# rotated %ld times while a backup was made\n", rotated);
	assert_true(rotated > 3);
}

static void what_is_forgotten_meanwhile_stays_so(void **state)
{
	struct erase_all how = {.whole_directory = true};
	long calls = count_calls(), forgotten = 0;
	(void)state;

	test.going = true;
	for (long at = 1; at < calls; at += calls_step(calls)) {
		struct error err = {0};

		begin();
		pid_t child = calls_hold(make_backup, at);
		bool can = lock_is_free();
		if (can && erase_store(test.store, &how, &err))
			fail_msg("held at call %ld: %s", at, err.message);
		if (child)
			calls_let_go(child);
		forgotten += can;
		if (can)
			shell("test -z \"$(find store -type f 2>/dev/null)\"");
	}
	test.going = false;
	print_message("# forgotten %ld times while a backup was made\n", forgotten);
	assert_true(forgotten > 5);
}

/* A store whose keys were rotated, with the backup from before the rotation still in its place. */
static int setup(void **state)
{
	struct rotate_order order = {
		.passphrase = OTHER, .length = strlen(OTHER), .now = fixture_instant(START_MS + DAY_MS)};
	struct error err = {0};
	(void)state;

	fault_directory(test.dir);
	fixture_path(test.dir, "", test.store);
	fixture_create(test.dir, START_MS);
	fixture_append_once(test.dir, 0, OLD_RECORDS);
	struct store *store = fixture_unlock(test.dir);
	if (backup_weekly(store, fixture_instant(START_MS), &err) != 1)
		return -1;
	shell("cp -a store/backup aside");
	if (store_rotate(store, &order, &err))
		return -1;
	fixture_append(store, OLD_RECORDS, NEW_RECORDS - OLD_RECORDS);
	store_free(store);
	shell("rm -rf store/backup && mv aside store/backup && mv store base");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_remove(test.dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pair_is_old_or_new),
		cmocka_unit_test(so_it_is_without_an_exchange),
		cmocka_unit_test(what_is_left_behind_goes),
		cmocka_unit_test(nobody_waits_for_it),
		cmocka_unit_test(what_is_erased_meanwhile_does_not_come_back),
		cmocka_unit_test(a_rotation_that_dies_meanwhile_parts_no_pair),
		cmocka_unit_test(what_is_forgotten_meanwhile_stays_so),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
