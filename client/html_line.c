#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "html_chart.h"
#include "words.h"

/* In units of the picture, which the browser scales. */
#define WIDTH 720.0
#define TOP 12.0
#define HEIGHT 170.0 /* from 100 down to 0 */
#define DATES 200.0  /* where the dates stand */
#define BREAKS 214.0 /* the top of the breaks' row, and its height */
#define BREAKS_HEIGHT 20.0
#define COLUMN 7.6 /* a terminal column in this size of type, about */
#define LABEL_LEAST 60.0
#define LABEL_MOST 170.0
#define DATE_GAP 14.0
#define LONG_DAYS 300 /* from here a day and a month alone could be of several years */
#define ENOUGH 0.75   /* of the breaks: design/ASSESSMENT.md, section 2 */

struct plot {
	const struct html_line *line;
	double left, day; /* where the first day begins, and how wide each is */
	struct html_dot *dots;
	size_t count;
	int days_a_dot;
};

int html_line_days_a_dot(const struct html_line *line)
{
	return (line->last - line->first) / HTML_LINE_DOTS + 1;
}

struct html_dot *html_line_dots(const struct html_line *line, size_t *ret_count)
{
	struct html_dot *dots = mem_new(line->count + 1, sizeof *dots);
	int days_a_dot = html_line_days_a_dot(line);
	size_t count = 0;

	for (size_t i = 0, next; i < line->count; i = next) {
		if (line->days[i].date < line->first || line->days[i].date > line->last) {
			next = i + 1;
			continue;
		}
		int place = (line->days[i].date - line->first) / days_a_dot;
		struct html_dot dot = {.date = line->first + place * days_a_dot, .level = NAN, .low = NAN, .high = NAN};
		for (next = i; next < line->count && line->days[next].date <= line->last &&
			       (line->days[next].date - line->first) / days_a_dot == place;
		     next++) {
			dot.mean += line->days[next].mean;
			dot.n += line->days[next].n;
		}
		dot.mean /= (double)(next - i);
		if (line->levels) {
			dot.level = line->levels[next - 1];
			dot.low = line->lows[next - 1];
			dot.high = line->highs[next - 1];
		}
		dots[count++] = dot;
	}
	*ret_count = count;
	return dots;
}

static double at_y(double value)
{
	double within = value < 0 ? 0 : value > 100 ? 100 : value;

	return TOP + HEIGHT * (1 - within / 100);
}

/* The left edge of a day's room. */
static double at_x(const struct plot *plot, int32_t date)
{
	return plot->left + plot->day * (date - plot->line->first);
}

static double dot_x(const struct plot *plot, const struct html_dot *dot)
{
	return at_x(plot, dot->date) + plot->day * plot->days_a_dot / 2;
}

static double label_room(const struct html_line *line)
{
	int widest = line->breaks_label && line->break_count ? text_columns(line->breaks_label) : 0;

	for (int i = 0; i < line->step_count; i++) {
		int columns = text_columns(line->steps[i]);
		widest = columns > widest ? columns : widest;
	}
	return fmin(fmax(12 + COLUMN * widest, LABEL_LEAST), LABEL_MOST);
}

static void draw_scale(const struct plot *plot, struct text *ret)
{
	const struct html_line *line = plot->line;

	for (int i = 0; i < line->step_count; i++) {
		double y = at_y(100.0 * i / (line->step_count - 1));
		html_write(ret, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", plot->left, y, WIDTH);
		html_write(ret, "<text class=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", plot->left - 8, y + 4,
			   line->steps[i]);
	}
}

/* Which dots belong together: no day between them is without an answer. Returns the place behind the last of them. */
static size_t run_end(const struct plot *plot, size_t from)
{
	size_t end = from + 1;

	while (end < plot->count && plot->dots[end].date - plot->dots[end - 1].date == plot->days_a_dot &&
	       !isnan(plot->dots[end].level))
		end++;
	return end;
}

/* One edge of the band or the level itself, to the right or back to the left; the first and the last day have their room on both sides. */
static void draw_edge(const struct plot *plot, struct text *ret, size_t from, size_t end, char which, bool back)
{
	double half = plot->day * plot->days_a_dot / 2;

	for (size_t k = 0; k < end - from; k++) {
		size_t i = back ? end - 1 - k : from + k;
		const struct html_dot *dot = &plot->dots[i];
		double value = which == 'l' ? dot->low : which == 'h' ? dot->high : dot->level;
		double x = dot_x(plot, dot), y = at_y(value);
		if (k == 0)
			html_write(ret, back ? "L%.1f %.1f" : "M%.1f %.1f", back ? x + half : x - half, y);
		html_write(ret, "L%.1f %.1f", x, y);
		if (k == end - from - 1)
			html_write(ret, "L%.1f %.1f", back ? x - half : x + half, y);
	}
}

static bool has_band(const struct plot *plot, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (isnan(plot->dots[i].low) || isnan(plot->dots[i].high))
			return false;
	return true;
}

static void draw_levels(const struct plot *plot, struct text *ret, bool bands)
{
	for (size_t i = 0, end; i < plot->count; i = end) {
		end = i + 1;
		if (isnan(plot->dots[i].level))
			continue;
		end = run_end(plot, i);
		if (bands && !has_band(plot, i, end))
			continue;
		html_write(ret, "<path class=\"%s\" d=\"", bands ? "band" : "level");
		draw_edge(plot, ret, i, end, bands ? 'h' : 'v', false);
		if (bands)
			draw_edge(plot, ret, i, end, 'l', true);
		html_write(ret, "%s\"/>\n", bands ? "Z" : "");
	}
}

static void draw_marks(const struct plot *plot, struct text *ret)
{
	const struct html_line *line = plot->line;

	if (!isnan(line->baseline))
		html_write(ret, "<path class=\"usual\" d=\"M%.1f %.1fH%.1f\"/>\n", plot->left, at_y(line->baseline),
			   WIDTH);
	if (line->step > line->first && line->step <= line->last)
		html_write(ret, "<path class=\"step\" d=\"M%.1f %.1fV%.1f\"/>\n", at_x(plot, line->step), TOP,
			   TOP + HEIGHT);
}

static void draw_dots(const struct plot *plot, struct text *ret)
{
	double radius = plot->line->levels ? fmin(fmax(plot->day * plot->days_a_dot / 2.5, 1.6), 4) : 4;

	html_write(ret, "<g class=\"day\">");
	for (size_t i = 0; i < plot->count; i++)
		html_write(ret, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", dot_x(plot, &plot->dots[i]),
			   at_y(plot->dots[i].mean), radius);
	html_write(ret, "</g>\n");
}

static void date_words(const struct html_line *line, int32_t date, struct text *ret)
{
	if (line->last - line->first >= LONG_DAYS)
		words_month(ret, date);
	else
		words_short_day(ret, date);
}

/* A tick at each Monday that has a date, and a date as often as there is room. */
static void draw_axis(const struct plot *plot, struct text *ret)
{
	const struct html_line *line = plot->line;
	double free_from = plot->left - DATE_GAP;

	html_write(ret, "<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", plot->left, TOP + HEIGHT, WIDTH);
	for (int32_t monday = line->first + (8 - date_weekday(line->first)) % 7; monday <= line->last; monday += 7) {
		_cleanup_(text_clear) struct text words = {0};
		double x = at_x(plot, monday);
		date_words(line, monday, &words);
		double width = COLUMN * text_columns(text_string(&words));
		if (x < free_from + DATE_GAP || x + width > WIDTH)
			continue;
		html_write(ret, "<path class=\"axis\" d=\"M%.1f %.1fv5\"/>", x, TOP + HEIGHT);
		html_write(ret, "<text class=\"quiet\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, DATES,
			   text_string(&words));
		free_from = x + width;
	}
}

/* Beneath the axis: the share of planned breaks that was taken; filled from three quarters on. */
static void draw_breaks(const struct plot *plot, struct text *ret)
{
	const struct html_line *line = plot->line;
	double width = fmin(fmax(plot->day * 0.6, 0.8), 8);

	html_write(ret, "<text class=\"quiet end\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", plot->left - 8,
		   BREAKS + BREAKS_HEIGHT - 5, line->breaks_label);
	for (size_t i = 0; i < line->break_count; i++) {
		const struct insight_break_day *day = &line->breaks[i];
		if (day->planned <= 0 || day->date < line->first || day->date > line->last)
			continue;
		double share = fmin((double)day->taken / day->planned, 1), height = fmax(BREAKS_HEIGHT * share, 1.5);
		html_write(ret, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
			   share >= ENOUGH ? "taken" : "missed", at_x(plot, day->date) + (plot->day - width) / 2,
			   BREAKS + BREAKS_HEIGHT - height, width, height);
	}
	html_write(ret, "\n");
}

void html_line_draw(struct text *ret, const struct html_line *line)
{
	struct plot plot = {.line = line, .days_a_dot = html_line_days_a_dot(line)};
	bool breaks = line->break_count > 0 && line->breaks_label;

	plot.left = label_room(line);
	plot.day = (WIDTH - plot.left - 4) / (line->last - line->first + 1);
	plot.dots = html_line_dots(line, &plot.count);
	html_write(ret,
		   "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"%s-title\" "
		   "aria-describedby=\"%s-words\">",
		   WIDTH, breaks ? BREAKS + BREAKS_HEIGHT + 4 : DATES + 6, line->name, line->name);
	html_write(ret, "<title id=\"%s-title\">%s</title><desc id=\"%s-words\">%s</desc>\n", line->name, line->title,
		   line->name, line->words);
	draw_scale(&plot, ret);
	draw_levels(&plot, ret, true);
	draw_marks(&plot, ret);
	draw_levels(&plot, ret, false);
	draw_dots(&plot, ret);
	draw_axis(&plot, ret);
	if (breaks)
		draw_breaks(&plot, ret);
	html_write(ret, "</svg>\n");
	free(plot.dots);
}
