#include <math.h>

#include "html_chart.h"

#define WIDTH 720.0
#define TOP 22.0 /* where the hours stand */
#define ROW 24.0
#define COLUMN 7.6
#define LEAST 3 /* answers a cell: design/ASSESSMENT.md, section 2 */
#define SHADES 5

bool html_heat_tells(const struct insight_when *when, int weekday, int hour)
{
	return when->cells[weekday][hour].n >= LEAST && !isnan(when->cells[weekday][hour].mean);
}

static double label_room(const struct html_heat *heat)
{
	int widest = 0;

	for (int i = 0; i < 7; i++) {
		int columns = text_columns(heat->weekdays[i]);
		widest = columns > widest ? columns : widest;
	}
	return 14 + COLUMN * widest;
}

/* Its number stands in each cell: the shade says nothing by itself. */
static void draw_cell(const struct html_heat *heat, int weekday, int hour, double x, double width, struct text *ret)
{
	double y = TOP + 6 + ROW * weekday, value = heat->when->cells[weekday][hour].mean;
	double middle_x = x + width / 2, middle_y = y + ROW / 2 + 4;

	if (!html_heat_tells(heat->when, weekday, hour)) {
		if (heat->when->cells[weekday][hour].n > 0)
			html_write(ret, "<text class=\"quiet middle\" x=\"%.1f\" y=\"%.1f\">·</text>", middle_x,
				   middle_y);
		return;
	}
	int shade = (int)(value * SHADES / 100);
	shade = shade < 0 ? 0 : shade >= SHADES ? SHADES - 1 : shade;
	html_write(ret, "<rect class=\"heat-%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", shade, x + 1,
		   y + 1, width - 2, ROW - 2);
	html_write(ret, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%.0f</text>", shade < 3 ? "on" : "deep", middle_x,
		   middle_y, value);
}

void html_heat_draw(struct text *ret, const struct html_heat *heat)
{
	double left = label_room(heat), width = (WIDTH - left) / (heat->last_hour - heat->first_hour + 1);

	html_write(ret,
		   "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"when-title\" "
		   "aria-describedby=\"when-words\">",
		   WIDTH, TOP + 6 + 7 * ROW + 2);
	html_write(ret, "<title id=\"when-title\">%s</title><desc id=\"when-words\">%s</desc>\n", heat->title,
		   heat->words);
	for (int hour = heat->first_hour; hour <= heat->last_hour; hour++)
		html_write(ret, "<text class=\"quiet middle\" x=\"%.1f\" y=\"%.1f\">%d</text>",
			   left + width * (hour - heat->first_hour + 0.5), TOP - 4, hour);
	for (int weekday = 0; weekday < 7; weekday++) {
		html_write(ret, "\n<text class=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>", left - 8,
			   TOP + 6 + ROW * weekday + ROW / 2 + 4, heat->weekdays[weekday]);
		for (int hour = heat->first_hour; hour <= heat->last_hour; hour++)
			draw_cell(heat, weekday, hour, left + width * (hour - heat->first_hour), width, ret);
	}
	html_write(ret, "</svg>\n");
}
