/* What waits for the team's drop folder, in a real directory: listed in order, private, and nothing lost that is not ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "post.h"

static void a_name_says_all(void **state)
{
	struct outbox_item items[OUTBOX_MOST];
	struct stat status;

	(void)state;
	assert_int_equal(post_waiting(items), 0);
	post_put(&post_item, post_words);
	post_assert_holds(post_at(post.box, NAME), post_words);
	assert_int_equal(stat(post_at(post.box, NAME), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(stat(post.box, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(post_waiting(items), 1);
	post_assert_same(&items[0], &post_item);
	assert_int_equal(outbox_next(items, 1), 100);
	assert_true(outbox_next(items, 0) == INT64_MAX);
}

static void other_names_are_left_alone(void **state)
{
	static const char *const names[] = {
		"0100-900-2968-" TASK "-" RANDOM ".ekr",
		"+100-900-2968-" TASK "-" RANDOM ".ekr",
		"-100-900-2968-" TASK "-" RANDOM ".ekr",
		" 100-900-2968-" TASK "-" RANDOM ".ekr",
		"900-100-2968-" TASK "-" RANDOM ".ekr",
		"100-900-02968-" TASK "-" RANDOM ".ekr",
		"100-900--" TASK "-" RANDOM ".ekr",
		"100-900-2968-0123456789ABCDEF-" RANDOM ".ekr",
		"100-900-2968-0123456789abcde-" RANDOM ".ekr",
		"100-900-2968-" TASK "-" RANDOM ".ekr.bak",
		"100-900-2968-" TASK "-" RANDOM ".EKR",
		"100-900-2968-" TASK "_" RANDOM ".ekr",
		"100-900-2968-" TASK "-" RANDOM "0.ekr",
		"100-900-99999999999999999-" TASK "-" RANDOM ".ekr",
		"9223372036854775808-9223372036854775809-2968-" TASK "-" RANDOM ".ekr",
		"100-1e9-2968-" TASK "-" RANDOM ".ekr",
		"100-900-2968-" TASK "-" RANDOM "-" RANDOM ".ekr",
		"100-900-2968-" TASK "-" RANDOM ".left",
		"100-900-2968-" TASK "-" RANDOM "-.leaving",
		"100-900-2968-" TASK "-" RANDOM "-0" RANDOM ".leaving",
		"100-900-2968-" TASK "-" RANDOM "-" RANDOM ".gone",
		"100-900-2968-" TASK "-" RANDOM "-FFEEDDCCBBAA99887766554433221100.left",
		".ekr",
		"notes.txt",
	};
	enum { NAMES = sizeof(names) / sizeof(*names) };
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};

	(void)state;
	assert_int_equal(mkdir(post.box, 0700), 0);
	for (size_t i = 0; i < NAMES; i++)
		post_write(post_at(post.box, names[i]), 5, 0600);
	/* Of the right name, but nothing that may be sent: a link, a directory, nothing, too much. */
	assert_int_equal(symlink("/etc/passwd", post_at(post.box, "1-900-2968-" TASK "-" RANDOM ".ekr")), 0);
	assert_int_equal(mkdir(post_at(post.box, "2-900-2968-" TASK "-" RANDOM ".ekr"), 0700), 0);
	assert_int_equal(mkfifo(post_at(post.box, "3-900-2968-" TASK "-" RANDOM ".ekr"), 0600), 0);
	post_write(post_at(post.box, "4-900-2968-" TASK "-" RANDOM ".ekr"), 0, 0600);
	post_write(post_at(post.box, "5-900-2968-" TASK "-" RANDOM ".ekr"), OUTBOX_FILE_MOST + 1, 0600);
	/* Somebody else's. */
	if (geteuid() == 0) {
		post_write(post_at(post.box, "6-900-2968-" TASK "-" RANDOM ".ekr"), 5, 0600);
		assert_int_equal(chown(post_at(post.box, "6-900-2968-" TASK "-" RANDOM ".ekr"), 65534, 65534), 0);
	}
	assert_int_equal(post_waiting(items), 0);
	post_put(&post_item, post_words);
	assert_int_equal(post_waiting(items), 1);
	assert_int_equal(outbox_drop(post.box, &items[0], &err), 0);
	assert_int_equal(post_waiting(items), 0);
	for (size_t i = 0; i < NAMES; i++)
		assert_true(post_is_there(post_at(post.box, names[i])));
	/* The directory stays with what is not ours. */
	assert_int_equal(outbox_clear(post.box, &err), 0);
	for (size_t i = 0; i < NAMES; i++)
		assert_true(post_is_there(post_at(post.box, names[i])));
}

static void unsound_items_are_refused(void **state)
{
	static const struct outbox_item wrong[] = {
		{-1, 900, WEEK, TASK, RANDOM, OUTBOX_WAITS, ""},
		{100, 99, WEEK, TASK, RANDOM, OUTBOX_WAITS, ""},
		{100, INT64_MAX, WEEK, TASK, RANDOM, OUTBOX_WAITS, ""},
		{100, 900, UINT64_MAX, TASK, RANDOM, OUTBOX_WAITS, ""},
		{100, 900, WEEK, "0123456789ABCDEF", RANDOM, OUTBOX_WAITS, ""},
		{100, 900, WEEK, TASK, "../../../../../../home/somebody", OUTBOX_WAITS, ""},
		{100, 900, WEEK, "", RANDOM, OUTBOX_WAITS, ""},
	};
	struct error err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(outbox_put(post.box, &wrong[i], post_words, sizeof(post_words), &err), -1);
		assert_int_equal(outbox_send(post.box, &wrong[i], post.drop, &err), -1);
		assert_int_equal(outbox_drop(post.box, &wrong[i], &err), -1);
	}
	assert_int_equal(outbox_put(post.box, &post_item, post_words, 0, &err), -1);
	assert_int_equal(outbox_put(post.box, &post_item, post_words, OUTBOX_FILE_MOST + 1, &err), -1);
	assert_int_equal(post_files_in(post.top), 0);
}

static void only_a_private_directory_is_used(void **state)
{
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};
	size_t count;

	(void)state;
	assert_int_equal(mkdir(post_at(post.top, "elsewhere"), 0700), 0);
	assert_int_equal(symlink("elsewhere", post.box), 0);
	assert_int_equal(outbox_put(post.box, &post_item, post_words, sizeof(post_words), &err), -1);
	assert_non_null(strstr(err.message, "symbolic link"));
	assert_int_equal(outbox_list(post.box, items, &count, &err), -1);
	assert_int_equal(unlink(post.box), 0);
	post_put(&post_item, post_words);
	assert_int_equal(chmod(post.box, 0755), 0);
	assert_int_equal(outbox_list(post.box, items, &count, &err), -1);
	assert_non_null(strstr(err.message, "chmod 700"));
}

static void the_same_week_s_is_replaced(void **state)
{
	const struct outbox_item again = {50, 900, WEEK, TASK, OTHER_RANDOM, OUTBOX_WAITS, ""},
				 other_week = {70, 900, WEEK + 1, TASK, RANDOM, OUTBOX_WAITS, ""},
				 other_task = {60, 900, WEEK, "fedcba9876543210", RANDOM, OUTBOX_WAITS, ""};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	post_put(&post_item, post_words);
	post_put(&other_week, "another");
	post_put(&other_task, "a third");
	post_put(&again, "newer");
	assert_int_equal(post_waiting(items), 3);
	post_assert_same(&items[0], &again);
	post_assert_same(&items[1], &other_task);
	post_assert_same(&items[2], &other_week);
	assert_int_equal(post_files_in(post.box), 3);
	/* The very same once more. */
	post_put(&again, "newest");
	assert_int_equal(post_files_in(post.box), 3);
	post_assert_holds(post_at(post.box, "50-900-2968-" TASK "-" OTHER_RANDOM ".ekr"), "newest");
}

static void of_two_left_behind_the_younger_counts(void **state)
{
	const char *older = "50-900-2968-" TASK "-" OTHER_RANDOM ".ekr";
	const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	for (int first = 0; first < 2; first++) {
		post_put(&post_item, post_words);
		post_write(post_at(post.box, older), 5, 0600);
		assert_int_equal(utimensat(AT_FDCWD, post_at(post.box, first ? NAME : older), long_ago, 0), 0);
		assert_int_equal(post_waiting(items), 1);
		assert_string_equal(items[0].random, first ? OTHER_RANDOM : RANDOM);
		assert_int_equal(post_files_in(post.box), 1);
	}
	/* And what was never finished goes with the next, unless it is being written. */
	post_write(post_at(post.box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp"), 5, 0600);
	post_write(post_at(post.box, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.tmp"), 5, 0600);
	assert_int_equal(utimensat(AT_FDCWD, post_at(post.box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp"), long_ago, 0),
			 0);
	post_put(&post_item, post_words);
	assert_false(post_is_there(post_at(post.box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp")));
	assert_true(post_is_there(post_at(post.box, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.tmp")));
}

static void there_is_an_end_to_it(void **state)
{
	struct outbox_item items[OUTBOX_MOST], each = post_item;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < OUTBOX_MOST; i++) {
		each.week = (uint64_t)i;
		each.due_s = 500 - i;
		post_put(&each, post_words);
	}
	assert_int_equal(post_waiting(items), OUTBOX_MOST);
	for (int i = 1; i < OUTBOX_MOST; i++)
		assert_true(items[i - 1].due_s < items[i].due_s);
	assert_int_equal(outbox_next(items, OUTBOX_MOST), 500 - OUTBOX_MOST + 1);
	each.week = OUTBOX_MOST;
	assert_int_equal(outbox_put(post.box, &each, post_words, sizeof(post_words), &err), -1);
	/* One that replaces another finds room; of more than fit, those that are due first. */
	each.week = 3;
	post_put(&each, post_words);
	post_write(post_at(post.box, "1-900-9999-" TASK "-" RANDOM ".ekr"), 5, 0600);
	assert_int_equal(post_waiting(items), OUTBOX_MOST);
	assert_int_equal(items[0].week, 9999);
	assert_int_equal(outbox_clear(post.box, &err), 0);
	assert_false(post_is_there(post.box));
	assert_int_equal(outbox_clear(post.box, &err), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, post_begin, post_end)
	const struct CMUnitTest tests[] = {
		TEST(a_name_says_all),
		TEST(other_names_are_left_alone),
		TEST(unsound_items_are_refused),
		TEST(only_a_private_directory_is_used),
		TEST(the_same_week_s_is_replaced),
		TEST(of_two_left_behind_the_younger_counts),
		TEST(there_is_an_end_to_it),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
