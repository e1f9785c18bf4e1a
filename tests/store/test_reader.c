/* read_store.py, a reader in another language written from the design alone, agrees with the store byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>
#include <evenkeel/rotate.h>
#include <evenkeel/text.h>
#include <evenkeel/vault.h>

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

static bool have_python(void)
{
	return system("python3 -c 'import hashlib' >/dev/null 2>&1") == 0 &&
	       access("tests/store/read_store.py", R_OK) == 0;
}

/* What the other reader prints, and its status. */
static int run_other(const char *dir, const char *option, const char *secret, const char *more, struct text *ret)
{
	char command[2 * PATH], line[4096];

	snprintf(command, sizeof(command), "python3 tests/store/read_store.py '%s/store' %s '%s' %s 2>&1", dir, option,
		 secret, more);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		text_append(ret, line);
	return pclose(pipe);
}

static void read_by_other(const char *dir, const char *option, const char *secret, struct text *ret)
{
	if (run_other(dir, option, secret, "", ret))
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

	if (!have_python()) {
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

static void hex(struct text *text, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text_appendf(text, "%02x", ((const uint8_t *)bytes)[i]);
}

static void print_prompt(struct text *text, const struct record *record)
{
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		text_appendf(text, " %d:%d=%d", answer->question, answer->scale, answer->value);
	}
	text_appendf(text, " since=%u form=%d origin=%d hold=%d", record->prompt.since_prompt_s, record->prompt.form,
		     record->prompt.origin, record->prompt.hold);
}

static void print_body(struct text *text, const struct record *record)
{
	const struct record_pause *pause = &record->pause;

	switch (record->kind) {
	case RECORD_WITHDRAWN:
		text_appendf(text, " takes_back=%u", record->withdrawn.group);
		break;
	case RECORD_BREAK:
		text_appendf(text, " type=%d held=%d outcome=%d due=%u planned=%u taken=%u postponed=%u times=%d",
			     pause->type, pause->held, pause->outcome, pause->due_ago_s, pause->planned_s,
			     pause->taken_s, pause->postponed_s, pause->times_postponed);
		break;
	case RECORD_TIP_FEEDBACK:
		text_appendf(text, " tip=%d verdict=%d cause=%d", record->tip.tip, record->tip.verdict,
			     record->tip.cause);
		break;
	case RECORD_WORKSHEET:
		text_appendf(text, " exercise=%d field=%d length=%d bytes=", record->worksheet.exercise,
			     record->worksheet.field, record->worksheet.length);
		hex(text, record->worksheet.text, record->worksheet.length);
		break;
	case RECORD_CONTRIBUTION:
		text_appendf(text, " first_day=%u days=%d", record->contribution.first_day, record->contribution.days);
		break;
	case RECORD_ERASE:
	case RECORD_RESTORE:
		text_appendf(text, " first=%llu last=%llu bytes=", (unsigned long long)record->range.first,
			     (unsigned long long)record->range.last);
		hex(text, record->range.mac, sizeof(record->range.mac));
		break;
	case RECORD_CLOCK:
		text_appendf(text, " jump=%lld old=%d new=%d cause=%d", (long long)record->clock.jump_ms,
			     record->clock.old_zone_min, record->clock.new_zone_min, record->clock.cause);
		break;
	default:
		text_append(text, " raw=");
		hex(text, record->raw, RECORD_SIZE - 24);
	}
}

/* As read_store.py --text, but for the epoch, which a caller of the store never sees. */
static int print_fields(void *context, uint64_t n, const struct record *record)
{
	struct text *text = context;

	text_appendf(text, "row %u kind=%d flags=%d ms=%lld zone=%d part=%d/%d group=%u count=%d catalogue=%d",
		     (unsigned)n, record->kind, record->flags, (long long)record->wall_ms, record->zone_min,
		     record->part, record->parts, record->group, record->count, record->catalogue);
	if (record_is_prompt(record))
		print_prompt(text, record);
	else
		print_body(text, record);
	text_append(text, "\n");
	return 0;
}

/* "row N epoch E kind=..." becomes "row N kind=...". */
static void drop_epochs(struct text *text)
{
	for (char *at = text->bytes, *epoch; (epoch = strstr(at, " epoch ")); at = epoch) {
		char *end = strchr(epoch + 7, ' ');
		memmove(epoch, end, strlen(end) + 1);
	}
	text->length = strlen(text->bytes);
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

/* Records of every kind that a program writes, an erased row with the person's authority, and one kind of a newer version. */
static void append_all_kinds(const char *dir, const char *code)
{
	static const uint8_t kinds[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x11, 0x20, 0x30, 0x42, 0x5f};
	struct record record = of_kind(RECORD_WITHDRAWN, 30);
	struct vault_keys vault;
	uint8_t master[VAULT_MASTER_SIZE];
	struct error err = {0};

	for (size_t i = 0; i < sizeof(kinds); i++) {
		struct store *store = fixture_open(dir);
		struct record one = of_kind(kinds[i], (int)i);
		assert_int_equal(store_append(store, &one, 1, fixture_instant(one.wall_ms), 60, 0, &err), 0);
		store_free(store);
	}
	assert_int_equal(vault_code_decode(code, master, &err), 0);
	vault_derive(master, &vault);
	record.kind = RECORD_ERASE;
	memset(record.raw, 0, sizeof(record.raw));
	record.range.first = record.range.last = 4;
	vault_authority(&vault, RECORD_ERASE, 4, 4, sizeof(kinds), record.range.mac);
	struct store *store = fixture_open(dir);
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), 0);
	store_free(store);
	fixture_sql(dir, "DELETE FROM entry WHERE n=4; DELETE FROM epoch WHERE e=4");
}

static struct store *unlock_with(const char *dir, const char *passphrase)
{
	struct store *store = fixture_open(dir);
	struct error err = {0};

	if (store_unlock(store, passphrase, strlen(passphrase), &err))
		fail_msg("store_unlock: %s", err.message);
	return store;
}

/* Both readers, field by field; the mark too. */
static void assert_agree_with(const char *dir, const char *passphrase, bool unattested)
{
	struct text other = {0}, ours = {0};
	struct store_report report;
	struct error err = {0};

	if (run_other(dir, "--passphrase", passphrase, "--text", &other))
		fail_msg("%s", text_string(&other));
	drop_epochs(&other);
	struct store *store = unlock_with(dir, passphrase);
	assert_int_equal(store_read(store, print_fields, &ours, &report, &err), 0);
	store_free(store);
	if (report.healthy == unattested)
		fail_msg("healthy: %d, %s", report.healthy, report.findings[0].words);
	for (int i = 0; i < report.finding_count; i++)
		if (report.findings[i].type == FINDING_UNATTESTED)
			text_appendf(&ours, "unattested since row %u\n", (unsigned)report.findings[i].first_n);
	text_appendf(&ours, "mark %s\n", report.mark);
	assert_string_equal(text_string(&ours), text_string(&other));
	text_clear(&ours);
	text_clear(&other);
}

static void assert_agree(const char *dir, bool unattested)
{
	assert_agree_with(dir, PASSPHRASE, unattested);
}

static void create(const char *dir, char *ret_code)
{
	char path[PATH];
	struct error err = {0};

	fixture_path(dir, "", path);
	assert_int_equal(store_create(path, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(START_MS),
				      ret_code, &err),
			 0);
}

static void both_readers_agree_on_every_kind(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE], path[PATH];

	if (!have_python()) {
		skip();
		return;
	}
	create(dir, code);
	append_all_kinds(dir, code);
	assert_agree(dir, false); /* sealed boxes */
	assert_agree(dir, false); /* wrapped ones and a mark */
	fixture_append_once(dir, 40, 35);
	assert_agree(dir, false); /* both */
	/* A generation that began without the person. */
	fixture_path(dir, "seal", path);
	assert_int_equal(unlink(path), 0);
	fixture_append_once(dir, 80, 3);
	assert_agree(dir, true);
	assert_agree(dir, true);
}

/* --- the steps of a store's life ------------------------------------------------------------------------------------------- */

#define OTHER "another passphrase for tests"

/* A store between two steps: rows so far, what opens it. */
struct life {
	const char *dir, *passphrase;
	int rows;
	uint64_t middle; /* not erased yet */
	struct instant now;
};

static void go_on(struct life *life, int count)
{
	struct record record;
	struct error err = {0};
	struct store *store = fixture_open(life->dir);

	for (int i = 0; i < count; i++) {
		life->now = fixture_instant(life->now.wall_ms + 60000);
		record = fixture_record(life->rows, 0);
		record.wall_ms = life->now.wall_ms;
		if (store_append(store, &record, 1, life->now, 60, 0, &err))
			fail_msg("store_append: %s", err.message);
		life->rows++;
	}
	store_free(store);
}

static bool in_range(void *context, uint64_t n, const struct record *record)
{
	const struct erase_range *range = context;

	(void)record;
	return n >= range->first && n <= range->last;
}

static void erase_range(struct life *life, uint64_t first, uint64_t last)
{
	struct erase_range range = {first, last};
	struct erase_plan plan = {0};
	struct store_report report;
	struct error err = {0};
	struct store *store = unlock_with(life->dir, life->passphrase);

	if (erase_plan(store, in_range, &range, &plan, &report, &err) || erase_rows(store, &plan, life->now, &err))
		fail_msg("erase: %s", err.message);
	assert_true(plan.records > 0);
	erase_plan_clear(&plan);
	store_free(store);
}

/* The end of one epoch, all of the next, the beginning of the third. */
static void erase_middle(struct life *life)
{
	erase_range(life, life->middle, life->middle + 5);
	life->middle += 20;
}

/* The latest rows, and with them the place that the mark speaks of. */
static void erase_end(struct life *life)
{
	assert_agree_with(life->dir, life->passphrase, false);
	erase_range(life, (uint64_t)life->rows - 5, UINT64_MAX);
}

static void accept_state(struct life *life)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = unlock_with(life->dir, life->passphrase);
	bool changed;

	if (store_accept(store, life->now, &changed, &report, &err))
		fail_msg("store_accept: %s", err.message);
	assert_true(changed && report.healthy);
	store_free(store);
}

static void lose_seal(struct life *life)
{
	char path[PATH];

	fixture_path(life->dir, "seal", path);
	assert_int_equal(unlink(path), 0);
	go_on(life, 3);
	accept_state(life);
}

static void lose_rows(struct life *life)
{
	fixture_sql(life->dir, "DELETE FROM entry WHERE n IN (SELECT n FROM entry ORDER BY n DESC LIMIT 2)");
	go_on(life, 1);
	accept_state(life);
}

static void rotate(struct life *life, bool full)
{
	struct rotate_order order = {.passphrase = life->passphrase,
				     .length = strlen(life->passphrase),
				     .full = full,
				     .now = life->now,
				     .zone_min = 60};
	struct error err = {0};
	struct store *store = unlock_with(life->dir, life->passphrase);

	if (store_rotate(store, &order, &err))
		fail_msg("store_rotate: %s", err.message);
	store_free(store);
}

static void rotate_fast(struct life *life)
{
	rotate(life, false);
}

static void rotate_full(struct life *life)
{
	rotate(life, true);
}

static void change_passphrase(struct life *life)
{
	const char *next = strcmp(life->passphrase, OTHER) ? OTHER : PASSPHRASE;
	struct text words = {0};
	struct error err = {0};
	struct store *store = fixture_open(life->dir);

	assert_int_equal(
		store_change_passphrase(store, life->passphrase, strlen(life->passphrase), next, strlen(next), &err),
		0);
	store_free(store);
	assert_int_not_equal(run_other(life->dir, "--passphrase", life->passphrase, "", &words), 0);
	text_clear(&words);
	life->passphrase = next;
}

static const struct life_step {
	const char *name;
	void (*run)(struct life *life);
} life_steps[] = {
	{"erase_middle", erase_middle}, {"lose_seal", lose_seal},     {"lose_rows", lose_rows},
	{"erase_end", erase_end},       {"rotate_fast", rotate_fast}, {"change_passphrase", change_passphrase},
	{"rotate_full", rotate_full},
};
enum { LIFE_STEPS = sizeof(life_steps) / sizeof(life_steps[0]) };

static struct life life_begins(const char *dir)
{
	struct life life = {.dir = dir, .passphrase = PASSPHRASE, .middle = 2, .now = fixture_instant(START_MS)};
	char code[RECOVERY_CODE_SIZE];

	create(dir, code);
	for (int epoch = 0; epoch < 4; epoch++)
		go_on(&life, 4);
	return life;
}

/* After the step, after the records that follow it, and once their boxes are wrapped. */
static void take_step(struct life *life, const struct life_step *step)
{
	print_message("# %s\n", step->name);
	step->run(life);
	assert_agree_with(life->dir, life->passphrase, false);
	go_on(life, 4);
	assert_agree_with(life->dir, life->passphrase, false);
	assert_agree_with(life->dir, life->passphrase, false);
}

static void both_readers_agree_after_each_step(void **state)
{
	const char *dir = *state;
	char path[PATH];

	if (!have_python()) {
		skip();
		return;
	}
	for (size_t i = 0; i < LIFE_STEPS; i++) {
		struct life life = life_begins(dir);
		take_step(&life, &life_steps[i]);
		fixture_path(dir, "", path);
		fixture_remove(path);
	}
}

/* Two rounds, so that each follows each: rotations re-issue what was erased and restored before, by older keys too. */
static void both_readers_agree_over_a_life(void **state)
{
	if (!have_python()) {
		skip();
		return;
	}
	struct life life = life_begins(*state);
	for (size_t i = 0; i < 2 * LIFE_STEPS; i++)
		take_step(&life, &life_steps[i % LIFE_STEPS]);
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
	char code[RECOVERY_CODE_SIZE];

	if (!have_python()) {
		skip();
		return;
	}
	create(dir, code);
	fixture_append_once(dir, 0, 3);
	fixture_append_once(dir, 3, 3);
	fixture_save(dir, "store.db", "good.db");
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		struct text words = {0};
		fixture_sql(dir, edits[i].sql);
		if (run_other(dir, "--passphrase", PASSPHRASE, "", &words) == 0)
			fail_msg("not found: %s", edits[i].sql);
		if (!strstr(text_string(&words), "read_store.py: ") || !strstr(text_string(&words), edits[i].words))
			fail_msg("%s: %s", edits[i].sql, text_string(&words));
		text_clear(&words);
		fixture_restore(dir, "good.db", "store.db");
	}
	struct text words = {0};
	assert_int_not_equal(run_other(dir, "--passphrase", "another", "", &words), 0);
	assert_non_null(strstr(text_string(&words), "wrong passphrase"));
	text_clear(&words);
	assert_int_equal(run_other(dir, "--passphrase", PASSPHRASE, "", &words), 0);
	text_clear(&words);
}

/* An ERASE of another's making is named, unless the keys of now say the same behind it. */
static void the_other_reader_asks_for_authority(void **state)
{
	const char *dir = *state;
	char code[RECOVERY_CODE_SIZE];
	struct record record = of_kind(RECORD_ERASE, 3);
	struct text words = {0};
	struct error err = {0};

	if (!have_python()) {
		skip();
		return;
	}
	create(dir, code);
	fixture_append_once(dir, 0, 3);
	struct store *store = fixture_open(dir);
	memset(record.raw, 0, sizeof(record.raw));
	record.range.last = 1;
	assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), 0);
	store_free(store);
	assert_int_not_equal(run_other(dir, "--passphrase", PASSPHRASE, "", &words), 0);
	assert_non_null(strstr(text_string(&words), "row 3: authority"));
	text_clear(&words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(both_readers_agree, setup, teardown),
		cmocka_unit_test_setup_teardown(both_readers_agree_on_every_kind, setup, teardown),
		cmocka_unit_test_setup_teardown(both_readers_agree_after_each_step, setup, teardown),
		cmocka_unit_test_setup_teardown(both_readers_agree_over_a_life, setup, teardown),
		cmocka_unit_test_setup_teardown(the_other_reader_finds_edits, setup, teardown),
		cmocka_unit_test_setup_teardown(the_other_reader_asks_for_authority, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
