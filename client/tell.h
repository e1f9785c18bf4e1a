/*
 * What a command has to say, as a notification: for one that was started by a key or a menu, where nobody sees its output. Through
 * evenkeel-notify, as the daemon does it; its words go through a pipe, never as arguments.
 */
#ifndef CLIENT_TELL_H
#define CLIENT_TELL_H

#include "command.h"

/* --notify was given; a command without that option is never started so. */
bool tell_wanted(const struct command_call *call);
/* Back when it has left the screen, after some seconds. -1: it could not be shown. */
int tell_show(const char *summary, const char *body);
/* client_fail, and @wanted: a notification that says the same. */
int tell_fail(bool wanted, const struct error *err);

#endif
