/*
 * A store whose keys were rotated, with the backup from before the rotation still in its place, and the weekly backup that is then made of
 * it: what the tests of its maker, killed or held, begin from and look at.
 */
#ifndef FAULTS_BACKUP_STAGE_H
#define FAULTS_BACKUP_STAGE_H

#include <stdbool.h>

#include "../fixture.h"
#include "folder.h"
#include "ledger.h"

/* The passphrase from the rotation on. */
#define STAGE_PASSPHRASE "another passphrase for tests"
#define STAGE_DAY_MS INT64_C(86400000)
/* Before the rotation, and in all. */
enum { STAGE_OLD_RECORDS = 6, STAGE_RECORDS = 9 };

struct backup_stage {
	char dir[FAULT_PATH], store[FAULT_PATH];
	bool going; /* the store goes while it is worked on */
};
extern struct backup_stage stage;

/* For a group of tests. */
int stage_setup(void **state);
int stage_teardown(void **state);
/* Lay the store out anew. */
void stage_begin(void);
/* Run @command in stage.dir; it must go well. */
void stage_shell(const char *command);
/* Eight days after the old one. A job for calls.h. */
int stage_make_backup(void);
/* How many records of the store @name in stage.dir open with @passphrase, or -1 when nothing does. */
int stage_records_in(const char *name, const char *passphrase);
enum folder stage_folder_in(const char *name);
/*
 * The backup is nothing but keys, database and questionnaires, and they belong together, or the test fails: @when and @at say where. Whether
 * it is the new one.
 */
bool stage_is_new_pair(const char *when, long at);
void stage_assert_nothing_beside(void);

#endif
