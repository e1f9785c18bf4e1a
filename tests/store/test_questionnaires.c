/* Added questionnaires on their way with a backup: what takes their place, what stays, and what nobody touches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>

#include "faults/folder.h"
#include "faults/ledger.h"
#include "fixture.h"

static void shell(const char *dir, const char *command)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && %s", dir, command);
	assert_int_equal(system(line), 0);
}

static enum folder found_in(const char *dir, const char *name)
{
	char path[FAULT_PATH];

	fault_path(path, dir, name);
	return folder_find(path);
}

static void make(const char *dir, enum folder state)
{
	char store[FAULT_PATH];

	fixture_path(dir, "", store);
	folder_make(store, state);
}

static void back_up(const char *dir, bool weekly)
{
	char copy[FAULT_PATH];
	struct error err = {0};
	struct store *store = fixture_open(dir);

	fault_path(copy, dir, "copy");
	if (weekly ? backup_weekly(store, fixture_instant(START_MS), &err) != 1
		   : backup_make(store, copy, fixture_instant(START_MS), 0, &err))
		fail_msg("backup: %s", err.message);
	store_free(store);
}

static void restore(const char *dir, const char *name)
{
	char from[FAULT_PATH], store[FAULT_PATH];
	struct error err = {0};

	fault_path(from, dir, name);
	fixture_path(dir, "", store);
	if (backup_restore(store, from, &err))
		fail_msg("restore: %s", err.message);
}

static int setup(void **state)
{
	if (fixture_setup_store(state))
		return -1;
	folder_start(*state);
	fixture_append_once(*state, 0, 5);
	make(*state, FOLDER_THEN);
	return 0;
}

static void the_weekly_backup_has_them(void **state)
{
	const char *dir = *state;

	back_up(dir, true);
	assert_int_equal(found_in(dir, "store/backup"), FOLDER_THEN);
	shell(dir, "rm -r store/instruments");
	restore(dir, "store/backup");
	assert_int_equal(found_in(dir, "store"), FOLDER_THEN);
	/* What was added since stays, what was taken away comes back, and all of before lies aside. */
	make(dir, FOLDER_NOW);
	restore(dir, "store/backup");
	assert_int_equal(found_in(dir, "store"), FOLDER_JOINED);
	assert_int_equal(found_in(dir, "store/before-restore"), FOLDER_NOW);
	/* Spoilt ones do not. */
	make(dir, FOLDER_NOW);
	shell(dir, "echo spoilt >store/instruments/questions; echo spoilt >store/instruments/qa/questionnaire.json");
	restore(dir, "store/backup");
	assert_int_equal(found_in(dir, "store"), FOLDER_THEN);
}

/* The numbers are a machine's own. */
static void those_of_another_machine_are_not_mixed_in(void **state)
{
	const char *dir = *state;

	back_up(dir, false);
	make(dir, FOLDER_OTHER);
	restore(dir, "copy");
	assert_int_equal(found_in(dir, "store"), FOLDER_THEN);
	assert_int_equal(found_in(dir, "store/before-restore"), FOLDER_OTHER);
}

static void a_backup_without_any_leaves_them(void **state)
{
	const char *dir = *state;

	back_up(dir, false);
	shell(dir, "rm -r copy/instruments");
	restore(dir, "copy");
	assert_int_equal(found_in(dir, "store"), FOLDER_THEN);
}

static void what_is_not_from_a_backup_stays(void **state)
{
	static const char *const names[] = {"instruments", "instruments.old"};
	const char *dir = *state;
	char copy[FAULT_PATH];
	struct error err;

	back_up(dir, false);
	fault_path(copy, dir, "copy");
	fixture_append_once(dir, 5, 5);
	for (size_t i = 0; i < 2; i++) {
		char command[FAULT_PATH];
		struct store *store = fixture_open(dir);
		snprintf(command, sizeof(command),
			 "rm -r copy/instruments; mkdir copy/%s && echo >copy/%s/mine && sha256sum copy/store.db "
			 "copy/keys copy/*/mine >sums",
			 names[i], names[i]);
		shell(dir, command);
		err = (struct error){0};
		assert_int_equal(backup_make(store, copy, fixture_instant(START_MS), 0, &err), -1);
		store_free(store);
		assert_non_null(strstr(err.message, "not from a backup"));
		shell(dir,
		      "sha256sum --quiet -c sums && test ! -e copy/instruments.new && test ! -e copy/store.db.copy");
	}
}

static void what_a_crash_left_there_goes(void **state)
{
	const char *dir = *state;

	back_up(dir, false);
	make(dir, FOLDER_NOW);
	shell(dir, "cp -r copy/instruments copy/instruments.old && mkdir copy/instruments.new && echo "
		   ">copy/instruments.new/qx");
	back_up(dir, false);
	assert_int_equal(found_in(dir, "copy"), FOLDER_NOW);
	shell(dir, "test \"$(ls copy | tr '\\n' ' ')\" = 'instruments keys store.db '");
}

/* The power went when they had gone aside, and somebody added one before the store was opened again. */
static void a_restoring_that_was_cut_goes_on(void **state)
{
	const char *dir = *state;

	back_up(dir, false);
	make(dir, FOLDER_NOW);
	shell(dir, "mkdir -m 700 store/restore.new store/restore.new/before && cp -r copy/* store/restore.new/ && "
		   "cp store/keys store/restore.new/keys.bak && mv store/instruments store/restore.new/before/");
	make(dir, FOLDER_OTHER);
	store_free(fixture_open(dir));
	assert_int_equal(found_in(dir, "store"), FOLDER_THEN);
	assert_int_equal(found_in(dir, "store/before-restore"), FOLDER_NOW);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(the_weekly_backup_has_them),       WITH_FOLDER(those_of_another_machine_are_not_mixed_in),
		WITH_FOLDER(a_backup_without_any_leaves_them), WITH_FOLDER(what_is_not_from_a_backup_stays),
		WITH_FOLDER(what_a_crash_left_there_goes),     WITH_FOLDER(a_restoring_that_was_cut_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
