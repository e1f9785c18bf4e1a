#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

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

static int read_all(int fd, const char *path, struct file_bytes *ret, struct error *err)
{
	struct stat about;
	bool sized = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size < (off_t)size_most;

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
		if (ret->size > size_most)
			return error_set(err, ERROR_FAILED, "'%s' is too big for an export", path);
	}
}

int file_bytes_read(const char *path, struct file_bytes *ret, struct error *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
	int r = read_all(fd, path, ret, err);
	if (!standard)
		close(fd);
	if (r)
		file_bytes_wipe(ret);
	return r;
}

/* A rename would put a plain file where a device, a pipe or a link was. */
static int check_place(const char *path, struct error *err)
{
	struct stat about;

	if (lstat(path, &about) == 0 && !S_ISREG(about.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is there and is no plain file; name another", path);
	return 0;
}

static int sync_directory(const char *path)
{
	_cleanup_(text_clear) struct text dir = {0};
	const char *slash = strrchr(path, '/');

	text_append_bytes(&dir, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
	int fd = open(text_string(&dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some file systems cannot sync a directory and say EINVAL. */
	int r = fd < 0 || (fsync(fd) && errno != EINVAL) ? -1 : 0;
	if (fd >= 0)
		close(fd);
	return r;
}

int file_write_whole(const char *path, file_writer write, void *context, struct error *err)
{
	_cleanup_(text_clear) struct text beside = {0};

	if (check_place(path, err))
		return -1;
	text_appendf(&beside, "%s.new-XXXXXX", path);
	int fd = mkostemp(beside.bytes, O_CLOEXEC);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out)
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	int r = write(context, out, err);
	bool written = r == 0 && fchmod(fd, 0600) == 0 && fflush(out) == 0 && !ferror(out) && fsync(fd) == 0;
	int reason = errno;
	if (fclose(out) == 0 && written && rename(text_string(&beside), path) == 0 && sync_directory(path) == 0)
		return 0;
	if (written)
		reason = errno;
	unlink(text_string(&beside));
	return r ? -1 : error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(reason));
}
