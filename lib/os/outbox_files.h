/* The outbox's names and files, as outbox.c keeps them and outbox_send.c moves them. */
#ifndef OUTBOX_FILES_H
#define OUTBOX_FILES_H

#include <limits.h>

#include <evenkeel/outbox.h>

enum { OUTBOX_NAME = 160 };

/* The name that says what @item says; -1 where it says nothing that can be: no digits where they belong, over before it is due. */
int outbox_name(const struct outbox_item *item, char ret[static OUTBOX_NAME], struct error *err);
/* The other way, strictly: what outbox_name would not write is no name of ours. */
bool outbox_parse(const char *name, struct outbox_item *ret);
int outbox_path(const char *dir, const char *name, char ret[static PATH_MAX], struct error *err);
/* Of @dir itself: FILES_ABSENT, or -1 where it is a link, somebody else's or open to others. */
#define FILES_ABSENT 1
int outbox_check_directory(const char *dir, struct error *err);

/* 0, or -1 and errno: all of it, or less at the file's end. @ret_size may be more than @room: then there is more than that. */
int outbox_read(int fd, void *ret, size_t room, size_t *ret_size);
/* A new file at @path with all of it on the disk, or -1 and errno, and none. */
int outbox_write(const char *path, const void *bytes, size_t size, unsigned mode);
/* What was renamed or removed in @dir stays so. Where that cannot be asked for (no right to read it, no such thing there) it is taken as done. */
int outbox_sync(const char *dir);

#endif
