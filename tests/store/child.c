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
