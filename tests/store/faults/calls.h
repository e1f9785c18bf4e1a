/* A job in a process of its own, killed or held at its N-th system call: for what works on plain files and so goes by the shim. */
#ifndef FAULTS_CALLS_H
#define FAULTS_CALLS_H

#include <sys/types.h>

/* Run @job and kill it at its call @at (0: never). The number of calls it made, or -1 where no process can be traced. */
long calls_run(int (*job)(void), long at);
/* Run it up to its call @at and hold it there; 0: it had ended before, and well. */
pid_t calls_hold(int (*job)(void), long at);
/* Let it go on. Its exit status. */
int calls_let_go(pid_t child);

/*
 * @judge after a kill at each call, or at some of them, from the first to the last. @begin lays everything out anew. Skips the test where
 * no process can be traced; the number of kills goes to the closing sum under the name @figure.
 */
void calls_kill_each(int (*job)(void), void (*begin)(void), void (*judge)(long at), const char *figure);
/* From one call to the next to look at: every one in the long form. */
long calls_step(long calls);

#endif
