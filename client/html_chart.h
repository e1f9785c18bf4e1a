/*
 * Pictures of a page, as SVG: a line of days with gaps as gaps, a heat map of the week, a bar with its interval. Each has its role, a title
 * and words of its own. Pure: values in, markup out; what is NAN is not drawn.
 */
#ifndef CLIENT_HTML_CHART_H
#define CLIENT_HTML_CHART_H

#include <evenkeel/insight.h>

#include "html.h"

#define HTML_STEPS_MAX 5
#define HTML_LINE_DOTS 420 /* of more days several share a dot */

struct html_line {
	const char *name;          /* of its kind only one on a page: ids begin with it */
	const char *title, *words; /* what a screen reader says */
	const struct day_mean *days;
	const double *levels, *lows, *highs; /* as many; NULL = not shown */
	size_t count;
	int32_t first, last; /* dates at the left and right end */
	double baseline;     /* NAN = not told */
	int32_t step;        /* the first day after a step; 0 = none */
	const struct insight_break_day *breaks;
	size_t break_count;
	const char *steps[HTML_STEPS_MAX]; /* words of the scale, lowest first */
	int step_count;
	const char *breaks_label;
};

/* Days that share a dot, and what is shown of them: the picture's and the table's. */
struct html_dot {
	int32_t date;            /* the first of @days */
	double mean;             /* of the days' means */
	int n;                   /* answers */
	double level, low, high; /* as of the newest of them; NAN = not shown */
};
int html_line_days_a_dot(const struct html_line *line);
/* An array that the caller frees; how many into *@ret_count. */
struct html_dot *html_line_dots(const struct html_line *line, size_t *ret_count);

void html_line_draw(struct text *ret, const struct html_line *line);

struct html_heat {
	const char *title, *words;
	const struct insight_when *when;
	const char *weekdays[7]; /* Monday first */
	int first_hour, last_hour;
};
/* Are there so many answers in the cell that its mean is told? */
bool html_heat_tells(const struct insight_when *when, int weekday, int hour);
void html_heat_draw(struct text *ret, const struct html_heat *heat);

/* Around a picture with text in it: on a phone it is moved sideways, by finger or by key, before its text becomes too small. */
void html_scroll_begin(struct text *ret, const char *title);
void html_scroll_end(struct text *ret);

/* A share of 0 ... 1 with its interval, to stand in a row of a table. */
void html_bar_draw(struct text *ret, struct share share, const char *words);

#endif
