#include "window.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/os.h>

#include "pinentry.h"

struct window {
	struct open *open;
	window_done *done;
	struct event *ready;
	struct passphrase typed;
	pid_t child;
	int fd;
};

/* What a window needs: the display, the bus, the language. */
static const char *const passed[] = {"DISPLAY=",
				     "WAYLAND_DISPLAY=",
				     "XAUTHORITY=",
				     "XDG_",
				     "DBUS_SESSION_BUS_ADDRESS=",
				     "HOME=",
				     "PATH=",
				     "LANG",
				     "LC_",
				     "GTK_",
				     "QT_",
				     "GDK_",
				     "PINENTRY_",
				     "TERM=",
				     NULL};

int window_main(void)
{
	_cleanup_(passphrase_free) struct passphrase typed = {0};
	struct error err = {0};
	setpgid(0, 0); /* so that pinentry can be ended with us */
	if (pinentry_ask(_("Passphrase: "), &typed, &err) < 0)
		return 1;
	for (size_t sent = 0; sent < typed.length;) {
		ssize_t length = write(STDOUT_FILENO, typed.bytes + sent, typed.length - sent);
		if (length < 0 && errno != EINTR)
			return 1;
		sent += length > 0 ? (size_t)length : 0;
	}
	return 0;
}

/* True when it ended well. */
static bool reap(struct window *window)
{
	int status;
	pid_t ended;
	while ((ended = waitpid(window->child, &status, 0)) < 0 && errno == EINTR)
		;
	return ended == window->child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void finish(struct window *window)
{
	struct open *open = window->open;
	bool well = reap(window) && window->typed.length > 0 && passphrase_check(&window->typed, NULL) == 0;
	struct passphrase typed = window->typed;
	window_done *done = window->done;
	window->typed = (struct passphrase){0};
	window->child = 0;
	window_end(open);
	if (!well)
		passphrase_free(&typed);
	done(open, &typed);
}

static void on_ready(evutil_socket_t fd, short what, void *context)
{
	struct window *window = context;
	(void)what;
	size_t room = PASSPHRASE_MOST + 2 - window->typed.length;
	ssize_t length = read(fd, window->typed.bytes + window->typed.length, room);
	if (length > 0)
		window->typed.length += (size_t)length;
	else if (length == 0 || (errno != EINTR && errno != EAGAIN))
		finish(window);
}

/* Too long a passphrase fills its room: the pipe is closed then, and the check says so. */
static int spawn(struct window *window)
{
	static const char *const words[] = {"evenkeel-open", WINDOW_OPTION, NULL};
	char path[PATH_SIZE];
	int pipe_fds[2];
	if (process_helper("evenkeel-open", path, sizeof(path), NULL) < 0 || pipe2(pipe_fds, O_CLOEXEC) < 0)
		return -1;
	struct process_start start = {
		.path = path, .argv = words, .passed = passed, .in = -1, .out = pipe_fds[1], .quiet = true};
	int failed = process_spawn(&start, &window->child);
	close(pipe_fds[1]);
	window->fd = pipe_fds[0];
	return failed ? -1 : 0;
}

int window_start(struct open *open, window_done *done)
{
	struct window *window = mem_new(1, sizeof(*window));
	*window = (struct window){.open = open, .done = done, .fd = -1};
	open->window = window;
	if (passphrase_make_room(&window->typed, NULL) < 0 || spawn(window) < 0) {
		window->child = 0;
		window_end(open);
		return -1;
	}
	window->ready = event_new(open->base, window->fd, EV_READ | EV_PERSIST, on_ready, window);
	event_add(window->ready, NULL);
	return 0;
}

void window_end(struct open *open)
{
	struct window *window = open->window;
	if (window == NULL)
		return;
	if (window->child > 0) {
		if (kill(-window->child, SIGTERM) < 0)
			kill(window->child, SIGTERM);
		(void)reap(window);
	}
	if (window->ready != NULL)
		event_free(window->ready);
	if (window->fd >= 0)
		close(window->fd);
	passphrase_free(&window->typed);
	free(window);
	open->window = NULL;
}
