/* The two timers: due at their moment, at once when it has passed, never when nothing is planned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <evenkeel/os.h>

#include "../../daemon/wake.h"

struct fixture {
	struct event_base *base;
	struct wake *wake;
	int due, clock_set;
};

static void on_wake(void *context, enum wake_reason reason)
{
	struct fixture *f = context;

	f->due += reason == WAKE_DUE;
	f->clock_set += reason == WAKE_CLOCK_SET;
	event_base_loopbreak(f->base);
}

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){.base = event_base_new()};
	assert_int_equal(wake_new(&f.wake, f.base, on_wake, &f, NULL), 0);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(f->clock_set, 0);
	f->wake = wake_free(f->wake);
	event_base_free(f->base);
	return 0;
}

static void test_due(void **state)
{
	struct fixture *f = *state;
	struct instant now = instant_now();

	wake_arm(f->wake, now.boot_ms + 15, INT64_MAX);
	event_base_dispatch(f->base);
	assert_int_equal(f->due, 1);
	assert_true(instant_now().boot_ms >= now.boot_ms + 15);
	now = instant_now();
	wake_arm(f->wake, INT64_MAX, now.wall_ms + 15);
	event_base_dispatch(f->base);
	assert_int_equal(f->due, 2);
	assert_true(instant_now().wall_ms >= now.wall_ms + 15);
}

static void test_past_comes_at_once(void **state)
{
	static const int64_t past[][2] = {
		{1, INT64_MAX}, {0, INT64_MAX}, {-5, INT64_MAX}, {INT64_MAX, 1}, {INT64_MAX, -1}};
	struct fixture *f = *state;

	for (int i = 0; i < 5; i++) {
		wake_arm(f->wake, past[i][0], past[i][1]);
		event_base_dispatch(f->base);
		assert_int_equal(f->due, i + 1);
	}
}

static void test_nothing_planned(void **state)
{
	struct fixture *f = *state;
	struct instant now = instant_now();

	wake_arm(f->wake, INT64_MAX, INT64_MAX);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	wake_arm(f->wake, now.boot_ms + 86400000, now.wall_ms + 86400000);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	/* armed anew for later: what was armed before is forgotten */
	wake_arm(f->wake, 1, 1);
	wake_arm(f->wake, INT64_MAX, INT64_MAX);
	event_base_loop(f->base, EVLOOP_NONBLOCK);
	assert_int_equal(f->due, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_due, setup, teardown),
		cmocka_unit_test_setup_teardown(test_past_comes_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_planned, setup, teardown),
	};

	return cmocka_run_group_tests_name("wake", tests, NULL, NULL);
}
