/*
 * What a disk would hold if the power went now. Follows one directory through the shim: of each file the durable bytes, and, in
 * order, what was written since and may or may not have come down. Names count too: a new file is on disk once it was synced, a
 * deleted one is gone once its directory was. Files that do not go through SQLite (keys) are taken as they are; the store replaces them
 * durably.
 */
#ifndef FAULTS_DISK_H
#define FAULTS_DISK_H

#include "shim.h"

enum disk_image {
	DISK_NONE,    /* only what is durable */
	DISK_PREFIX,  /* and the first few of the pending changes, in order */
	DISK_SECTORS, /* and any sectors of 512 bytes of any of them */
	DISK_ALL,     /* and every one */
};

/* Begin: all that is in @dir is durable. */
void disk_start(const char *dir);
void disk_stop(void);
/* For shim.after. */
void disk_follow(void *context, const struct shim_event *event);
int disk_pending(void);
/* The same @seed gives the same choice. */
void disk_build(const char *to, enum disk_image image, unsigned seed);

#endif
