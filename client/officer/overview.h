/*
 * What an officer sees of teams: each cohort with its windows, and all cohorts of a quarter together. Sums go into overview_gather and no
 * further: what is kept are release_figures' figures, directions and measures, so no page can show more than these. A page is one of the
 * functions below; all of them say the same.
 */
#ifndef CLIENT_OFFICER_OVERVIEW_H
#define CLIENT_OFFICER_OVERVIEW_H

#include <stdio.h>

#include <evenkeel/release.h>

#include <jansson.h>

#include "cohort_label.h"
#include "html.h"
#include "page.h"

enum { OVERVIEW_TASK_HEX = 16, OVERVIEW_WINDOWS = 12 /* a quarter's, weekly */ };

/* A cohort with its windows in order of time, as window_sums gives them; the caller's. */
struct overview_source {
	struct cohort_label label;
	char task[OVERVIEW_TASK_HEX + 1];
	uint64_t quarter;
	unsigned floor, weeks; /* of a window */
	const struct release_window *windows;
	const bool *countersigned; /* as many */
	size_t count;
};

struct overview_window {
	bool countersigned;
	struct release_figures figures;
};

/* A cohort, or several together. */
struct overview_team {
	struct cohort_label label;
	char *name; /* the team's, apart from every other team's here */
	char task[OVERVIEW_TASK_HEX + 1];
	uint64_t quarter;
	unsigned floor, weeks;
	struct overview_window *windows; /* oldest first */
	size_t count;
	size_t newest; /* the newest window of which something is shown; count: there is none */
	enum release_direction trends[RELEASE_ITEMS]; /* that window beside those before it */
	bool measures[RELEASE_MEASURES];
	size_t *parts; /* of several together: places in the overview, by the bits of "missing"; NULL: one cohort */
	size_t part_count;
};

struct overview {
	struct overview_team *teams; /* cohorts first */
	size_t count, cohorts;
};

/*
 * @most: how many of the newest windows are kept of each; directions are told from all of them. @together: also all cohorts of the same
 * quarter, floor and windows as one, where there are two.
 */
void overview_gather(const struct overview_source *sources, size_t count, size_t most, bool together,
		     struct overview *ret);
void overview_clear(struct overview *overview);
/* Was anything of it ever opened? */
bool overview_empty(const struct overview *overview);

/* @today: dates of another year have it with them. */
void overview_page(const struct overview *overview, enum catalogue_language language, int32_t today, struct page *page);
/* One object. What is withheld is null, with its reason. */
json_t *overview_json(const struct overview *overview);
/* A line a figure: cohort,window,item,value,margin,suppressed. */
void overview_csv(const struct overview *overview, FILE *out);
/* The whole document. */
void overview_html(const struct overview *overview, const struct html_context *context, struct text *ret);

#endif
