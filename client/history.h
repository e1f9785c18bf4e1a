/*
 * What happened, as entries: one a prompt (its parts joined), worksheet, tip rating or break, in order of time. What was
 * taken back and what came late stay, and say so. An entry points into the records it was made from.
 */
#ifndef CLIENT_HISTORY_H
#define CLIENT_HISTORY_H

#include <jansson.h>

#include "page.h"
#include "reading.h"

struct history_entry {
	const struct record *record; /* the first part */
	int32_t date;
	bool withdrawn;
};
struct history {
	const struct client *client;
	const struct reading *reading;
	size_t from;           /* the window's first record */
	struct text questions; /* the ids of added questionnaires' questions */
	struct history_entry *entries;
	size_t count;
};

/* Entries of the last @days days. Of several outcomes of one prompt, answered stands before partial before the rest. */
void history_gather(struct history *ret, const struct client *client, const struct reading *reading, int days);
void history_clear(struct history *history);
/* The next part of @entry's after @part; NULL after the last. Begin with entry->record. */
const struct record *history_next_part(const struct history *history, const struct history_entry *entry,
				       const struct record *part);

/* "check-in", "review", "hard call" and the like, in the person's language. */
const char *history_form_words(const struct record *record);

json_t *history_json(const struct history *history);
void history_page(const struct history *history, struct page *page);

#endif
