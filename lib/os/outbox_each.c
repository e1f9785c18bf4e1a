/* The outbox's files as they are found, and what makes a change to them last. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_files.h"

static bool is_unfinished(const char *name)
{
	return strspn(name, "0123456789abcdef") == OUTBOX_RANDOM_HEX &&
	       !strcmp(name + OUTBOX_RANDOM_HEX, OUTBOX_UNFINISHED);
}

/* Links, others' files and whatever else somebody put there are none of ours. */
static bool is_ours(const char *dir, const char *name, struct outbox_entry *ret)
{
	struct stat status;

	ret->unfinished = is_unfinished(name);
	if ((!ret->unfinished && !outbox_parse(name, &ret->item)) || outbox_path(dir, name, ret->path, NULL) ||
	    lstat(ret->path, &status) || !S_ISREG(status.st_mode) || status.st_uid != geteuid())
		return false;
	ret->written = status.st_mtim;
	return ret->unfinished || (status.st_size > 0 && status.st_size <= OUTBOX_FILE_MOST);
}

int outbox_each(const char *dir, outbox_visitor visit, void *context, struct error *err)
{
	struct dirent *found;
	struct outbox_entry entry;
	int r = outbox_check_directory(dir, err);

	if (r)
		return r;
	DIR *stream = opendir(dir);
	if (!stream)
		return error_set(err, ERROR_FAILED, "cannot open '%s': %s", dir, strerror(errno));
	while (r == 0 && (found = readdir(stream)))
		if (is_ours(dir, found->d_name, &entry))
			r = visit(context, &entry, err);
	closedir(stream);
	return r;
}

int outbox_take_out(const char *path, struct error *err)
{
	if (unlink(path) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot take a file out of the outbox: %s", strerror(errno));
	return 0;
}

int outbox_settle(const char *dir, struct error *err)
{
	return outbox_sync(dir) ? error_set(err, ERROR_FAILED, "cannot write '%s' to disk: %s", dir, strerror(errno))
				: 0;
}

int outbox_settle_parent(const char *dir, struct error *err)
{
	char parent[PATH_MAX];

	snprintf(parent, sizeof(parent), "%s", dir);
	char *slash = strrchr(parent, '/');
	if (!slash)
		return outbox_settle(".", err);
	slash[slash == parent] = '\0';
	return outbox_settle(parent, err);
}

bool outbox_is_same(const struct outbox_item *one, const struct outbox_item *other)
{
	return one->due_s == other->due_s && one->until_s == other->until_s && one->week == other->week &&
	       !strcmp(one->task, other->task) && !strcmp(one->random, other->random);
}
