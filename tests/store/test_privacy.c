/* What a store's files show to whoever has no passphrase: how many records there are, nothing of what they say. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include <evenkeel/secret.h>
#include <evenkeel/vault.h>

#include "fixture.h"

enum { PATH = 512, ROWS = 20 };
#define DAY_MS INT64_C(86400000)

/* Each kind of the check-in class in its turn, answered or not. */
static struct record of_any_kind(int i, int seed)
{
	static const uint8_t kinds[] = {RECORD_ANSWERED, RECORD_PARTIAL, RECORD_SKIPPED,  RECORD_DISMISSED,
					RECORD_EXPIRED,  RECORD_HELD,    RECORD_ANSWERED, RECORD_UNDELIVERED};
	struct record record = fixture_record(i, seed);

	record.kind = kinds[(i * (seed + 1) + seed) % 8];
	record.prompt.hold = record.kind == RECORD_HELD ? HELD_CALL : HELD_NONE;
	return record;
}

static void fill(const char *dir, int seed, bool unlock)
{
	fixture_create(dir, START_MS);
	struct store *store = fixture_open(dir);
	for (int i = 0; i < ROWS; i++) {
		struct record record = of_any_kind(i, seed);
		struct error err = {0};
		assert_int_equal(store_append(store, &record, 1, fixture_instant(record.wall_ms), 60, 0, &err), 0);
	}
	store_free(store);
	if (unlock) {
		struct store_report report = fixture_read(dir);
		fixture_assert_healthy(&report, ROWS);
	}
}

/* Call @look for each file of the store. */
static int each_file(const char *dir, void (*look)(const char *name, const char *path, void *context), void *context)
{
	char path[PATH];
	int count = 0;

	fixture_path(dir, "", path);
	DIR *list = opendir(path);
	assert_non_null(list);
	for (const struct dirent *entry; (entry = readdir(list));) {
		if (entry->d_name[0] == '.')
			continue;
		fixture_path(dir, entry->d_name, path);
		look(entry->d_name, path, context);
		count++;
	}
	closedir(list);
	return count;
}

static void same_size(const char *name, const char *path, void *context)
{
	const char *other_dir = context;
	char other[PATH];
	struct stat one, two;

	fixture_path(other_dir, name, other);
	assert_int_equal(stat(path, &one), 0);
	if (stat(other, &two))
		fail_msg("%s is in one store only", name);
	assert_int_equal(one.st_size, two.st_size);
}

static void different_answers_have_equal_sizes(void **state)
{
	const char *dir = *state;
	char one[PATH], two[PATH];

	for (int unlock = 0; unlock < 2; unlock++) {
		snprintf(one, sizeof(one), "%.400s/one%d", dir, unlock);
		snprintf(two, sizeof(two), "%.400s/two%d", dir, unlock);
		assert_int_equal(mkdir(one, 0700) || mkdir(two, 0700), 0);
		fill(one, 0, unlock);
		fill(two, 3, unlock);
		int count = each_file(one, same_size, two);
		assert_int_equal(count, each_file(two, same_size, one));
		assert_true(count >= 5);
	}
}

static void has_no_time(const char *name, const char *path, void *context)
{
	size_t size;
	unsigned char *bytes = fixture_bytes(path, &size);

	(void)context;
	for (size_t i = 0; i + 8 <= size; i++) {
		int64_t value;
		memcpy(&value, bytes + i, sizeof(value));
		if (value > START_MS - DAY_MS && value < START_MS + DAY_MS)
			fail_msg("%s: a time at byte %zu", name, i);
		value = (int64_t)__builtin_bswap64((uint64_t)value);
		if (value > START_MS - DAY_MS && value < START_MS + DAY_MS)
			fail_msg("%s: a big-endian time at byte %zu", name, i);
	}
	free(bytes);
}

static void no_time_of_an_answer_is_in_any_file(void **state)
{
	fill(*state, 0, true);
	assert_true(each_file(*state, has_no_time, NULL) >= 5);
}

static void has_no_answers(const char *name, const char *path, void *context)
{
	uint8_t encoded[RECORD_WORKSHEET_SIZE];
	struct record record = fixture_record(0, 0);
	size_t size;
	unsigned char *bytes = fixture_bytes(path, &size);

	(void)context;
	record_encode(&record, encoded);
	/* Three answers in a row, as they stand in the record. */
	if (memmem(bytes, size, encoded + 24, 12))
		fail_msg("%s holds answers in clear", name);
	if (memmem(bytes, size, PASSPHRASE, strlen(PASSPHRASE)))
		fail_msg("%s holds the passphrase", name);
	free(bytes);
}

static void no_answer_is_in_any_file(void **state)
{
	const char *dir = *state;

	fixture_create(dir, START_MS);
	/* Killed in the middle, so to speak: the log is still there. */
	struct store *store = fixture_open(dir);
	fixture_append(store, 0, 1);
	assert_true(each_file(dir, has_no_answers, NULL) >= 7);
	store_free(store);
	each_file(dir, has_no_answers, NULL);
}

/* An epoch's key is in no file after it moved on: neither the chain's old state in the seal nor the boxes that were
 * replaced. */
static void replaced_boxes_are_in_no_file(void **state)
{
	const char *dir = *state;
	char path[PATH];
	size_t size;
	unsigned char box[3][81];
	int found = 0;

	fixture_create(dir, START_MS);
	for (int i = 0; i < 3; i++)
		fixture_append_once(dir, i, 1);
	fixture_path(dir, "store.db", path);
	unsigned char *bytes = fixture_bytes(path, &size);
	/* The record of a sealed epoch: header, e, g, first_n; the box begins with 0x01 after a two-byte serial type
	 * 174. */
	for (size_t i = 0; i + 90 < size && found < 3; i++)
		if (bytes[i] == 0x81 && bytes[i + 1] == 0x2e && memchr(bytes + i + 2, 0x01, 4)) {
			unsigned char *start = memchr(bytes + i + 2, 0x01, 4);
			memcpy(box[found++], start + 8, 64);
		}
	free(bytes);
	assert_int_equal(found, 3);
	struct store_report report = fixture_read(dir);
	fixture_assert_healthy(&report, 3);
	bytes = fixture_bytes(path, &size);
	for (int i = 0; i < found; i++)
		assert_null(memmem(bytes, size, box[i], 64));
	free(bytes);
}

/* Whoever forks, a library or we: the child's copy of a key would outlive our wiping it. */
static void a_child_gets_no_key(void **state)
{
	uint8_t *key = secret_new(VAULT_KEY_SIZE, NULL);
	int status;

	(void)state;
	memset(key, 0x5a, VAULT_KEY_SIZE);
	pid_t child = fork();
	if (child == 0)
		_exit(sodium_is_zero(key, VAULT_KEY_SIZE) ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_int_equal(key[0], 0x5a);
	sodium_free(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIRECTORY(different_answers_have_equal_sizes),
		IN_DIRECTORY(no_time_of_an_answer_is_in_any_file),
		IN_DIRECTORY(no_answer_is_in_any_file),
		IN_DIRECTORY(replaced_boxes_are_in_no_file),
		cmocka_unit_test(a_child_gets_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
