/* An added questionnaire on the terminal: one question at a time; b goes back, s skips, q ends and keeps. Stores nothing. */
#ifndef CLIENT_INSTRUMENT_ASK_H
#define CLIENT_INSTRUMENT_ASK_H

#include "command.h"
#include "instrument_sheet.h"

/* The item at which it was stopped; the count of them when it was walked through to its end. */
size_t instrument_ask(const struct client *client, struct instrument_sheet *sheet);

#endif
