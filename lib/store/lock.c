#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <evenkeel/store.h>

#include "file.h"
#include "lock.h"

#define LOCK_FILE "write.lock"

enum { STEP_MS = 10 };

int lock_open(const char *dir, struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(dir, LOCK_FILE, path, err) || file_check(path, err) < 0)
		return -1;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		return fd;
	if (errno == EROFS || errno == EACCES)
		return LOCK_IMPOSSIBLE;
	return error_set(err, ERROR_FAILED, "cannot open '%s': %s", path, strerror(errno));
}

/* flock knows no time limit: ask again every few milliseconds. The daemon passes 0 and never comes to wait. */
int lock_take(int fd, int operation, int wait_ms, struct error *err)
{
	struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	if (fd < 0)
		return 0;
	for (int waited_ms = 0;; waited_ms += STEP_MS) {
		if (flock(fd, operation | LOCK_NB) == 0)
			return 0;
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return error_set(err, ERROR_FAILED, "cannot lock the store: %s", strerror(errno));
		if (waited_ms >= wait_ms)
			break;
		nanosleep(&step, NULL);
	}
	error_set(err, ERROR_FAILED, "another program is writing to the store; try again");
	return STORE_BUSY;
}

void lock_release(int fd)
{
	if (fd >= 0)
		flock(fd, LOCK_UN);
}
