/*
 * Zones and dates as values. The core never reads zone files: the shell probes the system's zone into a struct zone
 * (zone_probe in os.h), a list of instants and the offset that holds from each on, and passes it in.
 *
 * A day is a count of days since 1970-01-01 (a "date"). Evenkeel's day is a record's own local date minus day.start (04:00),
 * so that a night shift is one day.
 */
#ifndef EVENKEEL_ZONE_H
#define EVENKEEL_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#define ZONE_CHANGES_MAX 64
#define ZONE_NAME_SIZE 48
#define DATE_SIZE 11 /* "2026-03-02" and its NUL */

struct zone_change {
	int64_t from_s;   /* wall seconds from which... */
	int32_t offset_s; /* ...local time is this many seconds ahead of UTC */
};

struct zone {
	char name[ZONE_NAME_SIZE]; /* "Europe/Berlin", for messages; "" if unknown. Never stored. */
	int32_t first_offset_s;    /* before the first change */
	int32_t count;
	struct zone_change changes[ZONE_CHANGES_MAX]; /* ascending */
};

/* UTC, and a zone of one offset. */
struct zone zone_fixed(int32_t offset_s);
bool zone_equal(const struct zone *a, const struct zone *b);

int32_t zone_offset_s(const struct zone *zone, int64_t wall_s);
/* Local date and second of the day at @wall_s. */
int32_t zone_date(const struct zone *zone, int64_t wall_s, int32_t *ret_second);
/* The date of Evenkeel's day: the local date of @wall_s minus @day_start_s. */
int32_t zone_day(const struct zone *zone, int64_t wall_s, int32_t day_start_s);
/*
 * The instant of local @second (may be over 86400 for the next day's hours) on @date. In the hour that a spring change
 * leaves out: the instant of the change. In the hour that an autumn change has twice: the first.
 */
int64_t zone_wall_s(const struct zone *zone, int32_t date, int32_t second);
/* The first change after @wall_s, INT64_MAX if none. */
int64_t zone_next_change_s(const struct zone *zone, int64_t wall_s);

/* Civil dates, proleptic Gregorian (Hinnant 2013, "chrono-compatible low-level date algorithms"). */
int32_t date_from_civil(int year, int month, int day);
void date_to_civil(int32_t date, int *ret_year, int *ret_month, int *ret_day);
int date_weekday(int32_t date); /* 1 Monday to 7 Sunday, ISO 8601 */
void date_format(int32_t date, char ret[static DATE_SIZE]);
int date_parse(const char *string, int32_t *ret_date); /* -1 unless exactly a valid YYYY-MM-DD */

#endif
