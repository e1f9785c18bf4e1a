/* One question with its answers on the terminal, each on a digit, or on a line of its own where they do not fit beside each other. */
#ifndef CLIENT_CHOICE_H
#define CLIENT_CHOICE_H

#include "command.h"

#define CHOICE_MOST 500
struct choice {
	const char *above; /* quiet words over it, for example "3 of 26"; NULL = none */
	const char *title; /* strong words over the text: what it is about; NULL = none */
	const char *text;
	int count;
	int first; /* the digit of the first answer: 0 or 1 */
	const char *labels[CHOICE_MOST];
	bool must; /* nothing lies before it, and it cannot be left out: the keys for that are not offered */
};

/* What stands over a question, wherever its answers come from. */
struct page;
void choice_heading(struct page *page, const struct choice *choice);
/* What one letter means on a line of its own: CHOICE_BACK, CHOICE_SKIP, CHOICE_QUIT, or 1. */
int choice_control(const char *line);

enum choice_result { CHOICE_BACK = -1, CHOICE_SKIP = -2, CHOICE_QUIT = -3 };
/* The answer's place (0 ... count-1) or an enum choice_result. At most ten answers. */
int choice_key(const struct client *client, const struct choice *choice);
/*
 * Several of the answers by number, in the order typed, at most @most (one: it is asked for as such), into @ret (places); ENTER alone =
 * none. Returns how many, or an enum choice_result.
 */
int choice_numbers(const struct client *client, const struct choice *choice, int most, int *ret);

#endif
