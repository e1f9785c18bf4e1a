/*
 * Which answers 'undo' would take back: the random group of the last ones given in the terminal, and nothing else. It lies where the
 * socket lies (memory, on most systems), in a file whose times say nothing, and goes once it was used. design/STORE.md, section 3: a
 * withdrawal names a group.
 */
#ifndef CLIENT_LAST_H
#define CLIENT_LAST_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/paths.h>

/* Not being able to keep it is no failure: the answers are stored. */
void last_keep(const struct paths *paths, uint32_t group);
bool last_find(const struct paths *paths, uint32_t *ret_group);
void last_forget(const struct paths *paths);

#endif
