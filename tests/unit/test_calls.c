/* What is said of calls, and when their source is tried again: with a source that the test moves by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "../../daemon/calls.h"

struct world {
	struct event_base *base;
	struct calls *calls;
	struct text said;
	struct event *done;
};

/* The source: how often it was begun and ended, and whether it refuses. */
static int starts, stops;
static bool refuses;

static void *start(struct calls *calls, struct event_base *base, struct error *err)
{
	(void)base;
	starts++;
	if (!refuses)
		return calls;
	error_set(err, ERROR_FAILED, "nobody answers");
	return NULL;
}

static void stop(void *handle)
{
	assert_non_null(handle);
	stops++;
}

static const struct calls_source source = {.start = start, .stop = stop};

static void on_changed(void *context, enum calls_news news)
{
	static const char *const words[] = {
		[CALLS_NONE] = "none ", [CALLS_FOUND] = "found ", [CALLS_BEGUN] = "call ", [CALLS_OVER] = "over "};

	text_append(&((struct world *)context)->said, words[news]);
}

static void on_done(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	event_base_loopbreak(context);
}

static int set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);

	world->base = event_base_new();
	world->done = evtimer_new(world->base, on_done, world->base);
	starts = stops = 0;
	refuses = false;
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	calls_free(world->calls);
	event_free(world->done);
	event_base_free(world->base);
	text_clear(&world->said);
	free(world);
	return 0;
}

static void begin(struct world *world, int64_t retry_ms)
{
	world->calls = calls_new_from(world->base, &source, retry_ms, on_changed, world);
}

static const char *run(struct world *world, int ms)
{
	event_add(world->done, &(struct timeval){.tv_usec = ms * 1000});
	event_base_dispatch(world->base);
	return text_string(&world->said);
}

static void changes_only(void **state)
{
	struct world *world = *state;

	begin(world, 1);
	assert_int_equal(starts, 0); /* nothing from inside calls_new */
	assert_false(calls_works(world->calls));
	assert_string_equal(run(world, 10), "");
	assert_int_equal(starts, 1);
	assert_false(calls_works(world->calls)); /* it has not looked yet */
	assert_true(calls_awaited(world->calls));
	calls_say(world->calls, false);
	assert_false(calls_awaited(world->calls));
	assert_true(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "");
	assert_string_equal(text_string(&world->said), "none ");
	calls_say(world->calls, true);
	calls_say(world->calls, true);
	calls_say(world->calls, false);
	calls_say(world->calls, false);
	calls_say(world->calls, true);
	assert_string_equal(run(world, 10), "none call over call ");
	assert_int_equal(starts, 1);
	world->calls = calls_free(world->calls);
	assert_string_equal(text_string(&world->said), "none call over call "); /* not told by calls_free */
	assert_int_equal(stops, 1);
}

static void gone_in_a_call(void **state)
{
	struct world *world = *state;

	begin(world, 1);
	run(world, 10);
	calls_say(world->calls, true);
	calls_gone(world->calls, "it went away");
	assert_string_equal(text_string(&world->said), "found over ");
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "it went away");
	assert_int_equal(stops, 0); /* it may still be on the stack */
	run(world, 50);
	assert_int_equal(stops, 1);
	assert_int_equal(starts, 2);
	calls_say(world->calls, true);
	assert_string_equal(text_string(&world->said), "found over found "); /* by another source's first look */
}

static void refused_ever_more_slowly(void **state)
{
	struct world *world = *state;

	refuses = true;
	begin(world, 20);
	run(world, 450);
	/* At 0, 20, 60, 140, 300, 620 ms; later on a busy machine. */
	assert_in_range(starts, 2, 5);
	assert_string_equal(calls_why(world->calls), "nobody answers");
	assert_string_equal(text_string(&world->said), "none "); /* nobody can tell: that is an answer, too */
	assert_false(calls_awaited(world->calls));
	assert_int_equal(stops, 0);
}

/* One that answers begins with the short wait again; one that only lets us begin does not. */
static void the_wait_begins_anew(void **state)
{
	struct world *world = *state;

	begin(world, 20);
	run(world, 5);
	for (int i = 0; i < 5; i++)
		calls_gone(world->calls, "gone"); /* the wait is 640 ms now */
	calls_say(world->calls, false);
	calls_gone(world->calls, "gone");
	run(world, 300);
	assert_int_equal(starts, 2);
	for (int i = 0; i < 3; i++)
		calls_gone(world->calls, "gone");
	run(world, 500);
	assert_int_equal(starts, 3); /* 160 ms */
	calls_gone(world->calls, "gone");
	run(world, 100);
	assert_int_equal(starts, 3); /* 320 ms */
}

static void never_longer_than_sixty_times(void **state)
{
	struct world *world = *state;

	begin(world, 5);
	run(world, 20);
	for (int i = 0; i < 60; i++)
		calls_gone(world->calls, "gone");
	run(world, 900);
	assert_int_equal(starts, 2); /* 300 ms, not 2^60 times 5 */
}

static void none(void **state)
{
	struct world *world = *state;

	world->calls = calls_new_from(world->base, NULL, 1, on_changed, world);
	assert_string_equal(run(world, 10), "");
	assert_false(calls_works(world->calls));
	assert_string_equal(calls_why(world->calls), "not available in this build");
	assert_false(calls_awaited(world->calls)); /* and never will be told */
	assert_false(calls_awaited(NULL));
	assert_false(calls_works(NULL));
	assert_string_equal(calls_why(NULL), "switched off by call.detect");
	assert_null(calls_free(NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(changes_only),
		TEST(gone_in_a_call),
		TEST(refused_ever_more_slowly),
		TEST(the_wait_begins_anew),
		TEST(never_longer_than_sixty_times),
		TEST(none),
	};

	return cmocka_run_group_tests_name("calls", tests, NULL, NULL);
}
