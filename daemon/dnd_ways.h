/* Where each notification server keeps its do-not-disturb. */
#ifndef DAEMON_DND_WAYS_H
#define DAEMON_DND_WAYS_H

#include "bus.h"

struct dnd_way {
	const char *server, *vendor; /* as the server calls itself; NULL = any */
	/* The question. Its answer: a boolean, or a list of words of which one says so, each maybe in a variant. */
	struct bus_object object; /* service NULL: the server's own */
	const char *member;
	const char *arguments[2];
	/* The question for evenkeel-notify instead: a key of GSettings, "SCHEMA KEY". */
	const char *setting;
	bool inverted; /* true means that it may disturb */
	/* The signal after which the question is asked again. */
	const char *signal;
};

/* The first that fits; the last fits any. */
const struct dnd_way *dnd_way_find(const char *server, const char *vendor);

#endif
