/* A ledger that is not there, not ours, or not what it was: nothing is opened, and nothing is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <evenkeel/mem.h>
#include <evenkeel/rng.h>

#include "ledger_stage.h"

/* Refused with words, and not a byte of the file is another one. */
static void assert_refused(const struct ledger_stage *stage, int wanted, const char *words)
{
	struct ledger *ledger = NULL;
	struct error err = {0};
	size_t before_size, after_size;
	uint8_t *before _cleanup_free_ = ledger_stage_read(stage->path, &before_size);

	assert_int_equal(ledger_open(&ledger, stage->path, &stage->party, STAGE_WEEK, &err), wanted);
	assert_null(ledger);
	if (!strstr(err.message, words))
		fail_msg("\"%s\" has no \"%s\"", err.message, words);
	uint8_t *after _cleanup_free_ = ledger_stage_read(stage->path, &after_size);
	assert_int_equal(before_size, after_size);
	assert_memory_equal(before, after, before_size);
}

static void made_once(void **state)
{
	struct ledger_stage *stage = *state;
	struct error err = {0};
	struct stat status;
	char missing[400];
	struct ledger *ledger = NULL;

	assert_int_equal(stat(stage->path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	assert_int_equal(ledger_create(stage->path, &stage->party, &err), LEDGER_PRESENT);
	snprintf(missing, sizeof(missing), "%s/other.db", stage->dir);
	assert_int_equal(ledger_open(&ledger, missing, &stage->party, STAGE_WEEK, &err), LEDGER_ABSENT);
	/* It was not made by looking. */
	assert_int_equal(ledger_open(&ledger, missing, &stage->party, STAGE_WEEK, &err), LEDGER_ABSENT);
	snprintf(missing, sizeof(missing), "%s/none/other.db", stage->dir);
	assert_int_equal(ledger_create(missing, &stage->party, &err), -1);
	/* A link that leads nowhere is something, too. */
	snprintf(missing, sizeof(missing), "%s/link.db", stage->dir);
	assert_int_equal(symlink("nowhere", missing), 0);
	assert_int_equal(ledger_create(missing, &stage->party, &err), LEDGER_PRESENT);
}

static void run_sql(const struct ledger_stage *stage, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void foreign_and_newer(void **state)
{
	struct ledger_stage *stage = *state;
	struct ledger_party own = stage->party;

	stage->ledger = ledger_free(stage->ledger);
	stage->party.party = PARTY_A;
	assert_refused(stage, -1, "another party's");
	stage->party = own;
	stage->party.sign_key[31] ^= 1;
	assert_refused(stage, -1, "another party's");
	stage->party = own;
	run_sql(stage, "PRAGMA user_version=2");
	assert_refused(stage, -1, "newer version");
	run_sql(stage, "PRAGMA user_version=0");
	assert_refused(stage, -1, "damaged");
	run_sql(stage, "PRAGMA user_version=1; PRAGMA application_id=0x45564B4C");
	assert_refused(stage, -1, "not a ledger");
	run_sql(stage, "PRAGMA application_id=0x45564C47");
	ledger_stage_reopen(stage, STAGE_WEEK);
	stage->ledger = ledger_free(stage->ledger);
	assert_int_equal(chmod(stage->path, 0640), 0);
	assert_refused(stage, -1, "others may look");
	assert_int_equal(chmod(stage->path, 0600), 0);
	ledger_stage_write(stage->path, (const uint8_t *)"", 0);
	assert_refused(stage, -1, "not a ledger");
	ledger_stage_write(stage->path, (const uint8_t *)"SQLite format 3", 16);
	assert_refused(stage, -1, "not a ledger");
}

static void open_one(struct ledger_stage *stage)
{
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger_stage_opening opening;

	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 1);
	assert_int_equal(ledger_stage_commit(stage->ledger, &opening, NULL), 0);
	stage->ledger = ledger_free(stage->ledger);
}

/* By hand, with whatever tool: what would make room for a second opening is found, or not allowed to begin with. */
static void tampering(void **state)
{
	static const char *const changes[] = {
		"DROP INDEX report_once",
		"DROP INDEX report_of_week",
		"DROP TRIGGER opening_in_order",
		"DROP TRIGGER opening_kept; DELETE FROM folder; DELETE FROM opening",
		"CREATE TABLE more(a)",
		"DROP TRIGGER opening_fixed; UPDATE opening SET start=start+4; CREATE TRIGGER opening_fixed BEFORE "
		"UPDATE "
		"ON opening BEGIN SELECT RAISE(ABORT,'an opening stays'); END",
		"DROP TRIGGER opening_kept; DELETE FROM folder; DELETE FROM opening; CREATE TRIGGER opening_kept "
		"BEFORE "
		"DELETE ON opening BEGIN SELECT RAISE(ABORT,'an opening stays'); END",
	};
	static const char *const refused[] = {
		"DELETE FROM opening",
		"UPDATE opening SET start=0",
		"DELETE FROM report",
		"DELETE FROM task",
		"UPDATE task SET label='x'",
		"INSERT INTO opening SELECT task_id,start-4,weeks,init_hash,resp,0,0,epsilon FROM opening",
		"INSERT INTO opening SELECT task_id,start,weeks,init_hash,resp,0,0,epsilon FROM opening",
		"INSERT INTO report SELECT task_id,report_id,week+1,key,outcome FROM report",
	};
	struct ledger_stage *stage = *state;
	size_t size;

	open_one(stage);
	uint8_t *whole _cleanup_free_ = ledger_stage_read(stage->path, &size);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		ledger_stage_write(stage->path, whole, size);
		run_sql(stage, changes[i]);
		assert_refused(stage, -1, "damaged");
	}
	ledger_stage_write(stage->path, whole, size);
	sqlite3 *db;
	assert_int_equal(sqlite3_open(stage->path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_int_equal(sqlite3_exec(db, refused[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
	sqlite3_close(db);
	ledger_stage_reopen(stage, STAGE_WEEK);
}

/* May the window that was opened be opened again? Whatever is wrong with the file, never. */
static bool opens_again(const struct ledger_stage *stage, int *ret_refused)
{
	struct ledger_task task = ledger_stage_task(1, 4);
	struct ledger *ledger _cleanup_(ledger_free_pointer) = NULL;
	struct ledger_stage_opening opening;
	struct text answer _cleanup_(text_clear) = {0};
	struct error err = {0};

	if (ledger_open(&ledger, stage->path, &stage->party, STAGE_WEEK, &err)) {
		(*ret_refused)++;
		assert_true(err.message[0]);
		return false;
	}
	ledger_stage_opening(&opening, &task, STAGE_WEEK, 10, 2);
	return ledger_may_open(ledger, task.id, opening.opening.window, &err) == 0 ||
	       ledger_stage_try(ledger, &opening, &answer, &err) == 0;
}

static void flipped_bits(void **state)
{
	enum { FLIPS = 1500 };
	struct ledger_stage *stage = *state;
	struct rng rng = rng_seeded(61);
	int refused = 0, cut_off = 0;
	size_t size;

	open_one(stage);
	uint8_t *whole _cleanup_free_ = ledger_stage_read(stage->path, &size);
	uint8_t *damaged _cleanup_free_ = mem_new(size, 1);
	for (int i = 0; i < FLIPS; i++) {
		memcpy(damaged, whole, size);
		damaged[rng_below(&rng, size)] ^= (uint8_t)(1u << rng_below(&rng, 8));
		ledger_stage_write(stage->path, damaged, size);
		assert_false(opens_again(stage, &refused));
	}
	for (size_t at = 0; at < size; at += 331) {
		ledger_stage_write(stage->path, whole, at);
		assert_false(opens_again(stage, &cut_off));
		cut_off--;
	}
	assert_int_equal(cut_off, 0);
	print_message("# of %d flipped bits %d were refused; after none the window could be opened again\n", FLIPS,
		      refused);
	assert_true(refused > FLIPS / 50);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ledger_stage_setup, ledger_stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(made_once),
		TEST(foreign_and_newer),
		TEST(tampering),
		TEST(flipped_bits),
	};

	return cmocka_run_group_tests_name("ledger_file", tests, NULL, NULL);
}
