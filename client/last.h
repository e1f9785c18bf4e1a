/*
 * Which answers 'undo' would take back: the random group of the last ones given in the terminal, and where the store stood then. While it
 * stands there, they are the last of all; once it does not, nobody can tell without unlocking whether what was stored since are
 * answers. It lies where the socket lies (memory, on most systems), in a file whose times say nothing. design/STORE.md, section
 * 3: a withdrawal names a group.
 *
 * The daemon leaves no such file behind: it would show whether its prompts were answered.
 */
#ifndef CLIENT_LAST_H
#define CLIENT_LAST_H

#include <stdbool.h>
#include <stdint.h>

#include <evenkeel/paths.h>
#include <evenkeel/store.h>

enum last_state {
	LAST_UNKNOWN, /* something else was stored since, or nothing was noted */
	LAST_KNOWN,
	LAST_TAKEN_BACK, /* the last thing that was done was 'undo' */
};

/* Group 0: they were taken back. Not being able to keep it is no failure: the answers are stored. */
void last_keep(const struct paths *paths, uint32_t group, struct store_place place);
enum last_state last_find(const struct paths *paths, struct store_place now, uint32_t *ret_group);
/* Something that is no answer was stored just now, by us: what held at @before holds at @after. */
void last_carry(const struct paths *paths, struct store_place before, struct store_place after);
void last_forget(const struct paths *paths);

#endif
