/* Weekdays, hours and breaks beside strain: what is told from how much, and that what is there is found. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "insight_made.h"

static struct insight_when when_of(const struct made *made, int days)
{
	struct insight_from from = made_from(made);
	struct insight_when when;

	insight_when(&from, days, &when);
	return when;
}

/* @days working days up to today, Mondays heavier by @monday and every day's afternoon by @afternoon. */
static void make_weeks(struct made *made, int days, double monday, int afternoon)
{
	made->rng = rng_seeded(5);
	for (int ago = days - 1; ago >= 0; ago--) {
		int weekday = date_weekday(MADE_TODAY - ago);
		if (weekday > 5)
			continue;
		made_day(made, MADE_TODAY - ago, 35 + (weekday == 1 ? monday : 0) + 4 * rng_normal(&made->rng));
		made_checkin(made, MADE_TODAY - ago, 18, afternoon, afternoon, 0);
	}
}

static void weekdays_are_found(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	make_weeks(&made, 56, 30, 1);
	struct insight_when when = when_of(&made, 56);
	assert_true(when.enough);
	assert_true(when.weekdays.p < 0.05);
	assert_int_equal(when.weekdays.df, 4);
	assert_int_equal(when.weekday[0].n, 8);
	assert_int_equal(when.weekday[5].n, 0);
	assert_true(isnan(when.weekday[5].shrunk));
	for (int i = 1; i < 5; i++)
		assert_true(when.weekday[0].shrunk > when.weekday[i].shrunk + 10);
	/* n/(n+4) of what it is. */
	assert_true(fabs(when.weekday[0].shrunk - when.weekday[0].raw * 8 / 12) < 1e-9);
}

static void hours_are_found(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	make_weeks(&made, 56, 0, 2);
	struct insight_when when = when_of(&made, 56);
	assert_true(when.hours.p < 0.05);
	assert_true(when.hour[18].shrunk > 20);
	assert_int_equal(when.hour[18].n, 40);
	assert_int_equal(when.hour[3].n, 0);
	assert_int_equal(when.cells[4][18].n, 8);
	assert_true(when.cells[4][18].mean == 100);
	assert_true(isnan(when.cells[5][18].mean) && isnan(when.cells[4][3].mean));
}

static void nothing_is_found_in_nothing(void **state)
{
	_cleanup_(made_clear) struct made made = {0};
	struct made none = {0};

	(void)state;
	for (int ago = 55; ago >= 0; ago--)
		made_day(&made, MADE_TODAY - ago, 35 + 4 * rng_normal(&made.rng));
	struct insight_when when = when_of(&made, 56), empty = when_of(&none, 56);
	assert_true(when.enough && when.weekdays.p > 0.05 && when.hours.p > 0.05);
	assert_false(empty.enough);
	assert_int_equal(empty.span_days, 0);
	assert_true(isnan(empty.overall) && isnan(empty.weekdays.p));
}

/* 28 days from the first answer to the last, three answers a cell. */
static void told_from_four_weeks_and_three(void **state)
{
	(void)state;
	for (int days = 27; days <= 28; days++) {
		_cleanup_(made_clear) struct made made = {0};
		for (int ago = days - 1; ago >= 0; ago--)
			made_checkin(&made, MADE_TODAY - ago, 10, ago % 3, 1, 0);
		struct insight_when when = when_of(&made, 56);
		assert_int_equal(when.span_days, days);
		assert_int_equal(when.enough, days == 28);
	}
	_cleanup_(made_clear) struct made made = {0};
	for (int week = 4; week >= 0; week--) { /* five Fridays, two Mondays behind one another, three Tuesdays */
		made_checkin(&made, MADE_TODAY - 7 * week, 10, 1, 1, 0);
		if (week >= 3)
			made_checkin(&made, MADE_TODAY - 7 * week + 3, 10, 2, 2, 0);
		if (week >= 2)
			made_checkin(&made, MADE_TODAY - 7 * week + 4, 10, 0, 0, 0);
	}
	struct insight_when when = when_of(&made, 56);
	assert_true(when.enough);
	assert_int_equal(when.weekdays.df, 1); /* Tuesday and Friday; two Mondays take no part */
	assert_int_equal(when.weekday[0].n, 2);
	assert_true(isnan(when.weekday[0].shrunk));
	assert_int_equal(when.weekday[1].n, 3);
	assert_true(when.weekday[1].raw < 0 && when.weekday[4].raw > 0);
}

/* An hour is that of the place where the answer was given, a weekday that of its shift. */
static void places_and_night_shifts(void **state)
{
	_cleanup_(made_clear) struct made made = {.zone_min = 540};

	(void)state;
	made_checkin(&made, MADE_TODAY, 2.5, 2, 2, 0);
	made_checkin(&made, MADE_TODAY, 10, 2, 2, 0)->flags = RECORD_LATE;
	made_checkin(&made, MADE_TODAY, 11, 2, 2, 0);
	made_withdraw(&made);
	struct insight_when when = when_of(&made, 7);
	assert_int_equal(when.cells[3][2].n, 1);
	assert_int_equal(when.hour[2].n, 1);
	assert_int_equal(when.hour[10].n + when.hour[11].n, 0);
}

static struct insight_breaks breaks_of(const struct made *made, int days)
{
	struct insight_from from = made_from(made);
	struct insight_breaks breaks;

	insight_breaks(&from, days, &breaks);
	return breaks;
}

/* @with days at 20 with three of four breaks taken, @without at 60 with seven of ten. */
static void make_breaks(struct made *made, int with, int without)
{
	for (int ago = with + without - 1; ago >= 0; ago--) {
		bool taken = ago < with;
		made_breaks(made, MADE_TODAY - ago, taken ? 4 : 10, taken ? 3 : 7);
		made_day(made, MADE_TODAY - ago, taken ? 20 : 60);
	}
}

static void breaks_beside_strain(void **state)
{
	static const struct {
		int with, without;
		bool enough;
	} cases[] = {{10, 10, true}, {9, 10, false}, {10, 9, false}, {15, 12, true}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(made_clear) struct made made = {0};
		make_breaks(&made, cases[i].with, cases[i].without);
		_cleanup_(insight_breaks_clear) struct insight_breaks breaks = breaks_of(&made, 56);
		assert_int_equal(breaks.days_with, cases[i].with);
		assert_int_equal(breaks.days_without, cases[i].without);
		assert_int_equal(breaks.enough, cases[i].enough);
		assert_int_equal(breaks.count, cases[i].with + cases[i].without);
		if (cases[i].enough)
			assert_true(breaks.difference.low < -40 && -40 < breaks.difference.high &&
				    breaks.difference.high < 0);
		else
			assert_true(isnan(breaks.difference.difference));
	}
}

static void days_without_a_value_or_breaks(void **state)
{
	_cleanup_(made_clear) struct made made = {0};

	(void)state;
	made_breaks(&made, MADE_TODAY - 60, 4, 4); /* before the window */
	made_breaks(&made, MADE_TODAY - 3, 4, 4);  /* nothing answered */
	made_breaks(&made, MADE_TODAY - 2, 4, 3);
	made_day(&made, MADE_TODAY - 2, 50);
	made_day(&made, MADE_TODAY - 1, 50); /* no breaks planned */
	_cleanup_(insight_breaks_clear) struct insight_breaks breaks = breaks_of(&made, 56);
	assert_int_equal(breaks.count, 2);
	assert_int_equal(breaks.days[0].date, MADE_TODAY - 3);
	assert_int_equal(breaks.days[1].taken, 3);
	assert_int_equal(breaks.days[1].planned, 4);
	assert_int_equal(breaks.days_with, 1);
	assert_int_equal(breaks.days_without, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weekdays_are_found),
		cmocka_unit_test(hours_are_found),
		cmocka_unit_test(nothing_is_found_in_nothing),
		cmocka_unit_test(told_from_four_weeks_and_three),
		cmocka_unit_test(places_and_night_shifts),
		cmocka_unit_test(breaks_beside_strain),
		cmocka_unit_test(days_without_a_value_or_breaks),
	};

	return cmocka_run_group_tests_name("insight: when", tests, NULL, NULL);
}
