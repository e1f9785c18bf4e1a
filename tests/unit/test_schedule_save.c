/* Saved states: restored as they were, after a gap, after a reboot, damaged or absurd, and silent about answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "schedule_play.h"

static void save(struct play *play, struct text *ret)
{
	schedule_save(&play->schedule, &play->config, play->now, ret);
}

static void busy_state(struct play *play)
{
	play_start(play, MONDAY, 9 * 3600);
	play_send(play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_run(play, 1805);
	play_send(play, (struct schedule_event){.type = SCHEDULE_LATER});
	play_run(play, 100);
	play_send(play, (struct schedule_event){.type = SCHEDULE_SNOOZE, .number = 10});
	play_send(play, (struct schedule_event){.type = SCHEDULE_PAUSE, .number = 50});
	play_send(play, (struct schedule_event){.type = SCHEDULE_BUSY_ON});
}

static void test_save_and_restore(void **state)
{
	struct play play;
	struct schedule back;
	_cleanup_(text_clear) struct text saved = {0}, again = {0};
	struct error err = {0};

	(void)state;
	busy_state(&play);
	save(&play, &saved);
	assert_non_null(strstr(text_string(&saved), "\nmicro 1905 "));
	assert_int_equal(schedule_restore(&back, text_string(&saved), play.now, &play.config, &play.zone, &err), 0);
	play.schedule = back;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone});
	save(&play, &again);
	assert_string_equal(text_string(&saved), text_string(&again));
	struct schedule_status status;
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.hold_count, 2);
}

static void test_gap_resets_what_is_as_long(void **state)
{
	static const struct {
		int64_t gap_s, micro_s, rest_s;
	} gaps[] = {{29, 1200, 1200}, {30, 0, 1200}, {299, 0, 1200}, {300, 0, 0}, {90000, 0, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
		struct play play;
		_cleanup_(text_clear) struct text saved = {0};
		char micro[40], rest[40];
		play_start(&play, MONDAY, 9 * 3600);
		play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
		play_go(&play, 1200);
		save(&play, &saved);
		play_go(&play, gaps[i].gap_s);
		assert_int_equal(
			schedule_restore(&play.schedule, text_string(&saved), play.now, &play.config, &play.zone, NULL),
			0);
		play_send(&play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone});
		saved.length = 0;
		save(&play, &saved);
		snprintf(micro, sizeof(micro), "\nmicro %d\n", (int)gaps[i].micro_s);
		snprintf(rest, sizeof(rest), "\nrest %d\n", (int)gaps[i].rest_s);
		assert_non_null(strstr(text_string(&saved), micro));
		assert_non_null(strstr(text_string(&saved), rest));
	}
}

/* What counts on while a break is switched off is saved as far as it is restored, so that the file does not change by a restart. */
static void test_longer_than_a_day(void **state)
{
	struct play play;
	_cleanup_(text_clear) struct text saved = {0}, again = {0};

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	play.config.micro_every_s = play.config.rest_every_s = 0;
	play_send(&play, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	play_run(&play, 30 * 3600);
	save(&play, &saved);
	assert_int_equal(
		schedule_restore(&play.schedule, text_string(&saved), play.now, &play.config, &play.zone, NULL), 0);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone});
	save(&play, &again);
	assert_non_null(strstr(text_string(&saved), "\nmicro 86400\n"));
	assert_string_equal(text_string(&saved), text_string(&again));
}

/* After a reboot the boot clock begins anew; a pause and busy go by the wall clock. */
static void test_restore_after_reboot(void **state)
{
	struct play play;
	_cleanup_(text_clear) struct text saved = {0};
	struct schedule_status status;

	(void)state;
	busy_state(&play);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_BUSY_ON, .number = 30});
	save(&play, &saved);
	play.now.wall_ms += 40 * MINUTE;
	play.now.boot_ms = 20 * SECOND;
	assert_int_equal(
		schedule_restore(&play.schedule, text_string(&saved), play.now, &play.config, &play.zone, NULL), 0);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone});
	schedule_status(&play.schedule, &play.config, play.now, &status);
	assert_int_equal(status.hold_count, 1);
	assert_int_equal(status.holds[0].hold, HELD_PAUSED);
	play_run(&play, 11 * 60);
	schedule_status(&play.schedule, &play.config, play.now, &status);
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
	struct play play;

	(void)state;
	play_start(&play, MONDAY, 9 * 3600);
	assert_int_equal(schedule_restore(&play.schedule,
					  "evenkeel-schedule 1\nat 99999999999999\nseed 00000000000000ff\n"
					  "day 9999-12-31 99999999999999\nlimit -5\nslots 0001-01-01 4096\n"
					  "micro 99999999999999999999 -4\nrest -7\nsnooze 9999999999999\n"
					  "pause 999999999999\nbusy -1\nasked -1 99999999999 3\n",
					  play.now, &play.config, &play.zone, NULL),
			 0);
	play_send(&play, (struct schedule_event){.type = SCHEDULE_START, .zone = &play.zone});
	assert_true(play.out.wake_boot_ms > play.now.boot_ms && play.out.wake_wall_ms > play.now.wall_ms);
	play_run(&play, 86400);
}

/* Answered or missed, early or late: the file is the same. */
static void test_saved_state_betrays_nothing(void **state)
{
	_cleanup_(text_clear) struct text answered = {0}, missed = {0};

	(void)state;
	for (int answer = 0; answer < 2; answer++) {
		struct play play;
		play_start(&play, MONDAY, 8 * 3600);
		play.config.micro_every_s = play.config.rest_every_s = 0;
		for (int minute = 0; minute < 5 * 1440; minute++) {
			play_run(&play, 60);
			if (answer)
				play_send(&play, (struct schedule_event){.type = SCHEDULE_ANSWER});
		}
		schedule_save(&play.schedule, &play.config, play.now, answer ? &answered : &missed);
	}
	assert_string_equal(text_string(&answered), text_string(&missed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_save_and_restore),     cmocka_unit_test(test_gap_resets_what_is_as_long),
		cmocka_unit_test(test_restore_after_reboot), cmocka_unit_test(test_damaged_states),
		cmocka_unit_test(test_absurd_state),         cmocka_unit_test(test_saved_state_betrays_nothing),
		cmocka_unit_test(test_longer_than_a_day),
	};

	return cmocka_run_group_tests_name("schedule_save", tests, NULL, NULL);
}
