/*
 * The weekly backup's process: this program, started once more with --backup. Copying takes as long as the disk likes, and nobody who is to
 * be asked or has answered waits for a disk; so it is done aside, reading one moment of the database while the daemon writes on. It needs
 * no secret and is given none. Killed at any moment it leaves the backup from before, and rubbish that copier_free or the next one
 * clears away.
 */
#ifndef DAEMON_COPIER_H
#define DAEMON_COPIER_H

#include <stdbool.h>

#include <evenkeel/error.h>

struct copier;
struct event_base;

/* It ended: @well when nothing went wrong. Comes from the loop. */
typedef void (*copier_done)(void *context, bool well);

struct copier *copier_new(struct event_base *base, const char *store, copier_done done, void *context);
/* Begin, unless one is at it. -1: it cannot be started. */
int copier_start(struct copier *copier, struct error *err);
/* One that runs is ended. */
struct copier *copier_free(struct copier *copier);

/* What that process does: the backup of the store in @dir (NULL: the usual one), if it is due. -1. */
int copier_run(const char *dir, struct error *err);

#endif
