/*
 * Days as text: scenario files that play the schedule, and the plan of a day.
 *
 * A scenario (`evenkeel plan --simulate FILE`, tests/scenario/ *.day; the format is design/SCHEDULE.md's) is a
 * list of inputs at seconds; playing it steps the schedule at every input and at every wake in between and
 * gives one line an event. Beside those inputs "shift [DATE] FROM TO" and "meeting [DATE] FROM TO" fill its
 * calendar, from the start or at a second like any input, and hours.calendar may name a file. Nothing here
 * reads a clock or a file: the shell gives the bytes, and zones and calendars come in through functions.
 */
#ifndef EVENKEEL_DAY_H
#define EVENKEEL_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/config.h>
#include <evenkeel/error.h>
#include <evenkeel/schedule.h>
#include <evenkeel/text.h>
#include <evenkeel/zone.h>

/* Look up a zone by name: os.h's zone_probe_named fits. NULL = only UTC is known. */
typedef int (*day_zone_fn)(const char *name, int64_t wall_s, struct zone *ret, struct error *err);

/*
 * Read the calendar that @config names, from @from_s to @to_s, floating times as those of @zone; what goes wrong is @ret's fault.
 * NULL = no files can be read.
 */
typedef void (*day_calendar_fn)(const struct config *config, const struct zone *zone, int64_t from_s, int64_t to_s,
				struct calendar *ret);

#define DAY_WORD_SIZE 16
struct day_line {
	int64_t second; /* since the scenario's start, on the boot clock */
	char event[DAY_WORD_SIZE];
	char what[DAY_WORD_SIZE];
	char detail[DAY_WORD_SIZE]; /* "" = none */
};

/* What happened, in order of time. All zeros is empty. */
struct day_log {
	struct day_line *lines;
	size_t count, capacity;
};
void day_log_clear(struct day_log *log);
/* "SECONDS\tEVENT\tWHAT[\tDETAIL]\n" for each line. */
void day_log_print(const struct day_log *log, struct text *ret);

/* An expect or never line failed, or no line expects an event; @err says which: "FILE:LINE: ...". */
#define DAY_FAILED 1
/*
 * Play the scenario in @content (@file is its name, for messages; @seed that of its random draws). 0: all its
 * lines hold. DAY_FAILED. -1: the file is no scenario, the message begins "FILE:LINE: ". @ret gets what
 * happened in the first two cases.
 */
int day_simulate(const char *file, const char *content, size_t length, uint64_t seed, day_zone_fn zones,
		 day_calendar_fn calendars, struct day_log *ret, struct error *err);

/* What the settings would do on one date for somebody who works through its hours and answers each prompt. */
#define DAY_PLAN_PROMPTS 256
#define DAY_PLAN_CHECKINS 6
#define DAY_PLAN_BUSY 32
struct day_plan {
	int32_t date;
	bool holiday;       /* a day off by hours.holidays or hours.days-off */
	bool day_off;       /* by the latter */
	bool by_calendar;   /* its hours, or that it is off, are the calendar's word */
	int32_t span_count; /* 0 = off */
	struct {
		int64_t from_wall_s, to_wall_s;
	} spans[CALENDAR_DAY_MAX];
	int32_t busy_count; /* by the calendar, in those hours */
	struct calendar_span busy[DAY_PLAN_BUSY];
	int32_t checkin_count;
	struct {
		int64_t from_wall_s, to_wall_s; /* drawn between these two */
		int64_t at_wall_s;              /* by this seed */
	} checkins[DAY_PLAN_CHECKINS];
	int64_t review_wall_s; /* not before; 0 = not on this day */
	int32_t prompt_count;
	struct {
		int64_t at_wall_s;
		enum schedule_what what;
	} prompts[DAY_PLAN_PROMPTS]; /* in order of time; WHAT_DAILY = limit */
};
void day_plan(const struct config *config, const struct zone *zone, int32_t date, uint64_t seed, struct day_plan *ret);
/* The plan in words, a line each, local times. */
void day_plan_print(const struct day_plan *plan, const struct config *config, const struct zone *zone,
		    struct text *ret);

#endif
