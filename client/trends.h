/* What `evenkeel trends` shows, gathered once: the page, the JSON and `week` say the same. The numbers and when they are told: insight.h. */
#ifndef CLIENT_TRENDS_H
#define CLIENT_TRENDS_H

#include <evenkeel/insight.h>

#include <jansson.h>

#include "page.h"
#include "reading.h"

#define TRENDS_DAYS 56         /* shown when nothing else is asked for... */
#define TRENDS_REVIEW_DAYS 182 /* ...of reviews, of which a week has one... */
#define TRENDS_WHEN_DAYS 182   /* ...and of weekdays, hours and breaks, of which each needs several */
#define TRENDS_LABEL 13        /* columns of the rows' labels */

struct trends {
	enum catalogue_language language;
	const struct reading *reading;
	struct insight_series series;
	bool whole; /* the composite of check-ins: what is beside it is there, too */
	int when_days;
	struct insight_when when;
	struct insight_breaks breaks;
};
struct insight_from reading_insight(const struct client *client, const struct reading *reading);

/* @days 0: the usual window. */
void trends_gather(struct trends *ret, const struct client *client, const struct reading *reading, bool review,
		   uint16_t item, int days);
void trends_clear(struct trends *trends);
bool trends_empty(const struct trends *trends); /* there is nothing at all to show */

json_t *trends_json(const struct trends *trends);
void trends_page(const struct trends *trends, struct page *page);

/* The parts of the page. */
void trends_rows(const struct trends *trends, struct page *page);
void trends_chart(const struct trends *trends, struct page *page);
void trends_when(const struct trends *trends, struct page *page);
void trends_when_rows(const struct trends *trends, struct page *page); /* without the map */
void trends_breaks(const struct trends *trends, struct page *page);

/* "around 'Somewhat'": a value of 0 ... 100 against steps in words, lowest first. */
void trends_place(double value, const char *const *steps, int count, struct text *ret);
/* The steps of the form's scale, lowest first; returns how many. */
int trends_steps(const struct trends *trends, const char *ret[static 5]);
/* "58 of 100, around 'Somewhat'". */
void trends_value(const struct trends *trends, double value, struct text *ret);
/* Days of the window: how many, and the first of them. */
size_t trends_count(const struct trends *trends);
const struct day_mean *trends_days(const struct trends *trends);

#endif
