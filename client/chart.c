#include <assert.h>
#include <math.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "chart.h"
#include "words.h"

#define PLOT_MAX 200
#define LABEL_MOST 22
#define DAY_WIDEST 4 /* columns that a day gets in a short chart */

enum mark { NOTHING, BASELINE, BAND, LEVEL, DAY };
static const char *const marks[] = {" ", "┄", "░", "─", "●"};

struct plot {
	int label_width, width; /* columns */
	int days_per_column, columns_per_day;
	uint8_t cells[CHART_ROWS][PLOT_MAX];
};

static int column_of(const struct plot *plot, const struct chart *chart, int32_t date)
{
	int column = (date - chart->first) / plot->days_per_column * plot->columns_per_day + plot->columns_per_day / 2;

	return column < plot->width ? column : plot->width - 1;
}

static int row_of(double value)
{
	double at = value < 0 ? 0 : value > 100 ? 100 : value;

	return (int)floor(at / 100 * (CHART_ROWS - 1) + 0.5);
}

static void measure(struct plot *plot, const struct chart *chart)
{
	int span = chart->last - chart->first + 1, most;

	for (int i = 0; i < chart->label_count; i++) {
		int columns = text_columns(chart->labels[i]);
		plot->label_width = columns > plot->label_width ? columns : plot->label_width;
	}
	if (chart->marks_label && text_columns(chart->marks_label) > plot->label_width)
		plot->label_width = text_columns(chart->marks_label);
	if (plot->label_width > LABEL_MOST)
		plot->label_width = LABEL_MOST;
	most = chart->columns - plot->label_width - 2;
	if (most > PLOT_MAX)
		most = PLOT_MAX;
	plot->days_per_column = (span + most - 1) / most;
	plot->columns_per_day = plot->days_per_column > 1 ? 1 : most / span;
	if (plot->columns_per_day > DAY_WIDEST)
		plot->columns_per_day = DAY_WIDEST;
	plot->width = (span + plot->days_per_column - 1) / plot->days_per_column * plot->columns_per_day;
}

static void place_at(struct plot *plot, int row, int column, enum mark mark)
{
	uint8_t *cell = &plot->cells[row][column];

	if (mark > *cell)
		*cell = (uint8_t)mark;
}

static void place_level(struct plot *plot, const struct chart *chart, size_t day, int column)
{
	int from = column - plot->columns_per_day / 2;
	bool band = chart->lows && chart->highs && !isnan(chart->lows[day]) && !isnan(chart->highs[day]);

	if (!chart->levels || isnan(chart->levels[day]))
		return;
	for (int c = from; c < from + plot->columns_per_day && c < plot->width; c++) {
		for (int row = band ? row_of(chart->lows[day]) : 1; band && row <= row_of(chart->highs[day]); row++)
			place_at(plot, row, c, BAND);
		place_at(plot, row_of(chart->levels[day]), c, LEVEL);
	}
}

/* Days that share a column are shown by their mean; a level by its last day. */
static void fill(struct plot *plot, const struct chart *chart)
{
	for (int column = 0; chart->has_baseline && column < plot->width; column++)
		place_at(plot, row_of(chart->baseline), column, BASELINE);
	for (size_t i = 0, next; i < chart->count; i = next) {
		next = i + 1;
		if (chart->days[i].date < chart->first || chart->days[i].date > chart->last)
			continue;
		int column = column_of(plot, chart, chart->days[i].date);
		double sum = chart->days[i].mean;
		for (; next < chart->count && chart->days[next].date <= chart->last &&
		       column_of(plot, chart, chart->days[next].date) == column;
		     next++)
			sum += chart->days[next].mean;
		place_at(plot, row_of(sum / (double)(next - i)), column, DAY);
		place_level(plot, chart, next - 1, column);
	}
}

static void draw_row(const struct plot *plot, const struct chart *chart, int row, struct text *ret)
{
	int between = (CHART_ROWS - 1) / (chart->label_count - 1);
	bool labelled = row % between == 0;
	int end = plot->width;

	text_append_fitted(ret, labelled ? chart->labels[row / between] : "", plot->label_width);
	text_append(ret, labelled ? " ┤" : " │");
	while (end > 0 && plot->cells[row][end - 1] == NOTHING)
		end--;
	for (int column = 0; column < end; column++)
		text_append(ret, marks[plot->cells[row][column]]);
	text_append_char(ret, '\n');
}

#define DATE_GAP 2

#define LONG_DAYS 300 /* from here a day and a month alone could be of several years */

static void date_words(const struct chart *chart, int32_t date, struct text *ret)
{
	if (chart->last - chart->first >= LONG_DAYS)
		words_month(ret, date);
	else
		words_short_day(ret, date);
}

/* How many weeks from one date beneath the axis to the next, so that each has room. */
static int weeks_a_date(const struct plot *plot, const struct chart *chart)
{
	int widest = 0, weeks = 1;

	for (int32_t date = chart->first; date <= chart->last; date += 7) {
		_cleanup_(text_clear) struct text label = {0};
		date_words(chart, date, &label);
		int columns = text_columns(text_string(&label));
		widest = columns > widest ? columns : widest;
	}
	while (weeks * 7 * plot->columns_per_day / plot->days_per_column < widest + DATE_GAP)
		weeks++;
	return weeks;
}

static void draw_date(const struct plot *plot, const struct chart *chart, struct text *dates, int column, int32_t date)
{
	_cleanup_(text_clear) struct text label = {0};

	date_words(chart, date, &label);
	if (column + text_columns(text_string(&label)) > plot->width)
		return;
	text_append_repeat(dates, " ", (size_t)(column - text_columns(text_string(dates))));
	text_append(dates, text_string(&label));
}

/* The axis with a tick at each Monday, and a date beneath those that have room for one. */
static void draw_axis(const struct plot *plot, const struct chart *chart, struct text *ret)
{
	_cleanup_(text_clear) struct text ticks = {0};
	_cleanup_(text_clear) struct text dates = {0};
	int tick_end = 0, weeks = weeks_a_date(plot, chart), week = 0;
	int32_t monday = chart->first + (8 - date_weekday(chart->first)) % 7;

	for (; monday <= chart->last; monday += 7, week++) {
		int column = column_of(plot, chart, monday);
		if (week % weeks == 0)
			draw_date(plot, chart, &dates, column, monday);
		if (column < tick_end || (plot->days_per_column > 1 && week % weeks))
			continue;
		text_append_repeat(&ticks, "─", (size_t)(column - tick_end));
		text_append(&ticks, "┬");
		tick_end = column + 1;
	}
	text_append_repeat(&ticks, "─", (size_t)(plot->width - tick_end));
	text_append_repeat(ret, " ", (size_t)plot->label_width);
	text_appendf(ret, " └%s\n", text_string(&ticks));
	text_append_repeat(ret, " ", (size_t)plot->label_width + 2);
	text_appendf(ret, "%s\n", text_string(&dates));
}

/* Days that share a column are counted together. */
static void draw_marks(const struct plot *plot, const struct chart *chart, struct text *ret)
{
	_cleanup_(text_clear) struct text line = {0};
	int end = 0;

	for (size_t i = 0, next; i < chart->mark_count; i = next) {
		int part = 0, whole = 0, column = 0;
		for (next = i; next < chart->mark_count; next++) {
			bool outside = chart->marks[next].date < chart->first || chart->marks[next].date > chart->last;
			int at = outside ? -1 : column_of(plot, chart, chart->marks[next].date);
			if (next > i && at != column)
				break;
			column = at;
			part += chart->marks[next].part;
			whole += chart->marks[next].whole;
		}
		if (column < 0 || whole == 0)
			continue;
		text_append_repeat(&line, " ", (size_t)(column - end));
		text_append(&line, 4 * part >= 3 * whole ? CHART_MOST : CHART_FEW);
		end = column + 1;
	}
	text_append_fitted(ret, chart->marks_label, plot->label_width);
	text_appendf(ret, "  %s\n", text_string(&line));
}

int chart_draw(const struct chart *chart, struct text *ret)
{
	struct plot plot = {0};

	assert(chart->columns >= 30 && chart->last >= chart->first && chart->label_count >= 2);
	measure(&plot, chart);
	fill(&plot, chart);
	for (int row = CHART_ROWS - 1; row >= 0; row--)
		draw_row(&plot, chart, row, ret);
	draw_axis(&plot, chart, ret);
	if (chart->marks_label)
		draw_marks(&plot, chart, ret);
	return plot.days_per_column;
}

static int blocks(double share, int columns)
{
	double at = isnan(share) || share < 0 ? 0 : share > 1 ? 1 : share;

	return (int)floor(at * columns + 0.5);
}

void chart_bar(struct text *ret, double value, int columns)
{
	int full = blocks(value / 100, columns);

	text_append_repeat(ret, "█", (size_t)full);
	text_append_repeat(ret, " ", (size_t)(columns - full));
}

void chart_share(struct text *ret, struct share share, int columns)
{
	int low = blocks(share.low, columns), value = blocks(share.value, columns), high = blocks(share.high, columns);

	value = value < low ? low : value;
	high = high < value ? value : high;
	text_append_repeat(ret, "█", (size_t)low);
	text_append_repeat(ret, "▓", (size_t)(value - low));
	text_append_repeat(ret, "░", (size_t)(high - value));
	text_append_repeat(ret, " ", (size_t)(columns - high));
}
