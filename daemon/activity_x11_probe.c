#include "activity_x11_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>
#include <xcb/xcb.h>

#include <evenkeel/mem.h>

#define CHILD_LIFE_S 60 /* should its parent's end have been missed */

struct x11_probe {
	pid_t child;
	int fd; /* one byte when the display has answered, then its end */
	struct event *readable;
	x11_probe_done *done;
	void *context;
};

/* None of the daemon's files and none of its signal handlers: a lock must not outlive the daemon in here. */
static void leave_the_daemon(int *fd)
{
	struct sigaction by_default = {.sa_handler = SIG_DFL};
	sigset_t none;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int number = 1; number < NSIG; number++)
		sigaction(number, &by_default, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	*fd = dup2(*fd, STDERR_FILENO + 1);
	close_range((unsigned)*fd + 1, ~0U, 0);
	alarm(CHILD_LIFE_S);
}

static _Noreturn void ask(int fd)
{
	leave_the_daemon(&fd);
	xcb_connection_t *connection = xcb_connect(NULL, NULL);
	if (!xcb_connection_has_error(connection) &&
	    xcb_get_input_focus_reply(connection, xcb_get_input_focus(connection), NULL))
		(void)!write(fd, "y", 1);
	_exit(0);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	(void)what;
	struct x11_probe *probe = context;
	char byte;
	probe->done(probe->context, read(fd, &byte, 1) == 1);
}

struct x11_probe *x11_probe_new(struct event_base *base, x11_probe_done *done, void *context)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return NULL;
	pid_t child = fork();
	if (child == 0)
		ask(ends[1]);
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return NULL;
	}
	struct x11_probe *probe = mem_new(1, sizeof *probe);
	*probe = (struct x11_probe){.child = child, .fd = ends[0], .done = done, .context = context};
	probe->readable = event_new(base, probe->fd, EV_READ, on_readable, probe);
	event_add(probe->readable, NULL);
	return probe;
}

struct x11_probe *x11_probe_free(struct x11_probe *probe)
{
	if (!probe)
		return NULL;
	kill(probe->child, SIGKILL);
	while (waitpid(probe->child, NULL, 0) < 0 && errno == EINTR)
		;
	event_free(probe->readable);
	close(probe->fd);
	free(probe);
	return NULL;
}
