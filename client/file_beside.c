#include "file_beside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>

enum { DIGITS = 16, TRIES = 8 };
static const char mark[] = ".new-";

void file_beside_name(const char *path, struct text *ret)
{
	text_appendf(ret, "%s%s%08x%08x", path, mark, randombytes_random(), randombytes_random());
}

static bool hold(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

void file_beside_hold(int fd)
{
	(void)hold(fd);
}

/* Somebody sweeping may have come between its making and its holding: then it is gone, or held by them and goes any moment. */
static bool is_taken(int fd)
{
	struct stat about;

	return (!hold(fd) && errno == EWOULDBLOCK) || (fstat(fd, &about) == 0 && about.st_nlink == 0);
}

int file_beside_open(const char *path, struct text *ret_name)
{
	for (int i = 0; i < TRIES; i++) {
		text_clear(ret_name);
		file_beside_name(path, ret_name);
		int fd = open(text_string(ret_name), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return -1;
		if (!is_taken(fd))
			return fd;
		unlink(text_string(ret_name));
		close(fd);
	}
	errno = EAGAIN;
	return -1;
}

static bool is_beside(const char *name, const char *of)
{
	size_t length = strlen(of);

	if (strncmp(name, of, length) || strncmp(name + length, mark, sizeof(mark) - 1))
		return false;
	const char *digits = name + length + sizeof(mark) - 1;
	return strlen(digits) == DIGITS && strspn(digits, "0123456789abcdef") == DIGITS;
}

/* Opened for writing, too: over NFS a lock needs that. */
static void remove_left(int dir, const char *name)
{
	struct stat about;
	int fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == geteuid() && hold(fd))
		(void)unlinkat(dir, name, 0);
	close(fd);
}

void file_beside_sweep(const char *path)
{
	_cleanup_(text_clear) struct text place = {0};
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	text_append_bytes(&place, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
	DIR *dir = opendir(text_string(&place));
	if (!dir)
		return;
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
		if (is_beside(entry->d_name, name))
			remove_left(dirfd(dir), entry->d_name);
	closedir(dir);
}
