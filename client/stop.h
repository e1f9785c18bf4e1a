/*
 * Where somebody was stopped on the way through questions, so that a later call goes on there: the answers' group and the next question,
 * never an answer. Good for the same day and the next.
 */
#ifndef CLIENT_STOP_H
#define CLIENT_STOP_H

#include "command.h"

/* Which questions: the note's name, how many there are, and for those of which there are several kinds, which; 0 = there is one. */
struct stop_form {
	const char *name;
	size_t count;
	uint32_t print;
};
#define STOP_REVIEW "review"
#define STOP_QUESTIONNAIRE "questionnaire" /* the one that was stopped last */

struct stop {
	uint32_t group;
	size_t next;
	int32_t day; /* Evenkeel's, of its beginning */
};
void stop_keep(const struct client *client, const struct stop_form *form, const struct stop *stop);
bool stop_find(const struct client *client, const struct stop_form *form, struct stop *ret);
void stop_forget(const struct client *client, const struct stop_form *form);
/* Of all forms: their answers may be gone. */
void stop_forget_all(const struct client *client);
/* "You stopped at 3 of 24 today." */
void stop_words(const struct client *client, const struct stop *stop, size_t at, size_t of, struct text *ret);
/* Those words: go on (true), or begin anew? */
bool stop_goes_on(const struct client *client, const struct stop *stop, size_t at, size_t of);
/* Evenkeel's day. */
int32_t stop_today(const struct client *client);

#endif
