/* libpulse's idea of a main loop, over libevent: times, input and output, what is deferred, and freeing all of it at any moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#if HAVE_PULSE
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/text.h>

#include "../../daemon/call_pulse.h"

struct world {
	struct event_base *base;
	struct pulse_loop *loop;
	pa_mainloop_api *api;
	struct text said;
	pa_io_event *io;
	pa_time_event *timer;
	pa_defer_event *defer;
	int fds[2];
	int count, most; /* how often something is deferred; freed or disabled then */
	bool free_it;
	struct timeval told;
	pa_io_event_flags_t flags;
};

static int set_up(void **state)
{
	struct world *world = mem_new(1, sizeof *world);

	world->base = event_base_new();
	world->loop = pulse_loop_new(world->base);
	world->api = pulse_loop_api(world->loop);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, world->fds), 0);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	pulse_loop_free(world->loop);
	event_base_free(world->base);
	close(world->fds[0]);
	close(world->fds[1]);
	text_clear(&world->said);
	free(world);
	return 0;
}

static const char *turn(struct world *world)
{
	event_base_loop(world->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	return text_string(&world->said);
}

/* Until nothing more is armed. */
static const char *run(struct world *world)
{
	event_base_dispatch(world->base);
	return text_string(&world->said);
}

static struct timeval in_ms(int64_t ms)
{
	int64_t at_ms = instant_now().wall_ms + ms;

	return (struct timeval){.tv_sec = at_ms / 1000, .tv_usec = at_ms % 1000 * 1000};
}

static void on_time(pa_mainloop_api *api, pa_time_event *timer, const struct timeval *at, void *data)
{
	struct world *world = data;

	assert_ptr_equal(api, world->api);
	world->told = *at;
	text_append(&world->said, "time ");
	if (world->free_it)
		api->time_free(timer);
}

static void time_destroyed(pa_mainloop_api *api, pa_time_event *timer, void *data)
{
	(void)api, (void)timer;
	text_append(&((struct world *)data)->said, "time-gone ");
}

static void time_comes_once(void **state)
{
	struct world *world = *state;
	struct timeval at = in_ms(3600000);
	int64_t begun_ms = instant_now().boot_ms;

	world->timer = world->api->time_new(world->api, &at, on_time, world);
	assert_string_equal(turn(world), "");
	at = in_ms(40);
	world->api->time_restart(world->timer, &at);
	assert_string_equal(run(world), "time ");
	assert_in_range(instant_now().boot_ms - begun_ms, 38, 60000);
	assert_int_equal(world->told.tv_sec, at.tv_sec);
	assert_int_equal(world->told.tv_usec, at.tv_usec);
	at = in_ms(5);
	world->api->time_restart(world->timer, &at);
	assert_string_equal(run(world), "time time ");
}

static void past_times_come_at_once(void **state)
{
	static const struct timeval past[] = {{0, 0}, {-5, 0}, {-1, 999999}, {1, 0}, {INT64_MIN, 0}};
	struct world *world = *state;

	world->timer = world->api->time_new(world->api, NULL, on_time, world);
	assert_string_equal(run(world), ""); /* NULL: not armed */
	for (size_t i = 0; i < sizeof past / sizeof *past; i++) {
		text_clear(&world->said);
		world->api->time_restart(world->timer, &past[i]);
		turn(world); /* libevent looks at its timers before it waits or after */
		assert_string_equal(turn(world), "time ");
	}
	text_clear(&world->said);
	struct timeval just = in_ms(-1);
	world->api->time_restart(world->timer, &just);
	assert_string_equal(run(world), "time ");
}

static void far_times_do_not_come(void **state)
{
	struct world *world = *state;
	struct timeval far = {.tv_sec = INT64_MAX, .tv_usec = 999999}, soon = in_ms(5);

	world->timer = world->api->time_new(world->api, &far, on_time, world);
	assert_string_equal(turn(world), "");
	assert_string_equal(turn(world), "");
	world->api->time_restart(world->timer, NULL);
	assert_string_equal(run(world), "");
	world->api->time_restart(world->timer, &far);
	world->api->time_restart(world->timer, &soon); /* the last word counts */
	assert_string_equal(run(world), "time ");
}

static void time_frees_itself(void **state)
{
	struct world *world = *state;
	struct timeval at = in_ms(1);

	world->free_it = true;
	world->timer = world->api->time_new(world->api, &at, on_time, world);
	world->api->time_set_destroy(world->timer, time_destroyed);
	assert_string_equal(run(world), "time time-gone ");
}

static void on_defer(pa_mainloop_api *api, pa_defer_event *defer, void *data)
{
	struct world *world = data;

	text_append(&world->said, "defer ");
	if (++world->count < world->most)
		return;
	if (world->free_it)
		api->defer_free(defer);
	else
		api->defer_enable(defer, 0);
}

static void defer_destroyed(pa_mainloop_api *api, pa_defer_event *defer, void *data)
{
	(void)api, (void)defer;
	text_append(&((struct world *)data)->said, "defer-gone ");
}

static void deferred_until_disabled(void **state)
{
	struct world *world = *state;

	world->most = 3;
	world->defer = world->api->defer_new(world->api, on_defer, world);
	assert_string_equal(text_string(&world->said), ""); /* from the loop, never from here */
	assert_string_equal(run(world), "defer defer defer ");
	world->api->defer_enable(world->defer, 1);
	assert_string_equal(run(world), "defer defer defer defer ");
	world->api->defer_enable(world->defer, 1);
	world->api->defer_enable(world->defer, 0);
	assert_string_equal(run(world), "defer defer defer defer ");
}

static void deferred_frees_itself(void **state)
{
	struct world *world = *state;

	world->most = 2;
	world->free_it = true;
	world->defer = world->api->defer_new(world->api, on_defer, world);
	world->api->defer_set_destroy(world->defer, defer_destroyed);
	assert_string_equal(run(world), "defer defer defer-gone ");
}

static void on_io(pa_mainloop_api *api, pa_io_event *io, int fd, pa_io_event_flags_t flags, void *data)
{
	struct world *world = data;
	char byte;

	assert_int_equal(fd, world->fds[0]);
	world->flags = flags;
	text_append(&world->said, flags & PA_IO_EVENT_INPUT ? "in " : "");
	text_append(&world->said, flags & PA_IO_EVENT_OUTPUT ? "out " : "");
	text_append(&world->said, flags & PA_IO_EVENT_HANGUP ? "hangup " : "");
	if (flags & PA_IO_EVENT_INPUT && read(fd, &byte, 1) != 1)
		api->io_enable(io, PA_IO_EVENT_NULL);
	if (flags & PA_IO_EVENT_OUTPUT)
		api->io_enable(io, PA_IO_EVENT_INPUT);
	if (world->free_it)
		api->io_free(io);
}

static void io_destroyed(pa_mainloop_api *api, pa_io_event *io, void *data)
{
	(void)api, (void)io;
	text_append(&((struct world *)data)->said, "io-gone ");
}

static void new_io(struct world *world, pa_io_event_flags_t flags)
{
	world->io = world->api->io_new(world->api, world->fds[0], flags, on_io, world);
	world->api->io_set_destroy(world->io, io_destroyed);
}

static void input_while_there_is_some(void **state)
{
	struct world *world = *state;

	new_io(world, PA_IO_EVENT_INPUT);
	assert_string_equal(turn(world), "");
	assert_int_equal(write(world->fds[1], "ab", 2), 2);
	assert_string_equal(turn(world), "in ");
	assert_string_equal(turn(world), "in in ");
	assert_string_equal(turn(world), "in in ");
}

static void output_then_input(void **state)
{
	struct world *world = *state;

	new_io(world, PA_IO_EVENT_INPUT | PA_IO_EVENT_OUTPUT);
	assert_string_equal(turn(world), "out ");
	assert_string_equal(turn(world), "out ");
	assert_int_equal(write(world->fds[1], "a", 1), 1);
	world->api->io_enable(world->io, PA_IO_EVENT_NULL);
	assert_string_equal(turn(world), "out ");
	world->api->io_enable(world->io, PA_IO_EVENT_INPUT);
	assert_string_equal(turn(world), "out in ");
}

static void the_end_is_named(void **state)
{
	struct world *world = *state;

	new_io(world, PA_IO_EVENT_INPUT);
	close(world->fds[1]);
	world->fds[1] = -1;
	assert_string_equal(turn(world), "in hangup ");
	assert_string_equal(run(world), "in hangup "); /* nothing is armed any more */
}

static void io_frees_itself(void **state)
{
	struct world *world = *state;

	world->free_it = true;
	new_io(world, PA_IO_EVENT_INPUT);
	assert_int_equal(write(world->fds[1], "ab", 2), 2);
	assert_string_equal(run(world), "in io-gone ");
}

/* As libpulse does it: one callback frees what would be called next. */
static void frees_the_others(pa_mainloop_api *api, pa_defer_event *defer, void *data)
{
	struct world *world = data;

	text_append(&world->said, "first ");
	api->io_free(world->io);
	api->time_free(world->timer);
	api->defer_free(world->defer);
	api->defer_free(defer);
}

static void freed_before_their_turn(void **state)
{
	struct world *world = *state;
	struct timeval past = {0};

	world->api->defer_new(world->api, frees_the_others, world);
	world->most = 1;
	world->defer = world->api->defer_new(world->api, on_defer, world);
	world->api->defer_set_destroy(world->defer, defer_destroyed);
	world->timer = world->api->time_new(world->api, &past, on_time, world);
	world->api->time_set_destroy(world->timer, time_destroyed);
	new_io(world, PA_IO_EVENT_INPUT);
	run(world);
	/* Some may have come before; none comes after, and each has gone once. */
	const char *after = strstr(text_string(&world->said), "first ");
	assert_non_null(after);
	assert_string_equal(after, "first io-gone time-gone defer-gone ");
}

/* Input is served while something is deferred all the time. */
static void deferred_starves_nobody(void **state)
{
	struct world *world = *state;

	world->most = 1000000;
	world->defer = world->api->defer_new(world->api, on_defer, world);
	new_io(world, PA_IO_EVENT_INPUT);
	assert_int_equal(write(world->fds[1], "a", 1), 1);
	for (int i = 0; i < 4; i++)
		turn(world);
	assert_non_null(strstr(text_string(&world->said), "in "));
	assert_in_range(world->count, 1, 8);
}

static void the_loop_frees_what_is_left(void **state)
{
	struct world *world = *state;
	struct timeval at = in_ms(1);

	new_io(world, PA_IO_EVENT_INPUT);
	world->timer = world->api->time_new(world->api, &at, on_time, world);
	world->api->time_set_destroy(world->timer, time_destroyed);
	world->defer = world->api->defer_new(world->api, on_defer, world);
	world->api->defer_set_destroy(world->defer, defer_destroyed);
	world->api->quit(world->api, 1); /* not its loop to end */
	world->loop = pulse_loop_free(world->loop);
	assert_string_equal(text_string(&world->said), "defer-gone time-gone io-gone ");
	assert_string_equal(run(world), "defer-gone time-gone io-gone ");
	assert_null(pulse_loop_free(NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(time_comes_once),
		TEST(past_times_come_at_once),
		TEST(far_times_do_not_come),
		TEST(time_frees_itself),
		TEST(deferred_until_disabled),
		TEST(deferred_frees_itself),
		TEST(input_while_there_is_some),
		TEST(output_then_input),
		TEST(the_end_is_named),
		TEST(io_frees_itself),
		TEST(freed_before_their_turn),
		TEST(deferred_starves_nobody),
		TEST(the_loop_frees_what_is_left),
	};

	return cmocka_run_group_tests_name("call_loop", tests, NULL, NULL);
}

#else

int main(void)
{
	puts("ok 1 - libpulse in libevent's loop # SKIP the headers of libpulse are not installed");
	return 0;
}
#endif
