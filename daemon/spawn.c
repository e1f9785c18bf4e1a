#include "spawn.h"
#include <evenkeel/os.h>

int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret)
{
	/* What a notification, the desktop's settings or a message need: no path, no editor, nothing that names what the person does. */
	static const char *const passed[] = {
		"HOME=",
		"LANG=",
		"LANGUAGE=",
		"LC_",
		"XDG_RUNTIME_DIR=",
		"DBUS_SESSION_BUS_ADDRESS=",
		"XDG_CONFIG_HOME=",
		"XDG_DATA_DIRS=",
		"XDG_CURRENT_DESKTOP=",
		"DCONF_PROFILE=",
		"GSETTINGS_",
		NULL,
	};
	struct process_start start = {.path = path, .argv = arguments, .passed = passed, .in = fd, .out = fd};

	return process_spawn(&start, ret);
}
