/*
 * What Evenkeel can tell one person from their own records: gathered once, said the same by the terminal's pages, --json, the report
 * and the page in the browser. Pure functions over records, which are in order of time with their reviews joined (week.h).
 * What is shown from how much data: design/ASSESSMENT.md, sections 2 and 3; the numbers: stats.h. Nothing here is a verdict.
 */
#ifndef EVENKEEL_INSIGHT_H
#define EVENKEEL_INSIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/record.h>
#include <evenkeel/stats.h>
#include <evenkeel/trend.h>

#define INSIGHT_ANSWER_DAYS 20  /* a direction is told from so many days with answers... */
#define INSIGHT_SPAN_DAYS 28    /* ...over so many days */
#define INSIGHT_LEVEL_N_EFF 3.0 /* below it: dots only */
#define INSIGHT_COMPLIANCE 10   /* prompts from which a share is told */

struct insight_from { /* what all of it is computed from */
	const struct record *records;
	size_t count;
	int32_t day_start_s;
	int32_t today; /* Evenkeel's day */
	int64_t now_ms;
};

enum insight_direction { INSIGHT_TOO_FEW, INSIGHT_NO_CLEAR_CHANGE, INSIGHT_RISING, INSIGHT_FALLING };

/* A series of days and what can be said of it: the composite (item 0), one item, of check-ins or of reviews. */
struct insight_series {
	bool review;
	uint16_t item;        /* catalogue id; 0 = the composite */
	int32_t first, last;  /* the window's dates */
	struct day_mean *all; /* the window's days and those of the year before it; the level looks further back */
	double *levels, *lows, *highs; /* the level as of each of all, with its 95 % band; NAN = not shown */
	size_t all_count, from;        /* the window's days are all[from] ... all[all_count-1] */
	struct trend_level level;      /* as of the newest day; told from INSIGHT_LEVEL_N_EFF */
	double level_low,
		level_high; /* its 95 % band: Student's t, n_eff - 1 degrees of freedom, the trend's guard; NAN = not told */
	double baseline; /* the person's own usual: median of the days before the last 28, from 20 of them; NAN = not told */

	enum insight_direction direction;
	int answer_days, span_days;
	struct stats_trend trend; /* of the window; defined below INSIGHT_ANSWER_DAYS too, but not to be told */
	double detectable; /* a change over span_days that would have shown about half the time: points; NAN with too few */
	bool step_found;   /* to be told instead of the direction; only where a step fits the days better than a line */
	int32_t step_date; /* the first day after it, when found */
	struct stats_step step;

	struct compliance compliance; /* of the prompts in the window */
	int unasked;                  /* answers in the window that no prompt asked for */
};
/* @days back from today. Free with insight_series_clear. */
void insight_series(const struct insight_from *from, bool review, uint16_t item, int days, struct insight_series *ret);
void insight_series_clear(struct insight_series *series);

/*
 * When in the week and the day strain is felt: days by their weekday, check-ins by their hour; from four weeks and three a cell. A cell
 * with fewer takes no part: its n is told, the rest is NAN.
 */
struct insight_when {
	bool enough;   /* four weeks, and two weekdays or two hours to compare */
	int span_days; /* from the first answer of the window to the last */
	struct stats_groups weekdays;
	struct stats_cell weekday[7]; /* Monday first */
	struct stats_groups hours;
	struct stats_cell hour[24];
	double overall;
	struct {
		int n;
		double mean; /* NAN without answers */
	} cells[7][24];      /* for the heat map: local hour of the answer */
};
void insight_when(const struct insight_from *from, int days, struct insight_when *ret);

/* Strain on days with at least three quarters of the breaks taken, beside the others. */
struct insight_breaks {
	int days_with, days_without;        /* days that have a value and planned breaks */
	bool enough;                        /* ten each */
	struct stats_difference difference; /* with minus without; NAN where not enough */
	struct insight_break_day {
		int32_t date;
		int planned, taken;
	} * days; /* of the window, for the marks beneath a chart */
	size_t count;
};
void insight_breaks(const struct insight_from *from, int days, struct insight_breaks *ret);
void insight_breaks_clear(struct insight_breaks *breaks);

/*
 * What is known of a cause and the strain that follows it. Linked: more strain follows than the moment itself explains, with a false
 * discovery rate of INSIGHT_LINK_Q over all causes that have enough answers. Less strain than expected is no link, however sure: then
 * the state is possible and the interval lies below 0.
 */
#define INSIGHT_LINK_PAIRS 60 /* answers with another one on the same or the next day... */
#define INSIGHT_LINK_EACH 8   /* ...and so many that named it, and that did not */
#define INSIGHT_LINK_Q 0.10
enum insight_link { INSIGHT_LINK_WAITING, INSIGHT_LINK_POSSIBLE, INSIGHT_LINKED };
struct insight_cause {
	uint16_t cause;
	int named, asked;
	double n_eff;
	struct share share;       /* Wilson 90 % */
	int draining, energising; /* of the check-ins that named it and told */
	enum insight_link state;
	int needed; /* while waiting: about so many more check-ins, at the pace so far; 0 = cannot be told, it is hardly named */
	struct stats_link
		link; /* in points of stress, 0 ... 100; its counts are there while waiting, the rest is not to be told then */
	double q; /* NAN while waiting */
};
/* All causes, ranked as cause_rank does. */
void insight_causes(const struct insight_from *from, struct insight_cause ret[static ID_CAUSE_COUNT]);

/* Beside the causes, from weekly reviews: which impacts are up, and what one does about strain. */
struct insight_impact {
	uint16_t impact;
	int reviews; /* that answered it, of the last twelve weeks */
	double recent,
		usual; /* 0 ... 100: the last four weeks' mean; the median of the eight before, NAN with fewer than three */
	bool up; /* recent is more than half a step above usual, or "often" and more where there is no usual yet */
};
struct insight_responses {
	int effective, futile; /* reviews of the last 12 weeks that named one */
	struct share share;    /* effective of both, Wilson 90 %; NAN below four */
	uint16_t recurring;    /* the futile response named most, at least twice, the newest of equals; 0 = none */
	int recurring_count;
};
void insight_impacts(const struct insight_from *from, struct insight_impact ret[static ID_IMPACT_COUNT]);
void insight_responses(const struct insight_from *from, struct insight_responses *ret);

#endif
