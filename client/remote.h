/* The client's end of the control socket: one request, one reply, bounded in time. The daemon may be down: everything that reads works without. */
#ifndef CLIENT_REMOTE_H
#define CLIENT_REMOTE_H

#include <evenkeel/proto.h>

#include "command.h"

/* No daemon listens; @err says how to start it. */
#define REMOTE_DOWN 1
int remote_call(struct client *client, const struct proto_message *request, struct proto_message *ret_reply,
		struct error *err);

/* A command that is one request: prints the daemon's line, or @done when it has none. Returns the exit code. */
int remote_tell(struct client *client, const struct proto_message *request, const char *done);
/* What the daemon knows now; false when it is down or does not answer. */
bool remote_status(struct client *client, struct proto_status *ret);

#endif
