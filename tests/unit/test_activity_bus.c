/* Activity over the bus: GNOME's idle monitor to the millisecond, logind's hint, and which of them is used when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_stage.h"

#if HAVE_SYSTEMD
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "../../daemon/activity.h"
#include "../../daemon/logind.h"
#include "mock_logind.h"
#include "mock_mutter.h"

#define IDLE_S 10
#define IDLE_MS (IDLE_S * 1000)

struct world {
	struct mock_mutter mutter;
	struct mock_logind mock_logind;
	struct bus *system;
	struct activity_desktop desktop;
	struct activity *activity;
	int64_t since_ms, said_ms;
};

static struct bus_stage *stage;
static struct world *world;

static const struct activity_source *const mutter_only[] = {&activity_mutter, NULL};
static const struct activity_source *const mutter_fake[] = {&activity_mutter, &activity_fake, NULL};
static const struct activity_source *const fake_logind[] = {&activity_fake, &activity_logind, NULL};

static void on_changed(void *context, enum activity_state state, int64_t since_boot_ms)
{
	static const char *const words[] = {"active ", "idle ", "none "};

	(void)context;
	text_append(&stage->said, words[state]);
	world->since_ms = since_boot_ms;
	world->said_ms = instant_now().boot_ms;
}

static void on_ignored(void *context, bool on)
{
	(void)context, (void)on;
}

static const struct logind_events logind_events = {.locked = on_ignored, .asleep = on_ignored};

static int set_up(void **state)
{
	bus_stage_set_up(state);
	stage = *state;
	world = stage->own = mem_new(1, sizeof *world);
	mock_mutter_init(&world->mutter, stage->base);
	mock_logind_init(&world->mock_logind, stage->base);
	world->desktop.session = bus_new_hurried(stage->base, BUS_SESSION, 10, BUS_STAGE_ANSWER_MS);
	world->system = bus_new_hurried(stage->base, BUS_SYSTEM, 10, BUS_STAGE_ANSWER_MS);
	world->desktop.logind = logind_new(world->system, &logind_events, NULL);
	activity_fake_refuse(false);
	return 0;
}

static int tear_down(void **state)
{
	world->activity = activity_free(world->activity);
	world->desktop.logind = logind_free(world->desktop.logind);
	bus_free(world->system);
	bus_free(world->desktop.session);
	mock_kill(&world->mutter.mock);
	mock_logind_clear(&world->mock_logind);
	free(world);
	return bus_stage_tear_down(state);
}

static void begin_mutter(void)
{
	mock_begin(&world->mutter.mock);
	bus_stage_until_true(stage, mock_is_named, &world->mutter.mock);
}

static void start(const struct activity_source *const *sources)
{
	world->activity = activity_new_from(stage->base, sources, &world->desktop, 20, IDLE_S, on_changed, NULL);
}

static bool is_used(const void *name)
{
	return strcmp(activity_name(world->activity), name) == 0;
}

/* As exactly as a busy machine lets one say. */
static void assert_idle_for(int64_t idle_ms)
{
	assert_in_range(world->said_ms - world->since_ms, idle_ms, idle_ms + 2000);
}

static bool has_watch(const void *interval_ms)
{
	return mock_mutter_watches(&world->mutter, *(const uint64_t *)interval_ms) == 1;
}

static bool has_session(const void *context)
{
	(void)context;
	return logind_session(world->desktop.logind) != NULL;
}

static bool was_asked_twice(const void *context)
{
	(void)context;
	return world->mutter.times_asked == 2;
}

static bool why_is(const void *why)
{
	return strcmp(activity_why(world->activity), why) == 0;
}

static void test_idle_and_back(void **state)
{
	(void)state;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "active ");
	assert_string_equal(activity_name(world->activity), "GNOME (Mutter)");
	assert_int_equal(mock_mutter_watches(&world->mutter, IDLE_MS), 1);
	assert_int_equal(mock_mutter_watches(&world->mutter, 0), 0);
	mock_mutter_pass(&world->mutter, IDLE_MS - 1);
	bus_stage_until(stage, "active ");
	mock_mutter_pass(&world->mutter, 1235);
	bus_stage_until(stage, "active idle ");
	assert_idle_for(IDLE_MS + 1234);
	assert_int_equal(mock_mutter_watches(&world->mutter, 0), 1);
	mock_mutter_input(&world->mutter);
	bus_stage_until(stage, "active idle active ");
	assert_idle_for(0);
	mock_mutter_input(&world->mutter);
	mock_mutter_pass(&world->mutter, IDLE_MS);
	bus_stage_until(stage, "active idle active idle ");
	assert_idle_for(IDLE_MS);
	mock_mutter_input(&world->mutter);
	bus_stage_until(stage, "active idle active idle active ");
}

static void test_idle_at_start(void **state)
{
	(void)state;
	world->mutter.idle_ms = 75432;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "idle ");
	assert_idle_for(75432);
	mock_mutter_input(&world->mutter);
	bus_stage_until(stage, "idle active ");
}

/* Input between the idle watch's word and the watch for input: seen all the same, and idle again later. */
static void test_input_in_between(void **state)
{
	(void)state;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "active ");
	world->mutter.input_at_once = true;
	mock_mutter_pass(&world->mutter, IDLE_MS);
	bus_stage_until_true(stage, was_asked_twice, NULL); /* at the start, and now */
	bus_stage_until(stage, "active ");
	mock_mutter_pass(&world->mutter, IDLE_MS);
	bus_stage_until(stage, "active idle ");
	mock_mutter_input(&world->mutter);
	bus_stage_until(stage, "active idle active ");
}

/* GNOME Shell starts again while nobody is there: active as a guess, then what the new one says. */
static void test_owner_changes(void **state)
{
	(void)state;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "active ");
	mock_mutter_pass(&world->mutter, IDLE_MS);
	bus_stage_until(stage, "active idle ");
	mock_kill(&world->mutter.mock);
	bus_stage_until(stage, "active idle active none ");
	mock_mutter_init(&world->mutter, stage->base);
	world->mutter.idle_ms = 20000;
	begin_mutter();
	bus_stage_until(stage, "active idle active none idle ");
	assert_idle_for(20000);
	assert_int_equal(mock_mutter_watches(&world->mutter, IDLE_MS), 1);
}

static void test_bus_killed_and_back(void **state)
{
	(void)state;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "active ");
	bus_stage_kill_daemon(stage);
	bus_stage_run(stage, 30);
	memset(world->mutter.watches, 0, sizeof world->mutter.watches);
	bus_stage_start_daemon(stage);
	bus_stage_until_true(stage, mock_is_named, &world->mutter.mock);
	bus_stage_until_true(stage, is_used, "GNOME (Mutter)");
	text_clear(&stage->said);
	mock_mutter_pass(&world->mutter, IDLE_MS);
	bus_stage_until(stage, "idle ");
	mock_mutter_input(&world->mutter);
	bus_stage_until(stage, "idle active ");
}

/* The old watches are taken away: whoever stays on the bus is not forgotten by Mutter. */
static void test_new_limit(void **state)
{
	(void)state;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "active ");
	activity_set_idle(world->activity, 30);
	bus_stage_until_true(stage, has_watch, &(uint64_t){30000});
	assert_int_equal(mock_mutter_watches(&world->mutter, IDLE_MS), 0);
	mock_mutter_pass(&world->mutter, 29999);
	bus_stage_until(stage, "active ");
	mock_mutter_pass(&world->mutter, 1);
	bus_stage_until(stage, "active idle ");
	assert_idle_for(30000);
}

static void test_not_gnome(void **state)
{
	(void)state;
	start(mutter_fake);
	bus_stage_until_true(stage, is_used, "fake");
	bus_stage_until(stage, "active ");
	assert_int_equal(activity_fake_starts(), 1);
	begin_mutter(); /* GNOME comes up later, and is the better one */
	bus_stage_until_true(stage, is_used, "GNOME (Mutter)");
	mock_kill(&world->mutter.mock);
	bus_stage_until_true(stage, is_used, "fake");
}

static void test_no_session_bus(void **state)
{
	(void)state;
	bus_stage_kill_daemon(stage);
	start(mutter_fake);
	bus_stage_until_true(stage, is_used, "fake"); /* after two seconds */
	bus_stage_start_daemon(stage);
	begin_mutter();
	bus_stage_until_true(stage, is_used, "GNOME (Mutter)");
	bus_stage_run(stage, 2200); /* its trial is over, and it is not given up */
	assert_true(is_used("GNOME (Mutter)"));
}

static void test_mute(void **state)
{
	(void)state;
	world->mutter.mute = true;
	begin_mutter();
	start(mutter_fake);
	bus_stage_until_true(stage, is_used, "fake");
}

static void test_refuses(void **state)
{
	(void)state;
	world->mutter.refuses = true;
	begin_mutter();
	start(mutter_only);
	bus_stage_until(stage, "none ");
	bus_stage_until_true(stage, why_is, "GNOME's idle monitor does not answer"); /* said anew at each try */
}

/* logind's hint counts from the first time on that the desktop sets it, and behind everything else. */
static void test_logind(void **state)
{
	(void)state;
	activity_fake_refuse(true);
	mock_begin(&world->mock_logind.mock);
	bus_stage_until_true(stage, has_session, NULL);
	start(fake_logind);
	bus_stage_until(stage, "none ");
	bus_stage_until_true(stage, why_is, "the fake refuses");
	mock_logind_set_idle(&world->mock_logind, 0, true, (uint64_t)monotonic_us() - 3000000);
	bus_stage_until(stage, "none idle ");
	assert_idle_for(3000);
	bus_stage_until_true(stage, is_used, "logind");
	mock_logind_set_idle(&world->mock_logind, 0, false, (uint64_t)monotonic_us());
	bus_stage_until(stage, "none idle active ");
	mock_kill(&world->mock_logind.mock);
	bus_stage_until(stage, "none idle active none ");
	activity_fake_refuse(false);
	bus_stage_until_true(stage, is_used, "fake");
	mock_begin(&world->mock_logind.mock);
	bus_stage_run(stage, 60);
	assert_true(is_used("fake"));
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_idle_and_back),
		ON_STAGE(test_idle_at_start),
		ON_STAGE(test_input_in_between),
		ON_STAGE(test_owner_changes),
		ON_STAGE(test_bus_killed_and_back),
		ON_STAGE(test_new_limit),
		ON_STAGE(test_not_gnome),
		ON_STAGE(test_no_session_bus),
		ON_STAGE(test_mute),
		ON_STAGE(test_refuses),
		ON_STAGE(test_logind),
	};
	return bus_stage_missing() ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
	return bus_stage_missing() ? 0 : 1;
}
#endif
