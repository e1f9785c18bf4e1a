#include "file_watch.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <event2/event.h>
#include <evenkeel/mem.h>

#define LINKS_MAX 8 /* on the way, one behind the other */
#define NAMES_MAX (LINKS_MAX + 2)
#define IN_DIRECTORY (IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define IN_FILE (IN_CLOSE_WRITE | IN_ATTRIB)

struct file_watch {
	struct event_base *base;
	void (*changed)(void *context);
	void *context;
	int fd; /* -1 = none */
	struct event *readable;
	int count;
	struct {
		int wd;
		char name[NAME_MAX + 1]; /* in that directory; "" = the file itself */
	} names[NAMES_MAX];
};

static void stop(struct file_watch *watch)
{
	if (watch->readable)
		event_free(watch->readable);
	watch->readable = NULL;
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	watch->count = 0;
}

static bool matters(const struct file_watch *watch, const struct inotify_event *event)
{
	if (event->mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF))
		return true;
	if (event->mask & IN_IGNORED)
		return false;
	for (int i = 0; i < watch->count; i++)
		if (watch->names[i].wd == event->wd && strcmp(watch->names[i].name, event->len ? event->name : "") == 0)
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
		watch->changed(watch->context);
}

static void add(struct file_watch *watch, const char *path, uint32_t mask, const char *name)
{
	int wd = watch->count < NAMES_MAX ? inotify_add_watch(watch->fd, path, mask) : -1;

	if (wd < 0)
		return;
	watch->names[watch->count].wd = wd;
	snprintf(watch->names[watch->count++].name, sizeof(watch->names[0].name), "%s", name);
}

/* The directory of @path for its name; where it is not there, the nearest one above it for the name that's missing. */
static void add_directory(struct file_watch *watch, const char *path)
{
	char directory[PATH_MAX], name[PATH_MAX];

	snprintf(directory, sizeof(directory), "%s", path);
	do {
		snprintf(name, sizeof(name), "%s", directory);
		dirname(directory);
	} while (access(directory, X_OK) < 0 && strcmp(directory, "/") != 0 && (errno == ENOENT || errno == ENOTDIR));
	add(watch, directory, IN_DIRECTORY, basename(name));
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

void file_watch_set(struct file_watch *watch, const char *path)
{
	char at[PATH_MAX];

	stop(watch);
	if (!path[0] || strlen(path) >= sizeof(at) || (watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) < 0)
		return;
	snprintf(at, sizeof(at), "%s", path);
	for (int links = 0; links < LINKS_MAX; links++) {
		add_directory(watch, at);
		if (!follow(at))
			break;
	}
	add(watch, path, IN_FILE, "");
	watch->readable = event_new(watch->base, watch->fd, EV_READ | EV_PERSIST, on_readable, watch);
	event_add(watch->readable, NULL);
}

struct file_watch *file_watch_new(struct event_base *base, void (*changed)(void *context), void *context)
{
	struct file_watch *watch = mem_new(1, sizeof(*watch));

	*watch = (struct file_watch){.base = base, .changed = changed, .context = context, .fd = -1};
	return watch;
}

struct file_watch *file_watch_free(struct file_watch *watch)
{
	if (!watch)
		return NULL;
	stop(watch);
	return mem_free(watch);
}
