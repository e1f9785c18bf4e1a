/*
 * A line that a later call of ours needs, for example which answers `undo` would take back: a small file a store, where the socket
 * lies (memory, on most systems), closed to others, with times that say nothing. Never an answer. Not being able to keep it is no
 * failure.
 */
#ifndef CLIENT_NOTE_H
#define CLIENT_NOTE_H

#include <stdbool.h>

#include <evenkeel/paths.h>

#define NOTE_MOST 64
/* @line without its newline, at most NOTE_MOST bytes; @name is a word: "last" */
void note_keep(const struct paths *paths, const char *name, const char *line);
bool note_find(const struct paths *paths, const char *name, char ret[static NOTE_MOST + 2]);
void note_forget(const struct paths *paths, const char *name);

#endif
