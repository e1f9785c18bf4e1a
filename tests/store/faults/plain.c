/*
 * The C library's functions that change files, as the store calls them, on their way through the shim. `-Wl,--wrap` (Makefile) turns the
 * calls here; check_calls.sh holds lib/store to the ones that are. What the client calls besides, to write questionnaires, is in stream.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger.h"
#include "plain.h"
#include "shim.h"

int __real_open(const char *path, int flags, ...);
int __real_close(int fd);
ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_rename(const char *from, const char *to);
int __real_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags);
int __real_unlink(const char *path);
int __real_rmdir(const char *path);
int __real_mkdir(const char *path, mode_t mode);
int __real_utimensat(int dir, const char *path, const struct timespec times[2], int flags);

int __wrap_open(const char *path, int flags, ...);
int __wrap_close(int fd);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags);
int __wrap_unlink(const char *path);
int __wrap_rmdir(const char *path);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_utimensat(int dir, const char *path, const struct timespec times[2], int flags);

enum { DESCRIPTORS = 256 };

/* What is open below shim.below. */
static struct opening {
	char path[FAULT_PATH];
	unsigned long file; /* 0: not ours */
	bool is_directory;
	sqlite3_int64 at; /* where the next write goes */
} openings[DESCRIPTORS];

bool plain_is_below(const char *path)
{
	size_t length = shim.below ? strlen(shim.below) : 0;

	return length && strncmp(path, shim.below, length) == 0 && (path[length] == '/' || !path[length]);
}

static struct opening *opening_of(int fd)
{
	return shim.below && fd >= 0 && fd < DESCRIPTORS && openings[fd].file ? &openings[fd] : NULL;
}

static struct shim_event event_of(const struct opening *opening, enum shim_op op)
{
	return (struct shim_event){.op = op,
				   .path = opening->path,
				   .file = opening->file,
				   .plain = true,
				   .is_directory = opening->is_directory,
				   .offset = opening->at};
}

int plain_broken(void)
{
	errno = shim.full ? ENOSPC : EIO;
	return -1;
}

void plain_note_opening(int fd, const struct shim_event *event, int flags)
{
	if (fd < 0 || fd >= DESCRIPTORS)
		return;
	openings[fd] = (struct opening){.file = event->file, .is_directory = flags & O_DIRECTORY};
	strncpy(openings[fd].path, event->path, FAULT_PATH - 1);
	shim_done(event);
	if (flags & O_TRUNC && !event->created) {
		struct shim_event cut = event_of(&openings[fd], SHIM_TRUNCATE);
		shim_done(&cut);
	}
}

int __wrap_open(const char *path, int flags, ...)
{
	struct stat status;
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list arguments;
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	if (!plain_is_below(path))
		return __real_open(path, flags, mode);
	/* As on a file system that knows no files without a name: the model of the disk does not either. */
	if ((flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	struct shim_event event = {.op = SHIM_OPEN, .path = path, .plain = true, .file = shim_next_file()};
	event.created = flags & O_CREAT && lstat(path, &status) != 0;
	if (shim_fails(&event))
		return plain_broken();
	int fd = __real_open(path, flags, mode);
	plain_note_opening(fd, &event, flags);
	return fd;
}

int __wrap_close(int fd)
{
	if (fd >= 0 && fd < DESCRIPTORS)
		openings[fd].file = 0;
	return __real_close(fd);
}

ssize_t __wrap_read(int fd, void *bytes, size_t size)
{
	const struct opening *opening = opening_of(fd);

	if (!opening)
		return __real_read(fd, bytes, size);
	struct shim_event event = event_of(opening, SHIM_READ);
	return shim_fails(&event) ? plain_broken() : __real_read(fd, bytes, size);
}

/* One that fails has come half way. */
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
	struct opening *opening = opening_of(fd);

	if (!opening)
		return __real_write(fd, bytes, size);
	struct shim_event event = event_of(opening, SHIM_WRITE);
	event.bytes = bytes;
	event.size = (int)size;
	bool fails = shim_fails(&event);
	ssize_t put = __real_write(fd, bytes, fails ? size / 2 : size);
	if (fails)
		return plain_broken();
	if (put > 0) {
		event.size = (int)put;
		opening->at += put;
		shim_done(&event);
	}
	return put;
}

static int sync_file(int fd, int (*real)(int))
{
	const struct opening *opening = opening_of(fd);

	if (!opening)
		return real(fd);
	struct shim_event event = event_of(opening, SHIM_SYNC);
	if (shim_fails(&event))
		return plain_broken();
	shim_done(&event);
	return 0;
}

int __wrap_fsync(int fd)
{
	return sync_file(fd, __real_fsync);
}

int __wrap_fdatasync(int fd)
{
	return sync_file(fd, __real_fdatasync);
}

int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	struct shim_event event = {.op = SHIM_RENAME, .path = from, .to = to, .plain = true};

	if (!plain_is_below(from) || !plain_is_below(to))
		return __real_renameat2(from_dir, from, to_dir, to, flags);
	event.exchange = flags & RENAME_EXCHANGE;
	if (shim_fails(&event))
		return plain_broken();
	int r = __real_renameat2(from_dir, from, to_dir, to, flags);
	if (r == 0)
		shim_done(&event);
	return r;
}

int __wrap_rename(const char *from, const char *to)
{
	if (!plain_is_below(from) || !plain_is_below(to))
		return __real_rename(from, to);
	return __wrap_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int remove_name(const char *path, int (*real)(const char *))
{
	struct shim_event event = {.op = SHIM_DELETE, .path = path, .plain = true};
	struct stat status;

	if (!plain_is_below(path) || lstat(path, &status))
		return real(path);
	if (shim_fails(&event))
		return plain_broken();
	int r = real(path);
	if (r == 0)
		shim_done(&event);
	return r;
}

int __wrap_unlink(const char *path)
{
	return remove_name(path, __real_unlink);
}

int __wrap_rmdir(const char *path)
{
	return remove_name(path, __real_rmdir);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
	struct shim_event event = {.op = SHIM_MAKE, .path = path, .plain = true};
	struct stat status;

	if (!plain_is_below(path) || lstat(path, &status) == 0)
		return __real_mkdir(path, mode);
	if (shim_fails(&event))
		return plain_broken();
	int r = __real_mkdir(path, mode);
	if (r == 0)
		shim_done(&event);
	return r;
}

int __wrap_utimensat(int dir, const char *path, const struct timespec times[2], int flags)
{
	struct shim_event event = {.op = SHIM_TIME, .path = path, .plain = true, .time = times[1]};

	if (!plain_is_below(path))
		return __real_utimensat(dir, path, times, flags);
	if (shim_fails(&event))
		return plain_broken();
	int r = __real_utimensat(dir, path, times, flags);
	if (r == 0)
		shim_done(&event);
	return r;
}
