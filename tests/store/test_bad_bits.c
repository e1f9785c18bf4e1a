/* Bad bits in a store's files, one at a time: harmless, or said; never a wrong answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/seal.h>

#include "epochs.h"
#include "fixture.h"

enum { PATH = 512 };

/* Each byte of seal, one at a time: the other slot stands in. */
static void one_bad_bit_in_the_seal_is_harmless(void **state)
{
	const char *dir = *state;

	epochs_create(dir, false);
	fixture_save(dir, "seal", "good.seal");
	for (long place = 0; place < SEAL_FILE_SIZE;
	     place = place == SEAL_SLOT_SIZE - 1 ? SEAL_SECOND_SLOT : place + 1) {
		fixture_flip(dir, "seal", place);
		if (place % 20 == 0) {
			struct store_report report = fixture_read(dir);
			fixture_assert_healthy(&report, EPOCHS_ROWS);
		}
		struct seal seal;
		char path[PATH];
		fixture_path(dir, "seal", path);
		assert_int_equal(seal_read(path, &seal, NULL, NULL), 0);
		assert_int_equal(seal.n, EPOCHS_ROWS);
		fixture_flip(dir, "seal", place);
	}
}

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

/* Some bytes of the database: never a wrong answer, never silence where a row is gone. */
static void one_bad_bit_in_the_database_is_never_silent(void **state)
{
	const char *dir = *state;
	char path[PATH], store_dir[PATH];
	size_t size;
	int unreadable = 0, flagged = 0, whole = 0;

	epochs_create(dir, false);
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
			assert_int_equal(report.records, EPOCHS_ROWS);
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
		IN_DIRECTORY(one_bad_bit_in_the_seal_is_harmless),
		IN_DIRECTORY(one_bad_bit_in_the_database_is_never_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
