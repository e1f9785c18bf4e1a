/*
 * What a disk would hold if the power went now. Follows one directory, and those in it, through the shim: of each file the durable bytes, of
 * each directory the durable names, and, in order, what was changed since and may or may not have come down. A file's bytes are durable
 * once it was synced, its name once its directory was: neither brings the other. A renaming comes down whole or not at all, also from one
 * directory to another, as journalling file systems have it. (The model of ALICE: Pillai et al., OSDI 2014.)
 */
#ifndef FAULTS_DISK_H
#define FAULTS_DISK_H

#include <stdint.h>

#include "shim.h"

enum disk_image {
	DISK_NONE,      /* only what is durable */
	DISK_ALL,       /* and all that is pending */
	DISK_NAMES,     /* or of that the names without the bytes: files that were renamed, not synced */
	DISK_DATA,      /* or the bytes without the names: renames that are lost */
	DISK_PREFIX,    /* or the first few of the pending changes, in order */
	DISK_DIRECTORY, /* or the names of one directory alone, and all bytes */
	DISK_SECTORS,   /* or some of the names, in order, and any sectors of 512 bytes */
};

/* Names come down in the order in which they were changed, those of other directories too: what many a file system does, and none promises. */
void disk_keep_order(bool yes);
/* Begin: all that lies in @from is durable, and goes on as @dir. */
void disk_start(const char *from, const char *dir);
void disk_stop(void);
/* For shim.after. */
void disk_follow(void *context, const struct shim_event *event);
int disk_pending(void);
/* The durable bytes of the @i-th of all files that have no durable name. False: no more of them. */
bool disk_remnant(int i, const unsigned char **ret_bytes, size_t *ret_size);
/*
 * Choose what came down, and write it to the directory @to, made anew. The same @seed gives the same choice: PREFIX: that many changes;
 * DIRECTORY: that one of those with a change; SECTORS: any.
 */
enum { DISK_DIGEST = 16 };
void disk_choose(enum disk_image image, unsigned seed, uint8_t ret_digest[static DISK_DIGEST]);
void disk_write(const char *to);
/* Both. */
void disk_build(const char *to, enum disk_image image, unsigned seed);

#endif
