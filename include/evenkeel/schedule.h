/*
 * The schedule: what now, and when next?
 *
 * One pure function, schedule_step, decides about breaks, check-ins, the weekly review, holds and the budget of prompts. It is
 * given the state, the settings and one event (what happened, and both clocks), and fills a list of actions and the next moment
 * to wake. Waking early is harmless: the step decides from the event's instant alone; SCHEDULE_TICK is only "look again".
 * It never reads a clock, never shows anything, never sees an answer. The rules and their reasons: design/SCHEDULE.md.
 *
 * The state is plain and pointer-free: it can be copied, compared, printed and, in part, saved.
 */
#ifndef EVENKEEL_SCHEDULE_H
#define EVENKEEL_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/config.h>
#include <evenkeel/error.h>
#include <evenkeel/instant.h>
#include <evenkeel/record.h>
#include <evenkeel/text.h>
#include <evenkeel/zone.h>

/* What a prompt is about. The order is its rank: what gives way stands first. */
enum schedule_what {
	WHAT_MICRO = 0,
	WHAT_CHECKIN = 1,
	WHAT_REST = 2,
	WHAT_REVIEW = 3,
	WHAT_DAILY = 4, /* the daily limit's notice; only in actions */
	WHAT_NONE = 255,
};
#define WHAT_COUNT 4
/* "micro", "checkin", "rest", "review", "daily": the words of scenario files, settings and --json. */
const char *schedule_what_name(enum schedule_what what);

/* Holds are named by their record_held number: HELD_CALL ... HELD_AWAY. "call", "off-hours", ... */
#define HOLD_COUNT 8
const char *schedule_hold_name(enum record_held hold);

enum schedule_event_type {
	SCHEDULE_TICK, /* nothing happened; the time may have come */
	SCHEDULE_START, /* first event of a process, after schedule_init or schedule_restore; carries zone, await_calls */
	SCHEDULE_ACTIVE,      /* input began at since_boot_ms (0 = now) */
	SCHEDULE_IDLE,        /* input ended at since_boot_ms (0 = now) */
	SCHEDULE_NO_ACTIVITY, /* no activity source: working hours count as active */
	SCHEDULE_LOCK,
	SCHEDULE_UNLOCK,
	SCHEDULE_SLEEP,
	SCHEDULE_WAKE,
	SCHEDULE_CALL,   /* already */
	SCHEDULE_HANGUP, /* raw: call.debounce applies here */
	SCHEDULE_BUSY_ON,
	SCHEDULE_BUSY_OFF, /* number = minutes, 0 = until off */
	SCHEDULE_DND_ON,
	SCHEDULE_DND_OFF,
	SCHEDULE_PAUSE, /* number = minutes, 0 = until resumed, -1 = for today (until day.start) */
	SCHEDULE_RESUME,
	SCHEDULE_SNOOZE,      /* the open or next prompt; number = minutes of active time, 0 = its postpone time */
	SCHEDULE_START_BREAK, /* what: the person pressed Start, or takes one unasked */
	SCHEDULE_SKIP,        /* the open prompt: Skip */
	SCHEDULE_LATER,       /* the open prompt: Later */
	SCHEDULE_DISMISS,     /* the open prompt was closed without an action */
	SCHEDULE_ANSWER,      /* the open prompt got an answer; more = a follow-up question comes */
	SCHEDULE_SHOWN,       /* the notifier has the open prompt on screen */
	SCHEDULE_UNDELIVERED, /* the notifier could not show it, or died */
	SCHEDULE_NOW,         /* what: the person asks for it now (passes off-hours, paused, away and the budget) */
	SCHEDULE_HARD_CALL,   /* a hard call was logged: offers a two-minute recovery */
	SCHEDULE_RECORDED, /* what: a check-in or review was answered elsewhere (the CLI); closes an open one, marks it done */
	SCHEDULE_CLOCK,  /* the wall clock was set, or the zone changed; zone is the zone now */
	SCHEDULE_CONFIG, /* the settings are other ones from now on */
	SCHEDULE_TIP,    /* a tip is on the screen; once, a while later, ask whether it helped */
};

struct schedule_event {
	enum schedule_event_type type;
	struct instant at;
	int64_t since_boot_ms;   /* ACTIVE, IDLE: when it began, 0 = now */
	int64_t number;          /* minutes, where an event takes them */
	enum schedule_what what; /* START_BREAK, NOW, RECORDED */
	bool more;               /* ANSWER */
	bool await_calls;        /* START: CALL or HANGUP comes in a moment; until then, for 3 s at most, no prompt */
	bool already;            /* CALL: it was there before anybody looked, so it holds at once */
	const struct zone *zone; /* START, CLOCK; NULL = unchanged */
};

enum schedule_action_type {
	ACTION_PROMPT,       /* show a new prompt: what, life_s */
	ACTION_REPROMPT,     /* show the same one again (reminder, later, delivery tried again): what, life_s */
	ACTION_FOLLOW_UP,    /* show the chain's next question: what, life_s */
	ACTION_CLOSE,        /* take the open prompt from the screen: what */
	ACTION_BREAK_START,  /* a prompted break begins: what, life_s = its length */
	ACTION_BREAK_OVER,   /* the break's time is over: a quiet notice. what */
	ACTION_OUTCOME,      /* a prompt ended; outcome. Check-in or review: the app writes its records. */
	ACTION_BREAK_RECORD, /* a break ended: pause is the record's body */
	ACTION_HOLD,
	ACTION_RELEASE,   /* hold */
	ACTION_LIMIT,     /* the day's limit of active time is reached: a notice */
	ACTION_ASK_HOURS, /* three check-ins missed in a row: ask once whether other hours suit better */
	ACTION_RECOVERY,  /* offer the two-minute recovery after a hard call */
	ACTION_ASK_TIP,   /* ask whether the last tip helped */
};

enum schedule_outcome {
	OUTCOME_ANSWERED, /* complete */
	OUTCOME_PARTIAL,  /* the chain stopped after at least one answer */
	OUTCOME_SKIPPED,
	OUTCOME_DISMISSED,
	OUTCOME_EXPIRED,
	OUTCOME_HELD, /* never shown: hold says why */
	OUTCOME_UNDELIVERED,
	OUTCOME_LATER,     /* put off; comes once more. No record of its own. */
	OUTCOME_IGNORED,   /* a break's prompt ran out */
	OUTCOME_POSTPONED, /* a break was put off */
	OUTCOME_TAKEN,     /* a break; natural in pause.outcome */
	OUTCOME_GIVEN_UP,  /* input before half of the break */
};

struct schedule_action {
	enum schedule_action_type type;
	enum schedule_what what;
	enum schedule_outcome outcome;
	enum record_held hold;  /* HOLD, RELEASE, OUTCOME_HELD */
	int32_t life_s;         /* PROMPT, REPROMPT, FOLLOW_UP: close it after this; BREAK_START: the break's length */
	bool self_started;      /* asked for by the person (NOW) */
	bool late;              /* OUTCOME_ANSWERED, PARTIAL: outside momentary statistics */
	int32_t since_prompt_s; /* OUTCOME: since it was first shown */
	int64_t shown_wall_ms;  /* OUTCOME: when it was first shown; 0 = never */
	struct record_pause pause; /* BREAK_RECORD, and OUTCOME_TAKEN */
	int64_t event_boot_ms;     /* when it took effect; at most the event's instant */
};

#define SCHEDULE_ACTIONS_MAX 64
struct schedule_out {
	int count;
	struct schedule_action actions[SCHEDULE_ACTIONS_MAX];
	int64_t wake_boot_ms; /* step again at this boot time at the latest; INT64_MAX = nothing planned */
	int64_t wake_wall_ms; /* step again at this wall time at the latest; INT64_MAX = nothing planned */
};

/* struct schedule itself: complete, so that it can be a plain member and be copied; touch it through these functions only. */
#include <evenkeel/schedule_state.h>

/* An empty state. @seed: 8 random bytes; every day draws from a stream of its own. */
void schedule_init(struct schedule *state, uint64_t seed);
/* The head of a state that lives on: the same @state and event give the same @out. */
void schedule_step(struct schedule *state, const struct config *config, const struct schedule_event *event,
		   struct schedule_out *out);

/*
 * What survives a restart ($XDG_STATE_HOME/evenkeel/schedule): the day, its seed, slots done, break counters in seconds, snoozed
 * and paused until; no misses, no outcomes, nothing that shows behaviour. Text, one "key value" a line. Restoring takes the
 * gap between saving and @now into account: one as long as a break resets that break's counter only.
 */
void schedule_save(const struct schedule *state, const struct config *config, struct instant now, struct text *ret);
int schedule_restore(struct schedule *ret, const char *saved, struct instant now, const struct config *config,
		     const struct zone *zone, struct error *err);

/* What `evenkeel status` shows. */
struct schedule_next {
	enum schedule_what what;
	int64_t due_wall_s;       /* estimate for breaks: as if active from now on; 0 = not planned */
	enum record_held held_by; /* HELD_NONE: not held */
};
struct schedule_status {
	int hold_count;
	struct {
		enum record_held hold;
		int64_t since_wall_s;
	} holds[HOLD_COUNT]; /* oldest first */
	int next_count;
	struct schedule_next next[WHAT_COUNT]; /* soonest first */
	enum schedule_what open;               /* the prompt on screen, or WHAT_NONE */
	int32_t micro_taken, rest_taken;       /* today */
};
void schedule_status(const struct schedule *state, const struct config *config, struct instant now,
		     struct schedule_status *ret);

#endif
