/*
 * A directory that takes another's place whole. It is laid out at PLACE.new, and then the two change their names in one step. Where the file
 * system has no such step, the old one is moved to PLACE.old first, and swap_settle moves it back after a crash in between. So
 * PLACE is the old directory or the new one, and what lies beside it is never taken for either.
 */
#ifndef STORE_SWAP_H
#define STORE_SWAP_H

#include <stdbool.h>

#include <evenkeel/error.h>
#include <evenkeel/paths.h>

#define SWAP_NEW ".new"
#define SWAP_OLD ".old"

/* PLACE and one of the two. */
int swap_name(const char *place, const char *end, char ret[static PATH_SIZE], struct error *err);
bool swap_is_there(const char *path);
/* @work, on disk as it is, becomes @place, durably; what was there before goes. They lie in one directory. */
int swap_directories(const char *work, const char *place, struct error *err);
/* PLACE.old, left by a crash, goes back or away. */
int swap_settle(const char *place, struct error *err);

#endif
