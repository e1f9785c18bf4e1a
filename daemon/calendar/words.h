/* The words of hours.calendar-shift, ready to be looked for. */
#ifndef DAEMON_CALENDAR_WORDS_H
#define DAEMON_CALENDAR_WORDS_H

#include <stdbool.h>

struct words;
struct words *words_new(const char *list);
struct words *words_free(struct words *words);
bool words_all(const struct words *words); /* every event is a shift */
bool words_in(const struct words *words, const char *string);

#endif
