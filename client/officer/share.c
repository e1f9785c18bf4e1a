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

/* By its descriptor: the name may have become a link to something else of this account's meanwhile. */
static int set_mode(const char *path, mode_t mode, mode_t kept)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -1;
	int r = fstat(fd, &about);
	mode |= about.st_mode & kept;
	if (r == 0 && (about.st_mode & 07777) != mode)
		r = fchmod(fd, mode);
	/* Some file systems take a mode and do nothing with it. */
	if (r == 0 && (fstat(fd, &about) || (about.st_mode & 01777) != (mode & 01777)))
		r = -1;
	close(fd);
	return r;
}

int share_make_folder(const char *parent, const char *name, struct error *err)
{
	char path[PATH_SIZE];
	struct stat about;
	int made = make(parent, name, path, err);

	if (made <= 0)
		return made;
	if (stat(parent, &about) || set_mode(path, about.st_mode & 07777, 0))
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

/* Whose is what this office makes there? It need not be its own name for itself (NFS 'all_squash'). */
static int owner_there(const char *parent, uid_t *ret, struct error *err)
{
	char path[PATH_SIZE];
	struct stat about;

	if (office_join(parent, ".evenkeel-XXXXXX", path, err))
		return -1;
	if (!mkdtemp(path))
		return cannot(N_("cannot create '%s': %s"), path, err);
	int r = lstat(path, &about);
	rmdir(path);
	*ret = about.st_uid;
	return r ? cannot(N_("cannot look at '%s': %s"), path, err) : 0;
}

/* One that was there already. */
static int check_owner(const char *parent, const char *path, struct error *err)
{
	struct stat about;
	uid_t own = (uid_t)-1;

	if (lstat(path, &about))
		return cannot(N_("cannot look at '%s': %s"), path, err);
	if (about.st_uid == geteuid())
		return 0;
	if (owner_there(parent, &own, err))
		return -1;
	if (about.st_uid == own)
		return 0;
	return error_set(err, ERROR_FAILED,
			 "the folder '%s' was made by another account, which could see and change what members put "
			 "there; take it away, then run this command again",
			 path);
}

int share_make_drop(const char *parent, const char *name, struct error *err)
{
	char path[PATH_SIZE];

	if (check_account(parent, err))
		return -1;
	int made = make(parent, name, path, err);
	if (made < 0 || check_account(path, err))
		return -1;
	return made ? 0 : check_owner(parent, path, err);
}

/* With its setgid bit, if it has one from its parent: the members' group. */
int share_set_drop(const char *parent, const char *name, mode_t mode, bool *ret_open, struct error *err)
{
	char path[PATH_SIZE];

	if (office_join(parent, name, path, err))
		return -1;
	if (set_mode(path, mode, S_ISGID))
		*ret_open = true;
	return 0;
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
