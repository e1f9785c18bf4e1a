/* X11 as the source of activity where the display is not what it should be. With a real one: tests/desktop/on_idle.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "activity_world.h"

#if HAVE_X11

static const struct activity_source *const x11_only[] = {&activity_x11, NULL};
static const struct activity_source *const x11_then_fake[] = {&activity_x11, &activity_fake, NULL};
static int listening;

static void start(struct activity_world *world, const struct activity_source *const *sources)
{
	world->activity = activity_new_from(world->base, sources, NULL, 1000, 10, activity_world_changed, world);
}

/* An X display that takes connections and never says a word, as a stopped server does; by TCP, where any free port will do. */
static int set_up(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof address;
	char display[32];
	listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(listening, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(listening, 8), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &size), 0);
	assert_true(ntohs(address.sin_port) >= 6000);
	snprintf(display, sizeof display, "127.0.0.1:%d", ntohs(address.sin_port) - 6000);
	setenv("DISPLAY", display, 1);
	unsetenv("WAYLAND_DISPLAY");
	return activity_world_set_up(state);
}

static void assert_no_child(void)
{
	errno = 0;
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static int tear_down(void **state)
{
	struct activity_world *world = *state;
	world->activity = activity_free(world->activity);
	assert_no_child();
	close(listening);
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	return activity_world_tear_down(state);
}

static void on_connection(evutil_socket_t fd, short what, void *context)
{
	(void)what;
	int *connection = context;
	*connection = accept(fd, NULL, NULL);
}

/* Nobody waits for it: not the loop, and not the one who ends it all meanwhile. */
static void test_silent(void **state)
{
	struct activity_world *world = *state;
	int connection = -1;
	struct event *connected = event_new(world->base, listening, EV_READ, on_connection, &connection);
	event_add(connected, NULL);
	start(world, x11_only);
	for (int i = 0; i < 6000 && connection < 0; i++)
		assert_string_equal(activity_world_run(world, 5), "");
	assert_true(connection >= 0); /* the child is there, and waits */
	assert_string_equal(activity_name(world->activity), "none");
	assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
	world->activity = activity_free(world->activity);
	assert_no_child();
	close(connection);
	event_free(connected);
}

static void test_silent_so_the_next(void **state)
{
	struct activity_world *world = *state;
	start(world, x11_then_fake);
	assert_string_equal(activity_world_until(world, "active "), "active ");
	assert_string_equal(activity_name(world->activity), "fake");
	assert_no_child();
}

static void test_silent_is_said(void **state)
{
	struct activity_world *world = *state;
	start(world, x11_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "X11 (xsync) does not answer");
}

static void on_hang_up(evutil_socket_t fd, short what, void *context)
{
	(void)what, (void)context;
	close(accept(fd, NULL, NULL));
}

static void test_hangs_up(void **state)
{
	struct activity_world *world = *state;
	struct event *connected = event_new(world->base, listening, EV_READ | EV_PERSIST, on_hang_up, NULL);
	event_add(connected, NULL);
	start(world, x11_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "no X display answers");
	event_free(connected);
}

/* Xwayland counts what goes to X programs only: who types elsewhere would be taken for idle. */
static void test_not_on_wayland(void **state)
{
	struct activity_world *world = *state;
	setenv("WAYLAND_DISPLAY", "wayland-0", 1);
	start(world, x11_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "on a Wayland desktop X does not see all input");
}

static void test_no_display(void **state)
{
	struct activity_world *world = *state;
	unsetenv("DISPLAY");
	start(world, x11_only);
	assert_string_equal(activity_world_until(world, "none "), "none ");
	assert_string_equal(activity_why(world->activity), "no desktop was found");
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(test_silent),   WITH_WORLD(test_silent_so_the_next), WITH_WORLD(test_silent_is_said),
		WITH_WORLD(test_hangs_up), WITH_WORLD(test_not_on_wayland),     WITH_WORLD(test_no_display),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	puts("1..1\nok 1 - activity from X11 # SKIP built without X11");
	return 0;
}

#endif
