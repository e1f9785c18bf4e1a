/* Charts of text: gaps stay gaps, every line fits, bars have their size. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "../../client/chart.h"

#define MONDAY 20514 /* 2026-03-02 */

static const char *const steps[] = {"Not at all", "Somewhat", "A lot"};

static struct chart chart_of(const struct day_mean *days, size_t count, int32_t first, int32_t last)
{
	struct chart chart = {
		.days = days, .count = count, .first = first, .last = last, .label_count = 3, .columns = 80};

	memcpy(chart.labels, steps, sizeof steps);
	return chart;
}

/* Line @index of @text into @ret. */
static void line_of(const struct text *text, int index, char *ret, size_t size)
{
	const char *line = text_string(text);

	while (index-- > 0)
		line = strchr(line, '\n') + 1;
	snprintf(ret, size, "%.*s", (int)strcspn(line, "\n"), line);
}

static int count_of(const char *string, const char *mark)
{
	int count = 0;

	while ((string = strstr(string, mark))) {
		string += strlen(mark);
		count++;
	}
	return count;
}

static void assert_fits(const struct text *text, int columns)
{
	char line[1024];
	int lines = count_of(text_string(text), "\n");

	for (int i = 0; i < lines; i++) {
		line_of(text, i, line, sizeof line);
		if (text_columns(line) > columns)
			fail_msg("line %d takes %d columns of %d: %s", i, text_columns(line), columns, line);
	}
}

static void test_rows(void **state)
{
	(void)state;
	static const struct {
		double mean;
		int line;
	} cases[] = {{100, 0}, {96, 0}, {50, 6}, {0, 12}, {8, 11}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text text = {0};
		struct day_mean day = {.date = MONDAY, .mean = cases[i].mean, .n = 1};
		struct chart chart = chart_of(&day, 1, MONDAY, MONDAY + 27);
		char line[1024];
		assert_int_equal(chart_draw(&chart, &text), 1);
		line_of(&text, cases[i].line, line, sizeof line);
		assert_int_equal(count_of(line, "●"), 1);
		assert_int_equal(count_of(text_string(&text), "●"), 1);
	}
}

static void test_labels_stand_at_their_values(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct chart chart = chart_of(NULL, 0, MONDAY, MONDAY + 27);
	char line[1024];

	chart_draw(&chart, &text);
	line_of(&text, 0, line, sizeof line);
	assert_non_null(strstr(line, "A lot"));
	line_of(&text, 6, line, sizeof line);
	assert_non_null(strstr(line, "Somewhat"));
	line_of(&text, 12, line, sizeof line);
	assert_non_null(strstr(line, "Not at all"));
}

/* Two answered days with a gap of five: between the dots stand blanks, and no level either. */
static void test_gaps_are_gaps(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {{MONDAY, 50, 2}, {MONDAY + 6, 50, 1}};
	double levels[] = {25, 25};
	struct chart chart = chart_of(days, 2, MONDAY, MONDAY + 55);
	char line[1024];

	chart.levels = levels;
	chart_draw(&chart, &text);
	line_of(&text, 6, line, sizeof line);
	assert_non_null(strstr(line, "┤●     ●"));
	line_of(&text, 9, line, sizeof line);
	assert_non_null(strstr(line, "│─     ─"));
	assert_int_equal(count_of(text_string(&text), "●"), 2);
}

static void test_no_level_where_undefined(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {{MONDAY, 50, 2}, {MONDAY + 1, 50, 1}};
	double levels[] = {NAN, 10};
	struct chart chart = chart_of(days, 2, MONDAY, MONDAY + 55);
	char line[1024];

	chart.levels = levels;
	chart_draw(&chart, &text);
	line_of(&text, 11, line, sizeof line);
	assert_non_null(strstr(line, "│ ─"));
	assert_int_equal(count_of(line, "─"), 1);
}

/* Beneath day and level: the band over its rows, the baseline over all columns that are free. */
static void test_band_and_baseline(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {{MONDAY, 90, 2}, {MONDAY + 1, 50, 1}};
	double levels[] = {50, NAN}, lows[] = {33, NAN}, highs[] = {67, NAN};
	struct chart chart = chart_of(days, 2, MONDAY, MONDAY + 55);
	char line[1024];

	chart.levels = levels;
	chart.lows = lows;
	chart.highs = highs;
	chart.baseline = 33;
	chart.has_baseline = true;
	chart_draw(&chart, &text);
	for (int i = 4; i <= 8; i++) { /* 67 to 33 */
		line_of(&text, i, line, sizeof line);
		assert_non_null(strstr(line, i == 6 ? "┤─●" : i == 8 ? "│░┄┄┄" : "│░"));
	}
	line_of(&text, 8, line, sizeof line);
	assert_int_equal(count_of(line, "┄"), 55);
	assert_int_equal(count_of(text_string(&text), "░"), 4);
}

static void test_marks_beneath(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0}, narrow = {0};
	struct day_mean day = {MONDAY, 50, 2};
	struct chart_mark marks[] = {{MONDAY - 1, 4, 4}, {MONDAY, 3, 4},     {MONDAY + 1, 2, 4},
				     {MONDAY + 2, 0, 0}, {MONDAY + 4, 4, 4}, {MONDAY + 90, 1, 4}};
	struct chart chart = chart_of(&day, 1, MONDAY, MONDAY + 55);
	char line[1024];

	chart.marks_label = "Breaks";
	chart.marks = marks;
	chart.mark_count = 6;
	chart_draw(&chart, &text);
	line_of(&text, CHART_ROWS + 2, line, sizeof line);
	assert_string_equal(line, "Breaks      +-  +");
	chart.last = MONDAY + 200; /* days that share a column are counted together: 5 of 8, then 4 of 4 */
	chart_draw(&chart, &narrow);
	line_of(&narrow, CHART_ROWS + 2, line, sizeof line);
	assert_memory_equal(line, "Breaks      -+", strlen("Breaks      -+"));
	assert_fits(&narrow, 80);
}

static void test_days_outside_stay_out(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[] = {{MONDAY - 1, 50, 2}, {MONDAY + 3, 50, 1}, {MONDAY + 28, 50, 1}};
	struct chart chart = chart_of(days, 3, MONDAY, MONDAY + 27);

	chart_draw(&chart, &text);
	assert_int_equal(count_of(text_string(&text), "●"), 1);
}

static void test_long_spans_share_columns(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean days[400] = {0};
	struct chart chart = chart_of(days, 400, MONDAY, MONDAY + 399);

	for (int i = 0; i < 400; i++)
		days[i] = (struct day_mean){.date = MONDAY + i, .mean = i % 2 ? 100 : 0, .n = 1};
	assert_int_equal(chart_draw(&chart, &text), 6);
	assert_fits(&text, 80);
	assert_int_equal(count_of(text_string(&text), "●"), 67);
	/* Each tick has its date, but perhaps the last. */
	int dates = count_of(text_string(&text), "2026") + count_of(text_string(&text), "2027");
	int ticks = count_of(text_string(&text), "┬");
	assert_true(dates > 3 && (dates == ticks || dates == ticks - 1));
}

static void test_every_span_and_width_fits(void **state)
{
	(void)state;
	struct day_mean days[800] = {0};
	static const char *const wide[] = {"完全没有", "有一点", "非常多"};

	for (int i = 0; i < 800; i++)
		days[i] = (struct day_mean){.date = MONDAY + i, .mean = i % 101, .n = 1};
	for (int columns = 30; columns <= 80; columns += 10) {
		for (int span = 1; span <= 800; span += span < 100 ? 1 : 53) {
			_cleanup_(text_clear) struct text text = {0};
			struct chart chart = chart_of(days, (size_t)span, MONDAY, MONDAY + span - 1);
			memcpy(chart.labels, span % 2 ? wide : steps, sizeof wide);
			chart.columns = columns;
			chart_draw(&chart, &text);
			assert_fits(&text, columns);
			assert_int_equal(count_of(text_string(&text), "\n"), CHART_ROWS + 2);
		}
	}
}

/* Each date stands under the tick of its Monday. */
static void test_dates_stand_under_their_mondays(void **state)
{
	(void)state;
	_cleanup_(text_clear) struct text text = {0};
	struct day_mean day = {.date = MONDAY + 7, .mean = 0, .n = 1};
	struct chart chart = chart_of(&day, 1, MONDAY - 3, MONDAY + 52);
	char axis[1024], dates[1024], bottom[1024];

	chart_draw(&chart, &text);
	line_of(&text, CHART_ROWS - 1, bottom, sizeof bottom);
	line_of(&text, CHART_ROWS, axis, sizeof axis);
	line_of(&text, CHART_ROWS + 1, dates, sizeof dates);
	*strstr(axis, "┬") = '\0';
	*strstr(dates, "2 Mar") = '\0';
	assert_int_equal(text_columns(axis), text_columns(dates));
	*strstr(bottom, "●") = '\0';
	assert_int_equal(text_columns(bottom), text_columns(axis) + 7);
}

static void test_bars(void **state)
{
	(void)state;
	static const struct {
		struct share share;
		const char *bar;
	} cases[] = {
		{{0.5, 0.2, 0.8}, "██▓▓▓░░░  "}, {{0, 0, 0.3}, "░░░       "},     {{1, 1, 1}, "██████████"},
		{{NAN, NAN, NAN}, "          "}, {{0.04, 0, 0.04}, "          "},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		_cleanup_(text_clear) struct text text = {0};
		chart_share(&text, cases[i].share, 10);
		assert_string_equal(text_string(&text), cases[i].bar);
	}
	_cleanup_(text_clear) struct text bar = {0};
	chart_bar(&bar, 30, 10);
	assert_string_equal(text_string(&bar), "███       ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_labels_stand_at_their_values),
		cmocka_unit_test(test_gaps_are_gaps),
		cmocka_unit_test(test_no_level_where_undefined),
		cmocka_unit_test(test_band_and_baseline),
		cmocka_unit_test(test_marks_beneath),
		cmocka_unit_test(test_days_outside_stay_out),
		cmocka_unit_test(test_long_spans_share_columns),
		cmocka_unit_test(test_every_span_and_width_fits),
		cmocka_unit_test(test_dates_stand_under_their_mondays),
		cmocka_unit_test(test_bars),
	};

	return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}
