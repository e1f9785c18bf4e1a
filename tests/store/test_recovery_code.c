/* The recovery code: it opens its own store whatever is left of the key files, and no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "rekey.h"

enum { PATH = 512 };

static void the_code_opens_the_store(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	assert_int_equal(rekey_recover(dir, code, &err), 0);
	assert_false(rekey_opens(dir, PASSPHRASE));
	rekey_assert_whole(dir, OTHER, 40);
	fixture_append_once(dir, 40, 1);
	rekey_assert_whole(dir, OTHER, 41);
}

static void a_code_as_people_type_it(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], typed[2 * RECOVERY_CODE_SIZE];
	struct error err = {0};
	size_t at = 0;

	rekey_create(dir, code);
	for (const char *c = code; *c; c++) {
		char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
		typed[at++] = *c == '-' ? ' ' : *c == '0' ? 'o' : *c == '1' ? 'L' : lower;
	}
	typed[at++] = '\n';
	typed[at] = '\0';
	assert_int_equal(rekey_recover(dir, typed, &err), 0);
	rekey_assert_whole(dir, OTHER, 40);
}

static void a_slip_in_the_code_is_seen(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], wrong[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	for (size_t i = 0; code[i]; i++) {
		if (code[i] == '-')
			continue;
		memcpy(wrong, code, sizeof(wrong));
		wrong[i] = wrong[i] == '7' ? '8' : '7';
		assert_int_equal(rekey_recover(dir, wrong, &err), -1);
		assert_int_equal(err.kind, ERROR_LOCKED);
	}
	assert_int_equal(rekey_recover(dir, "", &err), -1);
	assert_int_equal(err.kind, ERROR_LOCKED);
	rekey_assert_whole(dir, PASSPHRASE, 40);
}

static void another_stores_code_changes_nothing(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], other[RECOVERY_CODE_SIZE], path[PATH];
	struct error err = {0};

	rekey_create(dir, code);
	snprintf(path, sizeof(path), "%.400s/second", dir);
	assert_int_equal(store_create(path, "x", 1, STORE_TEST_KDF, fixture_instant(START_MS), other, &err), 0);
	for (int lost = 0; lost < 3; lost++) {
		assert_int_equal(rekey_recover(dir, other, &err), -1);
		assert_int_equal(err.kind, ERROR_LOCKED);
		/* Without the key files the seal bears witness, and without the seal the records do. */
		static const char *const names[] = {"keys", "keys.bak", "seal"};
		fixture_delete(dir, names[lost]);
		if (lost == 0)
			assert_true(rekey_opens(dir, PASSPHRASE));
	}
	assert_int_equal(rekey_recover(dir, other, &err), -1);
	assert_false(fixture_exists(dir, "keys"));
}

static void both_key_files_are_gone(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	rekey_assert_whole(dir, PASSPHRASE, 40);
	fixture_delete(dir, "keys");
	fixture_delete(dir, "keys.bak");
	assert_int_equal(fixture_try_open(dir, &err), -1);
	assert_int_equal(err.kind, ERROR_DAMAGED);
	assert_non_null(strstr(err.message, "keys recover"));
	assert_int_equal(rekey_recover(dir, code, &err), 0);
	assert_true(fixture_exists(dir, "keys") && fixture_exists(dir, "keys.bak"));
	rekey_assert_whole(dir, OTHER, 40);
	fixture_append_once(dir, 40, 1);
	rekey_assert_whole(dir, OTHER, 41);
}

static void both_key_files_are_damaged(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	rekey_create(dir, code);
	fixture_flip(dir, "keys", 100);
	fixture_flip(dir, "keys.bak", 200);
	assert_int_equal(rekey_recover(dir, code, &err), 0);
	rekey_assert_whole(dir, OTHER, 40);
}

static void keys_and_seal_are_gone(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	static const char *const names[] = {"keys", "keys.bak", "seal"};
	struct error err = {0};

	rekey_create(dir, code);
	for (int i = 0; i < 3; i++)
		fixture_delete(dir, names[i]);
	assert_int_equal(rekey_recover(dir, code, &err), 0);
	struct store *store = rekey_unlock(dir, OTHER);
	struct store_report report = rekey_read(store, 40);
	assert_true(fixture_has(&report, FINDING_NO_SEAL));
	store_free(store);
}

static void nothing_to_recover(void **state)
{
	const char *dir = *state;
	struct error err = {0};

	assert_int_equal(rekey_recover(dir, "0000", &err), STORE_EMPTY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(the_code_opens_the_store),   IN_DIRECTORY(a_code_as_people_type_it),
		IN_DIRECTORY(a_slip_in_the_code_is_seen), IN_DIRECTORY(another_stores_code_changes_nothing),
		IN_DIRECTORY(both_key_files_are_gone),    IN_DIRECTORY(both_key_files_are_damaged),
		IN_DIRECTORY(keys_and_seal_are_gone),     IN_DIRECTORY(nothing_to_recover),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
