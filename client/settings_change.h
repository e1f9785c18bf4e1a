/* The person's settings changed by a command: checked whole before they are written, then taken up by the daemon. */
#ifndef CLIENT_SETTINGS_CHANGE_H
#define CLIENT_SETTINGS_CHANGE_H

#include "command.h"
#include "settings.h"

/* Would the person's file, with @content in it, be taken? */
int settings_check(const struct client *client, const char *content, struct error *err);
/* A running daemon takes the new settings up; one that is down reads them when it starts. */
void settings_taken(struct client *client);
/* One setting in the person's file, its comments and order kept; @value as config_get writes it. */
int settings_change(struct client *client, const char *key, const char *value, struct error *err);

#endif
