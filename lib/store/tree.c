#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <evenkeel/erase.h>
#include <evenkeel/keys.h>
#include <evenkeel/paths.h>
#include <evenkeel/seal.h>

#include "file.h"
#include "tree.h"

enum { DEPTH_MAX = 8 };

bool tree_has(const char *dir, const char *name)
{
	char path[PATH_SIZE];
	struct stat status;

	return file_path(dir, name, path, NULL) == 0 && lstat(path, &status) == 0;
}

static int walk(const char *dir, int depth, tree_visit visit, void *context, struct error *err)
{
	char path[PATH_SIZE];
	struct stat status;
	struct dirent *entry;
	int r = 0;

	DIR *stream = opendir(dir);
	if (!stream)
		return errno == ENOENT ? 0 : error_set(err, ERROR_FAILED, "cannot open '%s': %s", dir, strerror(errno));
	while (r == 0 && (entry = readdir(stream))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		r = file_path(dir, entry->d_name, path, err);
		if (r || lstat(path, &status))
			continue;
		bool directory = S_ISDIR(status.st_mode);
		if (directory && depth < DEPTH_MAX)
			r = walk(path, depth + 1, visit, context, err);
		if (r == 0)
			r = visit(path, directory, context, err);
	}
	closedir(stream);
	return r;
}

int tree_walk(const char *dir, tree_visit visit, void *context, struct error *err)
{
	return walk(dir, 0, visit, context, err);
}

/* By what stands at its beginning: a copy under another name is one, too. */
static bool holds_secrets(const char *path)
{
	char magic[8] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return false;
	ssize_t got = read(fd, magic, sizeof(magic));
	close(fd);
	return got == (ssize_t)sizeof(magic) &&
	       (memcmp(magic, "EVKKEYS1", 8) == 0 || memcmp(magic, "EVKSEAL1", 8) == 0);
}

static int remove_secret(const char *path, bool directory, void *context, struct error *err)
{
	(void)context;
	return !directory && holds_secrets(path) ? erase_file(path, err) : 0;
}

static int remove_one(const char *path, bool directory, void *context, struct error *err)
{
	(void)context;
	if (!directory && holds_secrets(path))
		return erase_file(path, err);
	if ((directory ? rmdir(path) : unlink(path)) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", path, strerror(errno));
	return 0;
}

int tree_remove(const char *dir, struct error *err)
{
	struct stat status;

	if (lstat(dir, &status))
		return 0;
	if (!S_ISDIR(status.st_mode))
		return remove_one(dir, false, NULL, err);
	/* Cut half way, a backup without its keys is none; with them it would be one that lacks something. */
	return tree_walk(dir, remove_secret, NULL, err) || tree_walk(dir, remove_one, NULL, err) ||
			       remove_one(dir, true, NULL, err)
		       ? -1
		       : 0;
}

int tree_move(const char *from, const char *to, const char *name, struct error *err)
{
	char old[PATH_SIZE], new[PATH_SIZE];

	if (file_path(from, name, old, err) || file_path(to, name, new, err))
		return -1;
	if (rename(old, new) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot move '%s': %s", old, strerror(errno));
	return 0;
}

int tree_sync(const char *path, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int r = fd >= 0 && fsync(fd) == 0 ? 0 : -1;
	int cause = errno;

	if (fd >= 0)
		close(fd);
	return r ? error_set(err, ERROR_FAILED, "cannot write '%s' to disk: %s", path, strerror(cause)) : 0;
}

static int copy_bytes(int in, int out)
{
	char bytes[65536];
	ssize_t got;

	while ((got = read(in, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		for (ssize_t done = 0; done < got;) {
			ssize_t put = write(out, bytes + done, (size_t)(got - done));
			if (put < 0 && errno != EINTR)
				return -1;
			done += put > 0 ? put : 0;
		}
	}
	return fsync(out);
}

int tree_copy(const char *from, const char *to, struct error *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in < 0)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", from, strerror(errno));
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r = out >= 0 ? copy_bytes(in, out) : -1;
	int cause = errno;
	close(in);
	if (out >= 0 && close(out) && r == 0)
		r = -1, cause = errno;
	return r ? error_set(err, ERROR_FAILED, "cannot write '%s': %s", to, strerror(cause)) : 0;
}
