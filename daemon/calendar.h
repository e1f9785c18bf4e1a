/*
 * The calendar's file in the daemon's loop: read by an evenkeel-calendar process each time it changes, at a new day, in a new zone,
 * when the settings are read again, and after an hour, for file systems that do not tell of changes. The loop itself never touches the
 * file, since a look at a dead network's directory may wait for ever. What was read is told when it differs from what was told last; a file that cannot be read
 * is told too, as a calendar with a fault and nothing else.
 */
#ifndef DAEMON_CALENDAR_H
#define DAEMON_CALENDAR_H

#include <evenkeel/calendar_file.h>

struct event_base;
struct calendar_source;

struct calendar_source *calendar_source_new(struct event_base *base,
					    void (*changed)(void *context, const struct calendar *calendar),
					    void *context);
struct calendar_source *calendar_source_free(struct calendar_source *source);
/*
 * The settings, first or again. @wait: read at once, before the loop runs, for two seconds at most: the first step of the schedule
 * decides by the hours what is kept of the time before a restart.
 */
void calendar_source_configure(struct calendar_source *source, const struct config *config, const struct zone *zone,
			       int64_t wall_s, bool wait);
/* Some time has passed: read again at a new day, in a new zone, or after an hour, when the file may have changed and nobody said so. */
void calendar_source_look(struct calendar_source *source, const struct zone *zone, int64_t wall_s);

#endif
