/* One event of the file, its values read: when it is, how it repeats, what it is. */
#ifndef DAEMON_CALENDAR_EVENT_H
#define DAEMON_CALENDAR_EVENT_H

#include <libical/ical.h>

#include "place.h"
#include "words.h"

struct moment {
	struct civil civil;
	const struct place *place;
};

/* One date or time of RDATE, with a length of its own where it is a period. */
struct added {
	struct moment at;
	bool period;
	int64_t length_s;
};

struct event {
	uint64_t uid; /* a hash of it */
	bool shift, busy;
	struct moment start;
	/* From an occurrence's local start to its end: @nominal_s by the clock on the wall, @exact_s by the stopwatch. */
	int64_t nominal_s, exact_s;
	bool moved; /* RECURRENCE-ID: stands for the occurrence that was to be at @instead_of */
	struct moment instead_of;
	bool repeats;
	struct icalrecurrencetype rule; /* without its UNTIL */
	int64_t until_s;                /* INT64_MAX = for ever */
	struct added *added;
	struct moment *left_out; /* EXDATE */
	size_t added_count, left_out_count;
};

/* CALENDAR_FINE, or why it cannot be understood. @ret is to be cleared in either case. */
enum calendar_fault event_read(const struct ics_block *block, struct places *places, const struct words *words,
			       struct event *ret);
void event_clear(struct event *event);

#endif
