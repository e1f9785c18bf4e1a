/* What 'evenkeel stats' can do; each reads its table, computes by stats.h and prints. -1 with @err when the file or a word is no good. */
#ifndef CLIENT_STATS_ACTIONS_H
#define CLIENT_STATS_ACTIONS_H

#include "command.h"

int stats_do_trend(const struct client *client, const struct command_call *call, struct error *err);
int stats_do_links(const struct client *client, const struct command_call *call, struct error *err);
int stats_do_weekday(const struct client *client, const struct command_call *call, struct error *err);
int stats_do_alpha(const struct client *client, const struct command_call *call, struct error *err);

#endif
