/*
 * The service manager: readiness, watchdog, the socket it made for us. The only file with sd-daemon is manager.c; built without it
 * (make HAVE_SYSTEMD=) every question is answered "no", the unit is Type=exec and the daemon binds its own socket.
 */
#ifndef DAEMON_MANAGER_H
#define DAEMON_MANAGER_H

#include <stdint.h>

#include <evenkeel/error.h>

#if HAVE_SYSTEMD
void manager_ready(void);
void manager_stopping(void);
void manager_watchdog_ping(void);
/* How often the manager wants a sign of life; 0 = it does not. */
uint64_t manager_watchdog_us(void);
/* The listening socket that came with the start. *@ret_fd = -1 when none did. -1: what came is not one listening stream socket. */
int manager_listen_fd(int *ret_fd, struct error *err);
#else
static inline void manager_ready(void)
{
}
static inline void manager_stopping(void)
{
}
static inline void manager_watchdog_ping(void)
{
}
static inline uint64_t manager_watchdog_us(void)
{
	return 0;
}
static inline int manager_listen_fd(int *ret_fd, struct error *err)
{
	(void)err;
	*ret_fd = -1;
	return 0;
}
#endif

#endif
