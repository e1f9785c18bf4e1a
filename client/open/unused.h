/*
 * The end that comes by itself. Nobody came for five minutes: the keys are wiped and the program ends. Only where a review was begun and
 * not sent yet, what was filled in on the page must not meet a closed door, since calls come in between: the keys are wiped
 * all the same, but the door stays for an hour.
 */
#ifndef CLIENT_OPEN_UNUSED_H
#define CLIENT_OPEN_UNUSED_H

#include "open.h"

#define UNUSED_ROUNDS 12 /* of five minutes, while a review is on its way */

void unused_begin(struct open *open);
/* Somebody who may came. */
void unused_again(struct open *open);
void unused_end(struct open *open);

#endif
