/* What an intruder or a bad disk can do to a store, each edit named by the next full read and none taken for an answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/keys.h>
#include <evenkeel/seal.h>

#include "fixture.h"

enum { PATH = 512, ROWS = 12 };

static int setup(void **state)
{
	*state = malloc(PATH);
	fixture_directory(*state);
	return 0;
}

static int teardown(void **state)
{
	fixture_remove(*state);
	free(*state);
	return 0;
}

/* Three epochs of four rows: 0-3, 4-7, 8-11. */
static void make_store(const char *dir, bool unlocked_once)
{
	fixture_create(dir, START_MS);
	for (int first = 0; first < ROWS; first += 4)
		fixture_append_once(dir, first, 4);
	if (unlocked_once) {
		struct store_report report = fixture_read(dir);
		fixture_assert_healthy(&report, ROWS);
	}
}

/* Each edit is plain SQL; @lost is how many rows then cannot be opened. */
static const struct edit {
	const char *name;
	enum store_finding_type type;
	int lost;
	uint64_t first_n, last_n;
	const char *sql;
} edits[] = {
	{"delete a row in the middle", FINDING_MISSING, 1, 5, 5, "DELETE FROM entry WHERE n=5"},
	{"delete rows in the middle", FINDING_MISSING, 3, 5, 7, "DELETE FROM entry WHERE n BETWEEN 5 AND 7"},
	{"delete the first row", FINDING_MISSING, 1, 0, 0, "DELETE FROM entry WHERE n=0"},
	{"cut the tail", FINDING_TRUNCATED, 2, 10, 11, "DELETE FROM entry WHERE n>=10"},
	{"cut the tail with its epoch", FINDING_TRUNCATED, 4, 8, 11,
	 "DELETE FROM entry WHERE n>=8; DELETE FROM epoch WHERE e=2"},
	{"swap two rows of an epoch", FINDING_FOREIGN, 2, 5, 6,
	 "CREATE TEMP TABLE t AS SELECT n,blob FROM entry WHERE n IN (5,6);"
	 "UPDATE entry SET blob=(SELECT blob FROM t WHERE t.n=11-entry.n) WHERE n IN (5,6)"},
	{"swap two rows of two epochs", FINDING_FOREIGN, 2, 2, 2,
	 "CREATE TEMP TABLE t AS SELECT n,blob FROM entry WHERE n IN (2,9);"
	 "UPDATE entry SET blob=(SELECT blob FROM t WHERE t.n=11-entry.n) WHERE n IN (2,9)"},
	{"put a row in another's place", FINDING_FOREIGN, 1, 6, 6,
	 "UPDATE entry SET blob=(SELECT blob FROM entry WHERE n=1) WHERE n=6"},
	{"append a row again", FINDING_FOREIGN, 0, 12, 12, "INSERT INTO entry SELECT 12,blob FROM entry WHERE n=3"},
	{"append a row far off", FINDING_FOREIGN, 0, 4000000000000, 4000000000000,
	 "INSERT INTO entry SELECT 4000000000000,blob FROM entry WHERE n=3"},
	{"a row before the first", FINDING_FOREIGN, 0, 0, 0, "INSERT INTO entry SELECT -7,blob FROM entry WHERE n=3"},
	{"replace a row by noise", FINDING_DAMAGED, 1, 7, 7, "UPDATE entry SET blob=randomblob(104) WHERE n=7"},
	{"change a row's class", FINDING_DAMAGED, 1, 7, 7, "UPDATE entry SET blob=randomblob(1064) WHERE n=7"},
	{"renumber a row", FINDING_FOREIGN, 2, 11, 11,
	 "DELETE FROM entry WHERE n=11; UPDATE entry SET n=11 WHERE n=10"},
	{"swap the boxes of two epochs", FINDING_FOREIGN, 8, 0, 7,
	 "CREATE TEMP TABLE t AS SELECT e,box FROM epoch WHERE e<2;"
	 "UPDATE epoch SET box=(SELECT box FROM t WHERE t.e=1-epoch.e) WHERE e<2"},
	{"replace an epoch's box", FINDING_DAMAGED, 4, 4, 7, "UPDATE epoch SET box=randomblob(81) WHERE e=1"},
	{"delete an epoch", FINDING_MISSING, 4, 4, 7, "DELETE FROM epoch WHERE e=1"},
	{"delete the first epoch", FINDING_MISSING, 4, 0, 3, "DELETE FROM epoch WHERE e=0"},
	{"delete the last epoch", FINDING_MISSING, 4, 8, 11, "DELETE FROM epoch WHERE e=2"},
	{"delete epoch and rows", FINDING_MISSING, 4, 4, 7,
	 "DELETE FROM epoch WHERE e=1; DELETE FROM entry WHERE n BETWEEN 4 AND 7"},
	{"move an epoch's first row", FINDING_FOREIGN, 4, 5, 7, "UPDATE epoch SET first_n=5 WHERE e=1"},
	{"move an epoch far off", FINDING_FOREIGN, 4, 4000000000000, 4000000000000,
	 "UPDATE epoch SET first_n=4000000000000 WHERE e=1"},
	{"an epoch far off", FINDING_FOREIGN, 0, 12, 12,
	 "INSERT INTO epoch SELECT 4000000,0,12,box FROM epoch WHERE e=1"},
	{"an epoch of another chain", FINDING_FOREIGN, 0, 4, 4, "UPDATE epoch SET g=9 WHERE e=1"},
	{"delete the chain's beginning", FINDING_FOREIGN, 0, 0, 0, "DELETE FROM chain"},
	{"move the chain's beginning", FINDING_FOREIGN, 0, 0, 0, "UPDATE chain SET first_e=1, first_n=4"},
	{"change the chain's kind", FINDING_FOREIGN, 0, 0, 0, "UPDATE chain SET kind=2, box=randomblob(105)"},
	{"a second chain", FINDING_UNATTESTED, 0, 12, 12, "INSERT INTO chain VALUES(1,3,12,1,randomblob(81))"},
};

static void check_edit(const char *dir, const struct edit *edit, bool unlocked_once)
{
	char store_dir[PATH];

	fixture_path(dir, "", store_dir);
	make_store(dir, unlocked_once);
	fixture_sql(dir, edit->sql);
	struct store_report report = fixture_read(dir);
	/* An epoch's wrapped box tells by itself that it is in the wrong place. */
	enum store_finding_type type = edit->type;
	bool wrapped = unlocked_once && (strstr(edit->name, "swap the boxes") || strstr(edit->name, "move an epoch"));
	bool found = false, at_place = false;
	for (int i = 0; i < report.finding_count && i < STORE_FINDINGS_MAX; i++) {
		const struct store_finding *finding = &report.findings[i];
		bool fits = finding->type == type || (wrapped && finding->type == FINDING_DAMAGED);
		found |= fits;
		at_place |= fits && finding->first_n <= edit->first_n && edit->first_n <= finding->last_n;
		assert_true(strlen(finding->words) > 20);
	}
	if (!found || !at_place || report.healthy || report.records != (uint64_t)(ROWS - edit->lost)) {
		for (int i = 0; i < report.finding_count; i++)
			print_error("  type %d, %llu-%llu: %s\n", report.findings[i].type,
				    (unsigned long long)report.findings[i].first_n,
				    (unsigned long long)report.findings[i].last_n, report.findings[i].words);
		fail_msg("%s%s: found %d, at its place %d, healthy %d, %llu records", edit->name,
			 unlocked_once ? ", unlocked before" : "", found, at_place, report.healthy,
			 (unsigned long long)report.records);
	}
	fixture_remove(store_dir);
}

static void each_edit_is_named(void **state)
{
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		check_edit(*state, &edits[i], false);
		check_edit(*state, &edits[i], true);
	}
}

/* After any edit the store goes on: one more row is stored and read. */
static void edited_stores_go_on(void **state)
{
	const char *dir = *state;
	char store_dir[PATH];

	fixture_path(dir, "", store_dir);
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		make_store(dir, false);
		fixture_sql(dir, edits[i].sql);
		struct store *store = fixture_open(dir);
		struct record record = fixture_record(50, 0);
		struct error err = {0};
		int r = store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err);
		store_free(store);
		struct store_report report = fixture_read(dir);
		assert_false(report.healthy);
		if (strstr(edits[i].name, "far off") && r) {
			assert_int_equal(err.kind, ERROR_DAMAGED);
		} else {
			assert_int_equal(r, 0);
			assert_true(report.records >= (uint64_t)(ROWS - edits[i].lost + 1) ||
				    strstr(edits[i].name, "move"));
		}
		fixture_remove(store_dir);
	}
}

/* Whoever has pk can seal an epoch key, but no row key follows from it without the chain. */
static void rows_forged_from_pk_are_foreign(void **state)
{
	const char *dir = *state;
	char path[PATH];
	uint8_t guess[VAULT_KEY_SIZE] = {0}, seed[VAULT_KEY_SIZE] = {7}, box[VAULT_SEALED_SIZE], key[VAULT_KEY_SIZE];
	uint8_t row_key[VAULT_KEY_SIZE], nonce[VAULT_NONCE_SIZE] = {1}, plain[RECORD_WORKSHEET_SIZE];
	uint8_t blob[RECORD_SIZE + VAULT_ROW_EXTRA];
	struct keys keys;
	sqlite3 *db;
	sqlite3_stmt *statement;

	make_store(dir, false);
	fixture_path(dir, "", path);
	assert_int_equal(keys_read(path, &keys, NULL), 0);
	vault_box_seal(seed, keys.pk, box);
	vault_epoch_key(guess, seed, 3, 12, key);
	vault_row_step(key, 12, row_key);
	struct record record = fixture_record(12, 3);
	record_encode(&record, plain);
	vault_row_seal(row_key, 3, 12, nonce, plain, RECORD_SIZE, blob);
	fixture_path(dir, "store.db", path);
	sqlite3_open(path, &db);
	sqlite3_prepare_v2(db, "INSERT INTO epoch VALUES(3,0,12,?1)", -1, &statement, NULL);
	sqlite3_bind_blob(statement, 1, box, sizeof(box), SQLITE_STATIC);
	assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
	sqlite3_prepare_v2(db, "INSERT INTO entry VALUES(12,?1)", -1, &statement, NULL);
	sqlite3_bind_blob(statement, 1, blob, sizeof(blob), SQLITE_STATIC);
	assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
	sqlite3_close(db);

	for (int round = 0; round < 2; round++) {
		struct store_report report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_FOREIGN));
		assert_int_equal(report.records, ROWS + round);
		/* Second round: the writer has taken the forged row for its own, lost before the seal was written. */
		if (round == 0)
			fixture_append_once(dir, 20, 1);
	}
}

static void a_missing_seal_is_a_finding(void **state)
{
	const char *dir = *state;
	char path[PATH];

	make_store(dir, true);
	fixture_path(dir, "seal", path);
	assert_int_equal(unlink(path), 0);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_NO_SEAL));
	assert_int_equal(report.records, ROWS);
	/* The next append begins a generation that says so at each read, and stays readable. */
	struct store *store = fixture_open(dir);
	fixture_append(store, ROWS, 1);
	assert_non_null(store_notice(store));
	fixture_append(store, ROWS + 1, 1);
	assert_null(store_notice(store));
	store_free(store);
	report = fixture_read(dir);
	assert_false(fixture_has(&report, FINDING_NO_SEAL));
	assert_true(fixture_has(&report, FINDING_UNATTESTED));
	assert_int_equal(report.finding_count, 1);
	assert_int_equal(report.records, ROWS + 1 + 2); /* with the CLOCK that it begins with */
	report = fixture_read(dir);
	assert_int_equal(report.finding_count, 1);
}

static void a_cut_behind_a_removed_seal_shows_in_the_mark(void **state)
{
	const char *dir = *state;
	char path[PATH];

	make_store(dir, true);
	fixture_sql(dir, "DELETE FROM entry WHERE n>=10");
	fixture_path(dir, "seal", path);
	assert_int_equal(unlink(path), 0);
	for (int round = 0; round < 2; round++) {
		struct store_report report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
		/* Even once there are as many rows again as there were. */
		fixture_append_once(dir, 20 + 10 * round, 4);
	}
}

static void an_older_database_is_named(void **state)
{
	const char *dir = *state;

	make_store(dir, true);
	fixture_save(dir, "store.db", "old.db");
	fixture_append_once(dir, ROWS, 3);
	fixture_restore(dir, "old.db", "store.db");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_TRUNCATED));
	assert_false(fixture_has(&report, FINDING_FOREIGN));
	assert_int_equal(report.findings[0].first_n, ROWS);
	assert_int_equal(report.findings[0].last_n, ROWS + 2);
}

static void an_older_database_and_seal_are_older_than_the_mark(void **state)
{
	const char *dir = *state;

	make_store(dir, true);
	fixture_save(dir, "store.db", "old.db");
	fixture_save(dir, "seal", "old.seal");
	fixture_append_once(dir, ROWS, 3);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS + 3);
	fixture_restore(dir, "old.db", "store.db");
	fixture_restore(dir, "old.seal", "seal");
	for (int round = 0; round < 2; round++) {
		report = fixture_read(dir);
		assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
		assert_int_equal(report.finding_count, 1);
		/* Positions, not contents: as long as the chain has not come as far again. */
		fixture_append_once(dir, 30 + 10 * round, 1);
	}
}

static void another_chain_under_the_mark_is_named(void **state)
{
	const char *dir = *state;

	/* Same number of rows and epochs, but others: the mark binds the position's keys. */
	make_store(dir, true);
	fixture_save(dir, "store.db", "old.db");
	fixture_save(dir, "seal", "old.seal");
	fixture_append_once(dir, ROWS, 1);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, ROWS + 1);
	fixture_restore(dir, "old.db", "store.db");
	fixture_restore(dir, "old.seal", "seal");
	char path[PATH];
	fixture_path(dir, "seal", path);
	unlink(path);
	fixture_append_once(dir, ROWS, 1);
	report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_ROLLED_BACK));
}

static void a_seal_for_other_keys_is_named(void **state)
{
	const char *dir = *state;
	char other[PATH], path[PATH], target[PATH];
	struct error err = {0};

	make_store(dir, false);
	fixture_directory(other);
	fixture_create(other, START_MS);
	fixture_save(other, "seal", "seal");
	snprintf(path, sizeof(path), "%.400s/seal", other);
	fixture_path(dir, "seal", target);
	size_t size;
	unsigned char *bytes = fixture_bytes(path, &size);
	fixture_write(target, bytes, size);
	free(bytes);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_OTHER_KEY));
	struct store *store = fixture_open(dir);
	struct record record = fixture_record(40, 0);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 0, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	fixture_remove(other);
}

static void keys_exchanged_under_an_open_store_are_refused(void **state)
{
	const char *dir = *state;
	char other[PATH], path[PATH];
	size_t size;
	struct error err = {0};

	make_store(dir, false);
	fixture_directory(other);
	fixture_create(other, START_MS);
	struct store *store = fixture_open(dir);
	fixture_path(other, "keys", path);
	unsigned char *bytes = fixture_bytes(path, &size);
	fixture_path(dir, "keys", path);
	fixture_write(path, bytes, size);
	free(bytes);
	struct record record = fixture_record(40, 0);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 0, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	/* A process that starts now sees that seal and keys differ. */
	store = fixture_open(dir);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 0, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	store_free(store);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_OTHER_KEY));
	assert_int_equal(report.records, 0);
	fixture_remove(other);
}

/* Each byte of seal, one at a time: the other slot stands in. */
static void one_bad_bit_in_the_seal_is_harmless(void **state)
{
	const char *dir = *state;

	make_store(dir, false);
	fixture_save(dir, "seal", "good.seal");
	for (long place = 0; place < SEAL_FILE_SIZE;
	     place = place == SEAL_SLOT_SIZE - 1 ? SEAL_SECOND_SLOT : place + 1) {
		fixture_flip(dir, "seal", place);
		if (place % 20 == 0) {
			struct store_report report = fixture_read(dir);
			fixture_assert_healthy(&report, ROWS);
		}
		struct seal seal;
		char path[PATH];
		fixture_path(dir, "seal", path);
		assert_int_equal(seal_read(path, &seal, NULL, NULL), 0);
		assert_int_equal(seal.n, ROWS);
		fixture_flip(dir, "seal", place);
	}
}

/* Some bytes of the database, one at a time: never a wrong answer, never silence where a row is gone. */
static int check_row(void *context, uint64_t n, const struct record *record)
{
	uint8_t got[RECORD_WORKSHEET_SIZE], wanted[RECORD_WORKSHEET_SIZE];
	struct record original = fixture_record((int)n, 0);

	(void)context;
	record_encode(record, got);
	record_encode(&original, wanted);
	assert_memory_equal(got, wanted, RECORD_SIZE);
	return 0;
}

static void one_bad_bit_in_the_database_is_never_silent(void **state)
{
	const char *dir = *state;
	char path[PATH], store_dir[PATH];
	size_t size;
	int unreadable = 0, flagged = 0, whole = 0;

	make_store(dir, false);
	fixture_save(dir, "store.db", "good.db");
	fixture_save(dir, "keys", "good.keys");
	fixture_save(dir, "seal", "good.seal");
	fixture_path(dir, "store.db", path);
	fixture_path(dir, "", store_dir);
	unsigned char *bytes = fixture_bytes(path, &size);
	for (size_t place = 0; place < size; place += 37) {
		struct store *store = NULL;
		struct store_report report;
		struct error err = {0};
		bytes[place] ^= 0x04;
		fixture_restore(dir, "good.keys", "keys");
		fixture_restore(dir, "good.seal", "seal");
		fixture_write(path, bytes, size);
		int r = store_open(&store, store_dir, &err);
		if (r == 0)
			r = store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err);
		if (r == 0)
			r = store_read(store, check_row, NULL, &report, &err);
		if (r) {
			assert_true(r < 0 && err.message[0]);
			unreadable++;
		} else if (!report.healthy) {
			flagged++;
		} else {
			assert_int_equal(report.records, ROWS);
			whole++;
		}
		store_free(store);
		bytes[place] ^= 0x04;
	}
	free(bytes);
	print_message("# %d unreadable, %d flagged, %d without effect\n", unreadable, flagged, whole);
	assert_true(flagged > 0 && whole > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_edit_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(edited_stores_go_on, setup, teardown),
		cmocka_unit_test_setup_teardown(rows_forged_from_pk_are_foreign, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_seal_is_a_finding, setup, teardown),
		cmocka_unit_test_setup_teardown(a_cut_behind_a_removed_seal_shows_in_the_mark, setup, teardown),
		cmocka_unit_test_setup_teardown(an_older_database_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(an_older_database_and_seal_are_older_than_the_mark, setup, teardown),
		cmocka_unit_test_setup_teardown(another_chain_under_the_mark_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_seal_for_other_keys_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_exchanged_under_an_open_store_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(one_bad_bit_in_the_seal_is_harmless, setup, teardown),
		cmocka_unit_test_setup_teardown(one_bad_bit_in_the_database_is_never_silent, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
