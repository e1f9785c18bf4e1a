/*
 * The window that asks for the passphrase: a process of its own (this program, started as evenkeel-open --passphrase-window), which
 * asks as the commands do, by pinentry, and writes what was typed into a pipe. So the loop goes on meanwhile, and a window that
 * nobody answers ends with the program.
 */
#ifndef CLIENT_OPEN_WINDOW_H
#define CLIENT_OPEN_WINDOW_H

#include "open.h"

#define WINDOW_OPTION "--passphrase-window"

/* What @passphrase holds is the callee's to free; @bytes NULL: the window was closed, or there was none. */
typedef void window_done(struct open *open, struct passphrase *passphrase);
/* -1: no process could be started. */
int window_start(struct open *open, window_done *done);
void window_end(struct open *open);
/* The other side: ask, and write it to stdout. The exit code. */
int window_main(void);

#endif
