#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

extern char **environ;

static bool is_passed_on(const char *variable, const char *const *passed)
{
	for (; *passed; passed++)
		if (strncmp(variable, *passed, strlen(*passed)) == 0)
			return true;
	return false;
}

static char **bare_environment(const char *const *passed)
{
	size_t all = 0, kept = 0;

	while (environ && environ[all])
		all++;
	char **ret = mem_new(all + 1, sizeof(*ret));
	for (size_t i = 0; i < all; i++)
		if (is_passed_on(environ[i], passed))
			ret[kept++] = environ[i];
	return ret;
}

static void plug(posix_spawn_file_actions_t *actions, int fd, int as)
{
	if (fd >= 0)
		posix_spawn_file_actions_adddup2(actions, fd, as);
	else
		posix_spawn_file_actions_addopen(actions, as, "/dev/null", O_RDWR, 0);
}

static void set_files(posix_spawn_file_actions_t *actions, const struct process_start *start)
{
	plug(actions, start->in, STDIN_FILENO);
	plug(actions, start->out, STDOUT_FILENO);
	if (start->quiet)
		posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#ifdef __GLIBC__
	/* All of ours are close-on-exec; a library's may not be. */
	posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#endif
}

int process_spawn(const struct process_start *start, pid_t *ret)
{
	/* posix_spawn takes words that it does not change; its type is older than const. */
	union {
		const char *const *in;
		char *const *out;
	} argv = {.in = start->argv};
	char **environment = bare_environment(start->passed);
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
	set_files(&actions, start);
	int result = posix_spawn(ret, start->path, &actions, &attributes, argv.out, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	free(environment);
	return result;
}
