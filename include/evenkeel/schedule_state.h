/*
 * The schedule's state. Only lib/core/schedule*.c look inside.
 *
 * Moments are on the boot clock in milliseconds, 0 = none, unless the name says wall. What is prompted (micro,
 * checkin, rest, review) goes through the same phases, so it is one array of items; breaks add their count of
 * active time, check-ins and the review theirs of offers.
 */
#ifndef EVENKEEL_SCHEDULE_STATE_H
#define EVENKEEL_SCHEDULE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/zone.h>

#define SCHEDULE_ITEMS 4    /* by enum schedule_what */
#define SCHEDULE_SLOTS 6    /* most check-ins of a day */
#define SCHEDULE_DATES 4    /* dates whose slots are remembered, for a clock that is set back */
#define SCHEDULE_PROMPTS 60 /* most prompts that an hour may allow */

enum schedule_phase {
	PHASE_NONE = 0,
	PHASE_WAITING, /* due; wants a new prompt, as the budget allows */
	PHASE_OPEN,    /* on screen */
	PHASE_CHAIN,   /* a check-in's follow-up question is on screen */
	PHASE_TAKING,  /* the break is being taken */
	PHASE_AGAIN,   /* was shown; comes again when wait_active_ms and again_ms are over, outside the budget */
};

struct schedule_item {
	uint8_t phase;    /* enum schedule_phase */
	bool self;        /* the person asked for it: only call, busy, dnd, locked and asleep keep it back */
	bool off_screen;  /* AGAIN: a hold took it from the screen, its life goes on */
	bool retried;     /* could not be shown once */
	uint8_t asks;     /* times shown, for a break */
	uint8_t held;     /* the last hold that kept it back, enum record_held */
	int64_t due_ms;   /* fell due */
	int64_t asked_ms; /* first prompted */
	int64_t shown_wall_ms;
	int64_t until_ms;       /* its life on screen ends */
	int64_t again_ms;       /* AGAIN: not before */
	int64_t wait_active_ms; /* AGAIN: active time still to go */
	/* breaks */
	int64_t active_ms; /* active since the last pause as long as the break, or its last prompt's end */
	int64_t worked_ms; /* the first stretch of activity since the last pause as long as the break began; 0 = none yet */
	int32_t ignored_row; /* prompts ignored in a row */
	int32_t postponed_times;
	int64_t postponed_ms;
	int64_t taking_ms;   /* TAKING: began */
	int64_t returned_ms; /* TAKING: input came back, after half of it */
	bool let_go;         /* TAKING: input stopped at least once */
	/* check-ins and the review */
	int64_t remind_ms;  /* the one reminder; 0 = none, or done */
	bool offered_again; /* Later or closed once already */
	bool answered_late; /* CHAIN: the first answer was late */
	int64_t end_wall_s; /* its slice, or its day's hours, end */
};

/* One drawn check-in. */
struct schedule_slot {
	int64_t at_wall_s;
	int64_t from_wall_s, to_wall_s; /* drawn between these */
	int64_t end_wall_s;             /* its slice ends */
	uint8_t index;                  /* its slice's number */
};

struct schedule_draws {
	int32_t date;
	int32_t count;
	struct schedule_slot slots[SCHEDULE_SLOTS];
};

struct schedule {
	uint64_t seed;
	bool started;
	struct zone zone;
	int64_t boot_ms, wall_ms; /* the last step */
	int64_t planned_ms;       /* the wake that the last step asked for */

	/* activity */
	uint8_t activity;   /* enum schedule_activity in schedule_internal.h */
	bool running;       /* active time is counted */
	int64_t counted_ms; /* counted up to here */
	int64_t stretch_ms; /* running since */
	int64_t pause_ms;   /* not running since */
	int64_t day_active_ms;
	int64_t limit_ms; /* the limit's next notice, in day_active_ms */

	/* holds, by enum record_held */
	int64_t hold_since_ms[9];
	bool call_raw;
	int64_t call_changed_ms;
	int64_t calls_until_ms;    /* until then it may be told that a call goes on since before the start */
	int64_t busy_until_ms;     /* INT64_MAX = until off, 0 = nobody said so */
	int64_t busy_free_until_s; /* wall: the calendar's busy time until then was declared over */
	int64_t paused_until_ms;   /* INT64_MAX = until resumed, or for pause_day */
	bool pause_today;
	int32_t pause_day;
	int64_t grace_until_ms; /* after a call or busy */

	/* days */
	int32_t day;       /* Evenkeel's day: counts, limit */
	int32_t work_date; /* the working day: check-ins, review */
	struct {
		int32_t date;
		uint8_t slots;
	} done[SCHEDULE_DATES]; /* newest first; date 0 = none */
	struct schedule_draws draws;
	bool drawn;                    /* draws is of work_date and the settings in force */
	int32_t taken[SCHEDULE_ITEMS]; /* breaks today */

	struct schedule_item items[SCHEDULE_ITEMS];
	int32_t prompt_count;
	int64_t prompts_ms[SCHEDULE_PROMPTS]; /* newest first */
	int64_t snooze_active_ms;             /* no new prompt for so much active time */

	int32_t misses;      /* check-ins in a row */
	int32_t halved_from; /* half as many check-ins for a week from this date on; 0 = no */
	bool ask_hours, asked_hours;
	int64_t recovery_until_ms; /* a recovery waits to be offered */
	int64_t tip_ask_ms;        /* a tip waits to be rated, not before this; in memory only */

	int32_t review_since; /* the first working day that this state has seen: no review of a day before it is owed */
	int32_t review_settled; /* date of the review that was answered or skipped last */
	int32_t review_offered; /* date on which one was last shown */
	int64_t review_from_ms; /* not before */
};

#endif
