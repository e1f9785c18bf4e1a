/*
 * Does the X display answer? xcb has no connect that does not wait, and a server that is stopped, hung or grabbed lets one wait for
 * ever; so a child of ours connects first and asks one question. It lives no longer than the one who asked.
 */
#ifndef DAEMON_ACTIVITY_X11_PROBE_H
#define DAEMON_ACTIVITY_X11_PROBE_H

#include <stdbool.h>

struct event_base;
struct x11_probe;

typedef void x11_probe_done(void *context, bool answers);

/* @done comes once, from the loop; not for a display that stays silent. NULL: no child can be started. */
struct x11_probe *x11_probe_new(struct event_base *base, x11_probe_done *done, void *context);
struct x11_probe *x11_probe_free(struct x11_probe *probe);

#endif
