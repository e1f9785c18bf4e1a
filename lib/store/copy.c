#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "questionnaires.h"
#include "swap.h"
#include "tree.h"

/*
 * VACUUM reads every page, so that a damaged database never takes a sound copy's place, and writes only what is in use: free pages, and
 * what was deleted from them, are not copied at all.
 */
int copy_database(struct sql_db *db, const char *path, const struct instant *now, struct error *err)
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
	if (r || tree_sync(path, err))
		return -1;
	if (now) {
		struct timespec time = {.tv_sec = (time_t)instant_floor_div(now->wall_ms, 1000)};
		utimensat(AT_FDCWD, path, (struct timespec[2]){time, time}, AT_SYMLINK_NOFOLLOW);
	}
	return 0;
}

/* The directory at @path, locked; -1 when there is none to be had, and *@ret_held where somebody else has it. */
static int take(const char *path, bool *ret_held)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	*ret_held = false;
	/* Where the file system knows no such lock, two at once would only call each other off. */
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		*ret_held = true;
		close(fd);
		return -1;
	}
	return fd;
}

static int sweep(const char *work, struct error *err)
{
	bool held;

	if (!swap_is_there(work))
		return 0;
	int fd = take(work, &held);
	if (held)
		return error_set(err, ERROR_FAILED, "another program makes a backup just now; try again"), STORE_BUSY;
	int r = tree_remove(work, err);
	if (fd >= 0)
		close(fd);
	return r;
}

int copy_sweep(const char *place, struct error *err)
{
	char work[PATH_SIZE], off[PATH_SIZE];

	if (swap_name(place, SWAP_NEW, work, err) || swap_name(place, COPY_OFF, off, err) || tree_remove(off, err))
		return -1;
	return sweep(work, err);
}

/* What is there will have to go; where it cannot, it had better stay in its place, keys and all. */
static int check_removable(const char *path, struct error *err)
{
	if (swap_is_there(path) && access(path, W_OK | X_OK))
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", path, strerror(errno));
	return 0;
}

static int check_place(const char *place, struct error *err)
{
	return file_check_directory(place, err) < 0 || check_removable(place, err) ? -1 : 0;
}

int copy_begin(struct copy *ret, const char *place, struct error *err)
{
	struct copy copy = {.fd = -1};
	bool held;

	if (swap_name(place, "", copy.place, err) || swap_name(place, SWAP_NEW, copy.work, err) ||
	    swap_settle(place, err) || check_place(place, err))
		return -1;
	int r = sweep(copy.work, err);
	if (r)
		return r;
	if (mkdir(copy.work, 0700) || (copy.fd = take(copy.work, &held)) < 0)
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", copy.work, strerror(errno));
	*ret = copy;
	return 0;
}

/* Whether what lies at the work directory's path is still the one that was made. */
static bool is_ours(const struct copy *copy)
{
	struct stat made, found;

	return fstat(copy->fd, &made) == 0 && lstat(copy->work, &found) == 0 && made.st_dev == found.st_dev &&
	       made.st_ino == found.st_ino;
}

static int called_off(struct error *err)
{
	error_set(err, ERROR_FAILED, "the backup was called off; try again");
	return STORE_BUSY;
}

/*
 * Why the questionnaires come along, though they lie beside the database and outlast most of what may befall it: the numbers in the answers
 * mean something only with the list that lies with them, and the disk that spoils the one may spoil the other. And a backup is a backup
 * wherever it is carried to. They are copied behind the database: a number is in the list before any answer has it, so the list of
 * that later moment knows all that the database holds.
 */
static int fill(const struct copy *copy, struct sql_db *db, const struct instant *now, struct error *err)
{
	char path[PATH_SIZE], store[PATH_SIZE];

	memcpy(store, copy->place, sizeof(store));
	*strrchr(store, '/') = '\0';
	return file_path(copy->work, STORE_DATABASE, path, err) || copy_database(db, path, now, err) ||
			       questionnaires_copy(store, copy->work, err)
		       ? -1
		       : 0;
}

int copy_fill(struct copy *copy, struct sql_db *db, const struct instant *now, struct error *err)
{
	if (fill(copy, db, now, err) == 0)
		return 0;
	/* With the directory gone nothing can be written into it. */
	return is_ours(copy) ? -1 : called_off(err);
}

int copy_publish(struct copy *copy, const struct keys *keys, struct error *err)
{
	if (!is_ours(copy))
		return called_off(err);
	if (keys_write(copy->work, KEYS_FILE, keys, err))
		return -1;
	return swap_directories(copy->work, copy->place, err);
}

void copy_end(struct copy *copy)
{
	if (copy->fd < 0)
		return;
	if (is_ours(copy))
		tree_remove(copy->work, NULL);
	close(copy->fd);
	copy->fd = -1;
}

int copy_make(struct sql_db *db, const struct keys *keys, const char *place, struct error *err)
{
	struct copy copy;

	if (copy_begin(&copy, place, err))
		return -1;
	int r = copy_fill(&copy, db, NULL, err) || copy_publish(&copy, keys, err) ? -1 : 0;
	copy_end(&copy);
	return r;
}

static int drop(const char *place, const char *end, bool *any, struct error *err)
{
	char path[PATH_SIZE];

	if (swap_name(place, end, path, err) || check_removable(path, err))
		return -1;
	*any |= swap_is_there(path);
	return tree_remove(path, err);
}

/* All at once: of a copy that went file by file its maker, should we die on the way, would publish the rest. */
static int call_off(const char *place, bool *any, struct error *err)
{
	char work[PATH_SIZE], off[PATH_SIZE];

	if (swap_name(place, SWAP_NEW, work, err) || swap_name(place, COPY_OFF, off, err) ||
	    check_removable(work, err) || drop(place, COPY_OFF, any, err))
		return -1;
	if (rename(work, off) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot move '%s': %s", work, strerror(errno));
	return drop(place, COPY_OFF, any, err);
}

int copy_call_off(const char *place, struct error *err)
{
	bool any = false;

	return call_off(place, &any, err);
}

int copy_drop(const char *place, struct error *err)
{
	bool any = false;

	if (drop(place, "", &any, err) || call_off(place, &any, err) || drop(place, SWAP_OLD, &any, err))
		return -1;
	return any ? file_sync_parent(place, err) : 0;
}
