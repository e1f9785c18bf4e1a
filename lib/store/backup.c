#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "copy.h"
#include "file.h"
#include "lock.h"
#include "tree.h"

#define COPY_NAME "store.db.copy"

enum { ROOM_BYTES = 8 * 1024 * 1024 }; /* left free besides twice the database, for answers to come */

static int vacuum_into(struct sql_db *db, const char *path, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, SQL_COPY_INTO, err);
	/* SQLite would give the file whatever the umask leaves; an empty one it fills. */
	int fd = statement ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;

	if (!statement)
		return -1;
	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno));
	close(fd);
	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	int r = sql_run(db, statement, err);
	sqlite3_clear_bindings(statement);
	return r;
}

static int remove_copy(const char *path, struct error *err)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char name[PATH_SIZE + 16];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		if (unlink(name) && errno != ENOENT)
			return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", name, strerror(errno));
	}
	return 0;
}

int copy_store(struct sql_db *db, const struct keys *keys, const char *dir, struct error *err)
{
	char fresh[PATH_SIZE], path[PATH_SIZE];

	if (paths_make_private(dir, err) || file_path(dir, COPY_NAME, fresh, err) ||
	    file_path(dir, STORE_DATABASE, path, err) || remove_copy(fresh, err))
		return -1;
	if (vacuum_into(db, fresh, err) || tree_sync(fresh, err)) {
		remove_copy(fresh, NULL);
		return -1;
	}
	if (rename(fresh, path))
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	return keys_write(dir, KEYS_FILE, keys, err);
}

/* A backup of other keys is somebody else's only copy, perhaps; a store is one for sure. */
static int check_target(const struct store *store, const char *dir, struct error *err)
{
	struct keys keys;
	int r = file_check_directory(dir, err);

	if (r)
		return r == FILE_ABSENT ? 0 : -1;
	if (tree_has(dir, SEAL_FILE) || tree_has(dir, "write.lock"))
		return error_set(err, ERROR_FAILED, "'%s' is a store, no place for a backup; name another directory",
				 dir);
	if (!tree_has(dir, KEYS_FILE))
		return 0;
	if (keys_read(dir, &keys, NULL) || memcmp(keys.pk, store->keys.pk, sizeof(keys.pk)))
		return error_set(err, ERROR_FAILED,
				 "'%s' holds a backup of other keys, and it stays as it is; name another directory", dir);
	return 0;
}

static void set_time(const char *dir, struct instant now)
{
	char path[PATH_SIZE];
	struct timespec time = {.tv_sec = (time_t)instant_floor_div(now.wall_ms, 1000)};

	if (file_path(dir, STORE_DATABASE, path, NULL) == 0)
		utimensat(AT_FDCWD, path, (struct timespec[2]){time, time}, AT_SYMLINK_NOFOLLOW);
}

/* Under the lock, shared: database and keys of one moment. */
static int make(struct store *store, const char *dir, struct instant now, int wait_ms, struct error *err)
{
	int r = lock_take(store->lock_fd, LOCK_SH, wait_ms, err);

	if (r)
		return r;
	sql_patience(&store->db, wait_ms);
	r = store_refresh(store, err) || store_reread_keys(store, err) || copy_store(&store->db, &store->keys, dir, err)
		    ? -1
		    : 0;
	lock_release(store->lock_fd);
	if (r == 0)
		set_time(dir, now);
	return r;
}

int backup_make(struct store *store, const char *dir, struct instant now, int wait_ms, struct error *err)
{
	return check_target(store, dir, err) ? -1 : make(store, dir, now, wait_ms, err);
}

/* --- the weekly one --- */

static int weekly_path(const struct store *store, char ret[static PATH_SIZE], struct error *err)
{
	return file_path(store->dir, BACKUP_DIRECTORY, ret, err);
}

bool backup_is_kept(const struct store *store)
{
	return tree_has(store->dir, BACKUP_DIRECTORY);
}

static bool is_due(const char *dir, struct instant now)
{
	char path[PATH_SIZE];
	struct stat status;

	if (file_path(dir, STORE_DATABASE, path, NULL) || lstat(path, &status))
		return true;
	int64_t made_ms = (int64_t)status.st_mtim.tv_sec * 1000;
	/* One from the future was made before the clock was set right. */
	return now.wall_ms - made_ms >= BACKUP_EVERY_MS || made_ms - now.wall_ms >= BACKUP_EVERY_MS;
}

static bool has_room(const struct store *store)
{
	struct statvfs disk;
	struct stat status;

	if (statvfs(store->dir, &disk) || stat(store->db_path, &status))
		return false;
	return (uint64_t)disk.f_bavail * disk.f_frsize > 2 * (uint64_t)status.st_size + ROOM_BYTES;
}

int backup_weekly(struct store *store, struct instant now, struct error *err)
{
	char dir[PATH_SIZE];

	if (store->read_only || weekly_path(store, dir, err))
		return 0;
	if (!is_due(dir, now) || !has_room(store))
		return 0;
	int r = make(store, dir, now, 0, err);
	return r == 0 ? 1 : r < 0 ? -1 : 0;
}

int backup_renew_keys(struct store *store, struct error *err)
{
	char dir[PATH_SIZE];

	if (weekly_path(store, dir, err))
		return -1;
	return tree_has(dir, KEYS_FILE) ? keys_write(dir, KEYS_FILE, &store->keys, err) : 0;
}

int backup_drop(struct store *store, struct error *err)
{
	char dir[PATH_SIZE];

	return weekly_path(store, dir, err) || tree_remove(dir, err) || file_sync_directory(store->dir, err) ? -1 : 0;
}
