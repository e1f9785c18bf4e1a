/* The program from its beginning to its end: loop, signals, what it holds. */
#ifndef CLIENT_OPEN_RUN_H
#define CLIENT_OPEN_RUN_H

#include "open.h"

#define RUN_END_AFTER_S 300

/*
 * Serve until the person closes the page, nobody uses it, or SIGTERM, SIGINT or SIGHUP. SIGUSR1: start the browser once more. The
 * exit code.
 */
int run_open(struct client *client, const struct open_options *options);

#endif
