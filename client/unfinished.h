/*
 * Files on their way: when a signal ends the program (^C, a closed terminal, a shutdown), they go with it. What is not named here stays.
 */
#ifndef CLIENT_UNFINISHED_H
#define CLIENT_UNFINISHED_H

/* From now on @path goes, a file or an empty directory, in the order in which they were named. Too many or too long: it stays. */
void unfinished_add(const char *path);
/* All of them are finished, or gone. */
void unfinished_end(void);

/* Between the two nothing is ended by a signal, so that a file and its name here are one step. Not nested. */
void unfinished_hold(void);
void unfinished_let_go(void);

#endif
