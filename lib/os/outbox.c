/*
 * What waits, as files. A new one is written beside the names that count and renamed in; only then the one that it replaces goes, so that a
 * power cut leaves the older, both, or the newer. Both are told apart by their age when the outbox is next looked at.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_files.h"

#define UNFINISHED ".tmp"
enum { UNFINISHED_S = 3600 }; /* nobody writes one file for so long */

/* A file of the outbox's: its own, regular, not empty and not too large. */
struct entry {
	char path[PATH_MAX];
	bool unfinished; /* no item then */
	struct outbox_item item;
	struct timespec written;
};
typedef int (*visitor)(void *context, const struct entry *entry, struct error *err);

static bool is_unfinished(const char *name)
{
	return strspn(name, "0123456789abcdef") == OUTBOX_RANDOM_HEX && !strcmp(name + OUTBOX_RANDOM_HEX, UNFINISHED);
}

/* Links, others' files and whatever else somebody put there are none of ours. */
static bool is_ours(const char *dir, const char *name, struct entry *ret)
{
	struct stat status;

	ret->unfinished = is_unfinished(name);
	if ((!ret->unfinished && !outbox_parse(name, &ret->item)) || outbox_path(dir, name, ret->path, NULL) ||
	    lstat(ret->path, &status) || !S_ISREG(status.st_mode) || status.st_uid != geteuid())
		return false;
	ret->written = status.st_mtim;
	return ret->unfinished || (status.st_size > 0 && status.st_size <= OUTBOX_FILE_MOST);
}

static int each(const char *dir, visitor visit, void *context, struct error *err)
{
	struct dirent *found;
	struct entry entry;
	int r = outbox_check_directory(dir, err);

	if (r)
		return r;
	DIR *stream = opendir(dir);
	if (!stream)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", dir, strerror(errno));
	while (r == 0 && (found = readdir(stream)))
		if (is_ours(dir, found->d_name, &entry))
			r = visit(context, &entry, err);
	closedir(stream);
	return r;
}

static int take_out(const char *path, struct error *err)
{
	if (unlink(path) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot take a file out of the outbox: %s", strerror(errno));
	return 0;
}

/* What was done in @dir stays done. */
static int settle(const char *dir, struct error *err)
{
	return outbox_sync(dir) ? error_set(err, ERROR_FAILED, "cannot write '%s' to disk: %s", dir, strerror(errno))
				: 0;
}

static int settle_parent(const char *dir, struct error *err)
{
	char parent[PATH_MAX];

	snprintf(parent, sizeof(parent), "%s", dir);
	char *slash = strrchr(parent, '/');
	if (!slash)
		return settle(".", err);
	slash[slash == parent] = '\0';
	return settle(parent, err);
}

static bool is_for_the_same(const struct outbox_item *one, const struct outbox_item *other)
{
	return one->week == other->week && !strcmp(one->task, other->task);
}

static bool is_older(const struct timespec *one, const struct timespec *other)
{
	return one->tv_sec != other->tv_sec ? one->tv_sec < other->tv_sec : one->tv_nsec < other->tv_nsec;
}

struct listing {
	const char *dir;
	struct outbox_item *items;
	struct timespec written[OUTBOX_MOST];
	size_t count;
};

static void put_in_order(struct listing *listing, const struct entry *entry)
{
	size_t at = listing->count;

	if (listing->count == OUTBOX_MOST && listing->items[--at].due_s <= entry->item.due_s)
		return;
	for (; at > 0 && listing->items[at - 1].due_s > entry->item.due_s; at--) {
		listing->items[at] = listing->items[at - 1];
		listing->written[at] = listing->written[at - 1];
	}
	listing->items[at] = entry->item;
	listing->written[at] = entry->written;
	listing->count += listing->count < OUTBOX_MOST;
}

static void remove_at(struct listing *listing, size_t at)
{
	listing->count--;
	memmove(&listing->items[at], &listing->items[at + 1], (listing->count - at) * sizeof(*listing->items));
	memmove(&listing->written[at], &listing->written[at + 1], (listing->count - at) * sizeof(*listing->written));
}

/* Of two for the same, which a putting left that was cut off, the younger counts. */
static int list_one(void *context, const struct entry *entry, struct error *err)
{
	struct listing *listing = context;

	if (entry->unfinished)
		return 0;
	for (size_t i = 0; i < listing->count; i++) {
		if (!is_for_the_same(&listing->items[i], &entry->item))
			continue;
		if (is_older(&entry->written, &listing->written[i]))
			return take_out(entry->path, err);
		if (outbox_drop(listing->dir, &listing->items[i], err))
			return -1;
		remove_at(listing, i);
		break;
	}
	put_in_order(listing, entry);
	return 0;
}

int outbox_list(const char *dir, struct outbox_item *ret, size_t *ret_count, struct error *err)
{
	struct listing listing = {.dir = dir, .items = ret};

	if (each(dir, list_one, &listing, err) < 0)
		return -1;
	*ret_count = listing.count;
	return 0;
}

int64_t outbox_next(const struct outbox_item *items, size_t count)
{
	int64_t next_s = INT64_MAX;

	for (size_t i = 0; i < count; i++)
		next_s = items[i].due_s < next_s ? items[i].due_s : next_s;
	return next_s;
}

static int make_directory(const char *dir, struct error *err)
{
	int r = outbox_check_directory(dir, err);

	if (r != FILES_ABSENT)
		return r;
	if (mkdir(dir, 0700) && errno != EEXIST)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", dir, strerror(errno));
	return settle_parent(dir, err) || outbox_check_directory(dir, err) ? -1 : 0;
}

/* What the new one makes needless: the one before it, and what was never finished. */
struct replacing {
	const struct outbox_item *item;
	struct timespec now; /* when the new one was written, by the same clock as the others */
};

static int clear_one_before(void *context, const struct entry *entry, struct error *err)
{
	const struct replacing *replacing = context;
	const struct outbox_item *item = replacing->item;

	if (entry->unfinished)
		return entry->written.tv_sec + UNFINISHED_S < replacing->now.tv_sec ? take_out(entry->path, err) : 0;
	if (!is_for_the_same(item, &entry->item) ||
	    (item->due_s == entry->item.due_s && item->until_s == entry->item.until_s &&
	     !strcmp(item->random, entry->item.random)))
		return 0;
	return take_out(entry->path, err);
}

static int move_in(const char *dir, const char *fresh, const char *path, struct error *err)
{
	if (rename(fresh, path) == 0)
		return settle(dir, err);
	error_set(err, ERROR_FAILED, "cannot put a file into '%s': %s", dir, strerror(errno));
	unlink(fresh);
	return -1;
}

static int check_room(const char *dir, const struct outbox_item *item, size_t size, struct error *err)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t count;

	if (size == 0 || size > OUTBOX_FILE_MOST)
		return error_set(err, ERROR_FAILED, "what is to wait in the outbox is empty or too large");
	if (outbox_list(dir, items, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (is_for_the_same(&items[i], item))
			return 0;
	return count < OUTBOX_MOST
		       ? 0
		       : error_set(err, ERROR_FAILED, "'%s' is full; is the team's drop folder within reach?", dir);
}

int outbox_put(const char *dir, const struct outbox_item *item, const void *bytes, size_t size, struct error *err)
{
	char name[OUTBOX_NAME], path[PATH_MAX], fresh[PATH_MAX];
	struct replacing replacing = {.item = item};
	struct stat status;

	if (outbox_name(item, name, err) || make_directory(dir, err) || check_room(dir, item, size, err) ||
	    outbox_path(dir, name, path, err))
		return -1;
	snprintf(name, sizeof(name), "%s" UNFINISHED, item->random);
	if (outbox_path(dir, name, fresh, err) || take_out(fresh, err))
		return -1;
	if (outbox_write(fresh, bytes, size, 0600) || lstat(fresh, &status))
		return error_set(err, ERROR_FAILED, "cannot write into '%s': %s", dir, strerror(errno));
	if (move_in(dir, fresh, path, err))
		return -1;
	replacing.now = status.st_mtim;
	if (each(dir, clear_one_before, &replacing, err))
		return -1;
	return settle(dir, err);
}

int outbox_drop(const char *dir, const struct outbox_item *item, struct error *err)
{
	char name[OUTBOX_NAME], path[PATH_MAX];

	if (outbox_name(item, name, err) || outbox_path(dir, name, path, err) || take_out(path, err))
		return -1;
	return access(dir, F_OK) ? 0 : settle(dir, err);
}

static int clear_one(void *context, const struct entry *entry, struct error *err)
{
	(void)context;
	return take_out(entry->path, err);
}

int outbox_clear(const char *dir, struct error *err)
{
	int r = each(dir, clear_one, NULL, err);

	if (r)
		return r == FILES_ABSENT ? 0 : -1;
	if (rmdir(dir) == 0)
		return settle_parent(dir, err);
	/* With something else in it, it stays. */
	if (errno == ENOTEMPTY || errno == EEXIST)
		return settle(dir, err);
	return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", dir, strerror(errno));
}
