#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_files.h"

enum { WEEK_S = 604800, NUMBER_DIGITS = 18, RECORD_HEX = 2 * OUTBOX_RECORD };
#define NUMBER_END INT64_C(1000000000000000000)

static const char *const endings[] = {
	[OUTBOX_WAITS] = ".ekr",
	[OUTBOX_LEAVING] = ".leaving",
	[OUTBOX_WITHDRAWN] = ".withdrawn",
	[OUTBOX_LEFT] = ".left",
};

static bool are_hex(const char *digits, size_t count)
{
	return strspn(digits, "0123456789abcdef") == count && digits[count] == '\0';
}

static bool is_sound(const struct outbox_item *item)
{
	return item->due_s >= 0 && item->until_s >= item->due_s && item->until_s < NUMBER_END &&
	       item->week <= INT64_MAX / WEEK_S && are_hex(item->task, OUTBOX_TASK_HEX) &&
	       are_hex(item->random, OUTBOX_RANDOM_HEX) && item->state <= OUTBOX_LEFT &&
	       are_hex(item->record, item->state == OUTBOX_WAITS ? 0 : RECORD_HEX);
}

int outbox_name(const struct outbox_item *item, char ret[static OUTBOX_NAME], struct error *err)
{
	if (!is_sound(item))
		return error_set(err, ERROR_FAILED, "what is to wait in the outbox has no sound name or times");
	snprintf(ret, OUTBOX_NAME, "%lld-%lld-%llu-%s-%s%s%s%s", (long long)item->due_s, (long long)item->until_s,
		 (unsigned long long)item->week, item->task, item->random, item->record[0] ? "-" : "", item->record,
		 endings[item->state]);
	return 0;
}

/* Digits before '-', and past it; false where there are none or too many. */
static bool take_number(const char **cursor, int64_t *ret)
{
	size_t digits = strspn(*cursor, "0123456789");

	if (digits == 0 || digits > NUMBER_DIGITS || (*cursor)[digits] != '-')
		return false;
	*ret = strtoll(*cursor, NULL, 10);
	*cursor += digits + 1;
	return true;
}

/* "-RECORD.ENDING", or ".ekr"; of what is neither, something that is no name. */
static void take_record(const char *cursor, struct outbox_item *item)
{
	if (*cursor == '-' && strcspn(cursor, ".") == 1 + RECORD_HEX) {
		memcpy(item->record, cursor + 1, RECORD_HEX);
		cursor += 1 + RECORD_HEX;
	}
	while (item->state < OUTBOX_LEFT && strcmp(cursor, endings[item->state]) != 0)
		item->state++;
}

bool outbox_parse(const char *name, struct outbox_item *ret)
{
	struct outbox_item item = {0};
	char again[OUTBOX_NAME];
	const char *cursor = name;
	int64_t week;

	if (!take_number(&cursor, &item.due_s) || !take_number(&cursor, &item.until_s) || !take_number(&cursor, &week))
		return false;
	item.week = (uint64_t)week;
	if (strcspn(cursor, ".") < OUTBOX_TASK_HEX + 1 + OUTBOX_RANDOM_HEX)
		return false;
	memcpy(item.task, cursor, OUTBOX_TASK_HEX);
	memcpy(item.random, cursor + OUTBOX_TASK_HEX + 1, OUTBOX_RANDOM_HEX);
	take_record(cursor + OUTBOX_TASK_HEX + 1 + OUTBOX_RANDOM_HEX, &item);
	/* Leading zeros, capitals and the like: one item has one name. */
	if (outbox_name(&item, again, NULL) || strcmp(again, name) != 0)
		return false;
	*ret = item;
	return true;
}

int outbox_path(const char *dir, const char *name, char ret[static PATH_MAX], struct error *err)
{
	int length = snprintf(ret, PATH_MAX, "%s/%s", dir, name);

	return length < 0 || length >= PATH_MAX ? error_set(err, ERROR_FAILED, "the path '%.60s…' is too long", dir)
						: 0;
}

int outbox_move(const char *dir, struct outbox_item *item, const struct outbox_item *next, struct error *err)
{
	char name[OUTBOX_NAME], from[PATH_MAX], to[PATH_MAX];

	if (outbox_name(item, name, err) || outbox_path(dir, name, from, err) || outbox_name(next, name, err) ||
	    outbox_path(dir, name, to, err))
		return -1;
	if (rename(from, to))
		return errno == ENOENT ? FILES_ABSENT
				       : error_set(err, ERROR_FAILED, "cannot rename a file in the outbox: %s",
						   strerror(errno));
	*item = *next;
	return 0;
}

int outbox_rename(const char *dir, struct outbox_item *item, enum outbox_state state, struct error *err)
{
	struct outbox_item next = *item;

	next.state = state;
	if (state == OUTBOX_WAITS)
		next.record[0] = '\0';
	return outbox_move(dir, item, &next, err);
}

int outbox_check_directory(const char *dir, struct error *err)
{
	struct stat status;

	if (lstat(dir, &status))
		return errno == ENOENT || errno == ENOTDIR
			       ? FILES_ABSENT
			       : error_set(err, ERROR_FAILED, "cannot look at '%s': %s", dir, strerror(errno));
	if (S_ISLNK(status.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is a symbolic link; put the thing itself there", dir);
	if (!S_ISDIR(status.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a directory", dir);
	if (status.st_uid != geteuid())
		return error_set(err, ERROR_FAILED, "'%s' belongs to another user", dir);
	if (status.st_mode & 077)
		return error_set(err, ERROR_FAILED, "others may look into '%s'; run 'chmod 700' on it", dir);
	return 0;
}

int outbox_read(int fd, void *ret, size_t room, size_t *ret_size)
{
	size_t done = 0;
	ssize_t got;
	uint8_t beyond;

	while (done < room && (got = read(fd, (uint8_t *)ret + done, room - done)) != 0) {
		if (got < 0 && errno != EINTR)
			return -1;
		done += got > 0 ? (size_t)got : 0;
	}
	*ret_size = done + (done == room && read(fd, &beyond, 1) == 1);
	return 0;
}

static int fill(int fd, const uint8_t *bytes, size_t size, unsigned mode)
{
	while (size > 0) {
		ssize_t put = write(fd, bytes, size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		bytes += put;
		size -= (size_t)put;
	}
	/* A share with its own idea of rights may refuse; it gave the file the rights that hold there. */
	(void)!fchmod(fd, mode);
	return fsync(fd);
}

int outbox_write(const char *path, const void *bytes, size_t size, unsigned mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0)
		return -1;
	int r = fill(fd, bytes, size, mode);
	int cause = errno;
	/* Over a network it is at the end that one hears of a full disk. */
	if (close(fd) && r == 0) {
		cause = errno;
		r = -1;
	}
	if (r)
		unlink(path);
	errno = cause;
	return r;
}

int outbox_sync(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	int r = fsync(fd) && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP ? -1 : 0;
	int cause = errno;
	close(fd);
	errno = cause;
	return r;
}
