/*
 * The rest of what the client calls to write a questionnaire's files: streams, files of a random name, and names in an open directory. What
 * they come down to, writing, closing and unlinking, goes by plain.c: the linker turns the calls in here, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ledger.h"
#include "plain.h"

int __real_mkostemp(char *path, int flags);
FILE *__real_fdopen(int fd, const char *mode);
int __real_fileno(FILE *stream);
int __real_unlinkat(int dir, const char *name, int flags);

int __wrap_mkostemp(char *path, int flags);
FILE *__wrap_fdopen(int fd, const char *mode);
int __wrap_fileno(FILE *stream);
int __wrap_unlinkat(int dir, const char *name, int flags);

/* Streams over descriptors: the C library's own would write behind our back. */
enum { STREAMS = 16 };
static struct {
	FILE *stream;
	int fd;
} streams[STREAMS];

static ssize_t stream_write(void *cookie, const char *bytes, size_t size)
{
	ssize_t put = write((int)(intptr_t)cookie, bytes, size);

	return put < 0 ? 0 : put;
}

static int stream_close(void *cookie)
{
	return close((int)(intptr_t)cookie);
}

/* Where @fd leads. */
static bool find_path(int fd, char *ret)
{
	char link[32];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, ret, FAULT_PATH - 1);
	ret[length > 0 ? length : 0] = '\0';
	return length > 0;
}

FILE *__wrap_fdopen(int fd, const char *mode)
{
	static const cookie_io_functions_t functions = {.write = stream_write, .close = stream_close};
	char path[FAULT_PATH];

	if (!find_path(fd, path) || !plain_is_below(path))
		return __real_fdopen(fd, mode);
	FILE *stream = fopencookie((void *)(intptr_t)fd, mode, functions);
	/* One that was closed left its place: the C library gives the same address again, or another is taken. */
	for (int i = 0; stream && i < STREAMS; i++)
		if (!streams[i].stream || streams[i].stream == stream || streams[i].fd == fd) {
			streams[i].stream = stream;
			streams[i].fd = fd;
			return stream;
		}
	abort();
}

int __wrap_fileno(FILE *stream)
{
	int fd = __real_fileno(stream);

	for (int i = 0; fd < 0 && i < STREAMS; i++)
		if (streams[i].stream == stream)
			fd = streams[i].fd;
	return fd;
}

int __wrap_mkostemp(char *path, int flags)
{
	if (!plain_is_below(path))
		return __real_mkostemp(path, flags);
	struct shim_event event = {
		.op = SHIM_OPEN, .path = path, .plain = true, .created = true, .file = shim_next_file()};
	if (shim_fails(&event))
		return plain_broken();
	int fd = __real_mkostemp(path, flags);
	plain_note_opening(fd, &event, 0);
	return fd;
}

int __wrap_unlinkat(int dir, const char *name, int flags)
{
	char where[FAULT_PATH], path[FAULT_PATH];

	if (flags || !find_path(dir, where) || !plain_is_below(where))
		return __real_unlinkat(dir, name, flags);
	fault_path(path, where, name);
	return unlink(path);
}
