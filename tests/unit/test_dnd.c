/* Do not disturb, as each notification server has it, and what happens when the server changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_stage.h"

#if HAVE_SYSTEMD
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/mem.h>

#include "../../daemon/dnd.h"
#include "mock_server.h"

struct world {
	struct mock_server mock;
	struct bus *bus;
	struct dnd *dnd;
	char helper[320];
};

static struct bus_stage *stage;
static struct world *world;

static void on_changed(void *context, bool on)
{
	(void)context;
	text_append(&stage->said, on ? "on " : "off ");
}

static void on_server(void *context)
{
	(void)context;
	text_append(&stage->said, "server ");
}

static const struct dnd_events events = {.changed = on_changed, .server = on_server};

static int set_up(void **state)
{
	bus_stage_set_up(state);
	stage = *state;
	world = stage->own = mem_new(1, sizeof *world);
	snprintf(world->helper, sizeof world->helper, "%s/helper", stage->dir);
	return 0;
}

static int tear_down(void **state)
{
	world->dnd = dnd_free(world->dnd);
	world->bus = bus_free(world->bus);
	mock_kill(&world->mock.mock);
	free(world);
	return bus_stage_tear_down(state);
}

static void begin_mock(const char *name, bool on)
{
	mock_server_init(&world->mock, stage->base, name);
	world->mock.on = on;
	mock_begin(&world->mock.mock);
	bus_stage_until_true(stage, mock_is_named, &world->mock.mock);
}

static void begin_ours_within(int64_t answer_ms)
{
	world->bus = bus_new_hurried(stage->base, BUS_SESSION, 10, answer_ms);
	world->dnd = dnd_new(stage->base, world->bus, world->helper, &events, NULL);
}

static void begin_ours(void)
{
	begin_ours_within(BUS_STAGE_ANSWER_MS);
}

static bool told_by(const void *name)
{
	const char *server = dnd_server(world->dnd);

	return server && strcmp(server, name) == 0;
}

static bool not_told(const void *why)
{
	return !dnd_server(world->dnd) && strcmp(dnd_why(world->dnd), why) == 0;
}

static void forget(void)
{
	text_clear(&stage->said);
}

/* On, off, on; then off at the start, and on at the start. */
static void try_server(const char *name)
{
	begin_mock(name, false);
	begin_ours();
	bus_stage_until_true(stage, told_by, name);
	bus_stage_until(stage, "");
	mock_server_set(&world->mock, true);
	bus_stage_until(stage, "on ");
	mock_server_set(&world->mock, true);
	bus_stage_until(stage, "on ");
	mock_server_set(&world->mock, false);
	bus_stage_until(stage, "on off ");
	mock_server_set(&world->mock, true);
	bus_stage_until(stage, "on off on ");
	world->dnd = dnd_free(world->dnd);
	world->bus = bus_free(world->bus);
	forget();
	begin_ours();
	bus_stage_until(stage, "on ");
}

static void test_dunst(void **state)
{
	(void)state;
	try_server("dunst");
}

static void test_plasma(void **state)
{
	(void)state;
	try_server("Plasma");
}

static void test_mako(void **state)
{
	(void)state;
	try_server("mako");
}

static void test_swaync(void **state)
{
	(void)state;
	try_server("SwayNotificationCenter");
}

static void test_xfce(void **state)
{
	(void)state;
	try_server("Xfce Notify Daemon");
	world->mock.unset = true;
	mock_server_set(&world->mock, true); /* taken out of the settings: the default, off */
	bus_stage_until(stage, "on off ");
	bus_stage_until_true(stage, told_by, "Xfce Notify Daemon");
}

/* A helper that reads the switch from a file, as evenkeel-notify reads it from GSettings. */
static void write_file(const char *name, const char *words)
{
	char path[400];

	snprintf(path, sizeof path, "%s/%s", stage->dir, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(words, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

static bool is_written(const void *name)
{
	char path[400];

	snprintf(path, sizeof path, "%s/%s", stage->dir, (const char *)name);
	return access(path, F_OK) == 0;
}

static void write_helper(void)
{
	char script[600];

	snprintf(script, sizeof script,
		 "#!/bin/sh\n"
		 "[ \"$1\" = '--setting=org.gnome.desktop.notifications show-banners' ] || exit 2\n"
		 "cd '%s'; read word <switch\n"
		 "[ ! -e wait ] || { echo x >asked; until [ -e go ]; do sleep 0.02; done; }\necho \"$word\"\n",
		 stage->dir);
	write_file("helper", script);
}

static void test_gnome(void **state)
{
	(void)state;
	write_helper();
	write_file("switch", "setting on\n");
	begin_mock("gnome-shell", false);
	begin_ours();
	bus_stage_until_true(stage, told_by, "gnome-shell");
	bus_stage_until(stage, "");
	write_file("switch", "setting off\n"); /* no banners */
	mock_server_set(&world->mock, true);
	bus_stage_until(stage, "on ");
	write_file("switch", "setting on\n");
	mock_server_set(&world->mock, false);
	bus_stage_until(stage, "on off ");
	write_file("wait", "");
	mock_server_set(&world->mock, false);
	bus_stage_until_true(stage, is_written, "asked");
	write_file("switch", "setting off\n"); /* changed after it was read, so it is read once more */
	mock_server_set(&world->mock, true);
	bus_stage_run(stage, 40);
	write_file("go", "");
	bus_stage_until(stage, "on off on ");
	write_file("switch", "failed no-setting\n");
	mock_server_set(&world->mock, true);
	bus_stage_until_true(stage, not_told, "gnome-shell does not tell");
	bus_stage_until(stage, "on off on off ");
}

static void test_gnome_without_helper(void **state)
{
	(void)state;
	begin_mock("gnome-shell", false);
	begin_ours();
	bus_stage_until_true(stage, not_told, "gnome-shell does not tell");
}

static void test_silent(void **state)
{
	(void)state;
	begin_mock("Quiet Server", true);
	begin_ours();
	bus_stage_until_true(stage, not_told, "Quiet Server does not tell");
	bus_stage_until(stage, "");
}

static void test_mute(void **state)
{
	(void)state;
	mock_server_init(&world->mock, stage->base, "dunst");
	world->mock.mute = true;
	mock_begin(&world->mock.mock);
	bus_stage_until_true(stage, mock_is_named, &world->mock.mock);
	begin_ours_within(BUS_STAGE_NO_ANSWER_MS);
	bus_stage_until_true(stage, not_told, "the notification server does not answer");
}

static void test_no_server(void **state)
{
	(void)state;
	begin_ours();
	bus_stage_until_true(stage, not_told, "no notification server answered");
	begin_mock("dunst", true);
	bus_stage_until(stage, "server on ");
}

/* Another server takes over: the notifier hears of it, and the new one is asked where it keeps its own. */
static void test_another_server(void **state)
{
	(void)state;
	begin_mock("dunst", true);
	begin_ours();
	bus_stage_until(stage, "on ");
	mock_kill(&world->mock.mock);
	bus_stage_until(stage, "on server "); /* held over for a while, so that no prompt slips through */
	begin_mock("Plasma", true);
	bus_stage_until(stage, "on server server ");
	bus_stage_until_true(stage, told_by, "Plasma");
	mock_server_set(&world->mock, false);
	bus_stage_until(stage, "on server server off ");
	mock_kill(&world->mock.mock);
	begin_mock("Quiet Server", true);
	bus_stage_until(stage, "on server server off server server ");
	bus_stage_until_true(stage, not_told, "Quiet Server does not tell");
}

/* On, and the next server cannot say: off, for nothing would ever end it. */
static void test_silent_after_on(void **state)
{
	(void)state;
	begin_mock("dunst", true);
	begin_ours();
	bus_stage_until(stage, "on ");
	mock_kill(&world->mock.mock);
	begin_mock("Quiet Server", false);
	bus_stage_until(stage, "on server server off ");
}

static void test_bus_killed_and_back(void **state)
{
	(void)state;
	begin_mock("dunst", true);
	begin_ours();
	bus_stage_until(stage, "on ");
	bus_stage_kill_daemon(stage);
	bus_stage_until_true(stage, not_told, "there is no session bus");
	bus_stage_start_daemon(stage);
	bus_stage_until_true(stage, told_by, "dunst");
	forget();
	mock_server_set(&world->mock, false);
	bus_stage_until(stage, "off ");
}

#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STAGE(test_dunst),
		ON_STAGE(test_plasma),
		ON_STAGE(test_mako),
		ON_STAGE(test_swaync),
		ON_STAGE(test_xfce),
		ON_STAGE(test_gnome),
		ON_STAGE(test_silent),
		ON_STAGE(test_gnome_without_helper),
		ON_STAGE(test_mute),
		ON_STAGE(test_no_server),
		ON_STAGE(test_another_server),
		ON_STAGE(test_silent_after_on),
		ON_STAGE(test_bus_killed_and_back),
	};
	return bus_stage_missing() ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
	return bus_stage_missing() ? 0 : 1;
}
#endif
