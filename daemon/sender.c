#include "sender.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/paths.h>

#include "spawn.h"

enum { LIMIT_S = 60, LINE_SIZE = 640 };

struct sender {
	struct event_base *base;
	char store[PATH_SIZE];
	bool running; /* it has not ended, and was not given up */
	pid_t pid;    /* 0 = none; one that was given up stays until it is reaped */
	int fd;       /* what it says; -1 = nothing more is listened to */
	struct event *child, *limit, *readable;
	char line[LINE_SIZE];
	size_t used;
	bool too_long;
	const struct sender_events *events;
	void *context;
};

static void take_line(struct sender *sender, const char *line)
{
	static const char waits[] = "waits ";

	if (strncmp(line, waits, strlen(waits)) == 0)
		sender->events->waits(sender->context, line + strlen(waits));
}

static void take_byte(struct sender *sender, char byte)
{
	if (byte != '\n') {
		if (sender->used < sizeof sender->line - 1)
			sender->line[sender->used++] = byte;
		else
			sender->too_long = true;
		return;
	}
	sender->line[sender->used] = '\0';
	if (!sender->too_long)
		take_line(sender, sender->line);
	sender->used = 0;
	sender->too_long = false;
}

/* False: there will be no more. */
static bool take(struct sender *sender)
{
	char bytes[1024];
	ssize_t got = read(sender->fd, bytes, sizeof bytes);

	for (ssize_t i = 0; i < got; i++)
		take_byte(sender, bytes[i]);
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

static void stop_listening(struct sender *sender)
{
	event_free(sender->readable);
	close(sender->fd);
	sender->fd = -1;
}

static void end(struct sender *sender)
{
	sender->running = false;
	event_del(sender->limit);
	sender->events->ended(sender->context);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	struct sender *sender = context;

	(void)fd, (void)what;
	if (take(sender))
		return;
	stop_listening(sender);
	if (sender->pid == 0)
		end(sender);
}

static void on_child(evutil_socket_t number, short what, void *context)
{
	struct sender *sender = context;

	(void)number, (void)what;
	if (sender->pid <= 0 || waitpid(sender->pid, NULL, WNOHANG) == 0)
		return;
	sender->pid = 0;
	if (sender->running && sender->fd < 0)
		end(sender);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	struct sender *sender = context;

	(void)fd, (void)what;
	if (sender->pid > 0)
		kill(sender->pid, SIGKILL);
	if (sender->fd >= 0)
		stop_listening(sender);
	sender->events->waits(sender->context, _("the team's drop folder does not answer"));
	end(sender);
}

struct sender *sender_new(struct event_base *base, const char *store, const struct sender_events *events, void *context)
{
	struct sender *sender = mem_new(1, sizeof *sender);

	*sender = (struct sender){.base = base, .fd = -1, .events = events, .context = context};
	memcpy(sender->store, store, strnlen(store, sizeof sender->store - 1));
	sender->child = evsignal_new(base, SIGCHLD, on_child, sender);
	sender->limit = evtimer_new(base, on_limit, sender);
	event_add(sender->child, NULL);
	return sender;
}

static int start(struct sender *sender, int out, struct error *err)
{
	static const char *const passed[] = {
		"HOME=", "LANG=", "LANGUAGE=", "LC_", "XDG_CONFIG_HOME=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", NULL};
	char path[PATH_SIZE];

	if (process_helper("evenkeeld", path, sizeof path, err) != 0)
		return -1;
	const char *const arguments[] = {path, "--send", "--store", sender->store, NULL};
	struct process_start how = {.path = path, .argv = arguments, .passed = passed, .in = -1, .out = out};
	int r = process_spawn(&how, &sender->pid);
	if (r == 0)
		return 0;
	sender->pid = 0;
	return error_set(err, ERROR_FAILED, "cannot start '%s': %s", path, strerror(r));
}

int sender_start(struct sender *sender, struct error *err)
{
	int ends[2];

	if (sender->running || sender->pid > 0)
		return sender->running ? SENDER_AT_IT : SENDER_HANGS;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return error_set(err, ERROR_FAILED, "cannot make a pipe: %s", strerror(errno));
	/* It writes less than a pipe holds; but it is not told that its own end would rather not wait. */
	(void)fcntl(ends[1], F_SETFL, 0);
	int r = start(sender, ends[1], err);
	close(ends[1]);
	if (r != 0) {
		close(ends[0]);
		return -1;
	}
	sender->running = true;
	sender->fd = ends[0];
	sender->used = 0;
	sender->too_long = false;
	sender->readable = event_new(sender->base, ends[0], EV_READ | EV_PERSIST, on_readable, sender);
	event_add(sender->readable, NULL);
	event_add(sender->limit, &(struct timeval){.tv_sec = LIMIT_S});
	return 0;
}

struct sender *sender_free(struct sender *sender)
{
	if (!sender)
		return NULL;
	/* Not waited for: one that the kernel holds does not hold us. */
	if (sender->pid > 0)
		kill(sender->pid, SIGKILL);
	if (sender->fd >= 0) {
		(void)take(sender);
		stop_listening(sender);
	}
	event_free(sender->child);
	event_free(sender->limit);
	return mem_free(sender);
}
