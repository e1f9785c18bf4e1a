/* The door: libevent's HTTP server on 127.0.0.1, heads checked, answers sent with the strictest headers that a page can have. */
#ifndef CLIENT_OPEN_SERVE_H
#define CLIENT_OPEN_SERVE_H

#include "open.h"

/* Listen, on a port that the system chooses. */
int serve_begin(struct open *open, struct error *err);
void serve_end(struct open *open);
/* The answer to the request that waits; dropped when the browser went away. */
void serve_held(struct open *open, struct answer *answer);

#endif
