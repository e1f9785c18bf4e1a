/*
 * Into the drop folder, which lies on somebody else's machine (NFS, Samba): nothing there is listed or linked, only names that are known are
 * opened. The file is there under another name with its bytes and its time before it gets its own. Ours is "leaving" before anything of it is there,
 * and "left" after that; so wherever this is cut off, doing it again finds the same bytes there and only finishes, or puts them there.
 *
 * Messages go to the journal: no path, name or week is in them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_files.h"

enum {
	WEEK_S = 604800,
	/* Nobody lists that folder but its owner, and what is in the file is sealed: whatever account the office reads by may read it. */
	DROP_MODE = 0644,
};
#define ALREADY_THERE 1

struct sending {
	const char *dir;
	struct outbox_item item; /* as it is named now */
	char own[PATH_MAX], folder[PATH_MAX], goal[PATH_MAX], fresh[PATH_MAX];
	uint8_t bytes[OUTBOX_FILE_MOST];
	size_t size;
	int64_t week_begins_s;
};

/* Cause and next step, by errno. -1. */
static int refuse(struct error *err, int cause)
{
	switch (cause) {
	case ENOENT:
	case ENOTDIR:
	case ELOOP:
		return error_set(err, ERROR_FAILED,
				 "the team's drop folder has no place for it; see that the folder is connected, else "
				 "tell the wellbeing office");
	case EACCES:
	case EPERM:
	case EROFS:
		return error_set(err, ERROR_FAILED,
				 "the team's drop folder cannot be written: %s; tell the wellbeing office",
				 strerror(cause));
	case ENOSPC:
	case EDQUOT:
		return error_set(err, ERROR_FAILED, "the team's drop folder is full; tell the wellbeing office");
	default:
		return error_set(err, ERROR_FAILED, "cannot write into the team's drop folder: %s", strerror(cause));
	}
}

static int refuse_own(struct error *err, int cause)
{
	return error_set(err, ERROR_FAILED, "cannot read what waits in the outbox: %s", strerror(cause));
}

static int refuse_gone(struct error *err)
{
	return error_set(err, ERROR_FAILED, "it does not wait in the outbox any more");
}

static int take_own(int fd, struct sending *sending, struct error *err)
{
	struct stat status, named;

	/* Where files cannot be locked, the same bytes under the same names are written twice at worst. */
	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return error_set(err, ERROR_FAILED, "another program is passing it on right now");
	if (fstat(fd, &status))
		return refuse_own(err, errno);
	/* Between the opening and the lock somebody else may have gone on with it. */
	if (lstat(sending->own, &named) || named.st_ino != status.st_ino || named.st_dev != status.st_dev)
		return refuse_gone(err);
	if (!S_ISREG(status.st_mode) || status.st_uid != geteuid())
		return refuse_own(err, EPERM);
	if (outbox_read(fd, sending->bytes, sizeof(sending->bytes), &sending->size))
		return refuse_own(err, errno);
	if (sending->size == 0 || sending->size > sizeof(sending->bytes))
		return error_set(err, ERROR_FAILED, "what waits in the outbox is empty or too large");
	return 0;
}

/* A directory itself, not a link that a member may have put in its place. */
static int check_folder(const char *path, struct error *err)
{
	struct stat status;

	if (lstat(path, &status))
		return refuse(err, errno);
	return S_ISDIR(status.st_mode) ? 0 : refuse(err, ENOTDIR);
}

static int find_goal(const struct outbox_item *item, const char *drop, struct sending *sending, struct error *err)
{
	char name[OUTBOX_NAME];

	if (drop[0] != '/')
		return error_set(err, ERROR_FAILED, "the team's drop folder is not a whole path; it begins with '/'");
	if (outbox_path(drop, item->task, sending->folder, err) || check_folder(sending->folder, err))
		return -1;
	snprintf(name, sizeof(name), "%s/%llu", item->task, (unsigned long long)item->week);
	if (outbox_path(drop, name, sending->folder, err) || check_folder(sending->folder, err))
		return -1;
	snprintf(name, sizeof(name), "%s.ekr", item->random);
	if (outbox_path(sending->folder, name, sending->goal, err))
		return -1;
	snprintf(name, sizeof(name), "%s.tmp", item->random);
	return outbox_path(sending->folder, name, sending->fresh, err);
}

/* 0: nothing is there; ALREADY_THERE: an attempt before this one came so far. */
static int look_at_goal(const struct sending *sending, struct error *err)
{
	uint8_t there[OUTBOX_FILE_MOST];
	size_t size = 0;
	int fd = open(sending->goal, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT ? 0 : refuse(err, errno);
	int r = outbox_read(fd, there, sizeof(there), &size);
	int cause = errno;
	close(fd);
	if (r)
		return refuse(err, cause);
	if (size == sending->size && memcmp(there, sending->bytes, size) == 0)
		return ALREADY_THERE;
	return error_set(err, ERROR_FAILED,
			 "something else lies in its place in the team's drop folder; tell the wellbeing office");
}

static int set_time(const struct sending *sending, const char *path)
{
	const struct timespec begins = {.tv_sec = sending->week_begins_s};
	const struct timespec times[2] = {begins, begins};

	return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

static int find_own(struct sending *sending, struct error *err)
{
	char name[OUTBOX_NAME];

	return outbox_name(&sending->item, name, err) || outbox_path(sending->dir, name, sending->own, err) ? -1 : 0;
}

/* Nothing of it is there yet. Who takes it back before this finds that it waits; afterwards it may have left. */
static int claim(struct sending *sending, struct error *err)
{
	struct outbox_item leaving = sending->item;
	uint8_t record[OUTBOX_RECORD];

	if (getrandom(record, sizeof(record), 0) != (ssize_t)sizeof(record))
		return error_set(err, ERROR_FAILED, "the system gives no random numbers");
	leaving.state = OUTBOX_LEAVING;
	for (size_t i = 0; i < sizeof(record); i++)
		snprintf(&leaving.record[2 * i], 3, "%02x", record[i]);
	int r = outbox_move(sending->dir, &sending->item, &leaving, err);
	if (r)
		return r < 0 ? -1 : refuse_gone(err);
	if (find_own(sending, err))
		return -1;
	if (outbox_settle(sending->dir, err) == 0)
		return 0;
	(void)outbox_rename(sending->dir, &sending->item, OUTBOX_WAITS, NULL);
	return -1;
}

static bool was_taken_back(const struct sending *sending)
{
	return sending->item.state == OUTBOX_WITHDRAWN || access(sending->own, F_OK);
}

/* Closed before it gets its time: on a share closing may set another. One that lets nobody set it would tell when things are sent. */
static int put_there(const struct sending *sending, struct error *err)
{
	if (unlink(sending->fresh) && errno != ENOENT)
		return refuse(err, errno);
	if (was_taken_back(sending))
		return refuse_gone(err);
	if (outbox_write(sending->fresh, sending->bytes, sending->size, DROP_MODE))
		return refuse(err, errno);
	bool meanwhile = false;
	if (set_time(sending, sending->fresh) == 0 && !(meanwhile = was_taken_back(sending)) &&
	    rename(sending->fresh, sending->goal) == 0)
		return 0;
	int cause = errno;
	unlink(sending->fresh);
	return meanwhile ? refuse_gone(err) : refuse(err, cause);
}

/* The file once more, for its new name and its time: the folder itself is often not ours to open. */
static int make_last(const struct sending *sending, struct error *err)
{
	int fd = open(sending->goal, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int r = fd >= 0 ? fsync(fd) : -1;
	int cause = errno;

	if (fd >= 0)
		close(fd);
	if (r)
		return refuse(err, cause);
	return outbox_sync(sending->folder) ? refuse(err, errno) : 0;
}

/* It is not there: it waits again, or was taken back and is gone. Of one that can't be told from here it is left as it is. -1: that it stays. */
static int give_back(struct sending *sending, struct error *err)
{
	struct stat status;

	/* With the folder gone in this moment, nothing can be said of what is in it. */
	if (lstat(sending->goal, &status) == 0 || errno != ENOENT || check_folder(sending->folder, NULL))
		return -1;
	if (sending->item.state == OUTBOX_LEAVING &&
	    outbox_rename(sending->dir, &sending->item, OUTBOX_WAITS, NULL) != FILES_ABSENT)
		return -1;
	sending->item.state = OUTBOX_WITHDRAWN;
	if (find_own(sending, err) || outbox_take_out(sending->own, err) || outbox_settle(sending->dir, err))
		return -1;
	return OUTBOX_NOT_THERE;
}

/* Whatever it is called by now. */
static int arrive(struct sending *sending, struct error *err)
{
	int r = outbox_rename(sending->dir, &sending->item, OUTBOX_LEFT, err);

	if (r == FILES_ABSENT && sending->item.state == OUTBOX_LEAVING) {
		sending->item.state = OUTBOX_WITHDRAWN;
		r = outbox_rename(sending->dir, &sending->item, OUTBOX_LEFT, err);
	}
	if (r)
		return r < 0 ? -1 : refuse_gone(err);
	return outbox_settle(sending->dir, err);
}

static int pass_on(struct sending *sending, struct error *err)
{
	int r = look_at_goal(sending, err);

	if (r < 0 || (sending->item.state == OUTBOX_WAITS && claim(sending, err)))
		return -1;
	if (r == ALREADY_THERE)
		(void)set_time(sending, sending->goal); /* reading it was noted as such */
	else if (put_there(sending, err))
		return give_back(sending, err);
	return make_last(sending, err) ? -1 : arrive(sending, err);
}

int outbox_send(const char *dir, const struct outbox_item *item, const char *drop, struct error *err)
{
	struct sending sending = {.dir = dir, .item = *item};

	if (item->state == OUTBOX_LEFT)
		return 0;
	if (find_own(&sending, err))
		return -1;
	sending.week_begins_s = (int64_t)item->week * WEEK_S;
	int fd = open(sending.own, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? refuse_gone(err) : refuse_own(err, errno);
	int r = take_own(fd, &sending, err) || find_goal(item, drop, &sending, err) ? -1 : pass_on(&sending, err);
	/* Kept open until here: the lock goes with it. */
	close(fd);
	return r;
}
