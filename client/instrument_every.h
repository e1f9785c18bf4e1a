/*
 * When an added questionnaire's turn is: every so many weeks, counted from the day on which that was set. When it was answered plays no
 * part in it: that would be the time of an answer, in clear. So its turn lasts a week, answered or not.
 */
#ifndef CLIENT_INSTRUMENT_EVERY_H
#define CLIENT_INSTRUMENT_EVERY_H

#include "command.h"
#include "instrument_store.h"

#define EVERY_WEEKS_MOST 52

/* @words: "4w", "4" or "off". */
int every_parse(const char *words, int *ret_weeks, struct error *err);
/* 0 weeks: never. */
int every_set(const struct client *client, const char *id, int weeks, struct error *err);
/* 0 where none is set, or what stands there makes no sense. */
int every_weeks(const struct client *client, const char *id);
/* Those whose turn it is today; nothing when that cannot be found out. */
void every_due(const struct client *client, struct instrument_ids *ret);
/* At the end of a weekly review: each of them is offered. The exit code of the last one that was answered; 0. */
int every_offer(struct client *client);

#endif
