#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "post.h"
#include "rights.h"

struct post post;
const struct outbox_item post_item = {100, 900, WEEK, TASK, RANDOM, OUTBOX_WAITS, ""};
const char post_words[] = "sealed bytes";
struct post_kept post_kept;

const char *post_at(const char *dir, const char *name)
{
	static char path[2 * POST_PATH];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

int post_begin(void **state)
{
	const char *parent = getenv("TMPDIR");

	(void)state;
	snprintf(post.top, sizeof(post.top), "%.90s/evenkeel-outbox.XXXXXX", parent && *parent ? parent : "/tmp");
	assert_non_null(mkdtemp(post.top));
	snprintf(post.box, sizeof(post.box), "%s/outbox", post.top);
	snprintf(post.drop, sizeof(post.drop), "%s/drop", post.top);
	snprintf(post.folder, sizeof(post.folder), "%s/" TASK "/%d", post.drop, WEEK);
	snprintf(post.goal, sizeof(post.goal), "%.400s/" RANDOM ".ekr", post.folder);
	assert_int_equal(mkdir(post.drop, 0700), 0);
	assert_int_equal(mkdir(post_at(post.drop, TASK), 0700), 0);
	assert_int_equal(mkdir(post.folder, 0700), 0);
	return 0;
}

int post_end(void **state)
{
	char command[POST_PATH];

	(void)state;
	rights_ordinary(false);
	snprintf(command, sizeof(command), "chmod -R u+rwx '%s' && rm -rf '%s'", post.top, post.top);
	return system(command);
}

void post_put(const struct outbox_item *which, const char *bytes)
{
	struct error err = {0};

	if (outbox_put(post.box, which, bytes, strlen(bytes), &err))
		fail_msg("%s", err.message);
}

void post_write(const char *path, size_t size, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, mode);

	assert_true(fd >= 0);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

bool post_is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

int post_files_in(const char *dir)
{
	char command[POST_PATH + 64];
	int count = -1;

	snprintf(command, sizeof(command), "find '%s' -type f | wc -l", dir);
	FILE *out = popen(command, "r");
	assert_non_null(out);
	assert_int_equal(fscanf(out, "%d", &count), 1);
	pclose(out);
	return count;
}

void post_assert_holds(const char *path, const char *bytes)
{
	char got[64] = "";
	FILE *file = fopen(path, "r");

	if (!file)
		fail_msg("'%s' is not there", path);
	assert_int_equal(fread(got, 1, sizeof(got) - 1, file), strlen(bytes));
	fclose(file);
	assert_string_equal(got, bytes);
}

size_t post_waiting(struct outbox_item items[static OUTBOX_MOST])
{
	struct error err = {0};
	size_t count = SIZE_MAX;

	if (outbox_list(post.box, items, &count, &err))
		fail_msg("%s", err.message);
	return count;
}

void post_assert_same(const struct outbox_item *one, const struct outbox_item *other)
{
	assert_true(one->due_s == other->due_s && one->until_s == other->until_s && one->week == other->week);
	assert_string_equal(one->task, other->task);
	assert_string_equal(one->random, other->random);
}

int post_keep(void *context, uint64_t week, const uint8_t record[static OUTBOX_RECORD], struct error *err)
{
	(void)context;
	if (post_kept.fails)
		return error_set(err, ERROR_FAILED, "the store takes nothing");
	post_kept.count++;
	post_kept.week = week;
	memcpy(post_kept.record, record, OUTBOX_RECORD);
	return 0;
}

void post_note(int count)
{
	struct error err = {0};

	post_kept.count = post_kept.fails = 0;
	if (outbox_note(post.box, post_keep, NULL, &err))
		fail_msg("%s", err.message);
	assert_int_equal(post_kept.count, count);
}

struct outbox_item post_only(enum outbox_state state)
{
	struct outbox_item items[OUTBOX_MOST];

	assert_int_equal(post_waiting(items), 1);
	assert_int_equal(items[0].state, state);
	assert_int_equal(strlen(items[0].record), state == OUTBOX_WAITS ? 0 : 2 * OUTBOX_RECORD);
	return items[0];
}

void post_arrives(const struct outbox_item *which)
{
	struct error err = {0};

	if (outbox_send(post.box, which, post.drop, &err))
		fail_msg("%s", err.message);
	post_assert_holds(post.goal, post_words);
	assert_int_equal(post_files_in(post.drop), 1);
	(void)post_only(OUTBOX_LEFT);
	post_note(1);
	assert_int_equal(post_kept.week, WEEK);
	assert_int_equal(post_files_in(post.box), 0);
	post_note(0);
}

void post_sent(void)
{
	post_arrives(&post_item);
}
