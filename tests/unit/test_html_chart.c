/* Pictures: values stand where they belong, gaps stay gaps, what is undefined is not drawn, and all of it is whole markup. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "../../client/html_chart.h"
#include "html_check.h"

#define MONDAY 20514 /* 2026-03-02 */
#define NEAR 0.11    /* coordinates have one decimal */

static struct html_line line_of(const struct day_mean *days, size_t count, int32_t first, int32_t last)
{
	return (struct html_line){
		.name = "days",
		.title = "Strain & <more>",
		.words = "\"words\"",
		.days = days,
		.count = count,
		.first = first,
		.last = last,
		.baseline = NAN,
		.steps = {"Not at all", "Somewhat", "A lot"},
		.step_count = 3,
	};
}

static void draw(const struct html_line *line, struct text *ret)
{
	html_line_draw(ret, line);
	html_check(text_string(ret));
}

static void test_values_stand_on_the_scale(void **state)
{
	(void)state;
	for (int value = 0; value <= 100; value += 25) {
		_cleanup_(text_clear) struct text text = {0};
		struct day_mean day = {.date = MONDAY, .mean = value, .n = 1};
		struct html_line line = line_of(&day, 1, MONDAY, MONDAY + 27);
		draw(&line, &text);
		assert_int_equal(html_count(text.bytes, "<circle"), 1);
		assert_true(fabs(html_number(text.bytes, "<circle", "cy") - (182 - 1.7 * value)) < NEAR);
		/* Its text lies four units beneath the line of "Not at all", which is 0. */
		assert_true(fabs(html_number(text.bytes, "class=\"end\"", "y") - 186) < NEAR);
	}
}

static void test_texts_are_escaped(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct html_line line = line_of(NULL, 0, MONDAY, MONDAY + 13);

	line.steps[0] = "<b>";
	draw(&line, &text);
	assert_non_null(strstr(text.bytes, ">Strain &amp; &lt;more&gt;</title>"));
	assert_non_null(strstr(text.bytes, ">&quot;words&quot;</desc>"));
	assert_non_null(strstr(text.bytes, ">&lt;b&gt;</text>"));
}

/* Two days, a gap, three days: two lines and two bands, none across the gap. */
static void test_gaps_are_gaps(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {
		{MONDAY, 50, 2}, {MONDAY + 1, 50, 1}, {MONDAY + 5, 50, 1}, {MONDAY + 6, 50, 1}, {MONDAY + 7, 50, 1}};
	double levels[] = {40, 41, 42, 43, 44}, lows[] = {30, 31, 32, 33, 34}, highs[] = {50, 51, 52, 53, 54};
	struct html_line line = line_of(days, 5, MONDAY, MONDAY + 13);

	line.levels = levels, line.lows = lows, line.highs = highs;
	draw(&line, &text);
	assert_int_equal(html_count(text.bytes, "class=\"level\""), 2);
	assert_int_equal(html_count(text.bytes, "class=\"band\""), 2);
	assert_int_equal(html_count(text.bytes, "<circle"), 5);
	assert_null(strstr(text.bytes, "class=\"usual\""));
	assert_null(strstr(text.bytes, "class=\"step\""));
}

static void test_what_is_undefined_is_not_drawn(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {{MONDAY, 50, 2}, {MONDAY + 1, 50, 1}, {MONDAY + 2, 50, 1}};
	double levels[] = {NAN, 41, NAN}, none[] = {NAN, NAN, NAN};
	struct html_line line = line_of(days, 3, MONDAY, MONDAY + 13);

	line.levels = levels, line.lows = none, line.highs = none;
	draw(&line, &text);
	assert_int_equal(html_count(text.bytes, "class=\"level\""), 1);
	assert_int_equal(html_count(text.bytes, "class=\"band\""), 0);
}

static void test_marks(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean day = {MONDAY, 50, 2};
	struct insight_break_day breaks[] = {
		{MONDAY - 1, 4, 4}, {MONDAY, 4, 3}, {MONDAY + 1, 4, 2}, {MONDAY + 2, 0, 0}};
	struct html_line line = line_of(&day, 1, MONDAY, MONDAY + 13);

	line.baseline = 25;
	line.step = MONDAY + 7;
	line.breaks = breaks;
	line.break_count = 4;
	line.breaks_label = "breaks taken";
	draw(&line, &text);
	assert_int_equal(html_count(text.bytes, "class=\"usual\""), 1);
	assert_int_equal(html_count(text.bytes, "class=\"step\""), 1);
	/* One day lies before the window, one had no breaks planned. */
	assert_int_equal(html_count(text.bytes, "class=\"taken\""), 1);
	assert_int_equal(html_count(text.bytes, "class=\"missed\""), 1);
	assert_true(fabs(html_number(text.bytes, "class=\"taken\"", "height") - 15) < NEAR);
	assert_true(fabs(html_number(text.bytes, "class=\"missed\"", "height") - 10) < NEAR);
	line.step = MONDAY; /* nothing lies before it */
	text_clear(&text);
	draw(&line, &text);
	assert_int_equal(html_count(text.bytes, "class=\"step\""), 0);
}

/* Years of days: a bounded number of dots, each the mean of its days, none lost. */
static void test_long_spans_share_dots(void **state)
{
	(void)state;
	enum { DAYS = 3660 };
	struct day_mean *days _cleanup_free_ = mem_new(DAYS, sizeof *days);
	size_t count;

	for (int i = 0; i < DAYS; i++)
		days[i] = (struct day_mean){MONDAY + i, i % 100, 2};
	for (int span = 1; span <= DAYS; span += span < 30 ? 1 : 211) {
		_cleanup_(text_clear) struct text text = {0};
		struct html_line line = line_of(days, (size_t)span, MONDAY, MONDAY + span - 1);
		struct html_dot *dots _cleanup_free_ = html_line_dots(&line, &count);
		int answers = 0;
		double least = 100, most = 0;
		for (size_t i = 0; i < count; i++) {
			answers += dots[i].n;
			least = fmin(least, dots[i].mean);
			most = fmax(most, dots[i].mean);
		}
		assert_true(count <= HTML_LINE_DOTS && count >= 1);
		assert_int_equal(answers, 2 * span);
		assert_true(least >= 0 && most <= 99);
		draw(&line, &text);
		assert_int_equal(html_count(text.bytes, "<circle"), count);
		assert_true(text.length < 60000);
	}
}

/* Nothing is drawn outside of the picture, and dates do not run into each other. */
static void test_dates_have_room(void **state)
{
	(void)state;
	for (int span = 7; span < 1500; span += 61) {
		_cleanup_(text_clear) struct text text = {0};
		struct html_line line = line_of(NULL, 0, MONDAY - 3, MONDAY - 3 + span);
		double last = -100;
		draw(&line, &text);
		const char *at = text.bytes;
		while ((at = strstr(at, "<text class=\"quiet\""))) {
			double x = html_number(at, "<text", "x");
			assert_true(x >= last + 30 && x <= 690);
			last = x;
			at++;
		}
		assert_true(last > 0 || span < 10);
	}
}

static struct html_heat heat_of(const struct insight_when *when)
{
	return (struct html_heat){
		.title = "When",
		.words = "words",
		.when = when,
		.weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
		.first_hour = 8,
		.last_hour = 17};
}

static void test_heat(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct insight_when when = {.enough = true};

	for (int d = 0; d < 7; d++)
		for (int h = 0; h < 24; h++)
			when.cells[d][h].mean = NAN;
	when.cells[0][8].n = 3, when.cells[0][8].mean = 0;
	when.cells[1][17].n = 9, when.cells[1][17].mean = 100;
	when.cells[2][9].n = 2, when.cells[2][9].mean = 50; /* too few: a dot, no number */
	when.cells[3][9].n = 4, when.cells[3][9].mean = 59.6;
	struct html_heat heat = heat_of(&when);
	html_heat_draw(&text, &heat);
	html_check(text.bytes);
	assert_int_equal(html_count(text.bytes, "<rect"), 3);
	assert_int_equal(html_count(text.bytes, "class=\"heat-0\""), 1);
	assert_int_equal(html_count(text.bytes, "class=\"heat-4\""), 1);
	assert_int_equal(html_count(text.bytes, "class=\"heat-2\""), 1);
	assert_int_equal(html_count(text.bytes, ">60</text>"), 1);
	assert_int_equal(html_count(text.bytes, ">50</text>"), 0);
	assert_int_equal(html_count(text.bytes, ">·</text>"), 1);
	assert_false(html_heat_tells(&when, 2, 9));
	assert_true(html_heat_tells(&when, 3, 9));
}

static void test_bars(void **state)
{
	(void)state;
	static const struct {
		struct share share;
		double sure, from, to;
	} cases[] = {{{.5, .25, .75}, 40, 40, 120},
		     {{0, 0, .1}, 0, 0, 16},
		     {{1, .9, 1}, 144, 144, 160},
		     {{NAN, NAN, NAN}, 0, 0, .5}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text text = {0};
		html_bar_draw(&text, cases[i].share, "50 % & more");
		html_check(text.bytes);
		assert_true(fabs(html_number(text.bytes, "class=\"sure\"", "width") - cases[i].sure) < NEAR);
		assert_true(fabs(html_number(text.bytes, "class=\"maybe\"", "x") - cases[i].from) < NEAR);
		assert_true(fabs(html_number(text.bytes, "class=\"maybe\"", "width") + cases[i].from - cases[i].to) <
			    NEAR);
		assert_non_null(strstr(text.bytes, "50 % &amp; more"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_stand_on_the_scale),
		cmocka_unit_test(test_texts_are_escaped),
		cmocka_unit_test(test_gaps_are_gaps),
		cmocka_unit_test(test_what_is_undefined_is_not_drawn),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_long_spans_share_dots),
		cmocka_unit_test(test_dates_have_room),
		cmocka_unit_test(test_heat),
		cmocka_unit_test(test_bars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
