/* Whom to talk to, where the answers are a reason to say so. */
#ifndef CLIENT_OPEN_SUPPORT_VIEW_H
#define CLIENT_OPEN_SUPPORT_VIEW_H

#include "open.h"

void support_view(const struct open *open, struct text *ret);

#endif
