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
/*
 * From question @from on, behind which back does not lead. @kept is called with the next question's number where a section ends,
 * so that what ends the program without a word (a power cut) does not take it all. Returns the question that comes next: the count
 * of them once it is done.
 */
typedef void (*ask_kept)(void *context, size_t next);
size_t ask_review(const struct client *client, struct review *review, size_t from, ask_kept kept, void *context);

#endif
