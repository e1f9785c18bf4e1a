/*
 * What the events come to: shifts and busy times in the window that was asked for, and the first and last shift anywhere, which say
 * how far the file knows them.
 */
#ifndef DAEMON_CALENDAR_SPANS_H
#define DAEMON_CALENDAR_SPANS_H

#include "calendar.h"
#include "event.h"

#define SPANS_MAX 500000

struct span_list {
	struct calendar_span *items;
	size_t count, capacity;
};
struct spans {
	const struct job *job;
	struct span_list shifts, busy;
	bool any_shift;
	int64_t first_shift_s, last_shift_s;
	bool full;
};
void spans_clear(struct spans *spans);
/* One occurrence; what lies outside the window counts for first and last only. */
void spans_add(struct spans *spans, const struct event *event, struct calendar_span span);
/* Merged, sorted, no more than a struct calendar holds. */
void spans_finish(struct spans *spans, struct calendar *ret);

/* Occurrences that another event stands for, by UID and time. */
struct instead {
	uint64_t uid;
	bool by_date;
	int64_t at; /* wall seconds, or the date */
};
struct insteads {
	struct instead *items;
	size_t count, capacity;
};
void insteads_clear(struct insteads *insteads);
void insteads_add(struct insteads *insteads, const struct event *event);
void insteads_sort(struct insteads *insteads);

#define STEPS_MAX 5000000      /* of all rules together */
#define STEPS_EVENT_MAX 200000 /* of one */
#define SPANS_EVENT_MAX 2000   /* of one, in the window */
/* All occurrences of @event. CALENDAR_FINE, CALENDAR_OFTEN (then none of it counts), CALENDAR_TOO_MANY. */
enum calendar_fault expand(const struct event *event, const struct insteads *insteads, struct spans *spans,
			   int64_t *steps);

#endif
