/*
 * The steps of a store's life, each killed before its N-th change to a file, failed at its N-th operation, and refused its N-th piece of
 * memory, for every N until one comes to its end; killed at any moment in between, too. The state before the step or the one after it is there afterwards, never a
 * third (life.h says what that is).
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

#include "life.h"
#include "shim.h"
#include "starve.h"

enum { ROUNDS = 2, ROUNDS_LONG = 25 };

static struct {
	long *kill_at; /* shared: the changes that a child has before it */
	long kills, failures, refused, starved, broken;
} test;

static void judge(const struct life_step *step, enum life_end end, const char *how, long at)
{
	struct verdict verdict = life_judge(step, life->work, end);

	if (verdict.words[0] && test.broken++ < 12)
		print_error("# %s, %s %ld: %s\n", step->name, how, at, verdict.words);
}

static void die(void *context, const struct shim_event *event)
{
	(void)context;
	if (shim_is_change(event) && --*test.kill_at == 0)
		raise(SIGKILL);
}

/* Before the change @at, or after @us where that is not 0. True when it was killed. */
static bool kill_once(const struct life_step *step, long at, long us)
{
	int status;

	life_begin();
	*test.kill_at = at;
	fflush(stdout);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error err = {0};
		shim = (struct shim){.before = at ? die : NULL, .below = life->work};
		_exit(step->run(life->work, &err) ? 1 : 0);
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
	judge(step, killed ? LIFE_CUT : LIFE_DONE, us ? "killed after us" : "killed at", us ? us : at);
	return killed;
}

static void a_step_that_is_killed_is_done_or_not(void **state)
{
	unsigned random = 3;

	(void)state;
	test.broken = 0;
	for (int i = 0; i < life_step_count; i++) {
		if (!life_wanted(&life_steps[i]))
			continue;
		life_prepare(&life_steps[i]);
		for (long at = 1; kill_once(&life_steps[i], at, 0); at += fault_is_long() ? 1 : 6)
			;
		/* Between the changes too: not every call of the system is one. */
		for (int round = 0; round < (fault_is_long() ? ROUNDS_LONG : ROUNDS); round++) {
			random = random * 1103515245u + 12345u;
			kill_once(&life_steps[i], 0, 300 + (long)(random >> 8) % 6000);
		}
	}
	fault_figure("kills-steps", test.kills);
	fault_figure("kills-steps-violations", test.broken);
	assert_true(test.kills > 0);
	assert_int_equal(test.broken, 0);
}

static const struct mode {
	const char *name;
	unsigned ops;
	bool for_good, full;
} modes[] = {
	{"failed at", SHIM_ALL & ~(unsigned)SHIM_ACCESS, false, false},
	{"failed from", SHIM_ALL & ~(unsigned)SHIM_ACCESS, true, false},
	{"full from", SHIM_WRITE, true, true},
};
enum { MODES = sizeof(modes) / sizeof(modes[0]) };

static bool fail_once(const struct life_step *step, const struct mode *mode, long at)
{
	struct error err = {0};

	life_begin();
	shim = (struct shim){
		.ops = mode->ops, .at = at, .for_good = mode->for_good, .full = mode->full, .below = life->work};
	int r = step->run(life->work, &err);
	long hits = shim.hits;
	shim = (struct shim){0};
	test.failures += hits;
	test.refused += r != 0;
	if (r && !err.message[0] && test.broken++ < 12)
		print_error("# %s, %s %ld: refused without a message\n", step->name, mode->name, at);
	judge(step, r ? LIFE_CUT : hits ? LIFE_DONE_BADLY : LIFE_DONE, mode->name, at);
	return hits > 0;
}

static void a_step_that_fails_is_done_or_not(void **state)
{
	(void)state;
	test.broken = 0;
	for (int i = 0; i < life_step_count; i++) {
		if (!life_wanted(&life_steps[i]))
			continue;
		life_prepare(&life_steps[i]);
		for (int mode = 0; mode < MODES; mode++)
			for (long at = 1; fail_once(&life_steps[i], &modes[mode], at); at += fault_is_long() ? 1 : 17)
				;
	}
	fault_figure("steps-operations-failed", test.failures);
	fault_figure("steps-refused", test.refused);
	fault_figure("steps-violations", test.broken);
	assert_true(test.refused > 0);
	assert_int_equal(test.broken, 0);
}

static bool starve_once(const struct life_step *step, bool for_good, long at)
{
	struct error err = {0};

	life_begin();
	starve = (struct starve){.at = at, .for_good = for_good};
	int r = step->run(life->work, &err);
	long hits = starve.hits;
	starve = (struct starve){0};
	test.starved += hits;
	if (r && !err.message[0] && test.broken++ < 12)
		print_error("# %s, allocation %ld: refused without a message\n", step->name, at);
	judge(step, r ? LIFE_CUT : hits ? LIFE_DONE_BADLY : LIFE_DONE, for_good ? "starved from" : "starved at", at);
	return hits > 0;
}

/* SQLite's; where our own allocations find none the process ends, which is a kill. */
static void a_step_without_memory_is_done_or_not(void **state)
{
	(void)state;
	test.broken = 0;
	for (int i = 0; i < life_step_count; i++) {
		if (!life_wanted(&life_steps[i]))
			continue;
		life_prepare(&life_steps[i]);
		for (int for_good = 0; for_good < 2; for_good++)
			for (long at = 1; starve_once(&life_steps[i], for_good, at);
			     at += fault_is_long() ? 1 + at / 30 : 150)
				;
	}
	fault_figure("steps-memory-allocations-failed", test.starved);
	fault_figure("steps-memory-violations", test.broken);
	/* Not every step has to do with SQLite. */
	assert_true(test.starved > 0 || !life_all_wanted());
	assert_int_equal(test.broken, 0);
}

static int setup(void **state)
{
	(void)state;
	if (starve_register())
		return -1;
	shim_register();
	life_start();
	test.kill_at = mmap(NULL, sizeof(*test.kill_at), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return test.kill_at == MAP_FAILED ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	life_stop();
	return munmap(test.kill_at, sizeof(*test.kill_at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_that_is_killed_is_done_or_not),
		cmocka_unit_test(a_step_that_fails_is_done_or_not),
		cmocka_unit_test(a_step_without_memory_is_done_or_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
