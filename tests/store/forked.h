/* Work in a process of its own that may be killed in the middle of it, as by kill -9 or when a session ends. */
#ifndef TEST_FORKED_H
#define TEST_FORKED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Begin @work in a process of its own; returning, it ends with 0. @ret_from, if not NULL, is where what it writes to its descriptor @out can be
 * read; else that is -1.
 */
pid_t forked_start(void (*work)(void *context, int out), void *context, int *ret_from);
/* waitpid's status at its end. */
int forked_wait(pid_t child);

/* Do @work, which must go well: returning, it ends its process with 0. Returns the microseconds that took. */
int64_t forked_run(void (*work)(void *context), void *context);
/* The same, killed after @life_us if it has not ended by then. */
void forked_kill(void (*work)(void *context), void *context, int64_t life_us);
/*
 * @kills times @ends_after(@dir, life), all along what took @whole_us, which tells whether the work was done by then; and later on, where
 * the machine was quicker when it was measured, until it was. Once at least it must have been, and once not.
 */
void forked_kill_along(int kills, int64_t whole_us, bool (*ends_after)(void *dir, int64_t life_us), void *dir);

#endif
