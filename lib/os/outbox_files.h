/* The outbox's names and files, as outbox.c keeps them and outbox_send.c moves them. */
#ifndef OUTBOX_FILES_H
#define OUTBOX_FILES_H

#include <limits.h>
#include <time.h>

#include <evenkeel/outbox.h>

enum { OUTBOX_NAME = 176 };
#define FILES_ABSENT 1
#define OUTBOX_UNFINISHED ".tmp" /* behind RANDOM: one that is being put in */

/* The name that says what @item says; -1 where it says nothing that can be: no digits where they belong, over before it is due. */
int outbox_name(const struct outbox_item *item, char ret[static OUTBOX_NAME], struct error *err);
/* The other way, strictly: what outbox_name would not write is no name of ours. */
bool outbox_parse(const char *name, struct outbox_item *ret);
int outbox_path(const char *dir, const char *name, char ret[static PATH_MAX], struct error *err);
/* The file of @item takes the name of @next, and is @item then. 0; FILES_ABSENT: there is none of that name; -1. */
int outbox_move(const char *dir, struct outbox_item *item, const struct outbox_item *next, struct error *err);
/* The same for another state alone. */
int outbox_rename(const char *dir, struct outbox_item *item, enum outbox_state state, struct error *err);
/* Of @dir itself: FILES_ABSENT, or -1 where it is a link, somebody else's or open to others. */
int outbox_check_directory(const char *dir, struct error *err);

/* A file of the outbox's: its own, regular, not empty and not too large. */
struct outbox_entry {
	char path[PATH_MAX];
	bool unfinished; /* no item then */
	struct outbox_item item;
	struct timespec written;
};
typedef int (*outbox_visitor)(void *context, const struct outbox_entry *entry, struct error *err);
/* 0; FILES_ABSENT: there is no outbox; or what @visit returned, which ends it. */
int outbox_each(const char *dir, outbox_visitor visit, void *context, struct error *err);
int outbox_take_out(const char *path, struct error *err);
/* What was done in @dir stays done. */
int outbox_settle(const char *dir, struct error *err);
int outbox_settle_parent(const char *dir, struct error *err);
bool outbox_is_same(const struct outbox_item *one, const struct outbox_item *other);

/* 0, or -1 and errno: all of it, or less at the file's end. @ret_size may be more than @room: then there is more than that. */
int outbox_read(int fd, void *ret, size_t room, size_t *ret_size);
/* A new file at @path with all of it on the disk, or -1 and errno, and none. */
int outbox_write(const char *path, const void *bytes, size_t size, unsigned mode);
/* What was renamed or removed in @dir stays so. Where that cannot be asked for (no right to read it, no such thing there) it is taken as done. */
int outbox_sync(const char *dir);

#endif
