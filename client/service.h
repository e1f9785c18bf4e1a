/* The systemd user service: switched on by setup where there is one. */
#ifndef CLIENT_SERVICE_H
#define CLIENT_SERVICE_H

#include <stdbool.h>

/* True when evenkeeld now runs as the person's service and comes with each session. Bounded in time; prints nothing. */
bool service_enable(void);

#endif
