/* Zones and dates as values: both changes of a year, days that begin at four, and the calendar over four centuries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/instant.h>
#include <evenkeel/zone.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SPRING INT64_C(1774746000) /* 2026-03-29 01:00 UTC */
#define AUTUMN INT64_C(1792890000) /* 2026-10-25 01:00 UTC */

static const struct zone berlin = {
	.name = "Europe/Berlin", .first_offset_s = 3600, .count = 2, .changes = {{SPRING, 7200}, {AUTUMN, 3600}}};

static int64_t utc(const char *string)
{
	int64_t wall_ms;

	assert_int_equal(instant_parse(string, 0, &wall_ms, NULL), 0);
	return wall_ms / 1000;
}

static int32_t date_of(const char *string)
{
	int32_t date;

	assert_int_equal(date_parse(string, &date), 0);
	return date;
}

static void offsets(void **state)
{
	struct zone fixed = zone_fixed(-3600);

	(void)state;
	assert_int_equal(SPRING, utc("2026-03-29T01:00Z"));
	assert_int_equal(AUTUMN, utc("2026-10-25T01:00Z"));
	assert_int_equal(zone_offset_s(&berlin, SPRING - 1), 3600);
	assert_int_equal(zone_offset_s(&berlin, SPRING), 7200);
	assert_int_equal(zone_offset_s(&berlin, AUTUMN - 1), 7200);
	assert_int_equal(zone_offset_s(&berlin, AUTUMN), 3600);
	assert_int_equal(zone_offset_s(&fixed, 0), -3600);
	assert_int_equal(zone_next_change_s(&berlin, 0), SPRING);
	assert_int_equal(zone_next_change_s(&berlin, SPRING), AUTUMN);
	assert_int_equal(zone_next_change_s(&berlin, AUTUMN), INT64_MAX);
	assert_int_equal(zone_next_change_s(&fixed, 0), INT64_MAX);
}

/* Local time on a date, and the instant that it is. */
static const struct {
	const char *date;
	int hour, min;
	const char *utc;
} moments[] = {
	{"2026-03-02", 9, 0, "2026-03-02T08:00Z"},   {"2026-03-29", 1, 59, "2026-03-29T00:59Z"},
	{"2026-03-29", 2, 0, "2026-03-29T01:00Z"},   {"2026-03-29", 2, 30, "2026-03-29T01:00Z"},
	{"2026-03-29", 3, 0, "2026-03-29T01:00Z"},   {"2026-03-29", 3, 1, "2026-03-29T01:01Z"},
	{"2026-03-28", 26, 30, "2026-03-29T01:00Z"}, {"2026-06-01", 0, 0, "2026-05-31T22:00Z"},
	{"2026-10-25", 1, 59, "2026-10-24T23:59Z"},  {"2026-10-25", 2, 0, "2026-10-25T00:00Z"},
	{"2026-10-25", 2, 59, "2026-10-25T00:59Z"},  {"2026-10-25", 3, 0, "2026-10-25T02:00Z"},
	{"2026-12-31", 24, 0, "2026-12-31T23:00Z"},
};

static void local_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		int32_t second = moments[i].hour * 3600 + moments[i].min * 60;
		int64_t wall_s = zone_wall_s(&berlin, date_of(moments[i].date), second);
		if (wall_s != utc(moments[i].utc))
			fail_msg("%s %02d:%02d", moments[i].date, moments[i].hour, moments[i].min);
	}
}

/* There and back for every half hour of a year; only the hour that is left out comes back as another. */
static void there_and_back(void **state)
{
	int off = 0;

	(void)state;
	for (int32_t date = date_of("2026-01-01"); date <= date_of("2026-12-31"); date++)
		for (int32_t second = 0; second < 86400; second += 1800) {
			int32_t got_second;
			int64_t wall_s = zone_wall_s(&berlin, date, second);
			int32_t got = zone_date(&berlin, wall_s, &got_second);
			off += got != date || got_second != second;
		}
	assert_int_equal(off, 2);
}

static void days_begin_at_four(void **state)
{
	static const struct {
		const char *utc, *day;
	} cases[] = {
		{"2026-03-02T02:59Z", "2026-03-01"}, {"2026-03-02T03:00Z", "2026-03-02"},
		{"2026-03-29T01:30Z", "2026-03-28"}, {"2026-03-29T02:00Z", "2026-03-29"},
		{"2026-10-25T02:59Z", "2026-10-24"}, {"2026-10-25T03:00Z", "2026-10-25"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(zone_day(&berlin, utc(cases[i].utc), 4 * 3600), date_of(cases[i].day));
	assert_int_equal(zone_day(&berlin, -1, 0), 0);
	assert_int_equal(zone_day(&berlin, -3601, 0), -1);
}

static void equality(void **state)
{
	struct zone other = berlin;

	(void)state;
	strcpy(other.name, "Europe/Vienna");
	assert_true(zone_equal(&berlin, &other));
	other.changes[1].offset_s++;
	assert_false(zone_equal(&berlin, &other));
	other = berlin;
	other.count = 1;
	assert_false(zone_equal(&berlin, &other));
	other = zone_fixed(3600);
	assert_false(zone_equal(&berlin, &other));
}

/* A whole Gregorian cycle of 400 years, day by day, against counting. */
static void calendar(void **state)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1800, month = 1, day = 1, weekday = 3;

	(void)state;
	assert_int_equal(date_from_civil(1970, 1, 1), 0);
	assert_int_equal(date_weekday(0), 4);
	for (int32_t date = date_from_civil(1800, 1, 1); year < 2200; date++) {
		int got_year, got_month, got_day;
		date_to_civil(date, &got_year, &got_month, &got_day);
		if (got_year != year || got_month != month || got_day != day)
			fail_msg("%d-%d-%d came out as %d-%d-%d", year, month, day, got_year, got_month, got_day);
		assert_int_equal(date_from_civil(year, month, day), date);
		assert_int_equal(date_weekday(date), weekday);
		weekday = weekday % 7 + 1;
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		if (++day > lengths[month - 1] + (month == 2 && leap)) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
}

static void dates_as_written(void **state)
{
	static const char *const wrong[] = {"",           "2026",       "2026-3-02",   "2026-03-2",
					    "2026-02-29", "2026-13-01", "2026-00-10",  "2026-01-00",
					    "2026-01-32", "0000-01-01", "2026-03-02 ", "2026/03/02"};
	char written[DATE_SIZE];

	(void)state;
	date_format(date_of("2024-02-29"), written);
	assert_string_equal(written, "2024-02-29");
	date_format(0, written);
	assert_string_equal(written, "1970-01-01");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		int32_t date = 7;
		if (date_parse(wrong[i], &date) != -1)
			fail_msg("'%s' is taken", wrong[i]);
		assert_int_equal(date, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets),          cmocka_unit_test(local_times),
		cmocka_unit_test(there_and_back),   cmocka_unit_test(days_begin_at_four),
		cmocka_unit_test(equality),         cmocka_unit_test(calendar),
		cmocka_unit_test(dates_as_written),
	};

	return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
