/* What was cut off on its way, and what is taken back: each is said to have left, or not to have, only where that is so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "post.h"
#include "rights.h"

/* As a process that was ended leaves it, in that state. */
static struct outbox_item left_as(enum outbox_state state)
{
	struct outbox_item which = post_item;
	char name[POST_PATH];

	post_put(&post_item, post_words);
	which.state = state;
	memset(which.record, 'e', 2 * OUTBOX_RECORD);
	snprintf(name, sizeof(name), "%s/100-900-2968-" TASK "-" RANDOM "-%s.%s", post.box, which.record,
		 state == OUTBOX_LEAVING     ? "leaving"
		 : state == OUTBOX_WITHDRAWN ? "withdrawn"
					     : "left");
	assert_int_equal(rename(post_at(post.box, NAME), name), 0);
	post_assert_same(&which, &post_item);
	struct outbox_item found = post_only(state);
	assert_string_equal(found.record, which.record);
	return which;
}

static void write_goal(void)
{
	FILE *file = fopen(post.goal, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(post_words, 1, strlen(post_words), file), strlen(post_words));
	assert_int_equal(fclose(file), 0);
}

static void assert_kept_as_named(void)
{
	for (int i = 0; i < OUTBOX_RECORD; i++)
		assert_int_equal(post_kept.record[i], 0xee);
}

static void what_was_cut_off_is_gone_on_with(void **state)
{
	(void)state;
	/* Before it was there, and behind that. */
	for (int there = 0; there < 2; there++) {
		struct outbox_item leaving = left_as(OUTBOX_LEAVING);
		post_arrives(&leaving);
		assert_kept_as_named();
	}
	(void)left_as(OUTBOX_LEFT);
	post_note(1);
	assert_kept_as_named();
	assert_int_equal(post_files_in(post.box), 0);
	/* With something else in its place nobody can say that it waits. */
	struct outbox_item leaving = left_as(OUTBOX_LEAVING);
	struct error err = {0};
	assert_int_equal(unlink(post.goal), 0);
	post_write(post.goal, 3, 0600);
	assert_int_equal(outbox_send(post.box, &leaving, post.drop, &err), -1);
	(void)post_only(OUTBOX_LEAVING);
	/* Nor with the folder away; with nothing there it waits again where it cannot be put. */
	assert_int_equal(unlink(post.goal), 0);
	assert_int_equal(rename(post.drop, post_at(post.top, "aside")), 0);
	assert_int_equal(outbox_send(post.box, &leaving, post.drop, &err), -1);
	(void)post_only(OUTBOX_LEAVING);
	assert_int_equal(rename(post_at(post.top, "aside"), post.drop), 0);
	rights_ordinary(true);
	assert_int_equal(chmod(post.folder, 0500), 0);
	assert_int_equal(outbox_send(post.box, &leaving, post.drop, &err), -1);
	(void)post_only(OUTBOX_WAITS);
	assert_int_equal(chmod(post.folder, 0700), 0);
	post_sent();
}

static void a_record_that_fails_is_tried_again(void **state)
{
	struct error err = {0};

	(void)state;
	(void)left_as(OUTBOX_LEFT);
	post_kept = (struct post_kept){.fails = 1};
	assert_int_equal(outbox_note(post.box, post_keep, NULL, &err), -1);
	assert_string_equal(err.message, "the store takes nothing");
	struct outbox_item left = post_only(OUTBOX_LEFT);
	/* It left, whatever else is asked for. */
	assert_int_equal(outbox_send(post.box, &left, post.drop, &err), 0);
	assert_int_equal(outbox_drop(post.box, &left, &err), OUTBOX_HAS_LEFT);
	assert_int_equal(outbox_drop(post.box, &post_item, &err), OUTBOX_HAS_LEFT);
	assert_false(outbox_is_over(&left, INT64_MAX));
	assert_int_equal(outbox_clear(post.box, &err), 0);
	post_note(1);
	assert_int_equal(outbox_clear(post.box, &err), 0);
	assert_false(post_is_there(post.box));
}

static void what_waits_is_taken_back(void **state)
{
	struct error err = {0};

	(void)state;
	post_put(&post_item, post_words);
	assert_int_equal(outbox_drop(post.box, &post_item, &err), 0);
	assert_int_equal(outbox_drop(post.box, &post_item, &err), OUTBOX_GONE);
	assert_int_equal(post_files_in(post.box), 0);
	post_note(0);
	/* Also while somebody who hangs in the folder holds it: then it is not sent any more. */
	post_put(&post_item, post_words);
	int fd = open(post_at(post.box, NAME), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(outbox_drop(post.box, &post_item, &err), 0);
	close(fd);
	assert_int_equal(outbox_send(post.box, &post_item, post.drop, &err), -1);
	assert_int_equal(post_files_in(post.drop), 0);
}

static void what_is_on_its_way_is_taken_back(void **state)
{
	struct error err = {0};

	(void)state;
	for (int there = 0; there < 2; there++)
		for (int by_old_name = 0; by_old_name < 3; by_old_name++) {
			struct outbox_item leaving = left_as(OUTBOX_LEAVING);
			if (by_old_name == 2)
				assert_int_equal(outbox_clear(post.box, &err), 0);
			else
				assert_int_equal(outbox_drop(post.box, by_old_name ? &post_item : &leaving, &err),
						 OUTBOX_PERHAPS);
			struct outbox_item withdrawn = post_only(OUTBOX_WITHDRAWN);
			assert_int_equal(outbox_drop(post.box, &withdrawn, &err), OUTBOX_PERHAPS);
			post_note(0);
			if (there)
				write_goal();
			else
				post_write(post_at(post.folder, RANDOM ".tmp"), 3, 0600);
			/* Nothing is said of it with the folder away. */
			assert_int_equal(rename(post.drop, post_at(post.top, "aside")), 0);
			assert_int_equal(outbox_send(post.box, &withdrawn, post.drop, &err), -1);
			(void)post_only(OUTBOX_WITHDRAWN);
			assert_int_equal(rename(post_at(post.top, "aside"), post.drop), 0);
			assert_int_equal(outbox_send(post.box, &withdrawn, post.drop, &err),
					 there ? 0 : OUTBOX_NOT_THERE);
			post_note(there);
			assert_int_equal(post_files_in(post.box), 0);
			assert_int_equal(post_files_in(post.drop), there);
			if (there)
				assert_int_equal(unlink(post.goal), 0);
		}
}

/* A newer one for the week takes the place of one that was cut off, which counts only if it had left. */
static void a_newer_one_withdraws_what_was_cut_off(void **state)
{
	const struct outbox_item newer = {50, 900, WEEK, TASK, OTHER_RANDOM, OUTBOX_WAITS, ""};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	(void)left_as(OUTBOX_LEAVING);
	post_put(&newer, "newer");
	assert_int_equal(post_waiting(items), 2);
	post_assert_same(&items[0], &newer);
	assert_int_equal(items[0].state, OUTBOX_WAITS);
	assert_int_equal(items[1].state, OUTBOX_WITHDRAWN);
}

static void its_time_is_over(void **state)
{
	struct error err = {0};

	(void)state;
	assert_false(outbox_is_over(&post_item, 900));
	assert_true(outbox_is_over(&post_item, 901));
	post_put(&post_item, post_words);
	assert_int_equal(outbox_expire(post.box, &post_item, &err), 0);
	assert_int_equal(post_files_in(post.box), 0);
	struct outbox_item leaving = left_as(OUTBOX_LEAVING);
	assert_true(outbox_is_over(&leaving, 901));
	assert_int_equal(outbox_expire(post.box, &leaving, &err), OUTBOX_PERHAPS);
	struct outbox_item withdrawn = post_only(OUTBOX_WITHDRAWN);
	/* In doubt for weeks; then it counts as having left, since nobody can say that it did not. */
	assert_false(outbox_is_over(&withdrawn, 900 + OUTBOX_DOUBT_S));
	assert_true(outbox_is_over(&withdrawn, 901 + OUTBOX_DOUBT_S));
	assert_int_equal(outbox_expire(post.box, &withdrawn, &err), OUTBOX_HAS_LEFT);
	post_note(1);
	assert_kept_as_named();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, post_begin, post_end)
	const struct CMUnitTest tests[] = {
		TEST(what_was_cut_off_is_gone_on_with),
		TEST(a_record_that_fails_is_tried_again),
		TEST(what_waits_is_taken_back),
		TEST(what_is_on_its_way_is_taken_back),
		TEST(a_newer_one_withdraws_what_was_cut_off),
		TEST(its_time_is_over),
	};

	return cmocka_run_group_tests_name("outbox_leave", tests, NULL, NULL);
}
