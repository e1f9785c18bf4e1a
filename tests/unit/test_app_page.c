/* The person's page from a notification: offered where it can be opened, named where it cannot; and what Open means for the review. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app_world.h"

static void ask_review(struct world *world)
{
	(void)world_request(world, PROTO_NOW, WHAT_REVIEW, 0, false);
	assert_true(world_showing(world));
	app_shown(world->app);
}

static void check_in(struct world *world)
{
	world_ask_checkin(world);
	world_answer(world, "Not at all");
	world_answer(world, "Not at all");
	world_answer(world, "Not at all");
	assert_string_equal(world->screen.summary, "Thank you");
	app_shown(world->app);
}

static void a_review_opens_the_page(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	ask_review(world);
	assert_int_equal(world->screen.action_count, 3);
	assert_string_equal(world->screen.actions[0], "Open");
	assert_null(strstr(world->screen.body, "evenkeel"));
	assert_string_equal(world->screen.cli_hint, "or run: evenkeel review");
	world_press_label(world, "Open");
	assert_int_equal(world->pages, 1);
	assert_false(world_showing(world));

	/* It counts as open until the answers come, and then as answered. */
	struct proto_message reply = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(reply.status.open.what, WHAT_REVIEW);
	reply = world_request(world, PROTO_RECORDED, WHAT_REVIEW, 0, false);
	assert_int_equal(reply.type, PROTO_OK);
	world_pass(world, 24 * 3600);
	assert_false(world_showing(world));
	world_end_and_read(world);
	assert_int_equal(world->record_count, 0); /* what was answered is the page's to store */
}

static void an_opened_review_that_is_not_filled_comes_once_more(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	ask_review(world);
	world_press_label(world, "Open");
	assert_true(world_wait_for_screen(world, 3600));
	assert_string_equal(world->screen.actions[0], "Open");
	app_shown(world->app);
	world_pass(world, 24 * 3600);
	world_end_and_read(world);
	assert_true(world_count(world, RECORD_EXPIRED, NULL) > 0);
}

static void the_other_buttons_mean_what_they_say(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	ask_review(world);
	world_press_label(world, "Later");
	assert_true(world_wait_for_screen(world, 12 * 3600));
	app_shown(world->app);
	world->has_page = false; /* what is on the screen still has three */
	world_press_label(world, "Skip this week");
	assert_int_equal(world->pages, 0);
	world_end_and_read(world);
	assert_true(world_count(world, RECORD_SKIPPED, NULL) > 0);
}

static void without_a_page_the_review_names_its_command(void **state)
{
	struct world *world = *state;

	ask_review(world);
	assert_int_equal(world->screen.action_count, 2);
	assert_non_null(strstr(world->screen.body, "evenkeel review"));
	world_press_label(world, "Skip this week");
	world_end_and_read(world);
	assert_true(world_count(world, RECORD_SKIPPED, NULL) > 0);
}

static void a_check_in_ends_with_the_way_to_the_page(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	check_in(world);
	assert_int_equal(world->screen.action_count, 1);
	assert_null(strstr(world->screen.body, "evenkeel open"));
	world_press_label(world, "See my week");
	assert_int_equal(world->pages, 1);
	world->has_page = false;
	check_in(world);
	assert_int_equal(world->screen.action_count, 0);
	assert_non_null(strstr(world->screen.body, "evenkeel open"));
}

/* With a tip as with plain thanks: a way that came only after some answers would betray them. */
static void so_does_one_with_a_tip(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	world_ask_checkin(world);
	world_answer(world, "A lot");
	world_answer(world, "A lot");
	world_answer(world, "A lot");
	for (int i = 0; i < 3; i++) /* group, cause, valence */
		world_answer(world, world->screen.actions[0]);
	assert_string_equal(world->screen.summary, "One minute for you");
	app_shown(world->app);
	world_press_label(world, "See my week");
	assert_int_equal(world->pages, 1);
}

static void other_notices_open_nothing(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	check_in(world);
	app_closed(world->app, CLOSED_EXPIRED);
	(void)world_request(world, PROTO_HARD_CALL, 0, 0, false);
	assert_string_equal(world->screen.summary, "Two minutes to recover");
	app_shown(world->app);
	app_pressed(world->app, 0); /* a server that knows better */
	assert_int_equal(world->pages, 0);
}

static void a_page_that_does_not_open_is_said(void **state)
{
	struct world *world = *state;

	world->has_page = true;
	check_in(world);
	world_press_label(world, "See my week");
	app_page_failed(world->app);
	assert_string_equal(world->screen.summary, "The page did not open");
	assert_non_null(strstr(world->screen.body, "evenkeel open"));
	app_closed(world->app, CLOSED_EXPIRED);
	check_in(world);
	world->has_page = false; /* gone while the button stood there */
	world_press_label(world, "See my week");
	assert_int_equal(world->pages, 1);
	assert_string_equal(world->screen.summary, "The page did not open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(a_review_opens_the_page),
		IN_A_WORLD(an_opened_review_that_is_not_filled_comes_once_more),
		IN_A_WORLD(the_other_buttons_mean_what_they_say),
		IN_A_WORLD(without_a_page_the_review_names_its_command),
		IN_A_WORLD(a_check_in_ends_with_the_way_to_the_page),
		IN_A_WORLD(so_does_one_with_a_tip),
		IN_A_WORLD(other_notices_open_nothing),
		IN_A_WORLD(a_page_that_does_not_open_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
