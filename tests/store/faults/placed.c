#include "placed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../forked.h"
#include "disk.h"
#include "trace.h"

enum { STOPPED = 9, WORDS_MOST = 10 };

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH], image[FAULT_PATH], beside[FAULT_PATH];
	const struct placed_step *step;
	struct placed_sum *sum;
	bool silent;
} test;

void placed_start(void)
{
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	fault_path(test.image, test.dir, "image");
	fault_path(test.beside, test.dir, "beside");
}

void placed_stop(void)
{
	fault_remove(test.dir);
}

const char *placed_beside(void)
{
	return test.beside;
}

static void begin(const struct placed_step *step, struct placed_sum *sum)
{
	test.step = step;
	test.sum = sum;
	test.silent = step->wrong;
	fault_remove(test.base);
	assert_int_equal(mkdir(test.base, 0700), 0);
	step->prepare(test.base);
}

static void judge(const char *place, bool done, const char *how, long at)
{
	const char *fault = test.step->judge(place, done);

	test.sum->tried++;
	if (fault && test.sum->broken++ < WORDS_MOST && !test.silent)
		print_error("# %s, %s at %ld: %s\n", test.step->name, how, at, fault);
}

static void fail_from(long at, bool for_good, bool full, long *ret_hits)
{
	struct error err = {0};

	fault_copy(test.base, test.work);
	shim = (struct shim){.ops = SHIM_CHANGES | SHIM_READ | SHIM_TIME,
			     .at = at,
			     .for_good = for_good,
			     .full = full,
			     .below = test.work};
	int r = test.step->run(test.work, &err);
	*ret_hits = shim.hits;
	shim = (struct shim){0};
	test.sum->failed += *ret_hits > 0;
	/* A success that was not one, or a failure without one. */
	if (*ret_hits == 0 && r)
		fail_msg("%s: %s", test.step->name, err.message);
	if (r && (!err.message[0] || (test.step->unsaid && strstr(err.message, test.step->unsaid))))
		fail_msg("%s: it says '%s'", test.step->name, err.message);
	judge(test.work, r == 0, "failing", at);
}

void placed_failing(const struct placed_step *step, struct placed_sum *sum)
{
	for (int way = 0; way < 4; way++) {
		long hits = 1;
		begin(step, sum);
		for (long at = 1; hits > 0; at++)
			fail_from(at, way & 1, way & 2, &hits);
	}
}

static void stop_before(void *context, const struct shim_event *event)
{
	long *left = context;

	if (event->op & (SHIM_CHANGES | SHIM_TIME) && --*left == 0)
		_exit(STOPPED);
}

static void run_until(long at)
{
	long left = at;
	struct error err = {0};

	shim = (struct shim){.below = test.work, .before = stop_before, .context = &left};
	_exit(test.step->run(test.work, &err) ? 1 : 0);
}

void placed_ended(const struct placed_step *step, struct placed_sum *sum)
{
	int status = STOPPED << 8;

	begin(step, sum);
	for (long at = 1; WEXITSTATUS(status) == STOPPED; at++) {
		fault_copy(test.base, test.work);
		fflush(NULL);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0)
			run_until(at);
		status = forked_wait(child);
		sum->ended += WEXITSTATUS(status) == STOPPED;
		assert_true(WEXITSTATUS(status) == STOPPED || status == 0);
		judge(test.work, status == 0, "ended", at);
	}
}

static void look(enum disk_image image, unsigned seed, bool done, long at)
{
	disk_build(test.image, image, seed);
	judge(test.image, done, "power cut", at);
}

static void look_at_all(bool done, long at)
{
	unsigned pending = (unsigned)disk_pending();

	look(DISK_NONE, 0, done, at);
	for (enum disk_image image = DISK_ALL; pending && image < DISK_PREFIX; image++)
		look(image, 0, done, at);
	for (unsigned i = 1; i < pending; i++)
		look(DISK_PREFIX, i, done, at);
	for (unsigned i = 0; i < 3 && pending > 1; i++)
		look(DISK_DIRECTORY, i, done, at);
	for (unsigned i = 0; i < 8 && pending > 1; i++)
		look(DISK_SECTORS, (unsigned)at * 100 + i, done, at);
}

/* @left_out: a sync that is not made; -1: none. */
static void cut(const struct trace *trace, int left_out)
{
	disk_start(test.base, test.work);
	for (int at = 0; at < trace->count; at++) {
		if (shim_is_change(&trace->events[at]))
			look_at_all(false, at);
		if (at != left_out)
			disk_follow(NULL, &trace->events[at]);
	}
	look_at_all(true, trace->count);
	disk_stop();
}

static void follow(const struct placed_step *step, struct placed_sum *sum, struct trace *trace)
{
	struct error err = {0};

	begin(step, sum);
	fault_copy(test.base, test.work);
	shim = (struct shim){.after = trace_follow, .below = test.work, .context = trace};
	int r = step->run(test.work, &err);
	shim = (struct shim){0};
	if (r)
		fail_msg("%s: %s", step->name, err.message);
}

void placed_cut(const struct placed_step *step, struct placed_sum *sum)
{
	struct trace trace = {0};

	follow(step, sum, &trace);
	cut(&trace, -1);
	trace_clear(&trace);
}

void placed_unsynced(const struct placed_step *step, struct placed_sum *sum)
{
	struct placed_sum one;
	struct trace trace = {0};

	follow(step, &one, &trace);
	test.silent = true;
	for (int at = 0; at < trace.count; at++) {
		if (trace.events[at].op != SHIM_SYNC)
			continue;
		one = (struct placed_sum){0};
		cut(&trace, at);
		sum->unsynced++;
		sum->noticed += one.broken > 0;
	}
	trace_clear(&trace);
}
