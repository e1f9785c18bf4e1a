/*
 * Files of a store put back, taken away, cut or exchanged, and claims of erasure that are not the person's. What design/STORE.md promises
 * to name is named; what it says it cannot see (the whole directory of an earlier day) is asserted unseen, so that the promise is
 * kept honest.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../fixture.h"
#include "ledger.h"

static struct {
	char dir[FAULT_PATH], old[FAULT_PATH], work[FAULT_PATH];
	struct ledger ledger;
	int old_count; /* records by the time of the older copy */
} test;

static int setup(void **state)
{
	(void)state;
	fault_directory(test.dir);
	fault_path(test.old, test.dir, "old");
	fault_path(test.work, test.dir, "work");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fault_remove(test.old);
	fault_remove(test.work);
	fault_remove(test.dir);
	return 0;
}

/* An older copy, unlocked once, then more rows, then a second visit. */
static void begin(void)
{
	struct error err = {0};

	fault_remove(test.work);
	fault_begin(START_PLAIN, test.work, &test.ledger);
	assert_string_equal(ledger_read(&test.ledger, test.work, 0, NULL).words, "");
	fault_copy(test.work, test.old);
	test.old_count = test.ledger.count;
	struct store *store = fault_open(test.work);
	if (ledger_append(&test.ledger, store, 3, 0, &err) || ledger_append(&test.ledger, store, 2, 0, &err))
		fail_msg("%s", err.message);
	store_free(store);
	assert_string_equal(ledger_read(&test.ledger, test.work, 0, NULL).words, "");
}

static void put_back(const char *name)
{
	char from[FAULT_PATH], to[FAULT_PATH];
	size_t size;

	fault_path(from, test.old, name);
	fault_path(to, test.work, name);
	unsigned char *bytes = fixture_bytes(from, &size);
	fixture_write(to, bytes, size);
	free(bytes);
}

static void cut_to(const char *name, long percent)
{
	char path[FAULT_PATH];
	struct stat status;

	fault_path(path, test.work, name);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(truncate(path, status.st_size * percent / 100), 0);
}

static void take_away(const char *name)
{
	char path[FAULT_PATH];

	fault_path(path, test.work, name);
	assert_int_equal(unlink(path), 0);
}

enum deed { PUT_BACK, TAKE_AWAY, EMPTY, HALVE };

/* What is done to which files, and what is found then. */
static const struct edit {
	const char *name;
	enum deed deed;
	const char *files[4];
	unsigned wanted; /* findings, one of which has to be there; 0: none may be */
	bool unreadable; /* an error instead */
	bool lost;       /* the newer records are gone */
} edits[] = {
	{"database put back",
	 PUT_BACK,
	 {"store.db"},
	 ALLOW(FINDING_TRUNCATED) | ALLOW(FINDING_ROLLED_BACK),
	 false,
	 true},
	{"seal put back", PUT_BACK, {"seal"}, 0, false, false},
	{"keys put back", PUT_BACK, {"keys"}, 0, false, false},
	{"database and seal put back", PUT_BACK, {"store.db", "seal"}, ALLOW(FINDING_ROLLED_BACK), false, true},
	{"database and keys put back", PUT_BACK, {"store.db", "keys"}, ALLOW(FINDING_TRUNCATED), false, true},
	/* The one that nothing on this machine can tell from an earlier day; the printed mark can. */
	{"the whole directory put back", PUT_BACK, {"store.db", "seal", "keys", "keys.bak"}, 0, false, true},
	{"no seal", TAKE_AWAY, {"seal"}, ALLOW(FINDING_NO_SEAL), false, false},
	{"no database", TAKE_AWAY, {"store.db"}, 0, true, false},
	{"no keys", TAKE_AWAY, {"keys"}, 0, false, false},
	{"no keys at all", TAKE_AWAY, {"keys", "keys.bak"}, 0, true, false},
	{"empty seal", EMPTY, {"seal"}, ALLOW(FINDING_NO_SEAL), false, false},
	{"empty database", EMPTY, {"store.db"}, 0, true, false},
	{"empty keys", EMPTY, {"keys"}, 0, false, false},
	{"seal cut to its first slot", HALVE, {"seal"}, 0, false, false},
	{"keys cut", HALVE, {"keys"}, 0, false, false},
	{"both copies of the keys cut", HALVE, {"keys", "keys.bak"}, 0, true, false},
};

static void do_it(const struct edit *edit)
{
	for (size_t i = 0; i < 4 && edit->files[i]; i++) {
		switch (edit->deed) {
		case PUT_BACK:
			put_back(edit->files[i]);
			break;
		case TAKE_AWAY:
			take_away(edit->files[i]);
			break;
		default:
			cut_to(edit->files[i], edit->deed == EMPTY ? 0 : 50);
		}
	}
}

static void each_exchanged_file_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		const struct edit *edit = &edits[i];
		bool unreadable = false;
		begin();
		do_it(edit);
		if (edit->lost && edit->wanted)
			ledger_lose_from(&test.ledger, test.old_count);
		else if (edit->lost)
			test.ledger.count = test.old_count;
		struct verdict verdict = ledger_read(&test.ledger, test.work, edit->wanted, &unreadable);
		if (unreadable != edit->unreadable || (!unreadable && verdict.words[0]) ||
		    verdict.flagged != (edit->wanted != 0))
			fail_msg("%s: %s%s", edit->name, verdict.words, verdict.flagged ? ", flagged" : "");
	}
	fault_figure("files-exchanged", (long)(sizeof(edits) / sizeof(edits[0])));
}

/* Cut anywhere: an error, or each record that is gone is named. */
static void a_database_cut_anywhere_is_named(void **state)
{
	char path[FAULT_PATH];
	struct stat status;
	long cuts = 0, broken = 0;

	(void)state;
	begin();
	fault_copy(test.work, test.old);
	ledger_lose_from(&test.ledger, 0);
	fault_path(path, test.old, "store.db");
	assert_int_equal(stat(path, &status), 0);
	for (long size = 0; size < status.st_size; size += fault_is_long() ? 128 : 512, cuts++) {
		bool unreadable = false;
		fault_copy(test.old, test.work);
		fault_path(path, test.work, "store.db");
		assert_int_equal(truncate(path, size), 0);
		struct verdict verdict = ledger_read(&test.ledger, test.work, ~0u, &unreadable);
		if (unreadable ? strstr(verdict.words, "WITHOUT") == NULL : verdict.flagged && !verdict.words[0])
			continue;
		broken++;
		print_error("# cut to %ld of %ld bytes: %s\n", size, (long)status.st_size, verdict.words);
	}
	fault_figure("files-database-cuts", cuts);
	fault_figure("files-violations", broken);
	assert_int_equal(broken, 0);
}

static bool has(const struct store_report *report, enum store_finding_type type, uint64_t n)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++) {
		const struct store_finding *finding = &report->findings[i];
		if (finding->type == type && finding->first_n <= n && n <= finding->last_n)
			return true;
	}
	return false;
}

/* Whoever can append can write ERASE, but not its mac: the rows it covers are missing all the same. */
static void a_forged_erasure_covers_nothing(void **state)
{
	static const uint8_t kinds[] = {RECORD_ERASE, RECORD_RESTORE};
	struct store_report report;
	struct error err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		begin();
		struct store *store = fault_open(test.work);
		struct record record = fixture_record(test.ledger.count, 0);
		record.kind = kinds[i];
		record.count = 0;
		memset(&record.range, 0, sizeof(record.range));
		record.range.first = 3;
		record.range.last = 5;
		memset(record.range.mac, 0xa5, sizeof(record.range.mac));
		struct instant now = fixture_instant(record.wall_ms);
		assert_int_equal(store_append(store, &record, 1, now, 60, 0, &err), 0);
		sqlite3 *db;
		char path[FAULT_PATH];
		fault_path(path, test.work, "store.db");
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, "DELETE FROM entry WHERE n BETWEEN 3 AND 5", NULL, NULL, NULL),
				 SQLITE_OK);
		sqlite3_close(db);
		assert_int_equal(store_unlock(store, PASSPHRASE, strlen(PASSPHRASE), &err), 0);
		assert_int_equal(store_read(store, NULL, NULL, &report, &err), 0);
		store_free(store);
		assert_true(has(&report, FINDING_FOREIGN, (uint64_t)test.ledger.count));
		assert_true(has(&report, FINDING_MISSING, 3) && has(&report, FINDING_MISSING, 5));
		assert_false(report.healthy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_exchanged_file_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_database_cut_anywhere_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(a_forged_erasure_covers_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
