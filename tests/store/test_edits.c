/* What an intruder can write into a store's database, each edit named by the next full read and none taken for an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/keys.h>
#include <evenkeel/vault.h>

#include "epochs.h"
#include "fixture.h"

enum { PATH = 512 };

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
	epochs_create(dir, unlocked_once);
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
	if (!found || !at_place || report.healthy || report.records != (uint64_t)(EPOCHS_ROWS - edit->lost)) {
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
		epochs_create(dir, false);
		fixture_sql(dir, edits[i].sql);
		struct store *store = fixture_open(dir);
		struct record record = fixture_record(50, 0);
		struct error err = {0};
		int r = fixture_try_append(store, &record, &err);
		store_free(store);
		struct store_report report = fixture_read(dir);
		assert_false(report.healthy);
		if (strstr(edits[i].name, "far off") && r) {
			assert_int_equal(err.kind, ERROR_DAMAGED);
		} else {
			assert_int_equal(r, 0);
			assert_true(report.records >= (uint64_t)(EPOCHS_ROWS - edits[i].lost + 1) ||
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

	epochs_create(dir, false);
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
		assert_int_equal(report.records, EPOCHS_ROWS + round);
		/* Second round: the writer has taken the forged row for its own, lost before the seal was written. */
		if (round == 0)
			fixture_append_once(dir, 20, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(each_edit_is_named),
		IN_DIRECTORY(edited_stores_go_on),
		IN_DIRECTORY(rows_forged_from_pk_are_foreign),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
