/* Crashes, restored files and clocks: what was acknowledged stays, no row number is used twice, and what is lost is
 * named. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/seal.h>

#include "fixture.h"

enum { PATH = 512, KILLS = 30 };

static int setup(void **state)
{
	*state = malloc(PATH);
	fixture_directory(*state);
	fixture_create(*state, START_MS);
	return 0;
}

static int teardown(void **state)
{
	fixture_remove(*state);
	free(*state);
	return 0;
}

static struct seal seal_of(const char *dir)
{
	char path[PATH];
	struct seal seal;

	fixture_path(dir, "seal", path);
	assert_int_equal(seal_read(path, &seal, NULL, NULL), 0);
	return seal;
}

/* Power went between COMMIT and the seal: the database is ahead by one transaction, or by several. */
static void a_seal_behind_is_stepped_forward(void **state)
{
	const char *dir = *state;

	for (int behind = 1; behind <= 40; behind += 13) {
		struct seal before = seal_of(dir);
		int first = (int)before.n;
		fixture_save(dir, "seal", "old.seal");
		fixture_append_once(dir, first, behind);
		struct seal after = seal_of(dir);
		fixture_restore(dir, "old.seal", "seal");
		/* A reader steps in thought. */
		struct store_report report = fixture_read(dir);
		assert_true(report.healthy);
		assert_int_equal(report.records, after.n);
		/* A writer in deed: the next row gets the next number. */
		fixture_append_once(dir, first + behind, 1);
		struct seal mended = seal_of(dir);
		assert_int_equal(mended.n, after.n + 1);
		assert_int_equal(mended.e, after.e + 1);
		report = fixture_read(dir);
		fixture_assert_healthy(&report, after.n + 1);
	}
}

static void one_torn_slot_is_stepped_forward(void **state)
{
	const char *dir = *state;
	char path[PATH];
	size_t size, old_size;

	fixture_append_once(dir, 0, 3);
	fixture_path(dir, "seal", path);
	unsigned char *old = fixture_bytes(path, &old_size);
	fixture_append_once(dir, 3, 1);
	unsigned char *new = fixture_bytes(path, &size);
	assert_int_equal(size, SEAL_FILE_SIZE);
	/* The slot of the new counter comes first: half written, the other still old. */
	struct seal seal = seal_of(dir);
	long place = seal.counter % 2 ? SEAL_SECOND_SLOT : 0;
	memcpy(old + place, new + place, SEAL_SLOT_SIZE / 2);
	fixture_write(path, old, old_size);
	struct store_report report = fixture_read(dir);
	assert_true(report.healthy);
	assert_int_equal(report.records, 4);
	/* Whole, and the other still old: nothing to mend. */
	memcpy(old + place, new + place, SEAL_SLOT_SIZE);
	fixture_write(path, old, old_size);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 4);
	fixture_append_once(dir, 4, 1);
	report = fixture_read(dir);
	fixture_assert_healthy(&report, 5);
	free(old);
	free(new);
}

static void both_slots_bad_begin_a_generation(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 3);
	fixture_flip(dir, "seal", 40);
	fixture_flip(dir, "seal", SEAL_SECOND_SLOT + 40);
	fixture_append_once(dir, 3, 2);
	struct seal seal = seal_of(dir);
	assert_int_equal(seal.g, 1);
	/* It begins with a CLOCK: nobody could know the time of the last append. */
	assert_int_equal(seal.n, 6);
	struct store_report report = fixture_read(dir);
	assert_int_equal(report.records, 6);
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.findings[0].type, FINDING_UNATTESTED);
	assert_int_equal(report.findings[0].first_n, 3);
	/* And once more, before the first unlock saw it. */
	fixture_flip(dir, "seal", 40);
	fixture_flip(dir, "seal", SEAL_SECOND_SLOT + 40);
	fixture_append_once(dir, 5, 1);
	report = fixture_read(dir);
	assert_int_equal(report.records, 8);
	assert_int_equal(report.finding_count, 2);
}

static void a_lost_tail_leaves_a_hole(void **state)
{
	const char *dir = *state;

	fixture_append_once(dir, 0, 4);
	fixture_save(dir, "store.db", "old.db");
	struct store *store = fixture_open(dir);
	fixture_append(store, 4, 3);
	store_settle(store);
	fixture_restore(dir, "old.db", "store.db");
	/* The process that wrote them goes on, the file exchanged under it. */
	fixture_append(store, 7, 1);
	assert_non_null(store_notice(store));
	fixture_append(store, 8, 1);
	assert_null(store_notice(store));
	store_free(store);
	assert_int_equal(seal_of(dir).n, 9);
	struct store_report report = fixture_read(dir);
	assert_int_equal(report.records, 6);
	assert_int_equal(report.expected, 9);
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.findings[0].type, FINDING_MISSING);
	assert_int_equal(report.findings[0].first_n, 4);
	assert_int_equal(report.findings[0].last_n, 6);
}

static void epochs_end_by_rows_and_by_request(void **state)
{
	const char *dir = *state;
	struct store *store = fixture_open(dir);

	fixture_append(store, 0, 32);
	assert_int_equal(seal_of(dir).e, 1);
	fixture_append(store, 32, 1);
	assert_int_equal(seal_of(dir).e, 2);
	store_forget_epoch(store);
	fixture_append(store, 33, 1);
	assert_int_equal(seal_of(dir).e, 3);
	/* Also inside a transaction: 31 rows more here, 32, 7. */
	struct record records[70];
	struct error err = {0};
	for (int i = 0; i < 70; i++)
		records[i] = fixture_record(34 + i, 0);
	assert_int_equal(store_append(store, records, 70, fixture_instant(records[69].wall_ms), 60, 0, &err), 0);
	assert_int_equal(seal_of(dir).e, 5);
	/* Another writer moves the head. */
	fixture_append_once(dir, 104, 1);
	assert_int_equal(seal_of(dir).e, 6);
	fixture_append(store, 105, 1);
	assert_int_equal(seal_of(dir).e, 7);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 106);
}

/* Rows with their kinds and times. */
struct seen {
	int count, clocks, delayed;
	int64_t jump_ms;
};

static int see(void *context, uint64_t n, const struct record *record)
{
	struct seen *seen = context;

	(void)n;
	seen->count++;
	if (record->kind == RECORD_CLOCK) {
		seen->clocks++;
		seen->jump_ms = record->clock.jump_ms;
		assert_int_equal(record->clock.cause, 1);
		assert_int_equal(record->clock.new_zone_min, 60);
	}
	seen->delayed += (record->flags & RECORD_DELAYED) != 0;
	return 0;
}

static struct seen look(const char *dir)
{
	struct seen seen = {0};
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	assert_int_equal(store_read(store, see, &seen, &report, &err), 0);
	store_free(store);
	if (!report.healthy)
		fail_msg("%s", report.findings[0].words);
	return seen;
}

static void a_clock_set_back_is_recorded(void **state)
{
	const char *dir = *state;
	char path[PATH];
	struct stat status;

	fixture_append_once(dir, 100, 2);
	fixture_path(dir, "seal", path);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mtim.tv_sec, START_MS / 1000 + 101 * 60);
	/* A minute back is within tolerance. */
	fixture_append_once(dir, 100, 1);
	assert_int_equal(look(dir).clocks, 0);
	/* Half an hour is not. */
	fixture_append_once(dir, 70, 1);
	struct seen seen = look(dir);
	assert_int_equal(seen.count, 5);
	assert_int_equal(seen.clocks, 1);
	assert_int_equal(seen.jump_ms, -30 * 60000);
	fixture_append_once(dir, 71, 1);
	assert_int_equal(look(dir).clocks, 1);
}

static void a_late_record_says_so(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	struct store *store = fixture_open(dir);

	fixture_append(store, 100, 1);
	struct record late = fixture_record(20, 0);
	assert_int_equal(store_append(store, &late, 1, fixture_instant(START_MS + 101 * 60000), 60, 0, &err), 0);
	assert_int_equal(late.flags, 0);
	/* And one that waited while the clock was set back, so that it seems to come from the future. */
	struct record early = fixture_record(130, 0);
	assert_int_equal(store_append(store, &early, 1, fixture_instant(START_MS + 101 * 60000), 60, 0, &err), 0);
	fixture_append(store, 102, 1);
	store_free(store);
	struct seen seen = look(dir);
	assert_int_equal(seen.clocks, 0);
	assert_int_equal(seen.delayed, 2);
}

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

static void a_refused_row_is_stored_once_when_tried_again(void **state)
{
	const char *dir = *state;
	struct error err = {0};
	struct record record = fixture_record(1, 0);
	struct store *store = fixture_open(dir);

	fixture_append(store, 0, 1);
	/* The disk takes no more. */
	fixture_sql(dir, "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT,'full'); END");
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), -1);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), -1);
	assert_true(err.message[0] != '\0');
	assert_int_equal(seal_of(dir).n, 1);
	fixture_sql(dir, "DROP TRIGGER full");
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 2);
}

/* --- kill -9 --- */

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
		struct store_report report;
		struct error err = {0};
		struct store *store = fixture_unlock(dir);
		memset(presence, 0, sizeof(*presence));
		if (store_read(store, note_presence, presence, &report, &err))
			fail_msg("%s", err.message);
		store_free(store);
		if (!report.healthy)
			fail_msg("%s", report.findings[0].words);
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

/* --- several processes --- */

enum { WRITERS = 3, EACH = 25 };

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
	struct error err = {0};

	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			open_append_close(dir, i * EACH);
	}
	/* And a reader among them: it never takes an append for tampering. */
	for (int i = 0; i < 10; i++) {
		report = fixture_read(dir);
		if (!report.healthy)
			fail_msg("%s", report.findings[0].words);
	}
	for (int i = 0; i < WRITERS; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	struct store *store = fixture_unlock(dir);
	assert_int_equal(store_read(store, note_presence, presence, &report, &err), 0);
	store_free(store);
	assert_true(report.healthy);
	assert_int_equal(presence->count, WRITERS * EACH);
	free(presence);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_seal_behind_is_stepped_forward, setup, teardown),
		cmocka_unit_test_setup_teardown(one_torn_slot_is_stepped_forward, setup, teardown),
		cmocka_unit_test_setup_teardown(both_slots_bad_begin_a_generation, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lost_tail_leaves_a_hole, setup, teardown),
		cmocka_unit_test_setup_teardown(epochs_end_by_rows_and_by_request, setup, teardown),
		cmocka_unit_test_setup_teardown(a_clock_set_back_is_recorded, setup, teardown),
		cmocka_unit_test_setup_teardown(a_late_record_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(a_busy_store_says_so_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(a_refused_row_is_stored_once_when_tried_again, setup, teardown),
		cmocka_unit_test_setup_teardown(processes_take_turns, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_acknowledged_survives_kill_9, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
