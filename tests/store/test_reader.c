/* read_store.py, a reader in another language written from the design alone, agrees with the store byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/text.h>

#include "fixture.h"

enum { PATH = 512 };

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

static void read_by_other(const char *dir, const char *option, const char *secret, struct text *ret)
{
	char command[2 * PATH], line[4096];

	snprintf(command, sizeof(command), "python3 tests/store/read_store.py '%s/store' %s '%s' 2>&1", dir, option,
		 secret);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		text_append(ret, line);
	if (pclose(pipe))
		fail_msg("%s", text_string(ret));
}

static int print_row(void *context, uint64_t n, const struct record *record)
{
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct text *text = context;

	record_encode(record, bytes);
	/* Rows 0-4 were appended by one process, 5 by the next, then 6-8 and 9. */
	text_appendf(text, "row %u epoch %d ", (unsigned)n, n < 5 ? 0 : n < 6 ? 1 : n < 9 ? 2 : 3);
	for (size_t i = 0; i < record_size(record); i++)
		text_appendf(text, "%02x", bytes[i]);
	text_append(text, "\n");
	return 0;
}

static void append_worksheet(struct store *store, int64_t wall_ms)
{
	struct error err = {0};
	struct record record = {.kind = RECORD_WORKSHEET, .wall_ms = wall_ms, .parts = 1, .group = 7, .catalogue = 1};

	record.worksheet.exercise = 0;
	record.worksheet.length = (uint16_t)snprintf(record.worksheet.text, RECORD_TEXT_MAX, "Ein ruhiger Tag. 平静。");
	assert_int_equal(store_append(store, &record, 1, fixture_instant(wall_ms), 60, 0, &err), 0);
}

static void both_readers_agree(void **state)
{
	const char *dir = *state;
	char path[PATH], code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	if (system("python3 -c 'import hashlib' >/dev/null 2>&1") || access("tests/store/read_store.py", R_OK)) {
		skip();
		return;
	}
	fixture_path(dir, "", path);
	assert_int_equal(
		store_create(path, PASSPHRASE, strlen(PASSPHRASE), STORE_DEMO, fixture_instant(START_MS), code, &err),
		0);
	fixture_append_once(dir, 0, 5);
	fixture_append_once(dir, 5, 1);
	struct store *store = fixture_open(dir);
	fixture_append(store, 6, 2);
	append_worksheet(store, START_MS + 500000);
	store_free(store);
	/* Before the first unlock with sealed boxes, after it with wrapped ones and a mark, then with both. */
	for (int round = 0; round < 3; round++) {
		struct text other = {0}, ours = {0};
		struct store_report report;
		read_by_other(dir, round == 1 ? "--code" : "--passphrase", round == 1 ? code : PASSPHRASE, &other);
		store = fixture_unlock(dir);
		assert_int_equal(store_read(store, print_row, &ours, &report, &err), 0);
		assert_true(report.healthy && store_is_demo(store));
		store_free(store);
		text_appendf(&ours, "mark %s\n", report.mark);
		assert_string_equal(text_string(&ours), text_string(&other));
		text_clear(&ours);
		text_clear(&other);
		if (round == 1)
			fixture_append_once(dir, 10, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(both_readers_agree, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
