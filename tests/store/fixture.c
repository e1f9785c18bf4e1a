#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>

#include "fixture.h"

enum { PATH = 512 };

void fixture_directory(char *ret)
{
	const char *parent = getenv("TMPDIR");

	snprintf(ret, PATH, "%s/evenkeel-store.XXXXXX", parent && *parent ? parent : "/tmp");
	assert_non_null(mkdtemp(ret));
}

void fixture_remove(const char *dir)
{
	char command[PATH + 32];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	assert_int_equal(system(command), 0);
}

int fixture_setup(void **state)
{
	*state = malloc(PATH);
	fixture_directory(*state);
	return 0;
}

int fixture_setup_store(void **state)
{
	fixture_setup(state);
	fixture_create(*state, START_MS);
	return 0;
}

int fixture_teardown(void **state)
{
	fixture_remove(*state);
	free(*state);
	return 0;
}

void fixture_path(const char *dir, const char *name, char *ret)
{
	snprintf(ret, PATH, "%s/store%s%s", dir, *name ? "/" : "", name);
}

struct instant fixture_instant(int64_t wall_ms)
{
	return (struct instant){.wall_ms = wall_ms, .boot_ms = wall_ms - START_MS};
}

static void create(const char *dir, int64_t wall_ms, char ret_code[static RECOVERY_CODE_SIZE])
{
	char path[PATH];
	struct error err = {0};

	fixture_path(dir, "", path);
	if (store_create(path, PASSPHRASE, strlen(PASSPHRASE), STORE_TEST_KDF, fixture_instant(wall_ms), ret_code,
			 &err))
		fail_msg("store_create: %s", err.message);
}

void fixture_create(const char *dir, int64_t wall_ms)
{
	char code[RECOVERY_CODE_SIZE];

	create(dir, wall_ms, code);
}

void fixture_create_with_code(const char *dir, char ret_code[static RECOVERY_CODE_SIZE])
{
	create(dir, START_MS, ret_code);
}

int fixture_try_open(const char *dir, struct error *err)
{
	char path[PATH];
	struct store *store = NULL;

	*err = (struct error){0};
	fixture_path(dir, "", path);
	int r = store_open(&store, path, err);
	store_free(store);
	return r;
}

struct store *fixture_open(const char *dir)
{
	char path[PATH];
	struct error err = {0};
	struct store *store = NULL;

	fixture_path(dir, "", path);
	int r = store_open(&store, path, &err);
	if (r)
		fail_msg("store_open: %d %s", r, err.message);
	return store;
}

struct store *fixture_unlock_with(const char *dir, const char *passphrase)
{
	struct error err = {0};
	struct store *store = fixture_open(dir);
	int r = store_unlock(store, passphrase, strlen(passphrase), &err);

	if (r)
		fail_msg("store_unlock: %d %s", r, err.message);
	return store;
}

struct store *fixture_unlock(const char *dir)
{
	return fixture_unlock_with(dir, PASSPHRASE);
}

struct record fixture_record(int i, int seed)
{
	struct record record = {
		.kind = RECORD_ANSWERED,
		.wall_ms = START_MS + i * INT64_C(60000),
		.zone_min = 60,
		.parts = 1,
		.group = 1000u + (uint32_t)i,
		.count = 3,
		.catalogue = 1,
		.prompt = {.since_prompt_s = 5, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT},
	};

	for (int k = 0; k < 3; k++)
		record.prompt.answers[k] = (struct record_answer){.question = (uint16_t)(1 + k + seed % 5),
								  .scale = SCALE_M3,
								  .value = (int8_t)((i + k + seed) % 3)};
	return record;
}

int fixture_try_append(struct store *store, const struct record *record, struct error *err)
{
	return store_append(store, record, 1, fixture_instant(record->wall_ms), 60, 0, err);
}

void fixture_append(struct store *store, int first, int count)
{
	struct error err = {0};

	for (int i = first; i < first + count; i++) {
		struct record record = fixture_record(i, 0);
		int r = store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 5000, &err);
		if (r)
			fail_msg("store_append: %d %s", r, err.message);
	}
}

void fixture_append_once(const char *dir, int first, int count)
{
	struct store *store = fixture_open(dir);

	fixture_append(store, first, count);
	store_free(store);
}

struct store_report fixture_read_rows(const char *dir, store_row row, void *context)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	if (store_read(store, row, context, &report, &err))
		fail_msg("store_read: %s", err.message);
	store_free(store);
	return report;
}

struct store_report fixture_read(const char *dir)
{
	return fixture_read_rows(dir, NULL, NULL);
}

struct store_report fixture_accept(const char *dir, bool *ret_changed)
{
	struct store_report report;
	struct error err = {0};
	struct store *store = fixture_unlock(dir);

	if (store_accept(store, fixture_instant(START_MS + 3600000), ret_changed, &report, &err))
		fail_msg("store_accept: %s", err.message);
	store_free(store);
	return report;
}

bool fixture_has(const struct store_report *report, enum store_finding_type type)
{
	for (int i = 0; i < report->finding_count && i < STORE_FINDINGS_MAX; i++)
		if (report->findings[i].type == type)
			return true;
	return false;
}

void fixture_assert_sound(const struct store_report *report)
{
	if (!report->healthy)
		fail_msg("%d findings, the first: %s", report->finding_count, report->findings[0].words);
}

void fixture_assert_healthy(const struct store_report *report, uint64_t records)
{
	if (report->finding_count)
		fail_msg("%d findings, the first: %s", report->finding_count, report->findings[0].words);
	fixture_assert_sound(report);
	assert_int_equal(report->records, records);
	assert_int_equal(report->expected, records);
	assert_int_equal(strlen(report->mark), 9);
	assert_int_equal(report->mark[4], '-');
}
