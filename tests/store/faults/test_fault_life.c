/*
 * The steps of a store's life, each killed and each failed at its N-th operation, for every N until one comes to its end: another
 * passphrase, an erasure, a fast and a full rotation, the recovery code, a backup, a first reading. The old state or the
 * new one is there afterwards, never a third, and every record that was not to be erased.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>

#include "../fixture.h"
#include "ledger.h"
#include "shim.h"

#define OTHER "another passphrase for tests"
enum { ERASED_FIRST = 3, ERASED_LAST = 6, ROUNDS = 12, ROUNDS_LONG = 150 };

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	char code[RECOVERY_CODE_SIZE];
	struct ledger begun, ledger;
	long *kill_at; /* shared: the operations a child has done */
	long kills, failures, refused, broken;
} test;

static const struct instant now = {.wall_ms = START_MS + INT64_C(60000) * LEDGER_MAX};

static int unlock(struct store *store, struct error *err)
{
	return store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), err);
}

static int change_passphrase(struct store *store, struct error *err)
{
	return store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), err);
}

static bool is_wanted(void *context, uint64_t n, const struct record *record)
{
	(void)context, (void)record;
	return n >= ERASED_FIRST && n <= ERASED_LAST;
}

static int erase(struct store *store, struct error *err)
{
	struct erase_plan plan = {0};
	struct store_report report;
	int r = unlock(store, err);

	if (r == 0)
		r = erase_plan(store, is_wanted, NULL, &plan, &report, err);
	if (r == 0)
		r = erase_rows(store, &plan, now, err);
	erase_plan_clear(&plan);
	return r;
}

static int rotate(struct store *store, bool full, struct error *err)
{
	struct rotate_order order = {
		.passphrase = OTHER, .length = strlen(OTHER), .full = full, .now = now, .zone_min = 60};
	int r = unlock(store, err);

	return r ? r : store_rotate(store, &order, err);
}

static int rotate_fast(struct store *store, struct error *err)
{
	return rotate(store, false, err);
}

static int rotate_full(struct store *store, struct error *err)
{
	return rotate(store, true, err);
}

static int use_code(struct store *store, struct error *err)
{
	(void)store;
	return store_recover(test.work, test.code, OTHER, strlen(OTHER), STORE_TEST_KDF, err);
}

static int back_up(struct store *store, struct error *err)
{
	int r = backup_weekly(store, now, err);

	return r == 1 ? 0 : r;
}

static int first_reading(struct store *store, struct error *err)
{
	struct store_report report;
	int r = unlock(store, err);

	return r ? r : store_read(store, NULL, NULL, &report, err);
}

static const struct step {
	const char *name;
	int (*run)(struct store *store, struct error *err);
	bool erases;
} steps[] = {
	{"another passphrase", change_passphrase, false}, {"an erasure", erase, true},
	{"a fast rotation", rotate_fast, false},          {"a full rotation", rotate_full, false},
	{"the recovery code", use_code, false},           {"a backup", back_up, false},
	{"a first reading", first_reading, false},
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static void begin(const struct step *step)
{
	fault_remove(test.work);
	fault_copy(test.base, test.work);
	test.ledger = test.begun;
	test.ledger.other = OTHER;
	if (step->erases)
		ledger_erase(&test.ledger, ERASED_FIRST, ERASED_LAST);
}

static void judge(const struct step *step, const char *how, long at)
{
	struct verdict verdict = ledger_check(&test.ledger, test.work, 0);

	if (verdict.words[0] && test.broken++ < 12)
		print_error("# %s, %s %ld: %s\n", step->name, how, at, verdict.words);
}

/* What opening or the step said. */
static int run(const struct step *step, struct error *err)
{
	struct store *store = NULL;
	int r = store_open(&store, test.work, err);

	if (r == 0)
		r = step->run(store, err);
	store_free(store);
	return r;
}

/* --- killed --- */

static void die(void *context, const struct shim_event *event)
{
	(void)context, (void)event;
	if (--*test.kill_at == 0)
		raise(SIGKILL);
}

/* At the operation @at, or after @us where that is not 0. True when it was killed. */
static bool kill_once(const struct step *step, long at, long us)
{
	int status;

	begin(step);
	*test.kill_at = at;
	fflush(stdout);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error err = {0};
		shim = (struct shim){.before = at ? die : NULL};
		_exit(run(step, &err) ? 1 : 0);
	}
	if (us) {
		struct timespec pause_time = {.tv_nsec = us * 1000};
		nanosleep(&pause_time, NULL);
		kill(child, SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	bool killed = WIFSIGNALED(status);
	test.kills += killed;
	if (!killed && WEXITSTATUS(status) && test.broken++ < 12)
		print_error("# %s: refused without a fault\n", step->name);
	judge(step, us ? "killed after us" : "killed at", us ? us : at);
	return killed;
}

static void a_step_that_is_killed_is_done_or_not(void **state)
{
	unsigned random = 3;

	(void)state;
	test.broken = 0;
	for (size_t i = 0; i < STEPS; i++) {
		for (long at = 1; kill_once(&steps[i], at, 0); at += fault_is_long() ? 1 : 3)
			;
		/* Between the operations too: renames and the like go by the shim. */
		for (int round = 0; round < (fault_is_long() ? ROUNDS_LONG : ROUNDS); round++) {
			random = random * 1103515245u + 12345u;
			kill_once(&steps[i], 0, 300 + (long)(random >> 8) % 6000);
		}
	}
	fault_figure("kills-steps", test.kills);
	fault_figure("kills-steps-violations", test.broken);
	assert_true(test.kills > 0);
	assert_int_equal(test.broken, 0);
}

/* --- failed --- */

static bool fail_once(const struct step *step, long at, bool for_good)
{
	struct error err = {0};

	begin(step);
	shim = (struct shim){.ops = SHIM_ALL & ~(unsigned)SHIM_ACCESS, .at = at, .for_good = for_good};
	int r = run(step, &err);
	long hits = shim.hits;
	shim = (struct shim){0};
	test.failures += hits;
	test.refused += r != 0;
	if (r && !err.message[0] && test.broken++ < 12)
		print_error("# %s, operation %ld: refused without a message\n", step->name, at);
	judge(step, for_good ? "failed from" : "failed at", at);
	return hits > 0;
}

static void a_step_that_fails_is_done_or_not(void **state)
{
	(void)state;
	test.broken = 0;
	for (size_t i = 0; i < STEPS; i++)
		for (int for_good = 0; for_good < 2; for_good++)
			for (long at = 1; fail_once(&steps[i], at, for_good); at += fault_is_long() ? 1 : 3)
				;
	fault_figure("steps-operations-failed", test.failures);
	fault_figure("steps-refused", test.refused);
	fault_figure("steps-violations", test.broken);
	assert_true(test.refused > 0);
	assert_int_equal(test.broken, 0);
}

static int setup(void **state)
{
	struct error err = {0};

	(void)state;
	shim_register();
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	if (store_create(test.base, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(START_MS),
			 test.code, &err))
		return -1;
	for (int epoch = 0; epoch < 3; epoch++) {
		struct store *store = fault_open(test.base);
		if (ledger_append(&test.begun, store, 1, 0, &err) || ledger_append(&test.begun, store, 3, 0, &err))
			return -1;
		store_free(store);
	}
	test.kill_at = mmap(NULL, sizeof(*test.kill_at), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return test.kill_at == MAP_FAILED ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.work);
	fault_remove(test.dir);
	return munmap(test.kill_at, sizeof(*test.kill_at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_that_is_killed_is_done_or_not),
		cmocka_unit_test(a_step_that_fails_is_done_or_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
