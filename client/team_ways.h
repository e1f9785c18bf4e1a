/* `evenkeel team WORD`: those that take a file of their own. -1 with @err; what is told is told. */
#ifndef CLIENT_TEAM_WAYS_H
#define CLIENT_TEAM_WAYS_H

#include "team.h"

int team_way_join(struct client *client, const struct command_call *call, struct error *err);
int team_way_send(struct client *client, const struct command_call *call, struct error *err);

static inline struct page team_page_for(const struct client *client)
{
	return (struct page){.color = client->color, .columns = client->columns};
}

#endif
