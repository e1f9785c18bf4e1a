#include "service.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <evenkeel/os.h>

enum { PATIENCE_MS = 20000, STEP_US = 20000 };

static void run_quietly(const char *const *words)
{
	int nowhere = open("/dev/null", O_RDWR);
	for (int fd = 0; fd <= 2; fd++)
		dup2(nowhere, fd);
	/* exec takes words that it does not change; its type is older than const */
	union {
		const char *const *in;
		char *const *out;
	} cast = {.in = words};
	execvp(words[0], cast.out);
	_exit(127);
}

/* True when it ended with 0 in time. */
static bool run(const char *const *words)
{
	pid_t child = fork();
	if (child == 0)
		run_quietly(words);
	if (child < 0)
		return false;
	int64_t end_ms = instant_now().boot_ms + PATIENCE_MS;
	int status;
	pid_t ended;
	while ((ended = waitpid(child, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
		if (instant_now().boot_ms > end_ms) {
			kill(child, SIGKILL);
			waitpid(child, &status, 0);
			return false;
		}
		usleep(STEP_US);
	}
	return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool service_enable(void)
{
	static const char *const reload[] = {"systemctl", "--user", "daemon-reload", NULL};
	static const char *const enable[] = {"systemctl",         "--user", "enable", "evenkeeld.socket",
					     "evenkeeld.service", NULL};
	static const char *const start[] = {"systemctl",         "--user", "start", "evenkeeld.socket",
					    "evenkeeld.service", NULL};
	return run(reload) && run(enable) && run(start);
}

bool service_is_enabled(void)
{
	static const char *const service[] = {"systemctl", "--user", "is-enabled", "evenkeeld.service", NULL};
	return run(service);
}

/* The manager's own socket: systemctl finds it by the same path. */
bool service_is_managed(void)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char path[PATH_SIZE];
	return runtime != NULL && snprintf(path, sizeof(path), "%s/systemd/private", runtime) < PATH_SIZE &&
	       access(path, F_OK) == 0;
}

const char *service_start_words(void)
{
	return service_is_managed() ? "systemctl --user start evenkeeld" : "evenkeeld &";
}
