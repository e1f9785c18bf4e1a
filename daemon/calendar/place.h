/*
 * Places: what turns a local date and time of the file into an instant. A TZID that names a zone of the system is that zone, which
 * is kept up to date; another one is the VTIMEZONE that the file has for it. Times without a zone are those of the person's own.
 */
#ifndef DAEMON_CALENDAR_PLACE_H
#define DAEMON_CALENDAR_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/calendar.h>

#include "ics.h"

#define PLACE_NAME_SIZE 128
#define PLACES_MAX 64

/* A date, or a date and a second of its day, as written. */
struct civil {
	int32_t date;
	int32_t second;
	bool whole_day; /* a date alone */
};

struct place;

struct places {
	struct place *items;
	int count;
	int64_t about_s; /* zones are looked up around this */
};
/* The person's own zone is the first place. -1: the system does not know @zone. */
int places_init(struct places *places, const char *zone, int64_t about_s);
void places_clear(struct places *places);
/* The file's own zone. One too many, or one that cannot be understood, is as if it were not there. */
void places_add(struct places *places, const struct ics_block *block);

const struct place *place_local(const struct places *places);
const struct place *place_utc(void);
/* NULL: neither the system nor the file knows it. */
const struct place *place_named(struct places *places, const char *tzid);

int64_t place_wall_s(const struct place *place, struct civil civil);

#endif
