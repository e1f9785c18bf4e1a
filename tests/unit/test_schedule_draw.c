/* When the day's check-ins are drawn: inside working hours, apart, one a slice, and evenly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <evenkeel/day.h>

#include "schedule_play.h"

static const struct {
	const char *hours;
	int per_day, count; /* count: how many fit; -1 = as many as asked */
} drawn[] = {
	{"09:00-18:00", 2, -1},
	{"09:00-18:00", 1, -1},
	{"09:00-18:00", 6, -1},
	{"09:00-18:00", 0, 0},
	{"22:00-06:00", 3, -1},
	{"09:00-12:00,13:00-18:00", 4, -1},
	{"09:00-09:30", 2, 1},
	{"09:00-09:20", 2, 0},
	{"00:00-24:00", 6, -1},
	{"09:00-10:00", 2, 1},
	{"08:00-08:40,20:00-20:40", 2, -1},
	{"off", 2, 0},
	{"09:00-12:00", 3, 2},
};

static int64_t worked_before(const struct day_plan *plan, int64_t wall_s)
{
	int64_t sum_s = 0;

	for (int i = 0; i < plan->span_count; i++)
		if (wall_s > plan->spans[i].from_wall_s)
			sum_s += (wall_s < plan->spans[i].to_wall_s ? wall_s : plan->spans[i].to_wall_s) -
				 plan->spans[i].from_wall_s;
	return sum_s;
}

static void check_draw(const struct day_plan *plan, int i, int per_day)
{
	int64_t at_s = plan->checkins[i].at_wall_s, total_s = worked_before(plan, INT64_MAX / 2);
	bool inside = false;

	for (int s = 0; s < plan->span_count; s++)
		inside |= at_s >= plan->spans[s].from_wall_s + 900 && at_s <= plan->spans[s].to_wall_s - 900;
	assert_true(inside);
	if (i > 0) {
		assert_true(at_s - plan->checkins[i - 1].at_wall_s >= 90 * 60);
		assert_true(worked_before(plan, at_s) * per_day / total_s >
			    worked_before(plan, plan->checkins[i - 1].at_wall_s) * per_day / total_s);
	}
	assert_true(at_s >= plan->checkins[i].from_wall_s && at_s <= plan->checkins[i].to_wall_s);
}

static void test_draws(void **state)
{
	struct zone zone = zone_fixed(0);
	static struct day_plan plan;

	(void)state;
	for (size_t c = 0; c < sizeof(drawn) / sizeof(drawn[0]); c++) {
		struct config config;
		config_defaults(&config);
		config.micro_every_s = config.rest_every_s = 0;
		config.checkin_per_day = drawn[c].per_day;
		assert_int_equal(config_set(&config, "hours.mon", drawn[c].hours, NULL), 0);
		for (uint64_t seed = 0; seed < 60; seed++) {
			day_plan(&config, &zone, MONDAY, seed, &plan);
			if (drawn[c].count >= 0 ? plan.checkin_count > drawn[c].count
						: plan.checkin_count != drawn[c].per_day)
				fail_msg("%s: %d drawn", drawn[c].hours, plan.checkin_count);
			for (int i = 0; i < plan.checkin_count; i++)
				check_draw(&plan, i, drawn[c].per_day);
		}
	}
}

/* Another day, another draw; each of the slice's quarters comes up about as often. */
static void test_draws_are_even(void **state)
{
	struct zone zone = zone_fixed(0);
	static struct day_plan plan;
	struct config config;
	int quarters[4] = {0};
	int64_t last_s = 0;

	(void)state;
	config_defaults(&config);
	config.micro_every_s = config.rest_every_s = 0;
	for (int32_t week = 0; week < 400; week++) {
		int32_t date = MONDAY + 7 * week;
		day_plan(&config, &zone, date, 9, &plan);
		int64_t from_s = plan.checkins[0].from_wall_s, length_s = plan.checkins[0].to_wall_s - from_s + 1;
		quarters[(plan.checkins[0].at_wall_s - from_s) * 4 / length_s]++;
		assert_int_not_equal(plan.checkins[0].at_wall_s % 86400, last_s);
		last_s = plan.checkins[0].at_wall_s % 86400;
	}
	for (int i = 0; i < 4; i++)
		assert_in_range(quarters[i], 70, 130); /* 100 expected, three and a half standard deviations */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_draws),
		cmocka_unit_test(test_draws_are_even),
	};

	return cmocka_run_group_tests_name("schedule_draw", tests, NULL, NULL);
}
