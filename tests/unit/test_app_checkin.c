/*
 * A check-in by notification, with the real schedule and a real store: prompt, presses, record. Also what must not happen: a tip
 * before COMMIT, a record that differs in size by its answer, a question asked twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app_world.h"

static void test_whole_chain(void **state)
{
	struct world *world = *state;
	struct proto_message status;
	const struct record *record = NULL;

	world_ask_checkin(world);
	assert_string_equal(world->screen.summary, catalogue_text(ID_STRESS, TEXT_MOMENTARY, CATALOGUE_EN));
	assert_int_equal(world->screen.action_count, 3);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.type, PROTO_STATUS_IS);
	assert_int_equal(status.status.open.what, WHAT_CHECKIN);
	assert_string_equal(status.status.notifier, "a test's screen");

	world_answer(world, "Somewhat"); /* stress */
	assert_string_equal(world->screen.summary,
			    catalogue_text(status.status.open.symptoms[0], TEXT_MOMENTARY, CATALOGUE_EN));
	world_answer(world, "Not at all");
	world_answer(world, "Somewhat");
	world_press(world, 0); /* the cause's group */
	world_press(world, 1); /* the cause */
	world_press(world, 0); /* draining */
	assert_int_equal(world->screen.action_count, 0);
	assert_string_equal(world->screen.summary, "Thank you");
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.open.what, WHAT_NONE);
	assert_int_equal(status.status.waiting_records, 0);

	world_end_and_read(world);
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->count, 5);
	assert_int_equal(record->prompt.form, FORM_MOMENTARY);
	assert_int_equal(record->prompt.origin, ORIGIN_SELF);
	assert_int_equal(record->prompt.answers[0].question, ID_STRESS);
	assert_int_equal(record->prompt.answers[0].value, 1);
	assert_int_equal(record->prompt.answers[1].value, 0);
	assert_int_equal(record->prompt.answers[2].value, 1);
	assert_int_equal(record->flags, 0);
	assert_int_not_equal(record->group, 0);
	assert_int_equal(record->wall_ms, world->now.wall_ms);
	assert_int_equal(record->catalogue, CATALOGUE_VERSION);
}

static void test_calm_chain_is_short(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	world_ask_checkin(world);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	assert_string_equal(world->screen.summary, "Thank you");
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->count, 5); /* as many places as after a long one */
	assert_int_equal(record->prompt.answers[4].value, RECORD_UNANSWERED);
}

/* A whole chain that ends in a tip, which is on the screen then. */
static void get_tip(struct world *world)
{
	world_ask_checkin(world);
	world_answer(world, "A lot");
	world_answer(world, "Not at all");
	world_answer(world, "Not at all");
	world_press(world, 0);
	world_press(world, 0);
	assert_string_not_equal(world->screen.summary,
				"One minute for you"); /* not before the end, nor before COMMIT */
	world_press(world, 0);
	assert_string_equal(world->screen.summary, "One minute for you");
}

static void leave_screen(struct world *world)
{
	world->screen = (struct prompt_text){0};
	app_closed(world->app, CLOSED_DISMISSED);
}

static void test_tip_after_a_lot(void **state)
{
	struct world *world = *state;

	get_tip(world);
	assert_null(strstr(world->screen.body, "A lot"));
	assert_int_equal(world->screen.action_count, 0);
	assert_true(world->screen.urgency_low);
}

/* Fifteen minutes after the tip, once. */
static void test_did_it_help(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;
	char tip[PROMPTLINE_MAX];

	get_tip(world);
	snprintf(tip, sizeof tip, "%s", world->screen.body);
	app_shown(world->app);
	leave_screen(world);
	world_pass(world, 14 * 60 + 59);
	assert_false(world_showing(world));
	world_pass(world, 2);
	assert_string_equal(world->screen.summary, "Did it help?");
	assert_non_null(strstr(tip, world->screen.body)); /* about which tip */
	assert_true(world->screen.body[0] != '\0');
	assert_true(world->screen.urgency_low);
	world_press_label(world, "It did not help");
	world_pass(world, 6 * 3600);
	assert_false(world_showing(world));
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_TIP_FEEDBACK, &record), 1);
	assert_int_equal(record->tip.verdict, 2);
	assert_non_null(strstr(tip, catalogue_tip_text(record->tip.tip, CATALOGUE_EN)));
	assert_int_equal(catalogue_find(record->tip.cause)->kind, KIND_CAUSE);
	assert_int_equal(world->record_count, 2);
}

/* Closed it is not asked again, and nothing is recorded. */
static void test_did_it_help_closed(void **state)
{
	struct world *world = *state;

	get_tip(world);
	app_shown(world->app);
	leave_screen(world);
	world_pass(world, 15 * 60 + 1);
	assert_string_equal(world->screen.summary, "Did it help?");
	leave_screen(world);
	int shows = world->shows;
	world_pass(world, 6 * 3600);
	assert_int_equal(world->shows, shows);
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_TIP_FEEDBACK, NULL), 0);
}

/* Not about a tip that nobody saw, not in a call or a pause, and not hours later. */
static void test_did_it_help_not_asked(void **state)
{
	struct world *world = *state;

	get_tip(world);
	world->screen = (struct prompt_text){0};
	app_undelivered(world->app);
	world_pass(world, 3 * 3600);
	assert_false(world_showing(world));
	get_tip(world);
	app_shown(world->app);
	leave_screen(world);
	(void)world_request(world, PROTO_BUSY, 0, 60, true);
	world_pass(world, 59 * 60);
	assert_false(world_showing(world));
	world_pass(world, 3 * 60); /* a minute after it */
	assert_string_equal(world->screen.summary, "Did it help?");
	leave_screen(world);
	world_pass(world, 3600);
	get_tip(world);
	app_shown(world->app);
	leave_screen(world);
	(void)world_request(world, PROTO_BUSY, 0, 0, true);
	world_pass(world, 3 * 3600);
	(void)world_request(world, PROTO_BUSY, 0, 0, false);
	world_pass(world, 3600);
	assert_false(world_showing(world));
}

static void test_closed_midway_is_partial(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	world_ask_checkin(world);
	world_answer(world, "A lot");
	leave_screen(world);
	world_pass(world, 3600);
	world_end_and_read(world);
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_PARTIAL, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, 2);
	assert_int_equal(record->prompt.answers[1].value, RECORD_UNANSWERED);
	assert_int_equal(record->count, 5);
}

static void test_stopped_midway_is_partial(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	world_ask_checkin(world);
	world_answer(world, "Somewhat");
	world_answer(world, "A lot");
	world_end_and_read(world); /* as by SIGTERM, with the third question on the screen */
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_PARTIAL, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, 1);
	assert_int_equal(record->prompt.answers[1].value, 2);
	assert_int_equal(record->prompt.origin, ORIGIN_SELF);
}

static void test_unanswered_expires(void **state)
{
	struct world *world = *state;
	const struct record *record = NULL;

	world_ask_checkin(world);
	world_pass(world, 3600);
	assert_false(world_showing(world));
	world_end_and_read(world);
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_EXPIRED, &record), 1);
	assert_int_equal(record->prompt.answers[0].value, RECORD_UNANSWERED);
	assert_int_equal(record->count, 5);
}

static void test_undelivered_is_offered_once_more(void **state)
{
	struct world *world = *state;
	int before;

	(void)world_request(world, PROTO_NOW, WHAT_CHECKIN, 0, false);
	before = world->shows;
	for (int i = 0; i < 3; i++) {
		if (world_showing(world)) {
			world->screen = (struct prompt_text){0};
			app_undelivered(world->app);
		}
		world_pass(world, 1200);
	}
	assert_true(world->shows - before <= 1);
	world_end_and_read(world);
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_UNDELIVERED, NULL), 1);
	assert_int_equal(world_count(world, RECORD_DISMISSED, NULL), 0);
}

static void test_closed_comes_once_more(void **state)
{
	struct world *world = *state;

	world_ask_checkin(world);
	for (int i = 0; i < 3; i++) {
		if (world_showing(world)) {
			world->screen = (struct prompt_text){0};
			app_closed(world->app, CLOSED_DISMISSED);
		}
		world_pass(world, 1800);
	}
	assert_int_equal(world->shows, 2);
	world_end_and_read(world);
	assert_int_equal(world->record_count, 1);
	assert_int_equal(world_count(world, RECORD_DISMISSED, NULL), 1);
}

static void test_answered_in_the_cli(void **state)
{
	struct world *world = *state;
	struct proto_message reply;

	world_ask_checkin(world);
	reply = world_request(world, PROTO_RECORDED, WHAT_CHECKIN, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	assert_false(world_showing(world));
	world_pass(world, 3600);
	assert_int_equal(world->shows, 1);
	world_end_and_read(world);
	assert_int_equal(world->record_count, 0); /* the CLI has written it */
}

static void test_undo(void **state)
{
	struct world *world = *state;
	const struct record *answered = NULL, *withdrawn = NULL;

	assert_int_equal(world_request(world, PROTO_UNDO, 0, 0, false).kind, ERROR_NOTHING);
	world_ask_checkin(world);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	assert_int_equal(world_request(world, PROTO_UNDO, 0, 0, false).type, PROTO_OK);
	assert_int_equal(world_request(world, PROTO_UNDO, 0, 0, false).type, PROTO_ERROR); /* once */
	(void)world_request(world, PROTO_HARD_CALL, 0, 0, false);
	(void)world_request(world, PROTO_RECORDED, WHAT_CHECKIN, 0, false);
	assert_int_equal(world_request(world, PROTO_UNDO, 0, 0, false).type, PROTO_ERROR); /* the CLI's are its own */
	world_end_and_read(world);
	assert_int_equal(world->record_count, 3);
	assert_int_equal(world_count(world, RECORD_WITHDRAWN, &withdrawn), 1);
	for (int i = 0; i < world->record_count; i++)
		if (world->records[i].kind == RECORD_ANSWERED && world->records[i].prompt.form == FORM_MOMENTARY)
			answered = &world->records[i];
	assert_non_null(answered);
	assert_int_equal(withdrawn->withdrawn.group, answered->group);
}

/* A later chain asks other symptoms; and what waited is not asked twice. */
static void test_draw_without_replacement(void **state)
{
	struct world *world = *state;
	uint32_t seen = 0;

	for (int i = 0; i < 6; i++) {
		struct proto_message status;
		world_ask_checkin(world);
		status = world_request(world, PROTO_STATUS, 0, 0, false);
		for (int k = 0; k < 2; k++) {
			uint32_t bit = UINT32_C(1) << (status.status.open.symptoms[k] - ID_SYMPTOM_FIRST);
			assert_false(seen & bit);
			seen |= bit;
		}
		for (int k = 0; k < 3; k++)
			world_answer(world, "Not at all");
		world_pass(world, 3600);
	}
}

static void test_invited_first(void **state)
{
	struct world *world = *state;

	world_configure(world, "[checkin]\nper-day = 0\ninvite = on\n");
	assert_int_equal(world_request(world, PROTO_RELOAD, 0, 0, false).type, PROTO_OK);
	world_ask_checkin(world);
	assert_string_equal(world->screen.actions[0], "Answer");
	world_answer(world, "Answer");
	assert_string_equal(world->screen.summary, catalogue_text(ID_STRESS, TEXT_MOMENTARY, CATALOGUE_EN));
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(test_whole_chain),
		IN_A_WORLD(test_calm_chain_is_short),
		IN_A_WORLD(test_tip_after_a_lot),
		IN_A_WORLD(test_did_it_help),
		IN_A_WORLD(test_did_it_help_closed),
		IN_A_WORLD(test_did_it_help_not_asked),
		IN_A_WORLD(test_closed_midway_is_partial),
		IN_A_WORLD(test_stopped_midway_is_partial),
		IN_A_WORLD(test_unanswered_expires),
		IN_A_WORLD(test_undelivered_is_offered_once_more),
		IN_A_WORLD(test_closed_comes_once_more),
		IN_A_WORLD(test_answered_in_the_cli),
		IN_A_WORLD(test_undo),
		IN_A_WORLD(test_draw_without_replacement),
		IN_A_WORLD(test_invited_first),
	};

	return cmocka_run_group_tests_name("app_checkin", tests, NULL, NULL);
}
