#include "spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <evenkeel/os.h>

#define CHILD_LIFE_S 60 /* should the daemon's end have been missed */

int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret)
{
	/* What a notification, the desktop's settings or a message need: no path, no editor, nothing that names what the person does. */
	static const char *const passed[] = {
		"HOME=",
		"LANG=",
		"LANGUAGE=",
		"LC_",
		"XDG_RUNTIME_DIR=",
		"DBUS_SESSION_BUS_ADDRESS=",
		"XDG_CONFIG_HOME=",
		"XDG_DATA_DIRS=",
		"XDG_CURRENT_DESKTOP=",
		"DCONF_PROFILE=",
		"GSETTINGS_",
		NULL,
	};
	struct process_start start = {.path = path, .argv = arguments, .passed = passed, .in = fd, .out = fd};

	return process_spawn(&start, ret);
}

static void keep_only(int *fds, int count)
{
	int first = STDERR_FILENO + 1;

	for (int i = 0; i < count; i++) /* out of each other's way */
		fds[i] = fcntl(fds[i], F_DUPFD, first + count);
	for (int i = 0; i < count; i++)
		fds[i] = dup2(fds[i], first + i);
	close_range((unsigned)(first + count), ~0U, 0);
}

pid_t spawn_fork(int *fds, int count)
{
	struct sigaction by_default = {.sa_handler = SIG_DFL};
	sigset_t none;
	pid_t child = fork();

	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &by_default, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	keep_only(fds, count);
	alarm(CHILD_LIFE_S);
	return 0;
}
