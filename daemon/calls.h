/*
 * Calls: is something recording from a microphone?
 *
 * One bit, said when it changes; events, never polling. The schedule debounces it (call.debounce), so it is told here raw; but a call
 * that a source's first look finds was there before us, and nothing is left to wait for.
 * A source that cannot be reached or goes away means no call, and is tried again after 5 s up to 5 min. Which programs
 * record is neither kept nor told. Source: design/DESKTOP.md, section 5.
 */
#ifndef DAEMON_CALLS_H
#define DAEMON_CALLS_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/error.h>

struct event_base;
struct calls;
struct calls_source;

enum calls_news {
	CALLS_NONE,  /* the first thing said, and only then: no call, or nobody can tell */
	CALLS_FOUND, /* a call, at the source's first look */
	CALLS_BEGUN,
	CALLS_OVER,
};
typedef void calls_changed(void *context, enum calls_news news);

/* @changed comes from the loop, never from here. Never NULL. */
struct calls *calls_new(struct event_base *base, calls_changed *changed, void *context);
/* Not from inside @changed, which is not called for it. */
struct calls *calls_free(struct calls *calls);

/* Nothing was said yet, and something will be. NULL is allowed. */
bool calls_awaited(const struct calls *calls);

/* For `evenkeel status`: true while calls are seen; else why they are not. NULL (the setting is off) is allowed. */
bool calls_works(const struct calls *calls);
const char *calls_why(const struct calls *calls);

/* The same with @source (NULL: there is none), tried again after @retry_ms up to 60 times that; for tests. */
struct calls *calls_new_from(struct event_base *base, const struct calls_source *source, int64_t retry_ms,
			     calls_changed *changed, void *context);

/*
 * start: a handle, or NULL with @err saying why. Later, from the loop: calls_say each time it has looked, and calls_gone,
 * once, when it can tell nothing more. stop frees the handle.
 */
struct calls_source {
	void *(*start)(struct calls *calls, struct event_base *base, struct error *err);
	void (*stop)(void *handle);
};
void calls_say(struct calls *calls, bool on_call);
void calls_gone(struct calls *calls, const char *why); /* stop is called from the loop, not from here */

extern const struct calls_source calls_pulse; /* PulseAudio and PipeWire; only where HAVE_PULSE */

#endif
