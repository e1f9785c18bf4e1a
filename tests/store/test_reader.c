/* read_store.py, a reader in another language written from the design alone, agrees with the store byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/vault.h>

#include "fixture.h"
#include "other_reader.h"

enum { PATH = 512 };

static void read_by_other(const char *dir, const char *option, const char *secret, struct text *ret)
{
	if (other_reader_run(dir, option, secret, "", ret))
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
	assert_int_equal(fixture_try_append(store, &record, &err), 0);
}

static void both_readers_agree(void **state)
{
	const char *dir = *state;
	char path[PATH], code[RECOVERY_CODE_SIZE];
	struct error err = {0};

	if (!other_reader_there()) {
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

static struct record of_kind(uint8_t kind, int i)
{
	struct record record = fixture_record(i, i);

	record.kind = kind;
	record.flags = i % 2 ? RECORD_LATE : 0;
	if (record_is_prompt(&record))
		return record;
	record.count = 0;
	memset(record.raw, 0, sizeof(record.raw));
	switch (kind) {
	case RECORD_WITHDRAWN:
		record.withdrawn.group = 1003;
		break;
	case RECORD_BREAK:
		record.pause = (struct record_pause){BREAK_DAILY, HELD_BUSY, BREAK_HELD | BREAK_PLANNED, 1, 2, 3, 4, 5};
		break;
	case RECORD_TIP_FEEDBACK:
		record.tip.tip = 0x1234;
		record.tip.verdict = 2;
		break;
	case RECORD_WORKSHEET:
		record.worksheet.exercise = 3;
		record.worksheet.length = RECORD_TEXT_MAX;
		memset(record.worksheet.text, 'x', RECORD_TEXT_MAX);
		break;
	case RECORD_CONTRIBUTION:
		record.contribution.days = 28;
		break;
	case RECORD_CLOCK:
		record.clock.cause = 2;
		record.clock.jump_ms = -7;
		break;
	default:
		record.raw[1] = 0x99;
	}
	return record;
}

static void append_alone(const char *dir, const struct record *record)
{
	struct store *store = fixture_open(dir);
	struct error err = {0};

	assert_int_equal(fixture_try_append(store, record, &err), 0);
	store_free(store);
}

/* Records of every kind that a program writes, an erased row with the person's authority, and one kind of a newer version. */
static void append_all_kinds(const char *dir, const char *code)
{
	static const uint8_t kinds[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x11, 0x20, 0x30, 0x42, 0x5f};
	struct record record = of_kind(RECORD_WITHDRAWN, 30);
	struct vault_keys vault;
	uint8_t master[VAULT_MASTER_SIZE];

	for (size_t i = 0; i < sizeof(kinds); i++) {
		struct record one = of_kind(kinds[i], (int)i);
		append_alone(dir, &one);
	}
	assert_int_equal(vault_code_decode(code, master, NULL), 0);
	vault_derive(master, &vault);
	record.kind = RECORD_ERASE;
	memset(record.raw, 0, sizeof(record.raw));
	record.range.first = record.range.last = 4;
	vault_authority(&vault, RECORD_ERASE, 4, 4, sizeof(kinds), record.range.mac);
	append_alone(dir, &record);
	fixture_sql(dir, "DELETE FROM entry WHERE n=4; DELETE FROM epoch WHERE e=4");
}

static void assert_agree(const char *dir, bool unattested)
{
	other_reader_assert_agrees(dir, PASSPHRASE, unattested);
}

static void both_readers_agree_on_every_kind(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];

	if (!other_reader_there()) {
		skip();
		return;
	}
	fixture_create_with_code(dir, code);
	append_all_kinds(dir, code);
	assert_agree(dir, false); /* sealed boxes */
	assert_agree(dir, false); /* wrapped ones and a mark */
	fixture_append_once(dir, 40, 35);
	assert_agree(dir, false); /* both */
	/* A generation that began without the person. */
	fixture_delete(dir, "seal");
	fixture_append_once(dir, 80, 3);
	assert_agree(dir, true);
	assert_agree(dir, true);
}

/* What an intruder does to rows, the other reader finds as well, and names. */
static void the_other_reader_finds_edits(void **state)
{
	static const struct {
		const char *sql, *words;
	} edits[] = {
		{"UPDATE entry SET blob=(SELECT blob FROM entry WHERE n=1) WHERE n=2", "row 2"},
		{"UPDATE entry SET blob=CAST(x'00'||substr(blob,2) AS BLOB) WHERE n=3", "row 3"},
		{"DELETE FROM entry WHERE n=3", "row 3 is missing"},
		{"DELETE FROM entry WHERE n=5", "row 5 is missing"},
		{"UPDATE entry SET n=6 WHERE n=5", "beyond the seal"},
		{"UPDATE epoch SET box=(SELECT box FROM epoch WHERE e=0) WHERE e=1", "row 3"},
		{"DELETE FROM epoch WHERE e=1", "row "},
		{"UPDATE epoch SET first_n=4 WHERE e=1", "row "},
		{"UPDATE chain SET first_n=1", "row 0: no epoch"},
	};
	const char *dir = *state;

	if (!other_reader_there()) {
		skip();
		return;
	}
	fixture_create(dir, START_MS);
	fixture_append_once(dir, 0, 3);
	fixture_append_once(dir, 3, 3);
	fixture_save(dir, "store.db", "good.db");
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		struct text words = {0};
		fixture_sql(dir, edits[i].sql);
		if (other_reader_run(dir, "--passphrase", PASSPHRASE, "", &words) == 0)
			fail_msg("not found: %s", edits[i].sql);
		if (!strstr(text_string(&words), "read_store.py: ") || !strstr(text_string(&words), edits[i].words))
			fail_msg("%s: %s", edits[i].sql, text_string(&words));
		text_clear(&words);
		fixture_restore(dir, "good.db", "store.db");
	}
	struct text words = {0};
	assert_int_not_equal(other_reader_run(dir, "--passphrase", "another", "", &words), 0);
	assert_non_null(strstr(text_string(&words), "wrong passphrase"));
	text_clear(&words);
	assert_int_equal(other_reader_run(dir, "--passphrase", PASSPHRASE, "", &words), 0);
	text_clear(&words);
}

/* An ERASE of another's making is named, unless the keys of now say the same behind it. */
static void the_other_reader_asks_for_authority(void **state)
{
	const char *dir = *state;
	struct record record = of_kind(RECORD_ERASE, 3);
	struct text words = {0};

	if (!other_reader_there()) {
		skip();
		return;
	}
	fixture_create(dir, START_MS);
	fixture_append_once(dir, 0, 3);
	memset(record.raw, 0, sizeof(record.raw));
	record.range.last = 1;
	append_alone(dir, &record);
	assert_int_not_equal(other_reader_run(dir, "--passphrase", PASSPHRASE, "", &words), 0);
	assert_non_null(strstr(text_string(&words), "row 3: authority"));
	text_clear(&words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(both_readers_agree),
		IN_DIRECTORY(both_readers_agree_on_every_kind),
		IN_DIRECTORY(the_other_reader_finds_edits),
		IN_DIRECTORY(the_other_reader_asks_for_authority),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
