#include "chart_heat.h"

#include <math.h>

#include <evenkeel/mem.h>

const char *const chart_heat_shades[CHART_HEAT_SHADES] = {"░", "▒", "▓", "█"};

#define CELL_LEAST 3 /* columns: an hour in two digits, and a blank */
#define CELL_MOST 6
#define HOURS_MOST 4
#define RANGE_LEAST 10.0 /* points from the lowest to the highest shade's end: less is no pattern */

struct cell {
	int n;
	double mean; /* NAN without answers */
};

static struct cell cell_of(const struct insight_when *when, int weekday, int hour, int hours)
{
	struct cell cell = {0, NAN};
	double sum = 0;

	for (int h = hour; h < hour + hours && h < 24; h++) {
		if (when->cells[weekday][h].n == 0)
			continue;
		cell.n += when->cells[weekday][h].n;
		sum += when->cells[weekday][h].mean * when->cells[weekday][h].n;
	}
	cell.mean = cell.n ? sum / cell.n : NAN;
	return cell;
}

static void find_hours(const struct insight_when *when, struct chart_heat *heat)
{
	heat->first_hour = 24;
	heat->last_hour = 0;
	for (int h = 0; h < 24; h++) {
		int n = 0;
		for (int w = 0; w < 7; w++)
			n += when->cells[w][h].n;
		if (n && h < heat->first_hour)
			heat->first_hour = h;
		if (n)
			heat->last_hour = h + 1;
	}
}

/* How many cells have answers, and how many of them enough. */
static void count_cells(const struct insight_when *when, const struct chart_heat *heat, int hours, int *ret_some,
			int *ret_enough)
{
	*ret_some = *ret_enough = 0;
	for (int w = 0; w < 7; w++) {
		for (int h = heat->first_hour; h < heat->last_hour; h += hours) {
			int n = cell_of(when, w, h, hours).n;
			*ret_some += n > 0;
			*ret_enough += n >= CHART_HEAT_LEAST;
		}
	}
}

/* As fine as most cells have enough behind them. */
static bool choose_hours(const struct insight_when *when, struct chart_heat *heat)
{
	int some = 0, enough = 0;

	for (heat->hours = 1; heat->hours <= HOURS_MOST; heat->hours++) {
		count_cells(when, heat, heat->hours, &some, &enough);
		if (3 * enough >= 2 * some)
			break;
	}
	heat->hours = heat->hours > HOURS_MOST ? HOURS_MOST : heat->hours;
	return enough > 0;
}

/* The shades share the range between the lowest and the highest cell. */
static void choose_limits(const struct insight_when *when, struct chart_heat *heat)
{
	double low = INFINITY, high = -INFINITY;

	for (int w = 0; w < 7; w++) {
		for (int h = heat->first_hour; h < heat->last_hour; h += heat->hours) {
			struct cell cell = cell_of(when, w, h, heat->hours);
			if (cell.n < CHART_HEAT_LEAST)
				continue;
			low = fmin(low, cell.mean);
			high = fmax(high, cell.mean);
		}
	}
	double wider = high - low < RANGE_LEAST ? (RANGE_LEAST - (high - low)) / 2 : 0;
	low -= wider;
	high += wider;
	for (int i = 0; i < CHART_HEAT_SHADES; i++)
		heat->limits[i] = low + (high - low) * (i + 1) / CHART_HEAT_SHADES;
}

static const char *shade_of(const struct chart_heat *heat, struct cell cell)
{
	int shade = 0;

	if (cell.n == 0)
		return " ";
	if (cell.n < CHART_HEAT_LEAST)
		return "·";
	while (shade < CHART_HEAT_SHADES - 1 && cell.mean > heat->limits[shade])
		shade++;
	return chart_heat_shades[shade];
}

static bool has_answers(const struct insight_when *when, int weekday)
{
	return cell_of(when, weekday, 0, 24).n > 0;
}

static int cells_of(const struct chart_heat *heat)
{
	return (heat->last_hour - heat->first_hour + heat->hours - 1) / heat->hours;
}

static void end_line(struct text *line, struct text *ret)
{
	while (line->length > 0 && line->bytes[line->length - 1] == ' ')
		line->bytes[--line->length] = '\0';
	text_appendf(ret, "%s\n", text_string(line));
}

static void draw_hours(const struct chart_heat *heat, int label, int cell, struct text *ret)
{
	_cleanup_(text_clear) struct text line = {0};

	text_append_fitted(&line, "", label);
	for (int h = heat->first_hour; h < heat->last_hour; h += heat->hours)
		text_appendf(&line, " %02d%*s", h, cell - 3, "");
	end_line(&line, ret);
}

static void draw_weekday(const struct insight_when *when, const struct chart_heat *heat, int weekday, int cell,
			 struct text *ret)
{
	_cleanup_(text_clear) struct text line = {0};

	for (int h = heat->first_hour; h < heat->last_hour; h += heat->hours) {
		text_append_char(&line, ' ');
		text_append_repeat(&line, shade_of(heat, cell_of(when, weekday, h, heat->hours)), (size_t)(cell - 1));
	}
	end_line(&line, ret);
}

bool chart_heat_draw(const struct insight_when *when, const char *const weekdays[static 7], int columns,
		     struct chart_heat *ret_heat, struct text *ret)
{
	int label = 0;

	find_hours(when, ret_heat);
	if (ret_heat->last_hour == 0 || !choose_hours(when, ret_heat))
		return false;
	for (int w = 0; w < 7; w++)
		label = text_columns(weekdays[w]) > label ? text_columns(weekdays[w]) : label;
	while (cells_of(ret_heat) * CELL_LEAST > columns - label && ret_heat->hours < HOURS_MOST)
		ret_heat->hours++;
	choose_limits(when, ret_heat);
	int cell = (columns - label) / cells_of(ret_heat);
	cell = cell > CELL_MOST ? CELL_MOST : cell < CELL_LEAST ? CELL_LEAST : cell;
	draw_hours(ret_heat, label, cell, ret);
	for (int w = 0; w < 7; w++) {
		if (!has_answers(when, w))
			continue;
		text_append_fitted(ret, weekdays[w], label);
		draw_weekday(when, ret_heat, w, cell, ret);
	}
	return true;
}
