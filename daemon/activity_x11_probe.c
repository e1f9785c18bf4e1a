#include "activity_x11_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>
#include <xcb/xcb.h>

#include <evenkeel/mem.h>

#include "spawn.h"

struct x11_probe {
	pid_t child;
	int fd; /* one byte when the display has answered, then its end */
	struct event *readable;
	x11_probe_done *done;
	void *context;
};

static _Noreturn void ask(int fd)
{
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
	pid_t child = spawn_fork(&ends[1], 1);
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
