#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <evenkeel/calendar_file.h>
#include <evenkeel/os.h>

#define DAY_S INT64_C(86400)
#define NUMBER_SIZE 24
#define TOOK_ALL 65536 /* bytes; more at once is not waited for */

struct calendar_request calendar_request_at(const struct config *config, int64_t wall_s)
{
	return (struct calendar_request){.config = config,
					 .from_s = wall_s - CALENDAR_BACK_DAYS * DAY_S,
					 .to_s = wall_s + CALENDAR_AHEAD_DAYS * DAY_S,
					 .busy_from_s = wall_s - DAY_S};
}

void calendar_run_init(struct calendar_run *run)
{
	*run = (struct calendar_run){.fd = -1};
}

/* Never waited for: one that hangs in a dead network's file cannot even be killed. */
int calendar_run_reap(struct calendar_run *run)
{
	int left = 0;

	for (int i = 0; i < CALENDAR_RUNS_MAX; i++) {
		if (run->pids[i] > 0 && waitpid(run->pids[i], NULL, WNOHANG) != 0) {
			if (run->pid == run->pids[i]) /* may be somebody else's number from now on */
				run->pid = 0;
			run->pids[i] = 0;
		}
		left += run->pids[i] > 0;
	}
	return left;
}

static void keep_pid(struct calendar_run *run)
{
	for (int i = 0; i < CALENDAR_RUNS_MAX; i++)
		if (run->pids[i] == 0) {
			run->pids[i] = run->pid;
			return;
		}
}

/* For the next reading; what is not reaped yet stays known. */
static void begin_anew(struct calendar_run *run)
{
	run->pid = 0;
	run->fd = -1;
	run->reader = (struct calendar_reader){0};
	run->used = 0;
	run->bad = false;
}

static int spawn(const struct calendar_request *request, const char *path, int out, pid_t *ret)
{
	static const char *const passed[] = {"TZ=", "TZDIR=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", NULL};
	char from[NUMBER_SIZE], to[NUMBER_SIZE], busy_from[NUMBER_SIZE];
	const char *argv[] = {path,
			      "--shift",
			      request->config->calendar_shift,
			      request->config->calendar_file,
			      from,
			      to,
			      busy_from,
			      request->zone,
			      NULL};
	struct process_start start = {
		.path = path, .argv = argv, .passed = passed, .in = -1, .out = out, .quiet = true};

	snprintf(from, sizeof(from), "%lld", (long long)request->from_s);
	snprintf(to, sizeof(to), "%lld", (long long)request->to_s);
	snprintf(busy_from, sizeof(busy_from), "%lld", (long long)request->busy_from_s);
	return process_spawn(&start, ret);
}

int calendar_run_start(struct calendar_run *run, const struct calendar_request *request, enum calendar_fault *ret_fault)
{
	char path[PATH_MAX];
	int pipe_fds[2];

	*ret_fault = CALENDAR_READ;
	if (calendar_run_reap(run) == CALENDAR_RUNS_MAX) /* they hang in the same file */
		return -1;
	begin_anew(run);
	*ret_fault = CALENDAR_NO_PROGRAM;
	if (process_helper("evenkeel-calendar", path, sizeof(path), NULL) < 0)
		return -1;
	*ret_fault = CALENDAR_CRASHED;
	if (pipe2(pipe_fds, O_CLOEXEC) < 0)
		return -1;
	(void)fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
	int failed = spawn(request, path, pipe_fds[1], &run->pid);
	close(pipe_fds[1]);
	run->fd = pipe_fds[0];
	if (failed == 0) {
		keep_pid(run);
		return 0;
	}
	close(run->fd);
	begin_anew(run);
	return -1;
}

static void take_byte(struct calendar_run *run, char byte)
{
	if (byte != '\n' && run->used < sizeof(run->line)) {
		run->line[run->used++] = byte;
		return;
	}
	if (byte != '\n' || calendar_reader_line(&run->reader, run->line, run->used) < 0)
		run->bad = true;
	run->used = 0;
}

int calendar_run_take(struct calendar_run *run)
{
	char bytes[4096];
	ssize_t got;

	for (size_t taken = 0; taken < TOOK_ALL; taken += (size_t)got) {
		got = read(run->fd, bytes, sizeof(bytes));
		if (got < 0)
			return errno == EAGAIN || errno == EINTR ? CALENDAR_RUN_MORE : 0;
		if (got == 0)
			return 0;
		for (ssize_t i = 0; i < got && !run->bad && !run->reader.ended; i++)
			take_byte(run, bytes[i]);
		if (run->bad || run->reader.ended)
			return 0;
	}
	return CALENDAR_RUN_MORE;
}

void calendar_run_end(struct calendar_run *run, bool timeout, struct calendar *ret)
{
	bool whole = run->reader.ended && !run->bad && run->used == 0;

	if (run->fd >= 0)
		close(run->fd);
	run->fd = -1;
	if (run->pid > 0)
		kill(run->pid, SIGKILL);
	run->pid = 0;
	(void)calendar_run_reap(run);
	*ret = whole ? run->reader.calendar : (struct calendar){.fault = timeout ? CALENDAR_READ : CALENDAR_CRASHED};
}

void calendar_file_read(const struct calendar_request *request, int limit_ms, struct calendar *ret)
{
	struct calendar_run run;
	enum calendar_fault fault;

	calendar_run_init(&run);
	if (calendar_run_start(&run, request, &fault) < 0) {
		*ret = (struct calendar){.fault = fault};
		return;
	}
	int64_t until_ms = instant_now().boot_ms + limit_ms;
	int result = CALENDAR_RUN_MORE;
	while (result == CALENDAR_RUN_MORE) {
		int64_t left_ms = until_ms - instant_now().boot_ms;
		struct pollfd readable = {.fd = run.fd, .events = POLLIN};
		if (left_ms <= 0)
			break;
		if (poll(&readable, 1, (int)left_ms) > 0)
			result = calendar_run_take(&run);
	}
	calendar_run_end(&run, result == CALENDAR_RUN_MORE, ret);
}
