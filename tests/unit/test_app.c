/*
 * The app with the real schedule and a real store: prompt, presses, record. Also what must not happen: a notice over an open prompt,
 * a thank-you before COMMIT, a record that differs in size by its answer, an answer in a log line.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <evenkeel/erase.h>
#include <evenkeel/mem.h>

#include "app_world.h"

static struct world world;

static int setup(void **state)
{
	(void)state;
	world_init(&world, world_quiet);
	assert_int_equal(world_begin(&world, NULL), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_clear(&world);
	return 0;
}

static void ask_checkin(void)
{
	struct proto_message reply = world_request(&world, PROTO_NOW, WHAT_CHECKIN, 0, false);

	assert_int_equal(reply.type, PROTO_OK);
	assert_true(world_showing(&world));
	app_shown(world.app);
}

/* Answer the question on the screen; the next one is shown at once. */
static void answer(const char *label)
{
	world_press_label(&world, label);
	if (world_showing(&world) && world.screen.action_count > 0)
		app_shown(world.app);
}

static void read_after_end(void)
{
	world_end(&world);
	world_read(&world);
}

static void test_whole_chain(void **state)
{
	struct proto_message status;
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	assert_string_equal(world.screen.summary, catalogue_text(ID_STRESS, TEXT_MOMENTARY, CATALOGUE_EN));
	assert_int_equal(world.screen.action_count, 3);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.type, PROTO_STATUS_IS);
	assert_int_equal(status.status.open.what, WHAT_CHECKIN);
	assert_string_equal(status.status.notifier, "a test's screen");

	answer("Somewhat"); /* stress */
	assert_string_equal(world.screen.summary,
			    catalogue_text(status.status.open.symptoms[0], TEXT_MOMENTARY, CATALOGUE_EN));
	answer("Not at all");
	answer("Somewhat");
	world_press(&world, 0); /* the cause's group */
	world_press(&world, 1); /* the cause */
	world_press(&world, 0); /* draining */
	assert_int_equal(world.screen.action_count, 0);
	assert_string_equal(world.screen.summary, "Thank you");
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.open.what, WHAT_NONE);
	assert_int_equal(status.status.waiting_records, 0);

	read_after_end();
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->count, 5);
	assert_int_equal(record->prompt.form, FORM_MOMENTARY);
	assert_int_equal(record->prompt.origin, ORIGIN_SELF);
	assert_int_equal(record->prompt.answers[0].question, ID_STRESS);
	assert_int_equal(record->prompt.answers[0].value, 1);
	assert_int_equal(record->prompt.answers[1].value, 0);
	assert_int_equal(record->prompt.answers[2].value, 1);
	assert_int_equal(record->flags, 0);
	assert_int_not_equal(record->group, 0);
	assert_int_equal(record->wall_ms, world.now.wall_ms);
	assert_int_equal(record->catalogue, CATALOGUE_VERSION);
}

static void test_calm_chain_is_short(void **state)
{
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	assert_string_equal(world.screen.summary, "Thank you");
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->count, 5); /* as many places as after a long one */
	assert_int_equal(record->prompt.answers[4].value, RECORD_UNANSWERED);
}

static void test_tip_after_a_lot(void **state)
{
	(void)state;
	ask_checkin();
	answer("A lot");
	answer("Not at all");
	answer("Not at all");
	world_press(&world, 0);
	world_press(&world, 0);
	assert_string_not_equal(world.screen.summary, "One minute for you"); /* not before the end, nor before COMMIT */
	world_press(&world, 0);
	assert_string_equal(world.screen.summary, "One minute for you");
	assert_null(strstr(world.screen.body, "A lot"));
	assert_int_equal(world.screen.action_count, 0);
	assert_true(world.screen.urgency_low);
}

static void test_closed_midway_is_partial(void **state)
{
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	answer("A lot");
	world.screen = (struct prompt_text){0};
	app_closed(world.app, CLOSED_DISMISSED);
	world_pass(&world, 3600);
	read_after_end();
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_PARTIAL, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, 2);
	assert_int_equal(record->prompt.answers[1].value, RECORD_UNANSWERED);
	assert_int_equal(record->count, 5);
}

static void test_stopped_midway_is_partial(void **state)
{
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	answer("Somewhat");
	answer("A lot");
	read_after_end(); /* as by SIGTERM, with the third question on the screen */
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_PARTIAL, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, 1);
	assert_int_equal(record->prompt.answers[1].value, 2);
	assert_int_equal(record->prompt.origin, ORIGIN_SELF);
}

static void test_unanswered_expires(void **state)
{
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	world_pass(&world, 3600);
	assert_false(world_showing(&world));
	read_after_end();
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_EXPIRED, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, RECORD_UNANSWERED);
	assert_int_equal(record->count, 5);
}

static void test_undelivered_is_offered_once_more(void **state)
{
	int before;

	(void)state;
	(void)world_request(&world, PROTO_NOW, WHAT_CHECKIN, 0, false);
	before = world.shows;
	for (int i = 0; i < 3; i++) {
		if (world_showing(&world)) {
			world.screen = (struct prompt_text){0};
			app_undelivered(world.app);
		}
		world_pass(&world, 1200);
	}
	assert_true(world.shows - before <= 1);
	read_after_end();
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_UNDELIVERED, NULL), 1);
	assert_int_equal(world_count(&world, RECORD_DISMISSED, NULL), 0);
}

static void test_break(void **state)
{
	const struct record *record = NULL;

	(void)state;
	(void)world_request(&world, PROTO_NOW, WHAT_REST, 0, false);
	assert_string_equal(world.screen.summary, "A break: 5 minutes");
	app_shown(world.app);
	world_pass(&world, 10);
	world_press_label(&world, "Start");
	assert_false(world_showing(&world));
	app_handle(world.app, (struct schedule_event){.type = SCHEDULE_IDLE});
	assert_true(world_wait_for_screen(&world, 310));
	assert_string_equal(world.screen.summary, "The break is over");
	app_handle(world.app, (struct schedule_event){.type = SCHEDULE_ACTIVE});
	world_pass(&world, 60);
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_BREAK, &record), 1);
	assert_int_equal(record->pause.type, BREAK_REST);
	assert_true(record->pause.outcome & BREAK_TAKEN);
	assert_int_equal(record->pause.planned_s, 300);
}

static void test_skipped_break(void **state)
{
	const struct record *record = NULL;

	(void)state;
	(void)world_request(&world, PROTO_NOW, WHAT_MICRO, 0, false);
	app_shown(world.app);
	world_press_label(&world, "Skip");
	assert_false(world_showing(&world));
	world_pass(&world, 60);
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_BREAK, &record), 1);
	assert_true(record->pause.outcome & BREAK_SKIPPED);
	assert_false(record->pause.outcome & BREAK_TAKEN);
}

static void test_busy_holds(void **state)
{
	struct proto_message reply;

	(void)state;
	reply = world_request(&world, PROTO_BUSY, 0, 10, true);
	assert_int_equal(reply.type, PROTO_OK);
	reply = world_request(&world, PROTO_NOW, WHAT_CHECKIN, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_non_null(strstr(reply.text, "busy"));
	assert_false(world_showing(&world));
	world_pass(&world, 599);
	assert_int_equal(world.shows, 0);
	reply = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(reply.status.schedule.hold_count, 1);
	assert_int_equal(reply.status.schedule.holds[0].hold, HELD_BUSY);
	world_pass(&world, 2); /* over: what was asked for comes at once */
	assert_int_equal(world.shows, 1);
}

static void test_answered_in_the_cli(void **state)
{
	struct proto_message reply;

	(void)state;
	ask_checkin();
	reply = world_request(&world, PROTO_RECORDED, WHAT_CHECKIN, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_false(world_showing(&world));
	world_pass(&world, 3600);
	assert_int_equal(world.shows, 1);
	read_after_end();
	assert_int_equal(world.record_count, 0); /* the CLI has written it */
}

static void test_undo(void **state)
{
	const struct record *answered = NULL, *withdrawn = NULL;

	(void)state;
	assert_int_equal(world_request(&world, PROTO_UNDO, 0, 0, false).kind, ERROR_NOTHING);
	ask_checkin();
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	assert_int_equal(world_request(&world, PROTO_UNDO, 0, 0, false).type, PROTO_OK);
	assert_int_equal(world_request(&world, PROTO_UNDO, 0, 0, false).type, PROTO_ERROR); /* once */
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	(void)world_request(&world, PROTO_RECORDED, WHAT_CHECKIN, 0, false);
	assert_int_equal(world_request(&world, PROTO_UNDO, 0, 0, false).type, PROTO_ERROR); /* the CLI's are its own */
	read_after_end();
	assert_int_equal(world.record_count, 3);
	assert_int_equal(world_count(&world, RECORD_WITHDRAWN, &withdrawn), 1);
	for (int i = 0; i < world.record_count; i++)
		if (world.records[i].kind == RECORD_ANSWERED && world.records[i].prompt.form == FORM_MOMENTARY)
			answered = &world.records[i];
	assert_non_null(answered);
	assert_int_equal(withdrawn->withdrawn.group, answered->group);
}

/* Check-ins of the day's own draw, a break near one, everything unanswered: all come, none over another, each leaves its record. */
static void test_a_day_unattended(void **state)
{
	const struct record *record = NULL;
	int expired, breaks;

	(void)state;
	world_configure(&world, "[checkin]\nper-day = 4\n[review]\nday = off\n[hours]\nmon = 09:00-18:00\n");
	assert_int_equal(world_request(&world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	for (int i = 0; i < 600; i++) {
		world_pass(&world, 60);
		if (world_showing(&world))
			app_shown(world.app);
	}
	read_after_end();
	expired = world_count(&world, RECORD_EXPIRED, &record);
	breaks = world_count(&world, RECORD_BREAK, NULL);
	assert_true(expired >= 1 && expired <= 4);
	assert_int_equal(record->prompt.origin, ORIGIN_PROMPT);
	assert_true(breaks > 0);
	assert_int_equal(world_count(&world, RECORD_ANSWERED, NULL) + world_count(&world, RECORD_PARTIAL, NULL), 0);
}

/* The system's zone changes and nobody says so: it is seen when the next thing is due. */
static void test_zone_is_seen_when_due(void **state)
{
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	world.zone = zone_fixed(5 * 3600);
	world_pass(&world, 3600);
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_EXPIRED, &record), 1);
	assert_int_equal(record->zone_min, 300);
}

static void test_closed_comes_once_more(void **state)
{
	(void)state;
	ask_checkin();
	for (int i = 0; i < 3; i++) {
		if (world_showing(&world)) {
			world.screen = (struct prompt_text){0};
			app_closed(world.app, CLOSED_DISMISSED);
		}
		world_pass(&world, 1800);
	}
	assert_int_equal(world.shows, 2);
	read_after_end();
	assert_int_equal(world.record_count, 1);
	assert_int_equal(world_count(&world, RECORD_DISMISSED, NULL), 1);
}

/* A check-in while a break is near: the questions, then the break's own prompt at once, and no notice over it. */
static void test_break_follows_a_checkin(void **state)
{
	(void)state;
	world_configure(&world,
			"[checkin]\nper-day = 0\n[review]\nday = off\n[micro]\nevery = off\n[rest]\nevery = 60min\n"
			"[hours]\nmon = 00:00-24:00\n");
	assert_int_equal(world_request(&world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	world_pass(&world, 59 * 60);
	ask_checkin();
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	assert_string_equal(world.screen.actions[0], "Start");
	world_press_label(&world, "Start");
	assert_int_equal(world.screen.action_count, 0); /* the thanks, now that the screen is free */
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_ANSWERED, NULL), 1);
}

static void test_hard_call(void **state)
{
	const struct record *record = NULL;

	(void)state;
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, true);
	assert_string_equal(world.screen.summary, "Two minutes to recover");
	app_closed(world.app, CLOSED_EXPIRED);
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, false);
	read_after_end();
	assert_int_equal(world.record_count, 1); /* the first was the CLI's */
	assert_int_equal(world_count(&world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->prompt.form, FORM_HARD_CALL);
	assert_int_equal(record->prompt.answers[0].question, ID_HARD_CALL);
}

static void test_no_notice_over_a_prompt(void **state)
{
	char question[PROMPTLINE_MAX];

	(void)state;
	ask_checkin();
	memcpy(question, world.screen.summary, sizeof question);
	(void)world_request(&world, PROTO_HARD_CALL, 0, 0, true);
	assert_string_equal(world.screen.summary, question);
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	assert_string_not_equal(world.screen.summary, question);
	assert_int_equal(world.screen.action_count, 0);
	world.screen = (struct prompt_text){0};
	app_closed(world.app, CLOSED_EXPIRED); /* the thanks; now the other */
	assert_string_equal(world.screen.summary, "Two minutes to recover");
}

static void test_busy_store_keeps_the_answers(void **state)
{
	int lock = world_lock_store(&world);
	struct proto_message status;
	const struct record *record = NULL;

	(void)state;
	ask_checkin();
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	assert_false(world_showing(&world)); /* no thanks before COMMIT */
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 1);
	world_pass(&world, 29);
	close(lock);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 1); /* not tried again before its time */
	world_pass(&world, 2);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 0);
	assert_int_equal(world.shows, 3); /* and no word about it: it was put right */
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->flags, RECORD_DELAYED);
}

static void test_person_is_told_once(void **state)
{
	int lock = world_lock_store(&world), told = 0;

	(void)state;
	ask_checkin();
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	for (int i = 0; i < 20; i++) {
		if (!world_wait_for_screen(&world, 600))
			continue;
		assert_string_equal(world.screen.summary, "Your answers wait in memory");
		app_closed(world.app, CLOSED_EXPIRED);
		told++;
	}
	assert_int_equal(told, 1);
	close(lock);
	world_end(&world); /* the end tries once more */
	world_read(&world);
	assert_int_equal(world_count(&world, RECORD_ANSWERED, NULL), 1);
}

/* No room: the status says why, nothing is lost, and with room it is stored. */
static void test_full_disk_keeps_the_answers(void **state)
{
	struct rlimit usual, full;
	struct proto_message status;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
	full = usual;
	full.rlim_cur = 4096;
	ask_checkin();
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	world_pass(&world, 60);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
	assert_int_equal(status.status.waiting_records, 1);
	assert_string_not_equal(status.status.trouble, "");
	world_pass(&world, 600);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 0);
	assert_string_equal(status.status.trouble, "");
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_ANSWERED, NULL), 1);
}

/* Forgotten under a running daemon: no word is written any more, not even its own notes. */
static void test_forgotten_store_ends_it(void **state)
{
	struct erase_all how = {.whole_directory = true};
	struct error err = {0};
	struct proto_message reply;

	(void)state;
	ask_checkin();
	assert_int_equal(erase_store(world.options.paths.store, &how, &err), 0);
	(void)unlink(world.options.paths.schedule);
	reply = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(reply.type, PROTO_ERROR);
	assert_non_null(strstr(world.log, "store is gone"));
	world_pass(&world, 86400);
	world_end(&world);
	assert_int_equal(access(world.options.paths.store, F_OK), -1);
	assert_int_equal(access(world.options.paths.schedule, F_OK), -1);
}

static void test_bad_settings_change_nothing(void **state)
{
	struct proto_message reply;

	(void)state;
	world_configure(&world, "[micro]\nevery = 5min\nfor = sideways\n");
	reply = world_request(&world, PROTO_RELOAD, 0, 0, false);
	assert_int_equal(reply.type, PROTO_ERROR);
	assert_non_null(strstr(reply.text, "evenkeel.conf:3: "));
	assert_int_equal(app_config(world.app)->micro_every_s, 0);
	reply = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_non_null(strstr(reply.status.trouble, "evenkeel.conf:3: "));
	world_configure(&world, "[micro]\nevery = 5min\n");
	reply = world_request(&world, PROTO_RELOAD, 0, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_int_equal(app_config(world.app)->micro_every_s, 300);
	reply = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_string_equal(reply.status.trouble, "");
}

static void test_bad_requests(void **state)
{
	static const struct {
		enum proto_type type;
		int what;
	} cases[] = {{PROTO_NOW, WHAT_DAILY},
		     {PROTO_NOW, 77},
		     {PROTO_RECORDED, WHAT_MICRO},
		     {PROTO_OK, 0},
		     {PROTO_STATUS_IS, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct proto_message reply = world_request(&world, cases[i].type, cases[i].what, 0, false);
		assert_int_equal(reply.type, PROTO_ERROR);
		assert_int_equal(reply.kind, ERROR_USAGE);
	}
	assert_int_equal(world.shows, 0);
}

static void test_pause_survives_a_restart(void **state)
{
	struct proto_message status;

	(void)state;
	(void)world_request(&world, PROTO_PAUSE, 0, 60, false);
	world_end(&world);
	world_pass(&world, 0);
	world.now.boot_ms += 600000;
	world.now.wall_ms += 600000;
	assert_int_equal(world_begin(&world, NULL), 0);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.schedule.hold_count, 1);
	assert_int_equal(status.status.schedule.holds[0].hold, HELD_PAUSED);
	world_pass(&world, 3000);
	status = world_request(&world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.schedule.hold_count, 0);
}

static void test_damaged_state_begins_anew(void **state)
{
	FILE *file;

	(void)state;
	world_end(&world);
	file = fopen(world.options.paths.schedule, "w");
	assert_non_null(file);
	fputs("what is this\n", file);
	fclose(file);
	assert_int_equal(world_begin(&world, NULL), 0);
	ask_checkin();
}

/* A later chain asks other symptoms; and what waited is not asked twice. */
static void test_draw_without_replacement(void **state)
{
	uint32_t seen = 0;

	(void)state;
	for (int i = 0; i < 6; i++) {
		struct proto_message status;
		ask_checkin();
		status = world_request(&world, PROTO_STATUS, 0, 0, false);
		for (int k = 0; k < 2; k++) {
			uint32_t bit = UINT32_C(1) << (status.status.open.symptoms[k] - ID_SYMPTOM_FIRST);
			assert_false(seen & bit);
			seen |= bit;
		}
		for (int k = 0; k < 3; k++)
			answer("Not at all");
		world_pass(&world, 3600);
	}
}

static void test_log_says_nothing_of_answers(void **state)
{
	(void)state;
	ask_checkin();
	answer("A lot");
	answer("A lot");
	answer("Somewhat");
	world_pass(&world, 3600);
	world_end(&world);
	assert_string_equal(world.log, "");
}

static void test_no_store(void **state)
{
	struct error err = {0};

	(void)state;
	world_end(&world);
	snprintf(world.options.paths.store, sizeof world.options.paths.store, "%s/elsewhere", world.dir);
	assert_int_equal(world_begin(&world, &err), -1);
	assert_int_equal(err.kind, ERROR_FAILED);
	assert_non_null(strstr(err.message, "run 'evenkeel setup'"));
	assert_int_equal(access(world.options.paths.store, F_OK), -1); /* nothing was made */
}

static void test_demo_must_be_named(void **state)
{
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	(void)state;
	world_end(&world);
	snprintf(world.options.paths.store, sizeof world.options.paths.store, "%s/demo", world.dir);
	assert_int_equal(store_create(world.options.paths.store, "demo", 4, STORE_DEMO, world.now, code, NULL), 0);
	assert_int_equal(world_begin(&world, &err), -1);
	assert_non_null(strstr(err.message, "--store"));
	world.options.store_named = true;
	assert_int_equal(world_begin(&world, &err), 0);
	assert_int_equal(world_request(&world, PROTO_STATUS, 0, 0, false).status.demo, 1);
}

static void test_invited_first(void **state)
{
	(void)state;
	world_configure(&world, "[checkin]\nper-day = 0\ninvite = on\n");
	assert_int_equal(world_request(&world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	ask_checkin();
	assert_string_equal(world.screen.actions[0], "Answer");
	answer("Answer");
	assert_string_equal(world.screen.summary, catalogue_text(ID_STRESS, TEXT_MOMENTARY, CATALOGUE_EN));
	for (int i = 0; i < 3; i++)
		answer("Not at all");
	read_after_end();
	assert_int_equal(world_count(&world, RECORD_ANSWERED, NULL), 1);
}

static void test_review_prompt_and_record(void **state)
{
	const struct record *record = NULL;

	(void)state;
	(void)world_request(&world, PROTO_NOW, WHAT_REVIEW, 0, false);
	assert_non_null(strstr(world.screen.body, "evenkeel review"));
	assert_int_equal(world.screen.action_count, 2);
	app_shown(world.app);
	world_press_label(&world, "Skip this week");
	read_after_end();
	assert_true(world.record_count > 1); /* as many as an answered one's */
	assert_int_equal(world_count(&world, RECORD_SKIPPED, &record), world.record_count);
	assert_int_equal(record->prompt.form, FORM_REVIEW);
	assert_int_equal(record->parts, world.record_count);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_whole_chain),
		TEST(test_calm_chain_is_short),
		TEST(test_tip_after_a_lot),
		TEST(test_closed_midway_is_partial),
		TEST(test_stopped_midway_is_partial),
		TEST(test_unanswered_expires),
		TEST(test_undelivered_is_offered_once_more),
		TEST(test_break),
		TEST(test_skipped_break),
		TEST(test_busy_holds),
		TEST(test_answered_in_the_cli),
		TEST(test_undo),
		TEST(test_a_day_unattended),
		TEST(test_zone_is_seen_when_due),
		TEST(test_closed_comes_once_more),
		TEST(test_break_follows_a_checkin),
		TEST(test_hard_call),
		TEST(test_no_notice_over_a_prompt),
		TEST(test_busy_store_keeps_the_answers),
		TEST(test_person_is_told_once),
		TEST(test_full_disk_keeps_the_answers),
		TEST(test_forgotten_store_ends_it),
		TEST(test_bad_settings_change_nothing),
		TEST(test_bad_requests),
		TEST(test_pause_survives_a_restart),
		TEST(test_damaged_state_begins_anew),
		TEST(test_draw_without_replacement),
		TEST(test_log_says_nothing_of_answers),
		TEST(test_no_store),
		TEST(test_demo_must_be_named),
		TEST(test_invited_first),
		TEST(test_review_prompt_and_record),
	};

	return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
