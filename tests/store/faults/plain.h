/* What plain.c and stream.c share: calls of the C library's below shim.below. */
#ifndef FAULTS_PLAIN_H
#define FAULTS_PLAIN_H

#include <stdbool.h>

#include "shim.h"

bool plain_is_below(const char *path);
/* What follows @fd from now on; a negative one is let be. */
void plain_note_opening(int fd, const struct shim_event *event, int flags);
/* -1, and errno as of a disk that fails or is full. */
int plain_broken(void);

#endif
