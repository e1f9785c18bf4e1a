/* A program of ours, started aside: with a bare environment, signals as usual, and no file of ours but what it is given. */
#ifndef DAEMON_SPAWN_H
#define DAEMON_SPAWN_H

#include <sys/types.h>

/* @fd becomes its standard input and output, /dev/null where it is -1; it logs where we do. 0, or what errno would be. */
int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret);

#endif
