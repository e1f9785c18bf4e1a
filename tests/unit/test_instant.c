/* Times as written, and division that rounds down. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <evenkeel/instant.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *string;
	int64_t wall_ms; /* -1 = no time */
	int32_t offset_s;
} times[] = {
	{"2026-03-02T09:00:00+01:00", 1772438400000, 3600},
	{"2026-03-02T08:00:00Z", 1772438400000, 0},
	{"2026-03-02 08:00:00Z", 1772438400000, 0},
	{"2026-03-02T08:00Z", 1772438400000, 0},
	{"2026-03-02T08:02", 1772438400000, 120},
	{"2026-03-02T02:15:00-0545", 1772438400000, -20700},
	{"2026-03-02T08:00:59Z", 1772438459000, 0},
	{"2026-03-02T08:00:59.5Z", 1772438459500, 0},
	{"2026-03-02T09:00:59.0429999+01:00", 1772438459042, 3600},
	{"1970-01-01T00:00:00Z", 0, 0},
	{"2026-03-02", -1, 0},
	{"2026-03-02T", -1, 0},
	{"2026-03-02T09", -1, 0},
	{"2026-02-29T09:00", -1, 0},
	{"2026-03-02T24:00", -1, 0},
	{"2026-03-02T09:60", -1, 0},
	{"2026-03-02T09:00:60", -1, 0},
	{"2026-03-02T09:00:", -1, 0},
	{"2026-03-02T09:00:00.", -1, 0},
	{"2026-03-02T09:00.5", -1, 0},
	{"2026-03-02T9:00", -1, 0},
	{"2026-03-02T09:00Zulu", -1, 0},
	{"2026-03-02T09:00+", -1, 0},
	{"2026-03-02T09:00+1", -1, 0},
	{"2026-03-02T09:00+15:00", -1, 0},
	{"2026-03-02T09:00+01:60", -1, 0},
	{"2026-03-02T09:00 ", -1, 0},
	{"2026-3-2T09:00", -1, 0},
	{"now", -1, 0},
	{"", -1, 0},
};

static void times_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(times); i++) {
		int64_t wall_ms = -1;
		int32_t offset_s = 0;
		int rc = instant_parse(times[i].string, 120, &wall_ms, &offset_s);
		if (rc != (times[i].wall_ms < 0 ? -1 : 0) || wall_ms != times[i].wall_ms ||
		    offset_s != times[i].offset_s)
			fail_msg("'%s': %d, %lld, %d", times[i].string, rc, (long long)wall_ms, offset_s);
		if (rc == 0)
			assert_int_equal(instant_parse(times[i].string, 120, &wall_ms, NULL), 0);
	}
}

static void division_rounds_down(void **state)
{
	static const int64_t cases[][3] = {{7, 2, 3}, {-7, 2, -4},     {-8, 2, -4},
					   {0, 5, 0}, {-1, 86400, -1}, {INT64_MIN, 1, INT64_MIN}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(instant_floor_div(cases[i][0], cases[i][1]), cases[i][2]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(times_are_read), cmocka_unit_test(division_rounds_down)};

	return cmocka_run_group_tests_name("instant", tests, NULL, NULL);
}
