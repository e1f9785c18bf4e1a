/* Moving records between real stores: what goes in comes out, once; what was touched on the way is refused whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/mem.h>
#include <evenkeel/transfer.h>

#include "fixture.h"

#define FILE_PASSPHRASE "another one"
enum { PATH = 512 };

static struct transfer_for for_passphrase(void)
{
	return (struct transfer_for){
		.passphrase = FILE_PASSPHRASE, .length = strlen(FILE_PASSPHRASE), .test_kdf = true};
}

static int collect(void *context, const uint8_t *bytes, size_t size, struct error *err)
{
	(void)err;
	text_append_bytes(context, bytes, size);
	return 0;
}

static struct text sealed(const struct transfer_for *whom, const struct record *records, size_t count)
{
	struct text file = {0};
	struct error err = {0};

	if (transfer_write(whom, records, count, collect, &file, &err))
		fail_msg("transfer_write: %s", err.message);
	return file;
}

static int open_file(const struct text *file, const char *passphrase, struct records *ret, struct error *err)
{
	uint8_t key[VAULT_KEY_SIZE];
	int r = transfer_key_of_passphrase((const uint8_t *)file->bytes, file->length, passphrase, strlen(passphrase),
					   key, err);

	return r ? r : transfer_read((const uint8_t *)file->bytes, file->length, key, ret, err);
}

/* Check-ins, and among them a worksheet record, one of a kind that we do not know, and one of each flag. */
static void make_records(struct record *ret, int count)
{
	for (int i = 0; i < count; i++) {
		ret[i] = fixture_record(i, 1);
		if (i % 7 == 3) {
			ret[i].kind = RECORD_WORKSHEET;
			ret[i].count = 0;
			memset(&ret[i].worksheet, 0, sizeof(ret[i].worksheet));
			ret[i].worksheet.length = 6;
			memcpy(ret[i].worksheet.text, "平静", 6);
		} else if (i % 11 == 5) {
			ret[i].kind = 0x33;
			memset(ret[i].raw, i, 40);
		}
		ret[i].flags = i % 5 == 1 ? RECORD_LATE : i % 5 == 2 ? RECORD_DELAYED : 0;
	}
}

static void assert_same(const struct record *a, const struct record *b, uint16_t flags_of_b)
{
	uint8_t left[RECORD_WORKSHEET_SIZE], right[RECORD_WORKSHEET_SIZE];
	struct record plain = *b;

	assert_int_equal(b->flags & RECORD_IMPORTED, flags_of_b);
	plain.flags &= (uint16_t)~RECORD_IMPORTED;
	record_encode(a, left);
	record_encode(&plain, right);
	assert_memory_equal(left, right, sizeof(left));
}

static void writes_and_reads(void **state)
{
	static const int counts[] = {0, 1, 3, 62, 63, 64, 200};
	static struct record records[200];
	struct transfer_for whom = for_passphrase();

	(void)state;
	make_records(records, 200);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		_cleanup_(text_clear) struct text file = sealed(&whom, records, (size_t)counts[i]);
		struct records back = {0};
		struct error err = {0};
		if (open_file(&file, FILE_PASSPHRASE, &back, &err))
			fail_msg("%d records: %s", counts[i], err.message);
		assert_int_equal(back.count, counts[i]);
		for (int k = 0; k < counts[i]; k++)
			assert_same(&records[k], &back.items[k], 0);
		records_clear(&back);
	}
}

/* Nothing of the sender's chain leaves, nor where a record was first given. */
static void leaves_out_the_chain(void **state)
{
	struct record records[3] = {fixture_record(0, 0), {.kind = RECORD_CLOCK, .parts = 1, .clock.cause = 1},
				    fixture_record(1, 0)};
	struct transfer_for whom = for_passphrase();
	struct records back = {0};

	(void)state;
	records[2].flags = RECORD_IMPORTED | RECORD_LATE;
	_cleanup_(text_clear) struct text file = sealed(&whom, records, 3);
	assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, NULL), 0);
	assert_int_equal(back.count, 2);
	assert_int_equal(back.items[1].flags, RECORD_LATE);
	records_clear(&back);
}

static void each_key_opens_its_own(void **state)
{
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = for_passphrase();
	_cleanup_(text_clear) struct text file = sealed(&whom, &record, 1), again = sealed(&whom, &record, 1);
	struct records back = {0};
	struct error err = {0};

	(void)state;
	assert_int_equal(open_file(&file, "not this one", &back, &err), TRANSFER_WRONG_KEY);
	assert_int_equal(err.kind, ERROR_LOCKED);
	assert_non_null(strstr(err.message, "wrong passphrase"));
	assert_null(back.items);
	/* Two files of the same records have nothing but their clear part in common. */
	assert_memory_equal(file.bytes, again.bytes, 24);
	assert_memory_not_equal(file.bytes + 24, again.bytes + 24, 16);
	assert_memory_not_equal(file.bytes + TRANSFER_HEADER_SIZE, again.bytes + TRANSFER_HEADER_SIZE, 4096);
}

static void every_bit_counts(void **state)
{
	static struct record records[70];
	struct transfer_for whom = for_passphrase();

	(void)state;
	make_records(records, 70);
	_cleanup_(text_clear) struct text file = sealed(&whom, records, 70);
	assert_true(file.length > TRANSFER_HEADER_SIZE + TRANSFER_CHUNK_SIZE);
	for (size_t at = 0; at < file.length; at += at < TRANSFER_HEADER_SIZE + 40 ? 1 : 97) {
		struct records back = {0};
		struct error err = {0};
		file.bytes[at] ^= (char)(1 << at % 8);
		if (open_file(&file, FILE_PASSPHRASE, &back, &err) == 0)
			fail_msg("byte %zu was changed and nobody saw it", at);
		assert_true(err.message[0] && back.items == NULL);
		/* A changed header is damage, not a wrong passphrase. */
		assert_int_equal(err.kind, ERROR_FAILED);
		file.bytes[at] ^= (char)(1 << at % 8);
	}
}

static void ends_where_it_ends(void **state)
{
	static struct record records[200];
	struct transfer_for whom = for_passphrase();
	struct records back = {0};

	(void)state;
	make_records(records, 200);
	_cleanup_(text_clear) struct text file = sealed(&whom, records, 200);
	size_t whole = file.length;
	for (file.length = 0; file.length < whole; file.length += file.length < 200 ? 1 : 1371) {
		struct error err = {0};
		if (open_file(&file, FILE_PASSPHRASE, &back, &err) == 0)
			fail_msg("%zu of %zu bytes were taken for the whole", file.length, whole);
		assert_non_null(strstr(err.message, file.length < 8 ? "no sealed export" : "cut short"));
	}
	/* Whole chunks gone, so that nothing but the missing end shows it. */
	file.length = whole - TRANSFER_CHUNK_SIZE;
	assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, NULL), -1);
	file.length = whole;
	text_append_bytes(&file, "x", 1);
	struct error err = {0};
	assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, &err), -1);
	assert_non_null(strstr(err.message, "added"));
	/* Chunks in another order. */
	file.length = whole;
	uint8_t *chunk _cleanup_free_ = mem_new(TRANSFER_CHUNK_SIZE, 1);
	char *first = file.bytes + TRANSFER_HEADER_SIZE, *second = first + TRANSFER_CHUNK_SIZE;
	memcpy(chunk, first, TRANSFER_CHUNK_SIZE);
	memcpy(first, second, TRANSFER_CHUNK_SIZE);
	memcpy(second, chunk, TRANSFER_CHUNK_SIZE);
	assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, NULL), -1);
	assert_null(back.items);
}

static void set_checksum(struct text *file)
{
	crypto_generichash((uint8_t *)file->bytes + 161, 16, (uint8_t *)file->bytes, 161, NULL, 0);
}

/* Headers whose checksum is right and that say what no header of ours says; none costs memory. */
static void hostile_headers(void **state)
{
	static const struct {
		size_t at;
		uint8_t bytes[4];
		int size;
		const char *says;
	} cases[] = {
		{8, {2, 0}, 2, "newer version"},
		{8, {0, 0}, 2, "damaged"},
		{10, {3}, 1, "locked in a way"},
		{10, {0}, 1, "locked in a way"},
		{11, {1}, 1, "derives its key"},
		{12, {2, 0}, 2, "derives its key"},
		{12, {0, 0}, 2, "beyond"}, /* the tests' costs without the tests' flag */
		{14, {1, 0}, 2, "does not fit"},
		{16, {2, 0, 0, 0}, 4, "beyond"},
		{20, {0xff, 0xff, 0xff, 0xff}, 4, "beyond"},
		{40, {1}, 1, "does not fit"},
	};
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = for_passphrase();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		_cleanup_(text_clear) struct text file = sealed(&whom, &record, 1);
		struct records back = {0};
		struct error err = {0};
		memcpy(file.bytes + cases[i].at, cases[i].bytes, (size_t)cases[i].size);
		set_checksum(&file);
		assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, &err), -1);
		if (!strstr(err.message, cases[i].says))
			fail_msg("case %zu: %s", i, err.message);
	}
}

static void costs_have_bounds(void **state)
{
	static const struct {
		uint32_t ops, mem_kib;
		int outcome;
	} cases[] = {
		{3, 262144, 0},  {16, 1048576, 0}, {2, 262144, -1},  {17, 262144, -1},
		{3, 262143, -1}, {3, 1048577, -1}, {3, 16u << 20, -1}, {1, 8, -1},
	};
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = for_passphrase();
	_cleanup_(text_clear) struct text file = sealed(&whom, &record, 1);
	enum transfer_way way;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(file.bytes + 12, 0, 2);
		for (int k = 0; k < 4; k++) {
			file.bytes[16 + k] = (char)(cases[i].ops >> 8 * k);
			file.bytes[20 + k] = (char)(cases[i].mem_kib >> 8 * k);
		}
		set_checksum(&file);
		assert_int_equal(transfer_look((uint8_t *)file.bytes, file.length, &way, NULL), cases[i].outcome);
	}
}

static void foreign_bytes(void **state)
{
	static const char *const files[] = {"", "EVK", "EVKKEYS1 and more", "{\"format\":1}", "SQLite format 3"};
	enum transfer_way way;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_int_equal(transfer_look((const uint8_t *)files[i], strlen(files[i]), &way, NULL),
				 TRANSFER_FOREIGN);
}

static void keys_in_words(void **state)
{
	uint8_t pk[VAULT_KEY_SIZE], back[VAULT_KEY_SIZE];
	char words[TRANSFER_KEY_WORDS_SIZE], typed[2 * TRANSFER_KEY_WORDS_SIZE];
	struct error err = {0};

	(void)state;
	for (int i = 0; i < VAULT_KEY_SIZE; i++)
		pk[i] = (uint8_t)(i * 7 + 1);
	transfer_key_encode(pk, words);
	assert_int_equal(strlen(words), TRANSFER_KEY_WORDS_SIZE - 1);
	assert_int_equal(transfer_key_decode(words, back, &err), 0);
	assert_memory_equal(pk, back, sizeof(pk));
	/* Capitals, blanks, no hyphens. */
	size_t length = 0;
	typed[length++] = ' ';
	for (const char *c = words; *c; c++)
		if (*c != '-')
			typed[length++] = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	strcpy(typed + length, "\n");
	assert_int_equal(transfer_key_decode(typed, back, &err), 0);
	assert_memory_equal(pk, back, sizeof(pk));
	/* Each wrong character is seen. */
	for (size_t i = 0; i < strlen(words); i++) {
		strcpy(typed, words);
		if (typed[i] == '-')
			continue;
		typed[i] = typed[i] == '7' ? '8' : '7';
		assert_int_equal(transfer_key_decode(typed, back, &err), -1);
		assert_int_equal(err.kind, ERROR_USAGE);
	}
	words[30] = '\0';
	assert_int_equal(transfer_key_decode(words, back, NULL), -1);
	assert_int_equal(transfer_key_decode("", back, NULL), -1);
	assert_int_equal(transfer_key_decode("evk1-????", back, NULL), -1);
}

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
	_cleanup_(text_clear) struct text file = sealed(&whom, &record, 1);
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
	assert_int_equal(transfer_write(&whom, &record, 1, collect, &none, &err), -1);
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
		transfer_add(&list, &records[i]);
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
	static struct record records[100];
	struct records list = {0};
	char dir[PATH];
	struct error err = {0};

	(void)state;
	make_records(records, 100);
	fixture_directory(dir);
	fixture_create(dir, START_MS);
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
		assert_same(&records[i], &list.items[i], i % 10 ? RECORD_IMPORTED : 0);
	records_clear(&list);
	store_free(store);
	/* The store goes on as before. */
	fixture_append_once(dir, 2000, 1);
	assert_true(fixture_read(dir).healthy);
	fixture_remove(dir);
}

/* What is no record, or belongs to another chain, lets nothing in. */
static void all_or_nothing(void **state)
{
	static const struct record chain = {
		.kind = RECORD_CLOCK, .wall_ms = START_MS, .parts = 1, .clock.cause = 1};
	static const struct record wrong = {.kind = RECORD_ANSWERED, .wall_ms = START_MS, .parts = 0};
	const struct record *const bad[] = {&chain, &wrong};
	char dir[PATH];

	(void)state;
	fixture_directory(dir);
	fixture_create(dir, START_MS);
	for (size_t i = 0; i < 2; i++) {
		struct records list = {0};
		struct record good = fixture_record(0, 0);
		struct transfer_tally tally;
		struct store_report report;
		struct error err = {0};
		struct store *store = fixture_unlock(dir);
		transfer_add(&list, &good);
		transfer_add(&list, bad[i]);
		assert_int_equal(transfer_import(store, &list, fixture_instant(START_MS), 60, &tally, &report, &err), -1);
		assert_int_equal(err.kind, ERROR_FAILED);
		records_clear(&list);
		store_free(store);
	}
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 0);
	fixture_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_and_reads),   cmocka_unit_test(leaves_out_the_chain),
		cmocka_unit_test(each_key_opens_its_own), cmocka_unit_test(every_bit_counts),
		cmocka_unit_test(ends_where_it_ends), cmocka_unit_test(hostile_headers),
		cmocka_unit_test(costs_have_bounds),  cmocka_unit_test(foreign_bytes),
		cmocka_unit_test(keys_in_words),      cmocka_unit_test(for_one_device),
		cmocka_unit_test(taken_in_once),      cmocka_unit_test(all_or_nothing),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
