/* What scenario files can't say: what an action carries, how often is asked, the status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "schedule_play.h"

static void test_break_record(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play.config.checkin_per_day = 0;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_run(&play, 1800);
	const struct schedule_action *prompt = play_find(&play, ACTION_PROMPT);
	assert_non_null(prompt);
	assert_int_equal(prompt->life_s, 300);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_LATER});
	play_run(&play, 300);
	assert_non_null(play_find(&play, ACTION_REPROMPT));
	play_send(&play, (struct schedule_event){.type = SCHEDULE_START_BREAK, .what = WHAT_MICRO});
	assert_int_equal(play_find(&play, ACTION_BREAK_START)->life_s, 30);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_IDLE});
	play_run(&play, 30);
	assert_non_null(play_find(&play, ACTION_BREAK_OVER));
	const struct record_pause pause = play_find(&play, ACTION_BREAK_RECORD)->pause;
	assert_int_equal(pause.type, BREAK_MICRO);
	assert_int_equal(pause.outcome, BREAK_PLANNED | BREAK_SHOWN | BREAK_TAKEN | BREAK_POSTPONED);
	assert_int_equal(pause.due_ago_s, 330);
	assert_int_equal(pause.planned_s, 30);
	assert_int_equal(pause.taken_s, 30);
	assert_int_equal(pause.postponed_s, 300);
	assert_int_equal(pause.times_postponed, 1);
}

static void test_checkin_outcome(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	assert_int_equal(play_find(&play, ACTION_PROMPT)->life_s, 1800);
	assert_true(play_find(&play, ACTION_PROMPT)->self_started);
	play_go(&play, 1);
	int64_t shown_wall_ms = play.now.wall_ms;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_SHOWN});
	play_go(&play, 5);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ANSWER, .more = true});
	assert_int_equal(play_find(&play, ACTION_FOLLOW_UP)->life_s, 120);
	assert_null(play_find(&play, ACTION_OUTCOME));
	play_go(&play, 10);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ANSWER});
	const struct schedule_action *outcome = play_find(&play, ACTION_OUTCOME);
	assert_int_equal(outcome->outcome, OUTCOME_ANSWERED);
	assert_true(outcome->shown_wall_ms == shown_wall_ms);
	assert_int_equal(outcome->since_prompt_s, 16);
	assert_true(outcome->self_started);
	assert_false(outcome->late);
	assert_non_null(play_find(&play, ACTION_CLOSE));
}

/* Put off and answered after its 30 minutes: late, outside momentary statistics. */
static void test_late_answer(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	play_run(&play, 20 * 60);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_DISMISS});
	assert_int_equal(play_find(&play, ACTION_OUTCOME)->outcome, OUTCOME_LATER);
	play_run(&play, 15 * 60);
	assert_non_null(play_find(&play, ACTION_REPROMPT));
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ANSWER});
	assert_true(play_find(&play, ACTION_OUTCOME)->late);
}

/* The notification goes at the end of its life, a moment before the step: expired, not put off. */
static void test_closed_at_its_end(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	play_run(&play, 1799);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_DISMISS});
	assert_int_equal(play_find(&play, ACTION_OUTCOME)->outcome, OUTCOME_EXPIRED);
}

static void test_recorded_closes(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	play_send(&play, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = WHAT_CHECKIN});
	assert_non_null(play_find(&play, ACTION_CLOSE));
	assert_null(play_find(&play, ACTION_OUTCOME));
	play_run(&play, 1000);
	assert_null(play_find(&play, ACTION_REPROMPT));
	/* A review answered in the CLI on a Friday morning isn't asked for in the afternoon, nor on Monday. */
	play_start(&play, MONDAY + 4, 10 * 3600);
	play.config.checkin_per_day = 0;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = WHAT_REVIEW});
	struct schedule_status status;
	schedule_status(&play.schedule, &play.config, play.now, &status);
	for (int i = 0; i < status.next_count; i++)
		if (status.next[i].what == WHAT_REVIEW)
			assert_true(status.next[i].due_wall_s >= (int64_t)(MONDAY + 11) * 86400);
}

/* With the invitation, Skip means the rest of the day. */
static void test_skip_today(void **state)
{
	struct play play;

	(void)state;
	for (int invite = 0; invite < 2; invite++) {
		play_start(&play, MONDAY, 9 * 3600);
		play.config.micro_every_s = play.config.rest_every_s = 0;
		play.config.checkin_invite = invite;
		int prompts = 0;
		for (int i = 0; i < 9 * 60; i++) {
			play_run(&play, 60);
			struct schedule_status status;
			schedule_status(&play.schedule, &play.config, play.now, &status);
			if (status.open != WHAT_CHECKIN)
				continue;
			prompts++;
			play_send(&play, (struct schedule_event){.type = SCHEDULE_SKIP});
		}
		assert_int_equal(prompts, invite ? 1 : 2);
	}
}

static void test_half_as_many_after_misses(void **state)
{
	struct play play;
	int per_day[14] = {0};

	(void)state;
	play_start(&play, MONDAY, 8 * 3600);
	play.config.micro_every_s = play.config.rest_every_s = 0;
	play.config.review_day = REVIEW_DAY_OFF;
	for (int minute = 0; minute < 14 * 1440; minute++) {
		play_run(&play, 60);
		struct schedule_status status;
		schedule_status(&play.schedule, &play.config, play.now, &status);
		bool asked = status.open == WHAT_CHECKIN;
		per_day[minute / 1440] += asked;
		if (asked && minute > 2 * 1440) /* answered from the third day on */
			play_send(&play, (struct schedule_event){.type = SCHEDULE_ANSWER});
	}
	/* Two days without an answer: three missed by Tuesday, so Wednesday to Tuesday have one. */
	static const int wanted[14] = {-1, -1, 1, 1, 1, 0, 0, 1, 1, 2, 2, 2, 0, 0};
	for (int day = 2; day < 14; day++)
		assert_int_equal(per_day[day], wanted[day]);
}

/* A machine that slept without a word: the missed hours were a pause, and at most one prompt comes. */
static void test_stalled(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_go(&play, 7 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_TICK});
	assert_null(play_find(&play, ACTION_PROMPT));
	struct schedule_status status;
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.hold_count, 0);
	assert_int_equal(status.rest_taken, 1);
	play_run(&play, 1799);
	assert_null(play_find(&play, ACTION_PROMPT));
}

static void test_status(void **state)
{
	struct play play;
	struct schedule_status status;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_go(&play, 600);
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.hold_count, 0);
	assert_int_equal(status.next_count, 4);
	assert_int_equal(status.open, WHAT_NONE);
	for (int i = 0; i < 4; i++) {
		assert_true(i == 0 || status.next[i].due_wall_s >= status.next[i - 1].due_wall_s);
		if (status.next[i].what == WHAT_MICRO)
			assert_int_equal(status.next[i].due_wall_s, play.now.wall_ms / 1000 + 1200);
		if (status.next[i].what == WHAT_REVIEW)
			assert_int_equal(status.next[i].due_wall_s, (int64_t)(MONDAY + 4) * 86400 + 48600);
	}
	play_send(&play, (struct schedule_event){.type = SCHEDULE_BUSY_ON});
	play_go(&play, 10);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_LOCK});
	play_send(&play, (struct schedule_event){.type = SCHEDULE_UNLOCK});
	play_send(&play, (struct schedule_event){.type = SCHEDULE_DND_ON});
	play_run(&play, 1300);
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.hold_count, 2);
	assert_int_equal(status.holds[0].hold, HELD_BUSY);
	assert_int_equal(status.holds[1].hold, HELD_DND);
	assert_true(status.holds[0].since_wall_s < status.holds[1].since_wall_s);
	assert_int_equal(status.next[0].what, WHAT_MICRO);
	assert_int_equal(status.next[0].held_by, HELD_BUSY);
}

/* In the evening the next breaks are tomorrow's; with no working hours ahead there are none. */
static void test_status_outside_hours(void **state)
{
	struct play play;
	struct schedule_status status;
	struct error err = {0};

	(void)state;
	play_start(&play, MONDAY, 20 * 3600);
	schedule_status(&play.schedule, &play.config, play.now, &status);
	int64_t begin_s = (int64_t)(MONDAY + 1) * 86400 + 9 * 3600;
	for (int i = 0; i < status.next_count; i++)
		assert_true(status.next[i].due_wall_s > begin_s);
	assert_int_equal(status.next[0].what, WHAT_MICRO);
	assert_int_equal(status.next[0].due_wall_s, begin_s + 30 * 60);

	static const char *const days[] = {"hours.mon", "hours.tue", "hours.wed", "hours.thu", "hours.fri"};
	for (int i = 0; i < 5; i++)
		assert_int_equal(config_set(&play.config, days[i], "off", &err), 0);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_CONFIG});
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.next_count, 0);
}

/* The machine slept, unsaid, from before a check-in's reminder until after its end: nothing flashes up when it wakes. */
static void test_reminder_overslept(void **state)
{
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	play_go(&play, 3600);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_TICK});
	assert_null(play_find(&play, ACTION_REPROMPT));
	assert_non_null(play_find(&play, ACTION_CLOSE));
	assert_int_equal(play_find(&play, ACTION_OUTCOME)->outcome, OUTCOME_HELD);
}

/* Nobody says whether a call goes on: the prompt that is due at the start waits for three seconds, and no longer. */
static void test_calls_awaited(void **state)
{
	struct play play;
	_cleanup_(text_clear) struct text saved = {0};

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play.config.checkin_per_day = 0;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_run(&play, 1799);
	for (int said = 0; said < 2; said++) {
		saved.length = 0;
		schedule_save(&play.schedule, &play.config, play.now, &saved);
		assert_int_equal(
			schedule_restore(&play.schedule, text_string(&saved), play.now, &play.config, &play.zone, NULL),
			0);
		play_send(&play,
			  (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone, .await_calls = true});
		play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
		play_go(&play, 1);
		play_send(&play, (struct schedule_event){.type = said ? SCHEDULE_HANGUP : SCHEDULE_TICK});
		assert_true((play_find(&play, ACTION_PROMPT) != NULL) == said);
		if (said)
			break;
		play_send(&play, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
		assert_null(play_find(&play, ACTION_PROMPT)); /* nor what was asked for */
		play_send(&play, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = WHAT_CHECKIN});
		struct play waiting = play;
		assert_true(play.out.wake_boot_ms <= play.now.boot_ms + 2 * SECOND);
		play_run(&waiting, 2);
		assert_non_null(play_find(&waiting, ACTION_PROMPT));
	}
}

/* As a Wayland compositor says it: its watch begins some milliseconds after the first word, "active", which was a guess. */
static void test_nobody_at_the_start(void **state)
{
	struct play play;

	(void)state;
	for (int worked_s = 0; worked_s < 2; worked_s++) {
		play_start(&play, MONDAY, 9 * 3600);
		play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
		int64_t since_ms = play.now.boot_ms + worked_s * SECOND + 20;
		play_go(&play, 11);
		play_send(&play, (struct schedule_event){.type = SCHEDULE_IDLE, .since_boot_ms = since_ms});
		play_run(&play, 30);
		assert_true((play_find(&play, ACTION_BREAK_RECORD) != NULL) == worked_s);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(schedule_what_name(WHAT_CHECKIN), "checkin");
	assert_string_equal(schedule_what_name(WHAT_DAILY), "daily");
	assert_string_equal(schedule_what_name(WHAT_NONE), "none");
	assert_string_equal(schedule_hold_name(HELD_OFF_HOURS), "off-hours");
	assert_string_equal(schedule_hold_name(HELD_AWAY), "away");
	assert_string_equal(schedule_hold_name((enum record_held)99), "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_break_record),
		cmocka_unit_test(test_checkin_outcome),
		cmocka_unit_test(test_late_answer),
		cmocka_unit_test(test_closed_at_its_end),
		cmocka_unit_test(test_recorded_closes),
		cmocka_unit_test(test_skip_today),
		cmocka_unit_test(test_half_as_many_after_misses),
		cmocka_unit_test(test_stalled),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_status_outside_hours),
		cmocka_unit_test(test_reminder_overslept),
		cmocka_unit_test(test_calls_awaited),
		cmocka_unit_test(test_nobody_at_the_start),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
