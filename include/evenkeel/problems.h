/*
 * Problems: everything that is wrong with somebody else's file, collected, so that one look is enough to mend it. Each names the file and
 * the item, says what is wrong and what to do. A refused one keeps the file out as a whole; a note says what is left out or used otherwise.
 */
#ifndef EVENKEEL_PROBLEMS_H
#define EVENKEEL_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#define PROBLEMS_MAX 100 /* more are counted, not kept */

struct problem {
	bool refused;
	char *file;
	char *link_id; /* NULL: of the file as a whole */
	char *message;
};

struct problems {
	struct problem *items;
	size_t count, refused, dropped;
	const char *file; /* the file in hand: borrowed, set by whoever reads one */
};

/*
 * @format is looked up among the translations. What is added twice stands once. -1, so that "return problems_refuse(...)" reads well.
 */
int problems_refuse(struct problems *problems, const char *link_id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void problems_note(struct problems *problems, const char *link_id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void problems_clear(struct problems *problems);

#endif
