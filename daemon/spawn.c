#include "spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>

extern char **environ;

/* What a notification or a message needs and nothing else: no path, no editor, nothing that names what the person does. */
static bool is_passed_on(const char *variable)
{
	static const char *const names[] = {
		"HOME=", "LANG=", "LANGUAGE=", "LC_", "XDG_RUNTIME_DIR=", "DBUS_SESSION_BUS_ADDRESS="};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(variable, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static char **bare_environment(void)
{
	size_t all = 0, kept = 0;
	while (environ && environ[all])
		all++;
	char **ret = mem_new(all + 1, sizeof *ret);
	for (size_t i = 0; i < all; i++)
		if (is_passed_on(environ[i]))
			ret[kept++] = environ[i];
	return ret;
}

static void plug(posix_spawn_file_actions_t *actions, int fd)
{
	for (int end = STDIN_FILENO; end <= STDOUT_FILENO; end++) {
		if (fd >= 0)
			posix_spawn_file_actions_adddup2(actions, fd, end);
		else
			posix_spawn_file_actions_addopen(actions, end, "/dev/null", O_RDWR, 0);
	}
#ifdef __GLIBC__
	/* All of ours are close-on-exec; a library's may not be. */
	posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#endif
}

int spawn_aside(const char *path, const char *const arguments[], int fd, pid_t *ret)
{
	char **environment = bare_environment();
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	plug(&actions, fd);
	int r = posix_spawn(ret, path, &actions, &attributes, (char *const *)(uintptr_t)arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	free(environment);
	return r;
}
