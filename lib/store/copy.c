#include "copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
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

static bool is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

static int add_end(const char *place, const char *end, char ret[static PATH_SIZE], struct error *err)
{
	int length = snprintf(ret, PATH_SIZE, "%s%s", place, end);

	return length < PATH_SIZE ? 0 : error_set(err, ERROR_FAILED, "the path of '%s' is too long", place);
}

static int sync_parent(const char *place, struct error *err)
{
	char parent[PATH_SIZE];

	snprintf(parent, sizeof(parent), "%s", place);
	*strrchr(parent, '/') = '\0';
	return file_sync_directory(parent, err);
}

static int move(const char *from, const char *to, struct error *err)
{
	return rename(from, to) ? error_set(err, ERROR_FAILED, "cannot move '%s': %s", from, strerror(errno)) : 0;
}

int copy_settle(const char *place, struct error *err)
{
	char old[PATH_SIZE];

	if (add_end(place, COPY_OLD, old, err))
		return -1;
	if (!is_there(old))
		return 0;
	return (is_there(place) ? tree_remove(old, err) : move(old, place, err)) || sync_parent(place, err) ? -1 : 0;
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

	if (!is_there(work))
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
	char work[PATH_SIZE];

	return add_end(place, COPY_NEW, work, err) ? -1 : sweep(work, err);
}

int copy_begin(struct copy *ret, const char *place, struct error *err)
{
	struct copy copy = {.fd = -1};
	bool held;

	if (add_end(place, "", copy.place, err) || add_end(place, COPY_NEW, copy.work, err) ||
	    add_end(place, COPY_OLD, copy.old, err) || copy_settle(place, err) || file_check_directory(place, err) < 0)
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

int copy_fill(struct copy *copy, struct sql_db *db, const struct instant *now, struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(copy->work, STORE_DATABASE, path, err))
		return -1;
	if (copy_database(db, path, now, err) == 0)
		return 0;
	/* With the directory gone nothing can be written into it. */
	return is_ours(copy) ? -1 : called_off(err);
}

static int change_places(const struct copy *copy, struct error *err)
{
	if (!is_there(copy->place))
		return move(copy->work, copy->place, err);
	if (renameat2(AT_FDCWD, copy->work, AT_FDCWD, copy->place, RENAME_EXCHANGE) == 0)
		return 0;
	/* Not every file system can, and not each that cannot says so in the same way. */
	return move(copy->place, copy->old, err) || move(copy->work, copy->place, err) ? -1 : 0;
}

int copy_publish(struct copy *copy, const struct keys *keys, struct error *err)
{
	if (!is_ours(copy))
		return called_off(err);
	if (keys_write(copy->work, KEYS_FILE, keys, err))
		return -1;
	if (change_places(copy, err)) {
		copy_settle(copy->place, NULL);
		return -1;
	}
	/* From here on the old pair has the other name. */
	close(copy->fd);
	copy->fd = -1;
	/* As long as it is not sure which of the two the disk holds, both stay. */
	return sync_parent(copy->place, err) || copy_settle(copy->place, err) || tree_remove(copy->work, err) ? -1 : 0;
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

int copy_drop(const char *place, struct error *err)
{
	static const char *const ends[] = {"", COPY_NEW, COPY_OLD};
	char path[PATH_SIZE];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (add_end(place, ends[i], path, err))
			return -1;
		/* Who is at it may make one more file while the others go. */
		if (tree_remove(path, NULL) && tree_remove(path, err))
			return -1;
	}
	return sync_parent(place, err);
}
