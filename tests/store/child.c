#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "child.h"

static int64_t now_us(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static pid_t start(void (*work)(void *context), void *context)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		work(context);
		_exit(0);
	}
	return child;
}

int64_t child_run(void (*work)(void *context), void *context)
{
	int64_t begun = now_us();
	pid_t child = start(work, context);
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return now_us() - begun;
}

void child_kill(void (*work)(void *context), void *context, int64_t life_us)
{
	struct timespec wait = {.tv_sec = life_us / 1000000, .tv_nsec = life_us % 1000000 * 1000};
	pid_t child = start(work, context);
	int status;

	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
}

void child_kill_along(int kills, int64_t whole_us, bool (*ends_after)(void *dir, int64_t life_us), void *dir)
{
	int done = 0, count = 0;

	for (; count < kills; count++)
		done += ends_after(dir, whole_us * (count + 1) / kills);
	for (int64_t life_us = 2 * whole_us; done == 0 && life_us < 60000000; life_us *= 2, count++)
		done += ends_after(dir, life_us);
	print_message("# %d kills: %d before, %d after\n", count, count - done, done);
	assert_in_range(done, 1, count - 1);
}
