/* What a step did to files, kept, to be followed again as often as one likes. */
#ifndef FAULTS_TRACE_H
#define FAULTS_TRACE_H

#include "shim.h"

struct trace {
	struct shim_event *events;
	int count, capacity;
};
/* For shim.after; the context is the trace. */
void trace_follow(void *context, const struct shim_event *event);
void trace_clear(struct trace *trace);

#endif
