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
#include "swap.h"
#include "tree.h"

#define FRESH QUESTIONNAIRES SWAP_NEW
#define OLD QUESTIONNAIRES SWAP_OLD
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

int questionnaires_copy(const char *dir, const char *work, struct error *err)
{
	char from[PATH_SIZE], to[PATH_SIZE];

	if (!tree_has(dir, QUESTIONNAIRES))
		return 0;
	return file_path(dir, QUESTIONNAIRES, from, err) || file_path(work, QUESTIONNAIRES, to, err) ||
			       copy_locked(from, to, err)
		       ? -1
		       : 0;
}

/* A directory of this name that is no copy of ours stays as it is. */
static int check_place(const char *to, const char *name, struct error *err)
{
	char path[PATH_SIZE];
	struct stat about;

	if (file_path(to, name, path, err))
		return -1;
	if (lstat(path, &about) || (S_ISDIR(about.st_mode) && tree_has(path, LIST)))
		return 0;
	return error_set(err, ERROR_FAILED, "'%s' is not from a backup, and it stays as it is; name another directory",
			 path);
}

int questionnaires_begin(const char *dir, const char *to, struct error *err)
{
	char from[PATH_SIZE], place[PATH_SIZE], fresh[PATH_SIZE];

	if (!tree_has(dir, QUESTIONNAIRES))
		return 0;
	return file_path(dir, QUESTIONNAIRES, from, err) || file_path(to, QUESTIONNAIRES, place, err) ||
			       file_path(to, FRESH, fresh, err) || check_place(to, QUESTIONNAIRES, err) ||
			       check_place(to, OLD, err) || swap_settle(place, err) || tree_remove(fresh, err) ||
			       copy_locked(from, fresh, err)
		       ? -1
		       : 0;
}

int questionnaires_publish(const char *to, struct error *err)
{
	char place[PATH_SIZE], fresh[PATH_SIZE];

	if (!tree_has(to, FRESH))
		return 0;
	return file_path(to, QUESTIONNAIRES, place, err) || file_path(to, FRESH, fresh, err) ||
			       swap_directories(fresh, place, err)
		       ? -1
		       : 0;
}

void questionnaires_call_off(const char *to)
{
	char fresh[PATH_SIZE];

	if (file_path(to, FRESH, fresh, NULL) == 0)
		tree_remove(fresh, NULL);
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

/* One that cannot be copied lies aside, with the rest of the store from before. */
static void add_newer(const char *from, const char *to, const char *name)
{
	char path[PATH_SIZE];

	if (tree_has(to, name) || file_path(to, name, path, NULL))
		return;
	if (copy_one(from, to, name, 0, NULL))
		tree_remove(path, NULL);
}

static void add_all_newer(const char *from, const char *to)
{
	struct dirent *entry;
	DIR *stream = opendir(from);

	while (stream && (entry = readdir(stream)))
		if (entry->d_name[0] != '.')
			add_newer(from, to, entry->d_name);
	if (stream)
		closedir(stream);
}

/* What was added since the backup: its numbers are in the list, and nobody asked for it to go. */
static int bring_up_to(const char *present, const char *laid_out, struct error *err)
{
	char list[PATH_SIZE], newer[PATH_SIZE];

	if (file_path(laid_out, LIST, list, err) || file_path(present, LIST, newer, err))
		return -1;
	if (!goes_on(newer, list))
		return 0;
	if (tree_remove(list, err) || tree_copy(newer, list, err))
		return -1;
	add_all_newer(present, laid_out);
	return file_sync_directory(laid_out, err);
}

int questionnaires_lay_out(const char *dir, const char *from, const char *work, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE], present[PATH_SIZE];
	/* The other name: where a crash came between two renames. */
	const char *name = tree_has(from, QUESTIONNAIRES) ? QUESTIONNAIRES : OLD;

	if (!tree_has(from, name))
		return 0;
	return file_path(from, name, old, err) || file_path(work, QUESTIONNAIRES, new, err) ||
			       file_path(dir, QUESTIONNAIRES, present, err) || copy_locked(old, new, err) ||
			       bring_up_to(present, new, err)
		       ? -1
		       : 0;
}
