#include "spans.h"

#include <stdlib.h>

#include <evenkeel/mem.h>

void spans_clear(struct spans *spans)
{
	free(spans->shifts.items);
	free(spans->busy.items);
	spans->shifts = spans->busy = (struct span_list){0};
}

static void add(struct spans *spans, struct span_list *list, struct calendar_span span)
{
	if (list->count == SPANS_MAX) {
		spans->full = true;
		return;
	}
	if (list->count == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 256;
		list->items = mem_grow(list->items, list->capacity, sizeof(*list->items));
	}
	list->items[list->count++] = span;
}

void spans_add(struct spans *spans, const struct event *event, struct calendar_span span)
{
	const struct job *job = spans->job;
	bool in_window = span.from_s < job->to_s && span.from_s > 0;

	if (event->shift) {
		if (!spans->any_shift || span.from_s < spans->first_shift_s)
			spans->first_shift_s = span.from_s;
		if (!spans->any_shift || span.from_s > spans->last_shift_s)
			spans->last_shift_s = span.from_s;
		spans->any_shift = true;
		if (in_window && span.to_s > job->from_s)
			add(spans, &spans->shifts, span);
	} else if (in_window && span.to_s > job->busy_from_s) {
		add(spans, &spans->busy, span);
	}
}

static int64_t between(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

static int32_t take(struct span_list *list, struct calendar_span *ret, int32_t most)
{
	size_t count = calendar_merge(list->items, list->count);

	if (count > (size_t)most)
		count = (size_t)most;
	for (size_t i = 0; i < count; i++)
		ret[i] = list->items[i];
	return (int32_t)count;
}

void spans_finish(struct spans *spans, struct calendar *ret)
{
	const struct job *job = spans->job;
	int64_t last_s = job->to_s - 1;

	ret->busy_count = take(&spans->busy, ret->busy, CALENDAR_BUSY_MAX);
	ret->shift_count = take(&spans->shifts, ret->shifts, CALENDAR_SHIFTS_MAX);
	if (!spans->any_shift || spans->first_shift_s <= 0)
		return;
	/* Those that there was no room for are not known. */
	if (ret->shift_count == CALENDAR_SHIFTS_MAX)
		last_s = ret->shifts[CALENDAR_SHIFTS_MAX - 1].from_s;
	ret->covers = true;
	ret->covers_from_s = between(spans->first_shift_s, job->from_s, last_s);
	ret->covers_to_s = between(spans->last_shift_s, job->from_s, last_s);
	if (spans->first_shift_s > last_s) /* begins later than anybody asked */
		ret->covers_from_s = ret->covers_to_s = spans->first_shift_s;
	if (spans->last_shift_s < job->from_s) /* ended earlier */
		ret->covers_from_s = ret->covers_to_s = spans->last_shift_s;
}
