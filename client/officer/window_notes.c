/*
 * What A keeps from lead to finish, in the office's own directory: DIR/cohorts/TASK/WINDOW/HASH.init, the request as it left, and HASH.notes,
 * which the roles seal. The pair whose request B has answered is the one that finish needs, so another lead leaves the one that lies in the
 * exchange folder alone.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "window_step.h"

static const char unfinished[] = "unfinished";

int window_hash(int request_fd, char ret[static WINDOW_HASH_HEX + 1], struct error *err)
{
	uint8_t hash[DAP_HASH_SIZE];

	ret[0] = '\0';
	if (request_fd < 0)
		return 0;
	if (exchange_hash(request_fd, hash, err))
		return -1;
	sodium_bin2hex(ret, WINDOW_HASH_HEX + 1, hash, WINDOW_HASH_HEX / 2);
	return 0;
}

void window_pair_close(struct window_pair *pair)
{
	file_close(&pair->request);
	file_close(&pair->notes);
}

static void path_of(const struct window_notes *notes, const char *name, const char *suffix, struct text *ret)
{
	text_appendf(ret, "%s/%s%s", text_string(&notes->dir), name, suffix);
}

static int failed(const char *what, const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, what, path, strerror(errno));
}

int window_notes_begin(struct window_step *step, struct window_notes *ret)
{
	*ret = (struct window_notes){0};
	return window_own_directory(step, &ret->dir);
}

void window_notes_end(struct window_notes *notes)
{
	text_clear(&notes->dir);
}

static int create(const struct window_notes *notes, const char *suffix, struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};

	path_of(notes, unfinished, suffix, &path);
	unlink(text_string(&path)); /* of a run that was killed */
	int fd = open(text_string(&path), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? failed(N_("cannot write '%s': %s"), text_string(&path), err) : fd;
}

int window_notes_create(struct window_step *step, const struct window_notes *notes, struct window_pair *ret)
{
	ret->notes = create(notes, ".notes", step->err);
	ret->request = ret->notes < 0 ? -1 : create(notes, ".init", step->err);
	return ret->request < 0 ? -1 : 0;
}

static void drop(const struct window_notes *notes, const char *suffix)
{
	_cleanup_(text_clear) struct text path = {0};

	path_of(notes, unfinished, suffix, &path);
	unlink(text_string(&path));
}

void window_notes_drop(const struct window_notes *notes)
{
	drop(notes, ".notes");
	drop(notes, ".init");
	rmdir(text_string(&notes->dir)); /* unless there are others */
}

static int keep(const struct window_notes *notes, int fd, const char *hash, const char *suffix, struct error *err)
{
	_cleanup_(text_clear) struct text from = {0}, to = {0};

	path_of(notes, unfinished, suffix, &from);
	path_of(notes, hash, suffix, &to);
	if (fsync(fd) || rename(text_string(&from), text_string(&to)) || file_sync_directory_of(text_string(&to)))
		return failed(N_("cannot write '%s': %s"), text_string(&to), err);
	return 0;
}

/* The notes first: a request without them is never looked at. */
int window_notes_keep(struct window_step *step, const struct window_notes *notes, const struct window_pair *pair,
		      const char *hash)
{
	return keep(notes, pair->notes, hash, ".notes", step->err) ||
			       keep(notes, pair->request, hash, ".init", step->err)
		       ? -1
		       : 0;
}

/* *@ret_hash is that of the pair that a file is a half of; false: another file. */
static bool is_half(const char *name, const char *suffix, char ret_hash[static WINDOW_HASH_HEX + 1])
{
	if (strspn(name, "0123456789abcdef") != WINDOW_HASH_HEX || strcmp(name + WINDOW_HASH_HEX, suffix) != 0)
		return false;
	memcpy(ret_hash, name, WINDOW_HASH_HEX);
	ret_hash[WINDOW_HASH_HEX] = '\0';
	return true;
}

static void remove_but(const struct window_notes *notes, const char *kept)
{
	const struct dirent *entry;
	char hash[WINDOW_HASH_HEX + 1];
	DIR *directory = opendir(text_string(&notes->dir));

	while (directory && (entry = readdir(directory)))
		if ((is_half(entry->d_name, ".notes", hash) || is_half(entry->d_name, ".init", hash)) &&
		    strcmp(hash, kept) != 0)
			unlinkat(dirfd(directory), entry->d_name, 0);
	if (directory)
		closedir(directory);
}

void window_notes_prune(const struct window_notes *notes, const char *published)
{
	_cleanup_(text_clear) struct text path = {0};

	if (!published[0])
		return;
	path_of(notes, published, ".notes", &path);
	if (access(text_string(&path), F_OK) == 0)
		remove_but(notes, published);
}

void window_notes_remove(struct window_notes *notes)
{
	remove_but(notes, "");
	window_notes_drop(notes);
}

static int compare(const void *one, const void *other)
{
	return strcmp(one, other);
}

int window_notes_list(struct window_step *step, const struct window_notes *notes, char (**ret)[WINDOW_HASH_HEX + 1],
		      size_t *ret_count)
{
	char(*list)[WINDOW_HASH_HEX + 1] = NULL, hash[WINDOW_HASH_HEX + 1];
	const struct dirent *entry;
	DIR *directory = opendir(text_string(&notes->dir));
	size_t count = 0;

	if (!directory)
		return failed(N_("cannot open '%s': %s"), text_string(&notes->dir), step->err);
	while ((entry = readdir(directory))) {
		if (!is_half(entry->d_name, ".init", hash))
			continue;
		list = mem_grow(list, count + 1, sizeof(*list));
		memcpy(list[count++], hash, sizeof(hash));
	}
	closedir(directory);
	if (count)
		qsort(list, count, sizeof(*list), compare);
	*ret = list;
	*ret_count = count;
	return 0;
}

static int open_half(const struct window_notes *notes, const char *hash, const char *suffix, int *ret,
		     struct error *err)
{
	_cleanup_(text_clear) struct text path = {0};

	path_of(notes, hash, suffix, &path);
	*ret = open(text_string(&path), O_RDONLY | O_CLOEXEC);
	if (*ret >= 0)
		return 0;
	return errno == ENOENT ? REFUSAL_STATE : failed(N_("cannot open '%s': %s"), text_string(&path), err);
}

int window_notes_open(struct window_step *step, const struct window_notes *notes, const char *hash,
		      struct window_pair *ret)
{
	int r = open_half(notes, hash, ".notes", &ret->notes, step->err);

	return r ? r : open_half(notes, hash, ".init", &ret->request, step->err);
}
