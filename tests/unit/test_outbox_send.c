/* What waits, on its way to the team's drop folder: real directories, nothing lost and nothing sent twice whatever stands in the way. */
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

static void one_is_sent(void **state)
{
	struct stat status;

	(void)state;
	post_put(&post_item, post_words);
	post_sent();
	assert_int_equal(stat(post.goal, &status), 0);
	assert_int_equal(status.st_mtim.tv_sec, (int64_t)WEEK * WEEK_S);
	assert_int_equal(status.st_mtim.tv_nsec, 0);
	assert_int_equal(status.st_mode & 07777, 0644);
	struct error err = {0};
	assert_int_equal(outbox_send(post.box, &post_item, post.drop, &err), -1);
	assert_non_null(strstr(err.message, "any more"));
	post_assert_holds(post.goal, post_words);
}

/* As the design has it: entered and written by members, listed by its owner alone. */
static void a_folder_that_cannot_be_listed(void **state)
{
	(void)state;
	post_put(&post_item, post_words);
	assert_int_equal(chmod(post_at(post.drop, TASK), 0300), 0);
	assert_int_equal(chmod(post.folder, 01300), 0);
	rights_ordinary(true);
	assert_int_equal(open(post.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), -1);
	struct error err = {0};
	if (outbox_send(post.box, &post_item, post.drop, &err))
		fail_msg("%s", err.message);
	post_assert_holds(post.goal, post_words);
	post_note(1);
	assert_int_equal(post_files_in(post.box), 0);
}

static void a_second_time_only_finishes(void **state)
{
	(void)state;
	post_put(&post_item, post_words);
	post_sent();
	/* Cut off before the own one was taken out. */
	post_put(&post_item, post_words);
	post_sent();
	/* Cut off while it was written there. */
	post_put(&post_item, post_words);
	assert_int_equal(unlink(post.goal), 0);
	post_write(post_at(post.folder, RANDOM ".tmp"), 3, 0600);
	post_sent();
}

/* Nothing of it in what the journal gets. */
static void assert_discreet(const struct error *err)
{
	static const char *const secrets[] = {"2968", TASK, RANDOM, "/drop", "100", "900"};

	assert_true(err->message[0] != '\0');
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (strstr(err->message, secrets[i]))
			fail_msg("'%s' is in: %s", secrets[i], err->message);
}

static void stays(const char *why)
{
	struct error err = {0};
	int before = post_is_there(post.drop) ? post_files_in(post.drop) : 0;

	if (outbox_send(post.box, &post_item, post.drop, &err) != -1)
		fail_msg("it was sent: %s", why);
	assert_discreet(&err);
	if (!strstr(err.message, why))
		fail_msg("no '%s' in: %s", why, err.message);
	post_assert_holds(post_at(post.box, NAME), post_words);
	assert_int_equal(post_is_there(post.drop) ? post_files_in(post.drop) : 0, before);
}

static void it_stays_where_the_folder_is_not(void **state)
{
	char aside[POST_PATH];

	(void)state;
	post_put(&post_item, post_words);
	snprintf(aside, sizeof(aside), "%s/aside", post.top);
	assert_int_equal(rename(post.drop, aside), 0);
	stays("connected");
	/* The place where it is mounted, without what is mounted there. */
	assert_int_equal(mkdir(post.drop, 0700), 0);
	stays("connected");
	assert_int_equal(post_files_in(post.drop), 0);
	assert_int_equal(mkdir(post_at(post.drop, TASK), 0700), 0);
	stays("connected");
	/* Something else of that name. */
	assert_int_equal(symlink(aside, post.folder), 0);
	stays("connected");
	assert_int_equal(unlink(post.folder), 0);
	post_write(post.folder, 3, 0600);
	stays("connected");
	struct error err = {0};
	assert_int_equal(outbox_send(post.box, &post_item, "drop", &err), -1);
	assert_discreet(&err);
	assert_int_equal(unlink(post.folder), 0);
	assert_int_equal(rmdir(post_at(post.drop, TASK)), 0);
	assert_int_equal(rmdir(post.drop), 0);
	assert_int_equal(rename(aside, post.drop), 0);
	post_sent();
}

static void it_stays_where_something_else_lies(void **state)
{
	(void)state;
	post_put(&post_item, post_words);
	post_write(post.goal, 3, 0600);
	stays("something else");
	assert_int_equal(unlink(post.goal), 0);
	assert_int_equal(mkdir(post.goal, 0700), 0);
	stays("drop folder");
	assert_int_equal(rmdir(post.goal), 0);
	assert_int_equal(symlink("/dev/null", post.goal), 0);
	stays("drop folder");
	assert_int_equal(unlink(post.goal), 0);
	assert_int_equal(mkdir(post_at(post.folder, RANDOM ".tmp"), 0700), 0);
	stays("drop folder");
	assert_int_equal(rmdir(post_at(post.folder, RANDOM ".tmp")), 0);
	post_sent();
}

static void it_stays_where_nothing_may_be_written(void **state)
{
	(void)state;
	post_put(&post_item, post_words);
	rights_ordinary(true);
	assert_int_equal(chmod(post.folder, 0500), 0);
	stays("wellbeing office");
	assert_int_equal(chmod(post.folder, 0600), 0);
	stays("wellbeing office");
	assert_int_equal(chmod(post.folder, 0700), 0);
	post_sent();
}

static void only_one_sends_at_a_time(void **state)
{
	(void)state;
	post_put(&post_item, post_words);
	int fd = open(post_at(post.box, NAME), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	stays("another program");
	close(fd);
	post_sent();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, post_begin, post_end)
	const struct CMUnitTest tests[] = {
		TEST(one_is_sent),
		TEST(a_folder_that_cannot_be_listed),
		TEST(a_second_time_only_finishes),
		TEST(it_stays_where_the_folder_is_not),
		TEST(it_stays_where_something_else_lies),
		TEST(it_stays_where_nothing_may_be_written),
		TEST(only_one_sends_at_a_time),
	};

	return cmocka_run_group_tests_name("outbox_send", tests, NULL, NULL);
}
