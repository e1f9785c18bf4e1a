/* Files that are too large for memory: what grows with the reports of a window. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>

#include "file_plain.h"
#include "files.h"

enum { PIECE = 1 << 14 };

void file_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, what, path, strerror(errno));
}

static int copy_all(int from, const char *path, size_t most, int to, struct error *err)
{
	uint8_t room[PIECE];
	size_t size = 0;
	ssize_t n;

	while ((n = read(from, room, sizeof(room))) > 0) {
		if (pwrite(to, room, (size_t)n, (off_t)size) != n)
			return error_set(err, ERROR_FAILED, "a message or a temporary file cannot be written: %s",
					 strerror(errno));
		size += (size_t)n;
		if (size > most)
			return file_too_big(path, most, err);
	}
	return n < 0 ? cannot(N_("cannot read '%s': %s"), path, err) : 0;
}

int file_copy_plain(const char *path, size_t most, int to, struct error *err)
{
	_cleanup_(file_close) int fd = -1;
	int r = file_open_plain(path, &fd, err);

	return r ? r : copy_all(fd, path, most, to, err);
}

int file_nameless(const char *dir, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		return fd;
	/* Not every file system can do that. */
	text_appendf(&path, "%s/.evenkeel-XXXXXX", dir);
	fd = mkostemp(path.bytes, O_CLOEXEC);
	if (fd >= 0)
		unlink(text_string(&path));
	return fd < 0 ? cannot(N_("cannot write '%s': %s"), dir, err) : fd;
}

static bool same_bytes(int one, int other)
{
	uint8_t a[PIECE], b[PIECE];
	ssize_t n;

	for (off_t at = 0;; at += n) {
		n = pread(one, a, sizeof(a), at);
		if (n < 0 || pread(other, b, sizeof(b), at) != n || memcmp(a, b, (size_t)n) != 0)
			return false;
		if (n == 0)
			return true;
	}
}

bool file_is_same(const char *path, int fd)
{
	_cleanup_(file_close) int there = -1;
	struct stat one, other;

	return file_open_plain(path, &there, NULL) == 0 && fstat(there, &one) == 0 && fstat(fd, &other) == 0 &&
	       one.st_size == other.st_size && same_bytes(there, fd);
}
