/* When a contribution is passed on: at its time and not before, again after a while where that fails, and never once its time is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../daemon/send_plan.h"

#define NOW_S INT64_C(1795312800)
static const struct instant now = {.wall_ms = NOW_S * 1000 + 250, .boot_ms = 5000000};

static struct outbox_item item(int64_t due_in_s, int64_t over_in_s)
{
	return (struct outbox_item){.due_s = NOW_S + due_in_s, .until_s = NOW_S + over_in_s};
}

static void with_nothing_nobody_wakes(void **state)
{
	struct send_plan plan = send_plan(NULL, 0, true, 0, now);

	(void)state;
	assert_false(plan.send);
	assert_true(plan.wake_boot_ms == INT64_MAX && plan.wake_wall_ms == INT64_MAX);
}

static void the_next_one_is_waited_for(void **state)
{
	const struct outbox_item items[] = {item(1000, 9000), item(700, 9000), item(2000, 9000)};
	struct send_plan plan = send_plan(items, 3, true, 0, now);

	(void)state;
	assert_false(plan.send);
	assert_true(plan.wake_boot_ms == INT64_MAX);
	assert_int_equal(plan.wake_wall_ms, (NOW_S + 700) * 1000);
	assert_false(send_is_due(&items[1], now));
}

static void at_its_time_it_is_sent(void **state)
{
	const struct outbox_item items[] = {item(0, 9000), item(50, 9000)};
	struct send_plan plan = send_plan(items, 2, true, now.boot_ms, now);

	(void)state;
	assert_true(send_is_due(&items[0], now));
	assert_true(plan.send);
	/* By the wall clock there is the other one to wait for, and none of a moment that is past. */
	assert_int_equal(plan.wake_wall_ms, (NOW_S + 50) * 1000);
}

static void after_a_failure_it_is_left_for_a_while(void **state)
{
	const struct outbox_item items[] = {item(-10, 9000)};

	(void)state;
	for (uint32_t random = 0; random < 4000000000u; random += 99999989u) {
		int64_t again_boot_ms = send_again(now, random);
		assert_in_range(again_boot_ms - now.boot_ms, 12 * 60000, 18 * 60000);
		struct send_plan plan = send_plan(items, 1, true, again_boot_ms, now);
		assert_false(plan.send);
		assert_int_equal(plan.wake_boot_ms, again_boot_ms);
		assert_int_equal(plan.wake_wall_ms, (NOW_S + 9001) * 1000);
		struct instant later = {.wall_ms = now.wall_ms + again_boot_ms - now.boot_ms, .boot_ms = again_boot_ms};
		assert_true(send_plan(items, 1, true, again_boot_ms, later).send);
	}
	assert_true(send_again(now, 1) != send_again(now, 2));
}

static void without_a_folder_it_waits_to_be_over(void **state)
{
	const struct outbox_item items[] = {item(-10, 9000), item(10, 8000)};
	struct send_plan plan = send_plan(items, 2, false, 0, now);

	(void)state;
	assert_false(plan.send);
	assert_true(plan.wake_boot_ms == INT64_MAX);
	assert_int_equal(plan.wake_wall_ms, (NOW_S + 8001) * 1000);
}

static void over_is_over(void **state)
{
	const struct outbox_item last = item(-100, 0), gone = item(-100, -1), for_ever = {.until_s = INT64_MAX};

	(void)state;
	assert_false(send_is_over(&last, now));
	assert_true(send_is_over(&gone, now));
	assert_false(send_is_over(&for_ever, now));
	assert_true(send_plan(&for_ever, 1, false, 0, now).wake_wall_ms == INT64_MAX);
}

/* What was on its way is gone on with at once; what was taken back meanwhile is looked for long after its time. */
static void what_was_cut_off_does_not_wait(void **state)
{
	struct outbox_item one = item(500, 9000);

	(void)state;
	for (one.state = OUTBOX_LEAVING; one.state <= OUTBOX_WITHDRAWN; one.state++) {
		assert_true(send_is_due(&one, now));
		assert_true(send_plan(&one, 1, true, 0, now).send);
	}
	one.state = OUTBOX_LEFT;
	assert_false(send_is_due(&one, now));
	assert_false(send_is_over(&one, (struct instant){.wall_ms = INT64_MAX / 2}));
	one = item(-9000, -500);
	one.state = OUTBOX_LEAVING;
	assert_true(send_is_over(&one, now));
	one.state = OUTBOX_WITHDRAWN;
	assert_false(send_is_over(&one, now));
	assert_int_equal(send_plan(&one, 1, false, 0, now).wake_wall_ms, (NOW_S - 500 + OUTBOX_DOUBT_S + 1) * 1000);
	one.until_s = NOW_S - OUTBOX_DOUBT_S - 1;
	assert_true(send_is_over(&one, now));
}

/* Whatever the clocks say, a plan is to send now or to wake at a moment that is still to come. */
static void there_is_no_tight_loop(void **state)
{
	(void)state;
	for (int due_s = -3; due_s <= 3; due_s++)
		for (int over_s = due_s > 0 ? due_s : 0; over_s <= 4; over_s++)
			for (int again = -1; again <= 1; again++)
				for (int reachable = 0; reachable < 2; reachable++) {
					const struct outbox_item one = item(due_s, over_s);
					struct send_plan plan = send_plan(&one, 1, reachable, now.boot_ms + again, now);
					assert_true(plan.wake_wall_ms > now.wall_ms);
					assert_true(plan.wake_boot_ms > now.boot_ms);
					assert_int_equal(plan.send, reachable && due_s <= 0 && again <= 0);
				}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_nothing_nobody_wakes),
		cmocka_unit_test(the_next_one_is_waited_for),
		cmocka_unit_test(at_its_time_it_is_sent),
		cmocka_unit_test(after_a_failure_it_is_left_for_a_while),
		cmocka_unit_test(without_a_folder_it_waits_to_be_over),
		cmocka_unit_test(over_is_over),
		cmocka_unit_test(what_was_cut_off_does_not_wait),
		cmocka_unit_test(there_is_no_tight_loop),
	};

	return cmocka_run_group_tests_name("send plan", tests, NULL, NULL);
}
