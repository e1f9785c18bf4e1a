/* A passphrase by the program `pinentry`, which shows a window: where there is a display but no terminal. Assuan over pipes. */
#ifndef CLIENT_PINENTRY_H
#define CLIENT_PINENTRY_H

#include "passphrase.h"

/* There is a display to show it on. */
bool pinentry_possible(void);
int pinentry_ask(const char *prompt, struct passphrase *ret, struct error *err);

#endif
