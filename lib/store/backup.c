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
#include "questionnaires.h"
#include "rotation.h"
#include "swap.h"
#include "tree.h"

#define COPY_NAME STORE_DATABASE ".copy" /* in a directory of the person's */

enum { ROOM_BYTES = 8 * 1024 * 1024 }; /* left free besides twice the database, for answers to come */

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
				 "'%s' holds a backup of other keys, and it stays as it is; name another directory",
				 dir);
	return 0;
}

/* The lock, and no rotation half done: its database opens with other keys than those that still count. */
static int lock_settled(struct store *store, int wait_ms, struct error *err)
{
	int r = lock_take(store->lock_fd, LOCK_EX, wait_ms, err);

	if (r)
		return r;
	r = rotation_settle(store->dir, err);
	if (r)
		lock_release(store->lock_fd);
	return r;
}

/* The database as it is now, ready to be read, and the keys that go with it. The lock is ours when this returns 0. */
static int begin(struct store *store, int wait_ms, struct error *err)
{
	int r = lock_settled(store, wait_ms, err);

	if (r)
		return r;
	if (store_refresh(store, err) || store_reread_keys(store, err)) {
		lock_release(store->lock_fd);
		return -1;
	}
	sql_patience(&store->db, STORE_WAIT_MS);
	return 0;
}

/* The lock once more, at the end: the present keys. STORE_BUSY where they were rotated or are gone, and the copy is of those before. */
static int begin_end(struct store *store, struct keys *ret, struct error *err)
{
	int r = lock_settled(store, STORE_WAIT_MS, err);

	if (r)
		return r;
	r = keys_read(store->dir, ret, err);
	if (r == KEYS_ABSENT || (r == 0 && memcmp(ret->pk, store->keys.pk, sizeof(ret->pk)))) {
		error_set(err, ERROR_FAILED, "the keys were changed meanwhile; try again");
		r = STORE_BUSY;
	}
	if (r)
		lock_release(store->lock_fd);
	return r;
}

/* In this order: the list of questions before the answers that need it, and any database opens with any keys of the same public key. */
static int publish_into(const char *dir, const char *fresh, const struct keys *keys, struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(dir, STORE_DATABASE, path, err) || questionnaires_publish(dir, err))
		return -1;
	if (rename(fresh, path))
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	return keys_write(dir, KEYS_FILE, keys, err);
}

/* Into a directory of the person's, which may hold other things and so cannot change places: what is copied takes its place one by one. */
static int copy_into(struct store *store, const char *dir, const char *fresh, struct instant now, struct error *err)
{
	struct keys keys;

	if (remove_copy(fresh, err) || copy_database(&store->db, fresh, &now, err) ||
	    questionnaires_begin(store->dir, dir, err))
		return -1;
	int r = begin_end(store, &keys, err);
	if (r)
		return r;
	r = publish_into(dir, fresh, &keys, err);
	lock_release(store->lock_fd);
	return r;
}

static int make_into(struct store *store, const char *dir, struct instant now, struct error *err)
{
	char fresh[PATH_SIZE];

	if (check_target(store, dir, err) || paths_make_private(dir, err) || file_path(dir, COPY_NAME, fresh, err))
		return -1;
	int r = copy_into(store, dir, fresh, now, err);
	if (r) {
		remove_copy(fresh, NULL);
		questionnaires_call_off(dir);
	}
	return r;
}

int backup_make(struct store *store, const char *dir, struct instant now, int wait_ms, struct error *err)
{
	int r = begin(store, wait_ms, err);

	if (r)
		return r;
	/* What is written meanwhile is not in it; nobody has to wait for us. */
	lock_release(store->lock_fd);
	r = make_into(store, dir, now, err);
	store_step_back(store);
	return r;
}

/* The weekly one. */

static int weekly_path(const struct store *store, char ret[static PATH_SIZE], struct error *err)
{
	return file_path(store->dir, BACKUP_DIRECTORY, ret, err);
}

bool backup_is_kept(const struct store *store)
{
	return tree_has(store->dir, BACKUP_DIRECTORY) || tree_has(store->dir, BACKUP_DIRECTORY_NEW) ||
	       tree_has(store->dir, BACKUP_DIRECTORY_OLD);
}

/* Not one that the keys of before a rotation open. */
static bool is_current(const struct store *store)
{
	char dir[PATH_SIZE];
	struct keys keys;

	return weekly_path(store, dir, NULL) == 0 && keys_read(dir, &keys, NULL) == 0 &&
	       memcmp(keys.pk, store->keys.pk, sizeof(keys.pk)) == 0;
}

static bool is_due(const struct store *store, const char *dir, struct instant now)
{
	char path[PATH_SIZE];
	struct stat status;

	if (!is_current(store) || file_path(dir, STORE_DATABASE, path, NULL) || lstat(path, &status))
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

static int publish(struct store *store, struct copy *copy, struct error *err)
{
	struct keys keys;
	int r = begin_end(store, &keys, err);

	if (r)
		return r;
	r = copy_publish(copy, &keys, err);
	lock_release(store->lock_fd);
	return r;
}

static int make_weekly(struct store *store, const char *dir, struct instant now, int wait_ms, struct error *err)
{
	struct copy copy = {.fd = -1};
	int r = begin(store, wait_ms, err);

	if (r)
		return r;
	r = copy_begin(&copy, dir, err);
	lock_release(store->lock_fd);
	if (r == 0)
		r = copy_fill(&copy, &store->db, &now, err);
	if (r == 0)
		r = publish(store, &copy, err);
	copy_end(&copy);
	store_step_back(store);
	return r;
}

bool backup_is_due(const struct store *store, struct instant now)
{
	char dir[PATH_SIZE];

	return !store->read_only && weekly_path(store, dir, NULL) == 0 && is_due(store, dir, now) && has_room(store);
}

int backup_weekly_within(struct store *store, struct instant now, int wait_ms, struct error *err)
{
	char dir[PATH_SIZE];

	if (!backup_is_due(store, now) || weekly_path(store, dir, err))
		return 0;
	int r = make_weekly(store, dir, now, wait_ms, err);
	return r == 0 ? 1 : r < 0 ? -1 : 0;
}

int backup_weekly(struct store *store, struct instant now, struct error *err)
{
	return backup_weekly_within(store, now, 0, err);
}

static bool same_slots(const struct keys *a, const struct keys *b)
{
	uint8_t left[KEYS_SIZE_MAX], right[KEYS_SIZE_MAX];
	struct keys copy = *a;

	memcpy(copy.mark, b->mark, sizeof(copy.mark));
	size_t size = keys_encode(&copy, left);
	return keys_encode(b, right) == size && memcmp(left, right, size) == 0;
}

static int renew_one(const char *dir, const char *name, const struct keys *keys, struct error *err)
{
	char path[PATH_SIZE];
	struct keys copy;

	if (file_path(dir, name, path, err))
		return -1;
	if (keys_read(path, &copy, NULL) || memcmp(copy.pk, keys->pk, sizeof(copy.pk)) || same_slots(&copy, keys))
		return 0;
	if (keys_write(path, KEYS_FILE, keys, err))
		return -1;
	return tree_has(path, KEYS_BACKUP_FILE) ? keys_write(path, KEYS_BACKUP_FILE, keys, err) : 0;
}

int backup_renew_keys(const char *dir, const struct keys *keys, struct error *err)
{
	char weekly[PATH_SIZE];

	/* What a crash left beside the weekly one may hold the old passphrase, too. One in the making has no keys yet. */
	if (file_path(dir, BACKUP_DIRECTORY, weekly, err) || swap_settle(weekly, err) || copy_sweep(weekly, err) < 0)
		return -1;
	return renew_one(dir, BACKUP_DIRECTORY, keys, err) || renew_one(dir, BACKUP_ASIDE, keys, err) ? -1 : 0;
}

int backup_renew(struct store *store, struct instant now, struct error *err)
{
	char dir[PATH_SIZE];

	if (!backup_is_kept(store))
		return 0;
	/* One in the making began with the old keys. */
	if (weekly_path(store, dir, err) || copy_call_off(dir, err))
		return -1;
	/* The old one stays until the new one is there; where there is no room for both, it goes first. Whoever is called off may just be at
	 * the end, with the lock: that is over soon. */
	if (backup_weekly_within(store, now, STORE_WAIT_MS, NULL) == 1 || is_current(store))
		return 0;
	return backup_drop(store, err) || backup_weekly_within(store, now, STORE_WAIT_MS, err) < 0 ? -1 : 0;
}

void backup_settle(const struct store *store)
{
	char dir[PATH_SIZE];

	if (weekly_path(store, dir, NULL) == 0 && swap_settle(dir, NULL) == 0)
		copy_sweep(dir, NULL);
}

int backup_sweep(const char *dir, struct error *err)
{
	char weekly[PATH_SIZE];
	int lock = file_path(dir, BACKUP_DIRECTORY, weekly, err) ? -1 : lock_open(dir, err);

	if (lock < 0)
		return -1;
	int r = lock_take(lock, LOCK_EX, 0, err);
	if (r == 0)
		r = copy_sweep(weekly, err);
	close(lock);
	return r;
}

int backup_drop(struct store *store, struct error *err)
{
	char dir[PATH_SIZE];

	return weekly_path(store, dir, err) ? -1 : copy_drop(dir, err);
}
