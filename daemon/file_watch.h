/*
 * Tells when a file may have changed: written in place, replaced by another, removed, come back, reached over another link. The
 * directories on the way to it are watched for its name, so that a replacement by rename is seen; what is told is "look again",
 * never what happened. Without inotify nothing is told, and whoever asked looks at other times too.
 *
 * A file may lie in a network's directory, and a look at a dead one may wait for ever. So a child of ours walks the way and places
 * the watches; the events that they bring are ours. Nothing here touches the path.
 */
#ifndef DAEMON_FILE_WATCH_H
#define DAEMON_FILE_WATCH_H

struct event_base;
struct file_watch;

struct file_watch_events {
	void (*changed)(void *context);
	void (*ready)(void *context); /* a path is watched from now on, as far as it can be: read the file now */
};

/* Both come from the loop. */
struct file_watch *file_watch_new(struct event_base *base, const struct file_watch_events *events, void *context);
struct file_watch *file_watch_free(struct file_watch *watch);
/* Soon @path, an absolute one; again after each change, since other directories may be on the way now. "" = nothing. */
void file_watch_set(struct file_watch *watch, const char *path);

#endif
