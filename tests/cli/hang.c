/*
 * Preloaded by check_team_hang.sh: what lies below HANG_BELOW does not answer while the file HANG_WHILE is there, as on a network that is
 * gone; each process that asks notes its id in HANG_LOG, and waits. Where HANG_HOLDS is set it can't be killed, as if the kernel held it.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FOR_S = 300 };

static void note(void)
{
	char id[24];
	int size = snprintf(id, sizeof(id), "%d\n", (int)getpid());
	int fd = openat(AT_FDCWD, getenv("HANG_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, id, (size_t)size) != size)
		_exit(99);
	close(fd);
}

static void answer(const char *path)
{
	const char *below = getenv("HANG_BELOW"), *hangs = getenv("HANG_WHILE");

	if (below == NULL || hangs == NULL || strncmp(path, below, strlen(below)) != 0)
		return;
	if (faccessat(AT_FDCWD, hangs, F_OK, 0) != 0)
		return;
	note();
	for (int i = 0; i < FOR_S && faccessat(AT_FDCWD, hangs, F_OK, 0) == 0; i++)
		sleep(1);
}

int access(const char *path, int mode)
{
	answer(path);
	return faccessat(AT_FDCWD, path, mode, 0);
}

int stat(const char *restrict path, struct stat *restrict ret)
{
	answer(path);
	return fstatat(AT_FDCWD, path, ret, 0);
}

int lstat(const char *restrict path, struct stat *restrict ret)
{
	answer(path);
	return fstatat(AT_FDCWD, path, ret, AT_SYMLINK_NOFOLLOW);
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_list arguments;
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	answer(path);
	return openat(AT_FDCWD, path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	answer(path);
	return openat(AT_FDCWD, path, flags, 0);
}

int kill(pid_t pid, int number)
{
	return number == SIGKILL && getenv("HANG_HOLDS") ? 0 : (int)syscall(SYS_kill, pid, number);
}

int prctl(int option, ...)
{
	va_list arguments;

	va_start(arguments, option);
	unsigned long value = va_arg(arguments, unsigned long);
	va_end(arguments);
	return option == PR_SET_PDEATHSIG && getenv("HANG_HOLDS") ? 0 : (int)syscall(SYS_prctl, option, value, 0, 0, 0);
}
