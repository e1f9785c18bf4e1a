/* The app with a calendar: changed in its life, over a reload of the settings, and taken away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app_world.h"

#define HOUR 3600
#define CALENDAR "\ncalendar = /a/roster.ics\n"

/* A shift of today from hours @from to @to, and one next week, so that the days in between are known. */
static struct calendar roster(const struct world *world, int from, int to)
{
	struct calendar calendar = {0};
	int64_t midnight_s = world->now.wall_ms / 1000 / 86400 * 86400;

	calendar_add(&calendar, false,
		     (struct calendar_span){midnight_s + from * HOUR, midnight_s + (int64_t)to * HOUR});
	calendar_add(&calendar, false,
		     (struct calendar_span){midnight_s + 7 * 86400, midnight_s + 7 * 86400 + 8 * HOUR});
	return calendar;
}

static bool holds(struct world *world, enum record_held hold)
{
	struct proto_message status = world_request(world, PROTO_STATUS, 0, 0, false);

	for (int i = 0; i < status.status.schedule.hold_count; i++)
		if (status.status.schedule.holds[i].hold == hold)
			return true;
	return false;
}

static int set_up(void **state)
{
	static struct world world;
	char settings[512];

	world = (struct world){0};
	snprintf(settings, sizeof settings, "%s%s", world_quiet, CALENDAR);
	world_init(&world, settings);
	*state = &world;
	return 0;
}

static int tear_down(void **state)
{
	world_clear(*state);
	return 0;
}

/* 09:00 of a Monday. */
static void changes_in_its_life(void **state)
{
	struct world *world = *state;
	struct calendar late, early, meeting;

	assert_int_equal(world_begin(world, NULL), 0);
	late = roster(world, 14, 22);
	assert_false(holds(world, HELD_OFF_HOURS)); /* 00:00-24:00 by the weekday */
	app_set_calendar(world->app, &late);
	assert_true(holds(world, HELD_OFF_HOURS));
	early = roster(world, 8, 12);
	app_set_calendar(world->app, &early);
	assert_false(holds(world, HELD_OFF_HOURS));
	meeting = early;
	calendar_add(&meeting, true,
		     (struct calendar_span){world->now.wall_ms / 1000 - 60, world->now.wall_ms / 1000 + 600});
	app_set_calendar(world->app, &meeting);
	assert_true(holds(world, HELD_BUSY));
	world_pass(world, 599);
	assert_true(holds(world, HELD_BUSY));
	world_pass(world, 1);
	assert_false(holds(world, HELD_BUSY));
	world_pass(world, 3 * HOUR - 601);
	assert_false(holds(world, HELD_OFF_HOURS));
	world_pass(world, 1);
	assert_true(holds(world, HELD_OFF_HOURS));
	app_set_calendar(world->app, &(struct calendar){.fault = CALENDAR_MISSING});
	assert_false(holds(world, HELD_OFF_HOURS));
}

/* Settings that name a calendar keep what was read until it's read again; those that name none forget it. */
static void over_a_reload(void **state)
{
	struct world *world = *state;
	struct calendar late;

	assert_int_equal(world_begin(world, NULL), 0);
	late = roster(world, 14, 22);
	app_set_calendar(world->app, &late);
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	assert_true(holds(world, HELD_OFF_HOURS));
	world_configure(world, "[micro]\nevery = sideways\n");
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_ERROR);
	assert_true(holds(world, HELD_OFF_HOURS));
	world_configure(world, world_quiet);
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	assert_false(holds(world, HELD_OFF_HOURS));
	assert_int_equal(app_config(world->app)->calendar.shift_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(changes_in_its_life, set_up, tear_down),
		cmocka_unit_test_setup_teardown(over_a_reload, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("app_calendar", tests, NULL, NULL);
}
