/* What `evenkeel trends` shows, gathered once: the page and the JSON say the same. */
#ifndef CLIENT_TRENDS_H
#define CLIENT_TRENDS_H

#include <jansson.h>

#include "page.h"
#include "reading.h"

#define TRENDS_DAYS 56         /* shown when nothing else is asked for */
#define TRENDS_ANSWER_DAYS 20  /* a direction is told from so many days with answers... */
#define TRENDS_SPAN_DAYS 28    /* ...over so many days: ASSESSMENT, section 2 */
#define TRENDS_LEVEL_N_EFF 3.0 /* below it: dots only */
#define TRENDS_COMPLIANCE 10   /* prompts from which a share is told */

struct trends {
	const struct client *client;
	const struct reading *reading;
	bool review;
	uint16_t item;        /* 0 = the composite */
	int32_t first, last;  /* the window's dates */
	struct day_mean *all; /* every day there is; the level looks further back than the window */
	double *levels;       /* as of each of them in the window; NAN = not shown */
	size_t all_count;
	const struct day_mean *days; /* those of the window */
	size_t count;
	struct trend_level level;
	struct compliance compliance; /* of the prompts in the window */
	int unasked;                  /* answers in the window that no prompt asked for */
};

json_t *trends_json(const struct trends *trends);
void trends_page(const struct trends *trends, struct page *page);

/* "around 'Somewhat'": a value of 0 ... 100 against steps in words, lowest first. */
void trends_place(double value, const char *const *steps, int count, struct text *ret);
/* The steps of the form's scale, lowest first; returns how many. */
int trends_steps(const struct trends *trends, const char *ret[static 5]);

#endif
