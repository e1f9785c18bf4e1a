/* The screen's lock, sleep and the session, told by a logind that a test moves by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_stage.h"

#if HAVE_SYSTEMD
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "../../daemon/logind.h"
#include "mock_logind.h"

struct world {
	struct mock_logind mock;
	struct bus *bus;
	struct logind *logind;
	struct logind_listener listener;
	int idle_changes;
	bool could_sleep; /* at the moment when `asleep` was said */
};

static struct bus_stage *stage;
static struct world *world;

static void on_locked(void *context, bool on)
{
	(void)context;
	text_append(&stage->said, on ? "lock " : "unlock ");
}

static void on_asleep(void *context, bool on)
{
	(void)context;
	world->could_sleep = mock_logind_may_sleep(&world->mock);
	text_append(&stage->said, on ? "sleep " : "wake ");
}

static const struct logind_events events = {.locked = on_locked, .asleep = on_asleep};

static int set_up(void **state)
{
	bus_stage_set_up(state);
	stage = *state;
	world = stage->own = mem_new(1, sizeof *world);
	mock_logind_init(&world->mock, stage->base);
	return 0;
}

static int tear_down(void **state)
{
	if (world->listener.changed)
		logind_unlisten(world->logind, &world->listener);
	world->logind = logind_free(world->logind);
	world->bus = bus_free(world->bus);
	mock_logind_clear(&world->mock);
	free(world);
	return bus_stage_tear_down(state);
}

static void begin_mock(void)
{
	mock_begin(&world->mock.mock);
	bus_stage_until_true(stage, mock_is_named, &world->mock.mock);
}

static void begin_ours_within(int64_t answer_ms)
{
	world->bus = bus_new_hurried(stage->base, BUS_SYSTEM, 10, answer_ms);
	world->logind = logind_new(world->bus, &events, NULL);
}

static void begin_ours(void)
{
	begin_ours_within(BUS_STAGE_ANSWER_MS);
}

static bool has_session(const void *name)
{
	const char *session = logind_session(world->logind);

	return session && strcmp(session, name) == 0;
}

static bool has_none(const void *why)
{
	return !logind_session(world->logind) && strcmp(logind_why(world->logind), why) == 0;
}

static bool delay_is_held(const void *context)
{
	(void)context;
	return world->mock.delay[0] >= 0 && !mock_logind_may_sleep(&world->mock);
}

static bool delay_is_given_up(const void *context)
{
	(void)context;
	return world->mock.delays > 0 && mock_logind_may_sleep(&world->mock);
}

static void begin_both(void)
{
	begin_mock();
	begin_ours();
	bus_stage_until_true(stage, has_session, "2");
}

static void test_hint(void **state)
{
	(void)state;
	begin_both();
	bus_stage_until(stage, "");
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "lock ");
	mock_logind_set_locked(&world->mock, 0, false);
	bus_stage_until(stage, "lock unlock ");
	mock_logind_set_locked(&world->mock, 1, true); /* somebody else's screen, so to speak */
	bus_stage_until(stage, "lock unlock ");
}

static void test_locked_at_start(void **state)
{
	(void)state;
	world->mock.sessions[0].locked = 1;
	begin_mock();
	begin_ours();
	bus_stage_until(stage, "lock ");
}

/* Signals alone, as from a desktop that sets no hint. */
static void test_signals(void **state)
{
	(void)state;
	begin_both();
	mock_logind_signal(&world->mock, 0, "Lock");
	bus_stage_until(stage, "lock ");
	mock_logind_signal(&world->mock, 0, "Unlock");
	bus_stage_until(stage, "lock unlock ");
	mock_logind_signal(&world->mock, 1, "Lock");
	bus_stage_until(stage, "lock unlock ");
}

/* With a hint, a wish to unlock is no more than that. */
static void test_hint_counts_more(void **state)
{
	(void)state;
	begin_both();
	mock_logind_signal(&world->mock, 0, "Lock");
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "lock ");
	mock_logind_signal(&world->mock, 0, "Unlock");
	logind_input(world->logind);
	bus_stage_until(stage, "lock ");
	mock_logind_set_locked(&world->mock, 0, false);
	bus_stage_until(stage, "lock unlock ");
}

/* A Lock that no locker heard must not hold prompts for good. */
static void test_wish_ends_by_input(void **state)
{
	(void)state;
	begin_both();
	mock_logind_signal(&world->mock, 0, "Lock");
	bus_stage_until(stage, "lock ");
	logind_input(world->logind);
	bus_stage_until(stage, "lock unlock ");
	logind_blind(world->logind, true);
	mock_logind_signal(&world->mock, 0, "Lock");
	bus_stage_until(stage, "lock unlock ");
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "lock unlock lock ");
}

/* The delay is held until what has to be done before sleeping is done, and taken again. */
static void test_sleep(void **state)
{
	(void)state;
	begin_both();
	bus_stage_until_true(stage, delay_is_held, NULL);
	mock_logind_sleep(&world->mock, true);
	bus_stage_until(stage, "sleep ");
	assert_false(world->could_sleep);
	bus_stage_until_true(stage, delay_is_given_up, NULL);
	mock_logind_sleep(&world->mock, false);
	bus_stage_until(stage, "sleep wake ");
	bus_stage_until_true(stage, delay_is_held, NULL);
	assert_int_equal(world->mock.delays, 2);
}

static void test_about_to_sleep_at_start(void **state)
{
	(void)state;
	world->mock.sleeping = 1;
	begin_mock();
	begin_ours();
	bus_stage_until(stage, "sleep ");
}

static void test_session_of_the_process(void **state)
{
	(void)state;
	world->mock.display = -1;
	world->mock.own = 1;
	begin_mock();
	begin_ours();
	bus_stage_until_true(stage, has_session, "5");
	assert_int_equal(world->mock.asked_pid, (int)getpid());
	mock_logind_set_locked(&world->mock, 1, true); /* this one's signals carry no values */
	bus_stage_until(stage, "lock ");
}

static void test_user_unknown(void **state)
{
	(void)state;
	world->mock.user_unknown = true;
	world->mock.own = 0;
	world->mock.display = 1;
	begin_mock();
	begin_ours();
	bus_stage_until_true(stage, has_session, "2");
	mock_logind_user_new(&world->mock);
	bus_stage_until_true(stage, has_session, "5");
}

static void test_no_session(void **state)
{
	(void)state;
	world->mock.display = -1;
	begin_mock();
	begin_ours();
	bus_stage_until_true(stage, has_none, "no login session was found");
	mock_logind_sleep(&world->mock, true);
	bus_stage_until(stage, "sleep ");
	mock_logind_sleep(&world->mock, false);
	mock_logind_set_display(&world->mock, 0); /* logged in */
	bus_stage_until_true(stage, has_session, "2");
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "sleep wake lock ");
	mock_logind_set_display(&world->mock, -1); /* logged out, locked as it was */
	bus_stage_until(stage, "sleep wake lock unlock ");
}

static void test_another_session(void **state)
{
	(void)state;
	begin_both();
	world->mock.sessions[1].locked = 1;
	mock_logind_set_display(&world->mock, 1);
	bus_stage_until(stage, "lock ");
	assert_string_equal(logind_session(world->logind), "5");
	mock_logind_set_locked(&world->mock, 0, true);
	mock_logind_set_locked(&world->mock, 0, false);
	bus_stage_until(stage, "lock ");
}

static void test_killed_and_back(void **state)
{
	(void)state;
	begin_both();
	mock_kill(&world->mock.mock);
	bus_stage_until_true(stage, has_none, "logind does not answer");
	mock_begin(&world->mock.mock);
	bus_stage_until_true(stage, has_session, "2");
	bus_stage_until(stage, "");
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "lock ");
	bus_stage_until_true(stage, delay_is_held, NULL);
}

/* A logind that starts again does not know about the lock; the screen is locked all the same, until somebody is there. */
static void test_killed_while_locked(void **state)
{
	(void)state;
	begin_both();
	mock_logind_set_locked(&world->mock, 0, true);
	mock_logind_sleep(&world->mock, true);
	bus_stage_until(stage, "lock sleep ");
	mock_kill(&world->mock.mock);
	world->mock.sessions[0].locked = 0;
	world->mock.sleeping = 0;
	bus_stage_until(stage, "lock sleep wake ");
	mock_begin(&world->mock.mock);
	bus_stage_until_true(stage, has_session, "2");
	bus_stage_until(stage, "lock sleep wake ");
	logind_input(world->logind);
	bus_stage_until(stage, "lock sleep wake unlock ");
}

static void test_bus_killed_and_back(void **state)
{
	(void)state;
	begin_both();
	mock_logind_set_locked(&world->mock, 0, true);
	bus_stage_until(stage, "lock ");
	bus_stage_kill_daemon(stage);
	bus_stage_until_true(stage, has_none, "there is no system bus");
	bus_stage_start_daemon(stage);
	bus_stage_until_true(stage, has_session, "2");
	bus_stage_until(stage, "lock ");
	mock_logind_set_locked(&world->mock, 0, false);
	bus_stage_until(stage, "lock unlock ");
}

static void test_absent(void **state)
{
	(void)state;
	begin_ours();
	bus_stage_until_true(stage, has_none, "logind does not answer");
	begin_mock();
	bus_stage_until_true(stage, has_session, "2");
}

/* It never answers: nothing waits for it, and it is told. */
static void test_mute(void **state)
{
	(void)state;
	world->mock.mute = true;
	begin_mock();
	begin_ours_within(BUS_STAGE_NO_ANSWER_MS);
	bus_stage_until_true(stage, has_none, "logind does not answer");
}

static void on_idle_changed(void *context)
{
	(void)context;
	world->idle_changes++;
}

static bool idle_is_known(const void *context)
{
	(void)context;
	return logind_idle(world->logind).known;
}

static bool is_back(const void *context)
{
	(void)context;
	return !logind_idle(world->logind).idle;
}

static bool idle_is_unknown(const void *context)
{
	return !idle_is_known(context);
}

static void test_idle_hint(void **state)
{
	(void)state;
	begin_both();
	world->listener.changed = on_idle_changed;
	logind_listen(world->logind, &world->listener);
	bus_stage_run(stage, 20);
	assert_false(logind_idle(world->logind).known);
	mock_logind_set_idle(&world->mock, 0, true, (uint64_t)monotonic_us() - 5000000);
	bus_stage_until_true(stage, idle_is_known, NULL);
	struct logind_idle idle = logind_idle(world->logind);
	assert_true(idle.idle);
	assert_in_range(instant_now().boot_ms - idle.since_boot_ms, 5000, 7000);
	mock_logind_set_idle(&world->mock, 0, false, (uint64_t)monotonic_us());
	bus_stage_until_true(stage, is_back, NULL);
	assert_true(logind_idle(world->logind).known);
	assert_int_equal(world->idle_changes, 2);
	mock_logind_set_display(&world->mock, 1);
	bus_stage_until_true(stage, idle_is_unknown, NULL);
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_hint),
		ON_STAGE(test_locked_at_start),
		ON_STAGE(test_signals),
		ON_STAGE(test_hint_counts_more),
		ON_STAGE(test_wish_ends_by_input),
		ON_STAGE(test_sleep),
		ON_STAGE(test_about_to_sleep_at_start),
		ON_STAGE(test_session_of_the_process),
		ON_STAGE(test_user_unknown),
		ON_STAGE(test_no_session),
		ON_STAGE(test_another_session),
		ON_STAGE(test_killed_and_back),
		ON_STAGE(test_killed_while_locked),
		ON_STAGE(test_bus_killed_and_back),
		ON_STAGE(test_absent),
		ON_STAGE(test_mute),
		ON_STAGE(test_idle_hint),
	};
	return bus_stage_missing() ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
	return bus_stage_missing() ? 0 : 1;
}
#endif
