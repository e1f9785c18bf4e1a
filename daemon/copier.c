#include "copier.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include <evenkeel/backup.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>
#include <evenkeel/os.h>
#include <evenkeel/paths.h>

#include "spawn.h"

enum {
	LOCK_WAIT_MS = 5000,
	LIMIT_S = 600, /* a disk that takes longer than this has gone */
	END_STEP_MS = 5,
	END_STEPS = 200, /* a process that the kernel holds does not hold us */
};

struct copier {
	char store[PATH_SIZE];
	pid_t pid; /* 0 = none */
	struct event *child, *limit;
	copier_done done;
	void *context;
};

static void on_child(evutil_socket_t number, short what, void *context)
{
	struct copier *copier = context;
	int status = 0;

	(void)number, (void)what;
	if (copier->pid <= 0 || waitpid(copier->pid, &status, WNOHANG) == 0)
		return;
	copier->pid = 0;
	event_del(copier->limit);
	copier->done(copier->context, WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void on_limit(evutil_socket_t fd, short what, void *context)
{
	struct copier *copier = context;

	(void)fd, (void)what;
	if (copier->pid > 0)
		kill(copier->pid, SIGKILL);
}

struct copier *copier_new(struct event_base *base, const char *store, copier_done done, void *context)
{
	struct copier *copier = mem_new(1, sizeof *copier);

	*copier = (struct copier){.done = done, .context = context};
	memcpy(copier->store, store, strnlen(store, sizeof copier->store - 1));
	copier->child = evsignal_new(base, SIGCHLD, on_child, copier);
	copier->limit = evtimer_new(base, on_limit, copier);
	event_add(copier->child, NULL);
	return copier;
}

int copier_start(struct copier *copier, struct error *err)
{
	char path[PATH_SIZE];

	if (copier->pid > 0)
		return 0;
	if (process_helper("evenkeeld", path, sizeof path, err) != 0)
		return -1;
	const char *const arguments[] = {path, "--backup", "--store", copier->store, NULL};
	int r = spawn_aside(path, arguments, -1, &copier->pid);
	if (r != 0) {
		copier->pid = 0;
		return error_set(err, ERROR_FAILED, "cannot start '%s': %s", path, strerror(r));
	}
	event_add(copier->limit, &(struct timeval){.tv_sec = LIMIT_S});
	return 0;
}

static void end_process(pid_t pid)
{
	struct timespec step = {.tv_nsec = END_STEP_MS * 1000000L};

	kill(pid, SIGKILL);
	for (int i = 0; i < END_STEPS && waitpid(pid, NULL, WNOHANG) == 0; i++)
		nanosleep(&step, NULL);
}

struct copier *copier_free(struct copier *copier)
{
	if (!copier)
		return NULL;
	if (copier->pid > 0) {
		end_process(copier->pid);
		(void)backup_sweep(copier->store, NULL);
	}
	event_free(copier->child);
	event_free(copier->limit);
	return mem_free(copier);
}

static int back_up(const char *dir, struct error *err)
{
	_cleanup_(store_free_pointer) struct store *store = NULL;
	int r = store_open(&store, dir, err);

	/* Forgotten meanwhile. */
	if (r == STORE_EMPTY)
		return 0;
	return r != 0 || backup_weekly_within(store, instant_now(), LOCK_WAIT_MS, err) < 0 ? -1 : 0;
}

int copier_run(const char *dir, struct error *err)
{
	struct paths paths;

	if ((!dir && paths_find(NULL, &paths, err) != 0) || back_up(dir ? dir : paths.store, err) != 0)
		return error_prefix(err, _("no backup this time"));
	return 0;
}
