/*
 * A map of the week: a row a weekday, a column or more an hour, shaded by how high the values there lie; readable without colour. Pure:
 * values in, text out, each line within the columns given.
 */
#ifndef CLIENT_CHART_HEAT_H
#define CLIENT_CHART_HEAT_H

#include <evenkeel/insight.h>
#include <evenkeel/text.h>

#define CHART_HEAT_LEAST 3  /* answers a cell, before it is shaded */
#define CHART_HEAT_SHADES 4 /* ░ ▒ ▓ █ */

struct chart_heat {
	int first_hour, last_hour;        /* those that have answers: first_hour ... last_hour - 1 */
	int hours;                        /* a cell: 1, 2, 3 or 4 */
	double limits[CHART_HEAT_SHADES]; /* up to where each shade goes; the last is the highest there is */
};
/* False where no cell has CHART_HEAT_LEAST answers. Draws lines ending in newlines, each weekday behind its name. */
bool chart_heat_draw(const struct insight_when *when, const char *const weekdays[static 7], int columns,
		     struct chart_heat *ret_heat, struct text *ret);
extern const char *const chart_heat_shades[CHART_HEAT_SHADES];

#endif
