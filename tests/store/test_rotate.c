/* Rotation, fast and full: new keys and a new code, nothing lost, nothing hidden, and what the old ones open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <evenkeel/keys.h>
#include <evenkeel/vault.h>

#include "fixture.h"
#include "rekey.h"

enum { PATH = 512 };

static struct store *rotated(const char *dir, bool full)
{
	struct rotate_order order = rekey_order(full);
	struct error err = {0};
	struct store *store = rekey_unlock(dir, PASSPHRASE);

	if (store_rotate(store, &order, &err))
		fail_msg("store_rotate: %s", err.message);
	return store;
}

static void rotate(const char *dir, bool full)
{
	struct store *store = rotated(dir, full);
	struct store_report report = rekey_read(store, REKEY_RECORDS);

	assert_true(report.healthy);
	store_free(store);
	rekey_assert_no_leftovers(dir);
}

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
	struct rotate_order order = rekey_order(full);

	rekey_create(dir, code);
	rekey_assert_whole(dir, PASSPHRASE, 40);
	fixture_save(dir, "keys", "old.keys");
	order.confirm = note_code;
	order.context = &seen;
	order.keyring = "secret";
	order.keyring_length = 6;
	struct store *store = rekey_unlock(dir, PASSPHRASE);
	struct store *writer = fixture_open(dir);
	assert_int_equal(store_rotate(store, &order, &err), 0);
	assert_true(store_has_keyring(store));
	assert_true(rekey_read(store, 40).healthy);
	store_free(store);
	rekey_assert_no_leftovers(dir);
	/* A writer that was at work before goes on, with the new keys. */
	fixture_append(writer, 40, 1);
	store_free(writer);
	rekey_assert_whole(dir, PASSPHRASE, 41);
	store = fixture_open(dir);
	assert_int_equal(store_unlock_keyring(store, "secret", 6, &err), 0);
	store_free(store);

	assert_string_not_equal(seen.code, code);
	assert_int_equal(rekey_recover(dir, code, &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(rekey_recover(dir, seen.code, &err), 0);
	rekey_assert_whole(dir, OTHER, 41);
	/* The old key file, put back with its passphrase, opens nothing. */
	fixture_restore(dir, "old.keys", "keys");
	fixture_restore(dir, "old.keys", "keys.bak");
	store = rekey_unlock(dir, PASSPHRASE);
	struct store_report report;
	if (store_read(store, NULL, NULL, &report, &err) == 0) {
		assert_false(report.healthy);
		assert_int_equal(report.records, 0);
	}
	store_free(store);
	struct record record = fixture_record(41, 0);
	store = fixture_open(dir);
	assert_int_not_equal(fixture_try_append(store, &record, &err), 0);
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

	rekey_create(dir, code);
	for (int i = 0; i < 6; i++)
		rotate(dir, i % 3 == 2);
	fixture_append_once(dir, 40, 40);
	rekey_assert_whole(dir, PASSPHRASE, 80);
}

static void a_refused_code_changes_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct seen seen = {.answer = -1};
	struct error err = {0};
	struct rotate_order order = rekey_order(false);

	rekey_create(dir, code);
	fixture_save(dir, "keys", "before");
	order.confirm = note_code;
	order.context = &seen;
	struct store *store = rekey_unlock(dir, PASSPHRASE);
	assert_int_equal(store_rotate(store, &order, &err), -1);
	store_free(store);
	rekey_assert_no_leftovers(dir);
	char path[PATH], before[PATH];
	size_t left, right;
	fixture_path(dir, "keys", path);
	snprintf(before, sizeof(before), "%.400s/before", dir);
	unsigned char *a = fixture_bytes(path, &left), *b = fixture_bytes(before, &right);
	assert_int_equal(left, right);
	assert_memory_equal(a, b, left);
	free(a);
	free(b);
	assert_int_equal(rekey_recover(dir, code, &err), 0);
}

/* Rows, boxes and generations as the design says. */
static void what_a_fast_rotation_writes(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	rekey_create(dir, code);
	rotate(dir, false);
	assert_int_equal(fixture_number(dir, "SELECT kind FROM chain WHERE g=0"), 2);
	assert_int_equal(fixture_number(dir, "SELECT length(box) FROM chain WHERE g=0"), 105);
	assert_int_equal(fixture_number(dir, "SELECT kind FROM chain WHERE g=1"), 0);
	assert_int_equal(fixture_number(dir, "SELECT first_n FROM chain WHERE g=1"), 40);
	assert_int_equal(fixture_number(dir, "SELECT count(*) FROM chain"), 2);
	assert_int_equal(fixture_number(dir, "SELECT count(*) FROM epoch WHERE length(box)<>105"), 0);
}

/* An ERASE row of rows 5..6 behind all others, still without authority. */
static struct record erasure_of_two(void)
{
	return (struct record){.kind = RECORD_ERASE,
			       .wall_ms = START_MS + REKEY_RECORDS * 60000,
			       .parts = 1,
			       .catalogue = 1,
			       .range = {.first = 5, .last = 6}};
}

/* The same as an erasure leaves it, made by hand from the keys. */
static void erase_by_hand(const char *dir, const char *code)
{
	struct record record = erasure_of_two();
	uint8_t master[VAULT_MASTER_SIZE];
	struct vault_keys vault;
	struct error err = {0};

	assert_int_equal(vault_code_decode(code, master, &err), 0);
	vault_derive(master, &vault);
	vault_authority(&vault, RECORD_ERASE, 5, 6, 40, record.range.mac);
	struct store *store = fixture_open(dir);
	assert_int_equal(fixture_try_append(store, &record, &err), 0);
	store_free(store);
	fixture_sql(dir, "DELETE FROM entry WHERE n BETWEEN 5 AND 6");
}

static void assert_erased(const char *dir)
{
	struct store_report report = fixture_read(dir);

	fixture_assert_sound(&report);
}

static void erasures_stay_erasures(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	rekey_create(dir, code);
	erase_by_hand(dir, code);
	assert_erased(dir);
	for (int i = 0; i < 4; i++) {
		store_free(rotated(dir, i == 1));
		assert_erased(dir);
	}
	/* Issued again by each fast one; the full one signs in place. */
	assert_int_equal(fixture_number(dir, "SELECT max(n) FROM entry"), 43);
	/* What an intruder takes away is missing. */
	fixture_sql(dir, "DELETE FROM entry WHERE n=7");
	struct store_report report = fixture_read(dir);
	assert_true(fixture_has(&report, FINDING_MISSING));
}

static void a_forged_erasure_gains_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct record record = erasure_of_two();
	struct error err = {0};

	rekey_create(dir, code);
	struct store *store = fixture_open(dir);
	assert_int_equal(fixture_try_append(store, &record, &err), 0);
	store_free(store);
	store_free(rotated(dir, false));
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

		(void)state;
		fixture_directory(dir);
		rekey_create(dir, code);
		fixture_sql(dir, "UPDATE entry SET blob=zeroblob(104) WHERE n=7; DELETE FROM entry WHERE n=30");
		store_free(rotated(dir, full));
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
		char sub[PATH], code[RECOVERY_CODE_SIZE];
		struct rotate_order order = rekey_order(false);
		struct error err = {0};

		snprintf(sub, sizeof(sub), "%.400s/%d", dir, i);
		assert_int_equal(mkdir(sub, 0700), 0);
		rekey_create(sub, code);
		if (i == 0) {
			fixture_delete(sub, "seal");
		} else {
			fixture_keep(sub);
			fixture_append_once(sub, 40, 3);
			fixture_read(sub);
			fixture_roll_back(sub);
		}
		struct store *store = rekey_unlock(sub, PASSPHRASE);
		if (store_rotate(store, &order, &err) != -1 || err.kind != ERROR_DAMAGED)
			fail_msg("%s: rotated", lost[i]);
		store_free(store);
		rekey_assert_no_leftovers(sub);
	}
}

/* Half-way states, as a kill leaves them: only keys.new; all but the last step. */
static void a_rotation_that_never_began_is_dropped(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	rekey_create(dir, code);
	fixture_save(dir, "keys", "copy");
	fixture_restore(dir, "copy", "keys.new");
	/* Of the same pk as the seal: finished, which changes nothing. */
	rekey_assert_whole(dir, PASSPHRASE, 40);
	rekey_assert_no_leftovers(dir);
	char other[PATH], path[PATH], second[RECOVERY_CODE_SIZE];
	struct error err = {0};
	struct keys keys;
	snprintf(other, sizeof(other), "%.400s/second", dir);
	assert_int_equal(store_create(other, "x", 1, STORE_TEST_KDF, fixture_instant(START_MS), second, &err), 0);
	assert_int_equal(keys_read(other, &keys, &err), 0);
	fixture_path(dir, "", path);
	assert_int_equal(keys_write(path, "keys.new", &keys, &err), 0);
	fixture_append_once(dir, 40, 1);
	rekey_assert_no_leftovers(dir);
	rekey_assert_whole(dir, PASSPHRASE, 41);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(rotation_fast),
		IN_DIRECTORY(rotation_full),
		IN_DIRECTORY(rotation_again_and_again),
		IN_DIRECTORY(a_refused_code_changes_nothing),
		IN_DIRECTORY(what_a_fast_rotation_writes),
		IN_DIRECTORY(erasures_stay_erasures),
		IN_DIRECTORY(a_forged_erasure_gains_nothing),
		IN_DIRECTORY(damage_stays_named),
		IN_DIRECTORY(it_hides_nothing),
		IN_DIRECTORY(a_rotation_that_never_began_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
