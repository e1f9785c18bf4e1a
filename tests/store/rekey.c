#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "rekey.h"

enum { PATH = 512 };

void rekey_create(const char *dir, char ret_code[static RECOVERY_CODE_SIZE])
{
	fixture_create_with_code(dir, ret_code);
	fixture_append_once(dir, 0, 25);
	fixture_append_once(dir, 25, REKEY_RECORDS - 25);
}

struct store *rekey_unlock(const char *dir, const char *passphrase)
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

bool rekey_opens(const char *dir, const char *passphrase)
{
	struct store *store = rekey_unlock(dir, passphrase);
	bool open = store != NULL;

	store_free(store);
	return open;
}

static int compare(void *context, uint64_t n, const struct record *record)
{
	int *count = context;
	uint8_t left[RECORD_WORKSHEET_SIZE], right[RECORD_WORKSHEET_SIZE];
	struct record wanted = fixture_record(*count, 0);

	(void)n;
	if (record->kind >= RECORD_ERASE)
		return 0;
	record_encode(record, left);
	record_encode(&wanted, right);
	assert_memory_equal(left, right, RECORD_SIZE);
	(*count)++;
	return 0;
}

struct store_report rekey_read(struct store *store, int count)
{
	struct store_report report;
	struct error err = {0};
	int read = 0;

	if (store_read(store, compare, &read, &report, &err))
		fail_msg("store_read: %s", err.message);
	assert_int_equal(read, count);
	return report;
}

void rekey_assert_whole(const char *dir, const char *passphrase, int count)
{
	struct store *store = rekey_unlock(dir, passphrase);

	assert_non_null(store);
	struct store_report first = rekey_read(store, count), again = rekey_read(store, count);
	fixture_assert_sound(&first);
	assert_true(again.healthy);
	assert_string_equal(first.mark, again.mark);
	store_free(store);
}

void rekey_assert_no_leftovers(const char *dir)
{
	static const char *const names[] = {"keys.new",      "keys.new.tmp",  "seal.new",   "store.new",
					    "store.new-wal", "store.new-shm", "rotate.full"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (fixture_exists(dir, names[i]))
			fail_msg("%s is left", names[i]);
}

struct rotate_order rekey_order(bool full)
{
	return (struct rotate_order){
		.passphrase = PASSPHRASE,
		.length = strlen(PASSPHRASE),
		.full = full,
		.now = fixture_instant(START_MS + 3600000),
		.zone_min = 60,
	};
}

int rekey_recover(const char *dir, const char *code, struct error *err)
{
	char path[PATH];

	fixture_path(dir, "", path);
	return store_recover(path, code, OTHER, strlen(OTHER), STORE_TEST_KDF, err);
}
