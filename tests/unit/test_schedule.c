/* What scenario files can't say: draws, records, saved states, status. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/day.h>
#include <evenkeel/mem.h>
#include <evenkeel/schedule.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define MONDAY 20514 /* 2026-03-02 */

struct fixture {
	struct schedule schedule;
	struct config config;
	struct zone zone;
	struct instant now;
	struct schedule_out out;
};

static void send(struct fixture *f, struct schedule_event event)
{
	event.at = f->now;
	schedule_step(&f->schedule, &f->config, &event, &f->out);
}

static void go(struct fixture *f, int64_t seconds)
{
	f->now.boot_ms += seconds * SECOND;
	f->now.wall_ms += seconds * SECOND;
}

/* Step at each wake of the next @seconds; the last step's actions stay in out. */
static void run(struct fixture *f, int64_t seconds)
{
	int64_t until_ms = f->now.boot_ms + seconds * SECOND;

	for (;;) {
		int64_t by_wall_ms = f->now.boot_ms + (f->out.wake_wall_ms - f->now.wall_ms);
		int64_t wake_ms = f->out.wake_boot_ms < by_wall_ms ? f->out.wake_boot_ms : by_wall_ms;
		if (wake_ms > until_ms)
			break;
		f->now.wall_ms += wake_ms - f->now.boot_ms;
		f->now.boot_ms = wake_ms;
		send(f, (struct schedule_event){.type = SCHEDULE_TICK});
	}
	f->now.wall_ms += until_ms - f->now.boot_ms;
	f->now.boot_ms = until_ms;
}

static void start(struct fixture *f, int32_t date, int32_t second)
{
	*f = (struct fixture){.zone = zone_fixed(0)};
	config_defaults(&f->config);
	f->now = (struct instant){.wall_ms = ((int64_t)date * 86400 + second) * SECOND, .boot_ms = 5 * SECOND};
	schedule_init(&f->schedule, 1);
	send(f, (struct schedule_event){.type = SCHEDULE_START, .zone = &f->zone});
}

static const struct schedule_action *find(const struct fixture *f, enum schedule_action_type type)
{
	for (int i = 0; i < f->out.count; i++)
		if (f->out.actions[i].type == type)
			return &f->out.actions[i];
	return NULL;
}

/* --- draws ------------------------------------------------------------------------------------------------- */

static const struct {
	const char *hours;
	int per_day, count; /* count: how many fit; -1 = as many as asked */
} drawn[] = {
	{"09:00-18:00", 2, -1},
	{"09:00-18:00", 1, -1},
	{"09:00-18:00", 6, -1},
	{"09:00-18:00", 0, 0},
	{"22:00-06:00", 3, -1},
	{"09:00-12:00,13:00-18:00", 4, -1},
	{"09:00-09:30", 2, 1},
	{"09:00-09:20", 2, 0},
	{"00:00-24:00", 6, -1},
	{"09:00-10:00", 2, 1},
	{"08:00-08:40,20:00-20:40", 2, -1},
	{"off", 2, 0},
	{"09:00-12:00", 3, 2},
};

static int64_t worked_before(const struct day_plan *plan, int64_t wall_s)
{
	int64_t sum_s = 0;

	for (int i = 0; i < plan->span_count; i++)
		if (wall_s > plan->spans[i].from_wall_s)
			sum_s += (wall_s < plan->spans[i].to_wall_s ? wall_s : plan->spans[i].to_wall_s) -
				 plan->spans[i].from_wall_s;
	return sum_s;
}

static void check_draw(const struct day_plan *plan, int i, int per_day)
{
	int64_t at_s = plan->checkins[i].at_wall_s, total_s = worked_before(plan, INT64_MAX / 2);
	bool inside = false;

	for (int s = 0; s < plan->span_count; s++)
		inside |= at_s >= plan->spans[s].from_wall_s + 900 && at_s <= plan->spans[s].to_wall_s - 900;
	assert_true(inside);
	if (i > 0) {
		assert_true(at_s - plan->checkins[i - 1].at_wall_s >= 90 * 60);
		assert_true(worked_before(plan, at_s) * per_day / total_s >
			    worked_before(plan, plan->checkins[i - 1].at_wall_s) * per_day / total_s);
	}
	assert_true(at_s >= plan->checkins[i].from_wall_s && at_s <= plan->checkins[i].to_wall_s);
}

static void test_draws(void **state)
{
	struct zone zone = zone_fixed(0);
	static struct day_plan plan;

	(void)state;
	for (size_t c = 0; c < sizeof(drawn) / sizeof(drawn[0]); c++) {
		struct config config;
		config_defaults(&config);
		config.micro_every_s = config.rest_every_s = 0;
		config.checkin_per_day = drawn[c].per_day;
		assert_int_equal(config_set(&config, "hours.mon", drawn[c].hours, NULL), 0);
		for (uint64_t seed = 0; seed < 60; seed++) {
			day_plan(&config, &zone, MONDAY, seed, &plan);
			if (drawn[c].count >= 0 ? plan.checkin_count > drawn[c].count
						: plan.checkin_count != drawn[c].per_day)
				fail_msg("%s: %d drawn", drawn[c].hours, plan.checkin_count);
			for (int i = 0; i < plan.checkin_count; i++)
				check_draw(&plan, i, drawn[c].per_day);
		}
	}
}

/* Another day, another draw; each of the slice's quarters comes up about as often. */
static void test_draws_are_even(void **state)
{
	struct zone zone = zone_fixed(0);
	static struct day_plan plan;
	struct config config;
	int quarters[4] = {0};
	int64_t last_s = 0;

	(void)state;
	config_defaults(&config);
	config.micro_every_s = config.rest_every_s = 0;
	for (int32_t week = 0; week < 400; week++) {
		int32_t date = MONDAY + 7 * week;
		day_plan(&config, &zone, date, 9, &plan);
		int64_t from_s = plan.checkins[0].from_wall_s, length_s = plan.checkins[0].to_wall_s - from_s + 1;
		quarters[(plan.checkins[0].at_wall_s - from_s) * 4 / length_s]++;
		assert_int_not_equal(plan.checkins[0].at_wall_s % 86400, last_s);
		last_s = plan.checkins[0].at_wall_s % 86400;
	}
	for (int i = 0; i < 4; i++)
		assert_in_range(quarters[i], 70, 130); /* 100 expected, three and a half standard deviations */
}

/* --- actions ----------------------------------------------------------------------------------------------- */

static void test_break_record(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	f.config.checkin_per_day = 0;
	send(&f, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	run(&f, 1800);
	const struct schedule_action *prompt = find(&f, ACTION_PROMPT);
	assert_non_null(prompt);
	assert_int_equal(prompt->life_s, 300);
	send(&f, (struct schedule_event){.type = SCHEDULE_LATER});
	run(&f, 300);
	assert_non_null(find(&f, ACTION_REPROMPT));
	send(&f, (struct schedule_event){.type = SCHEDULE_START_BREAK, .what = WHAT_MICRO});
	assert_int_equal(find(&f, ACTION_BREAK_START)->life_s, 30);
	send(&f, (struct schedule_event){.type = SCHEDULE_IDLE});
	run(&f, 30);
	assert_non_null(find(&f, ACTION_BREAK_OVER));
	const struct record_pause pause = find(&f, ACTION_BREAK_RECORD)->pause;
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
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	assert_int_equal(find(&f, ACTION_PROMPT)->life_s, 1800);
	assert_true(find(&f, ACTION_PROMPT)->self_started);
	go(&f, 1);
	int64_t shown_wall_ms = f.now.wall_ms;
	send(&f, (struct schedule_event){.type = SCHEDULE_SHOWN});
	go(&f, 5);
	send(&f, (struct schedule_event){.type = SCHEDULE_ANSWER, .more = true});
	assert_int_equal(find(&f, ACTION_FOLLOW_UP)->life_s, 120);
	assert_null(find(&f, ACTION_OUTCOME));
	go(&f, 10);
	send(&f, (struct schedule_event){.type = SCHEDULE_ANSWER});
	const struct schedule_action *outcome = find(&f, ACTION_OUTCOME);
	assert_int_equal(outcome->outcome, OUTCOME_ANSWERED);
	assert_true(outcome->shown_wall_ms == shown_wall_ms);
	assert_int_equal(outcome->since_prompt_s, 16);
	assert_true(outcome->self_started);
	assert_false(outcome->late);
	assert_non_null(find(&f, ACTION_CLOSE));
}

/* Put off and answered after its 30 minutes: late, outside momentary statistics. */
static void test_late_answer(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	run(&f, 20 * 60);
	send(&f, (struct schedule_event){.type = SCHEDULE_DISMISS});
	assert_int_equal(find(&f, ACTION_OUTCOME)->outcome, OUTCOME_LATER);
	run(&f, 15 * 60);
	assert_non_null(find(&f, ACTION_REPROMPT));
	send(&f, (struct schedule_event){.type = SCHEDULE_ANSWER});
	assert_true(find(&f, ACTION_OUTCOME)->late);
}

/* The notification goes at the end of its life, a moment before the step: expired, not put off. */
static void test_closed_at_its_end(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	run(&f, 1799);
	send(&f, (struct schedule_event){.type = SCHEDULE_DISMISS});
	assert_int_equal(find(&f, ACTION_OUTCOME)->outcome, OUTCOME_EXPIRED);
}

static void test_recorded_closes(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_NOW, .what = WHAT_CHECKIN});
	send(&f, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = WHAT_CHECKIN});
	assert_non_null(find(&f, ACTION_CLOSE));
	assert_null(find(&f, ACTION_OUTCOME));
	run(&f, 1000);
	assert_null(find(&f, ACTION_REPROMPT));
	/* A review answered in the CLI on a Friday morning isn't asked for in the afternoon, nor on Monday. */
	start(&f, MONDAY + 4, 10 * 3600);
	f.config.checkin_per_day = 0;
	send(&f, (struct schedule_event){.type = SCHEDULE_RECORDED, .what = WHAT_REVIEW});
	struct schedule_status status;
	schedule_status(&f.schedule, &f.config, f.now, &status);
	for (int i = 0; i < status.next_count; i++)
		if (status.next[i].what == WHAT_REVIEW)
			assert_true(status.next[i].due_wall_s >= (int64_t)(MONDAY + 11) * 86400);
}

/* In the evening the next breaks are tomorrow's; with no working hours ahead there are none. */
static void test_status_outside_hours(void **state)
{
	struct fixture f;
	struct schedule_status status;
	struct error err = {0};

	(void)state;
	start(&f, MONDAY, 20 * 3600);
	schedule_status(&f.schedule, &f.config, f.now, &status);
	int64_t begin_s = (int64_t)(MONDAY + 1) * 86400 + 9 * 3600;
	for (int i = 0; i < status.next_count; i++)
		assert_true(status.next[i].due_wall_s > begin_s);
	assert_int_equal(status.next[0].what, WHAT_MICRO);
	assert_int_equal(status.next[0].due_wall_s, begin_s + 30 * 60);

	static const char *const days[] = {"hours.mon", "hours.tue", "hours.wed", "hours.thu", "hours.fri"};
	for (int i = 0; i < 5; i++)
		assert_int_equal(config_set(&f.config, days[i], "off", &err), 0);
	send(&f, (struct schedule_event){.type = SCHEDULE_CONFIG});
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.next_count, 0);
}

/* With the invitation, Skip means the rest of the day. */
static void test_skip_today(void **state)
{
	struct fixture f;

	(void)state;
	for (int invite = 0; invite < 2; invite++) {
		start(&f, MONDAY, 9 * 3600);
		f.config.micro_every_s = f.config.rest_every_s = 0;
		f.config.checkin_invite = invite;
		int prompts = 0;
		for (int i = 0; i < 9 * 60; i++) {
			run(&f, 60);
			struct schedule_status status;
			schedule_status(&f.schedule, &f.config, f.now, &status);
			if (status.open != WHAT_CHECKIN)
				continue;
			prompts++;
			send(&f, (struct schedule_event){.type = SCHEDULE_SKIP});
		}
		assert_int_equal(prompts, invite ? 1 : 2);
	}
}

static void test_half_as_many_after_misses(void **state)
{
	struct fixture f;
	int per_day[14] = {0};

	(void)state;
	start(&f, MONDAY, 8 * 3600);
	f.config.micro_every_s = f.config.rest_every_s = 0;
	f.config.review_day = REVIEW_DAY_OFF;
	for (int minute = 0; minute < 14 * 1440; minute++) {
		run(&f, 60);
		struct schedule_status status;
		schedule_status(&f.schedule, &f.config, f.now, &status);
		bool asked = status.open == WHAT_CHECKIN;
		per_day[minute / 1440] += asked;
		if (asked && minute > 2 * 1440) /* answered from the third day on */
			send(&f, (struct schedule_event){.type = SCHEDULE_ANSWER});
	}
	/* Two days without an answer: three missed by Tuesday, so Wednesday to Tuesday have one. */
	static const int wanted[14] = {-1, -1, 1, 1, 1, 0, 0, 1, 1, 2, 2, 2, 0, 0};
	for (int day = 2; day < 14; day++)
		assert_int_equal(per_day[day], wanted[day]);
}

/* A machine that slept without a word: the missed hours were a pause, and at most one prompt comes. */
static void test_stalled(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	go(&f, 7 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_TICK});
	assert_null(find(&f, ACTION_PROMPT));
	struct schedule_status status;
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 0);
	assert_int_equal(status.rest_taken, 1);
	run(&f, 1799);
	assert_null(find(&f, ACTION_PROMPT));
}

/* --- saved states ------------------------------------------------------------------------------------------ */

static void save(struct fixture *f, struct text *ret)
{
	schedule_save(&f->schedule, &f->config, f->now, ret);
}

static void busy_state(struct fixture *f)
{
	start(f, MONDAY, 9 * 3600);
	send(f, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	run(f, 1805);
	send(f, (struct schedule_event){.type = SCHEDULE_LATER});
	run(f, 100);
	send(f, (struct schedule_event){.type = SCHEDULE_SNOOZE, .number = 10});
	send(f, (struct schedule_event){.type = SCHEDULE_PAUSE, .number = 50});
	send(f, (struct schedule_event){.type = SCHEDULE_BUSY_ON});
}

static void test_save_and_restore(void **state)
{
	struct fixture f;
	struct schedule back;
	_cleanup_(text_clear) struct text saved = {0}, again = {0};
	struct error err = {0};

	(void)state;
	busy_state(&f);
	save(&f, &saved);
	assert_non_null(strstr(text_string(&saved), "\nmicro 1905 "));
	assert_int_equal(schedule_restore(&back, text_string(&saved), f.now, &f.config, &f.zone, &err), 0);
	f.schedule = back;
	send(&f, (struct schedule_event){.type = SCHEDULE_START, .zone = &f.zone});
	save(&f, &again);
	assert_string_equal(text_string(&saved), text_string(&again));
	struct schedule_status status;
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 2);
}

static void test_gap_resets_what_is_as_long(void **state)
{
	static const struct {
		int64_t gap_s, micro_s, rest_s;
	} gaps[] = {{29, 1200, 1200}, {30, 0, 1200}, {299, 0, 1200}, {300, 0, 0}, {90000, 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		struct fixture f;
		_cleanup_(text_clear) struct text saved = {0};
		char micro[40], rest[40];
		start(&f, MONDAY, 9 * 3600);
		send(&f, (struct schedule_event){.type = SCHEDULE_ACTIVE});
		go(&f, 1200);
		save(&f, &saved);
		go(&f, gaps[i].gap_s);
		assert_int_equal(schedule_restore(&f.schedule, text_string(&saved), f.now, &f.config, &f.zone, NULL),
				 0);
		send(&f, (struct schedule_event){.type = SCHEDULE_START, .zone = &f.zone});
		saved.length = 0;
		save(&f, &saved);
		snprintf(micro, sizeof(micro), "\nmicro %d\n", (int)gaps[i].micro_s);
		snprintf(rest, sizeof(rest), "\nrest %d\n", (int)gaps[i].rest_s);
		assert_non_null(strstr(text_string(&saved), micro));
		assert_non_null(strstr(text_string(&saved), rest));
	}
}

/* After a reboot the boot clock begins anew; a pause and busy go by the wall clock. */
static void test_restore_after_reboot(void **state)
{
	struct fixture f;
	_cleanup_(text_clear) struct text saved = {0};
	struct schedule_status status;

	(void)state;
	busy_state(&f);
	send(&f, (struct schedule_event){.type = SCHEDULE_BUSY_ON, .number = 30});
	save(&f, &saved);
	f.now.wall_ms += 40 * MINUTE;
	f.now.boot_ms = 20 * SECOND;
	assert_int_equal(schedule_restore(&f.schedule, text_string(&saved), f.now, &f.config, &f.zone, NULL), 0);
	send(&f, (struct schedule_event){.type = SCHEDULE_START, .zone = &f.zone});
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 1);
	assert_int_equal(status.holds[0].hold, HELD_PAUSED);
	run(&f, 11 * 60);
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 0);
}

static void test_damaged_states(void **state)
{
	static const char *const damaged[] = {
		"",
		"evenkeel-schedule 2\nseed 0000000000000001\n",
		"evenkeel-schedule 1\n",
		"evenkeel-schedule 1\nseed 1\n",
		"evenkeel-schedule 1\nseed 000000000000000g\n",
		"evenkeel-schedule 1\nseed 0000000000000001\nmicro\n",
		"evenkeel-schedule 1\nseed 0000000000000001\nmicro x\n",
		"evenkeel-schedule 1\nseed 0000000000000001\nmicro 5",
		"evenkeel-schedule 1\nseed 0000000000000001\nday 2026-02-30 4\n",
		"evenkeel-schedule 1\nseed 0000000000000001\nmood 4\n",
		"evenkeel-schedule 1\nseed 0000000000000001\n\n",
		"\xff\xfe",
	};
	struct config config;
	struct zone zone = zone_fixed(0);
	struct instant now = {.wall_ms = 1, .boot_ms = 1};

	(void)state;
	config_defaults(&config);
	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		struct schedule back;
		struct error err = {0};
		memset(&back, 0x5a, sizeof(back));
		struct schedule before = back;
		if (schedule_restore(&back, damaged[i], now, &config, &zone, &err) != -1)
			fail_msg("taken: %s", damaged[i]);
		assert_int_equal(err.kind, ERROR_DAMAGED);
		assert_memory_equal(&back, &before, sizeof(back));
	}
}

/* Absurd numbers are brought into range; the next step is as sane as any. */
static void test_absurd_state(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	assert_int_equal(schedule_restore(&f.schedule,
					  "evenkeel-schedule 1\nat 99999999999999\nseed 00000000000000ff\n"
					  "day 9999-12-31 99999999999999\nlimit -5\nslots 0001-01-01 4096\n"
					  "micro 99999999999999999999 -4\nrest -7\nsnooze 9999999999999\n"
					  "pause 999999999999\nbusy -1\nasked -1 99999999999 3\n",
					  f.now, &f.config, &f.zone, NULL),
			 0);
	send(&f, (struct schedule_event){.type = SCHEDULE_START, .zone = &f.zone});
	assert_true(f.out.wake_boot_ms > f.now.boot_ms && f.out.wake_wall_ms > f.now.wall_ms);
	run(&f, 86400);
}

/* Answered or missed, early or late: the file is the same. */
static void test_saved_state_betrays_nothing(void **state)
{
	_cleanup_(text_clear) struct text answered = {0}, missed = {0};

	(void)state;
	for (int answer = 0; answer < 2; answer++) {
		struct fixture f;
		start(&f, MONDAY, 8 * 3600);
		f.config.micro_every_s = f.config.rest_every_s = 0;
		for (int minute = 0; minute < 5 * 1440; minute++) {
			run(&f, 60);
			if (answer)
				send(&f, (struct schedule_event){.type = SCHEDULE_ANSWER});
		}
		schedule_save(&f.schedule, &f.config, f.now, answer ? &answered : &missed);
	}
	assert_string_equal(text_string(&answered), text_string(&missed));
}

/* --- status ------------------------------------------------------------------------------------------------ */

static void test_status(void **state)
{
	struct fixture f;
	struct schedule_status status;

	(void)state;
	start(&f, MONDAY, 9 * 3600);
	send(&f, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	go(&f, 600);
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 0);
	assert_int_equal(status.next_count, 4);
	assert_int_equal(status.open, WHAT_NONE);
	for (int i = 0; i < 4; i++) {
		assert_true(i == 0 || status.next[i].due_wall_s >= status.next[i - 1].due_wall_s);
		if (status.next[i].what == WHAT_MICRO)
			assert_int_equal(status.next[i].due_wall_s, f.now.wall_ms / 1000 + 1200);
		if (status.next[i].what == WHAT_REVIEW)
			assert_int_equal(status.next[i].due_wall_s, (int64_t)(MONDAY + 4) * 86400 + 48600);
	}
	send(&f, (struct schedule_event){.type = SCHEDULE_BUSY_ON});
	go(&f, 10);
	send(&f, (struct schedule_event){.type = SCHEDULE_LOCK});
	send(&f, (struct schedule_event){.type = SCHEDULE_UNLOCK});
	send(&f, (struct schedule_event){.type = SCHEDULE_DND_ON});
	run(&f, 1300);
	schedule_status(&f.schedule, &f.config, f.now, &status);
	assert_int_equal(status.hold_count, 2);
	assert_int_equal(status.holds[0].hold, HELD_BUSY);
	assert_int_equal(status.holds[1].hold, HELD_DND);
	assert_true(status.holds[0].since_wall_s < status.holds[1].since_wall_s);
	assert_int_equal(status.next[0].what, WHAT_MICRO);
	assert_int_equal(status.next[0].held_by, HELD_BUSY);
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
		cmocka_unit_test(test_draws),
		cmocka_unit_test(test_draws_are_even),
		cmocka_unit_test(test_break_record),
		cmocka_unit_test(test_checkin_outcome),
		cmocka_unit_test(test_late_answer),
		cmocka_unit_test(test_closed_at_its_end),
		cmocka_unit_test(test_recorded_closes),
		cmocka_unit_test(test_status_outside_hours),
		cmocka_unit_test(test_skip_today),
		cmocka_unit_test(test_half_as_many_after_misses),
		cmocka_unit_test(test_stalled),
		cmocka_unit_test(test_save_and_restore),
		cmocka_unit_test(test_gap_resets_what_is_as_long),
		cmocka_unit_test(test_restore_after_reboot),
		cmocka_unit_test(test_damaged_states),
		cmocka_unit_test(test_absurd_state),
		cmocka_unit_test(test_saved_state_betrays_nothing),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
