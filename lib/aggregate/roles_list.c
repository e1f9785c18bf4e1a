#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "roles_list.h"

enum { CURSOR_ROOM = 512 };

void list_init(struct list *ret, int fd, struct error *err)
{
	*ret = (struct list){.fd = fd, .err = err, .room = mem_new(LIST_ROOM, sizeof(struct entry))};
}

void list_clear(struct list *list)
{
	list->room = mem_free(list->room);
}

/*
 * By id; the rest is for copies of one id, of which one alone counts: it is the same one for both parties, whatever order their folders are
 * listed in. Roster places are in the order of their keys.
 */
static int compare(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int order = memcmp(a->id, b->id, sizeof(a->id));

	if (order == 0)
		order = (a->week > b->week) - (a->week < b->week);
	if (order == 0)
		order = (a->member > b->member) - (a->member < b->member);
	return order ? order : memcmp(a->hash, b->hash, sizeof(a->hash));
}

static int write_run(struct list *list)
{
	size_t size = list->waiting * sizeof(*list->room);

	if (list->waiting == 0)
		return 0;
	qsort(list->room, list->waiting, sizeof(*list->room), compare);
	if (stream_write_at(list->fd, list->at + list->count * sizeof(*list->room), list->room, size, list->err))
		return -1;
	list->count += list->waiting;
	list->waiting = 0;
	return 0;
}

int list_append(struct list *list, const struct entry *entry)
{
	list->room[list->waiting++] = *entry;
	return list->waiting == LIST_ROOM ? write_run(list) : 0;
}

/* A room holds a whole number of entries less a rest, so that where one lies is not always where such a struct may: it is copied. */
static bool take(struct reader *reader, struct entry *ret)
{
	const uint8_t *bytes = reader_take(reader, sizeof(*ret));

	if (bytes)
		memcpy(ret, bytes, sizeof(*ret));
	return bytes != NULL;
}

/* Two sorted runs, one behind the other, become one. */
static int merge(struct list *list, uint64_t begin, uint64_t middle, uint64_t end, struct writer *to)
{
	struct reader low, high;
	struct entry a, b;
	int r = 0;

	reader_init(&low, list->fd, list->at + begin * sizeof(struct entry), list->at + middle * sizeof(struct entry),
		    list->err);
	reader_init(&high, list->fd, list->at + middle * sizeof(struct entry), list->at + end * sizeof(struct entry),
		    list->err);
	bool any_low = take(&low, &a), any_high = take(&high, &b);
	while (r == 0 && (any_low || any_high)) {
		if (any_low && (!any_high || compare(&a, &b) <= 0)) {
			r = writer_put(to, &a, sizeof(a));
			any_low = take(&low, &a);
		} else {
			r = writer_put(to, &b, sizeof(b));
			any_high = take(&high, &b);
		}
	}
	if (low.failed || high.failed)
		r = -1;
	reader_clear(&low);
	reader_clear(&high);
	return r;
}

/* All pairs of runs of @length, to the other side of the file. */
static int merge_all(struct list *list, uint64_t length, uint64_t to)
{
	struct writer writer;
	int r = 0;

	writer_init(&writer, list->fd, to, list->err);
	for (uint64_t at = 0; at < list->count && r == 0; at += 2 * length) {
		uint64_t middle = at + length < list->count ? at + length : list->count;
		uint64_t end = middle + length < list->count ? middle + length : list->count;
		r = merge(list, at, middle, end, &writer);
	}
	if (r == 0)
		r = writer_flush(&writer);
	writer_clear(&writer);
	return r;
}

int list_sort(struct list *list)
{
	int r = write_run(list);

	list->room = mem_free(list->room);
	for (uint64_t length = LIST_ROOM; length < list->count && r == 0; length *= 2) {
		uint64_t to = list->at ? 0 : list->count * sizeof(struct entry);
		r = merge_all(list, length, to);
		list->at = to;
	}
	return r;
}

void cursor_init(struct cursor *ret, struct list *list)
{
	*ret = (struct cursor){.list = list, .room = mem_new(CURSOR_ROOM, sizeof(struct entry))};
}

static uint64_t place_of(const struct cursor *cursor)
{
	return cursor->list->at + cursor->first * sizeof(struct entry);
}

static int write_back(struct cursor *cursor)
{
	if (!cursor->changed)
		return 0;
	cursor->changed = false;
	return stream_write_at(cursor->list->fd, place_of(cursor), cursor->room, cursor->filled * sizeof(struct entry),
			       cursor->list->err);
}

static bool fill(struct cursor *cursor)
{
	if (write_back(cursor)) {
		cursor->failed = true;
		return false;
	}
	cursor->first += cursor->filled;
	uint64_t left = cursor->list->count - cursor->first;
	cursor->filled = left < CURSOR_ROOM ? (size_t)left : CURSOR_ROOM;
	cursor->next = 0;
	size_t size = cursor->filled * sizeof(struct entry);
	cursor->failed = stream_read_all(cursor->list->fd, place_of(cursor), cursor->room, size, cursor->list->err);
	return !cursor->failed && cursor->filled > 0;
}

struct entry *cursor_peek(struct cursor *cursor)
{
	if (cursor->failed || (cursor->next == cursor->filled && !fill(cursor)))
		return NULL;
	return &cursor->room[cursor->next];
}

struct entry *cursor_next(struct cursor *cursor)
{
	struct entry *entry = cursor_peek(cursor);

	cursor->next += entry != NULL;
	return entry;
}

void cursor_refuse(struct cursor *cursor, struct entry *entry, enum refusal outcome)
{
	entry->outcome = outcome;
	cursor->changed = true;
}

int cursor_end(struct cursor *cursor)
{
	int r = cursor->failed ? -1 : write_back(cursor);

	cursor->room = mem_free(cursor->room);
	return r;
}

struct entry *cursor_find(struct cursor *cursor, const uint8_t *id)
{
	for (struct entry *entry; (entry = cursor_peek(cursor)); cursor->next++) {
		int order = memcmp(entry->id, id, sizeof(entry->id));
		if (order > 0)
			return NULL;
		if (order == 0 && entry->outcome == REFUSAL_NONE)
			return entry;
	}
	return NULL;
}
