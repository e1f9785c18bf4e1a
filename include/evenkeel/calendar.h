/*
 * A calendar as a value: when the person's shifts are and when they are busy, as evenkeel-calendar read it from an iCalendar
 * file. The schedule takes its working hours from it (schedule_hours.c), and the hold `busy` (schedule_hold.c).
 *
 * evenkeel-calendar writes it as lines, whoever started that program reads them back with a struct calendar_reader:
 *
 *   calendar 1                version
 *   covers FROM TO            the shifts that begin from FROM to TO are known: a day between them on which none begins is off
 *   shift FROM TO             intervals in UTC seconds, the end not included; ascending, not overlapping
 *   busy FROM TO
 *   left-out COUNT LINE WHY   so many events could not be understood; the first one's line of the file, and why
 *   failed LINE WHY           nothing could be read; LINE 0 = not of any one line
 *   end                       so that half an output is told from a whole one
 *
 * Never a summary, a place or a name: what is not in these lines does not leave the program. Pure; fuzzed.
 */
#ifndef EVENKEEL_CALENDAR_H
#define EVENKEEL_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/text.h>
#include <evenkeel/zone.h>

#define CALENDAR_SHIFTS_MAX 256
#define CALENDAR_BUSY_MAX 256
#define CALENDAR_DAY_MAX 8     /* shifts of one day; what comes after the last of them is taken as part of it */
#define CALENDAR_LINE_MAX 80   /* bytes of a line with its newline */
#define CALENDAR_BACK_DAYS 36  /* a week's review may be owed for so long */
#define CALENDAR_AHEAD_DAYS 16 /* whoever looks ahead looks a fortnight */

enum calendar_fault {
	CALENDAR_FINE = 0,
	/* nothing could be read */
	CALENDAR_MISSING,   /* no such file */
	CALENDAR_FORBIDDEN, /* no right to read it */
	CALENDAR_NO_FILE,   /* a directory, a pipe */
	CALENDAR_READ,      /* the disk or the network */
	CALENDAR_TOO_LARGE,
	CALENDAR_FOREIGN,  /* not iCalendar */
	CALENDAR_CUT_OFF,  /* ends before its end */
	CALENDAR_NESTING,  /* BEGIN and END do not fit together */
	CALENDAR_TOO_MANY, /* events, or repetitions, or memory */
	CALENDAR_TOO_LONG, /* took too long */
	CALENDAR_CRASHED,  /* evenkeel-calendar ended without an end */
	CALENDAR_NO_PROGRAM,
	/* an event could not be understood */
	CALENDAR_LINE,  /* a line of it */
	CALENDAR_TIME,  /* a time or a date */
	CALENDAR_ZONE,  /* a time zone that neither the file nor the system knows */
	CALENDAR_RULE,  /* how it repeats */
	CALENDAR_OFTEN, /* repeats too often */
	CALENDAR_FAULTS
};

struct calendar_span {
	int64_t from_s, to_s; /* wall */
};

/* All zeros: no calendar. Pointer-free. */
struct calendar {
	enum calendar_fault fault; /* why nothing was read, or why the first of the events left out was */
	int32_t fault_line;        /* 0 = none */
	int32_t left_out;          /* events; 0 with a fault: nothing was read */
	bool covers;
	int64_t covers_from_s, covers_to_s;
	int32_t shift_count, busy_count;
	struct calendar_span shifts[CALENDAR_SHIFTS_MAX], busy[CALENDAR_BUSY_MAX];
};

/* Sort, and make one of those that overlap; how many are left. Those that only touch stay two. */
size_t calendar_merge(struct calendar_span *spans, size_t count);
/* Add one shift or busy time, as a scenario does; a shift widens what is covered. -1: there is no room, or it is no span. */
int calendar_add(struct calendar *calendar, bool busy, struct calendar_span span);

void calendar_encode(const struct calendar *calendar, struct text *ret);
/* Zeros to begin with. */
struct calendar_reader {
	struct calendar calendar;
	bool begun, ended;
};
/* One line without its newline. 0; -1: evenkeel-calendar does not write such a line here. */
int calendar_reader_line(struct calendar_reader *reader, const char *line, size_t length);

/* Is @date one of the days whose shifts the calendar knows? */
bool calendar_covers(const struct calendar *calendar, const struct zone *zone, int32_t date);
/* The shifts that belong to @date: those that begin on it. One longer than a day is cut at midnights. How many. */
int calendar_shifts(const struct calendar *calendar, const struct zone *zone, int32_t date,
		    struct calendar_span ret[static CALENDAR_DAY_MAX]);
/* The end of the busy time that @wall_s lies in; 0 if it lies in none. */
int64_t calendar_busy_end_s(const struct calendar *calendar, int64_t wall_s);
/* The first beginning or end of a busy time after @wall_s; INT64_MAX if none. */
int64_t calendar_busy_boundary_s(const struct calendar *calendar, int64_t wall_s);

/*
 * The line of `evenkeel status` about the calendar of @config: how far its shifts are known, or why nothing could be read, and what
 * holds instead.
 */
struct config;
void calendar_words(const struct config *config, const struct zone *zone, int64_t wall_s, struct text *ret);
/* Is it something that the person would want to mend: not all was read, or today's shifts are not known? */
bool calendar_in_trouble(const struct config *config, const struct zone *zone, int64_t wall_s);

#endif
