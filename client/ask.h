/*
 * A check-in or a review on the terminal: one question at a time, one key an answer; b goes back, s skips, q ends and keeps what was
 * answered so far. Puts questions and fills the form; stores nothing.
 */
#ifndef CLIENT_ASK_H
#define CLIENT_ASK_H

#include <evenkeel/checkin.h>

#include "command.h"

/* Return when the form is done, or when the person ended it (or the input did). */
void ask_checkin(const struct client *client, struct checkin *checkin);
void ask_review(const struct client *client, struct review *review);

#endif
