/*
 * One bad bit anywhere in a store of both classes, with rows in its log: each reading is right, flagged or an error. None is
 * wrong, and no record is gone in silence. In `seal` it is harmless, and for `keys` the second copy stands in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../fixture.h"
#include "ledger.h"

#define ANYTHING (~0u)

static const struct part {
	const char *file;
	long step, quick_step;
	bool harmless;
} parts[] = {
	{"store.db", 3, 3 * 41, false},
	{"store.db-wal", 12, 12 * 19, false},
	{"seal", 1, 13, true},
	{"keys", 1, 2, true},
};

static struct {
	char dir[FAULT_PATH], base[FAULT_PATH], work[FAULT_PATH];
	struct ledger ledger;
	long flips, right, flagged, errors, broken;
} test;

/* @opened: the older epochs are re-wrapped and there is a mark. */
static void begin(bool opened)
{
	struct error err = {0};

	test.ledger = (struct ledger){0};
	fault_remove(test.base);
	fault_create(test.base);
	for (int epoch = 0; epoch < 4; epoch++) {
		struct store *store = fault_open(test.base);
		if (ledger_append(&test.ledger, store, 9, 0, &err))
			fail_msg("%s", err.message);
		store_free(store);
	}
	if (opened)
		assert_string_equal(ledger_read(&test.ledger, test.base, 0, NULL).words, "");
	fault_leave_log(test.base, &test.ledger);
	/* From here on a record may be missing where something says so. */
	ledger_lose_from(&test.ledger, 0);
}

static void flip(const char *file, long place)
{
	char path[FAULT_PATH];
	unsigned char byte;

	fault_path(path, test.work, file);
	FILE *stream = fopen(path, "r+b");
	assert_non_null(stream);
	fseek(stream, place, SEEK_SET);
	assert_int_equal(fread(&byte, 1, 1, stream), 1);
	byte ^= (unsigned char)(1u << (unsigned)(place * 7 + place / 8) % 8);
	fseek(stream, place, SEEK_SET);
	assert_int_equal(fwrite(&byte, 1, 1, stream), 1);
	fclose(stream);
}

static void judge(const struct part *part, long place)
{
	bool unreadable = false;
	struct verdict verdict = ledger_read(&test.ledger, test.work, ANYTHING, &unreadable);
	bool right = !unreadable && !verdict.flagged && verdict.found == test.ledger.count;
	bool spoken = !strstr(verdict.words, "WITHOUT");

	test.flips++;
	if (right && !verdict.words[0])
		test.right++;
	else if (!part->harmless && unreadable && spoken)
		test.errors++;
	else if (!part->harmless && verdict.flagged && !verdict.words[0])
		test.flagged++;
	else if (test.broken++ < 10)
		print_error("# %s, byte %ld: %s (%d of %d records)\n", part->file, place,
			    verdict.words[0] ? verdict.words : "not harmless", verdict.found, test.ledger.count);
}

static void flip_all(const struct part *part, bool opened)
{
	char path[FAULT_PATH];
	struct stat status;
	long step = fault_is_long() ? part->step : part->quick_step;

	fault_path(path, test.base, part->file);
	assert_int_equal(stat(path, &status), 0);
	assert_true(status.st_size > 0);
	/* The strides do not meet the same bytes twice. */
	for (long place = opened ? step / 2 : 0; place < status.st_size; place += step) {
		fault_copy(test.base, test.work);
		flip(part->file, place);
		judge(part, place);
	}
}

static void one_bad_bit_is_never_silent(void **state)
{
	(void)state;
	fault_directory(test.dir);
	fault_path(test.base, test.dir, "base");
	fault_path(test.work, test.dir, "work");
	for (int opened = 0; opened < 2; opened++) {
		begin(opened);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			flip_all(&parts[i], opened);
	}
	fault_remove(test.base);
	fault_remove(test.work);
	fault_remove(test.dir);
	fault_figure("flips", test.flips);
	fault_figure("flips-right", test.right);
	fault_figure("flips-flagged", test.flagged);
	fault_figure("flips-errors", test.errors);
	fault_figure("flips-violations", test.broken);
	assert_true(test.right > 0 && test.flagged > 0 && test.errors > 0);
	assert_int_equal(test.broken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(one_bad_bit_is_never_silent)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
