/* The end of a store: what opens it goes first, overwritten; then everything else. Works on files alone, whatever state they are in. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "file.h"
#include "internal.h"
#include "lock.h"
#include "tree.h"

static int overwrite(int fd, off_t size)
{
	uint8_t bytes[4096];

	while (size > 0) {
		size_t part = size < (off_t)sizeof(bytes) ? (size_t)size : sizeof(bytes);
		randombytes_buf(bytes, part);
		ssize_t put = write(fd, bytes, part);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		size -= put;
	}
	return fsync(fd);
}

int erase_file(const char *path, struct error *err)
{
	struct stat status;
	int r = 0;

	if (lstat(path, &status))
		return errno == ENOENT || errno == ENOTDIR
			       ? 0
			       : error_set(err, ERROR_FAILED, "cannot look at '%s': %s", path, strerror(errno));
	/* Through a link nothing is overwritten; the link goes. */
	if (S_ISREG(status.st_mode)) {
		int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		r = fd >= 0 ? overwrite(fd, status.st_size) : -1;
		int cause = errno;
		if (fd >= 0)
			close(fd);
		errno = cause;
	}
	if (r || unlink(path))
		return error_set(err, ERROR_FAILED, "cannot erase '%s': %s", path, strerror(errno));
	return 0;
}

static int erase_named(const char *dir, const char *name, struct error *err)
{
	char path[PATH_SIZE];

	return file_path(dir, name, path, err) || erase_file(path, err) ? -1 : 0;
}

/* All that opens a store, wherever copies of it may lie; the store's own first. */
static const char *const places[] = {"",
				     "/" BACKUP_DIRECTORY,
				     "/" BACKUP_DIRECTORY_NEW,
				     "/" BACKUP_DIRECTORY_OLD,
				     "/" BACKUP_DIRECTORY_OFF,
				     "/" BACKUP_ASIDE,
				     "/restore.new",
				     "/restore.new/before",
				     "/restore.put",
				     "/restore.put/before",
				     "/before",
				     "/restore.tmp"};
static const char *const key_names[] = {KEYS_FILE,        KEYS_BACKUP_FILE,        "keys.new",
					KEYS_FILE ".tmp", KEYS_BACKUP_FILE ".tmp", "keys.new.tmp"};

static int erase_keys(const char *dir, struct error *err)
{
	char place[PATH_SIZE];

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		snprintf(place, sizeof(place), "%.900s%s", dir, places[i]);
		for (size_t k = 0; k < sizeof(key_names) / sizeof(*key_names); k++)
			if (erase_named(place, key_names[k], err))
				return -1;
	}
	return file_sync_directory(dir, err);
}

static int erase_seals(const char *dir, struct error *err)
{
	char place[PATH_SIZE];

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		snprintf(place, sizeof(place), "%.900s%s", dir, places[i]);
		if (erase_named(place, SEAL_FILE, err) || erase_named(place, SEAL_FILE ".new", err) ||
		    erase_named(place, SEAL_FILE ".tmp", err))
			return -1;
	}
	return file_sync_directory(dir, err);
}

/* Everything else of a store's. */
static const char *const rest_names[] = {
	STORE_DATABASE,
	STORE_DATABASE "-wal",
	STORE_DATABASE "-shm",
	STORE_DATABASE "-journal",
	STORE_DATABASE_NEW,
	STORE_DATABASE_NEW "-wal",
	STORE_DATABASE_NEW "-shm",
	STORE_DATABASE_NEW "-journal",
	"store.new",
	"store.new-wal",
	"store.new-shm",
	"store.new-journal",
	BACKUP_DIRECTORY,
	BACKUP_DIRECTORY_NEW,
	BACKUP_DIRECTORY_OLD,
	BACKUP_DIRECTORY_OFF,
	BACKUP_ASIDE,
	"restore.new",
	"restore.put",
	"restore.tmp",
	"before",
	"rotate.full",
	"rotate.full.tmp",
	"write.lock",
	"daemon.lock",
	"instruments",
	"team",
};

/* By name: a directory that was named by hand may hold other things. */
static int erase_rest(const char *dir, struct error *err)
{
	char path[PATH_SIZE];

	for (size_t i = 0; i < sizeof(rest_names) / sizeof(*rest_names); i++)
		if (file_path(dir, rest_names[i], path, err) || tree_remove(path, err))
			return -1;
	if (file_sync_directory(dir, err))
		return -1;
	/* With something else in it, it stays. */
	if (rmdir(dir) == 0)
		return file_sync_parent(dir, err);
	if (errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST && errno != EBUSY && errno != EACCES)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", dir, strerror(errno));
	return 0;
}

static bool has_any(const char *dir, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (tree_has(dir, names[i]))
			return true;
	return false;
}

/* Anything of ours: an interrupted one ends only when all of it is gone. */
int erase_look(const char *dir, struct error *err)
{
	static const char *const seal_names[] = {SEAL_FILE, SEAL_FILE ".new", SEAL_FILE ".tmp"};
	int r = file_check_directory(dir, err);

	if (r)
		return r == FILE_ABSENT ? STORE_EMPTY : -1;
	bool any = has_any(dir, key_names, sizeof(key_names) / sizeof(*key_names)) ||
		   has_any(dir, seal_names, sizeof(seal_names) / sizeof(*seal_names)) ||
		   has_any(dir, rest_names, sizeof(rest_names) / sizeof(*rest_names));
	return any ? 0 : STORE_EMPTY;
}

static int erase_all(const char *dir, const struct erase_all *how, struct error *err)
{
	if (erase_keys(dir, err))
		return -1;
	if (how->forget_keyring)
		how->forget_keyring(how->context);
	if (erase_seals(dir, err))
		return -1;
	if (how->before_rest)
		how->before_rest(how->context);
	if (!how->whole_directory)
		return erase_rest(dir, err);
	return tree_remove(dir, err) || file_sync_parent(dir, err) ? -1 : 0;
}

int erase_store(const char *dir, const struct erase_all *how, struct error *err)
{
	if (vault_start(err) || file_check_directory(dir, err))
		return -1;
	int lock = lock_open(dir, err);
	if (lock == LOCK_IMPOSSIBLE)
		return error_set(err, ERROR_FAILED, "'%s' cannot be written", dir);
	if (lock < 0)
		return -1;
	int r = lock_take(lock, LOCK_EX, STORE_WAIT_MS, err) ? -1 : erase_all(dir, how, err);
	close(lock);
	return r;
}
