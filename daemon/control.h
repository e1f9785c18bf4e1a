/*
 * The control socket: a remote control for the person's own programs. It checks who is there (same user), caps how many and for
 * how long, cuts frames with proto.h and hands each request to one function that fills the reply. What a request means is
 * the app's business. Source: design/ARCHITECTURE.md, "Control socket".
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include <stdbool.h>

#include <evenkeel/error.h>
#include <evenkeel/paths.h>
#include <evenkeel/proto.h>

#define CONTROL_CONNECTIONS_MAX 8
#define CONTROL_IDLE_MS                                                                                                \
	10000 /* a connection without a whole request, or that does not take its reply, ends after this */

struct event_base;
struct control;

typedef void (*control_handler)(void *context, const struct proto_message *request, struct proto_message *ret_reply);

/*
 * Bind and listen at @paths' socket. A socket that nobody answers at is replaced. -1: ERROR_INSTANCE when somebody
 * does answer; else why it cannot be (a path over 107 bytes by its length).
 */
int control_bind(const struct paths *paths, int *ret_fd, struct error *err);

/* Does anybody listen at @paths' socket, a service manager with a daemon to start at the first word included? */
bool control_is_served(const struct paths *paths);
/* There will be no daemon: those who wait at @listen_fd (non-blocking) hear @why now, instead of waiting for nothing. */
void control_refuse(int listen_fd, const struct error *why);

/* Serve connections of @listen_fd (non-blocking; closed with the control; -1 = only adopted ones), each bounded by @idle_ms. */
struct control *control_new(struct event_base *base, int listen_fd, int idle_ms, control_handler handler,
			    void *context);
struct control *control_free(struct control *control);
/* Serve a connected socket, which is then the control's. -1 and closed: not the same user, or no place left. */
int control_adopt(struct control *control, int fd);
/* How many are being served. */
int control_connections(const struct control *control);

#endif
