/*
 * What the schedule's files share. One step is: time alone does its work (settle), the event does its
 * (schedule.c), time again, then at most one prompt is chosen (schedule_prompt.c) and the next wake worked out
 * (schedule_wake.c).
 *
 *   schedule_activity.c  active time and pauses        schedule_hours.c   spans, dates, days
 *   schedule_hold.c      the stack of holds            schedule_draw.c    a day's check-in times
 *   schedule_break.c     micro and rest, the limit     schedule_pause.c   pauses under way
 *   schedule_checkin.c   slots, misses
 *   schedule_question.c  a check-in's or review's life schedule_review.c  which day, which week
 *   schedule_prompt.c    what is shown next            schedule_budget.c  how often
 */
#ifndef SCHEDULE_INTERNAL_H
#define SCHEDULE_INTERNAL_H

#include <evenkeel/schedule.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define NEVER INT64_MAX
#define SAVED_HEAD "evenkeel-schedule 1" /* a saved schedule's first line */
#define SAVED_MAX_S (24 * 3600)          /* the most of active time that it counts: longer than any setting */

/* Figures of design/SCHEDULE.md that are no settings. */
#define NEAR_MS (2 * MINUTE_MS) /* so near, a micro break gives way to its rest break, and a break joins a check-in */
#define ASKS_MAX 3              /* a break's prompt, and twice again */
#define IGNORED_ROW 3           /* then the pace halves */
#define MISSES_ROW 3            /* then there are half as many check-ins */
#define HALVED_DAYS 7
#define CHAIN_MS (2 * MINUTE_MS)         /* a follow-up question's life */
#define APART_S (90 * 60)                /* between two check-ins */
#define MARGIN_S (15 * 60)               /* no check-in so near to the beginning or end of the hours */
#define RETRY_MS MINUTE_MS               /* a prompt that could not be shown is tried again */
#define LATE_MS MINUTE_MS                /* a wake later than this: the machine was asleep, whatever else it says */
#define REVIEW_AFTER_MS (15 * MINUTE_MS) /* after sleep, lock, pause: a review isn't old, but not at once either */
#define STRETCH_MS SECOND_MS             /* activity that is shorter may only have been a guess */
#define CALLS_MS (3 * SECOND_MS)         /* after the start, for whoever knows whether a call goes on */
#define RECOVERY_MS (30 * MINUTE_MS)     /* an offer of recovery that a call keeps back for longer is no help */
#define TIP_ASK_MS (15 * MINUTE_MS)      /* "Did it help?" after the tip, where no gap between prompts is set */
#define TIP_STALE_MS (120 * MINUTE_MS)   /* nobody remembers by then */

enum schedule_activity { ACTIVITY_UNKNOWN = 0, ACTIVITY_ACTIVE, ACTIVITY_IDLE, ACTIVITY_NONE };

/* One step under way: what every function below works on. */
struct step {
	struct schedule *state;
	const struct config *config;
	struct schedule_out *out;
	int64_t now_ms; /* boot clock */
	int64_t wall_ms;
	int64_t from_wall_ms; /* this step covers the wall time after this, without any jump of the clock */
};

/* schedule.c */
struct schedule_action *step_act(struct step *step, enum schedule_action_type type, enum schedule_what what);
/* Look at @copy, a copy of a state, as it stands at @now: active time is counted, nothing is decided. */
struct step step_look(struct schedule *copy, const struct config *config, struct instant now);
struct schedule_item *step_item(const struct step *step, enum schedule_what what);

/* schedule_activity.c */
void activity_advance(struct step *step);                /* count up to now */
void activity_refresh(struct step *step, int64_t at_ms); /* something that active time depends on changed at @at_ms */
void activity_set(struct step *step, enum schedule_activity activity, int64_t since_ms);
int64_t activity_wait_ms(const struct step *step,
			 int64_t active_ms); /* moment when so much more active time is over, or NEVER */

/* schedule_hold.c */
bool hold_on(const struct step *step, enum record_held hold);
void hold_begin(struct step *step, enum record_held hold, int64_t at_ms);
void hold_end(struct step *step, enum record_held hold, int64_t at_ms);
/* What keeps a prompt back: the oldest hold, HELD_NONE if nothing does. @self: one that the person asked for. */
enum record_held hold_blocks(const struct step *step, bool self);
bool hold_grace(const struct step *step);
void hold_settle(struct step *step);
void hold_call(struct step *step, bool open, bool already);
/* A process has just begun, and somebody is about to say whether a call goes on. */
void hold_await_calls(struct step *step);
bool hold_awaits_calls(const struct step *step);
void hold_busy(struct step *step, bool on, int64_t minutes);
void hold_pause(struct step *step, int64_t minutes);
void hold_resume(struct step *step);
int64_t hold_wake_ms(const struct step *step);

/* schedule_break.c */
bool what_is_break(enum schedule_what what);
int64_t break_every_ms(const struct step *step,
		       enum schedule_what what); /* 0 = off; twice as long after three ignored */
int64_t break_for_ms(const struct step *step, enum schedule_what what);
int64_t break_postpone_ms(const struct step *step, enum schedule_what what);
int64_t break_left_ms(const struct step *step,
		      enum schedule_what what); /* active time until it wants to be shown; NEVER = off */
bool break_near(const struct step *step, enum schedule_what what);
void break_settle(struct step *step);
void break_taken(struct step *step, enum schedule_what what, int64_t at_ms, int64_t taken_ms);
struct schedule_action *break_tell(struct step *step, enum schedule_what what, enum schedule_outcome outcome);
void break_postpone(struct step *step, enum schedule_what what, int64_t wait_ms);
void break_skip(struct step *step, enum schedule_what what);
void break_ignore(struct step *step, enum schedule_what what);
void break_drop(struct step *step, enum schedule_what what,
		enum record_held hold); /* it ends without having been seen */
void break_undelivered(struct step *step, enum schedule_what what);
/* The rest break is shown, @anew or once more; a micro break that has waited for it ends and begins anew. */
void break_give_way(struct step *step, bool anew);
int64_t break_wake_ms(const struct step *step);
void limit_settle(struct step *step);

/* schedule_pause.c */
void pause_settle(struct step *step, enum schedule_what what);
void pause_start(struct step *step, enum schedule_what what); /* the person pressed Start */
void pause_input(struct step *step, int64_t since_ms);        /* input came while a break may be being taken */
void pause_let_go(struct step *step);                         /* input stopped likewise */
void pause_called(struct step *step);                         /* a call began likewise */
int64_t pause_wake_ms(const struct step *step, enum schedule_what what);

/* schedule_question.c: a check-in's or the review's prompt */
void question_due(struct step *step, enum schedule_what what, int64_t end_wall_s);
void question_settle(struct step *step, enum schedule_what what);
void question_end(struct step *step, enum schedule_what what, enum schedule_outcome outcome, enum record_held hold);
void question_answer(struct step *step, enum schedule_what what, bool more);
void question_put_off(struct step *step, enum schedule_what what, int64_t wait_ms);
void question_dismiss(struct step *step, enum schedule_what what);
void question_skip(struct step *step, enum schedule_what what);
void question_recorded(struct step *step, enum schedule_what what); /* answered in the CLI */
void question_undelivered(struct step *step, enum schedule_what what);
void question_drop(struct step *step, enum schedule_what what, enum record_held hold);
int64_t question_wake_ms(const struct step *step, enum schedule_what what);
int64_t question_wake_wall_ms(const struct step *step, enum schedule_what what);

/* schedule_checkin.c */
void checkin_settle(struct step *step);
void checkin_day(struct step *step); /* the working day, or what its draws depend on, changed */
void checkin_ended(struct step *step, enum schedule_outcome outcome, bool self);
void checkin_skip_day(struct step *step);
/* The first of the draws that is still to come, NULL when there is none. */
const struct schedule_slot *checkin_next(const struct step *step, const struct schedule_draws *draws);
bool checkin_near(const struct step *step);
int64_t checkin_wake_wall_ms(const struct step *step);

/* schedule_review.c */
/* The middle of @date's hours if a review is due on it, whose own date goes to *@ret_review; 0 if none is. */
int64_t review_due_wall_s(const struct schedule *state, const struct config *config, int32_t date, int32_t *ret_review);
/* The review's day in @date's week; 0 = none. */
int32_t review_date(const struct config *config, const struct zone *zone, int32_t date);
void review_settle(struct step *step);
void review_ended(struct step *step, enum schedule_outcome outcome);
int64_t review_wake_wall_ms(const struct step *step);

/* schedule_prompt.c */
enum schedule_what prompt_open(const struct schedule *state); /* on screen; WHAT_NONE */
bool prompt_occupied(const struct schedule *state);           /* on screen, or a break being taken */
void prompt_show(struct step *step, enum schedule_what what, enum schedule_action_type type, int64_t life_ms);
void prompt_take_off(struct step *step, enum schedule_what what);
void prompt_forget(struct schedule_item *item); /* all that belonged to its prompt; counts of breaks stay */
bool prompt_ready(const struct step *step, enum schedule_what what);
void prompt_choose(struct step *step);
void prompt_join(struct step *step); /* a check-in was answered: a break that is due or near follows it */
void prompt_now(struct step *step, enum schedule_what what);

void prompt_snooze(struct step *step, int64_t minutes);
void prompt_later(struct step *step);
void prompt_dismiss(struct step *step);
void prompt_skip(struct step *step);
void prompt_undelivered(struct step *step);
void tip_shown(struct step *step);

/* schedule_budget.c */
void budget_spend(struct schedule *state, int64_t now_ms);
int64_t budget_free_ms(const struct schedule *state,
		       const struct config *config); /* when the next new prompt may come */

/* schedule_hours.c */
struct hours_span {
	int64_t from_s, to_s; /* wall */
};
int hours_spans(const struct config *config, const struct zone *zone, int32_t date,
		struct hours_span ret[static CALENDAR_DAY_MAX]);
bool hours_working(const struct config *config, const struct zone *zone, int32_t date);
bool hours_holiday(const struct config *config, int32_t date);
bool hours_within(const struct config *config, const struct zone *zone, int64_t wall_s);
int64_t hours_boundary_s(const struct config *config, const struct zone *zone,
			 int64_t wall_s); /* the next one after it */
int32_t hours_day(const struct config *config, const struct zone *zone, int64_t wall_s);
int64_t hours_day_end_s(const struct config *config, const struct zone *zone, int64_t wall_s);
int32_t hours_work_date(const struct config *config, const struct zone *zone, int64_t wall_s);
int64_t hours_middle_s(const struct hours_span *spans, int count);

/* schedule_draw.c */
void draw_checkins(const struct config *config, const struct zone *zone, int32_t date, uint64_t seed, int64_t per_day,
		   struct schedule_draws *ret);
int64_t draw_per_day(const struct schedule *state, const struct config *config, int32_t date); /* halved after misses */

/* schedule_wake.c */
void wake_plan(struct step *step);

#endif
