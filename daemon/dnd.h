/*
 * Do not disturb, as the desktop's notification server has it: on or off, never why.
 *
 * Each server keeps this in a place of its own; which one is known by the name that the server gives itself at run time. There is
 * one question and one signal after which it is asked again, nothing is polled. When the server's owner changes it is all
 * chosen again, and `server` says so. Servers that tell nobody are named in dnd_why. Under do-not-disturb a server takes
 * prompts and shows them to nobody, so the app holds them. Source: design/DESKTOP.md, section 3.
 */
#ifndef DAEMON_DND_H
#define DAEMON_DND_H

#include <stdbool.h>

struct bus;
struct dnd;
struct event_base;

/* From the loop. */
struct dnd_events {
	void (*changed)(void *context, bool on); /* off to begin with; changes only */
	void (*server)(void *context);           /* the notification server came, went or is another one */
};

/* @helper: the path of evenkeel-notify, for the desktops that keep it in GSettings; NULL = there is none. */
struct dnd *dnd_new(struct event_base *base, struct bus *session, const char *helper, const struct dnd_events *events,
		    void *context);
struct dnd *dnd_free(struct dnd *dnd);

/* For `evenkeel status`: the server that tells ("dunst"), NULL while none does; then why, in words, valid until the next callback. */
const char *dnd_server(const struct dnd *dnd);
const char *dnd_why(const struct dnd *dnd);

#endif
