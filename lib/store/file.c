#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

int file_path(const char *dir, const char *name, char ret[static PATH_SIZE], struct error *err)
{
	int length = snprintf(ret, PATH_SIZE, "%s/%s", dir, name);

	if (length < 0 || length >= PATH_SIZE)
		return error_set(err, ERROR_FAILED, "the path of '%s' is too long", name);
	return 0;
}

/* lstat, so that a symlink is seen as one. */
static int look(const char *path, struct stat *ret, struct error *err)
{
	if (lstat(path, ret) == 0) {
		if (S_ISLNK(ret->st_mode))
			return error_set(err, ERROR_FAILED, "'%s' is a symbolic link; put the thing itself there",
					 path);
		if (ret->st_uid != geteuid())
			return error_set(err, ERROR_FAILED, "'%s' belongs to another user", path);
		return 0;
	}
	if (errno == ENOENT || errno == ENOTDIR)
		return FILE_ABSENT;
	return error_set(err, ERROR_FAILED, "cannot look at '%s': %s", path, strerror(errno));
}

int file_check(const char *path, struct error *err)
{
	struct stat status;
	int r = look(path, &status, err);

	if (r == 0 && !S_ISREG(status.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a regular file", path);
	return r;
}

int file_check_directory(const char *path, struct error *err)
{
	struct stat status;
	int r = look(path, &status, err);

	if (r)
		return r;
	if (!S_ISDIR(status.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a directory", path);
	if (status.st_mode & 077)
		return error_set(err, ERROR_FAILED, "others may look into '%s'; run 'chmod 700' on it", path);
	return 0;
}

static ssize_t read_fully(int fd, uint8_t *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = read(fd, bytes + done, size - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

int file_read(const char *path, uint8_t *ret, size_t capacity, size_t *ret_size, struct error *err)
{
	uint8_t beyond;
	int r = file_check(path, err);

	if (r)
		return r;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	ssize_t size = read_fully(fd, ret, capacity);
	if (size == (ssize_t)capacity && read_fully(fd, &beyond, 1) == 1)
		size++;
	int cause = errno;
	close(fd);
	if (size < 0)
		return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(cause));
	*ret_size = (size_t)size;
	return 0;
}

int file_sync_directory(const char *dir, struct error *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", dir, strerror(errno));
	/* Some file systems cannot sync a directory and say EINVAL; there is nothing more to do there. */
	int r = fsync(fd) && errno != EINVAL ? -1 : 0;
	int cause = errno;
	close(fd);
	return r ? error_set(err, ERROR_FAILED, "cannot write '%s' to disk: %s", dir, strerror(cause)) : 0;
}

int file_sync_parent(const char *path, struct error *err)
{
	char parent[PATH_SIZE];
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	while (length > 0 && path[length - 1] != '/')
		length--;
	while (length > 1 && path[length - 1] == '/')
		length--;
	if (length >= sizeof(parent))
		return error_set(err, ERROR_FAILED, "the path of '%s' is too long", path);
	snprintf(parent, sizeof(parent), "%.*s", length ? (int)length : 1, length ? path : ".");
	return access(parent, R_OK) ? 0 : file_sync_directory(parent, err);
}

static int write_durably(const char *path, const uint8_t *bytes, size_t size)
{
	size_t done = 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return -1;
	while (done < size) {
		ssize_t put = write(fd, bytes + done, size - done);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			break;
		done += (size_t)put;
	}
	int r = done == size && fsync(fd) == 0 ? 0 : -1;
	int cause = errno;
	if (close(fd) && r == 0)
		return -1;
	errno = cause;
	return r;
}

int file_replace(const char *dir, const char *name, const uint8_t *bytes, size_t size, struct error *err)
{
	char path[PATH_SIZE], fresh[PATH_SIZE], fresh_name[64];

	snprintf(fresh_name, sizeof(fresh_name), "%s.tmp", name);
	if (file_path(dir, name, path, err) || file_path(dir, fresh_name, fresh, err))
		return -1;
	if (unlink(fresh) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", fresh, strerror(errno));
	if (write_durably(fresh, bytes, size) || rename(fresh, path)) {
		error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
		unlink(fresh);
		return -1;
	}
	return file_sync_directory(dir, err);
}
