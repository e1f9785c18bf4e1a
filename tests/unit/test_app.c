/*
 * The app with the real schedule and a real store: breaks, holds, notices and requests. Also what must not happen: a notice over an
 * open prompt, a setting of a bad file taken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app_world.h"

static void test_break(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	(void)world_request(world, PROTO_NOW, WHAT_REST, 0, false);
	assert_string_equal(world->screen.summary, "A break: 5 minutes");
	app_shown(world->app);
	world_pass(world, 10);
	world_press_label(world, "Start");
	assert_false(world_showing(world));
	app_handle(world->app, (struct schedule_event){.type = SCHEDULE_IDLE});
	assert_true(world_wait_for_screen(world, 310));
	assert_string_equal(world->screen.summary, "The break is over");
	app_handle(world->app, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	world_pass(world, 60);
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_BREAK, &record), 1);
	assert_int_equal(record->pause.type, BREAK_REST);
	assert_true(record->pause.outcome & BREAK_TAKEN);
	assert_int_equal(record->pause.planned_s, 300);
}

static void test_skipped_break(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	(void)world_request(world, PROTO_NOW, WHAT_MICRO, 0, false);
	app_shown(world->app);
	world_press_label(world, "Skip");
	assert_false(world_showing(world));
	world_pass(world, 60);
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_BREAK, &record), 1);
	assert_true(record->pause.outcome & BREAK_SKIPPED);
	assert_false(record->pause.outcome & BREAK_TAKEN);
}

static void test_busy_holds(void **state)
{
	struct world *world = *state;
	struct proto_message reply;

	reply = world_request(world, PROTO_BUSY, 0, 10, true);
	assert_int_equal(reply.type, PROTO_OK);
	reply = world_request(world, PROTO_NOW, WHAT_CHECKIN, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_non_null(strstr(reply.text, "busy"));
	assert_false(world_showing(world));
	world_pass(world, 599);
	assert_int_equal(world->shows, 0);
	reply = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(reply.status.schedule.hold_count, 1);
	assert_int_equal(reply.status.schedule.holds[0].hold, HELD_BUSY);
	world_pass(world, 2); /* over: what was asked for comes at once */
	assert_int_equal(world->shows, 1);
}

/* Check-ins of the day's own draw, a break near one, everything unanswered: all come, none over another, each leaves its record. */
static void test_a_day_unattended(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;
	int expired, breaks;

	world_configure(world, "[checkin]\nper-day = 4\n[review]\nday = off\n[hours]\nmon = 09:00-18:00\n");
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	for (int i = 0; i < 600; i++) {
		world_pass(world, 60);
		if (world_showing(world))
			app_shown(world->app);
	}
	world_end_and_read(world);
	expired = world_count(world, RECORD_EXPIRED, &record);
	breaks = world_count(world, RECORD_BREAK, NULL);
	assert_true(expired >= 1 && expired <= 4);
	assert_int_equal(record->prompt.origin, ORIGIN_PROMPT);
	assert_true(breaks > 0);
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL) + world_count(world, RECORD_PARTIAL, NULL), 0);
}

/* The system's zone changes and nobody says so: it is seen when the next thing is due. */
static void test_zone_is_seen_when_due(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	world_ask_checkin(world);
	world->zone = zone_fixed(5 * 3600);
	world_pass(world, 3600);
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_EXPIRED, &record), 1);
	assert_int_equal(record->zone_min, 300);
}

/* A check-in while a break is near: the questions, then the break's own prompt at once, and no notice over it. */
static void test_break_follows_a_checkin(void **state)
{
	struct world *world = *state;

	world_configure(world,
			"[checkin]\nper-day = 0\n[review]\nday = off\n[micro]\nevery = off\n[rest]\nevery = 60min\n"
			"[hours]\nmon = 00:00-24:00\n");
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	world_pass(world, 59 * 60);
	world_ask_checkin(world);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	assert_string_equal(world->screen.actions[0], "Start");
	world_press_label(world, "Start");
	assert_int_equal(world->screen.action_count, 0); /* the thanks, now that the screen is free */
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL), 1);
}

static void test_hard_call(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	(void)world_request(world, PROTO_HARD_CALL, 0, 0, true);
	assert_string_equal(world->screen.summary, "Two minutes to recover");
	app_closed(world->app, CLOSED_EXPIRED);
	(void)world_request(world, PROTO_HARD_CALL, 0, 0, false);
	world_end_and_read(world);
	assert_int_equal(world->record_count, 1); /* the first was the CLI's */
	assert_int_equal(world_count(world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->prompt.form, FORM_HARD_CALL);
	assert_int_equal(record->prompt.answers[0].question, ID_HARD_CALL);
}

/* Whoever logs it by a key sees no screen of ours: the reply says when the recovery comes later. */
static void test_hard_call_says_when_the_recovery_waits(void **state)
{
	struct world *world = *state;

	assert_string_equal(world_request(world, PROTO_HARD_CALL, 0, 0, true).text, "");
	app_closed(world->app, CLOSED_EXPIRED);
	(void)world_request(world, PROTO_BUSY, 0, 0, true);
	assert_non_null(strstr(world_request(world, PROTO_HARD_CALL, 0, 0, true).text, "nothing holds them back"));
	(void)world_request(world, PROTO_BUSY, 0, 0, false);
	assert_string_equal(world->screen.summary, "Two minutes to recover");
	app_closed(world->app, CLOSED_EXPIRED);
	world_ask_checkin(world);
	assert_non_null(strstr(world_request(world, PROTO_HARD_CALL, 0, 0, true).text, "on the screen"));
}

static void test_no_notice_over_a_prompt(void **state)
{
	struct world *world = *state;
	char question[PROMPTLINE_MAX];

	world_ask_checkin(world);
	memcpy(question, world->screen.summary, sizeof question);
	(void)world_request(world, PROTO_HARD_CALL, 0, 0, true);
	assert_string_equal(world->screen.summary, question);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	assert_string_not_equal(world->screen.summary, question);
	assert_int_equal(world->screen.action_count, 0);
	world->screen = (struct prompt_text){0};
	app_closed(world->app, CLOSED_EXPIRED); /* the thanks; now the other */
	assert_string_equal(world->screen.summary, "Two minutes to recover");
}

static void test_bad_settings_change_nothing(void **state)
{
	struct world *world = *state;
	struct proto_message reply;

	world_configure(world, "[micro]\nevery = 5min\nfor = sideways\n");
	reply = world_request(world, PROTO_RELOAD, 0, 0, false);
	assert_int_equal(reply.type, PROTO_ERROR);
	assert_non_null(strstr(reply.text, "evenkeel.conf:3: "));
	assert_int_equal(app_config(world->app)->micro_every_s, 0);
	reply = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_non_null(strstr(reply.status.trouble, "evenkeel.conf:3: "));
	world_configure(world, "[micro]\nevery = 5min\n");
	reply = world_request(world, PROTO_RELOAD, 0, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_int_equal(app_config(world->app)->micro_every_s, 300);
	reply = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_string_equal(reply.status.trouble, "");
}

static void test_bad_requests(void **state)
{
	struct world *world = *state;
	static const struct {
		enum proto_type type;
		int what;
	} cases[] = {{PROTO_NOW, WHAT_DAILY},
		     {PROTO_NOW, 77},
		     {PROTO_RECORDED, WHAT_MICRO},
		     {PROTO_OK, 0},
		     {PROTO_STATUS_IS, 0}};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct proto_message reply = world_request(world, cases[i].type, cases[i].what, 0, false);
		assert_int_equal(reply.type, PROTO_ERROR);
		assert_int_equal(reply.kind, ERROR_USAGE);
	}
	assert_int_equal(world->shows, 0);
}

static void test_review_prompt_and_record(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	(void)world_request(world, PROTO_NOW, WHAT_REVIEW, 0, false);
	assert_non_null(strstr(world->screen.body, "evenkeel review"));
	assert_int_equal(world->screen.action_count, 2);
	app_shown(world->app);
	world_press_label(world, "Skip this week");
	world_end_and_read(world);
	assert_true(world->record_count > 1); /* as many as an answered one's */
	assert_int_equal(world_count(world, RECORD_SKIPPED, &record), world->record_count);
	assert_int_equal(record->prompt.form, FORM_REVIEW);
	assert_int_equal(record->parts, world->record_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(test_break),
		IN_A_WORLD(test_skipped_break),
		IN_A_WORLD(test_busy_holds),
		IN_A_WORLD(test_a_day_unattended),
		IN_A_WORLD(test_zone_is_seen_when_due),
		IN_A_WORLD(test_break_follows_a_checkin),
		IN_A_WORLD(test_hard_call),
		IN_A_WORLD(test_hard_call_says_when_the_recovery_waits),
		IN_A_WORLD(test_no_notice_over_a_prompt),
		IN_A_WORLD(test_bad_settings_change_nothing),
		IN_A_WORLD(test_bad_requests),
		IN_A_WORLD(test_review_prompt_and_record),
	};

	return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
