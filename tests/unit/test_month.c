/*
 * A month in the daemon's real loop: the real app, schedule, store and control socket over libevent, with a clock that jumps to whatever
 * comes next. Every event comes from the loop, as in evenkeeld. What the process holds (heap, SQLite, descriptors) after the first
 * days is what it holds a month later: it can be left running.
 */
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>
#include <sqlite3.h>

#include <evenkeel/mem.h>
#include <evenkeel/records.h>
#include <evenkeel/rng.h>

#include "../../daemon/control.h"
#include "app_world.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

enum { FIRST_DAYS = 3, DAYS = 30, EVENTS_LEAST = 20000, HEAP_GROWTH = 1024 };

struct month {
	struct world world;
	struct event_base *base;
	struct event *turn;
	struct event *reply; /* awaited; NULL = none */
	struct control *control;
	struct rng rng;
	int64_t until_boot_ms, next_ms;
	long events, requests, presses;
};

/* What this process holds. */
struct held {
	size_t heap;
	sqlite3_int64 database;
	int descriptors;
};

static struct held held_now(void)
{
	struct held held = {.heap = mallinfo2().uordblks, .database = sqlite3_memory_used()};
	DIR *dir = opendir("/proc/self/fd");

	for (; dir && readdir(dir);)
		held.descriptors++;
	if (dir)
		closedir(dir);
	return held;
}

static void on_request(void *context, const struct proto_message *request, struct proto_message *ret_reply)
{
	struct month *month = context;

	app_request(month->world.app, request, ret_reply);
}

static void go_on(struct month *month)
{
	if (month->world.now.boot_ms < month->until_boot_ms)
		event_active(month->turn, EV_TIMEOUT, 0);
	else
		event_base_loopbreak(month->base);
}

static void on_reply(evutil_socket_t fd, short what, void *context)
{
	struct month *month = context;
	char reply[PROTO_HEADER_SIZE + PROTO_BODY_MAX];

	(void)what;
	assert_true(read(fd, reply, sizeof(reply)) >= PROTO_HEADER_SIZE);
	event_free(month->reply);
	month->reply = NULL;
	close(fd);
	go_on(month);
}

/* As the CLI does: connect, ask, read, hang up; the month goes on after the reply. */
static void ask(struct month *month, struct proto_message request)
{
	_cleanup_(text_clear) struct text frame = {0};
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), 0);
	assert_int_equal(control_adopt(month->control, pair[0]), 0);
	proto_encode(&request, &frame);
	assert_int_equal(write(pair[1], frame.bytes, frame.length), (ssize_t)frame.length);
	month->reply = event_new(month->base, pair[1], EV_READ, on_reply, month);
	event_add(month->reply, NULL);
	month->requests++;
}

static void ask_something(struct month *month)
{
	static const enum proto_type types[] = {PROTO_STATUS,    PROTO_STATUS, PROTO_SNOOZE, PROTO_PAUSE,
						PROTO_RESUME,    PROTO_BUSY,   PROTO_BUSY,   PROTO_NOW,
						PROTO_HARD_CALL, PROTO_RELOAD};
	size_t i = rng_below(&month->rng, sizeof(types) / sizeof(*types));

	ask(month, (struct proto_message){.type = types[i],
					  .minutes = 1 + (int32_t)rng_below(&month->rng, 20),
					  .on = types[i] == PROTO_BUSY && rng_below(&month->rng, 2),
					  .what = (uint8_t)rng_below(&month->rng, WHAT_COUNT)});
}

static void happen(struct month *month)
{
	struct app *app = month->world.app;

	switch (rng_below(&month->rng, 20)) {
	case 0:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_CALL});
		break;
	case 1:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_LOCK});
		break;
	case 2:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_SLEEP});
		world_go_to(&month->world, month->world.now.boot_ms + 20 * MINUTE_MS);
		app_clock_set(app); /* as the wall clock's timer says on resume */
		app_handle(app, (struct schedule_event){.type = SCHEDULE_WAKE});
		break;
	case 3:
	case 4:
		ask_something(month);
		break;
	case 5:
	case 6:
	case 7:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_IDLE});
		break;
	case 8:
	case 9:
	case 10:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_HANGUP});
		app_handle(app, (struct schedule_event){.type = SCHEDULE_UNLOCK});
		break;
	default:
		app_handle(app, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	}
}

static void respond(struct month *month)
{
	struct world *world = &month->world;
	int buttons = world->screen.action_count;

	app_shown(world->app);
	switch (rng_below(&month->rng, 8)) {
	case 0:
		world->screen = (struct prompt_text){0};
		app_closed(world->app, CLOSED_EXPIRED);
		break;
	case 1:
		world->screen = (struct prompt_text){0};
		app_undelivered(world->app);
		break;
	default:
		if (buttons == 0)
			break;
		month->presses++;
		world_press(world, (int)rng_below(&month->rng, (uint64_t)buttons));
	}
}

/* One event, from the loop. */
static void on_turn(evutil_socket_t fd, short what, void *context)
{
	struct month *month = context;
	struct world *world = &month->world;

	(void)fd, (void)what;
	month->events++;
	if (world_showing(world) && rng_below(&month->rng, 3) > 0) {
		respond(month);
	} else if (world_next_wake(world) < month->next_ms) {
		world_go_to(world, world_next_wake(world));
		app_due(world->app);
	} else {
		world_go_to(world, month->next_ms);
		happen(month);
		month->next_ms = world->now.boot_ms + 1000 + (int64_t)rng_below(&month->rng, 3 * MINUTE_MS);
	}
	world->log[0] = '\0';
	if (!month->reply)
		go_on(month);
}

static void live(struct month *month, int days)
{
	month->until_boot_ms = month->world.now.boot_ms + days * DAY_MS;
	event_active(month->turn, EV_TIMEOUT, 0);
	assert_true(event_base_dispatch(month->base) >= 0);
}

static void assert_sound(const struct month *month)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	struct store_report report;

	assert_int_equal(store_open(&store, month->world.options.paths.store, NULL), 0);
	assert_int_equal(store_unlock(store, world_passphrase, strlen(world_passphrase), NULL), 0);
	assert_int_equal(store_read(store, NULL, NULL, &report, NULL), 0);
	assert_true(report.healthy);
	assert_true(report.records > 500);
	print_message("# %u records stored, none missing\n", (unsigned)report.records);
}

static void nothing_grows(void **state)
{
	static struct month month;

	(void)state;
	/* Thousands of syncs: a disk's patience is not what this is about. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	world_init(&month.world, "[checkin]\nper-day = 6\n");
	assert_int_equal(world_begin(&month.world, NULL), 0);
	month.rng = rng_stream(11, 1);
	month.base = event_base_new();
	month.turn = event_new(month.base, -1, 0, on_turn, &month);
	month.control = control_new(month.base, -1, 60000, on_request, &month);
	month.next_ms = month.world.now.boot_ms + MINUTE_MS;

	live(&month, FIRST_DAYS);
	struct held before = held_now();
	live(&month, DAYS);
	struct held after = held_now();
	print_message("# %ld events, %ld requests, %ld buttons pressed; heap %zu -> %zu, SQLite %lld -> %lld bytes, "
		      "descriptors %d -> %d\n",
		      month.events, month.requests, month.presses, before.heap, after.heap, (long long)before.database,
		      (long long)after.database, before.descriptors, after.descriptors);
	assert_true(month.events >= EVENTS_LEAST);
	assert_true(after.heap <= before.heap + HEAP_GROWTH);
	assert_true(after.database <= before.database + HEAP_GROWTH);
	assert_int_equal(after.descriptors, before.descriptors);

	control_free(month.control);
	event_free(month.turn);
	event_base_free(month.base);
	world_end(&month.world);
	assert_sound(&month);
	world_clear(&month.world);
}

/* The C library keeps what was freed for later and counts it as used: once more, without. */
static void count_exactly(char **argv)
{
	if (getenv("GLIBC_TUNABLES"))
		return;
	setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0", 1);
	execv("/proc/self/exe", argv);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_grows)};

	(void)argc;
	count_exactly(argv);

	return cmocka_run_group_tests_name("a month in the loop", tests, NULL, NULL);
}
