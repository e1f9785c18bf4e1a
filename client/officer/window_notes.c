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

void window_hash(struct hpke_bytes request, char ret[static WINDOW_HASH_HEX + 1])
{
	uint8_t hash[DAP_HASH_SIZE];

	crypto_hash_sha256(hash, request.bytes, request.size);
	sodium_bin2hex(ret, WINDOW_HASH_HEX + 1, hash, WINDOW_HASH_HEX / 2);
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

int window_notes_create(struct window_step *step, const struct window_notes *notes, FILE **ret)
{
	_cleanup_(text_clear) struct text path = {0};

	path_of(notes, unfinished, "", &path);
	unlink(text_string(&path)); /* of a run that was killed */
	int fd = open(text_string(&path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	*ret = fd < 0 ? NULL : fdopen(fd, "w");
	return *ret ? 0 : failed(N_("cannot write '%s': %s"), text_string(&path), step->err);
}

void window_notes_drop(const struct window_notes *notes)
{
	_cleanup_(text_clear) struct text path = {0};

	path_of(notes, unfinished, "", &path);
	unlink(text_string(&path));
	rmdir(text_string(&notes->dir)); /* unless there are others */
}

/* The notes first: a request without them is never looked at. */
int window_notes_keep(struct window_step *step, const struct window_notes *notes, FILE *file, struct hpke_bytes request)
{
	_cleanup_(text_clear) struct text from = {0}, to = {0}, copy = {0};
	char hash[WINDOW_HASH_HEX + 1];

	window_hash(request, hash);
	path_of(notes, unfinished, "", &from);
	path_of(notes, hash, ".notes", &to);
	path_of(notes, hash, ".init", &copy);
	if (fflush(file) || ferror(file) || fsync(fileno(file)) || rename(text_string(&from), text_string(&to)))
		return failed(N_("cannot write '%s': %s"), text_string(&to), step->err);
	return file_write_bytes(text_string(&copy), request.bytes, request.size, 0600, step->err);
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

void window_notes_prune(const struct window_notes *notes, const struct file_bytes *published)
{
	_cleanup_(text_clear) struct text path = {0};
	char hash[WINDOW_HASH_HEX + 1];

	if (!published->bytes)
		return;
	window_hash(window_bytes(published), hash);
	path_of(notes, hash, ".notes", &path);
	if (access(text_string(&path), F_OK) == 0)
		remove_but(notes, hash);
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

int window_notes_open(struct window_step *step, const struct window_notes *notes, const char *hash,
		      struct file_bytes *ret_request, FILE **ret_notes)
{
	_cleanup_(text_clear) struct text request = {0}, path = {0};

	path_of(notes, hash, ".init", &request);
	path_of(notes, hash, ".notes", &path);
	FILE *file = fopen(text_string(&path), "re");
	if (!file)
		return errno == ENOENT ? REFUSAL_STATE
				       : failed(N_("cannot open '%s': %s"), text_string(&path), step->err);
	if (file_bytes_read(text_string(&request), ret_request, step->err)) {
		fclose(file);
		return -1;
	}
	*ret_notes = file;
	return 0;
}
