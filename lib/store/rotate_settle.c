/*
 * The end of a rotation, and what a crash left of one. No secret is needed: seal.new holds all that the seal is to say, so that a daemon
 * that comes next goes on at once. A COMMIT or a rename decides which M counts; see rotation.h for the order.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "file.h"
#include "rotation.h"

static bool have(const char *dir, const char *name)
{
	char path[PATH_SIZE];
	struct stat status;

	return file_path(dir, name, path, NULL) == 0 && lstat(path, &status) == 0;
}

bool rotation_pending(const char *dir)
{
	return have(dir, KEYS_NEW_FILE);
}

static int remove_file(const char *dir, const char *name, struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(dir, name, path, err))
		return -1;
	if (unlink(path) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", path, strerror(errno));
	return 0;
}

/* The chain in it is to leave no second copy behind. */
static int wipe_seal_new(const char *dir, struct error *err)
{
	static const uint8_t zeros[SEAL_FILE_SIZE];
	char path[PATH_SIZE];

	if (file_path(dir, SEAL_NEW_FILE, path, err))
		return -1;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0) {
		bool wiped = write(fd, zeros, sizeof(zeros)) == (ssize_t)sizeof(zeros) && fdatasync(fd) == 0;
		close(fd);
		if (!wiped)
			return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	}
	return remove_file(dir, SEAL_NEW_FILE, err);
}

static int remove_all(const char *dir, const char *const *names, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++)
		if (remove_file(dir, names[i], err))
			return -1;
	return 0;
}

static int drop(const char *dir, struct error *err)
{
	static const char *const names[] = {STORE_NEW_FILE, STORE_NEW_FILE "-wal", STORE_NEW_FILE "-shm",
					    ROTATE_FULL_FILE, KEYS_NEW_FILE};

	return wipe_seal_new(dir, err) || remove_all(dir, names, sizeof(names) / sizeof(*names), err)
		       ? -1
		       : file_sync_directory(dir, err);
}

/*
 * The database took another's place: that one's log is empty, but its index, which connections to it still hold, would be taken for the new
 * one's. Nobody opens the new one before this is done.
 */
static int drop_old_log(const char *dir, struct error *err)
{
	static const char *const names[] = {STORE_DATABASE "-wal", STORE_DATABASE "-shm", ROTATE_FULL_FILE};

	if (!have(dir, ROTATE_FULL_FILE))
		return 0;
	return remove_all(dir, names, sizeof(names) / sizeof(*names), err);
}

static int publish_keys(const char *dir, const struct keys *keys, struct error *err)
{
	char from[PATH_SIZE], to[PATH_SIZE];

	if (keys_write(dir, KEYS_BACKUP_FILE, keys, err) || file_path(dir, KEYS_NEW_FILE, from, err) ||
	    file_path(dir, KEYS_FILE, to, err))
		return -1;
	if (rename(from, to))
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", to, strerror(errno));
	return file_sync_directory(dir, err);
}

static int finish_seal(const char *dir, const char *seal_path, const struct seal *seal, int64_t mtime_ms,
		       struct error *err)
{
	return seal_write(seal_path, seal, (struct instant){.wall_ms = mtime_ms}, err) || wipe_seal_new(dir, err) ? -1
														  : 0;
}

/* Whether the database has the generation that the new keys begin, or took the old one's place. 1, 0, -1. */
static int is_committed(const char *dir, uint32_t g, struct error *err)
{
	char path[PATH_SIZE];
	struct sql_db db;

	if (have(dir, ROTATE_FULL_FILE))
		return !have(dir, STORE_NEW_FILE);
	if (file_path(dir, STORE_DATABASE, path, err) || sql_open(&db, path, false, err))
		return -1;
	sqlite3_stmt *statement = sql_statement(&db, SQL_ROTATE_KIND, err);
	int r = -1;
	if (statement) {
		sqlite3_bind_int64(statement, 1, g);
		int rc = sqlite3_step(statement);
		if (rc == SQLITE_ROW || rc == SQLITE_DONE)
			r = rc == SQLITE_ROW && sqlite3_column_int(statement, 0) == CHAIN_FROM_ROOT;
		else
			sql_error(&db, err);
		sqlite3_reset(statement);
	}
	sql_close(&db);
	return r;
}

static int read_new_keys(const char *dir, struct keys *ret, struct error *err)
{
	char path[PATH_SIZE];
	uint8_t bytes[KEYS_SIZE_MAX];
	size_t size;

	if (file_path(dir, KEYS_NEW_FILE, path, err) || file_read(path, bytes, sizeof(bytes), &size, err) ||
	    keys_decode(bytes, size, ret, err)) {
		error_prefix(err, "'%s' of an interrupted rotation", KEYS_NEW_FILE);
		return -1;
	}
	return 0;
}

/* @seal: room for the one and the other. */
static int settle(const char *dir, struct seal *seal, struct error *err)
{
	char seal_path[PATH_SIZE], new_path[PATH_SIZE];
	int64_t mtime_ms = 0;
	struct keys keys;

	if (read_new_keys(dir, &keys, err) || file_path(dir, SEAL_FILE, seal_path, err) ||
	    file_path(dir, SEAL_NEW_FILE, new_path, err))
		return -1;
	int found = seal_read(seal_path, seal, NULL, err);
	if (found < 0)
		return -1;
	if (found == 0 && memcmp(seal->pk, keys.pk, sizeof(seal->pk)) == 0)
		return wipe_seal_new(dir, err) ? -1 : publish_keys(dir, &keys, err);
	found = seal_read(new_path, seal, &mtime_ms, err);
	if (found < 0)
		return -1;
	int committed =
		found == 0 && memcmp(seal->pk, keys.pk, sizeof(seal->pk)) == 0 ? is_committed(dir, seal->g, err) : 0;
	if (committed <= 0)
		return committed < 0 ? -1 : drop(dir, err);
	return drop_old_log(dir, err) || finish_seal(dir, seal_path, seal, mtime_ms, err)
		       ? -1
		       : publish_keys(dir, &keys, err);
}

int rotation_settle(const char *dir, struct error *err)
{
	if (!rotation_pending(dir))
		return 0;
	struct seal *seal = secret_new(sizeof(*seal), NULL);
	int r = settle(dir, seal, err);
	sodium_free(seal);
	return r;
}

void rotation_sweep(const char *dir)
{
	remove_file(dir, KEYS_NEW_FILE ".tmp", NULL);
}
