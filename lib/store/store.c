#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/mem.h>

#include "file.h"
#include "internal.h"
#include "lock.h"
#include "migrate.h"
#include "rotation.h"

/* Set path fields for @dir without slashes at its end, so that a symlink there is seen. */
static int set_paths(struct store *store, const char *dir, struct error *err)
{
	size_t length = strlen(dir);

	while (length > 1 && dir[length - 1] == '/')
		length--;
	if (length == 0 || length >= sizeof(store->dir))
		return error_set(err, ERROR_FAILED, "the store's path '%s' is too long or empty", dir);
	memcpy(store->dir, dir, length);
	store->dir[length] = '\0';
	return file_path(store->dir, SEAL_FILE, store->seal_path, err) ||
			       file_path(store->dir, STORE_DATABASE, store->db_path, err)
		       ? -1
		       : 0;
}

static bool have_file(const struct store *store, const char *name)
{
	char path[PATH_SIZE];
	struct stat status;

	return file_path(store->dir, name, path, NULL) == 0 && lstat(path, &status) == 0;
}

/* The database and what SQLite lays beside it. */
static int check_database_files(const struct store *store, struct error *err)
{
	static const char *const names[] = {STORE_DATABASE, STORE_DATABASE "-wal", STORE_DATABASE "-shm"};
	char path[PATH_SIZE];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (file_path(store->dir, names[i], path, err) || file_check(path, err) < 0)
			return -1;
	return 0;
}

static int open_read_only(struct store *store, struct error *err)
{
	char path[PATH_SIZE];
	struct stat status;

	if (file_path(store->dir, STORE_DATABASE "-wal", path, err))
		return -1;
	if (stat(path, &status) == 0 && status.st_size > 0)
		return error_set(err, ERROR_FAILED,
				 "'%s' cannot be written and was not closed in order; copy the store elsewhere and "
				 "read the copy",
				 store->dir);
	store->read_only = true;
	return sql_open(&store->db, store->db_path, true, err);
}

static int open_database(struct store *store, struct error *err)
{
	struct stat status;

	if (check_database_files(store, err))
		return -1;
	if (stat(store->db_path, &status))
		return error_set(err, ERROR_DAMAGED, "the database '%s' is gone; restore it from a backup",
				 store->db_path);
	int r = store->read_only ? open_read_only(store, err)
				 : sql_open_within(&store->db, store->db_path, store->patience_ms, err);
	if (r)
		return r;
	store->db_device = status.st_dev;
	store->db_inode = status.st_ino;
	return 0;
}

void store_step_back(struct store *store)
{
	if (!store->db.alone)
		return;
	sql_close(&store->db);
	store->unsettled = false;
}

static int open_or_migrate(struct store *store, struct error *err)
{
	int r = open_database(store, err);

	if (r != SQL_OLDER)
		return r;
	if (store->read_only)
		return error_set(err, ERROR_FAILED,
				 "the store in '%s' is of an older version and cannot be written; copy it elsewhere",
				 store->dir);
	r = migrate(store, err);
	return r ? r : open_database(store, err);
}

int store_refresh(struct store *store, struct error *err)
{
	struct stat status;

	if (store->db.handle && stat(store->db_path, &status) == 0 && status.st_dev == store->db_device &&
	    status.st_ino == store->db_inode)
		return 0;
	sql_close(&store->db);
	store->unsettled = false;
	store_forget_epoch(store);
	int r = open_database(store, err);
	if (r == SQL_BUSY)
		return STORE_BUSY;
	/* Put there by hand: brought up to this version by whoever opens it first. */
	return r == SQL_OLDER ? error_set(err, ERROR_FAILED, "the store was exchanged for an older one; open it anew")
			      : r;
}

/* Creation ends with the database's rename: keys without it, but with its new form, are a creation that was
 * interrupted. */
static bool creation_interrupted(const struct store *store)
{
	return !have_file(store, STORE_DATABASE) && have_file(store, STORE_DATABASE_NEW);
}

int store_keys_lost(const struct store *store, struct error *err)
{
	return error_set(err, ERROR_DAMAGED,
			 "the store in '%s' has lost its key file; put 'keys' back from a backup, or make it anew from "
			 "the recovery code with 'evenkeel keys recover'",
			 store->dir);
}

static int open_keys(struct store *store, struct error *err)
{
	int r = file_check_directory(store->dir, err);

	if (r)
		return r == FILE_ABSENT ? STORE_EMPTY : -1;
	if (creation_interrupted(store))
		return STORE_EMPTY;
	r = keys_read(store->dir, &store->keys, err);
	if (r != KEYS_ABSENT)
		return r;
	if (have_file(store, STORE_DATABASE))
		return store_keys_lost(store, err);
	return STORE_EMPTY;
}

/* Where another process is at work on it just now, it is no leftover. */
static int settle_at_opening(struct store *store, struct error *err)
{
	bool rotation = rotation_pending(store->dir);
	bool backup = have_file(store, BACKUP_DIRECTORY_OLD) || have_file(store, BACKUP_DIRECTORY_NEW) ||
		      have_file(store, BACKUP_DIRECTORY_OFF);
	int r = 0;

	if (store->read_only || (!rotation && !backup) || lock_take(store->lock_fd, LOCK_EX, 0, NULL))
		return 0;
	if (rotation)
		r = rotation_settle(store->dir, err) || keys_read(store->dir, &store->keys, err) ? -1 : 0;
	if (backup)
		backup_settle(store);
	lock_release(store->lock_fd);
	return r;
}

static int open_store(struct store *store, const char *dir, struct error *err)
{
	int r = set_paths(store, dir, err);

	if (r == 0)
		r = backup_finish(store->dir, store->patience_ms, err);
	if (r == 0)
		r = open_keys(store, err);
	if (r)
		return r;
	store->lock_fd = lock_open(store->dir, err);
	if (store->lock_fd == -1)
		return -1;
	store->read_only = store->lock_fd == LOCK_IMPOSSIBLE;
	if (settle_at_opening(store, err))
		return -1;
	r = open_or_migrate(store, err);
	return r == SQL_BUSY ? STORE_BUSY : r;
}

static struct store *store_new(int patience_ms)
{
	struct store *store = mem_new(1, sizeof(*store));

	store->lock_fd = -1;
	store->patience_ms = patience_ms;
	store->secrets = secret_new(sizeof(*store->secrets), &store->memory_locked);
	return store;
}

int store_open(struct store **ret, const char *dir, struct error *err)
{
	int r = store_open_within(ret, dir, STORE_WAIT_MS, err);

	return r == STORE_BUSY ? -1 : r;
}

int store_open_within(struct store **ret, const char *dir, int wait_ms, struct error *err)
{
	if (vault_start(err))
		return -1;
	struct store *store = store_new(wait_ms);
	int r = open_store(store, dir, err);
	store_step_back(store);
	if (r)
		store_free(store);
	else
		*ret = store;
	return r;
}

struct store *store_free(struct store *store)
{
	if (!store)
		return NULL;
	store_settle(store);
	sql_close(&store->db);
	if (store->lock_fd >= 0)
		close(store->lock_fd);
	sodium_free(store->secrets);
	return mem_free(store);
}

void store_free_pointer(struct store **store)
{
	*store = store_free(*store);
}

bool store_is_demo(const struct store *store)
{
	return keys_have_flag(&store->keys, KEYS_DEMO);
}

bool store_is_test_kdf(const struct store *store)
{
	return keys_have_flag(&store->keys, KEYS_TEST_KDF);
}

bool store_memory_is_locked(const struct store *store)
{
	return store->memory_locked;
}

const char *store_notice(const struct store *store)
{
	return store->notice[0] ? store->notice : NULL;
}

void store_checkpoint(struct store *store)
{
	/* Where a reader holds the log, the next append empties it. */
	sql_patience(&store->db, 0);
	sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	store->unsettled = false;
}

void store_settle(struct store *store)
{
	/* Without the lock another writer would find the database busy; who holds it settles in our stead. */
	if (!store->unsettled || lock_take(store->lock_fd, LOCK_EX, 0, NULL))
		return;
	store_checkpoint(store);
	lock_release(store->lock_fd);
	/* Whoever waits for the next answer needs no pages meanwhile; kept, they would be the growth of a daemon's first weeks. */
	sqlite3_db_release_memory(store->db.handle);
}

int store_lock(struct store *store, int operation, struct error *err)
{
	return store->lock_held ? 0 : lock_take(store->lock_fd, operation, STORE_WAIT_MS, err);
}

void store_lock_release(struct store *store)
{
	if (!store->lock_held)
		lock_release(store->lock_fd);
}

int store_hold(struct store *store, struct error *err)
{
	int r = store_lock(store, LOCK_EX, err);

	store->lock_held = r == 0;
	return r;
}

void store_let_go(struct store *store)
{
	store->lock_held = false;
	store_lock_release(store);
}
