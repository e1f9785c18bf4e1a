/* The sealed file that carries records: what goes in comes out, and what was touched on the way is refused whole. */
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

#define FILE_PASSPHRASE "another one"

static struct transfer_for for_passphrase(void)
{
	return (struct transfer_for){
		.passphrase = FILE_PASSPHRASE, .length = strlen(FILE_PASSPHRASE), .test_kdf = true};
}

static int open_file(const struct text *file, const char *passphrase, struct records *ret, struct error *err)
{
	uint8_t key[VAULT_KEY_SIZE];
	int r = transfer_key_of_passphrase((const uint8_t *)file->bytes, file->length, passphrase, strlen(passphrase),
					   key, err);

	return r ? r : transfer_read((const uint8_t *)file->bytes, file->length, key, ret, err);
}

static void writes_and_reads(void **state)
{
	static const int counts[] = {0, 1, 3, 62, 63, 64, 200};
	static struct record records[200];
	struct transfer_for whom = for_passphrase();

	(void)state;
	moved_records(records, 200);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		_cleanup_(text_clear) struct text file = moved_seal(&whom, records, (size_t)counts[i]);
		struct records back = {0};
		struct error err = {0};
		if (open_file(&file, FILE_PASSPHRASE, &back, &err))
			fail_msg("%d records: %s", counts[i], err.message);
		assert_int_equal(back.count, counts[i]);
		for (int k = 0; k < counts[i]; k++)
			moved_assert_same(&records[k], &back.items[k], 0);
		records_clear(&back);
	}
}

/* Nothing of the sender's chain leaves, nor where a record was first given. */
static void leaves_out_the_chain(void **state)
{
	struct record records[3] = {
		fixture_record(0, 0), {.kind = RECORD_CLOCK, .parts = 1, .clock.cause = 1}, fixture_record(1, 0)};
	struct transfer_for whom = for_passphrase();
	struct records back = {0};

	(void)state;
	records[2].flags = RECORD_IMPORTED | RECORD_LATE;
	_cleanup_(text_clear) struct text file = moved_seal(&whom, records, 3);
	assert_int_equal(open_file(&file, FILE_PASSPHRASE, &back, NULL), 0);
	assert_int_equal(back.count, 2);
	assert_int_equal(back.items[1].flags, RECORD_LATE);
	records_clear(&back);
}

static void each_key_opens_its_own(void **state)
{
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = for_passphrase();
	_cleanup_(text_clear) struct text file = moved_seal(&whom, &record, 1), again = moved_seal(&whom, &record, 1);
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
	moved_records(records, 70);
	_cleanup_(text_clear) struct text file = moved_seal(&whom, records, 70);
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
	moved_records(records, 200);
	_cleanup_(text_clear) struct text file = moved_seal(&whom, records, 200);
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
		_cleanup_(text_clear) struct text file = moved_seal(&whom, &record, 1);
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
		{3, 262144, 0},  {16, 1048576, 0}, {2, 262144, -1},    {17, 262144, -1},
		{3, 262143, -1}, {3, 1048577, -1}, {3, 16u << 20, -1}, {1, 8, -1},
	};
	struct record record = fixture_record(0, 0);
	struct transfer_for whom = for_passphrase();
	_cleanup_(text_clear) struct text file = moved_seal(&whom, &record, 1);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_and_reads),       cmocka_unit_test(leaves_out_the_chain),
		cmocka_unit_test(each_key_opens_its_own), cmocka_unit_test(every_bit_counts),
		cmocka_unit_test(ends_where_it_ends),     cmocka_unit_test(hostile_headers),
		cmocka_unit_test(costs_have_bounds),      cmocka_unit_test(foreign_bytes),
		cmocka_unit_test(keys_in_words),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
