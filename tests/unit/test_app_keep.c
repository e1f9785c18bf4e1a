/* Records on their way: in order, in batches, none lost and none twice, and only what had to wait is marked so. Also the state's file. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <evenkeel/mem.h>

#include "../../daemon/app_keep.h"
#include "../../daemon/state.h"
#include "app_world.h"

static struct world world;
static struct store *store;
static struct app_keep keep;

static int setup(void **state)
{
	(void)state;
	world_init(&world, NULL);
	app_keep_init(&keep);
	return store_open(&store, world.options.paths.store, NULL);
}

static int teardown(void **state)
{
	(void)state;
	store = store_free(store);
	app_keep_clear(&keep);
	world_clear(&world);
	return 0;
}

static void add(int number)
{
	struct record record = {
		.kind = RECORD_BREAK, .parts = 1, .wall_ms = world.now.wall_ms, .group = (uint32_t)number + 1};

	record.pause.type = BREAK_MICRO;
	record.pause.taken_s = (uint32_t)number;
	app_keep_add(&keep, &record);
}

static int flush(bool urgent)
{
	return app_keep_flush(&keep, store, world.now, 0, 0, urgent, NULL);
}

static void test_order_and_batches(void **state)
{
	(void)state;
	for (int i = 0; i < 50; i++)
		add(i);
	assert_int_equal(flush(false), 0);
	assert_int_equal(keep.count, 0);
	assert_int_equal(flush(true), 0); /* nothing is stored twice */
	world_read(&world);
	assert_int_equal(world.record_count, 50);
	for (int i = 0; i < 50; i++) {
		assert_int_equal(world.records[i].pause.taken_s, i);
		assert_int_equal(world.records[i].flags, 0);
	}
}

static void test_only_what_waited_is_delayed(void **state)
{
	int lock = world_lock_store(&world);

	(void)state;
	add(0);
	assert_int_equal(flush(false), 1);
	add(1);
	assert_int_equal(flush(false), 1); /* something fresh: tried at once */
	close(lock);
	assert_int_equal(flush(false), 1); /* nothing fresh: not before its time */
	add(2);
	assert_int_equal(flush(false), 0);
	world_read(&world);
	assert_int_equal(world.record_count, 3);
	assert_int_equal(world.records[0].flags, RECORD_DELAYED);
	assert_int_equal(world.records[1].flags, RECORD_DELAYED);
	assert_int_equal(world.records[2].flags, 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(world.records[i].pause.taken_s, i);
}

/* Another program that writes just now is soon done. */
static void test_backing_off(void **state)
{
	static const int64_t delays_s[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600};
	int lock = world_lock_store(&world);

	(void)state;
	assert_true(keep.retry_boot_ms == INT64_MAX);
	add(0);
	assert_int_equal(flush(false), 1);
	for (size_t i = 0; i < sizeof delays_s / sizeof *delays_s; i++) {
		assert_int_equal(keep.retry_boot_ms - world.now.boot_ms, delays_s[i] * 1000);
		world.now.boot_ms = keep.retry_boot_ms;
		assert_int_equal(flush(false), 1);
	}
	close(lock);
	world.now.boot_ms = keep.retry_boot_ms;
	assert_int_equal(flush(false), 0);
	assert_true(keep.retry_boot_ms == INT64_MAX);
	assert_int_equal(keep.failures, 0);
}

/* Without its seal's place nothing can be written: a disk that refuses does so for longer. */
static void test_backing_off_when_refused(void **state)
{
	static const int64_t delays_s[] = {30, 60, 120, 240, 480, 600, 600};
	char seal[PATH_SIZE], aside[PATH_SIZE];

	(void)state;
	snprintf(seal, sizeof seal, "%.60s/store/seal", world.dir);
	snprintf(aside, sizeof aside, "%.60s/seal", world.dir);
	assert_int_equal(rename(seal, aside), 0);
	assert_int_equal(mkdir(seal, 0700), 0);
	add(0);
	assert_int_equal(flush(false), -1);
	for (size_t i = 0; i < sizeof delays_s / sizeof *delays_s; i++) {
		assert_int_equal(keep.retry_boot_ms - world.now.boot_ms, delays_s[i] * 1000);
		world.now.boot_ms = keep.retry_boot_ms;
		assert_int_equal(flush(false), -1);
	}
	assert_int_equal(rmdir(seal), 0);
	assert_int_equal(rename(aside, seal), 0);
	world.now.boot_ms = keep.retry_boot_ms;
	assert_int_equal(flush(false), 0);
}

static void test_state_is_replaced_whole(void **state)
{
	_cleanup_(text_clear) struct text content = {0}, again = {0};
	struct error err = {0};
	char path[PATH_SIZE], aside[PATH_SIZE + 8];
	struct stat st;

	(void)state;
	snprintf(path, sizeof path, "%.60s/schedule", world.dir);
	snprintf(aside, sizeof aside, "%s.new", path);
	assert_int_equal(state_read(path, 100, &content, NULL), STATE_NONE);
	assert_int_equal(state_write(path, "old state", 9, NULL), 0);
	assert_int_equal(state_write(path, "new", 3, NULL), 0);
	assert_int_equal(state_read(path, 100, &content, NULL), 0);
	assert_string_equal(text_string(&content), "new");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(access(aside, F_OK), -1);
	assert_int_equal(state_read(path, 2, &again, &err), -1); /* longer than allowed */

	/* a tail of zeros, as a power cut leaves it, is no shorter state */
	assert_int_equal(state_write(path, "new\n\0\0", 6, NULL), 0);
	assert_int_equal(state_read_text(path, 100, &again, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	assert_int_equal(state_write(path, "new", 3, NULL), 0);

	/* where it can't be written the old one stays */
	assert_int_equal(mkdir(aside, 0700), 0);
	assert_int_equal(state_write(path, "newer", 5, &err), -1);
	text_clear(&content);
	assert_int_equal(state_read(path, 100, &content, NULL), 0);
	assert_string_equal(text_string(&content), "new");
	assert_int_equal(state_read(world.dir, 100, &content, &err), -1); /* a directory is no state */
}

static void test_one_daemon_a_store(void **state)
{
	struct error err = {0};
	int first, second;

	(void)state;
	assert_int_equal(state_lock(world.options.paths.store, &first, &err), 0);
	assert_int_equal(state_lock(world.options.paths.store, &second, &err), -1);
	assert_int_equal(err.kind, ERROR_INSTANCE);
	close(first);
	assert_int_equal(state_lock(world.options.paths.store, &second, &err), 0);
	close(second);
	assert_int_equal(state_lock("/nowhere/at/all", &second, &err), -1);
	assert_int_equal(err.kind, ERROR_NOTHING);
	assert_non_null(strstr(err.message, "evenkeel setup"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_order_and_batches),
		TEST(test_only_what_waited_is_delayed),
		TEST(test_backing_off),
		TEST(test_backing_off_when_refused),
		TEST(test_state_is_replaced_whole),
		TEST(test_one_daemon_a_store),
	};

	return cmocka_run_group_tests_name("app_keep", tests, NULL, NULL);
}
