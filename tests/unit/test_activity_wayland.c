/* Wayland as the source of activity, against a compositor in the same loop that does what compositors do, and what they should not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/os.h>

#include "activity_world.h"
#include "wayland_desktop.h"

#if HAVE_WAYLAND

#define LIMIT_S 10
#define RETRY_MS 20
#define ANY (WAYLAND_EXT | WAYLAND_KDE)

static const struct activity_source *const wayland_only[] = {&activity_wayland, NULL};
static const struct activity_source *const wayland_then_fake[] = {&activity_wayland, &activity_fake, NULL};
static struct wayland_desktop *desktop;

static void start(struct activity_world *world, const struct activity_source *const *sources)
{
	world->activity =
		activity_new_from(world->base, sources, NULL, RETRY_MS, LIMIT_S, activity_world_changed, world);
}

static void begin(struct activity_world *world, int offer, int seats)
{
	desktop = wayland_desktop_new(world->base, offer, seats);
	start(world, wayland_only);
}

/* The moment said is @ago_ms ago, as exactly as a busy machine lets one say. */
static void assert_since(const struct activity_world *world, int64_t ago_ms)
{
	int64_t error = instant_now().boot_ms - ago_ms - world->since;
	assert_in_range(error, 0, 2000);
}

/* Until the desktop knows @count watches of @seat. */
static void await_watches(struct activity_world *world, int seat, int count)
{
	for (int i = 0; i < 1000 && wayland_desktop_watches(desktop, ANY, seat) != count; i++)
		activity_world_run(world, 5);
	assert_int_equal(wayland_desktop_watches(desktop, ANY, seat), count);
}

static void idle_and_back(struct activity_world *world, const char *name)
{
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), name);
	assert_string_equal(activity_why(world->activity), "");
	await_watches(world, 0, 1);
	assert_int_equal(wayland_desktop_limit_ms(desktop), LIMIT_S * 1000);
	wayland_desktop_idle(desktop, 0, true);
	assert_string_equal(activity_world_until(world, "active idle "), "active idle ");
	assert_since(world, LIMIT_S * 1000);
	wayland_desktop_idle(desktop, 0, false);
	assert_string_equal(activity_world_until(world, "active idle active "), "active idle active ");
	assert_since(world, 0);
}

static void test_ext_first(void **state)
{
	begin(*state, ANY, 1);
	idle_and_back(*state, "Wayland (ext-idle-notify)");
	assert_int_equal(wayland_desktop_watches(desktop, WAYLAND_EXT, 0), 1);
}

static void test_kde(void **state)
{
	begin(*state, WAYLAND_KDE, 1);
	idle_and_back(*state, "Wayland (org_kde_kwin_idle)");
	assert_int_equal(wayland_desktop_watches(desktop, WAYLAND_KDE, 0), 1);
}

static void test_neither(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_NOTHING, 1);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_name(world->activity), "none");
	assert_string_equal(activity_why(world->activity), "this Wayland desktop does not tell when nobody is there");
}

static void test_neither_so_the_next(void **state)
{
	struct activity_world *world = *state;
	desktop = wayland_desktop_new(world->base, WAYLAND_NOTHING, 1);
	start(world, wayland_then_fake);
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), "fake");
}

/* One after the other; away is away from both, since the second was left. */
static void leave(struct activity_world *world, int first, int second, const char *said)
{
	wayland_desktop_idle(desktop, first, true);
	activity_world_run(world, 50);
	assert_null(strstr(text_string(&world->said), said));
	int64_t between = instant_now().boot_ms - LIMIT_S * 1000;
	wayland_desktop_idle(desktop, second, true);
	assert_string_equal(activity_world_until(world, said), said);
	assert_true(world->since >= between);
}

static void test_all_seats(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_EXT, 2);
	activity_world_until(world, "active ");
	await_watches(world, 1, 1);
	leave(world, 0, 1, "active idle ");
	wayland_desktop_idle(desktop, 0, false);
	assert_string_equal(activity_world_until(world, "active idle active "), "active idle active ");
	wayland_desktop_idle(desktop, 1, false);
	assert_string_equal(activity_world_run(world, 20), "active idle active ");
	leave(world, 1, 0, "active idle active idle ");
}

/* The seat that was in use is unplugged, so nobody is there; a new one is plugged in, so somebody is. */
static void test_seats_come_and_go(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_KDE, 2);
	activity_world_until(world, "active ");
	await_watches(world, 1, 1);
	wayland_desktop_idle(desktop, 0, true);
	activity_world_run(world, 20);
	wayland_desktop_remove_seat(desktop, 1);
	assert_string_equal(activity_world_until(world, "active idle "), "active idle ");
	await_watches(world, 1, 0);
	assert_int_equal(wayland_desktop_add_seat(desktop), 2);
	assert_string_equal(activity_world_until(world, "active idle active "), "active idle active ");
	await_watches(world, 2, 1);
	wayland_desktop_idle(desktop, 2, true);
	assert_string_equal(activity_world_until(world, "active idle active idle "), "active idle active idle ");
}

static void test_no_seat_is_not_away(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_EXT, 0);
	assert_string_equal(activity_world_until(world, "active "), "active ");
	wayland_desktop_add_seat(desktop);
	await_watches(world, 0, 1);
	wayland_desktop_idle(desktop, 0, true);
	assert_string_equal(activity_world_until(world, "active idle "), "active idle ");
	wayland_desktop_remove_seat(desktop, 0);
	assert_string_equal(activity_world_until(world, "active idle active "), "active idle active ");
}

static void test_dies_and_comes_back(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_EXT, 1);
	activity_world_until(world, "active ");
	await_watches(world, 0, 1);
	wayland_desktop_idle(desktop, 0, true);
	activity_world_until(world, "active idle ");
	wayland_desktop_free(desktop);
	desktop = NULL;
	assert_string_equal(activity_world_until(world, "active idle active none "), "active idle active none ");
	assert_true(strncmp(activity_why(world->activity), "no Wayland desktop answers at '", 31) == 0);
	desktop = wayland_desktop_new(world->base, WAYLAND_KDE, 1);
	activity_world_until(world, "active idle active none active ");
	assert_string_equal(activity_name(world->activity), "Wayland (org_kde_kwin_idle)");
	await_watches(world, 0, 1);
	wayland_desktop_idle(desktop, 0, true);
	assert_string_equal(activity_world_until(world, "active idle active none active idle "),
			    "active idle active none active idle ");
}

/* Between the connection and the first answer. */
static void test_dies_at_the_start(void **state)
{
	struct activity_world *world = *state;
	desktop = wayland_desktop_new(world->base, WAYLAND_EXT, 1);
	wayland_desktop_stop(desktop, true);
	start(world, wayland_then_fake);
	activity_world_run(world, 20);
	wayland_desktop_free(desktop);
	desktop = NULL;
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), "fake");
}

/* A protocol error ends the connection: tried again, less and less often, and never taken for idle. */
static void test_refuses_watches(void **state)
{
	struct activity_world *world = *state;
	begin(world, WAYLAND_EXT | WAYLAND_REFUSES, 1);
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_world_run(world, 300), "active ");
	wayland_desktop_free(desktop);
	desktop = NULL;
	assert_string_equal(activity_world_until(world, "active none "), "active none ");
}

/* It takes the connection and is silent: the loop goes on, the next source has its turn; the retry finds it awake. */
static void test_stopped(void **state)
{
	struct activity_world *world = *state;
	desktop = wayland_desktop_new(world->base, WAYLAND_EXT, 1);
	wayland_desktop_stop(desktop, true);
	start(world, wayland_only);
	assert_string_equal(activity_world_run(world, 100), "");
	assert_string_equal(activity_name(world->activity), "none");
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "Wayland does not answer");
	wayland_desktop_stop(desktop, false);
	assert_string_equal(activity_world_until(world, "none active "), "none active ");
	assert_string_equal(activity_name(world->activity), "Wayland (ext-idle-notify)");
}

/* Its queue of connections is full: told at once, where connect() would wait. */
static void test_full_queue(void **state)
{
	struct activity_world *world = *state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fds[8], count = 0;
	int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(address.sun_path, sizeof address.sun_path, "%s/full", getenv("XDG_RUNTIME_DIR"));
	assert_int_equal(bind(listening, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(listening, 0), 0);
	do
		fds[count] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	while (connect(fds[count++], (const struct sockaddr *)&address, sizeof address) == 0 && count < 8);
	assert_in_range(count, 1, 7);
	setenv("WAYLAND_DISPLAY", address.sun_path, 1); /* a path, too */
	start(world, wayland_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	while (count-- > 0)
		close(fds[count]);
	close(listening);
	unlink(address.sun_path);
}

static void test_no_such_desktop(void **state)
{
	struct activity_world *world = *state;
	char name[200];
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	start(world, wayland_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "no desktop was found");
	world->activity = activity_free(world->activity);
	setenv("WAYLAND_DISPLAY", name, 1);
	start(world, wayland_only);
	assert_string_equal(activity_world_until(world, "none none "), "none none ");
	assert_true(strncmp(activity_why(world->activity), "the path 'xxx", 13) == 0);
}

static int set_up(void **state)
{
	wayland_directory_make();
	desktop = NULL;
	return activity_world_set_up(state);
}

/* The source leaves with an answer of the desktop on its way, or after it. */
static int tear_down(void **state)
{
	struct activity_world *world = *state;
	world->activity = activity_free(world->activity);
	if (desktop)
		activity_world_run(world, 1);
	wayland_desktop_free(desktop);
	wayland_directory_remove();
	return activity_world_tear_down(state);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(test_ext_first),
		WITH_WORLD(test_kde),
		WITH_WORLD(test_neither),
		WITH_WORLD(test_neither_so_the_next),
		WITH_WORLD(test_all_seats),
		WITH_WORLD(test_seats_come_and_go),
		WITH_WORLD(test_no_seat_is_not_away),
		WITH_WORLD(test_dies_and_comes_back),
		WITH_WORLD(test_dies_at_the_start),
		WITH_WORLD(test_refuses_watches),
		WITH_WORLD(test_stopped),
		WITH_WORLD(test_full_queue),
		WITH_WORLD(test_no_such_desktop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	puts("1..1\nok 1 - activity from Wayland # SKIP built without Wayland");
	return 0;
}

#endif
