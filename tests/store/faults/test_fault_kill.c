/*
 * kill -9 at any moment: writers that append, a writer that opens and closes for each record as the client does, a reader that re-wraps
 * and renews the mark. Every record whose number came through the pipe is there, and at most one transaction more.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../forked.h"
#include "../fixture.h"
#include "ledger.h"

enum { ROUNDS = 60, ROUNDS_LONG = 1100, ROUNDS_A_STORE = 60, SPAN = 400, CHILDREN = 3 };

typedef void (*job)(const char *dir, int first, int acknowledge);

static struct {
	char dir[FAULT_PATH], store[FAULT_PATH];
	struct ledger ledger;
	long kills, stored, extra, broken;
	unsigned random;
} test;

static int put(struct store *store, int i, int wait_ms, int acknowledge)
{
	struct error err = {0};
	int r = ledger_put(store, i, wait_ms, &err);

	if (r == STORE_BUSY)
		return r;
	if (r) {
		fprintf(stderr, "# append: %s\n", err.message);
		_exit(2);
	}
	return write(acknowledge, &i, sizeof(i)) == sizeof(i) ? 0 : -1;
}

/* Keeps its store, never waits, settles afterwards. */
static void as_daemon(const char *dir, int first, int acknowledge)
{
	struct store *store = fault_open(dir);

	for (int i = first; i < first + SPAN; i++) {
		while (put(store, i, 0, acknowledge) == STORE_BUSY)
			;
		if (i % 3 == 0)
			store_settle(store);
		if (i % 20 == 7)
			store_forget_epoch(store);
	}
	pause();
}

static void as_client(const char *dir, int first, int acknowledge)
{
	for (int i = first; i < first + SPAN; i++) {
		struct store *store = fault_open(dir);
		while (put(store, i, 5000, acknowledge) == STORE_BUSY)
			;
		store_free(store);
	}
	pause();
}

/* Re-wraps what the writers seal, and renews the mark. It judges nothing: it is killed at it. */
static void as_reader(const char *dir, int first, int acknowledge)
{
	struct store_report report;
	struct error err = {0};

	(void)first, (void)acknowledge;
	for (;;) {
		struct store *store = fault_open(dir);
		if (store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err) == 0 &&
		    store_read(store, NULL, NULL, &report, &err) == 0 && !report.healthy) {
			fprintf(stderr, "# while others write: %s\n", report.findings[0].words);
			_exit(3);
		}
		store_free(store);
	}
}

static long random_us(void)
{
	test.random = test.random * 1103515245u + 12345u;
	return 300 + (long)(test.random >> 8) % 11700;
}

struct task {
	job run;
	int first;
};

static void do_task(void *context, int acknowledge)
{
	const struct task *task = context;

	task->run(test.store, task->first, acknowledge);
}

static pid_t begin(job run, int first, int *ret_pipe)
{
	struct task task = {run, first};

	return forked_start(do_task, &task, ret_pipe);
}

/* All that came through the pipe is stored; the next in line, @next at least, may be. */
static void collect(int pipe_end, int next)
{
	struct ledger *ledger = &test.ledger;
	int i;

	while (read(pipe_end, &i, sizeof(i)) == sizeof(i)) {
		ledger->state[i] = LEDGER_STORED;
		next = i + 1;
	}
	close(pipe_end);
	ledger->state[next] = LEDGER_TRIED;
	ledger->first_of[next] = next;
}

static void kill_round(const job *jobs, int count)
{
	struct timespec pause_time;
	pid_t children[CHILDREN];
	int pipes[CHILDREN], first = test.ledger.count, seen = 0, i;

	for (i = 0; i < count; i++)
		children[i] = begin(jobs[i], first + i * (SPAN + 1), &pipes[i]);
	/* From the first acknowledgement on, every second time: else most kills would meet the start. */
	if (test.kills % 2 && jobs[0] != as_reader && read(pipes[0], &i, sizeof(i)) == sizeof(i)) {
		test.ledger.state[i] = LEDGER_STORED;
		seen = 1;
	}
	for (i = 0; i < count; i++) {
		pause_time = (struct timespec){.tv_nsec = random_us() * 1000};
		nanosleep(&pause_time, NULL);
		kill(children[i], SIGKILL);
		test.kills++;
	}
	for (i = 0; i < count; i++) {
		int status = forked_wait(children[i]);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
			test.broken++;
		collect(pipes[i], first + i * (SPAN + 1) + (i == 0 ? seen : 0));
	}
	test.ledger.count = first + count * (SPAN + 1);
}

static void check(void)
{
	struct verdict verdict = ledger_read(&test.ledger, test.store, 0, NULL);

	if (!verdict.words[0])
		return;
	test.broken++;
	print_error("# after %ld kills: %s\n", test.kills, verdict.words);
}

/* One store's life: killed, looked at, killed again. */
static void one_store(const job *jobs, int count, int rounds)
{
	test.ledger = (struct ledger){0};
	fault_create(test.store);
	for (int round = 0; round < rounds && test.ledger.count + count * (SPAN + 1) + 1 < LEDGER_MAX; round++) {
		kill_round(jobs, count);
		check();
	}
	int stored = ledger_stored(&test.ledger);
	struct verdict verdict = ledger_check(&test.ledger, test.store, 0);
	if (verdict.words[0] && test.broken++ < 10)
		print_error("# at the end: %s\n", verdict.words);
	test.stored += stored;
	test.extra += verdict.found - 1 - stored;
	fault_remove(test.store);
}

static void kills(const char *figure, const job *jobs, int count, int rounds)
{
	char name[64];

	test.kills = test.stored = test.extra = test.broken = 0;
	for (int left = rounds; left > 0; left -= ROUNDS_A_STORE)
		one_store(jobs, count, left < ROUNDS_A_STORE ? left : ROUNDS_A_STORE);
	snprintf(name, sizeof(name), "kills-%s", figure);
	fault_figure(name, test.kills);
	snprintf(name, sizeof(name), "kills-%s-acknowledged", figure);
	fault_figure(name, test.stored);
	snprintf(name, sizeof(name), "kills-%s-violations", figure);
	fault_figure(name, test.broken);
	assert_int_equal(test.broken, 0);
	assert_true(test.stored > 0);
	/* No kill leaves more than the transaction that was on its way. */
	assert_in_range(test.extra, 0, test.kills);
}

static int rounds(int part)
{
	return (fault_is_long() ? ROUNDS_LONG : ROUNDS) / part;
}

static void a_writer_is_killed(void **state)
{
	static const job jobs[] = {as_daemon};

	(void)state;
	kills("writer", jobs, 1, rounds(1));
}

static void a_writer_that_comes_and_goes_is_killed(void **state)
{
	static const job jobs[] = {as_client};

	(void)state;
	kills("client", jobs, 1, rounds(2));
}

static void daemon_client_and_reader_are_killed(void **state)
{
	static const job jobs[] = {as_daemon, as_client, as_reader};

	(void)state;
	kills("together", jobs, 3, rounds(3));
}

static int setup(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	test.random = 7;
	fault_directory(test.dir);
	fault_path(test.store, test.dir, "store");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_writer_is_killed),
		cmocka_unit_test(a_writer_that_comes_and_goes_is_killed),
		cmocka_unit_test(daemon_client_and_reader_are_killed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
