#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/backup.h>
#include <evenkeel/rotate.h>

#include "backup_stage.h"

struct backup_stage stage;

void stage_shell(const char *command)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && %s", stage.dir, command);
	if (system(line))
		fail_msg("%s", line);
}

int stage_make_backup(void)
{
	struct store *store = NULL;
	struct error err = {0};
	int r = store_open(&store, stage.store, &err);

	if (r == 0)
		r = backup_weekly(store, fixture_instant(START_MS + 8 * STAGE_DAY_MS), &err);
	store_free(store);
	if (r < 0 && !stage.going)
		fprintf(stderr, "# %s\n", err.message);
	if (r < 0 && !err.message[0])
		fprintf(stderr, "# no reason is given\n");
	return r < 0 ? -1 : 0;
}

void stage_begin(void)
{
	stage_shell("rm -rf store && cp -a base store");
}

int stage_records_in(const char *name, const char *passphrase)
{
	struct store *store = NULL;
	struct store_report report;
	struct error err = {0};
	char path[FAULT_PATH + 16];
	int records = -1;

	snprintf(path, sizeof(path), "%s/%s", stage.dir, name);
	if (store_open(&store, path, &err) == 0 && store_unlock(store, passphrase, strlen(passphrase), &err) == 0 &&
	    store_read(store, NULL, NULL, &report, &err) == 0)
		records = (int)report.records;
	store_free(store);
	return records;
}

enum folder stage_folder_in(const char *name)
{
	char path[FAULT_PATH];

	fault_path(path, stage.dir, name);
	return folder_find(path);
}

bool stage_is_new_pair(const char *when, long at)
{
	char line[2 * FAULT_PATH];

	snprintf(line, sizeof(line), "cd '%s' && rm -rf look && cp -a store/backup look 2>/dev/null", stage.dir);
	if (system(line))
		fail_msg("%s %ld: there is no backup", when, at);
	stage_shell("test \"$(ls look | tr '\\n' ' ')\" = 'instruments keys store.db ' && test $(stat -c %a "
		    "look/store.db) = "
		    "600");
	enum folder folder = stage_folder_in("look");
	int old = stage_records_in("look", PASSPHRASE);
	int new = old < 0 ? stage_records_in("look", STAGE_PASSPHRASE) : -1;
	if (old != STAGE_OLD_RECORDS && new < STAGE_RECORDS)
		fail_msg("%s %ld: the backup opens to %d or %d records", when, at, old, new);
	if (folder != (new < STAGE_RECORDS ? FOLDER_THEN : FOLDER_NOW))
		fail_msg("%s %ld: the backup of %d records has the questionnaires %s", when, at, old < 0 ? new : old,
			 folder_name(folder));
	return new >= STAGE_RECORDS;
}

void stage_assert_nothing_beside(void)
{
	stage_shell("test ! -e store/backup.new && test ! -e store/backup.old && test ! -e store/backup.off");
}

int stage_setup(void **state)
{
	struct rotate_order order = {.passphrase = STAGE_PASSPHRASE,
				     .length = strlen(STAGE_PASSPHRASE),
				     .now = fixture_instant(START_MS + STAGE_DAY_MS)};
	struct error err = {0};
	(void)state;

	fault_directory(stage.dir);
	fixture_path(stage.dir, "", stage.store);
	fixture_create(stage.dir, START_MS);
	fixture_append_once(stage.dir, 0, STAGE_OLD_RECORDS);
	folder_start(stage.dir);
	folder_make(stage.store, FOLDER_THEN);
	struct store *store = fixture_unlock(stage.dir);
	if (backup_weekly(store, fixture_instant(START_MS), &err) != 1)
		return -1;
	stage_shell("cp -a store/backup aside");
	if (store_rotate(store, &order, &err))
		return -1;
	fixture_append(store, STAGE_OLD_RECORDS, STAGE_RECORDS - STAGE_OLD_RECORDS);
	store_free(store);
	folder_make(stage.store, FOLDER_NOW);
	stage_shell("rm -rf store/backup && mv aside store/backup && mv store base");
	return 0;
}

int stage_teardown(void **state)
{
	(void)state;
	fixture_remove(stage.dir);
	return 0;
}
