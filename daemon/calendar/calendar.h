/*
 * evenkeel-calendar: one iCalendar file (RFC 5545) into the lines of <evenkeel/calendar.h>, and no more.
 *
 * What is a shift? An event whose SUMMARY or one of its CATEGORIES has one of the words of hours.calendar-shift in it, upper and
 * lower case alike ("Late shift", "Frühschicht", "早班"); "all" makes a shift of every event. Everything else during which the
 * person is not free (TRANSP is not TRANSPARENT) is a busy time. Words, not TRANSP, tell a shift: a roster's export and a meeting are
 * both OPAQUE, which is TRANSP's default, and people name their events but never see TRANSP.
 *
 * The file is read line by line and only the properties named in ics.c are looked at; libical parses values, expands rules and
 * works out the file's own time zones. An event that cannot be understood is left out and counted, the rest is used; a file that is
 * none, or is cut off, is refused whole. All is bounded: the file's size, steps of rules, memory, processor time.
 */
#ifndef DAEMON_CALENDAR_CALENDAR_H
#define DAEMON_CALENDAR_CALENDAR_H

#include <stdint.h>
#include <stdio.h>

#include <evenkeel/calendar.h>

struct job {
	const char *shift_words; /* by comma; "all"; "" = none */
	const char *zone;        /* for times without one; NULL = the system's */
	int64_t from_s, to_s;    /* shifts */
	int64_t busy_from_s;     /* busy times, up to to_s */
};

/* Read all of @file, which can be rewound. Faults go into @ret. */
void calendar_work_out(FILE *file, const struct job *job, struct calendar *ret);

#endif
