#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/os.h>
#include <evenkeel/paths.h>

static int read_all(int fd, const char *path, size_t max, struct text *ret, struct error *err)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(errno));
		if (ret->length + (size_t)got > max)
			return error_set(err, ERROR_FAILED, "'%s' is longer than %zu bytes", path, max);
		text_append_bytes(ret, bytes, (size_t)got);
	}
	return 0;
}

int state_read(const char *path, size_t max, struct text *ret, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	int result;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return STATE_NONE;
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		result = error_set(err, ERROR_FAILED, "'%s' is no regular file", path);
	else
		result = read_all(fd, path, max, ret, err);
	close(fd);
	return result;
}

int state_read_text(const char *path, size_t max, struct text *ret, struct error *err)
{
	int result = state_read(path, max, ret, err);

	if (result == 0 && strlen(text_string(ret)) != ret->length)
		return error_set(err, ERROR_DAMAGED, "'%s' holds bytes that are no text", path);
	return result;
}

/* A rename is durable once its directory is. */
static void sync_directory_of(const char *path)
{
	char dir[PATH_SIZE];
	int fd;

	snprintf(dir, sizeof dir, "%s", path);
	fd = open(dirname(dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

static int write_aside(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	int failed;

	if (fd < 0)
		return -1;
	failed = fd_write_all(fd, bytes, length) != 0 || fsync(fd) != 0;
	return close(fd) != 0 || failed ? -1 : 0;
}

int state_write(const char *path, const char *bytes, size_t length, struct error *err)
{
	char aside[PATH_SIZE + 8];

	snprintf(aside, sizeof aside, "%s.new", path);
	if (write_aside(aside, bytes, length) != 0 || rename(aside, path) != 0) {
		error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
		(void)unlink(aside);
		return -1;
	}
	sync_directory_of(path);
	return 0;
}

int state_lock(const char *dir, int *ret_fd, struct error *err)
{
	char path[PATH_SIZE + 16];
	int fd;

	snprintf(path, sizeof path, "%s/daemon.lock", dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == ENOENT)
		return error_set(err, ERROR_NOTHING, "there is no store in '%s' yet; run 'evenkeel setup'", dir);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			error_set(err, ERROR_INSTANCE, "evenkeeld is already running");
		else
			error_set(err, ERROR_FAILED, "cannot lock '%s': %s", path, strerror(errno));
		close(fd);
		return -1;
	}
	*ret_fd = fd;
	return 0;
}
