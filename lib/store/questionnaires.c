#include "questionnaires.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/store.h>

#include "file.h"
#include "lock.h"
#include "tree.h"

#define FRESH QUESTIONNAIRES ".new"
#define LIST "questions"
enum { DEPTH_MAX = 4, WAIT_MS = 5000 };

static int copy_tree(const char *from, const char *to, int depth, struct error *err);

static int copy_one(const char *from, const char *to, const char *name, int depth, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE];
	struct stat about;

	if (file_path(from, name, old, err) || file_path(to, name, new, err))
		return -1;
	if (lstat(old, &about))
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", old, strerror(errno));
	if (S_ISDIR(about.st_mode) && depth < DEPTH_MAX)
		return copy_tree(old, new, depth + 1, err);
	/* Links and the like are none of ours. */
	return S_ISREG(about.st_mode) ? tree_copy(old, new, err) : 0;
}

/* What begins with a dot was never finished. */
static int copy_tree(const char *from, const char *to, int depth, struct error *err)
{
	struct dirent *entry;
	int r = 0;
	DIR *stream = opendir(from);

	if (!stream)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", from, strerror(errno));
	if (mkdir(to, 0700))
		r = error_set(err, ERROR_FAILED, "cannot create '%s': %s", to, strerror(errno));
	while (r == 0 && (entry = readdir(stream)))
		if (entry->d_name[0] != '.')
			r = copy_one(from, to, entry->d_name, depth, err);
	closedir(stream);
	return r ? -1 : file_sync_directory(to, err);
}

/* While nobody adds one or takes one away. */
static int copy_locked(const char *from, const char *to, struct error *err)
{
	int fd = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", from, strerror(errno));
	int r = lock_take(fd, LOCK_SH, WAIT_MS, err);
	if (r > 0)
		r = error_set(err, ERROR_FAILED, "'%s' is being changed by another program; try again", from);
	if (r == 0)
		r = copy_tree(from, to, 0, err);
	close(fd);
	return r;
}

/* A directory of this name that is no copy of ours stays as it is. */
static int check_place(const char *path, struct error *err)
{
	struct stat about;

	if (lstat(path, &about) || (S_ISDIR(about.st_mode) && tree_has(path, LIST)))
		return 0;
	return error_set(err, ERROR_FAILED, "'%s' is not from a backup, and it stays as it is; name another directory",
			 path);
}

static int put_in_place(const char *to, const char *fresh, struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(to, QUESTIONNAIRES, path, err) || check_place(path, err) || tree_remove(path, err))
		return -1;
	if (rename(fresh, path))
		return error_set(err, ERROR_FAILED, "cannot write '%s': %s", path, strerror(errno));
	return file_sync_directory(to, err);
}

int questionnaires_keep(const char *dir, const char *to, struct error *err)
{
	char from[PATH_SIZE], fresh[PATH_SIZE];

	if (!tree_has(dir, QUESTIONNAIRES))
		return 0;
	if (file_path(dir, QUESTIONNAIRES, from, err) || file_path(to, FRESH, fresh, err) || tree_remove(fresh, err))
		return -1;
	int r = copy_locked(from, fresh, err);
	if (r == 0)
		r = put_in_place(to, fresh, err);
	if (r)
		tree_remove(fresh, NULL);
	return r;
}

enum { BLOCK = 4096 };

static bool begins_with(int whole, int beginning)
{
	char longer[BLOCK], shorter[BLOCK];
	ssize_t size;

	while ((size = read(beginning, shorter, sizeof(shorter))) > 0)
		if (read(whole, longer, sizeof(longer)) < size || memcmp(longer, shorter, (size_t)size))
			return false;
	return size == 0;
}

/* Does the list in @whole go on from the one in @beginning? */
static bool goes_on(const char *whole, const char *beginning)
{
	int longer = open(whole, O_RDONLY | O_CLOEXEC | O_NOFOLLOW),
	    shorter = open(beginning, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool goes = longer >= 0 && shorter >= 0 && begins_with(longer, shorter);

	if (longer >= 0)
		close(longer);
	if (shorter >= 0)
		close(shorter);
	return goes;
}

int questionnaires_lay_out(const char *dir, const char *from, const char *work, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE], list[PATH_SIZE], present[PATH_SIZE];

	if (!tree_has(from, QUESTIONNAIRES))
		return 0;
	if (file_path(from, QUESTIONNAIRES, old, err) || file_path(work, QUESTIONNAIRES, new, err) ||
	    copy_locked(old, new, err))
		return -1;
	if (file_path(new, LIST, list, err) || file_path(dir, QUESTIONNAIRES "/" LIST, present, err) ||
	    !goes_on(present, list))
		return 0;
	return tree_remove(list, err) || tree_copy(present, list, err) ? -1 : 0;
}
