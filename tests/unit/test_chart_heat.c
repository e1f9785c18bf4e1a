/* The map of the week: what is shaded from how much, how fine it is, and that each line fits in every language. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/chart_heat.h"

static const char *const english[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const chinese[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};

static struct insight_when empty(void)
{
	struct insight_when when = {.enough = true};

	for (int w = 0; w < 7; w++)
		for (int h = 0; h < 24; h++)
			when.cells[w][h].mean = NAN;
	return when;
}

static void put(struct insight_when *when, int weekday, int hour, int n, double mean)
{
	when->cells[weekday][hour].n = n;
	when->cells[weekday][hour].mean = mean;
}

static void test_shades(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct insight_when when = empty();
	struct chart_heat heat;

	put(&when, 0, 9, 3, 20);
	put(&when, 0, 10, 5, 59);
	put(&when, 0, 11, 4, 61);
	put(&when, 1, 9, 2, 100); /* too few to say */
	put(&when, 1, 11, 3, 100);
	put(&when, 2, 10, 3, 39);
	assert_true(chart_heat_draw(&when, english, 80, &heat, &text));
	assert_int_equal(heat.hours, 1);
	assert_string_equal(text_string(&text), "    09    10    11\n"
						"Mon ░░░░░ ▒▒▒▒▒ ▓▓▓▓▓\n"
						"Tue ·····       █████\n"
						"Wed       ░░░░░\n");
	assert_true(heat.limits[0] == 40 && heat.limits[1] == 60 && heat.limits[3] == 100);
}

/* Nothing anywhere, or too few everywhere. */
static void test_nothing(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct insight_when when = empty();
	struct chart_heat heat;

	assert_false(chart_heat_draw(&when, english, 80, &heat, &text));
	put(&when, 0, 9, 2, 20);
	put(&when, 1, 15, 2, 20);
	assert_false(chart_heat_draw(&when, english, 80, &heat, &text));
	assert_int_equal(text.length, 0);
}

/* Where hours alone have too few answers, some stand together; a mean is that of their answers. */
static void test_hours_together(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct insight_when when = empty();
	struct chart_heat heat;

	for (int h = 8; h < 16; h++)
		put(&when, 0, h, 2, h < 12 ? 10 : 90);
	assert_true(chart_heat_draw(&when, english, 80, &heat, &text));
	assert_int_equal(heat.hours, 2);
	assert_string_equal(text_string(&text), "    08    10    12    14\n"
						"Mon ░░░░░ ░░░░░ █████ █████\n");
}

/* All alike is no pattern: the shades reach further than the values. */
static void test_alike(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct insight_when when = empty();
	struct chart_heat heat;

	put(&when, 0, 9, 9, 50);
	put(&when, 0, 10, 9, 50.5);
	assert_true(chart_heat_draw(&when, english, 80, &heat, &text));
	assert_null(strstr(text_string(&text), "░"));
	assert_null(strstr(text_string(&text), "█"));
	assert_true(heat.limits[3] - heat.limits[0] >= 7);
}

static void test_fits(void **state)
{
	(void)state;
	struct insight_when when = empty();
	struct chart_heat heat;

	for (int w = 0; w < 7; w++)
		for (int h = 0; h < 24; h++)
			put(&when, w, h, 5, h * 4);
	for (int columns = 30; columns <= 80; columns += 10) {
		_cleanup_(text_clear) struct text text = {0};
		const char *const *names = columns % 20 ? english : chinese;
		assert_true(chart_heat_draw(&when, names, columns, &heat, &text));
		for (const char *line = text_string(&text); *line; line = strchr(line, '\n') + 1) {
			char one[400] = {0};
			memcpy(one, line, strcspn(line, "\n"));
			assert_true(text_columns(one) <= columns);
			assert_true(one[strlen(one) - 1] != ' ');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shades), cmocka_unit_test(test_nothing), cmocka_unit_test(test_hours_together),
		cmocka_unit_test(test_alike),  cmocka_unit_test(test_fits),
	};

	return cmocka_run_group_tests_name("chart of the week", tests, NULL, NULL);
}
