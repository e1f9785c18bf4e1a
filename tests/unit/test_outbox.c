/* What waits for the team's drop folder, and its way there: real directories, nothing lost and nothing sent twice whatever stands in the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include <cmocka.h>

#include <evenkeel/outbox.h>

enum { PATH = 512, WEEK = 2968, WEEK_S = 604800 };
#define TASK "0123456789abcdef"
#define RANDOM "00112233445566778899aabbccddeeff"
#define OTHER_RANDOM "ffeeddccbbaa99887766554433221100"
#define NAME "100-900-2968-" TASK "-" RANDOM ".ekr"

static char top[PATH / 4], box[PATH / 2], drop[PATH / 2], folder[PATH], goal[PATH];
static const struct outbox_item item = {100, 900, WEEK, TASK, RANDOM, OUTBOX_WAITS, ""};
static const char words[] = "sealed bytes";

/* Rights count for the tests' root, too, as for a person; or not, again. */
static void be_ordinary(bool ordinary)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[2] = {0};
	const unsigned overriding = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH | 1u << CAP_FOWNER;

	assert_int_equal(syscall(SYS_capget, &head, sets), 0);
	sets[0].effective = ordinary ? sets[0].effective & ~overriding : sets[0].permitted;
	assert_int_equal(syscall(SYS_capset, &head, sets), 0);
}

static const char *at(const char *dir, const char *name)
{
	static char path[2 * PATH];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static int setup(void **state)
{
	const char *parent = getenv("TMPDIR");

	(void)state;
	snprintf(top, sizeof(top), "%.90s/evenkeel-outbox.XXXXXX", parent && *parent ? parent : "/tmp");
	assert_non_null(mkdtemp(top));
	snprintf(box, sizeof(box), "%s/outbox", top);
	snprintf(drop, sizeof(drop), "%s/drop", top);
	snprintf(folder, sizeof(folder), "%s/" TASK "/%d", drop, WEEK);
	snprintf(goal, sizeof(goal), "%.400s/" RANDOM ".ekr", folder);
	assert_int_equal(mkdir(drop, 0700), 0);
	assert_int_equal(mkdir(at(drop, TASK), 0700), 0);
	assert_int_equal(mkdir(folder, 0700), 0);
	return 0;
}

static int teardown(void **state)
{
	char command[PATH];

	(void)state;
	be_ordinary(false);
	snprintf(command, sizeof(command), "chmod -R u+rwx '%s' && rm -rf '%s'", top, top);
	return system(command);
}

static void put(const struct outbox_item *which, const char *bytes)
{
	struct error err = {0};

	if (outbox_put(box, which, bytes, strlen(bytes), &err))
		fail_msg("%s", err.message);
}

static void write_file(const char *path, size_t size, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, mode);

	assert_true(fd >= 0);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static size_t waiting(struct outbox_item items[static OUTBOX_MOST])
{
	struct error err = {0};
	size_t count = SIZE_MAX;

	if (outbox_list(box, items, &count, &err))
		fail_msg("%s", err.message);
	return count;
}

static void assert_holds(const char *path, const char *bytes)
{
	char got[64] = "";
	FILE *file = fopen(path, "r");

	if (!file)
		fail_msg("'%s' is not there", path);
	assert_int_equal(fread(got, 1, sizeof(got) - 1, file), strlen(bytes));
	fclose(file);
	assert_string_equal(got, bytes);
}

static bool is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

static int files_in(const char *dir)
{
	char command[PATH + 64];
	int count = -1;

	snprintf(command, sizeof(command), "find '%s' -type f | wc -l", dir);
	FILE *out = popen(command, "r");
	assert_non_null(out);
	assert_int_equal(fscanf(out, "%d", &count), 1);
	pclose(out);
	return count;
}

static void assert_same(const struct outbox_item *one, const struct outbox_item *other)
{
	assert_true(one->due_s == other->due_s && one->until_s == other->until_s && one->week == other->week);
	assert_string_equal(one->task, other->task);
	assert_string_equal(one->random, other->random);
}

static void a_name_says_all(void **state)
{
	struct outbox_item items[OUTBOX_MOST];
	struct stat status;

	(void)state;
	assert_int_equal(waiting(items), 0);
	put(&item, words);
	assert_holds(at(box, NAME), words);
	assert_int_equal(stat(at(box, NAME), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(stat(box, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	assert_int_equal(waiting(items), 1);
	assert_same(&items[0], &item);
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
	assert_int_equal(mkdir(box, 0700), 0);
	for (size_t i = 0; i < NAMES; i++)
		write_file(at(box, names[i]), 5, 0600);
	/* Of the right name, but nothing that may be sent: a link, a directory, nothing, too much. */
	assert_int_equal(symlink("/etc/passwd", at(box, "1-900-2968-" TASK "-" RANDOM ".ekr")), 0);
	assert_int_equal(mkdir(at(box, "2-900-2968-" TASK "-" RANDOM ".ekr"), 0700), 0);
	assert_int_equal(mkfifo(at(box, "3-900-2968-" TASK "-" RANDOM ".ekr"), 0600), 0);
	write_file(at(box, "4-900-2968-" TASK "-" RANDOM ".ekr"), 0, 0600);
	write_file(at(box, "5-900-2968-" TASK "-" RANDOM ".ekr"), OUTBOX_FILE_MOST + 1, 0600);
	/* Somebody else's. */
	if (geteuid() == 0) {
		write_file(at(box, "6-900-2968-" TASK "-" RANDOM ".ekr"), 5, 0600);
		assert_int_equal(chown(at(box, "6-900-2968-" TASK "-" RANDOM ".ekr"), 65534, 65534), 0);
	}
	assert_int_equal(waiting(items), 0);
	put(&item, words);
	assert_int_equal(waiting(items), 1);
	assert_int_equal(outbox_drop(box, &items[0], &err), 0);
	assert_int_equal(waiting(items), 0);
	for (size_t i = 0; i < NAMES; i++)
		assert_true(is_there(at(box, names[i])));
	/* The directory stays with what is not ours. */
	assert_int_equal(outbox_clear(box, &err), 0);
	for (size_t i = 0; i < NAMES; i++)
		assert_true(is_there(at(box, names[i])));
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
		assert_int_equal(outbox_put(box, &wrong[i], words, sizeof(words), &err), -1);
		assert_int_equal(outbox_send(box, &wrong[i], drop, &err), -1);
		assert_int_equal(outbox_drop(box, &wrong[i], &err), -1);
	}
	assert_int_equal(outbox_put(box, &item, words, 0, &err), -1);
	assert_int_equal(outbox_put(box, &item, words, OUTBOX_FILE_MOST + 1, &err), -1);
	assert_int_equal(files_in(top), 0);
}

static void only_a_private_directory_is_used(void **state)
{
	struct outbox_item items[OUTBOX_MOST];
	struct error err = {0};
	size_t count;

	(void)state;
	assert_int_equal(mkdir(at(top, "elsewhere"), 0700), 0);
	assert_int_equal(symlink("elsewhere", box), 0);
	assert_int_equal(outbox_put(box, &item, words, sizeof(words), &err), -1);
	assert_non_null(strstr(err.message, "symbolic link"));
	assert_int_equal(outbox_list(box, items, &count, &err), -1);
	assert_int_equal(unlink(box), 0);
	put(&item, words);
	assert_int_equal(chmod(box, 0755), 0);
	assert_int_equal(outbox_list(box, items, &count, &err), -1);
	assert_non_null(strstr(err.message, "chmod 700"));
}

static void the_same_week_s_is_replaced(void **state)
{
	const struct outbox_item again = {50, 900, WEEK, TASK, OTHER_RANDOM, OUTBOX_WAITS, ""},
				 other_week = {70, 900, WEEK + 1, TASK, RANDOM, OUTBOX_WAITS, ""},
				 other_task = {60, 900, WEEK, "fedcba9876543210", RANDOM, OUTBOX_WAITS, ""};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	put(&item, words);
	put(&other_week, "another");
	put(&other_task, "a third");
	put(&again, "newer");
	assert_int_equal(waiting(items), 3);
	assert_same(&items[0], &again);
	assert_same(&items[1], &other_task);
	assert_same(&items[2], &other_week);
	assert_int_equal(files_in(box), 3);
	/* The very same once more. */
	put(&again, "newest");
	assert_int_equal(files_in(box), 3);
	assert_holds(at(box, "50-900-2968-" TASK "-" OTHER_RANDOM ".ekr"), "newest");
}

static void of_two_left_behind_the_younger_counts(void **state)
{
	const char *older = "50-900-2968-" TASK "-" OTHER_RANDOM ".ekr";
	const struct timespec long_ago[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	for (int first = 0; first < 2; first++) {
		put(&item, words);
		write_file(at(box, older), 5, 0600);
		assert_int_equal(utimensat(AT_FDCWD, at(box, first ? NAME : older), long_ago, 0), 0);
		assert_int_equal(waiting(items), 1);
		assert_string_equal(items[0].random, first ? OTHER_RANDOM : RANDOM);
		assert_int_equal(files_in(box), 1);
	}
	/* And what was never finished goes with the next, unless it is being written. */
	write_file(at(box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp"), 5, 0600);
	write_file(at(box, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.tmp"), 5, 0600);
	assert_int_equal(utimensat(AT_FDCWD, at(box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp"), long_ago, 0), 0);
	put(&item, words);
	assert_false(is_there(at(box, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.tmp")));
	assert_true(is_there(at(box, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.tmp")));
}

static void there_is_an_end_to_it(void **state)
{
	struct outbox_item items[OUTBOX_MOST], each = item;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < OUTBOX_MOST; i++) {
		each.week = (uint64_t)i;
		each.due_s = 500 - i;
		put(&each, words);
	}
	assert_int_equal(waiting(items), OUTBOX_MOST);
	for (int i = 1; i < OUTBOX_MOST; i++)
		assert_true(items[i - 1].due_s < items[i].due_s);
	assert_int_equal(outbox_next(items, OUTBOX_MOST), 500 - OUTBOX_MOST + 1);
	each.week = OUTBOX_MOST;
	assert_int_equal(outbox_put(box, &each, words, sizeof(words), &err), -1);
	/* One that replaces another finds room; of more than fit, those that are due first. */
	each.week = 3;
	put(&each, words);
	write_file(at(box, "1-900-9999-" TASK "-" RANDOM ".ekr"), 5, 0600);
	assert_int_equal(waiting(items), OUTBOX_MOST);
	assert_int_equal(items[0].week, 9999);
	assert_int_equal(outbox_clear(box, &err), 0);
	assert_false(is_there(box));
	assert_int_equal(outbox_clear(box, &err), 0);
}

/* What is kept of those that left. */
static struct kept {
	int count, fails;
	uint64_t week;
	uint8_t record[OUTBOX_RECORD];
} kept;

static int keep(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err)
{
	(void)context;
	if (kept.fails)
		return error_set(err, ERROR_FAILED, "the store takes nothing");
	kept.count++;
	kept.week = week;
	memcpy(kept.record, record, OUTBOX_RECORD);
	return 0;
}

static void note(int count)
{
	struct error err = {0};

	kept.count = kept.fails = 0;
	if (outbox_note(box, keep, NULL, &err))
		fail_msg("%s", err.message);
	assert_int_equal(kept.count, count);
}

static struct outbox_item only(enum outbox_state state)
{
	struct outbox_item items[OUTBOX_MOST];

	assert_int_equal(waiting(items), 1);
	assert_int_equal(items[0].state, state);
	assert_int_equal(strlen(items[0].record), state == OUTBOX_WAITS ? 0 : 2 * OUTBOX_RECORD);
	return items[0];
}

static void arrives(const struct outbox_item *which)
{
	struct error err = {0};

	if (outbox_send(box, which, drop, &err))
		fail_msg("%s", err.message);
	assert_holds(goal, words);
	assert_int_equal(files_in(drop), 1);
	(void)only(OUTBOX_LEFT);
	note(1);
	assert_int_equal(kept.week, WEEK);
	assert_int_equal(files_in(box), 0);
	note(0);
}

static void sent(void)
{
	arrives(&item);
}

static void one_is_sent(void **state)
{
	struct stat status;

	(void)state;
	put(&item, words);
	sent();
	assert_int_equal(stat(goal, &status), 0);
	assert_int_equal(status.st_mtim.tv_sec, (int64_t)WEEK * WEEK_S);
	assert_int_equal(status.st_mtim.tv_nsec, 0);
	assert_int_equal(status.st_mode & 07777, 0644);
	struct error err = {0};
	assert_int_equal(outbox_send(box, &item, drop, &err), -1);
	assert_non_null(strstr(err.message, "any more"));
	assert_holds(goal, words);
}

/* As the design has it: entered and written by members, listed by its owner alone. */
static void a_folder_that_cannot_be_listed(void **state)
{
	(void)state;
	put(&item, words);
	assert_int_equal(chmod(at(drop, TASK), 0300), 0);
	assert_int_equal(chmod(folder, 01300), 0);
	be_ordinary(true);
	assert_int_equal(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), -1);
	struct error err = {0};
	if (outbox_send(box, &item, drop, &err))
		fail_msg("%s", err.message);
	assert_holds(goal, words);
	note(1);
	assert_int_equal(files_in(box), 0);
}

static void a_second_time_only_finishes(void **state)
{
	(void)state;
	put(&item, words);
	sent();
	/* Cut off before the own one was taken out. */
	put(&item, words);
	sent();
	/* Cut off while it was written there. */
	put(&item, words);
	assert_int_equal(unlink(goal), 0);
	write_file(at(folder, RANDOM ".tmp"), 3, 0600);
	sent();
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
	int before = is_there(drop) ? files_in(drop) : 0;

	if (outbox_send(box, &item, drop, &err) != -1)
		fail_msg("it was sent: %s", why);
	assert_discreet(&err);
	if (!strstr(err.message, why))
		fail_msg("no '%s' in: %s", why, err.message);
	assert_holds(at(box, NAME), words);
	assert_int_equal(is_there(drop) ? files_in(drop) : 0, before);
}

static void it_stays_where_the_folder_is_not(void **state)
{
	char aside[PATH];

	(void)state;
	put(&item, words);
	snprintf(aside, sizeof(aside), "%s/aside", top);
	assert_int_equal(rename(drop, aside), 0);
	stays("connected");
	/* The place where it is mounted, without what is mounted there. */
	assert_int_equal(mkdir(drop, 0700), 0);
	stays("connected");
	assert_int_equal(files_in(drop), 0);
	assert_int_equal(mkdir(at(drop, TASK), 0700), 0);
	stays("connected");
	/* Something else of that name. */
	assert_int_equal(symlink(aside, folder), 0);
	stays("connected");
	assert_int_equal(unlink(folder), 0);
	write_file(folder, 3, 0600);
	stays("connected");
	struct error err = {0};
	assert_int_equal(outbox_send(box, &item, "drop", &err), -1);
	assert_discreet(&err);
	assert_int_equal(unlink(folder), 0);
	assert_int_equal(rmdir(at(drop, TASK)), 0);
	assert_int_equal(rmdir(drop), 0);
	assert_int_equal(rename(aside, drop), 0);
	sent();
}

static void it_stays_where_something_else_lies(void **state)
{
	(void)state;
	put(&item, words);
	write_file(goal, 3, 0600);
	stays("something else");
	assert_int_equal(unlink(goal), 0);
	assert_int_equal(mkdir(goal, 0700), 0);
	stays("drop folder");
	assert_int_equal(rmdir(goal), 0);
	assert_int_equal(symlink("/dev/null", goal), 0);
	stays("drop folder");
	assert_int_equal(unlink(goal), 0);
	assert_int_equal(mkdir(at(folder, RANDOM ".tmp"), 0700), 0);
	stays("drop folder");
	assert_int_equal(rmdir(at(folder, RANDOM ".tmp")), 0);
	sent();
}

static void it_stays_where_nothing_may_be_written(void **state)
{
	(void)state;
	put(&item, words);
	be_ordinary(true);
	assert_int_equal(chmod(folder, 0500), 0);
	stays("wellbeing office");
	assert_int_equal(chmod(folder, 0600), 0);
	stays("wellbeing office");
	assert_int_equal(chmod(folder, 0700), 0);
	sent();
}

static void only_one_sends_at_a_time(void **state)
{
	(void)state;
	put(&item, words);
	int fd = open(at(box, NAME), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	stays("another program");
	close(fd);
	sent();
}

/* As a process that was ended leaves it, in that state. */
static struct outbox_item left_as(enum outbox_state state)
{
	struct outbox_item which = item;
	char name[PATH];

	put(&item, words);
	which.state = state;
	memset(which.record, 'e', 2 * OUTBOX_RECORD);
	snprintf(name, sizeof(name), "%s/100-900-2968-" TASK "-" RANDOM "-%s.%s", box, which.record,
		 state == OUTBOX_LEAVING     ? "leaving"
		 : state == OUTBOX_WITHDRAWN ? "withdrawn"
					     : "left");
	assert_int_equal(rename(at(box, NAME), name), 0);
	assert_same(&which, &item);
	struct outbox_item found = only(state);
	assert_string_equal(found.record, which.record);
	return which;
}

static void write_goal(void)
{
	FILE *file = fopen(goal, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(words, 1, strlen(words), file), strlen(words));
	assert_int_equal(fclose(file), 0);
}

static void assert_kept_as_named(void)
{
	for (int i = 0; i < OUTBOX_RECORD; i++)
		assert_int_equal(kept.record[i], 0xee);
}

static void what_was_cut_off_is_gone_on_with(void **state)
{
	(void)state;
	/* Before it was there, and behind that. */
	for (int there = 0; there < 2; there++) {
		struct outbox_item leaving = left_as(OUTBOX_LEAVING);
		arrives(&leaving);
		assert_kept_as_named();
	}
	(void)left_as(OUTBOX_LEFT);
	note(1);
	assert_kept_as_named();
	assert_int_equal(files_in(box), 0);
	/* With something else in its place nobody can say that it waits. */
	struct outbox_item leaving = left_as(OUTBOX_LEAVING);
	struct error err = {0};
	assert_int_equal(unlink(goal), 0);
	write_file(goal, 3, 0600);
	assert_int_equal(outbox_send(box, &leaving, drop, &err), -1);
	(void)only(OUTBOX_LEAVING);
	/* Nor with the folder away; with nothing there it waits again where it cannot be put. */
	assert_int_equal(unlink(goal), 0);
	assert_int_equal(rename(drop, at(top, "aside")), 0);
	assert_int_equal(outbox_send(box, &leaving, drop, &err), -1);
	(void)only(OUTBOX_LEAVING);
	assert_int_equal(rename(at(top, "aside"), drop), 0);
	be_ordinary(true);
	assert_int_equal(chmod(folder, 0500), 0);
	assert_int_equal(outbox_send(box, &leaving, drop, &err), -1);
	(void)only(OUTBOX_WAITS);
	assert_int_equal(chmod(folder, 0700), 0);
	sent();
}

static void a_record_that_fails_is_tried_again(void **state)
{
	struct error err = {0};

	(void)state;
	(void)left_as(OUTBOX_LEFT);
	kept = (struct kept){.fails = 1};
	assert_int_equal(outbox_note(box, keep, NULL, &err), -1);
	assert_string_equal(err.message, "the store takes nothing");
	struct outbox_item left = only(OUTBOX_LEFT);
	/* It left, whatever else is asked for. */
	assert_int_equal(outbox_send(box, &left, drop, &err), 0);
	assert_int_equal(outbox_drop(box, &left, &err), OUTBOX_HAS_LEFT);
	assert_int_equal(outbox_drop(box, &item, &err), OUTBOX_HAS_LEFT);
	assert_false(outbox_is_over(&left, INT64_MAX));
	assert_int_equal(outbox_clear(box, &err), 0);
	note(1);
	assert_int_equal(outbox_clear(box, &err), 0);
	assert_false(is_there(box));
}

static void what_waits_is_taken_back(void **state)
{
	struct error err = {0};

	(void)state;
	put(&item, words);
	assert_int_equal(outbox_drop(box, &item, &err), 0);
	assert_int_equal(outbox_drop(box, &item, &err), OUTBOX_GONE);
	assert_int_equal(files_in(box), 0);
	note(0);
	/* Also while somebody who hangs in the folder holds it: then it is not sent any more. */
	put(&item, words);
	int fd = open(at(box, NAME), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(outbox_drop(box, &item, &err), 0);
	close(fd);
	assert_int_equal(outbox_send(box, &item, drop, &err), -1);
	assert_int_equal(files_in(drop), 0);
}

static void what_is_on_its_way_is_taken_back(void **state)
{
	struct error err = {0};

	(void)state;
	for (int there = 0; there < 2; there++)
		for (int by_old_name = 0; by_old_name < 3; by_old_name++) {
			struct outbox_item leaving = left_as(OUTBOX_LEAVING);
			if (by_old_name == 2)
				assert_int_equal(outbox_clear(box, &err), 0);
			else
				assert_int_equal(outbox_drop(box, by_old_name ? &item : &leaving, &err),
						 OUTBOX_PERHAPS);
			struct outbox_item withdrawn = only(OUTBOX_WITHDRAWN);
			assert_int_equal(outbox_drop(box, &withdrawn, &err), OUTBOX_PERHAPS);
			note(0);
			if (there)
				write_goal();
			else
				write_file(at(folder, RANDOM ".tmp"), 3, 0600);
			/* Nothing is said of it with the folder away. */
			assert_int_equal(rename(drop, at(top, "aside")), 0);
			assert_int_equal(outbox_send(box, &withdrawn, drop, &err), -1);
			(void)only(OUTBOX_WITHDRAWN);
			assert_int_equal(rename(at(top, "aside"), drop), 0);
			assert_int_equal(outbox_send(box, &withdrawn, drop, &err), there ? 0 : OUTBOX_NOT_THERE);
			note(there);
			assert_int_equal(files_in(box), 0);
			assert_int_equal(files_in(drop), there);
			if (there)
				assert_int_equal(unlink(goal), 0);
		}
}

/* A newer one for the week takes the place of one that was cut off, which counts only if it had left. */
static void a_newer_one_withdraws_what_was_cut_off(void **state)
{
	const struct outbox_item newer = {50, 900, WEEK, TASK, OTHER_RANDOM, OUTBOX_WAITS, ""};
	struct outbox_item items[OUTBOX_MOST];

	(void)state;
	(void)left_as(OUTBOX_LEAVING);
	put(&newer, "newer");
	assert_int_equal(waiting(items), 2);
	assert_same(&items[0], &newer);
	assert_int_equal(items[0].state, OUTBOX_WAITS);
	assert_int_equal(items[1].state, OUTBOX_WITHDRAWN);
}

static void its_time_is_over(void **state)
{
	struct error err = {0};

	(void)state;
	assert_false(outbox_is_over(&item, 900));
	assert_true(outbox_is_over(&item, 901));
	put(&item, words);
	assert_int_equal(outbox_expire(box, &item, &err), 0);
	assert_int_equal(files_in(box), 0);
	struct outbox_item leaving = left_as(OUTBOX_LEAVING);
	assert_true(outbox_is_over(&leaving, 901));
	assert_int_equal(outbox_expire(box, &leaving, &err), OUTBOX_PERHAPS);
	struct outbox_item withdrawn = only(OUTBOX_WITHDRAWN);
	/* In doubt for weeks; then it counts as having left, since nobody can say that it did not. */
	assert_false(outbox_is_over(&withdrawn, 900 + OUTBOX_DOUBT_S));
	assert_true(outbox_is_over(&withdrawn, 901 + OUTBOX_DOUBT_S));
	assert_int_equal(outbox_expire(box, &withdrawn, &err), OUTBOX_HAS_LEFT);
	note(1);
	assert_kept_as_named();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_name_says_all),
		TEST(other_names_are_left_alone),
		TEST(unsound_items_are_refused),
		TEST(only_a_private_directory_is_used),
		TEST(the_same_week_s_is_replaced),
		TEST(of_two_left_behind_the_younger_counts),
		TEST(there_is_an_end_to_it),
		TEST(one_is_sent),
		TEST(a_folder_that_cannot_be_listed),
		TEST(a_second_time_only_finishes),
		TEST(it_stays_where_the_folder_is_not),
		TEST(it_stays_where_something_else_lies),
		TEST(it_stays_where_nothing_may_be_written),
		TEST(only_one_sends_at_a_time),
		TEST(what_was_cut_off_is_gone_on_with),
		TEST(a_record_that_fails_is_tried_again),
		TEST(what_waits_is_taken_back),
		TEST(what_is_on_its_way_is_taken_back),
		TEST(a_newer_one_withdraws_what_was_cut_off),
		TEST(its_time_is_over),
	};

	return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
