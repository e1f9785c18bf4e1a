#include "spawn.h"
#include <evenkeel/os.h>

int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret)
{
	/* What a notification or a message needs. */
	static const char *const passed[] = {
		"HOME=", "LANG=", "LANGUAGE=", "LC_", "XDG_RUNTIME_DIR=", "DBUS_SESSION_BUS_ADDRESS=", NULL};
	struct process_start start = {.path = path, .argv = arguments, .passed = passed, .in = fd, .out = fd};

	return process_spawn(&start, ret);
}
