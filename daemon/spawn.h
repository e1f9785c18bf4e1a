/* A program of ours, started aside: with a bare environment, signals as usual, and no file of ours but what it is given. */
#ifndef DAEMON_SPAWN_H
#define DAEMON_SPAWN_H

#include <sys/types.h>

/* @fd becomes its standard input and output, /dev/null where it is -1; it logs where we do. 0, or what errno would be. */
int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret);

/*
 * fork, for a few system calls that might wait for ever. The child has none of the daemon's files but @fds, which become 3 and on, and none of
 * its signal handlers: a lock must not outlive the daemon in here. It ends with the daemon, and after a minute. fork's result.
 */
pid_t spawn_fork(int *fds, int count);

#endif
