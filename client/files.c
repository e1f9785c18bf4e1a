#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>

#include "file_plain.h"

/* More than a lifetime of answers; what is longer is no export. */
static const size_t size_most = (size_t)1 << 30;

void file_bytes_wipe(struct file_bytes *file)
{
	if (file->bytes)
		explicit_bzero(file->bytes, file->capacity);
	free(file->bytes);
	*file = (struct file_bytes){0};
}

/* By hand, since realloc would leave the old bytes behind. */
static void grow(struct file_bytes *file, size_t capacity)
{
	struct file_bytes bigger = {mem_new(capacity, 1), file->size, capacity};

	if (file->size)
		memcpy(bigger.bytes, file->bytes, file->size);
	file_bytes_wipe(file);
	*file = bigger;
}

int file_too_big(const char *path, size_t most, struct error *err)
{
	if (most == size_most)
		return error_set(err, ERROR_FAILED, "'%s' is too big for an export", path);
	return error_set(err, ERROR_FAILED, "'%s' is longer than %zu KiB; is it the right file?", path, most >> 10);
}

static int read_all(int fd, const char *path, size_t most, struct file_bytes *ret, struct error *err)
{
	struct stat about;
	bool sized = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);

	if (sized && about.st_size > (off_t)most)
		return file_too_big(path, most, err);
	grow(ret, sized ? (size_t)about.st_size + 1 : 65536);
	for (;;) {
		if (ret->size == ret->capacity)
			grow(ret, 2 * ret->capacity);
		ssize_t got = read(fd, ret->bytes + ret->size, ret->capacity - ret->size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_set(err, ERROR_FAILED, "cannot read '%s': %s", path, strerror(errno));
		if (got == 0)
			return 0;
		ret->size += (size_t)got;
		if (ret->size > most)
			return file_too_big(path, most, err);
	}
}

int file_bytes_read_most(const char *path, size_t most, struct file_bytes *ret, struct error *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	int r = read_all(fd, path, most, ret, err);
	if (!standard)
		close(fd);
	if (r)
		file_bytes_wipe(ret);
	return r;
}

int file_bytes_read(const char *path, struct file_bytes *ret, struct error *err)
{
	return file_bytes_read_most(path, size_most, ret, err);
}

int file_open_plain(const char *path, int *ret_fd, struct error *err)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 1;
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	if (fstat(fd, &about) || !S_ISREG(about.st_mode)) {
		close(fd);
		return error_set(err, ERROR_FAILED, "'%s' is no plain file", path);
	}
	*ret_fd = fd;
	return 0;
}

int file_bytes_read_plain(const char *path, size_t most, struct file_bytes *ret, struct error *err)
{
	int fd, r = file_open_plain(path, &fd, err);

	if (r)
		return r;
	r = read_all(fd, path, most, ret, err);
	close(fd);
	if (r)
		file_bytes_wipe(ret);
	return r;
}
