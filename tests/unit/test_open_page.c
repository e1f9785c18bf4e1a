/* evenkeel-open.service, started by a manager that a test plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bus_stage.h"

#if HAVE_SYSTEMD
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "../../daemon/open_page.h"
#include "mock.h"

#define SERVICE "org.freedesktop.systemd1"

struct world {
	struct mock mock;
	struct bus *bus;
	struct open_page *page;
	const char *state; /* of the unit; NULL = there is none */
	bool refuses;
};

static struct bus_stage *stage;
static struct world *world;

static int on_get_state(sd_bus_message *message, void *context, sd_bus_error *error)
{
	const char *unit = "";

	(void)context;
	sd_bus_message_read(message, "s", &unit);
	if (!world->state || strcmp(unit, "evenkeel-open.service") != 0)
		return sd_bus_error_set(error, SD_BUS_ERROR_FILE_NOT_FOUND, "no such unit");
	return sd_bus_reply_method_return(message, "s", world->state);
}

static int on_kill(sd_bus_message *message, void *context, sd_bus_error *error)
{
	(void)message, (void)context;
	text_append(&stage->said, "signal ");
	return sd_bus_error_set(error, SERVICE ".NoSuchUnit", "it does not run");
}

static int on_start(sd_bus_message *message, void *context, sd_bus_error *error)
{
	const char *unit = "", *mode = "";

	(void)context;
	sd_bus_message_read(message, "ss", &unit, &mode);
	text_appendf(&stage->said, "start %s %s ", unit, mode);
	if (world->refuses)
		return sd_bus_error_set(error, SERVICE ".LoadFailed", "broken");
	return sd_bus_reply_method_return(message, "o", "/org/freedesktop/systemd1/job/7");
}

static const sd_bus_vtable vtable[] = {
	SD_BUS_VTABLE_START(0),
	SD_BUS_METHOD("GetUnitFileState", "s", "s", on_get_state, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("KillUnit", "ssi", "", on_kill, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_METHOD("StartUnit", "ss", "o", on_start, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_VTABLE_END,
};

static void on_failed(void *context)
{
	(void)context;
	text_append(&stage->said, "failed ");
}

static int set_up(void **state)
{
	bus_stage_set_up(state);
	stage = *state;
	world = stage->own = mem_new(1, sizeof *world);
	world->state = "static";
	mock_init(&world->mock, stage->base, BUS_SESSION, SERVICE);
	mock_add(&world->mock, "/org/freedesktop/systemd1", SERVICE ".Manager", vtable, world);
	return 0;
}

static int tear_down(void **state)
{
	world->page = open_page_free(world->page);
	mock_kill(&world->mock);
	bus_stage_run(stage, 50);
	world->bus = bus_free(world->bus);
	free(world);
	return bus_stage_tear_down(state);
}

static void begin(bool with_manager)
{
	if (with_manager) {
		mock_begin(&world->mock);
		bus_stage_until_true(stage, mock_is_named, &world->mock);
	}
	world->bus = bus_new_hurried(stage->base, BUS_SESSION, 20, 2000);
	world->page = open_page_new(world->bus, on_failed, NULL);
	assert_false(open_page_is_there(world->page));
}

static bool is_there(const void *context)
{
	return open_page_is_there(context);
}

static bool is_gone(const void *context)
{
	return !open_page_is_there(context);
}

static void the_manager_starts_it(void **state)
{
	(void)state;
	begin(true);
	bus_stage_until_true(stage, is_there, world->page);
	open_page_ask(world->page);
	bus_stage_until(stage, "signal start evenkeel-open.service replace ");
}

static void a_manager_that_cannot_says_so(void **state)
{
	(void)state;
	world->refuses = true;
	begin(true);
	bus_stage_until_true(stage, is_there, world->page);
	open_page_ask(world->page);
	bus_stage_until(stage, "signal start evenkeel-open.service replace failed ");
}

static void without_the_unit_it_is_not_there(void **state)
{
	(void)state;
	world->state = NULL;
	begin(true);
	bus_stage_run(stage, 300);
	assert_false(open_page_is_there(world->page));
}

static void masked_it_is_not_there(void **state)
{
	(void)state;
	world->state = "masked";
	begin(true);
	bus_stage_run(stage, 300);
	assert_false(open_page_is_there(world->page));
}

static void a_manager_may_come_and_go(void **state)
{
	(void)state;
	begin(false);
	bus_stage_run(stage, 200);
	assert_false(open_page_is_there(world->page));
	mock_begin(&world->mock);
	bus_stage_until_true(stage, is_there, world->page);
	mock_kill(&world->mock);
	bus_stage_until_true(stage, is_gone, world->page);
	bus_stage_until(stage, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_manager_starts_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_manager_that_cannot_says_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_the_unit_it_is_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(masked_it_is_not_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_manager_may_come_and_go, set_up, tear_down),
	};

	return bus_stage_missing() ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return bus_stage_missing() ? 0 : 1;
}

#endif
