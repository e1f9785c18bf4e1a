/*
 * The questionnaires of a json export, taken in as 'instrument add' does: by the same loader, with the same refusals, whole or not at all. They
 * are read twice, first to refuse what is to be refused before anything is changed; so they are never all in memory.
 */
#ifndef CLIENT_JSON_ARRIVAL_H
#define CLIENT_JSON_ARRIVAL_H

#include "command.h"
#include "json_skim.h"

struct json_arrivals {
	char **added;
	size_t added_count;
	char **differing; /* another version of it is here, and stays */
	size_t differing_count;
};

/* Is all of @list (nothing in it: there is none) as it should be? -1 says where it is not; several problems stand on a page, too. */
int json_arrivals_check(const struct client *client, struct json_slice list, struct error *err);
/* Add those that are not here. On -1 none of them is. */
int json_arrivals_add(const struct client *client, struct json_slice list, struct json_arrivals *ret,
		      struct error *err);
/* When what comes behind them does not come in. */
void json_arrivals_undo(const struct client *client, struct json_arrivals *arrivals);
void json_arrivals_clear(struct json_arrivals *arrivals);

#endif
