/* Which source is used, what is said, and what happens when one dies: with sources that a test moves by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "activity_world.h"

static const struct activity_source *const fake_only[] = {&activity_fake, NULL};
static const struct activity_source *const nothing[] = {NULL};

static void *never_start(struct activity *activity, struct event_base *base, int64_t idle_s, struct error *err)
{
	(void)activity, (void)base, (void)idle_s;
	error_set(err, ERROR_FAILED, "the first never starts");
	return NULL;
}

static const struct activity_source never = {.name = "never", .start = never_start};
static const struct activity_source *const never_then_fake[] = {&never, &activity_fake, NULL};

static void start(struct activity_world *world, const struct activity_source *const *sources)
{
	world->activity = activity_new_from(world->base, sources, NULL, 1, 10, activity_world_changed, world);
}

static void test_says_changes_only(void **state)
{
	struct activity_world *world = *state;
	start(world, fake_only);
	assert_string_equal(text_string(&world->said), ""); /* nothing from inside activity_new */
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), "fake");
	assert_string_equal(activity_why(world->activity), "");
	activity_say(world->activity, ACTIVITY_ACTIVE, 1);
	activity_say(world->activity, ACTIVITY_IDLE, 4321);
	assert_int_equal(world->since, 4321);
	activity_say(world->activity, ACTIVITY_IDLE, 5000);
	activity_say(world->activity, ACTIVITY_ACTIVE, 6000);
	assert_string_equal(text_string(&world->said), "active idle active ");
	assert_int_equal(world->since, 6000);
}

static void test_first_that_starts(void **state)
{
	struct activity_world *world = *state;
	start(world, never_then_fake);
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), "fake");
}

static void test_none_starts(void **state)
{
	struct activity_world *world = *state;
	activity_fake_refuse(true);
	start(world, never_then_fake);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_name(world->activity), "none");
	assert_string_equal(activity_why(world->activity), "the first never starts");
	for (int i = 0; i < 1000 && activity_fake_starts() < 2; i++)
		activity_world_run(world, 10);
	assert_true(activity_fake_starts() > 1);
	activity_fake_refuse(false);
	assert_string_equal(activity_world_until(world, "none active "), "none active ");
	assert_string_equal(activity_name(world->activity), "fake");
}

/* Twice the time between any two tries: in 100 ms at most the tries after 0, 1, 3, 7, 15, 31 and 63 ms. */
static void test_backs_off(void **state)
{
	struct activity_world *world = *state;
	activity_fake_refuse(true);
	start(world, fake_only);
	activity_world_run(world, 100);
	assert_in_range(activity_fake_starts(), 1, 10);
}

static void test_dies_while_idle(void **state)
{
	struct activity_world *world = *state;
	start(world, fake_only);
	activity_world_until(world, "active ");
	activity_say(world->activity, ACTIVITY_IDLE, 1);
	activity_fake_refuse(true);
	activity_gone(world->activity);
	assert_string_equal(text_string(&world->said), "active idle active ");
	assert_string_equal(activity_world_until(world, "active idle active none "), "active idle active none ");
	activity_fake_refuse(false);
	assert_string_equal(activity_world_until(world, "active idle active none active "),
			    "active idle active none active ");
}

static void test_new_limit_starts_again(void **state)
{
	struct activity_world *world = *state;
	start(world, fake_only);
	activity_world_until(world, "active ");
	activity_fake_refuse(false);
	activity_set_idle(world->activity, 10);
	activity_world_run(world, 10);
	assert_int_equal(activity_fake_starts(), 0);
	activity_set_idle(world->activity, 20);
	for (int i = 0; i < 1000 && activity_fake_starts() == 0; i++)
		activity_world_run(world, 10);
	assert_string_equal(text_string(&world->said), "active ");
	assert_int_equal(activity_fake_starts(), 1);
}

static void test_nothing_to_try(void **state)
{
	struct activity_world *world = *state;
	start(world, nothing);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_name(world->activity), "none");
}

static void test_switched_off(void **state)
{
	struct activity_world *world = *state;
	world->activity = activity_new(world->base, ACTIVITY_OFF, NULL, 10, activity_world_changed, world);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "switched off");
}

static void test_no_display(void **state)
{
	struct activity_world *world = *state;
	setenv("DISPLAY", ":no-such-display", 1);
	world->activity = activity_new(world->base, ACTIVITY_AUTO, NULL, 10, activity_world_changed, world);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_name(world->activity), "none");
	assert_string_not_equal(activity_why(world->activity), "");
	unsetenv("DISPLAY");
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, activity_world_set_up, activity_world_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(test_says_changes_only), WITH_WORLD(test_first_that_starts),
		WITH_WORLD(test_none_starts),       WITH_WORLD(test_backs_off),
		WITH_WORLD(test_dies_while_idle),   WITH_WORLD(test_new_limit_starts_again),
		WITH_WORLD(test_nothing_to_try),    WITH_WORLD(test_switched_off),
		WITH_WORLD(test_no_display),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
