/*
 * The power goes before each operation that changes something: from what would then be durable, and from any part of what was still on
 * its way, a store comes up that has every acknowledged record. And the negative control: with synchronous=NORMAL it does not,
 * and this test sees it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "disk.h"
#include "ledger.h"
#include "shim.h"

/* Shared with the processes that look at the images. */
struct figures {
	long cuts, images, violations, crashes;
};

struct power {
	char dir[FAULT_PATH], work[FAULT_PATH], image[FAULT_PATH];
	struct ledger ledger, at_cut;
	unsigned allowed;
	bool expected; /* violations are what is wanted: print none */
	const char *name;
	struct figures *figures;
};
static struct power power;

static void check_image(enum disk_image image, unsigned seed)
{
	static const char *const names[] = {
		[DISK_NONE] = "nothing",        [DISK_ALL] = "all",         [DISK_NAMES] = "the names",
		[DISK_DATA] = "the bytes",      [DISK_PREFIX] = "a prefix", [DISK_DIRECTORY] = "a directory",
		[DISK_SECTORS] = "some sectors"};

	disk_build(power.image, image, seed);
	power.at_cut = power.ledger;
	struct verdict verdict = ledger_check(&power.at_cut, power.image, power.allowed);
	power.figures->images++;
	if (!verdict.words[0])
		return;
	if (power.figures->violations++ < 8 && !power.expected)
		print_error("# %s, cut %ld, %s of %d changes (%u): %s\n", power.name, power.figures->cuts, names[image],
			    disk_pending(), seed, verdict.words);
}

static void check_images(void)
{
	unsigned prefixes = fault_is_long() ? 3 : 1, choices = fault_is_long() ? 8 : 2;
	unsigned seed = (unsigned)power.figures->cuts * 100;

	check_image(DISK_NONE, 0);
	if (!disk_pending())
		return;
	for (enum disk_image image = DISK_ALL; image < DISK_PREFIX; image++)
		check_image(image, 0);
	for (unsigned i = 0; i < prefixes && disk_pending() > 1; i++)
		check_image(DISK_PREFIX, (seed + i) * 2654435761u % (unsigned)disk_pending());
	for (unsigned i = 0; i < choices; i++)
		check_image(DISK_SECTORS, seed + 50 + i);
}

/* In a process of its own: it has the moment's memory, and the one that was cut goes on. */
static void cut(void)
{
	int status = 0;

	power.figures->cuts++;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		shim = (struct shim){0};
		check_images();
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		power.figures->crashes++;
}

static void before(void *context, const struct shim_event *event)
{
	(void)context;
	if (shim_is_change(event))
		cut();
}

static void append(struct store *store, int count)
{
	struct error err = {0};

	if (ledger_append(&power.ledger, store, count, 0, &err))
		fail_msg("append: %s", err.message);
}

static void read_it(struct store *store)
{
	struct verdict verdict = ledger_read_store(&power.ledger, store, power.allowed, NULL);

	if (verdict.words[0])
		fail_msg("%s: %s", power.name, verdict.words);
}

static void work(void)
{
	struct store *store = fault_open(power.work);

	append(store, 1);
	append(store, 3);
	append(store, 1);
	store_settle(store);
	append(store, 1);
	store_free(store);
	store = fault_open(power.work);
	append(store, 2);
	store_forget_epoch(store);
	append(store, 1);
	read_it(store);
	append(store, 1);
	for (int i = 0; fault_is_long() && i < 12; i++) {
		append(store, 1 + i * 5 % 9);
		if (i % 4 == 1)
			store_settle(store);
	}
	store_free(store);
}

static void sweep(enum fault_start start, bool weakened)
{
	power.name = fault_start_names[start];
	power.expected = weakened;
	power.allowed = fault_begin(start, power.work, &power.ledger);
	disk_start(power.work, power.work);
	shim = (struct shim){
		.before = before, .after = disk_follow, .below = power.work, .normal_synchronous = weakened};
	work();
	cut();
	shim = (struct shim){0};
	disk_stop();
	fault_remove(power.work);
	fault_remove(power.image);
}

static int setup(void **state)
{
	(void)state;
	shim_register();
	fault_directory(power.dir);
	fault_path(power.work, power.dir, "work");
	fault_path(power.image, power.dir, "image");
	power.figures = mmap(NULL, sizeof(*power.figures), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return power.figures == MAP_FAILED ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(power.work);
	fault_remove(power.image);
	fault_remove(power.dir);
	return munmap(power.figures, sizeof(*power.figures));
}

static void a_power_cut_loses_nothing(void **state)
{
	(void)state;
	for (enum fault_start start = 0; start < START_COUNT; start++)
		if (fault_is_long() || start == START_PLAIN || start == START_BEHIND)
			sweep(start, false);
	fault_figure("power-cuts", power.figures->cuts);
	fault_figure("power-images", power.figures->images);
	fault_figure("power-violations", power.figures->violations);
	assert_true(power.figures->images > power.figures->cuts);
	assert_int_equal(power.figures->crashes, 0);
	assert_int_equal(power.figures->violations, 0);
}

/* The same, with connections that do not wait for the disk: if this passes, the test above shows nothing. */
static void without_full_synchronisation_it_does(void **state)
{
	(void)state;
	sweep(START_PLAIN, true);
	fault_figure("control-images", power.figures->images);
	fault_figure("control-violations-wanted", power.figures->violations);
	assert_int_equal(power.figures->crashes, 0);
	assert_true(power.figures->violations > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_power_cut_loses_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(without_full_synchronisation_it_does, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
