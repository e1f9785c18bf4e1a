/*
 * A schedule played by hand, event by event, for what scenario files can't say: the time moves when the test says so, and the last
 * step's actions stay to be looked at.
 */
#ifndef TESTS_UNIT_SCHEDULE_PLAY_H
#define TESTS_UNIT_SCHEDULE_PLAY_H

#include <evenkeel/schedule.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define MONDAY 20514 /* 2026-03-02 */

struct play {
	struct schedule schedule;
	struct config config;
	struct zone zone;
	struct instant now;
	struct schedule_out out;
};

/* Default settings, UTC, seed 1, started at @second of @date. */
void play_start(struct play *play, int32_t date, int32_t second);
void play_send(struct play *play, struct schedule_event event);
/* The time passes and nothing looks. */
void play_go(struct play *play, int64_t seconds);
/* Step at each wake of the next @seconds; the last step's actions stay in out. */
void play_run(struct play *play, int64_t seconds);
/* The first action of @type that the last step asked for, or NULL. */
const struct schedule_action *play_find(const struct play *play, enum schedule_action_type type);

#endif
