#include "share.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "office_own.h"

static int cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, what, path, strerror(errno));
}

int share_find(const char *word, char ret[static PATH_SIZE], struct error *err)
{
	struct stat about;
	char *whole _cleanup_free_ = realpath(word, NULL);

	if (!whole || stat(whole, &about))
		return cannot(N_("cannot use the folder '%s': %s"), word, err);
	if (!S_ISDIR(about.st_mode) || strlen(whole) >= PATH_SIZE)
		return error_set(err, ERROR_FAILED, "'%s' is no folder that can be used", word);
	if (access(whole, R_OK | W_OK | X_OK))
		return cannot(N_("this office has to read and write in the folder '%s': %s"), word, err);
	snprintf(ret, PATH_SIZE, "%s", whole);
	return 0;
}

int share_path(const char *parent, const char *task, const char *name, char ret[static PATH_SIZE], struct error *err)
{
	char folder[PATH_SIZE];

	if (!name)
		return office_join(parent, task, ret, err);
	return office_join(parent, task, folder, err) ? -1 : office_join(folder, name, ret, err);
}

/* Never through a link that somebody put in its place. */
static int make(const char *parent, const char *name, char ret[static PATH_SIZE], struct error *err)
{
	struct stat about;

	if (office_join(parent, name, ret, err))
		return -1;
	bool made = mkdir(ret, 0700) == 0;
	if (!made && errno != EEXIST)
		return cannot(N_("cannot create '%s': %s"), ret, err);
	if (lstat(ret, &about))
		return cannot(N_("cannot look at '%s': %s"), ret, err);
	if (!S_ISDIR(about.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a folder; take it away", ret);
	if (made && file_sync_directory_of(ret))
		return cannot(N_("cannot write '%s': %s"), ret, err);
	return made;
}

int share_make_folder(const char *parent, const char *name, struct error *err)
{
	char path[PATH_SIZE];
	struct stat about;
	int made = make(parent, name, path, err);

	if (made <= 0)
		return made;
	if (stat(parent, &about) || chmod(path, about.st_mode & 07777))
		return cannot(N_("cannot open '%s' to the other party: %s"), path, err);
	return 0;
}

/* Where it comes to lie, and who may read it: those whom the folder is open to. */
static int find_place(const char *dir, const char *name, char ret[static PATH_SIZE], mode_t *ret_mode,
		      struct error *err)
{
	struct stat about;

	if (office_join(dir, name, ret, err))
		return -1;
	if (lstat(dir, &about))
		return cannot(N_("cannot look at '%s': %s"), dir, err);
	if (!S_ISDIR(about.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a folder; take it away", dir);
	*ret_mode = (about.st_mode & 0666) | 0600;
	if (lstat(ret, &about) == 0 && !S_ISREG(about.st_mode))
		return error_set(err, ERROR_FAILED, "'%s' is not a regular file; take it away", ret);
	return 0;
}

int share_put(const char *dir, const char *name, const void *bytes, size_t size, struct error *err)
{
	char path[PATH_SIZE];
	mode_t mode;

	return find_place(dir, name, path, &mode, err) ? -1 : file_write_bytes(path, bytes, size, mode, err);
}

int share_keep_file(const char *dir, const char *name, int fd, struct error *err)
{
	char path[PATH_SIZE];
	mode_t mode;

	if (find_place(dir, name, path, &mode, err))
		return -1;
	return file_is_same(path, fd) ? 0 : file_write_copy(path, fd, mode, err);
}

int share_keep(const char *dir, const char *name, const void *bytes, size_t size, bool *ret_written, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes there = {0};
	char path[PATH_SIZE];
	bool written;

	if (office_join(dir, name, path, err))
		return -1;
	/* What cannot be read is not ours, and writing says why it cannot be replaced. */
	int r = file_bytes_read_plain(path, OFFICE_COHORT_MOST, &there, NULL);
	written = r != 0 || there.size != size || memcmp(there.bytes, bytes, size) != 0;
	if (ret_written)
		*ret_written = written;
	return written ? share_put(dir, name, bytes, size, err) : 0;
}

/* Made by another account, or in a folder of one: nothing that is put there would be of use. */
static int check_account(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	if ((fd < 0 || access(path, W_OK | X_OK)) && account_is_refused(errno))
		return account_refused(path, err);
	return 0;
}

int share_make_drop(const char *parent, const char *name, bool *ret_open, struct error *err)
{
	char path[PATH_SIZE];
	struct stat about;

	if (check_account(parent, err) || make(parent, name, path, err) < 0)
		return -1;
	/* With the parent's setgid bit, if it has one: the members' group. */
	if (lstat(path, &about) == 0 && (about.st_mode & 01777) != SHARE_DROP_MODE)
		(void)!chmod(path, SHARE_DROP_MODE | (about.st_mode & S_ISGID));
	if (lstat(path, &about) || (about.st_mode & 01777) != SHARE_DROP_MODE)
		*ret_open = true;
	return check_account(path, err);
}

int share_read_cohort(const char *path, struct office_cohort *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	int r = file_bytes_read_plain(path, OFFICE_COHORT_MOST, &file, err);

	if (r)
		return r;
	r = office_take_cohort(&file, ret);
	return r ? error_set(err, ERROR_FAILED, "'%s': %s; ask the other party to write it again", path,
			     refusal_words((enum refusal)r))
		 : 0;
}
