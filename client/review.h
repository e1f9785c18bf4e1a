/* What a weekly review on the terminal needs beside its questions: where it was stopped, and this week beside the weeks before. */
#ifndef CLIENT_REVIEW_H
#define CLIENT_REVIEW_H

#include "command.h"

/* A review that was stopped: its group and the next question, never an answer. Good for the same day and the next. */
struct review_stop {
	uint32_t group;
	size_t next;
	int32_t day; /* Evenkeel's, of its beginning */
};
void review_stop_keep(const struct client *client, const struct review_stop *stop);
bool review_stop_find(const struct client *client, struct review_stop *ret);
void review_stop_forget(const struct client *client);
int32_t review_today(const struct client *client);

/* This week beside the person's own earlier ones. Opens the store; the exit code. The answers are kept whatever comes of it.
 * @told: whom to talk to was said just now, and is not said again. */
int review_compare(struct client *client, bool told);

#endif
