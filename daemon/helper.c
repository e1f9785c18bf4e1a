#include "helper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include <evenkeel/mem.h>

#include "spawn.h"

struct helper {
	pid_t pid; /* 0 = reaped */
	int fd;    /* -1 = closed */
	struct evbuffer *in;
	struct event *readable, *child, *limit;
	const struct helper_events *events;
	void *context;
};

static void drop_fd(struct helper *helper)
{
	if (helper->readable)
		event_free(helper->readable);
	helper->readable = NULL;
	if (helper->fd >= 0)
		close(helper->fd);
	helper->fd = -1;
}

/* Hand on the whole lines read so far. */
static void take_lines(struct helper *helper)
{
	size_t length = 0;
	char *line = NULL;
	while (helper->fd >= 0 && (line = evbuffer_readln(helper->in, &length, EVBUFFER_EOL_LF)) != NULL) {
		struct prompt_event event;
		int r = length < PROMPTLINE_MAX ? prompt_event_decode(line, length, &event, NULL) : -1;
		free(line);
		if (r < 0) {
			helper_kill(helper);
			return;
		}
		helper->events->line(helper->context, &event);
	}
	if (evbuffer_get_length(helper->in) >= PROMPTLINE_MAX)
		helper_kill(helper);
}

/* Bytes read; 0 at the end; -1 with nothing there now. */
static int read_some(struct helper *helper)
{
	int n = evbuffer_read(helper->in, helper->fd, PROMPTLINE_MAX);
	if (n > 0)
		take_lines(helper);
	return n < 0 && errno != EAGAIN && errno != EINTR ? 0 : n;
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	struct helper *helper = context;
	if (read_some(helper) == 0 && helper->readable)
		event_del(helper->readable);
}

static void on_child(evutil_socket_t signal_number, short what, void *context)
{
	(void)signal_number, (void)what;
	struct helper *helper = context;
	if (helper->pid <= 0 || waitpid(helper->pid, NULL, WNOHANG) == 0)
		return;
	helper->pid = 0;
	while (helper->fd >= 0 && read_some(helper) > 0)
		;
	drop_fd(helper);
	event_del(helper->child);
	event_del(helper->limit);
	helper->events->gone(helper->context);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	helper_kill(context);
}

static bool send_all(struct helper *helper, const char *bytes, size_t length)
{
	return length == 0 || send(helper->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

static int start(struct helper *helper, const char *path, const char *option)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	helper->fd = pair[0];
	int r = evutil_make_socket_nonblocking(pair[0]);
	if (r == 0)
		r = spawn_aside(path, (const char *const[]){path, option, NULL}, pair[1], &helper->pid);
	close(pair[1]);
	return r == 0 ? 0 : -1;
}

struct helper *helper_new(struct event_base *base, const char *path, const char *option, const struct text *input,
			  const struct helper_events *events, void *context)
{
	struct helper *helper = mem_new(1, sizeof *helper);
	*helper = (struct helper){.fd = -1, .events = events, .context = context, .in = evbuffer_new()};
	/* Before the start, so that no death is missed. */
	helper->child = evsignal_new(base, SIGCHLD, on_child, helper);
	helper->limit = evtimer_new(base, on_limit, helper);
	event_add(helper->child, NULL);
	if (start(helper, path, option) < 0)
		return helper_free(helper);
	helper->readable = event_new(base, helper->fd, EV_READ | EV_PERSIST, on_readable, helper);
	event_add(helper->readable, NULL);
	if (input && !send_all(helper, text_string(input), input->length))
		helper_kill(helper);
	return helper;
}

struct helper *helper_free(struct helper *helper)
{
	if (!helper)
		return NULL;
	drop_fd(helper);
	event_free(helper->child);
	event_free(helper->limit);
	evbuffer_free(helper->in);
	free(helper);
	return NULL;
}

void helper_close(struct helper *helper, int limit_ms)
{
	static const char line[] = "close\n";
	if (helper->pid <= 0 || event_pending(helper->limit, EV_TIMEOUT, NULL))
		return;
	/* A process that is gone already cannot be told; its death is on its way to us. */
	(void)send_all(helper, line, sizeof line - 1);
	event_add(helper->limit, &(struct timeval){.tv_sec = limit_ms / 1000, .tv_usec = limit_ms % 1000 * 1000});
}

void helper_kill(struct helper *helper)
{
	if (helper->pid > 0)
		kill(helper->pid, SIGKILL);
	drop_fd(helper);
}
