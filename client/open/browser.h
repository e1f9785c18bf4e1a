/*
 * The person's browser, brought here without the token ever being in somebody's list of processes: xdg-open is given the name of a file that
 * only they can read (0600, in the runtime directory), a page that leads on to the address with the token. It is gone as soon as
 * the browser came, or with us. What a browser keeps of the address in its history is good for nothing by then.
 *
 * Other ways would be worse: an address on a command line can be read by every user of the machine, and whoever is quicker has the page; a
 * desktop's portal is not on every desktop; asking for the passphrase alone would let everyone on the machine try one. A browser that
 * is kept from such files (some snaps are) shows an error: `evenkeel open --no-browser` prints the address to the person's own terminal.
 */
#ifndef CLIENT_OPEN_BROWSER_H
#define CLIENT_OPEN_BROWSER_H

#include "open.h"

/* Start it, or print the address where that is wanted. Again: with another token. */
int browser_start(struct open *open, struct error *err);
/* It came: the file has done its work. */
void browser_came(struct open *open);
/* A child ended: if it was the one that was to start a browser, and could not, the person is told what to do. */
void browser_reap(struct open *open);
void browser_end(struct open *open);

#endif
