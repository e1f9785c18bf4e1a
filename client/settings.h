/* The person's settings over the site's, from their two files. A file that is not there sets nothing. */
#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include <stdbool.h>

#include <evenkeel/config.h>
#include <evenkeel/error.h>
#include <evenkeel/paths.h>
#include <evenkeel/text.h>

/* -1: the message begins "FILE:LINE: "; @ret then holds what could be read (the defaults, perhaps the site's settings). */
int settings_load(const struct paths *paths, struct config *ret, struct error *err);
/* A file's bytes. A missing one is empty and *@ret_found is false. -1: it cannot be read, or is no file for settings. */
int settings_read_file(const char *path, struct text *ret, bool *ret_found, struct error *err);
/* Replace the person's file atomically, 0600, its directory made if missing. */
int settings_write(const char *path, const char *content, struct error *err);

#endif
