#include "calls.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../forked.h"
#include "ledger.h"

enum { QUICK_ROUNDS = 25 };

/* 0 where no process can be traced. */
static pid_t start(int (*job)(void))
{
	int status;

	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(77);
		raise(SIGSTOP);
		_exit(job() ? 1 : 0);
	}
	status = forked_wait(child);
	if (!WIFSTOPPED(status))
		return 0;
	ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)(intptr_t)PTRACE_O_TRACESYSGOOD);
	return child;
}

/* To its call @at, where it stands then: true. Each call stops twice, before it and after. */
static bool reach(pid_t child, long at, long *ret_calls)
{
	int status;

	for (long stops = 1;; stops++) {
		if (at && stops == 2 * at)
			return true;
		ptrace(PTRACE_SYSCALL, child, NULL, NULL);
		status = forked_wait(child);
		if (WIFSTOPPED(status))
			continue;
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			fail_msg("it failed without being killed: %d", status);
		*ret_calls = stops / 2;
		return false;
	}
}

long calls_run(int (*job)(void), long at)
{
	pid_t child = start(job);
	long calls = at;

	if (!child)
		return -1;
	if (reach(child, at, &calls)) {
		kill(child, SIGKILL);
		forked_wait(child);
	}
	return calls;
}

pid_t calls_hold(int (*job)(void), long at)
{
	pid_t child = start(job);
	long calls;

	assert_true(child > 0);
	return reach(child, at, &calls) ? child : 0;
}

int calls_let_go(pid_t child)
{
	ptrace(PTRACE_DETACH, child, NULL, NULL);
	int status = forked_wait(child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

long calls_step(long calls)
{
	return fault_is_long() || calls < QUICK_ROUNDS ? 1 : calls / QUICK_ROUNDS;
}

void calls_kill_each(int (*job)(void), void (*begin)(void), void (*judge)(long at), const char *figure)
{
	long kills = 0;

	begin();
	long calls = calls_run(job, 0);
	if (calls < 0) {
		print_message("SKIPPED ] no process can be stopped here\n");
		skip();
		return;
	}
	for (long at = 1; at < calls; at += calls_step(calls), kills++) {
		begin();
		calls_run(job, at);
		judge(at);
	}
	fault_figure(figure, kills);
	assert_true(kills >= (calls < 20 ? calls - 1 : 20));
}
