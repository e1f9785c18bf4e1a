/* The fuzz targets of moving records on mutations of good files, the same each time: a short look on every run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/mem.h>
#include <evenkeel/rng.h>
#include <evenkeel/transfer.h>

#include "fuzz/fuzz.h"
#include "mutations.h"

#define ROUNDS 9000

static const struct record records[] = {
	{.kind = RECORD_ANSWERED,
	 .wall_ms = 1772438400000,
	 .parts = 1,
	 .count = 1,
	 .catalogue = 1,
	 .prompt = {.answers = {{1, SCALE_M3, 2}}, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT}},
	{.kind = RECORD_BREAK,
	 .wall_ms = 1772438400001,
	 .parts = 1,
	 .pause = {.type = BREAK_REST, .outcome = BREAK_TAKEN}},
	{.kind = RECORD_WORKSHEET, .wall_ms = 1772438400002, .parts = 1, .worksheet = {.length = 3, .text = "负"}},
};

static int collect(void *context, const uint8_t *bytes, size_t size, struct error *err)
{
	(void)err;
	text_append_bytes(context, bytes, size);
	return 0;
}

static void transfer(void **state)
{
	struct transfer_for whom = {.passphrase = "fuzz", .length = 4, .test_kdf = true};
	uint8_t pk[VAULT_KEY_SIZE] = {9}, bytes[RECORD_WORKSHEET_SIZE];
	struct transfer_for device = {.pk = pk};
	struct text seeds[4] = {{0}, {0}, {0}, {0}};

	(void)state;
	text_append_char(&seeds[0], 2);
	assert_int_equal(transfer_write(&whom, records, 3, collect, &seeds[0], NULL), 0);
	text_append_char(&seeds[1], 2);
	assert_int_equal(transfer_write(&device, records, 1, collect, &seeds[1], NULL), 0);
	text_append_bytes(&seeds[2], "\x01\x80\x04\x00\x00", 5);
	for (int i = 0; i < 3; i++) {
		record_encode(&records[i], bytes);
		text_append_bytes(&seeds[2], bytes, record_size(&records[i]));
	}
	text_append_bytes(&seeds[3], "\x01\x40\x00\x00\x00", 5);
	record_encode(&records[0], bytes);
	text_append_bytes(&seeds[3], bytes, RECORD_SIZE);
	mutations_run(ROUNDS, fuzz_transfer, seeds, 4);
	mutations_clear(seeds, 4);
}

static void import(void **state)
{
	static const char *const files[] = {
		"{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[\n"
		"{\"kind\":\"answered\",\"time_ms\":1772438400000,\"zone_min\":60,\"flags\":[\"late\",8],\"group\":7,"
		"\"part\":0,"
		"\"parts\":1,\"catalogue\":1,\"form\":\"check-in\",\"origin\":\"prompt\",\"hold\":null,\"since_prompt_"
		"s\":5,"
		"\"answers\":[{\"question\":1,\"scale\":\"m3\",\"value\":2},{\"question\":16,\"scale\":2,\"value\":"
		"null}]}\n]}",
		"{\"records\":[{\"kind\":\"worksheet\",\"time_ms\":1,\"zone_min\":0,\"flags\":[],\"group\":7,\"part\":"
		"0,"
		"\"parts\":1,\"catalogue\":1,\"exercise\":null,\"field\":0,\"text\":\"a \\\"]}, \\u8d1f\"},"
		"{\"kind\":\"break\",\"time_ms\":2,\"zone_min\":0,\"flags\":[],\"group\":8,\"part\":0,\"parts\":1,"
		"\"catalogue\":1,"
		"\"break\":\"rest\",\"hold\":\"call\",\"outcome\":[\"taken\"],\"due_ago_s\":1,\"planned_s\":2,\"taken_"
		"s\":3,"
		"\"postponed_s\":4,\"times_postponed\":5}],\"version\":1,\"format\":\"evenkeel-export\"}",
		"{\"format\":\"evenkeel-export\",\"version\":1,\"records\":[{\"kind\":51,\"time_ms\":1,\"zone_min\":0,"
		"\"flags\":[],"
		"\"group\":7,\"part\":0,\"parts\":1,\"catalogue\":1,\"count\":3,\"raw\":"
		"\"00112233445566778899aabbccddeeff"
		"00112233445566778899aabbccddeeff0011223344556677\"},{\"kind\":\"withdrawn\",\"time_ms\":1,\"zone_"
		"min\":0,"
		"\"flags\":[],\"group\":7,\"part\":0,\"parts\":1,\"catalogue\":1,\"takes_back\":7}]}",
	};
	struct text seeds[3] = {{0}, {0}, {0}};

	(void)state;
	for (int i = 0; i < 3; i++)
		text_append(&seeds[i], files[i]);
	mutations_run(ROUNDS, fuzz_import, seeds, 3);
	mutations_clear(seeds, 3);
}

/* With answers to questionnaires, and these in it. */
static void import_questionnaires(void **state)
{
	struct text seed = {0};
	char bytes[4096];
	FILE *file = fopen("tests/fuzz/exports/questionnaires.json", "r");

	(void)state;
	assert_non_null(file);
	text_append_bytes(&seed, bytes, fread(bytes, 1, sizeof(bytes), file));
	fclose(file);
	mutations_run(ROUNDS / 3, fuzz_import, &seed, 1);
	mutations_clear(&seed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(transfer), cmocka_unit_test(import),
					   cmocka_unit_test(import_questionnaires)};

	return cmocka_run_group_tests_name("fuzz_transfer", tests, NULL, NULL);
}
