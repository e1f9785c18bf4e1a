#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "forked.h"

static int64_t now_us(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

pid_t forked_start(void (*work)(void *context, int out), void *context, int *ret_from)
{
	int ends[2] = {-1, -1};

	assert_true(!ret_from || pipe(ends) == 0);
	/* What is not printed yet would be printed twice. */
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		work(context, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	if (ret_from)
		*ret_from = ends[0];
	return child;
}

int forked_wait(pid_t child)
{
	pid_t ended;
	int status;

	/* A signal that came to us meanwhile is no end of it. */
	while ((ended = waitpid(child, &status, 0)) < 0 && errno == EINTR)
		;
	assert_int_equal(ended, child);
	return status;
}

struct quiet_work {
	void (*work)(void *context);
	void *context;
};

static void work_quietly(void *context, int out)
{
	const struct quiet_work *quiet = context;

	(void)out;
	quiet->work(quiet->context);
}

static pid_t start(void (*work)(void *context), void *context)
{
	struct quiet_work quiet = {work, context};

	return forked_start(work_quietly, &quiet, NULL);
}

int64_t forked_run(void (*work)(void *context), void *context)
{
	int64_t begun = now_us();

	assert_int_equal(forked_wait(start(work, context)), 0);
	return now_us() - begun;
}

void forked_kill(void (*work)(void *context), void *context, int64_t life_us)
{
	struct timespec wait = {.tv_sec = life_us / 1000000, .tv_nsec = life_us % 1000000 * 1000};
	pid_t child = start(work, context);

	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	forked_wait(child);
}

void forked_kill_along(int kills, int64_t whole_us, bool (*ends_after)(void *dir, int64_t life_us), void *dir)
{
	int done = 0, count = 0;

	for (; count < kills; count++)
		done += ends_after(dir, whole_us * (count + 1) / kills);
	for (int64_t life_us = 2 * whole_us; done == 0 && life_us < 60000000; life_us *= 2, count++)
		done += ends_after(dir, life_us);
	/* Whole it may have taken far longer than it does now, on a machine that was busy then. */
	for (int64_t life_us = whole_us / kills / 2; done == count && life_us > 0; life_us /= 2, count++)
		done += ends_after(dir, life_us);
	print_message("# %d kills: %d before, %d after\n", count, count - done, done);
	assert_in_range(done, 1, count - 1);
}
