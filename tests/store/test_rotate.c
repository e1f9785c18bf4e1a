/* Another passphrase, the recovery code, the keyring's slot and rotation; and kill -9 in the middle of each. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>
#include <sqlite3.h>

#include <evenkeel/keys.h>
#include <evenkeel/rotate.h>
#include <evenkeel/seal.h>
#include <evenkeel/vault.h>

#include "fixture.h"

#define OTHER "quite another one"

enum { PATH = 512, ROUNDS = 50 };

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

/* A store of 40 records whose code is kept. */
static void create(const char *dir, char code[static RECOVERY_CODE_SIZE])
{
	char path[PATH];
	struct error err = {0};

	fixture_path(dir, "", path);
	if (store_create(path, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(START_MS), code, &err))
		fail_msg("store_create: %s", err.message);
	fixture_append_once(dir, 0, 25);
	fixture_append_once(dir, 25, 15);
}

static struct store *open_with(const char *dir, const char *passphrase)
{
	struct error err = {0};
	struct store *store = fixture_open(dir);
	int r = store_unlock(store, passphrase, strlen(passphrase), &err);

	if (r == STORE_WRONG_KEY)
		return store_free(store);
	if (r)
		fail_msg("store_unlock: %d %s", r, err.message);
	return store;
}

static bool opens(const char *dir, const char *passphrase)
{
	struct store *store = open_with(dir, passphrase);
	bool open = store != NULL;

	store_free(store);
	return open;
}

/* Everything is there, and what is read back is what was given. */
struct expected {
	int count;
};

static int compare(void *context, uint64_t n, const struct record *record)
{
	struct expected *expected = context;
	uint8_t left[RECORD_WORKSHEET_SIZE], right[RECORD_WORKSHEET_SIZE];
	struct record wanted = fixture_record(expected->count, 0);

	(void)n;
	if (record->kind >= RECORD_ERASE)
		return 0;
	record_encode(record, left);
	record_encode(&wanted, right);
	assert_memory_equal(left, right, RECORD_SIZE);
	expected->count++;
	return 0;
}

static struct store_report read_open(struct store *store, int count)
{
	struct store_report report;
	struct expected expected = {0};
	struct error err = {0};

	if (store_read(store, compare, &expected, &report, &err))
		fail_msg("store_read: %s", err.message);
	assert_int_equal(expected.count, count);
	return report;
}

static void assert_whole(const char *dir, const char *passphrase, int count)
{
	struct store *store = open_with(dir, passphrase);

	assert_non_null(store);
	struct store_report first = read_open(store, count), again = read_open(store, count);
	if (!first.healthy)
		fail_msg("%s", first.findings[0].words);
	assert_true(again.healthy);
	assert_string_equal(first.mark, again.mark);
	store_free(store);
}

static bool exists(const char *dir, const char *name)
{
	char path[PATH];

	fixture_path(dir, name, path);
	return access(path, F_OK) == 0;
}

static void assert_no_leftovers(const char *dir)
{
	static const char *const names[] = {"keys.new",      "keys.new.tmp",  "seal.new",   "store.new",
					    "store.new-wal", "store.new-shm", "rotate.full"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (exists(dir, names[i]))
			fail_msg("%s is left", names[i]);
}

static struct rotate_order order_of(bool full)
{
	return (struct rotate_order){
		.passphrase = PASSPHRASE,
		.length = strlen(PASSPHRASE),
		.full = full,
		.now = fixture_instant(START_MS + 3600000),
		.zone_min = 60,
	};
}

static void rotate(const char *dir, bool full)
{
	struct rotate_order order = order_of(full);
	struct error err = {0};
	struct store *store = open_with(dir, PASSPHRASE);

	if (store_rotate(store, &order, &err))
		fail_msg("store_rotate: %s", err.message);
	struct store_report report = read_open(store, 40);
	assert_true(report.healthy);
	store_free(store);
	assert_no_leftovers(dir);
}

/* --- passphrase ------------------------------------------------------------------------------------------------------------ */

static void another_passphrase(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	assert_whole(dir, PASSPHRASE, 40);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, "wrong", 5, OTHER, strlen(OTHER), &err), STORE_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), "", 0, &err), -1);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	assert_false(opens(dir, PASSPHRASE));
	assert_whole(dir, OTHER, 40);
	/* The second copy does not know the old one any more, either. */
	char path[PATH];
	fixture_path(dir, "keys", path);
	unlink(path);
	assert_false(opens(dir, PASSPHRASE));
	assert_true(opens(dir, OTHER));
}

static void the_mark_outlives_a_change(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};
	struct keys before, after;
	char path[PATH];

	create(dir, code);
	assert_whole(dir, PASSPHRASE, 40);
	fixture_path(dir, "", path);
	assert_int_equal(keys_read(path, &before, &err), 0);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	assert_int_equal(keys_read(path, &after, &err), 0);
	assert_memory_equal(before.mark, after.mark, sizeof(before.mark));
	assert_memory_not_equal(before.slots[0].salt, after.slots[0].salt, sizeof(before.slots[0].salt));
	assert_memory_not_equal(before.slots[0].nonce, after.slots[0].nonce, sizeof(before.slots[0].nonce));
	assert_memory_equal(before.pk, after.pk, sizeof(before.pk));
}

static void an_unlock_brings_the_second_copy_up(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], path[PATH];
	struct error err = {0};

	create(dir, code);
	fixture_save(dir, "keys.bak", "old.bak");
	struct store *store = fixture_open(dir);
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	/* As after a kill between the two files. */
	fixture_restore(dir, "old.bak", "keys.bak");
	assert_true(opens(dir, OTHER));
	fixture_path(dir, "keys", path);
	unlink(path);
	assert_false(opens(dir, PASSPHRASE));
	assert_true(opens(dir, OTHER));
}

/* --- recovery -------------------------------------------------------------------------------------------------------------- */

static int recover_with(const char *dir, const char *code, struct error *err)
{
	char path[PATH];

	fixture_path(dir, "", path);
	return store_recover(path, code, OTHER, strlen(OTHER), STORE_TEST_KDF, err);
}

static void the_code_opens_the_store(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	assert_int_equal(recover_with(dir, code, &err), 0);
	assert_false(opens(dir, PASSPHRASE));
	assert_whole(dir, OTHER, 40);
	fixture_append_once(dir, 40, 1);
	assert_whole(dir, OTHER, 41);
}

static void a_code_as_people_type_it(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], typed[2 * RECOVERY_CODE_SIZE];
	struct error err = {0};
	size_t at = 0;

	create(dir, code);
	for (const char *c = code; *c; c++) {
		char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
		typed[at++] = *c == '-' ? ' ' : *c == '0' ? 'o' : *c == '1' ? 'L' : lower;
	}
	typed[at++] = '\n';
	typed[at] = '\0';
	assert_int_equal(recover_with(dir, typed, &err), 0);
	assert_whole(dir, OTHER, 40);
}

static void a_slip_in_the_code_is_seen(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], wrong[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	for (size_t i = 0; code[i]; i++) {
		if (code[i] == '-')
			continue;
		memcpy(wrong, code, sizeof(wrong));
		wrong[i] = wrong[i] == '7' ? '8' : '7';
		assert_int_equal(recover_with(dir, wrong, &err), -1);
		assert_int_equal(err.kind, ERROR_LOCKED);
	}
	assert_int_equal(recover_with(dir, "", &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_whole(dir, PASSPHRASE, 40);
}

static void another_stores_code_changes_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], other[RECOVERY_CODE_SIZE], path[PATH];
	struct error err = {0};

	create(dir, code);
	snprintf(path, sizeof(path), "%.400s/second", dir);
	assert_int_equal(store_create(path, "x", 1, STORE_TEST_KDF, fixture_instant(START_MS), other, &err), 0);
	for (int lost = 0; lost < 3; lost++) {
		assert_int_equal(recover_with(dir, other, &err), -1);
		assert_int_equal(err.kind, ERROR_LOCKED);
		/* Without the key files the seal bears witness, and without the seal the records do. */
		static const char *const names[] = {"keys", "keys.bak", "seal"};
		fixture_path(dir, names[lost], path);
		unlink(path);
		if (lost == 0)
			assert_true(opens(dir, PASSPHRASE));
	}
	assert_int_equal(recover_with(dir, other, &err), -1);
	assert_false(exists(dir, "keys"));
}

static void both_key_files_are_gone(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], path[PATH];
	struct error err = {0};
	struct store *store = NULL;

	create(dir, code);
	assert_whole(dir, PASSPHRASE, 40);
	fixture_path(dir, "keys", path);
	unlink(path);
	fixture_path(dir, "keys.bak", path);
	unlink(path);
	fixture_path(dir, "", path);
	assert_int_equal(store_open(&store, path, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	assert_non_null(strstr(err.message, "keys recover"));
	assert_int_equal(recover_with(dir, code, &err), 0);
	assert_true(exists(dir, "keys") && exists(dir, "keys.bak"));
	assert_whole(dir, OTHER, 40);
	fixture_append_once(dir, 40, 1);
	assert_whole(dir, OTHER, 41);
}

static void both_key_files_are_damaged(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	fixture_flip(dir, "keys", 100);
	fixture_flip(dir, "keys.bak", 200);
	assert_int_equal(recover_with(dir, code, &err), 0);
	assert_whole(dir, OTHER, 40);
}

static void keys_and_seal_are_gone(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], path[PATH];
	static const char *const names[] = {"keys", "keys.bak", "seal"};
	struct error err = {0};

	create(dir, code);
	for (int i = 0; i < 3; i++) {
		fixture_path(dir, names[i], path);
		unlink(path);
	}
	assert_int_equal(recover_with(dir, code, &err), 0);
	struct store *store = open_with(dir, OTHER);
	struct store_report report = read_open(store, 40);
	assert_true(fixture_has(&report, FINDING_NO_SEAL));
	store_free(store);
}

static void nothing_to_recover(void **state)
{
	const char *dir = *state;
	struct error err = {0};

	assert_int_equal(recover_with(dir, "0000", &err), STORE_EMPTY);
}

/* --- keyring --------------------------------------------------------------------------------------------------------------- */

static void the_keyring_opens_beside_the_passphrase(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	struct store *store = fixture_open(dir);
	assert_false(store_has_keyring(store));
	assert_int_equal(store_keyring_on(store, "wrong", 5, "secret", 6, &err), STORE_WRONG_KEY);
	assert_int_equal(store_keyring_on(store, PASSPHRASE, strlen(PASSPHRASE), "secret", 6, &err), 0);
	assert_int_equal(store_keyring_on(store, PASSPHRASE, strlen(PASSPHRASE), "secret", 6, &err), 0);
	assert_true(store_has_keyring(store));
	store_free(store);

	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "other!", 6, &err), STORE_WRONG_KEY);
	/* Each slot by its own way only. */
	assert_int_equal(store_unlock(store, "secret", 6, &err), STORE_WRONG_KEY);
	assert_int_equal(store_unlock_keyring(store, PASSPHRASE, strlen(PASSPHRASE), &err), STORE_WRONG_KEY);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	assert_true(read_open(store, 40).healthy);
	/* A changed passphrase leaves it as it is. */
	assert_int_equal(store_change_passphrase(store, PASSPHRASE, strlen(PASSPHRASE), OTHER, strlen(OTHER), &err), 0);
	store_free(store);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	assert_int_equal(store_keyring_off(store, &err), 0);
	assert_false(store_has_keyring(store));
	store_free(store);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), STORE_WRONG_KEY);
	store_free(store);
	assert_whole(dir, OTHER, 40);
}

/* --- rotation -------------------------------------------------------------------------------------------------------------- */

struct seen {
	char code[RECOVERY_CODE_SIZE];
	int answer;
};

static int note_code(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err)
{
	struct seen *seen = context;

	memcpy(seen->code, code, RECOVERY_CODE_SIZE);
	if (seen->answer)
		error_set(err, ERROR_FAILED, "not now");
	return seen->answer;
}

static void rotation(const char *dir, bool full)
{
	char code[RECOVERY_CODE_SIZE];
	struct seen seen = {0};
	struct error err = {0};
	struct rotate_order order = order_of(full);

	create(dir, code);
	assert_whole(dir, PASSPHRASE, 40);
	fixture_save(dir, "keys", "old.keys");
	order.confirm = note_code;
	order.context = &seen;
	order.keyring = "secret";
	order.keyring_length = 6;
	struct store *store = open_with(dir, PASSPHRASE);
	struct store *writer = fixture_open(dir);
	assert_int_equal(store_rotate(store, &order, &err), 0);
	assert_true(store_has_keyring(store));
	assert_true(read_open(store, 40).healthy);
	store_free(store);
	assert_no_leftovers(dir);
	/* A writer that was at work before goes on, with the new keys. */
	fixture_append(writer, 40, 1);
	store_free(writer);
	assert_whole(dir, PASSPHRASE, 41);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	store_free(store);

	assert_string_not_equal(seen.code, code);
	assert_int_equal(recover_with(dir, code, &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(recover_with(dir, seen.code, &err), 0);
	assert_whole(dir, OTHER, 41);
	/* The old key file, put back with its passphrase, opens nothing. */
	fixture_restore(dir, "old.keys", "keys");
	fixture_restore(dir, "old.keys", "keys.bak");
	store = open_with(dir, PASSPHRASE);
	struct store_report report;
	if (store_read(store, NULL, NULL, &report, &err) == 0) {
		assert_false(report.healthy);
		assert_int_equal(report.records, 0);
	}
	store_free(store);
	struct record record = fixture_record(41, 0);
	store = fixture_open(dir);
	assert_int_not_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), 0);
	store_free(store);
}

static void rotation_fast(void **state)
{
	rotation(*state, false);
}

static void rotation_full(void **state)
{
	rotation(*state, true);
}

static void rotation_again_and_again(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	create(dir, code);
	for (int i = 0; i < 6; i++)
		rotate(dir, i % 3 == 2);
	fixture_append_once(dir, 40, 40);
	assert_whole(dir, PASSPHRASE, 80);
}

static void a_refused_code_changes_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct seen seen = {.answer = -1};
	struct error err = {0};
	struct rotate_order order = order_of(false);

	create(dir, code);
	fixture_save(dir, "keys", "before");
	order.confirm = note_code;
	order.context = &seen;
	struct store *store = open_with(dir, PASSPHRASE);
	assert_int_equal(store_rotate(store, &order, &err), -1);
	store_free(store);
	assert_no_leftovers(dir);
	char path[PATH], before[PATH];
	size_t left, right;
	fixture_path(dir, "keys", path);
	snprintf(before, sizeof(before), "%.400s/before", dir);
	unsigned char *a = fixture_bytes(path, &left), *b = fixture_bytes(before, &right);
	assert_int_equal(left, right);
	assert_memory_equal(a, b, left);
	free(a);
	free(b);
	assert_int_equal(recover_with(dir, code, &err), 0);
}

/* Rows, boxes and generations as the design says. */
static int64_t number(const char *dir, const char *sql)
{
	char path[PATH];
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;

	fixture_path(dir, "store.db", path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

static void what_a_fast_rotation_writes(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	create(dir, code);
	rotate(dir, false);
	assert_int_equal(number(dir, "SELECT kind FROM chain WHERE g=0"), 2);
	assert_int_equal(number(dir, "SELECT length(box) FROM chain WHERE g=0"), 105);
	assert_int_equal(number(dir, "SELECT kind FROM chain WHERE g=1"), 0);
	assert_int_equal(number(dir, "SELECT first_n FROM chain WHERE g=1"), 40);
	assert_int_equal(number(dir, "SELECT count(*) FROM chain"), 2);
	assert_int_equal(number(dir, "SELECT count(*) FROM epoch WHERE length(box)<>105"), 0);
}

/* An ERASE row of rows 5..6 as an erasure leaves it, made by hand from the keys. */
static void erase_by_hand(const char *dir, const char *code)
{
	struct record record = {.kind = RECORD_ERASE,
				.wall_ms = START_MS + 40 * 60000,
				.parts = 1,
				.catalogue = 1,
				.range = {.first = 5, .last = 6}};
	uint8_t master[VAULT_MASTER_SIZE];
	struct vault_keys vault;
	struct error err = {0};

	assert_int_equal(vault_code_decode(code, master, &err), 0);
	vault_derive(master, &vault);
	vault_authority(&vault, RECORD_ERASE, 5, 6, 40, record.range.mac);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 5000, &err), 0);
	store_free(store);
	fixture_sql(dir, "DELETE FROM entry WHERE n BETWEEN 5 AND 6");
}

static void assert_erased(const char *dir)
{
	struct store_report report = fixture_read(dir);

	if (!report.healthy)
		fail_msg("%s", report.findings[0].words);
}

static void erasures_stay_erasures(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	create(dir, code);
	erase_by_hand(dir, code);
	assert_erased(dir);
	for (int i = 0; i < 4; i++) {
		struct rotate_order order = order_of(i == 1);
		struct store *store = open_with(dir, PASSPHRASE);
		if (store_rotate(store, &order, &err))
			fail_msg("%s", err.message);
		store_free(store);
		assert_erased(dir);
	}
	/* Issued again by each fast one; the full one signs in place. */
	assert_int_equal(number(dir, "SELECT max(n) FROM entry"), 43);
	/* What an intruder takes away is missing. */
	fixture_sql(dir, "DELETE FROM entry WHERE n=7");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_MISSING));
}

static void a_forged_erasure_gains_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct record record = {.kind = RECORD_ERASE,
				.wall_ms = START_MS + 40 * 60000,
				.parts = 1,
				.catalogue = 1,
				.range = {.first = 5, .last = 6}};
	struct rotate_order order = order_of(false);
	struct error err = {0};

	create(dir, code);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 0, 5000, &err), 0);
	store_free(store);
	store = open_with(dir, PASSPHRASE);
	assert_int_equal(store_rotate(store, &order, &err), 0);
	store_free(store);
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_FOREIGN));
	fixture_sql(dir, "DELETE FROM entry WHERE n BETWEEN 5 AND 6");
	report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_MISSING));
}

static void damage_stays_named(void **state)
{
	for (int full = 0; full < 2; full++) {
		char dir[PATH], code[RECOVERY_CODE_SIZE];
		struct rotate_order order = order_of(full);
		struct error err = {0};

		(void)state;
		fixture_directory(dir);
		create(dir, code);
		fixture_sql(dir, "UPDATE entry SET blob=zeroblob(104) WHERE n=7; DELETE FROM entry WHERE n=30");
		struct store *store = open_with(dir, PASSPHRASE);
		if (store_rotate(store, &order, &err))
			fail_msg("%s", err.message);
		store_free(store);
		struct store_report report = fixture_read(dir);
		assert_false(report.healthy);
		assert_int_equal(report.records, 38);
		assert_int_equal(report.expected, 40);
		assert_true(fixture_has(&report, FINDING_MISSING));
		fixture_remove(dir);
	}
}

static void it_hides_nothing(void **state)
{
	static const char *const lost[] = {"seal", "rolled back"};
	const char *dir = *state;

	for (int i = 0; i < 2; i++) {
		char sub[PATH], code[RECOVERY_CODE_SIZE], path[PATH];
		struct rotate_order order = order_of(false);
		struct error err = {0};

		snprintf(sub, sizeof(sub), "%.400s/%d", dir, i);
		assert_int_equal(mkdir(sub, 0700), 0);
		create(sub, code);
		if (i == 0) {
			fixture_path(sub, "seal", path);
			unlink(path);
		} else {
			fixture_save(sub, "store.db", "old.db");
			fixture_save(sub, "seal", "old.seal");
			fixture_append_once(sub, 40, 3);
			fixture_read(sub);
			fixture_restore(sub, "old.db", "store.db");
			fixture_restore(sub, "old.seal", "seal");
		}
		struct store *store = open_with(sub, PASSPHRASE);
		if (store_rotate(store, &order, &err) != -1 || err.kind != ERROR_DAMAGED)
			fail_msg("%s: rotated", lost[i]);
		store_free(store);
		assert_no_leftovers(sub);
	}
}

/* Half-way states, as a kill leaves them: only keys.new; all but the last step. */
static void a_rotation_that_never_began_is_dropped(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	create(dir, code);
	fixture_save(dir, "keys", "copy");
	fixture_restore(dir, "copy", "keys.new");
	/* Of the same pk as the seal: finished, which changes nothing. */
	assert_whole(dir, PASSPHRASE, 40);
	assert_no_leftovers(dir);
	char other[PATH], path[PATH], second[RECOVERY_CODE_SIZE];
	struct error err = {0};
	struct keys keys;
	snprintf(other, sizeof(other), "%.400s/second", dir);
	assert_int_equal(store_create(other, "x", 1, STORE_TEST_KDF, fixture_instant(START_MS), second, &err), 0);
	assert_int_equal(keys_read(other, &keys, &err), 0);
	fixture_path(dir, "", path);
	assert_int_equal(keys_write(path, "keys.new", &keys, &err), 0);
	fixture_append_once(dir, 40, 1);
	assert_no_leftovers(dir);
	assert_whole(dir, PASSPHRASE, 41);
}

/* --- kill -9 --------------------------------------------------------------------------------------------------------------- */

enum change { CHANGE_PASSPHRASE, CHANGE_FAST, CHANGE_FULL };

static void do_change(const char *dir, enum change change, const char *from, const char *to)
{
	struct error err = {0};
	char path[PATH];
	struct store *store = NULL;

	fixture_path(dir, "", path);
	if (store_open(&store, path, &err) || store_unlock(store, from, strlen(from), &err))
		_exit(2);
	if (change == CHANGE_PASSPHRASE)
		_exit(store_change_passphrase(store, from, strlen(from), to, strlen(to), &err) ? 3 : 0);
	struct rotate_order order = order_of(change == CHANGE_FULL);
	order.passphrase = to;
	order.length = strlen(to);
	_exit(store_rotate(store, &order, &err) ? 4 : 0);
}

/* Microseconds that one whole change takes here. */
static long measure(const char *dir, enum change change)
{
	struct timespec start, end;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t child = fork();
	if (child == 0)
		do_change(dir, change, PASSPHRASE, PASSPHRASE);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000;
}

static void kill_within(const char *dir, enum change change, const char *from, const char *to, long most_us)
{
	pid_t child = fork();

	if (child == 0)
		do_change(dir, change, from, to);
	usleep((useconds_t)randombytes_uniform((uint32_t)most_us + 1));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void killed(const char *dir, enum change change)
{
	char code[RECOVERY_CODE_SIZE];
	const char *from = PASSPHRASE, *to = OTHER;
	int records = 40, changed = 0;

	create(dir, code);
	long most_us = measure(dir, change) * 3 / 4;
	for (int round = 0; round < ROUNDS; round++) {
		kill_within(dir, change, from, to, most_us);
		/* Whoever comes next may be one who cannot unlock. */
		if (round % 2)
			fixture_append_once(dir, records++, 1);
		bool old = opens(dir, from), fresh = opens(dir, to);
		if (old == fresh)
			fail_msg("round %d: %s passphrase opens it", round, old ? "either" : "no");
		assert_whole(dir, old ? from : to, records);
		assert_no_leftovers(dir);
		if (fresh) {
			const char *swap = from;
			from = to;
			to = swap;
			changed++;
		}
	}
	print_message("# %d of %d went through\n", changed, ROUNDS);
}

static void killed_changing_the_passphrase(void **state)
{
	killed(*state, CHANGE_PASSPHRASE);
}

static void killed_in_a_fast_rotation(void **state)
{
	killed(*state, CHANGE_FAST);
}

static void killed_in_a_full_rotation(void **state)
{
	killed(*state, CHANGE_FULL);
}

/* --- memory ---------------------------------------------------------------------------------------------------------------- */

extern char **environ;
extern char __data_start, _end;

/* Where the heap begins: below a piece of it, as far as there is memory. */
static const uint8_t *heap_start(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *piece = malloc(1);
	uint8_t *at = (uint8_t *)((uintptr_t)piece / page * page);
	unsigned char there;

	while (mincore(at - page, page, &there) == 0)
		at -= page;
	free(piece);
	return at;
}

/* Data, heap and the stack above this frame; needs no /proc. @mask keeps the needle itself from being found. */
static bool found_in_memory(const uint8_t *masked, size_t size, uint8_t mask)
{
	const volatile uint8_t *ranges[3][2] = {
		{(const uint8_t *)&__data_start, (const uint8_t *)&_end},
		{heap_start(), sbrk(0)},
		{(const uint8_t *)__builtin_frame_address(0) - 16384, (const uint8_t *)environ},
	};

	for (int r = 0; r < 3; r++)
		for (const volatile uint8_t *at = ranges[r][0]; at + size <= ranges[r][1]; at++) {
			size_t same = 0;
			while (same < size && (at[same] ^ mask) == masked[same])
				same++;
			if (same == size)
				return true;
		}
	return false;
}

static void nothing_stays_in_memory(void **state)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	(void)state;
	skip();
#else
	const char *dir = *state;
	uint8_t masked_master[VAULT_MASTER_SIZE], masked_pass[24], mask = 0xa5;
	char path[PATH], *pass = sodium_malloc(32), *code = sodium_malloc(RECOVERY_CODE_SIZE);
	struct error err = {0};

	/* Drawn, not written in the source: a literal would be found where the program's constants lie. */
	for (int i = 0; i < 24; i++)
		pass[i] = (char)('a' + randombytes_uniform(26));
	fixture_path(dir, "", path);
	assert_int_equal(store_create(path, pass, 24, STORE_TEST_KDF, fixture_instant(START_MS), code, &err), 0);
	uint8_t *master = sodium_malloc(VAULT_MASTER_SIZE);
	assert_int_equal(vault_code_decode(code, master, &err), 0);
	for (int i = 0; i < 24; i++)
		masked_pass[i] = (uint8_t)pass[i] ^ mask;
	for (int i = 0; i < VAULT_MASTER_SIZE; i++)
		masked_master[i] = master[i] ^ mask;
	sodium_free(master);
	struct store *store = fixture_open(dir);
	fixture_append(store, 0, 3);
	assert_int_equal(store_unlock(store, pass, 24, &err), 0);
	read_open(store, 3);
	assert_int_equal(store_change_passphrase(store, pass, 24, pass, 24, &err), 0);
	store_free(store);
	assert_int_equal(store_recover(path, code, pass, 24, STORE_TEST_KDF, &err), 0);
	sodium_free(pass);
	sodium_free(code);
	assert_false(found_in_memory(masked_pass, 24, mask));
	assert_false(found_in_memory(masked_master, VAULT_MASTER_SIZE, mask));
	/* The search finds what is there. */
	uint8_t *planted = malloc(VAULT_MASTER_SIZE);
	for (int i = 0; i < VAULT_MASTER_SIZE; i++)
		((volatile uint8_t *)planted)[i] = masked_master[i] ^ mask;
	assert_true(found_in_memory(masked_master, VAULT_MASTER_SIZE, mask));
	free(planted);
#endif
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(another_passphrase),
		TEST(the_mark_outlives_a_change),
		TEST(an_unlock_brings_the_second_copy_up),
		TEST(the_code_opens_the_store),
		TEST(a_code_as_people_type_it),
		TEST(a_slip_in_the_code_is_seen),
		TEST(another_stores_code_changes_nothing),
		TEST(both_key_files_are_gone),
		TEST(both_key_files_are_damaged),
		TEST(keys_and_seal_are_gone),
		TEST(nothing_to_recover),
		TEST(the_keyring_opens_beside_the_passphrase),
		TEST(rotation_fast),
		TEST(rotation_full),
		TEST(rotation_again_and_again),
		TEST(a_refused_code_changes_nothing),
		TEST(what_a_fast_rotation_writes),
		TEST(erasures_stay_erasures),
		TEST(a_forged_erasure_gains_nothing),
		TEST(damage_stays_named),
		TEST(it_hides_nothing),
		TEST(a_rotation_that_never_began_is_dropped),
		TEST(killed_changing_the_passphrase),
		TEST(killed_in_a_fast_rotation),
		TEST(killed_in_a_full_rotation),
		TEST(nothing_stays_in_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
