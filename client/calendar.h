/* The calendar of the settings, read as the daemon reads it: for what a command works out by itself. */
#ifndef CLIENT_CALENDAR_H
#define CLIENT_CALENDAR_H

#include <evenkeel/day.h>

#include "command.h"

/*
 * Put what hours.calendar says around @wall_s into the settings; a line on stderr when not all of it can be read. A few seconds
 * at most.
 */
void calendar_load(struct client *client, int64_t wall_s);
/* The same for today, and a line also when it leaves today open. */
void calendar_tell(struct client *client);
/* For day_simulate. */
void calendar_of_scenario(const struct config *config, const struct zone *zone, int64_t from_s, int64_t to_s,
			  struct calendar *ret);

#endif
