/*
 * Putting a backup in a store's place. The new files are laid out whole in restore.tmp. Its renaming to restore.new is the decision:
 * from then on the next open goes on. Phase one moves the present store into restore.new/before; renaming it to restore.put
 * begins phase two, which puts the new files in place. Every step may be repeated.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/backup.h>

#include "file.h"
#include "internal.h"
#include "lock.h"
#include "questionnaires.h"
#include "swap.h"
#include "tree.h"

#define PREPARING "restore.tmp"
#define DECIDED "restore.new"
#define PUTTING "restore.put"
#define BEFORE "before"

/* In this order aside: without its log first, the database is not opened with another's. */
static const char *const present_names[] = {SEAL_FILE,      STORE_DATABASE "-wal", STORE_DATABASE "-shm",
					    STORE_DATABASE, KEYS_BACKUP_FILE,      KEYS_FILE};
/* In this order into place: the database last, as when a store is made. */
static const char *const new_names[] = {KEYS_BACKUP_FILE, KEYS_FILE, STORE_DATABASE "-wal", STORE_DATABASE};

static int rename_in(const char *dir, const char *from, const char *to, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE];

	if (file_path(dir, from, old, err) || file_path(dir, to, new, err))
		return -1;
	if (rename(old, new))
		return error_set(err, ERROR_FAILED, "cannot move '%s': %s", old, strerror(errno));
	return file_sync_directory(dir, err);
}

static int make_directory(const char *path, struct error *err)
{
	if (mkdir(path, 0700) && errno != EEXIST)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno));
	return 0;
}

/* Phase one: the present store goes aside. */
static int move_aside(const char *dir, struct error *err)
{
	char work[PATH_SIZE], before[PATH_SIZE];

	/* Durable before anything goes into it. */
	if (file_path(dir, DECIDED, work, err) || file_path(work, BEFORE, before, err) || make_directory(before, err) ||
	    file_sync_directory(work, err))
		return -1;
	for (size_t i = 0; i < sizeof(present_names) / sizeof(*present_names); i++)
		if (tree_move(dir, before, present_names[i], err))
			return -1;
	/* A backup without any, an older one, leaves the present ones where they are. So do those that went aside before the power did. */
	if (tree_has(work, QUESTIONNAIRES) && !tree_has(before, QUESTIONNAIRES) &&
	    tree_move(dir, before, QUESTIONNAIRES, err))
		return -1;
	return file_sync_directory(before, err) || file_sync_directory(dir, err)
		       ? -1
		       : rename_in(dir, DECIDED, PUTTING, err);
}

/* One that somebody began to add in between makes way. */
static int put_questionnaires(const char *work, const char *dir, struct error *err)
{
	char path[PATH_SIZE];

	return file_path(dir, QUESTIONNAIRES, path, err) || tree_remove(path, err) ||
			       tree_move(work, dir, QUESTIONNAIRES, err)
		       ? -1
		       : 0;
}

/* Phase two: the new one takes its place. */
static int put_in_place(const char *dir, struct error *err)
{
	char work[PATH_SIZE], aside[PATH_SIZE];

	if (file_path(dir, PUTTING, work, err) || file_path(dir, BACKUP_ASIDE, aside, err))
		return -1;
	for (size_t i = 0; i < sizeof(new_names) / sizeof(*new_names); i++)
		if (tree_move(work, dir, new_names[i], err))
			return -1;
	if (tree_has(work, QUESTIONNAIRES) && put_questionnaires(work, dir, err))
		return -1;
	if (file_sync_directory(dir, err))
		return -1;
	if (tree_has(work, BEFORE) && (tree_remove(aside, err) || tree_move(work, dir, BEFORE, err)))
		return -1;
	if (tree_has(dir, BEFORE) && rename_in(dir, BEFORE, BACKUP_ASIDE, err))
		return -1;
	/* There was no store before: nothing to keep. */
	(void)rmdir(aside);
	return tree_remove(work, err) || file_sync_directory(dir, err) ? -1 : 0;
}

static int finish(const char *dir, struct error *err)
{
	if (tree_has(dir, DECIDED) && move_aside(dir, err))
		return -1;
	return tree_has(dir, PUTTING) ? put_in_place(dir, err) : 0;
}

static int take_lock(const char *dir, int wait_ms, int *ret, struct error *err)
{
	int lock = lock_open(dir, err);

	if (lock == LOCK_IMPOSSIBLE)
		return error_set(err, ERROR_FAILED, "'%s' cannot be written", dir);
	if (lock < 0)
		return -1;
	int r = lock_take(lock, LOCK_EX, wait_ms, err);
	if (r)
		close(lock);
	else
		*ret = lock;
	return r;
}

int backup_finish(const char *dir, int wait_ms, struct error *err)
{
	int lock, r;

	if (!tree_has(dir, DECIDED) && !tree_has(dir, PUTTING))
		return 0;
	r = take_lock(dir, wait_ms, &lock, err);
	if (r)
		return r;
	r = finish(dir, err);
	close(lock);
	return r;
}

static int copy_named(const char *from, const char *to, const char *name, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE];

	if (file_path(from, name, old, err) || file_path(to, name, new, err))
		return -1;
	int r = file_check(old, err);
	if (r == FILE_ABSENT)
		return 0;
	return r ? -1 : tree_copy(old, new, err);
}

/* The copy is opened and read through, and its log, if it had one, taken into it. */
static int check_database(const char *dir, struct error *err)
{
	char path[PATH_SIZE];
	struct sql_db db;

	if (file_path(dir, STORE_DATABASE, path, err))
		return -1;
	int r = sql_open(&db, path, false, err);
	if (r)
		return r == SQL_OLDER ? 0 : -1;
	r = sql_integrity(&db, err);
	sql_close(&db);
	return r;
}

/* Passphrases changed since the backup stay changed: the present keys are taken where they are for the same store. */
static int choose_keys(const char *dir, const char *from, struct keys *ret, struct error *err)
{
	struct keys present;
	int r = keys_read(from, ret, err);

	if (r == KEYS_ABSENT)
		return error_set(err, ERROR_FAILED, "'%s' holds no backup: it has no key file", from);
	if (r)
		return -1;
	if (keys_read(dir, &present, NULL) == 0 && memcmp(present.pk, ret->pk, sizeof(present.pk)) == 0)
		*ret = present;
	return 0;
}

static int lay_out(const char *dir, const char *from, const char *work, struct error *err)
{
	struct keys keys;

	if (!tree_has(from, STORE_DATABASE))
		return error_set(err, ERROR_FAILED, "'%s' holds no backup: it has no 'store.db'", from);
	if (choose_keys(dir, from, &keys, err) || tree_remove(work, err) || make_directory(work, err) ||
	    copy_named(from, work, STORE_DATABASE, err) || copy_named(from, work, STORE_DATABASE "-wal", err) ||
	    check_database(work, err) || questionnaires_lay_out(dir, from, work, err) ||
	    keys_write(work, KEYS_BACKUP_FILE, &keys, err))
		return -1;
	return keys_write(work, KEYS_FILE, &keys, err);
}

/* The log of the present database into it, so that what goes aside is whole by itself. */
static void settle_present(const char *dir)
{
	struct sql_db db;
	char path[PATH_SIZE];

	if (file_path(dir, STORE_DATABASE, path, NULL) || file_check(path, NULL) || sql_open(&db, path, false, NULL))
		return;
	sqlite3_wal_checkpoint_v2(db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sql_close(&db);
}

static int restore(const char *dir, const char *from, struct error *err)
{
	char work[PATH_SIZE];

	if (finish(dir, err) || file_path(dir, PREPARING, work, err))
		return -1;
	if (lay_out(dir, from, work, err)) {
		tree_remove(work, NULL);
		return -1;
	}
	settle_present(dir);
	return rename_in(dir, PREPARING, DECIDED, err) || finish(dir, err) ? -1 : 0;
}

int backup_check(const char *dir, const char *from, struct error *err)
{
	char weekly[PATH_SIZE];
	struct keys keys;

	/* The weekly one may be the one that is meant, and stand beside its place. */
	if (file_path(dir, BACKUP_DIRECTORY, weekly, err) == 0)
		swap_settle(weekly, NULL);
	int r = file_check_directory(from, err);
	if (r == FILE_ABSENT)
		return error_set(err, ERROR_FAILED, "there is no directory '%s'", from);
	if (r || (r = keys_read(from, &keys, err)) < 0)
		return -1;
	if (r == KEYS_ABSENT || !tree_has(from, STORE_DATABASE))
		return error_set(err, ERROR_FAILED, "'%s' holds no backup: 'keys' and 'store.db' belong to one", from);
	return 0;
}

int backup_restore(const char *dir, const char *from, struct error *err)
{
	int lock;

	if (vault_start(err) || backup_check(dir, from, err) || paths_make_private(dir, err) ||
	    take_lock(dir, STORE_WAIT_MS, &lock, err))
		return -1;
	int r = restore(dir, from, err);
	close(lock);
	return r;
}

bool backup_has_aside(const char *dir)
{
	return tree_has(dir, BACKUP_ASIDE);
}

int backup_drop_aside(const char *dir, struct error *err)
{
	char path[PATH_SIZE];

	return file_path(dir, BACKUP_ASIDE, path, err) || tree_remove(path, err) ? -1 : 0;
}
