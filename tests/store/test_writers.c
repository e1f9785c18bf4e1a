/* Several processes at one store: they take turns, and kill -9 in the middle of an append takes nothing that was acknowledged. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"

enum { PATH = 512, KILLS = 30, WRITERS = 3, EACH = 25 };

static void a_busy_store_says_so_at_once(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct error err = {0};
	struct record record = fixture_record(0, 0);
	struct store *store = fixture_open(dir);

	fixture_path(dir, "write.lock", path);
	FILE *file = fopen(path, "r+");
	assert_non_null(file);
	assert_int_equal(flock(fileno(file), LOCK_EX), 0);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(START_MS), 60, 0, &err), STORE_BUSY);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(START_MS), 60, 30, &err), STORE_BUSY);
	fclose(file);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(START_MS), 60, 0, &err), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 1);
}

static _Noreturn void append_until_killed(const char *dir, int first, int acknowledge)
{
	char path[PATH];
	struct store *store = NULL;
	struct error err = {0};

	fixture_path(dir, "", path);
	if (store_open(&store, path, &err))
		_exit(1);
	for (int i = first;; i++) {
		struct record record = fixture_record(i, 0);
		if (store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 1000, &err))
			_exit(2);
		if (write(acknowledge, &i, sizeof(i)) != sizeof(i))
			_exit(3);
	}
}

/* What was read: which records of the loop are there. */
struct presence {
	bool present[100000];
	int count;
};

static int note_presence(void *context, uint64_t n, const struct record *record)
{
	struct presence *presence = context;

	(void)n;
	/* Killed before the seal's time was set to the test's: a clock that jumped. */
	if (record->kind == RECORD_CLOCK)
		return 0;
	assert_in_range(record->group, 1000, 1000 + 99999);
	assert_false(presence->present[record->group - 1000]);
	presence->present[record->group - 1000] = true;
	presence->count++;
	return 0;
}

/*
 * One round: kill the child after a while, which begins with its start or with its first acknowledgement. Returns the
 * last record it acknowledged, or first - 1.
 */
static int kill_somewhere(const char *dir, int first, bool await_first, long after_us)
{
	struct timespec pause = {.tv_nsec = after_us * 1000};
	int pipe_fd[2], i, last = first - 1;

	assert_int_equal(pipe(pipe_fd), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(pipe_fd[0]);
		append_until_killed(dir, first, pipe_fd[1]);
	}
	close(pipe_fd[1]);
	if (await_first && read(pipe_fd[0], &i, sizeof(i)) == sizeof(i))
		last = i;
	nanosleep(&pause, NULL);
	kill(child, SIGKILL);
	while (read(pipe_fd[0], &i, sizeof(i)) == sizeof(i))
		last = i;
	close(pipe_fd[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return last;
}

static void what_was_acknowledged_survives_kill_9(void **state)
{
	const char *dir = *state;
	struct presence *presence = calloc(1, sizeof(*presence));
	bool *acknowledged = calloc(100000, sizeof(*acknowledged));
	int first = 0, acknowledged_count = 0;

	for (int round = 0; round < KILLS; round++) {
		int last = kill_somewhere(dir, first, round % 2, 300 + (round * 7919 % 12000));
		for (int i = first; i <= last; i++)
			acknowledged[i] = true, acknowledged_count++;
		/* Leave room for one that was stored but not acknowledged: each record has its own number. */
		first = last + 2;
		if (round % 10 != 9)
			continue;
		memset(presence, 0, sizeof(*presence));
		struct store_report report = fixture_read_rows(dir, note_presence, presence);
		fixture_assert_sound(&report);
		for (int i = 0; i < first; i++)
			assert_true(presence->present[i] || !acknowledged[i]);
		/* At most one transaction more than was acknowledged, each time. */
		assert_in_range(presence->count, acknowledged_count, acknowledged_count + round + 1);
	}
	print_message("# %d rows acknowledged, %d stored\n", acknowledged_count, presence->count);
	assert_true(acknowledged_count > 0);
	free(presence);
	free(acknowledged);
}

static _Noreturn void open_append_close(const char *dir, int first)
{
	char path[PATH];
	struct error err = {0};

	fixture_path(dir, "", path);
	for (int i = first; i < first + EACH; i++) {
		struct store *store = NULL;
		struct record record = fixture_record(i, 0);
		record.wall_ms = START_MS;
		if (store_open(&store, path, &err) ||
		    store_append(store, &record, 1, fixture_instant(START_MS), 60, 20000, &err)) {
			fprintf(stderr, "# %s\n", err.message);
			_exit(1);
		}
		store_free(store);
	}
	_exit(0);
}

static void processes_take_turns(void **state)
{
	const char *dir = *state;
	struct presence *presence = calloc(1, sizeof(*presence));
	pid_t children[WRITERS];
	struct store_report report;

	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			open_append_close(dir, i * EACH);
	}
	/* And a reader among them: it never takes an append for tampering. */
	for (int i = 0; i < 10; i++) {
		report = fixture_read(dir);
		fixture_assert_sound(&report);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	report = fixture_read_rows(dir, note_presence, presence);
	fixture_assert_sound(&report);
	assert_int_equal(presence->count, WRITERS * EACH);
	free(presence);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_busy_store_says_so_at_once),
		WITH_STORE(processes_take_turns),
		WITH_STORE(what_was_acknowledged_survives_kill_9),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
