/*
 * What waits, as files. A new one is written beside the names that count and renamed in; only then the one that it replaces goes, so that a
 * power cut leaves the older, both, or the newer. Both are told apart by their age when the outbox is next looked at.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_files.h"

enum { UNFINISHED_S = 3600 }; /* nobody writes one file for so long */

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

static void put_in_order(struct listing *listing, const struct outbox_entry *entry)
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

/* Of two that wait for the same, which a putting left that was cut off, the younger counts. */
static int list_one(void *context, const struct outbox_entry *entry, struct error *err)
{
	struct listing *listing = context;

	if (entry->unfinished)
		return 0;
	for (size_t i = 0; i < listing->count && entry->item.state == OUTBOX_WAITS; i++) {
		if (listing->items[i].state != OUTBOX_WAITS || !is_for_the_same(&listing->items[i], &entry->item))
			continue;
		if (is_older(&entry->written, &listing->written[i]))
			return outbox_take_out(entry->path, err);
		if (outbox_drop(listing->dir, &listing->items[i], err) < 0)
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

	if (outbox_each(dir, list_one, &listing, err) < 0)
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
	return outbox_settle_parent(dir, err) || outbox_check_directory(dir, err) ? -1 : 0;
}

/* What the new one makes needless: the one before it, also half on its way, and what was never finished. */
struct replacing {
	const char *dir;
	const struct outbox_item *item;
	struct timespec now; /* when the new one was written, by the same clock as the others */
};

static int clear_one_before(void *context, const struct outbox_entry *entry, struct error *err)
{
	const struct replacing *replacing = context;
	const struct outbox_item *item = replacing->item;

	if (entry->unfinished)
		return entry->written.tv_sec + UNFINISHED_S < replacing->now.tv_sec ? outbox_take_out(entry->path, err)
										    : 0;
	if (!is_for_the_same(item, &entry->item) || outbox_is_same(item, &entry->item))
		return 0;
	return outbox_drop(replacing->dir, &entry->item, err) < 0 ? -1 : 0;
}

static int move_in(const char *dir, const char *fresh, const char *path, struct error *err)
{
	if (rename(fresh, path) == 0)
		return outbox_settle(dir, err);
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
		if (items[i].state == OUTBOX_WAITS && is_for_the_same(&items[i], item))
			return 0;
	return count < OUTBOX_MOST
		       ? 0
		       : error_set(err, ERROR_FAILED, "'%s' is full; is the team's drop folder within reach?", dir);
}

int outbox_put(const char *dir, const struct outbox_item *item, const void *bytes, size_t size, struct error *err)
{
	char name[OUTBOX_NAME], path[PATH_MAX], fresh[PATH_MAX];
	struct replacing replacing = {.dir = dir, .item = item};
	struct stat status;

	if (outbox_name(item, name, err) || make_directory(dir, err) || check_room(dir, item, size, err) ||
	    outbox_path(dir, name, path, err))
		return -1;
	snprintf(name, sizeof(name), "%s" OUTBOX_UNFINISHED, item->random);
	if (outbox_path(dir, name, fresh, err) || outbox_take_out(fresh, err))
		return -1;
	if (outbox_write(fresh, bytes, size, 0600) || lstat(fresh, &status))
		return error_set(err, ERROR_FAILED, "cannot write into '%s': %s", dir, strerror(errno));
	if (move_in(dir, fresh, path, err))
		return -1;
	replacing.now = status.st_mtim;
	if (outbox_each(dir, clear_one_before, &replacing, err))
		return -1;
	return outbox_settle(dir, err);
}
