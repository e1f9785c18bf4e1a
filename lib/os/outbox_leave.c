/*
 * Out of the outbox: taken back, thrown away, or left and noted. The file's name is what counts, and a rename is what one program does and
 * another finds done: whoever takes one back while it is passed on comes before that, and it goes nowhere, or after it, and is told so.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "outbox_files.h"

/* More often than that nobody passes one on and gives it back while it is taken out. */
enum { TRIES = 4 };

struct search {
	struct outbox_item item;
	bool found;
};

static int compare(void *context, const struct outbox_entry *entry, struct error *err)
{
	struct search *search = context;

	(void)err;
	if (entry->unfinished || !outbox_is_same(&search->item, &entry->item))
		return 0;
	search->item = entry->item;
	search->found = true;
	return 0;
}

/* As it is now: it may have gone on. */
static int find(const char *dir, struct search *search, struct error *err)
{
	search->found = false;
	return outbox_each(dir, compare, search, err) < 0 ? -1 : 0;
}

static int remove_file(const char *dir, const struct outbox_item *item, struct error *err)
{
	char name[OUTBOX_NAME], path[PATH_MAX];

	if (outbox_name(item, name, err) || outbox_path(dir, name, path, err))
		return -1;
	if (unlink(path) == 0)
		return 0;
	return errno == ENOENT || errno == ENOTDIR
		       ? FILES_ABSENT
		       : error_set(err, ERROR_FAILED, "cannot take a file out of the outbox: %s", strerror(errno));
}

/* What can be done to it under the name that it has; FILES_ABSENT: it has that no more. */
static int take_back(const char *dir, struct outbox_item *item, int *ret_outcome, struct error *err)
{
	switch (item->state) {
	case OUTBOX_WAITS:
		*ret_outcome = 0;
		return remove_file(dir, item, err);
	case OUTBOX_LEAVING:
		*ret_outcome = OUTBOX_PERHAPS;
		return outbox_rename(dir, item, OUTBOX_WITHDRAWN, err);
	case OUTBOX_WITHDRAWN:
		*ret_outcome = OUTBOX_PERHAPS;
		return 0;
	default:
		*ret_outcome = OUTBOX_HAS_LEFT;
		return 0;
	}
}

int outbox_drop(const char *dir, const struct outbox_item *item, struct error *err)
{
	struct search search = {.item = *item, .found = true};
	int outcome = OUTBOX_GONE, r = FILES_ABSENT;

	for (int i = 0; i < TRIES && r == FILES_ABSENT && search.found; i++) {
		r = take_back(dir, &search.item, &outcome, err);
		if (r == FILES_ABSENT && find(dir, &search, err))
			return -1;
	}
	if (r < 0)
		return -1;
	if (access(dir, F_OK) == 0 && outbox_settle(dir, err))
		return -1;
	return r == FILES_ABSENT ? OUTBOX_GONE : outcome;
}

bool outbox_is_over(const struct outbox_item *item, int64_t now_s)
{
	if (item->state == OUTBOX_LEFT)
		return false;
	return now_s - (item->state == OUTBOX_WITHDRAWN ? OUTBOX_DOUBT_S : 0) > item->until_s;
}

int outbox_expire(const char *dir, const struct outbox_item *item, struct error *err)
{
	struct outbox_item doubtful = *item;

	if (item->state != OUTBOX_WITHDRAWN)
		return outbox_drop(dir, item, err);
	int r = outbox_rename(dir, &doubtful, OUTBOX_LEFT, err);
	if (r)
		return r < 0 ? -1 : OUTBOX_GONE;
	return outbox_settle(dir, err) ? -1 : OUTBOX_HAS_LEFT;
}

static void record_of(const struct outbox_item *item, uint8_t ret[static OUTBOX_RECORD])
{
	for (size_t i = 0; i < OUTBOX_RECORD; i++) {
		unsigned byte = 0;
		(void)sscanf(&item->record[2 * i], "%2x", &byte);
		ret[i] = (uint8_t)byte;
	}
}

static int note(const char *dir, const struct outbox_item *item, outbox_keep keep, void *context, struct error *err)
{
	uint8_t record[OUTBOX_RECORD];

	record_of(item, record);
	int r = keep(context, item->week, record, err);
	if (r)
		return r;
	return remove_file(dir, item, err) < 0 || (access(dir, F_OK) == 0 && outbox_settle(dir, err)) ? -1 : 0;
}

int outbox_note(const char *dir, outbox_keep keep, void *context, struct error *err)
{
	struct outbox_item items[OUTBOX_MOST];
	size_t count;
	int r = outbox_list(dir, items, &count, err);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (items[i].state == OUTBOX_LEFT)
			r = note(dir, &items[i], keep, context, err);
	return r;
}

static int clear_one(void *context, const struct outbox_entry *entry, struct error *err)
{
	const char *const *dir = context;

	if (entry->unfinished)
		return outbox_take_out(entry->path, err);
	return outbox_drop(*dir, &entry->item, err) < 0 ? -1 : 0;
}

int outbox_clear(const char *dir, struct error *err)
{
	int r = outbox_each(dir, clear_one, &dir, err);

	if (r)
		return r == FILES_ABSENT ? 0 : -1;
	if (rmdir(dir) == 0)
		return outbox_settle_parent(dir, err);
	/* With something else in it, it stays. */
	if (errno == ENOTEMPTY || errno == EEXIST)
		return outbox_settle(dir, err);
	return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", dir, strerror(errno));
}
