/*
 * Small files that are replaced as a whole: the schedule's state. After a crash at any moment there is the old content or the new
 * one, never a part. 0600.
 */
#ifndef DAEMON_STATE_H
#define DAEMON_STATE_H

#include <stddef.h>

#include <evenkeel/error.h>
#include <evenkeel/text.h>

#define STATE_NONE 1 /* no such file */
/* The file's bytes, at most @max of them (a longer file is an error). */
int state_read(const char *path, size_t max, struct text *ret, struct error *err);
/* The same of a file without zero bytes, such as a power cut may leave at the end of one: @ret as a string is all of it. */
int state_read_text(const char *path, size_t max, struct text *ret, struct error *err);
int state_write(const char *path, const char *bytes, size_t length, struct error *err);

/* The lock that says "a daemon serves this store": daemon.lock in @dir. ERROR_INSTANCE when another one holds it. The
 * descriptor holds it for as long as it's open. */
int state_lock(const char *dir, int *ret_fd, struct error *err);

#endif
