/* The week's stress from window to window, as SVG. Each point has its number beside it: nothing depends on colour. */
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "overview_chart.h"
#include "words.h"

/* In units of the picture, which the browser scales. */
#define WIDTH 720.0
#define TOP 24.0
#define HEIGHT 150.0 /* from the highest step down to the lowest */
#define DATES 196.0
#define STEPS_MOST 4.0
#define COLUMN 7.6
#define LABEL_LEAST 60.0
#define WHISKER 5.0

static double at_y(double steps)
{
	double within = steps < 0 ? 0 : steps > STEPS_MOST ? STEPS_MOST : steps;

	return TOP + HEIGHT * (1 - within / STEPS_MOST);
}

static double label_room(enum catalogue_language language)
{
	double room = LABEL_LEAST;

	for (unsigned step = 0; step < CELL_STRESS_COUNT; step++) {
		double columns = 12 + COLUMN * text_columns(overview_label(step, language));
		room = columns > room ? columns : room;
	}
	return room;
}

static void scale(struct text *ret, double left, enum catalogue_language language)
{
	for (unsigned step = 0; step < CELL_STRESS_COUNT; step++) {
		html_write(ret, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", left, at_y(step), WIDTH);
		html_write(ret, "<text class=\"end\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", left - 8, at_y(step) + 4,
			   overview_label(step, language));
	}
}

/* The mean with the noise on both sides; where it is withheld, the reason in its place. */
static void point(struct text *ret, const struct release_mean *mean, double x)
{
	double value = mean->tenths / 10.0, margin = mean->margin_tenths / 10.0;

	if (mean->reason != RELEASE_SHOWN) {
		html_write(ret, "<text class=\"quiet middle\" x=\"%.1f\" y=\"%.1f\">–</text>", x, at_y(2) + 4);
		return;
	}
	html_write(ret, "<path class=\"axis\" d=\"M%.1f %.1fh%.1f\"/>", x - WHISKER, at_y(value + margin), 2 * WHISKER);
	html_write(ret, "<path class=\"axis\" d=\"M%.1f %.1fV%.1f\"/>", x, at_y(value + margin), at_y(value - margin));
	html_write(ret, "<path class=\"axis\" d=\"M%.1f %.1fh%.1f\"/>", x - WHISKER, at_y(value - margin), 2 * WHISKER);
	html_write(ret, "<circle class=\"day\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", x, at_y(value));
	html_write(ret, "<text class=\"middle\" x=\"%.1f\" y=\"%.1f\">%.1f</text>\n", x, at_y(value + margin) - 5,
		   value);
}

/* A line between neighbours that are both told. */
static void line(struct text *ret, const struct overview_team *team, double left, double room)
{
	for (size_t i = 1; i < team->count; i++) {
		const struct release_mean *before = &team->windows[i - 1].figures.stress,
					  *mean = &team->windows[i].figures.stress;
		if (before->reason != RELEASE_SHOWN || mean->reason != RELEASE_SHOWN)
			continue;
		html_write(ret, "<path class=\"level\" d=\"M%.1f %.1fL%.1f %.1f\"/>", left + room * (i - 0.5),
			   at_y(before->tenths / 10.0), left + room * (i + 0.5), at_y(mean->tenths / 10.0));
	}
}

/* Beneath each window, or each second, third ... as there is room. */
static void dates(struct text *ret, const struct overview_team *team, double left, double room)
{
	int widest = 0;

	for (size_t i = 0; i < team->count; i++) {
		_cleanup_(text_clear) struct text day = {0};
		words_short_day(&day, overview_from(&team->windows[i].figures));
		int columns = text_columns(text_string(&day));
		widest = columns > widest ? columns : widest;
	}
	size_t stride = 1 + (size_t)(COLUMN * (widest + 1) / room);
	for (size_t i = (team->count - 1) % stride; i < team->count; i += stride) {
		_cleanup_(text_clear) struct text day = {0};
		words_short_day(&day, overview_from(&team->windows[i].figures));
		html_write(ret, "<text class=\"quiet middle\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
			   left + room * ((double)i + 0.5), DATES, text_string(&day));
	}
}

void overview_chart(struct text *ret, const struct overview_team *team, int number, enum catalogue_language language)
{
	double left = label_room(language), room = (WIDTH - left) / (double)team->count;

	html_write(ret, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"windows-%d-title\" ", WIDTH,
		   DATES + 6, number);
	html_write(ret, "aria-describedby=\"windows-%d-words\"><title id=\"windows-%d-title\">%s</title>", number,
		   number, _("Mean stress, window by window"));
	html_write(ret, "<desc id=\"windows-%d-words\">%s</desc>\n", number,
		   _("Each point is a window's mean, its stroke the noise; the table below has the same figures."));
	scale(ret, left, language);
	line(ret, team, left, room);
	for (size_t i = 0; i < team->count; i++)
		point(ret, &team->windows[i].figures.stress, left + room * ((double)i + 0.5));
	dates(ret, team, left, room);
	html_write(ret, "</svg>\n");
}
