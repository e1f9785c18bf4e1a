#include "file_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/mem.h>

#include "spawn.h"

#define LINKS_MAX 8 /* on the way, one behind the other */
#define NAMES_MAX (LINKS_MAX + 2)
#define IN_DIRECTORY (IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define IN_FILE (IN_CLOSE_WRITE | IN_ATTRIB)

#define CHILDREN_MAX 4 /* at once: one, and those that were killed and hang in a dead network's directory */
#define READY_S 2      /* whoever waits for the watches reads then, with them or without */

/* What the child has placed: written at once, as it is. */
struct names {
	int count;
	struct {
		int wd;
		char name[NAME_MAX + 1]; /* in that directory; "" = the file itself */
	} names[NAMES_MAX];
};
_Static_assert(sizeof(struct names) <= PIPE_BUF, "a part of it could be read");

struct file_watch {
	struct event_base *base;
	const struct file_watch_events *events;
	void *context;
	int fd;                               /* -1 = none */
	int placing;                          /* the child's end of a pipe; -1 = none */
	pid_t children[CHILDREN_MAX], *child; /* 0 = reaped; child: the one that places now */
	struct event *readable, *placed, *limit;
	struct names names;
};

/* Never waited for: one that hangs cannot even be killed. */
static void end_children(struct file_watch *watch)
{
	for (int i = 0; i < CHILDREN_MAX; i++) {
		if (watch->children[i] <= 0)
			continue;
		kill(watch->children[i], SIGKILL);
		if (waitpid(watch->children[i], NULL, WNOHANG) != 0)
			watch->children[i] = 0;
	}
}

static void stop_placing(struct file_watch *watch)
{
	if (watch->placed)
		event_free(watch->placed);
	watch->placed = NULL;
	if (watch->placing >= 0)
		close(watch->placing);
	watch->placing = -1;
	event_del(watch->limit);
}

static void stop(struct file_watch *watch)
{
	stop_placing(watch);
	end_children(watch);
	if (watch->readable)
		event_free(watch->readable);
	watch->readable = NULL;
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	watch->names.count = 0;
}

static bool matters(const struct file_watch *watch, const struct inotify_event *event)
{
	if (event->mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF))
		return true;
	if (event->mask & IN_IGNORED)
		return false;
	for (int i = 0; i < watch->names.count; i++)
		if (watch->names.names[i].wd == event->wd &&
		    strcmp(watch->names.names[i].name, event->len ? event->name : "") == 0)
			return true;
	return false;
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
	struct file_watch *watch = context;
	union {
		char bytes[8192];
		struct inotify_event align;
	} buffer;
	ssize_t got;
	bool changed = false;

	(void)what;
	while ((got = read(fd, buffer.bytes, sizeof(buffer.bytes))) > 0) {
		for (char *at = buffer.bytes; at < buffer.bytes + got;) {
			const struct inotify_event *event = (const void *)at;
			changed |= matters(watch, event);
			at += sizeof(*event) + event->len;
		}
	}
	if (changed)
		watch->events->changed(watch->context);
}

/* From here to place: in the child. */

struct place {
	int fd;
	struct names names;
};

static void add(struct place *place, const char *path, uint32_t mask, const char *name)
{
	struct names *names = &place->names;
	int wd = names->count < NAMES_MAX ? inotify_add_watch(place->fd, path, mask) : -1;

	if (wd < 0)
		return;
	names->names[names->count].wd = wd;
	snprintf(names->names[names->count++].name, sizeof(names->names[0].name), "%s", name);
}

/* The directory of @path for its name; where it is not there, the nearest one above it for the name that's missing. */
static void add_directory(struct place *place, const char *path)
{
	char directory[PATH_MAX], name[PATH_MAX];

	snprintf(directory, sizeof(directory), "%s", path);
	do {
		snprintf(name, sizeof(name), "%s", directory);
		dirname(directory);
	} while (access(directory, X_OK) < 0 && strcmp(directory, "/") != 0 && (errno == ENOENT || errno == ENOTDIR));
	add(place, directory, IN_DIRECTORY, basename(name));
}

/* Where the link @path points to, as an absolute path; false if it is no link. */
static bool follow(char path[static PATH_MAX])
{
	char target[PATH_MAX], directory[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target) - 1);

	if (length <= 0)
		return false;
	target[length] = '\0';
	snprintf(directory, sizeof(directory), "%s", path);
	if (target[0] == '/')
		return snprintf(path, PATH_MAX, "%s", target) < PATH_MAX;
	return snprintf(path, PATH_MAX, "%s/%s", dirname(directory), target) < PATH_MAX;
}

static _Noreturn void place(int fd, int out, const char *path)
{
	struct place place = {.fd = fd};
	char at[PATH_MAX];

	snprintf(at, sizeof(at), "%s", path);
	for (int links = 0; links < LINKS_MAX; links++) {
		add_directory(&place, at);
		if (!follow(at))
			break;
	}
	add(&place, path, IN_FILE, "");
	(void)!write(out, &place.names, sizeof(place.names));
	_exit(0);
}

static void ready(struct file_watch *watch)
{
	stop_placing(watch);
	watch->events->ready(watch->context);
}

static void on_placed(evutil_socket_t fd, short what, void *context)
{
	struct file_watch *watch = context;

	(void)what;
	/* It has said all, or ended without a word: what is left of it does not wait for anything. */
	while (*watch->child > 0 && waitpid(*watch->child, NULL, 0) < 0 && errno == EINTR)
		;
	*watch->child = 0;
	if (read(fd, &watch->names, sizeof(watch->names)) != sizeof(watch->names))
		watch->names.count = 0;
	watch->readable = event_new(watch->base, watch->fd, EV_READ | EV_PERSIST, on_readable, watch);
	event_add(watch->readable, NULL);
	ready(watch);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	(void)fd, (void)what;
	ready(context);
}

static void start_child(struct file_watch *watch, const char *path)
{
	int ends[2], free_place = 0;

	while (free_place < CHILDREN_MAX && watch->children[free_place] != 0)
		free_place++;
	if (free_place == CHILDREN_MAX || pipe2(ends, O_CLOEXEC) < 0)
		return;
	int fds[] = {watch->fd, ends[1]};
	pid_t child = spawn_fork(fds, 2);
	if (child == 0)
		place(fds[0], fds[1], path);
	close(ends[1]);
	watch->child = &watch->children[free_place];
	*watch->child = child > 0 ? child : 0;
	watch->placing = ends[0];
	watch->placed = event_new(watch->base, ends[0], EV_READ, on_placed, watch);
	event_add(watch->placed, NULL);
}

void file_watch_set(struct file_watch *watch, const char *path)
{
	stop(watch);
	if (!path[0])
		return;
	event_add(watch->limit, &(struct timeval){.tv_sec = READY_S});
	if (strlen(path) < PATH_MAX && (watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) >= 0)
		start_child(watch, path);
}

struct file_watch *file_watch_new(struct event_base *base, const struct file_watch_events *events, void *context)
{
	struct file_watch *watch = mem_new(1, sizeof(*watch));

	*watch = (struct file_watch){.base = base, .events = events, .context = context, .fd = -1, .placing = -1};
	watch->limit = evtimer_new(base, on_limit, watch);
	return watch;
}

struct file_watch *file_watch_free(struct file_watch *watch)
{
	if (!watch)
		return NULL;
	stop(watch);
	event_free(watch->limit);
	return mem_free(watch);
}
