/* write.lock: exclusive around everything that writes, shared while a reader takes its picture. */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <evenkeel/error.h>

/* Open or make the file. The descriptor, or -1 with @err set; LOCK_IMPOSSIBLE on media that cannot be written. */
#define LOCK_IMPOSSIBLE (-2)
int lock_open(const char *dir, struct error *err);
/* @operation: LOCK_SH or LOCK_EX. 0; STORE_BUSY after @wait_ms; -1. A negative @fd is never locked: 0. */
int lock_take(int fd, int operation, int wait_ms, struct error *err);
void lock_release(int fd);

#endif
