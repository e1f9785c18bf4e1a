/*
 * The outbox's way into the drop folder, and into the outbox: each call fails, the process ends before each change, the power goes before
 * each. What waits is in the outbox or at its goal, whole, with its time; and doing it once more brings it there, once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/outbox.h>

#include "../forked.h"
#include "disk.h"
#include "ledger.h"
#include "trace.h"

enum { WEEK = 2968, WEEK_S = 604800, SIZE = 1644, STOPPED = 9 };
#define TASK "0123456789abcdef"
#define RANDOM "00112233445566778899aabbccddeeff"
#define OTHER_RANDOM "ffeeddccbbaa99887766554433221100"

static const struct outbox_item before = {100, 900, WEEK, TASK, RANDOM}, after = {200, 900, WEEK, TASK, OTHER_RANDOM};

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH], image[FAULT_PATH];
	uint8_t old[SIZE], new[SIZE];
	const struct step *step;
	long broken, failed, kills, images;
} test;

struct step {
	const char *name;
	bool waits; /* one already does */
	int (*run)(const char *place, struct error *err);
	/* NULL, or what is wrong in @place; @done: it said that it went well. */
	const char *(*judge)(const char *place, bool done);
};

static void in(char *ret, const char *place, const char *name)
{
	fault_path(ret, place, name);
}

static int put(const char *place, const struct outbox_item *item, const uint8_t *bytes, struct error *err)
{
	char box[FAULT_PATH];

	in(box, place, "outbox");
	return outbox_put(box, item, bytes, SIZE, err);
}

static int put_one(const char *place, struct error *err)
{
	return put(place, &after, test.new, err);
}

static int send_one(const char *place, struct error *err)
{
	char box[FAULT_PATH], drop[FAULT_PATH];

	in(box, place, "outbox");
	in(drop, place, "drop");
	return outbox_send(box, &before, drop, err);
}

static bool holds(const char *path, const uint8_t *bytes)
{
	uint8_t got[SIZE + 1];
	FILE *file = fopen(path, "r");

	if (!file)
		return false;
	size_t size = fread(got, 1, sizeof(got), file);
	fclose(file);
	return size == SIZE && memcmp(got, bytes, SIZE) == 0;
}

static size_t waiting(const char *place, struct outbox_item items[static OUTBOX_MOST])
{
	char box[FAULT_PATH];
	struct error err = {0};
	size_t count = 0;

	in(box, place, "outbox");
	if (outbox_list(box, items, &count, &err))
		fail_msg("%s: %s", test.step->name, err.message);
	return count;
}

static bool is_whole(const char *place, const struct outbox_item *item, const uint8_t *bytes)
{
	char name[FAULT_PATH], path[FAULT_PATH];

	snprintf(name, sizeof(name), "outbox/%lld-%lld-%d-" TASK "-%s.ekr", (long long)item->due_s,
		 (long long)item->until_s, WEEK, item->random);
	in(path, place, name);
	return holds(path, bytes);
}

static bool is(const struct outbox_item *one, const struct outbox_item *other)
{
	return one->due_s == other->due_s && strcmp(one->random, other->random) == 0;
}

static const char *judge_put(const char *place, bool done)
{
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};
	size_t count = waiting(place, items);

	if (count > 1 || (count == 0 && (done || test.step->waits)))
		return "not one waits";
	if (count == 1 && !(is(items, &after) && is_whole(place, &after, test.new)) &&
	    !(!done && test.step->waits && is(items, &before) && is_whole(place, &before, test.old)))
		return "neither the older waits whole, nor the newer";
	if (put_one(place, &err) || waiting(place, items) != 1 || !is_whole(place, &after, test.new))
		return "once more does not bring it in";
	return NULL;
}

static const char *judge_send(const char *place, bool done)
{
	char goal[FAULT_PATH];
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};
	struct stat status;

	in(goal, place, "drop/" TASK "/2968/" RANDOM ".ekr");
	size_t here = waiting(place, items);
	if (here > 1 || (here == 1 && !is_whole(place, &before, test.old)))
		return "what waits is not what waited";
	bool there = lstat(goal, &status) == 0;
	if ((there && !holds(goal, test.old)) || (there && status.st_mtim.tv_sec != (int64_t)WEEK * WEEK_S))
		return "at its goal it is not whole, or tells the time";
	if (!there && (done || here == 0))
		return "it is lost";
	if (done && here)
		return "it is still here";
	int r = send_one(place, &err);
	if (r != (here ? 0 : -1))
		return "once more fails where it need not, or sends what is not there";
	if (waiting(place, items) != 0 || !holds(goal, test.old))
		return "once more does not bring it there";
	return NULL;
}

static const struct step steps[] = {
	{"a first one waits", false, put_one, judge_put},
	{"one is replaced", true, put_one, judge_put},
	{"one is sent", true, send_one, judge_send},
};
enum { STEPS = sizeof(steps) / sizeof(*steps) };

static void make(const char *name)
{
	char path[FAULT_PATH];

	in(path, test.base, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void begin(const struct step *step)
{
	struct error err = {0};

	test.step = step;
	fault_remove(test.base);
	assert_int_equal(mkdir(test.base, 0700), 0);
	make("drop");
	make("drop/" TASK);
	make("drop/" TASK "/2968");
	if (step->waits && put(test.base, &before, test.old, &err))
		fail_msg("%s", err.message);
}

static void judge(const char *place, bool done, const char *how, long at)
{
	const char *fault = test.step->judge(place, done);

	if (fault && test.broken++ < 10)
		print_error("# %s, %s at %ld: %s\n", test.step->name, how, at, fault);
}

/* How many operations it has when nothing fails, all of which must be failures to be seen. */
static void each_call_fails(void **state)
{
	const unsigned ops = SHIM_CHANGES | SHIM_READ | SHIM_TIME;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < STEPS * 4; i++) {
		long hits = 1;
		begin(&steps[i / 4]);
		for (long at = 1; hits > 0; at++) {
			fault_copy(test.base, test.work);
			shim = (struct shim){
				.ops = ops, .at = at, .for_good = i & 1, .full = i & 2, .below = test.work};
			int r = test.step->run(test.work, &err);
			hits = shim.hits;
			shim = (struct shim){0};
			test.failed += hits > 0;
			/* A success that was not one, or a failure without one. */
			if (hits == 0 && r)
				fail_msg("%s: %s", test.step->name, err.message);
			if (r && (!err.message[0] || strstr(err.message, RANDOM)))
				fail_msg("%s: it says '%s'", test.step->name, err.message);
			judge(test.work, r == 0, "failing", at);
			memset(&err, 0, sizeof(err));
		}
	}
	fault_figure("outbox-operations-failed", test.failed);
	fault_figure("outbox-violations", test.broken);
	assert_true(test.failed > 100);
	assert_int_equal(test.broken, 0);
}

static void stop_before(void *context, const struct shim_event *event)
{
	long *left = context;

	if (event->op & (SHIM_CHANGES | SHIM_TIME) && --*left == 0)
		_exit(STOPPED);
}

static void run_until(void *context)
{
	long left = *(const long *)context;
	struct error err;

	shim = (struct shim){.below = test.work, .before = stop_before, .context = &left};
	if (test.step->run(test.work, &err))
		_exit(1);
}

static void the_process_ends_before_each_change(void **state)
{
	(void)state;
	for (int i = 0; i < STEPS; i++) {
		int status = STOPPED << 8;
		begin(&steps[i]);
		for (long at = 1; WEXITSTATUS(status) == STOPPED; at++) {
			fault_copy(test.base, test.work);
			fflush(NULL);
			pid_t child = fork();
			assert_true(child >= 0);
			if (child == 0) {
				run_until(&at);
				_exit(0);
			}
			status = forked_wait(child);
			test.kills += WEXITSTATUS(status) == STOPPED;
			assert_true(WEXITSTATUS(status) == STOPPED || status == 0);
			judge(test.work, status == 0, "ended", at);
		}
	}
	fault_figure("kills-outbox", test.kills);
	fault_figure("outbox-kill-violations", test.broken);
	assert_true(test.kills > 15);
	assert_int_equal(test.broken, 0);
}

static void look(enum disk_image image, unsigned seed, bool done, long at)
{
	disk_build(test.image, image, seed);
	judge(test.image, done, "power cut", at);
	test.images++;
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

/* @left_out: a sync that is not made; -1: none. Returns how many violations there were. */
static long cut(const struct trace *trace, int left_out)
{
	long broken = test.broken;

	disk_start(test.base, test.work);
	for (int at = 0; at < trace->count; at++) {
		if (shim_is_change(&trace->events[at]))
			look_at_all(false, at);
		if (at != left_out)
			disk_follow(NULL, &trace->events[at]);
	}
	look_at_all(true, trace->count);
	disk_stop();
	return test.broken - broken;
}

static void the_power_goes_before_each_change(void **state)
{
	long noticed = 0, controls = 0;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		struct trace trace = {0};
		begin(&steps[i]);
		fault_copy(test.base, test.work);
		shim = (struct shim){.after = trace_follow, .below = test.work, .context = &trace};
		int r = test.step->run(test.work, &err);
		shim = (struct shim){0};
		assert_int_equal(r, 0);
		(void)cut(&trace, -1);
		long images = test.images, broken = test.broken;
		test.broken = 10; /* no words about what is meant to break */
		for (int at = 0; at < trace.count; at++)
			if (trace.events[at].op == SHIM_SYNC) {
				controls++;
				noticed += cut(&trace, at) > 0;
			}
		test.images = images;
		test.broken = broken;
		trace_clear(&trace);
	}
	fault_figure("power-images", test.images);
	fault_figure("outbox-power-violations", test.broken);
	fault_figure("control-outbox-unsynced", controls);
	fault_figure("control-outbox-noticed", noticed);
	assert_true(test.images > 50);
	assert_int_equal(test.broken, 0);
	assert_true(noticed >= STEPS);
}

static int setup(void **state)
{
	(void)state;
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	fault_path(test.image, test.dir, "image");
	for (int i = 0; i < SIZE; i++) {
		test.old[i] = (uint8_t)(i * 7 + 1);
		test.new[i] = (uint8_t)(i * 11 + 3);
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.dir);
	return 0;
}

static int reset(void **state)
{
	(void)state;
	test.broken = test.failed = test.kills = test.images = 0;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_call_fails, reset),
		cmocka_unit_test_setup(the_process_ends_before_each_change, reset),
		cmocka_unit_test_setup(the_power_goes_before_each_change, reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
