/*
 * The running daemon: libevent's loop and everything that hangs on it, joined to the app's ports. Callbacks here turn what
 * happened into the app's words and return; nothing is decided here.
 */
#ifndef DAEMON_APP_RUN_H
#define DAEMON_APP_RUN_H

#include <stdbool.h>

#include <evenkeel/error.h>

#include "notifier.h"

struct run_options {
	const char *store; /* --store, or NULL */
	bool backup;       /* make the weekly backup and end */
	bool send;         /* take to the team's drop folder what is due and end */
	bool autostart;    /* started by the session: who is there already is no fault */
	bool notify_named; /* --notify was given and goes before the setting */
	enum notifier_kind notify;
};

/* Serve until SIGTERM or SIGINT. 0; -1: why it could not begin (ERROR_INSTANCE: another one runs, or with autostart one would be started;
 * ERROR_NOTHING: there is no store). */
int app_run(const struct run_options *options, struct error *err);

#endif
