/*
 * Charts made of text: a line of days with gaps as gaps, and bars. Nothing is drawn where nothing was answered, and nothing
 * depends on colour. Pure: values in, text out; each line fits the columns given.
 */
#ifndef CLIENT_CHART_H
#define CLIENT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/text.h>
#include <evenkeel/trend.h>

#define CHART_LABELS_MAX 5
#define CHART_ROWS 13 /* divides evenly between 3 and between 5 labels */

struct chart {
	const struct day_mean *days; /* ascending; 0 ... 100 */
	const double *levels;        /* as many: the level as of each day, NAN = not shown; or NULL */
	const double *lows, *highs;  /* its band, NAN where there is none; or NULL */
	size_t count;
	double baseline; /* a line across, where @has_baseline */
	bool has_baseline;
	int32_t first, last;                  /* dates at the left and right end */
	int label_count;                      /* 2 ... CHART_LABELS_MAX */
	const char *labels[CHART_LABELS_MAX]; /* lowest first */
	int columns;                          /* of the whole chart, at least 30 */
	/* A row of marks beneath the dates, under its own label; NULL = none. */
	const char *marks_label;
	const struct chart_mark *marks; /* ascending */
	size_t mark_count;
};
/* A day's part of something, 0 ... whole; whole = 0 draws nothing. */
struct chart_mark {
	int32_t date;
	int part, whole;
};
/* Draws lines ending in newlines; returns how many days one column stands for (1 where a day has a column or more). */
int chart_draw(const struct chart *chart, struct text *ret);

/* What the marks look like: three quarters and more, and less. */
#define CHART_MOST "+"
#define CHART_FEW "-"

/* A bar of @columns for 0 ... 100: full blocks for @value. */
void chart_bar(struct text *ret, double value, int columns);
/* A bar for a share 0 ... 1 with its interval: dark up to low, middle to value, light to high. */
void chart_share(struct text *ret, struct share share, int columns);

#endif
