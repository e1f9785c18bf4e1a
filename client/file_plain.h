/* How files that somebody else may have put there are opened; for file*.c alone. */
#ifndef CLIENT_FILE_PLAIN_H
#define CLIENT_FILE_PLAIN_H

#include <stddef.h>

#include <evenkeel/error.h>

/* No link, pipe or device. 0; 1: there is none; -1. */
int file_open_plain(const char *path, int *ret_fd, struct error *err);
/* Says so. Returns -1. */
int file_too_big(const char *path, size_t most, struct error *err);

#endif
