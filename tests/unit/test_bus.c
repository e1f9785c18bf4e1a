/* The buses inside the event loop: clients come and go, calls are answered or not, the bus dies and comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_stage.h"

#if HAVE_SYSTEMD
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#include "mock.h"

#define SERVICE "org.example.Service"
#define PATH "/org/example/Service"

static const struct bus_object object = {SERVICE, PATH, SERVICE};

struct world {
	struct mock mock;
	struct bus *bus;
	struct bus_client one, two;
	sd_bus_slot *call, *match, *owner;
	bool mute;
	int asked;
};

static struct bus_stage *stage;
static struct world *world;

static int on_echo(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)context;
	const char *word = "";

	world->asked++;
	if (world->mute)
		return 1;
	sd_bus_message_read(message, "s", &word);
	if (strcmp(word, "bad") == 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, "bad");
	return sd_bus_reply_method_return(message, "s", word);
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("Echo", "s", "s", on_echo, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_SIGNAL("Rang", "s", 0),
	SD_BUS_VTABLE_END,
};

static void one_up(void *context)
{
	(void)context;
	text_append(&stage->said, "up ");
}

static void one_down(void *context)
{
	(void)context;
	bus_drop(world->bus, &world->call);
	bus_drop(world->bus, &world->match);
	bus_drop(world->bus, &world->owner);
	text_append(&stage->said, "down ");
}

static void two_up(void *context)
{
	(void)context;
	text_append(&stage->said, "UP ");
}

static void two_down(void *context)
{
	(void)context;
	text_append(&stage->said, "DOWN ");
}

static int set_up_within(void **state, int64_t answer_ms)
{
	bus_stage_set_up(state);
	stage = *state;
	world = stage->own = mem_new(1, sizeof *world);
	mock_init(&world->mock, stage->base, BUS_SESSION, SERVICE);
	mock_add(&world->mock, PATH, SERVICE, vtable, world);
	world->bus = bus_new_hurried(stage->base, BUS_SESSION, 10, answer_ms);
	world->one = (struct bus_client){.up = one_up, .down = one_down};
	world->two = (struct bus_client){.up = two_up, .down = two_down};
	return 0;
}

static int set_up(void **state)
{
	return set_up_within(state, BUS_STAGE_ANSWER_MS);
}

/* Time for some ticks meanwhile, also where one is late now and then. */
#define SLOW_MS 2000

static int set_up_slow(void **state)
{
	return set_up_within(state, SLOW_MS);
}

static int tear_down(void **state)
{
	bus_drop(world->bus, &world->call);
	bus_drop(world->bus, &world->match);
	bus_drop(world->bus, &world->owner);
	bus_leave(world->bus, &world->one);
	bus_leave(world->bus, &world->two);
	bus_free(world->bus);
	mock_kill(&world->mock);
	free(world);
	return bus_stage_tear_down(state);
}

static void begin_mock(void)
{
	mock_begin(&world->mock);
	bus_stage_until_true(stage, mock_is_named, &world->mock);
}

static int on_answer(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)context, (void)error;
	const char *word = "";

	if (sd_bus_message_is_method_error(message, NULL))
		word = strrchr(sd_bus_message_get_error(message)->name, '.') + 1;
	else
		sd_bus_message_read(message, "s", &word);
	text_appendf(&stage->said, "%s ", word);
	return 0;
}

static void echo(const char *word)
{
	bus_call(world->bus, &world->call, &object, "Echo", on_answer, NULL, "s", word);
}

static bool is_up(const void *context)
{
	(void)context;
	return bus_is_up(world->bus);
}

static bool is_down(const void *context)
{
	return !is_up(context);
}

/* As the bus itself says it. */
static bool nobody_serves(const void *context)
{
	sd_bus *own = NULL;
	bool none = sd_bus_open_user(&own) >= 0 && sd_bus_get_name_creds(own, SERVICE, 0, NULL) == -ENXIO;

	(void)context;
	sd_bus_flush_close_unref(own);
	return none;
}

/* Opened by the first client, closed behind the last. */
static void test_clients(void **state)
{
	(void)state;
	bus_stage_run(stage, 20);
	assert_null(bus_connection(world->bus));
	bus_join(world->bus, &world->one);
	assert_string_equal(text_string(&stage->said), ""); /* nothing from inside */
	bus_stage_until(stage, "up ");
	bus_join(world->bus, &world->two);
	bus_stage_until(stage, "up UP ");
	bus_leave(world->bus, &world->one);
	bus_stage_run(stage, 20);
	assert_non_null(bus_connection(world->bus));
	bus_leave(world->bus, &world->two);
	bus_leave(world->bus, &world->two);
	bus_stage_run(stage, 20);
	assert_null(bus_connection(world->bus));
	bus_join(world->bus, &world->two);
	bus_stage_until(stage, "up UP UP ");
}

static void test_calls(void **state)
{
	(void)state;
	begin_mock();
	bus_join(world->bus, &world->one);
	bus_stage_until(stage, "up ");
	echo("hello");
	bus_stage_until(stage, "up hello ");
	echo("bad");
	bus_stage_until(stage, "up hello InvalidArgs ");
	echo("dropped");
	bus_drop(world->bus, &world->call);
	bus_stage_until(stage, "up hello InvalidArgs ");
	echo("first");
	echo("second"); /* into the same slot */
	bus_stage_until(stage, "up hello InvalidArgs second ");
	mock_kill(&world->mock);
	bus_stage_until_true(stage, nobody_serves, NULL);
	echo("nobody"); /* and nobody is started for it */
	bus_stage_until(stage, "up hello InvalidArgs second NameHasNoOwner ");
}

static int ticks;

static bool has_ticked(const void *context)
{
	(void)context;
	return ticks >= 10;
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what, (void)context;
	ticks++;
}

/* Never answered: told after the time for it, and the loop goes on meanwhile. */
static void test_slow(void **state)
{
	(void)state;
	struct event *tick = event_new(stage->base, -1, EV_PERSIST, on_tick, NULL);

	world->mute = true;
	begin_mock();
	bus_join(world->bus, &world->one);
	bus_stage_until(stage, "up ");
	event_add(tick, &(struct timeval){.tv_usec = 5000});
	ticks = 0;
	int64_t begun_ms = instant_now().boot_ms;
	echo("hello");
	assert_in_range(instant_now().boot_ms - begun_ms, 0, SLOW_MS - 1);
	while (strcmp(text_string(&stage->said), "up ") == 0 && instant_now().boot_ms < begun_ms + 30000)
		event_base_loop(stage->base, EVLOOP_ONCE);
	assert_string_equal(text_string(&stage->said), "up NoReply ");
	assert_true(instant_now().boot_ms - begun_ms >= SLOW_MS - 1);
	assert_true(ticks >= 5);
	assert_int_equal(world->asked, 1);
	event_free(tick);
}

static int on_rang(sd_bus_message *message, void *context, sd_bus_error *error)
{
	return on_answer(message, context, error);
}

static void ring(const char *word)
{
	mock_sent(&world->mock, sd_bus_emit_signal(mock_bus(&world->mock), PATH, SERVICE, "Rang", "s", word));
}

static int on_owner(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)context, (void)error;
	text_append(&stage->said, *bus_new_owner(message) ? "owner " : "nobody ");
	return 0;
}

static void test_matches(void **state)
{
	(void)state;
	begin_mock();
	bus_join(world->bus, &world->one);
	bus_stage_until(stage, "up ");
	bus_match(world->bus, &world->match, on_rang, NULL, "sender='%s',path='%s',member='Rang',arg0='this'", SERVICE,
		  PATH);
	bus_match_owner(world->bus, &world->owner, on_owner, NULL, SERVICE);
	echo("matched"); /* answered behind the matches */
	bus_stage_until(stage, "up matched ");
	text_clear(&stage->said);
	ring("that");
	ring("this");
	bus_stage_until(stage, "this ");
	mock_kill(&world->mock);
	bus_stage_until(stage, "this nobody ");
	begin_mock();
	bus_stage_until(stage, "this nobody owner ");
	ring("this");
	bus_stage_until(stage, "this nobody owner this ");
	bus_drop(world->bus, &world->match);
	ring("this");
	bus_stage_until(stage, "this nobody owner this ");
}

/* A rule that the bus refuses ends the connection, and it is opened again. */
static void test_bad_rule(void **state)
{
	(void)state;
	bus_join(world->bus, &world->one);
	bus_stage_until(stage, "up ");
	bus_match(world->bus, &world->match, on_rang, NULL, "nonsense");
	bus_stage_until(stage, "up down up ");
}

static void test_killed_and_back(void **state)
{
	(void)state;
	begin_mock();
	bus_join(world->bus, &world->one);
	bus_join(world->bus, &world->two);
	bus_stage_until(stage, "up UP ");
	for (int i = 0; i < 3; i++) {
		text_clear(&stage->said);
		world->mute = true;
		echo("unheard");
		bus_stage_kill_daemon(stage);
		bus_stage_until_true(stage, is_down, NULL);
		world->mute = false;
		bus_stage_start_daemon(stage);
		bus_stage_until_true(stage, is_up, NULL);
		bus_stage_until_true(stage, mock_is_named, &world->mock);
		assert_non_null(strstr(text_string(&stage->said), "down DOWN up UP "));
		text_clear(&stage->said);
		echo("heard");
		bus_stage_until(stage, "heard ");
	}
}

/* No bus at all: tried ever less often, at 0, 10, 30, 70, 150 ms here. */
static void test_never_there(void **state)
{
	(void)state;
	bus_stage_kill_daemon(stage);
	bus_join(world->bus, &world->one);
	bus_stage_run(stage, 100);
	assert_string_equal(text_string(&stage->said), "");
	assert_null(bus_connection(world->bus));
	bus_stage_start_daemon(stage);
	bus_stage_until(stage, "up ");
}

/* A bus that takes connections and says nothing: other events go on, and leaving is possible. */
static void test_mute_bus(void **state)
{
	(void)state;
	struct event *tick = event_new(stage->base, -1, EV_PERSIST, on_tick, NULL);

	assert_int_equal(kill(stage->daemon, SIGSTOP), 0);
	event_add(tick, &(struct timeval){.tv_usec = 5000});
	ticks = 0;
	bus_join(world->bus, &world->one);
	bus_stage_until_true(stage, has_ticked, NULL);
	assert_false(is_up(NULL));
	assert_int_equal(kill(stage->daemon, SIGCONT), 0);
	bus_stage_until(stage, "up ");
	event_free(tick);
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_clients),
		ON_STAGE(test_calls),
		cmocka_unit_test_setup_teardown(test_slow, set_up_slow, tear_down),
		ON_STAGE(test_matches),
		ON_STAGE(test_bad_rule),
		ON_STAGE(test_killed_and_back),
		ON_STAGE(test_never_there),
		ON_STAGE(test_mute_bus),
	};
	return bus_stage_missing() ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
	return bus_stage_missing() ? 0 : 1;
}
#endif
