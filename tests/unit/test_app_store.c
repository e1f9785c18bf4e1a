/*
 * The app and what it stores in: a store that is busy, full, gone or another's, and what a restart finds. Also what must not happen:
 * a thank-you before COMMIT, an answer in a log line.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <evenkeel/erase.h>
#include <sqlite3.h>

#include "app_world.h"

static void test_busy_store_keeps_the_answers(void **state)
{
	struct world *world = *state;
	int lock = world_lock_store(world);
	struct proto_message status;
	const struct record *record = NULL;

	world_ask_checkin(world);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	assert_false(world_showing(world)); /* no thanks before COMMIT */
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 1);
	world_pass(world, 29);
	close(lock);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 1); /* not tried again before its time */
	world_pass(world, 2);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 0);
	assert_int_equal(world->shows, 3); /* and no word about it: it was put right */
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, &record), 1);
	assert_int_equal(record->flags, RECORD_DELAYED);
}

/* Its only trace, so whoever asks for it keeps what left until it is stored; once, however often; without the week in a word of the log. */
static void test_contribution_is_recorded(void **state)
{
	static const uint8_t names[2][STORE_NAME_SIZE] = {{1, 2, 3}, {1, 2, 4}};
	struct world *world = *state;
	const struct record *record = NULL;
	struct error err = {0};
	int lock = world_lock_store(world);

	assert_int_equal(app_contribution_sent(world->app, 2968, names[0], &err), STORE_BUSY);
	assert_false(world_showing(world));
	close(lock);
	for (int i = 0; i < 3; i++)
		assert_int_equal(app_contribution_sent(world->app, 2968, names[0], &err), 0);
	assert_int_equal(app_contribution_sent(world->app, 2969, names[1], &err), 0);
	world_pass(world, 2);
	assert_int_equal(app_contribution_sent(world->app, 2968, names[0], &err), 0);
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_CONTRIBUTION, &record), 2);
	assert_int_equal(record->contribution.days, 7);
	assert_true(record->group != 0);
	assert_null(strstr(world->log, "296"));
}

static void test_person_is_told_once(void **state)
{
	struct world *world = *state;
	int lock = world_lock_store(world), told = 0;

	world_ask_checkin(world);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	for (int i = 0; i < 20; i++) {
		if (!world_wait_for_screen(world, 600))
			continue;
		assert_string_equal(world->screen.summary, "Your answers wait in memory");
		app_closed(world->app, CLOSED_EXPIRED);
		told++;
	}
	assert_int_equal(told, 1);
	close(lock);
	world_end(world); /* the end tries once more */
	world_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL), 1);
}

/* No room: the status says why, nothing is lost, and with room it is stored. */
static void test_full_disk_keeps_the_answers(void **state)
{
	struct world *world = *state;
	struct rlimit usual, full;
	struct proto_message status;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
	full = usual;
	full.rlim_cur = 4096;
	world_ask_checkin(world);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	for (int i = 0; i < 3; i++)
		world_answer(world, "Not at all");
	world_pass(world, 60);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
	assert_int_equal(status.status.waiting_records, 1);
	assert_string_not_equal(status.status.trouble, "");
	world_pass(world, 600);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.waiting_records, 0);
	assert_string_equal(status.status.trouble, "");
	world_end_and_read(world);
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL), 1);
}

/* Forgotten under a running daemon: no word is written any more, not even its own notes. */
static void test_forgotten_store_ends_it(void **state)
{
	struct world *world = *state;
	struct erase_all how = {.whole_directory = true};
	struct error err = {0};
	struct proto_message reply;

	world_ask_checkin(world);
	assert_int_equal(erase_store(world->options.paths.store, &how, &err), 0);
	(void)unlink(world->options.paths.schedule);
	reply = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(reply.type, PROTO_ERROR);
	assert_non_null(strstr(world->log, "store is gone"));
	world_pass(world, 86400);
	world_end(world);
	assert_int_equal(access(world->options.paths.store, F_OK), -1);
	assert_int_equal(access(world->options.paths.schedule, F_OK), -1);
}

static void test_pause_survives_a_restart(void **state)
{
	struct world *world = *state;
	struct proto_message status;

	(void)world_request(world, PROTO_PAUSE, 0, 60, false);
	world_end(world);
	world_pass(world, 0);
	world->now.boot_ms += 600000;
	world->now.wall_ms += 600000;
	assert_int_equal(world_begin(world, NULL), 0);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.schedule.hold_count, 1);
	assert_int_equal(status.status.schedule.holds[0].hold, HELD_PAUSED);
	world_pass(world, 3000);
	status = world_request(world, PROTO_STATUS, 0, 0, false);
	assert_int_equal(status.status.schedule.hold_count, 0);
}

static void test_damaged_state_begins_anew(void **state)
{
	struct world *world = *state;
	FILE *file;

	world_end(world);
	file = fopen(world->options.paths.schedule, "w");
	assert_non_null(file);
	fputs("what is this\n", file);
	fclose(file);
	assert_int_equal(world_begin(world, NULL), 0);
	world_ask_checkin(world);
}

static void test_log_says_nothing_of_answers(void **state)
{
	struct world *world = *state;

	world_ask_checkin(world);
	world_answer(world, "A lot");
	world_answer(world, "A lot");
	world_answer(world, "Somewhat");
	world_pass(world, 3600);
	world_end(world);
	assert_string_equal(world->log, "");
}

static int epochs(const struct world *world)
{
	char path[PATH_SIZE + 16];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;

	snprintf(path, sizeof path, "%s/store.db", world->options.paths.store);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM epoch", -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int count = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return count;
}

static void store_one(struct world *world)
{
	assert_int_equal(world_request(world, PROTO_HARD_CALL, 0, 0, false).type, PROTO_OK);
}

/* The epoch's key is wiped when the screen is locked or the machine goes to sleep, and none outlives its rows until that is over. */
static void test_epochs_close_when_exposed(void **state)
{
	static const struct {
		enum schedule_event_type begins, ends;
	} holds[] = {{SCHEDULE_LOCK, SCHEDULE_UNLOCK}, {SCHEDULE_SLEEP, SCHEDULE_WAKE}};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
		store_one(world);
		int before = epochs(world);
		store_one(world);
		assert_int_equal(epochs(world), before);
		app_handle(world->app, (struct schedule_event){.type = holds[i].begins});
		store_one(world);
		assert_int_equal(epochs(world), before + 1);
		store_one(world);
		assert_int_equal(epochs(world), before + 2);
		app_handle(world->app, (struct schedule_event){.type = holds[i].ends});
		store_one(world);
		assert_int_equal(epochs(world), before + 3);
		store_one(world);
		assert_int_equal(epochs(world), before + 3);
	}
	world_end_and_read(world); /* and all of it can be read */
	assert_int_equal(world_count(world, RECORD_ANSWERED, NULL), 12);
}

static void test_no_store(void **state)
{
	struct world *world = *state;
	struct error err = {0};

	world_end(world);
	snprintf(world->options.paths.store, sizeof world->options.paths.store, "%s/elsewhere", world->dir);
	assert_int_equal(world_begin(world, &err), -1);
	assert_int_equal(err.kind, ERROR_NOTHING);
	assert_non_null(strstr(err.message, "run 'evenkeel setup'"));
	assert_int_equal(access(world->options.paths.store, F_OK), -1); /* nothing was made */
}

static void test_demo_must_be_named(void **state)
{
	struct world *world = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	world_end(world);
	snprintf(world->options.paths.store, sizeof world->options.paths.store, "%s/demo", world->dir);
	assert_int_equal(store_create(world->options.paths.store, "demo", 4, STORE_DEMO, world->now, code, NULL), 0);
	assert_int_equal(world_begin(world, &err), -1);
	assert_non_null(strstr(err.message, "--store"));
	world->options.store_named = true;
	assert_int_equal(world_begin(world, &err), 0);
	assert_int_equal(world_request(world, PROTO_STATUS, 0, 0, false).status.demo, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(test_busy_store_keeps_the_answers), IN_A_WORLD(test_person_is_told_once),
		IN_A_WORLD(test_full_disk_keeps_the_answers),  IN_A_WORLD(test_forgotten_store_ends_it),
		IN_A_WORLD(test_pause_survives_a_restart),     IN_A_WORLD(test_damaged_state_begins_anew),
		IN_A_WORLD(test_log_says_nothing_of_answers),  IN_A_WORLD(test_no_store),
		IN_A_WORLD(test_contribution_is_recorded),     IN_A_WORLD(test_demo_must_be_named),
		IN_A_WORLD(test_epochs_close_when_exposed),
	};

	return cmocka_run_group_tests_name("app_store", tests, NULL, NULL);
}
