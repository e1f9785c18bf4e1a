#include "unfinished.h"

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { PATHS_MAX = 24, PATH_ROOM = PATH_MAX + 32 };

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ};
enum { ENDING_SIGNALS = sizeof(ending_signals) / sizeof(*ending_signals) };

/* For the handler. The count goes up behind the path, so that it never sees half a one. */
static char paths[PATHS_MAX][PATH_ROOM];
static volatile sig_atomic_t path_count;
static struct sigaction before[ENDING_SIGNALS];
static sigset_t mask_before;

static void remove_and_end(int number)
{
	for (int i = 0; i < path_count; i++)
		if (unlink(paths[i]))
			(void)rmdir(paths[i]);
	signal(number, SIG_DFL);
	raise(number);
}

/* What is ignored (nohup) stays ignored. */
static void catch (void)
{
	struct sigaction action = {.sa_handler = remove_and_end};

	sigfillset(&action.sa_mask);
	for (int i = 0; i < ENDING_SIGNALS; i++) {
		sigaction(ending_signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(ending_signals[i], &action, NULL);
	}
}

void unfinished_add(const char *path)
{
	size_t size = strlen(path) + 1;

	if (path_count == PATHS_MAX || size > PATH_ROOM)
		return;
	memcpy(paths[path_count], path, size);
	if (path_count == 0)
		catch ();
	path_count++;
}

void unfinished_end(void)
{
	if (path_count == 0)
		return;
	path_count = 0;
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaction(ending_signals[i], &before[i], NULL);
}

void unfinished_hold(void)
{
	sigset_t ending;

	sigemptyset(&ending);
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaddset(&ending, ending_signals[i]);
	sigprocmask(SIG_BLOCK, &ending, &mask_before);
}

void unfinished_let_go(void)
{
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
}
