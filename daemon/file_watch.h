/*
 * Tells when a file may have changed: written in place, replaced by another, removed, come back, reached over another link. The
 * directories on the way to it are watched for its name, so that a replacement by rename is seen; what is told is "look again",
 * never what happened. Without inotify nothing is told, and whoever asked looks at other times too.
 */
#ifndef DAEMON_FILE_WATCH_H
#define DAEMON_FILE_WATCH_H

struct event_base;
struct file_watch;

struct file_watch *file_watch_new(struct event_base *base, void (*changed)(void *context), void *context);
struct file_watch *file_watch_free(struct file_watch *watch);
/* From now on @path, an absolute one; again after each change, since other directories may be on the way now. "" = nothing. */
void file_watch_set(struct file_watch *watch, const char *path);

#endif
