/* libevent's memory, wiped when it is given back: a passphrase, an answer and a page pass through its buffers. */
#ifndef CLIENT_OPEN_WIPE_H
#define CLIENT_OPEN_WIPE_H

/* Before anything else of libevent's is called. */
void wipe_libevent(void);

#endif
