/* What a weekly review on the terminal shows behind its questions: this week beside the weeks before. */
#ifndef CLIENT_REVIEW_H
#define CLIENT_REVIEW_H

#include "command.h"

/* This week beside the person's own earlier ones. Opens the store; the exit code. The answers are kept whatever comes of it.
 * @told: whom to talk to was said just now, and is not said again. */
int review_compare(struct client *client, bool told);

#endif
