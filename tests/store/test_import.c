/* Moving records between real stores: what goes in comes out, once, and only whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>

#include "fixture.h"
#include "moved.h"

enum { PATH = 512 };

static void for_one_device(void **state)
{
	char here[PATH], there[PATH], words[TRANSFER_KEY_WORDS_SIZE];
	uint8_t pk[VAULT_KEY_SIZE], key[VAULT_KEY_SIZE], nobody[VAULT_KEY_SIZE] = {0};
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = {.pk = pk};
	struct records back = {0};
	struct error err = {0};

	(void)state;
	fixture_directory(here);
	fixture_directory(there);
	fixture_create(here, START_MS);
	fixture_create(there, START_MS);
	struct store *locked = fixture_open(there);
	assert_int_equal(transfer_key_show(locked, words, &err), -1);
	store_free(locked);
	struct store *mine = fixture_unlock(here), *other = fixture_unlock(there);
	assert_int_equal(transfer_key_show(other, words, &err), 0);
	assert_int_equal(transfer_key_decode(words, pk, &err), 0);
	_cleanup_(text_clear) struct text file = moved_seal(&whom, &record, 1);
	const uint8_t *bytes = (const uint8_t *)file.bytes;
	assert_int_equal(transfer_key_of_store(bytes, file.length, other, key, &err), 0);
	assert_int_equal(transfer_read(bytes, file.length, key, &back, &err), 0);
	assert_int_equal(back.count, 1);
	records_clear(&back);
	assert_int_equal(transfer_key_of_store(bytes, file.length, mine, key, &err), TRANSFER_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_int_equal(transfer_key_of_passphrase(bytes, file.length, "x", 1, key, &err), -1);
	/* The recipient's key cannot be told from the file. */
	assert_null(memmem(file.bytes, file.length, pk, sizeof(pk)));
	whom.pk = nobody;
	_cleanup_(text_clear) struct text none = {0};
	assert_int_equal(transfer_write(&whom, &record, 1, moved_collect, &none, &err), -1);
	store_free(mine);
	store_free(other);
	fixture_remove(here);
	fixture_remove(there);
}

static struct transfer_tally import(const char *dir, const struct record *records, size_t count)
{
	struct error err = {0};
	struct transfer_tally tally;
	struct store_report report;
	struct records list = {0};
	struct store *store = fixture_unlock(dir);

	for (size_t i = 0; i < count; i++)
		records_add(&list, &records[i]);
	if (transfer_import(store, &list, fixture_instant(START_MS + 86400000), 60, &tally, &report, &err))
		fail_msg("transfer_import: %s", err.message);
	records_clear(&list);
	store_free(store);
	return tally;
}

static void assert_tally(struct transfer_tally tally, size_t read, size_t added, size_t present)
{
	assert_int_equal(tally.read, read);
	assert_int_equal(tally.added, added);
	assert_int_equal(tally.present, present);
}

static void taken_in_once(void **state)
{
	const char *dir = *state;
	static struct record records[100];
	struct records list = {0};
	struct error err = {0};

	moved_records(records, 100);
	/* Of the store's own, ten are in the file as well. */
	struct store *store = fixture_open(dir);
	for (int i = 0; i < 10; i++)
		assert_int_equal(store_append(store, &records[i * 10], 1, fixture_instant(records[i * 10].wall_ms), 60,
					      5000, &err),
				 0);
	store_free(store);
	assert_tally(import(dir, records, 60), 60, 54, 6);
	assert_tally(import(dir, records, 60), 60, 0, 60);
	/* Backwards and with an overlap, and as another's import would carry it. */
	static struct record mixed[101];
	for (int i = 0; i < 100; i++) {
		mixed[i] = records[99 - i];
		mixed[i].flags |= i % 2 ? RECORD_IMPORTED : 0;
	}
	mixed[100] = mixed[0];
	assert_tally(import(dir, mixed, 101), 101, 36, 65);
	store = fixture_unlock(dir);
	assert_int_equal(records_load(store, true, &list, &err), 0);
	if (list.report.finding_count)
		assert_int_equal(list.report.findings[0].type, FINDING_NEWER);
	assert_true(list.report.healthy);
	assert_int_equal(list.count, 100);
	for (int i = 0; i < 100; i++)
		moved_assert_same(&records[i], &list.items[i], i % 10 ? RECORD_IMPORTED : 0);
	records_clear(&list);
	store_free(store);
	/* The store goes on as before. */
	fixture_append_once(dir, 2000, 1);
	assert_true(fixture_read(dir).healthy);
}

/* What is no record, or belongs to another chain, lets nothing in. */
static void all_or_nothing(void **state)
{
	const char *dir = *state;
	static const struct record chain = {.kind = RECORD_CLOCK, .wall_ms = START_MS, .parts = 1, .clock.cause = 1};
	static const struct record wrong = {.kind = RECORD_ANSWERED, .wall_ms = START_MS, .parts = 0};
	const struct record *const bad[] = {&chain, &wrong};

	for (size_t i = 0; i < 2; i++) {
		struct records list = {0};
		struct record good = fixture_record(0, 0);
		struct transfer_tally tally;
		struct store_report report;
		struct error err = {0};
		struct store *store = fixture_unlock(dir);
		records_add(&list, &good);
		records_add(&list, bad[i]);
		assert_int_equal(transfer_import(store, &list, fixture_instant(START_MS), 60, &tally, &report, &err),
				 -1);
		assert_int_equal(err.kind, ERROR_FAILED);
		records_clear(&list);
		store_free(store);
	}
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(for_one_device),
		WITH_STORE(taken_in_once),
		WITH_STORE(all_or_nothing),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
