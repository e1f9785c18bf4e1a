/* The client's end of the control socket: one request, one reply, bounded in time. The daemon may be down: everything that reads works without. */
#ifndef CLIENT_REMOTE_H
#define CLIENT_REMOTE_H

#include <evenkeel/proto.h>

#include "command.h"

#define REMOTE_DOWN                                                                                                    \
	1 /* no daemon listens: "the daemon is not running; start it with 'systemctl --user start evenkeeld'" is in @err */
int remote_call(struct client *client, const struct proto_message *request, struct proto_message *ret_reply,
		struct error *err);

#endif
