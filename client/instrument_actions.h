/* What 'evenkeel instrument' does with answers, each in a file of its own. */
#ifndef CLIENT_INSTRUMENT_ACTIONS_H
#define CLIENT_INSTRUMENT_ACTIONS_H

#include "command.h"

/* Put the questions of the added questionnaire @id, or take them from the file @answers (NULL = ask), and seal them. No unlock. */
int instrument_answer(struct client *client, const char *id, const char *answers, bool texts, struct error *err);
/* Earlier scores of @id, and the change between the last two. Unlocks. The exit code, or -1. */
int instrument_past(struct client *client, const char *id, struct error *err);

#endif
