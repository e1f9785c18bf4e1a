/* `evenkeel tips rate ID helped|not|untried`: stores one tip-feedback record; no unlock needed. And its parts, for the page. */
#ifndef CLIENT_TIPS_RATE_H
#define CLIENT_TIPS_RATE_H

#include "command.h"

int tips_rate(struct client *client, const struct command_call *call);

/* A tip by its name, with or without "tip." before it; a verdict by its word. */
const struct catalogue_tip *tips_find(const char *name, struct error *err);
int tips_verdict(const char *word, uint8_t *ret, struct error *err);
int tips_keep_rating(struct client *client, const struct catalogue_tip *tip, uint8_t verdict, struct error *err);

#endif
