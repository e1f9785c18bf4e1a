/* Asking for the passphrase: in a window where one can be shown, else on the page. */
#ifndef CLIENT_OPEN_UNLOCK_H
#define CLIENT_OPEN_UNLOCK_H

#include "open.h"

/* @to: the page that is to be seen behind it; @trouble: why this is asked again, or NULL. */
void unlock_ask(struct open *open, const char *to, const char *trouble, struct answer *ret);

#endif
