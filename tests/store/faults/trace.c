#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "trace.h"

static void *copy(const void *bytes, size_t size)
{
	void *ret = malloc(size + 1);

	if (!ret)
		abort();
	if (size)
		memcpy(ret, bytes, size);
	return ret;
}

void trace_follow(void *context, const struct shim_event *event)
{
	struct trace *trace = context;

	if (!(event->op & (SHIM_CHANGES | SHIM_TIME)))
		return;
	if (trace->count == trace->capacity) {
		trace->capacity = trace->capacity ? 2 * trace->capacity : 256;
		trace->events = realloc(trace->events, (size_t)trace->capacity * sizeof(*trace->events));
		if (!trace->events)
			abort();
	}
	struct shim_event *kept = &trace->events[trace->count++];
	*kept = *event;
	kept->path = copy(event->path, strlen(event->path) + 1);
	kept->to = event->to ? copy(event->to, strlen(event->to) + 1) : NULL;
	kept->bytes = event->bytes ? copy(event->bytes, (size_t)event->size) : NULL;
}

void trace_clear(struct trace *trace)
{
	for (int i = 0; i < trace->count; i++) {
		free((void *)(uintptr_t)trace->events[i].path);
		free((void *)(uintptr_t)trace->events[i].to);
		free((void *)(uintptr_t)trace->events[i].bytes);
	}
	free(trace->events);
	*trace = (struct trace){0};
}
