/*
 * A person's weekly reviews: one that was answered in several goes read as one, and this week beside the weeks before. Pure.
 */
#ifndef EVENKEEL_WEEK_H
#define EVENKEEL_WEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/record.h>
#include <evenkeel/trend.h>

/*
 * A review that was interrupted is stored again under its group with what came behind it (and a long one on its way, in case the
 * power goes), and so is an added questionnaire. Join them in place: of one group's same parts the last stays, and what it does not
 * answer comes from those before. A review that is then complete is answered; whether a questionnaire is, its own text says. Returns how many records there are; those behind are wiped. Only for reading: an export keeps
 * all of them.
 */
size_t week_join(struct record *records, size_t count);

#define WEEK_LEAST 3 /* earlier weeks, before anything is compared */
#define WEEK_MOST 8  /* how far back */
enum week_side { WEEK_LESS = -1, WEEK_SAME = 0, WEEK_MORE = 1 };
struct week_beside {
	double now, usual;   /* 0 ... 100; the usual one is the median of the weeks before */
	int weeks;           /* that have a review, within the last WEEK_MOST; one with several counts by their mean */
	enum week_side side; /* more than half a step of the review's five away, so that it is another word */
};
/* @days: one value a review, in order of date. False without one today; side is WEEK_SAME while there are fewer than WEEK_LEAST. */
bool week_beside(const struct day_mean *days, size_t count, int32_t today, struct week_beside *ret);

#endif
