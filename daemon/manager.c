#include "manager.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <systemd/sd-daemon.h>

void manager_ready(void)
{
	(void)sd_notify(0, "READY=1");
}

void manager_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}

void manager_watchdog_ping(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}

uint64_t manager_watchdog_us(void)
{
	uint64_t us = 0;

	return sd_watchdog_enabled(0, &us) > 0 ? us : 0;
}

int manager_listen_fd(int *ret_fd, struct error *err)
{
	int count = sd_listen_fds(1);

	*ret_fd = -1;
	if (count <= 0)
		return 0;
	if (count > 1 || sd_is_socket(SD_LISTEN_FDS_START, AF_UNIX, SOCK_STREAM, 1) <= 0)
		return error_set(err, ERROR_FAILED,
				 "the service manager passed something else than one listening socket; "
				 "compare evenkeeld.socket with the one that came with Evenkeel");
	if (fcntl(SD_LISTEN_FDS_START, F_SETFL, fcntl(SD_LISTEN_FDS_START, F_GETFL) | O_NONBLOCK) != 0)
		return error_set(err, ERROR_FAILED, "cannot use the socket that the service manager passed");
	*ret_fd = SD_LISTEN_FDS_START;
	return 0;
}
