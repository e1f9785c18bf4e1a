/* What `evenkeel status` shows, and its page. */
#ifndef CLIENT_STATUS_H
#define CLIENT_STATUS_H

#include <stdbool.h>

#include "instrument_store.h"
#include "remote.h"

/* What sees calls, where they are seen. */
#define STATUS_CALL_SOURCE "PulseAudio/PipeWire"

/* From the daemon or, when it is down, from what it saved. */
struct status_view {
	struct client *client;
	bool running;
	bool saved; /* down, and a saved state was read */
	bool demo;
	char store_words[STORE_WORDS_SIZE]; /* what is amiss with the store, seen from outside; "" = nothing */
	struct instrument_ids due;          /* questionnaires whose turn it is */
	struct proto_status status;         /* only .schedule when down */
};

void status_page(const struct status_view *view);

#endif
