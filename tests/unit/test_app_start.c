/* The app begins while another program is at work on the store: it serves all the same, keeps what is to be recorded, and opens it later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "app_world.h"

static struct world world;

/* A restoring that was decided and not finished: only with the lock can the store be opened. */
static int setup(void **state)
{
	char command[512];

	(void)state;
	world_init(&world, world_quiet);
	snprintf(command, sizeof command,
		 "cd '%.60s/store' && mkdir -m 700 restore.new && cp keys store.db restore.new && cp keys "
		 "restore.new/keys.bak",
		 world.dir);
	return system(command);
}

static int teardown(void **state)
{
	(void)state;
	world_clear(&world);
	return 0;
}

static uint32_t waiting(void)
{
	return world_request(&world, PROTO_STATUS, 0, 0, false).status.waiting_records;
}

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void begin(void)
{
	struct error err = {0};
	int64_t begun = now_ms();

	if (world_begin(&world, &err) != 0)
		fail_msg("%s", err.message);
	/* Who waits for the lock waits five seconds. */
	assert_true(now_ms() - begun < 4500);
}

static void test_kept_until_it_opens(void **state)
{
	int lock = world_lock_store(&world);

	(void)state;
	begin();
	assert_non_null(strstr(world.log, "another program is at work on the store"));
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	assert_int_equal(waiting(), 1);
	world_pass(&world, 5);
	assert_int_equal(waiting(), 1);
	close(lock);
	world_pass(&world, 10);
	assert_int_equal(waiting(), 0);
	assert_non_null(strstr(world.log, "the store can be written to now"));
}

/* What is fresh does not wait for the timer. */
static void test_the_next_answer_opens_it(void **state)
{
	int lock = world_lock_store(&world);

	(void)state;
	begin();
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	close(lock);
	assert_int_equal(waiting(), 1);
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	assert_int_equal(waiting(), 0);
}

static void test_it_ends_at_once_with_nothing_to_keep(void **state)
{
	int lock = world_lock_store(&world);

	(void)state;
	begin();
	int64_t begun = now_ms();
	world_end(&world);
	/* Who waits for the lock waits five seconds. */
	assert_true(now_ms() - begun < 4500);
	close(lock);
}

/* Up to half a minute is no reason for a word; then the person hears of it, once. */
static void test_told_when_it_lasts(void **state)
{
	int lock = world_lock_store(&world);

	(void)state;
	begin();
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	world_pass(&world, 15);
	assert_null(strstr(world.log, "takes no records"));
	world_pass(&world, 120);
	assert_non_null(strstr(world.log, "takes no records"));
	assert_true(world_request(&world, PROTO_STATUS, 0, 0, false).status.trouble[0] != '\0');
	close(lock);
	world_pass(&world, 600);
	assert_int_equal(waiting(), 0);
	assert_true(world_request(&world, PROTO_STATUS, 0, 0, false).status.trouble[0] == '\0' ||
		    strstr(world.log, "seal"));
}

/* Forgotten meanwhile: there is nothing left to do. */
static void test_forgotten_meanwhile(void **state)
{
	char command[512];
	int lock = world_lock_store(&world);

	(void)state;
	begin();
	snprintf(command, sizeof command, "rm -rf '%.60s/store'", world.dir);
	assert_int_equal(system(command), 0);
	close(lock);
	world_pass(&world, 10);
	assert_non_null(strstr(world.log, "the store is gone"));
	assert_int_equal(access(world.options.paths.store, F_OK), -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_kept_until_it_opens),
		TEST(test_the_next_answer_opens_it),
		TEST(test_it_ends_at_once_with_nothing_to_keep),
		TEST(test_told_when_it_lasts),
		TEST(test_forgotten_meanwhile),
	};

	return cmocka_run_group_tests_name("app_start", tests, NULL, NULL);
}
