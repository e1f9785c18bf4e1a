/*
 * Files beside the one whose place they are to take, "PATH.new-" and sixteen digits by chance. Their writer holds each by a lock (flock), which
 * ends with it, also by kill -9 or a power cut: one that nobody holds was left behind, and the next writer of PATH removes it.
 */
#ifndef CLIENT_FILE_BESIDE_H
#define CLIENT_FILE_BESIDE_H

#include <evenkeel/text.h>

/* A name by chance. */
void file_beside_name(const char *path, struct text *ret);
/* A new file of such a name, held, to be written by its owner alone. Its descriptor, which holds it until it is closed, or -1 with errno. */
int file_beside_open(const char *path, struct text *ret_name);
/* Holds one that has no such name yet. A file system without locks holds nothing, and nothing is removed there. */
void file_beside_hold(int fd);
/* Removes what was left behind of @path: plain files of the same owner that nobody holds. */
void file_beside_sweep(const char *path);

#endif
