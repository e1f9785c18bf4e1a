/* `evenkeel tips rate ID helped|not|untried`: keeps a rating, without unlocking. */
#ifndef CLIENT_TIPS_RATE_H
#define CLIENT_TIPS_RATE_H

#include "command.h"

int tips_rate(struct client *client, const struct command_call *call);

#endif
