/* A calendar as a value: merging, days, busy times; and what the hours make of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/config.h>
#include <evenkeel/day.h>
#include <evenkeel/mem.h>

#include "calendar_span.h"
#include "scenario_zones.h"

#define HOUR 3600
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void merging(void **state)
{
	struct calendar_span spans[] = {span(50, 60), span(10, 20), span(20, 30), span(12, 15),
					span(55, 70), span(69, 71), span(10, 20), span(71, 72)};
	static const struct calendar_span wanted[] = {{10, 20}, {20, 30}, {50, 71}, {71, 72}};

	(void)state;
	assert_int_equal(calendar_merge(spans, COUNT(spans)), COUNT(wanted));
	assert_memory_equal(spans, wanted, sizeof(wanted));
	assert_int_equal(calendar_merge(spans, 0), 0);
	assert_int_equal(calendar_merge(spans, 1), 1);
}

static void adding(void **state)
{
	struct calendar calendar = {0};

	(void)state;
	assert_int_equal(calendar_add(&calendar, false, span(5, 5)), -1);
	assert_int_equal(calendar_add(&calendar, false, span(0, 5)), -1);
	assert_false(calendar.covers);
	assert_int_equal(calendar_add(&calendar, true, span(5, 9)), 0);
	assert_false(calendar.covers); /* busy says nothing about shifts */
	assert_int_equal(calendar_add(&calendar, false, span(100, 200)), 0);
	assert_int_equal(calendar_add(&calendar, false, span(50, 60)), 0);
	assert_int_equal(calendar.covers_from_s, 50);
	assert_int_equal(calendar.covers_to_s, 100); /* begins, not ends */
	for (int i = 1; i < CALENDAR_BUSY_MAX; i++)
		assert_int_equal(calendar_add(&calendar, true, span(5 + 10 * i, 9 + 10 * i)), 0);
	assert_int_equal(calendar_add(&calendar, true, span(90000, 90001)), -1);
	assert_int_equal(calendar.busy_count, CALENDAR_BUSY_MAX);
}

static void days_covered(void **state)
{
	struct calendar calendar = {0};
	struct zone utc = zone_fixed(0), bangkok = zone_fixed(7 * HOUR);

	(void)state;
	assert_false(calendar_covers(&calendar, &utc, MONDAY));
	calendar_add(&calendar, false, span(AT(0, 20), AT(1, 4)));
	calendar_add(&calendar, false, span(AT(2, 0), AT(2, 8)));
	assert_false(calendar_covers(&calendar, &utc, MONDAY - 1));
	assert_true(calendar_covers(&calendar, &utc, MONDAY));
	assert_true(calendar_covers(&calendar, &utc, MONDAY + 1));
	assert_true(calendar_covers(&calendar, &utc, MONDAY + 2));
	assert_false(calendar_covers(&calendar, &utc, MONDAY + 3));
	/* The same instants are other days elsewhere. */
	assert_false(calendar_covers(&calendar, &bangkok, MONDAY));
	assert_true(calendar_covers(&calendar, &bangkok, MONDAY + 1));
}

static void shifts_of_a_day(void **state)
{
	struct calendar calendar = {0};
	struct calendar_span of[CALENDAR_DAY_MAX];
	struct zone utc = zone_fixed(0);

	(void)state;
	calendar_add(&calendar, false, span(AT(0, 22), AT(1, 6)));
	calendar_add(&calendar, false, span(AT(1, 22), AT(2, 23))); /* 25 hours: still one day's */
	calendar_add(&calendar, false, span(AT(4, 12), AT(6, 13))); /* two days and an hour */
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY, of), 1);
	assert_int_equal(of[0].to_s, AT(1, 6));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 1, of), 1);
	assert_int_equal(of[0].from_s, AT(1, 22));
	assert_int_equal(of[0].to_s, AT(2, 23));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 2, of), 0);
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 4, of), 1);
	assert_int_equal(of[0].from_s, AT(4, 12));
	assert_int_equal(of[0].to_s, AT(5, 0));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 5, of), 1);
	assert_int_equal(of[0].from_s, AT(5, 0));
	assert_int_equal(of[0].to_s, AT(6, 0));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 6, of), 1);
	assert_int_equal(of[0].to_s, AT(6, 13));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY + 7, of), 0);
}

static void a_day_of_many_shifts(void **state)
{
	struct calendar calendar = {0};
	struct calendar_span of[CALENDAR_DAY_MAX];
	struct zone utc = zone_fixed(0);

	(void)state;
	for (int i = 0; i < CALENDAR_DAY_MAX + 3; i++)
		calendar_add(&calendar, false, span(AT(0, i), AT(0, i) + 1800));
	assert_int_equal(calendar_shifts(&calendar, &utc, MONDAY, of), CALENDAR_DAY_MAX);
	assert_int_equal(of[CALENDAR_DAY_MAX - 1].from_s, AT(0, CALENDAR_DAY_MAX - 1));
	assert_int_equal(of[CALENDAR_DAY_MAX - 1].to_s, AT(0, CALENDAR_DAY_MAX + 2) + 1800);
}

static void busy_times(void **state)
{
	struct calendar calendar = {0};

	(void)state;
	assert_int_equal(calendar_busy_end_s(&calendar, 100), 0);
	assert_int_equal(calendar_busy_boundary_s(&calendar, 100), INT64_MAX);
	calendar_add(&calendar, true, span(100, 200));
	calendar_add(&calendar, true, span(200, 300));
	assert_int_equal(calendar_busy_end_s(&calendar, 99), 0);
	assert_int_equal(calendar_busy_end_s(&calendar, 100), 200);
	assert_int_equal(calendar_busy_end_s(&calendar, 199), 200);
	assert_int_equal(calendar_busy_end_s(&calendar, 200), 300);
	assert_int_equal(calendar_busy_end_s(&calendar, 300), 0);
	assert_int_equal(calendar_busy_boundary_s(&calendar, 0), 100);
	assert_int_equal(calendar_busy_boundary_s(&calendar, 100), 200);
	assert_int_equal(calendar_busy_boundary_s(&calendar, 200), 300);
	assert_int_equal(calendar_busy_boundary_s(&calendar, 300), INT64_MAX);
}

static struct day_plan plan_of(const struct config *config, int32_t date)
{
	static struct day_plan plan;
	struct zone utc = zone_fixed(0);

	day_plan(config, &utc, date, 1, &plan);
	return plan;
}

static void shifts_are_the_hours(void **state)
{
	struct config config;
	struct day_plan plan;
	_cleanup_(text_clear) struct text said = {0};
	struct zone utc = zone_fixed(0);

	(void)state;
	config_defaults(&config);
	calendar_add(&config.calendar, false, span(AT(0, 6), AT(0, 10)));
	calendar_add(&config.calendar, false, span(AT(0, 12), AT(0, 14)));
	calendar_add(&config.calendar, false, span(AT(2, 0), AT(2, 1)));
	calendar_add(&config.calendar, true, span(AT(0, 12.5), AT(0, 13)));
	calendar_add(&config.calendar, true, span(AT(0, 14), AT(0, 15)));
	plan = plan_of(&config, MONDAY);
	assert_true(plan.by_calendar);
	assert_int_equal(plan.span_count, 2);
	assert_int_equal(plan.spans[0].from_wall_s, AT(0, 6));
	assert_int_equal(plan.spans[1].to_wall_s, AT(0, 14));
	assert_int_equal(plan.busy_count, 1); /* the other one is after work */
	day_plan_print(&plan, &config, &utc, &said);
	assert_non_null(
		strstr(text_string(&said), "06:00-10:00, 12:00-14:00  (from the calendar)\nbusy  12:30-13:00\n"));
	for (int i = 0; i < plan.prompt_count; i++)
		assert_false(plan.prompts[i].at_wall_s >= AT(0, 12.5) && plan.prompts[i].at_wall_s < AT(0, 13));

	plan = plan_of(&config, MONDAY + 1); /* known, and nothing on it */
	assert_int_equal(plan.span_count, 0);
	assert_true(plan.by_calendar && !plan.holiday);
	said.length = 0;
	day_plan_print(&plan, &config, &utc, &said);
	assert_non_null(strstr(text_string(&said), "off, by the calendar"));

	plan = plan_of(&config, MONDAY + 3); /* not known: the weekday's */
	assert_int_equal(plan.span_count, 1);
	assert_false(plan.by_calendar);
	assert_int_equal(plan.spans[0].from_wall_s, AT(3, 9));
	plan = plan_of(&config, MONDAY - 3);
	assert_int_equal(plan.spans[0].from_wall_s, AT(-3, 9));
}

static void holidays_are_off(void **state)
{
	struct config config;
	struct day_plan plan;

	(void)state;
	config_defaults(&config);
	assert_int_equal(config_set(&config, "hours.holidays", "2026-03-02..2026-03-03", NULL), 0);
	calendar_add(&config.calendar, false, span(AT(0, 6), AT(0, 10)));
	calendar_add(&config.calendar, false, span(AT(2, 6), AT(2, 10)));
	plan = plan_of(&config, MONDAY);
	assert_int_equal(plan.span_count, 0);
	assert_true(plan.holiday);
	assert_false(plan_of(&config, MONDAY + 1).holiday); /* off by the calendar anyway */
	assert_int_equal(plan_of(&config, MONDAY + 2).span_count, 1);
}

/* An event of whole days says that the person works, the weekday says when. */
static void whole_days(void **state)
{
	struct config config;
	struct day_plan plan;

	(void)state;
	config_defaults(&config);
	calendar_add(&config.calendar, false, span(AT(4, 0), AT(6, 0))); /* Friday and Saturday */
	calendar_add(&config.calendar, false, span(AT(7, 0), AT(8, 0) - 61));
	calendar_add(&config.calendar, false, span(AT(8, 0), AT(9, 0) - 60));
	plan = plan_of(&config, MONDAY + 4);
	assert_int_equal(plan.spans[0].from_wall_s, AT(4, 9));
	assert_int_equal(plan.spans[0].to_wall_s, AT(4, 18));
	plan = plan_of(&config, MONDAY + 5); /* the weekday is off: then all of it */
	assert_int_equal(plan.spans[0].from_wall_s, AT(5, 0));
	assert_int_equal(plan.spans[0].to_wall_s, AT(6, 0));
	assert_int_equal(plan_of(&config, MONDAY + 6).span_count, 0);
	assert_int_equal(plan_of(&config, MONDAY + 7).spans[0].from_wall_s, AT(7, 0));
	assert_int_equal(plan_of(&config, MONDAY + 8).spans[0].from_wall_s, AT(8, 9)); /* to 23:59 */
}

/* The days of 23 and of 25 hours, too. */
static void whole_days_of_a_change(void **state)
{
	static const int32_t dates[] = {20541, 20751}; /* 2026-03-29, 2026-10-25, both Sundays */
	struct zone berlin;

	(void)state;
	scenario_zone("Europe/Berlin", 0, &berlin, NULL);
	for (size_t i = 0; i < COUNT(dates); i++) {
		static struct day_plan plan;
		struct config config;
		int64_t from_s = zone_wall_s(&berlin, dates[i], 0), to_s = zone_wall_s(&berlin, dates[i] + 1, 0);
		config_defaults(&config);
		assert_int_equal(config_set(&config, "hours.sun", "10:00-12:00", NULL), 0);
		calendar_add(&config.calendar, false, span(from_s, to_s));
		day_plan(&config, &berlin, dates[i], 1, &plan);
		assert_int_equal(plan.span_count, 1);
		assert_int_equal(plan.spans[0].from_wall_s, zone_wall_s(&berlin, dates[i], 10 * HOUR));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merging),
		cmocka_unit_test(adding),
		cmocka_unit_test(days_covered),
		cmocka_unit_test(shifts_of_a_day),
		cmocka_unit_test(a_day_of_many_shifts),
		cmocka_unit_test(busy_times),
		cmocka_unit_test(shifts_are_the_hours),
		cmocka_unit_test(holidays_are_off),
		cmocka_unit_test(whole_days),
		cmocka_unit_test(whole_days_of_a_change),
	};

	return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
