#include "office.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/vault.h>

#include "office_own.h"

enum { FILE_MOST = 64 << 10 };

/* Only ever our own, and closed to everyone else. */
static int check_directory(const char *dir, struct error *err)
{
	struct stat about;

	if (lstat(dir, &about) && (errno == ENOENT || errno == ENOTDIR))
		return 1;
	return paths_make_private(dir, err);
}

static int find(const char *dir, struct office *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};
	char path[PATH_SIZE];

	if (!office_take_path(dir, ret->dir))
		return error_set(err, ERROR_USAGE, "'%.60s' is no whole path of a directory", dir);
	if (vault_start(err) || office_join(dir, OFFICE_FILE, path, err))
		return -1;
	int r = check_directory(dir, err);
	if (r == 0)
		r = file_bytes_read_plain(path, FILE_MOST, &file, err);
	if (r > 0)
		error_set(err, ERROR_FAILED, "there is no office in '%s'; run 'evenkeel officer init'", dir);
	if (r == 0 && office_json_decode((struct hpke_bytes){file.bytes, file.size}, ret))
		r = error_set(err, ERROR_DAMAGED, "'%s' is damaged; put it back from a backup", path);
	return r;
}

int office_look(const char *dir, struct office *ret, struct error *err)
{
	struct office office = {0};
	int r = find(dir, &office, err);

	if (r == 0)
		*ret = office;
	return r;
}

int office_find(const struct client *client, const char *dir, struct office *ret, struct error *err)
{
	char whole[PATH_SIZE];

	if (office_directory(client, dir, whole, err))
		return -1;
	return office_look(whole, ret, err) == 0 ? 0 : -1;
}

int office_directory(const struct client *client, const char *dir, char ret[static PATH_SIZE], struct error *err)
{
	char here[PATH_SIZE];

	if (dir == NULL)
		dir = client->paths.office;
	if (dir[0] == '/') {
		int length = snprintf(ret, PATH_SIZE, "%s", dir);
		while (length > 1 && length < PATH_SIZE && ret[length - 1] == '/')
			ret[--length] = '\0';
		return length < PATH_SIZE ? 0 : error_set(err, ERROR_USAGE, "the path '%.60s…' is too long", dir);
	}
	if (!getcwd(here, sizeof(here)))
		return error_set(err, ERROR_FAILED, "cannot tell the current directory: %s", strerror(errno));
	return office_join(here, dir, ret, err);
}

static int put_text(void *context, FILE *out, struct error *err)
{
	const struct text *text = context;

	(void)err;
	fwrite(text->bytes, 1, text->length, out);
	return 0;
}

int office_write(const struct office *office, const char *dir, struct error *err)
{
	_cleanup_(text_clear) struct text text = {0};
	char path[PATH_SIZE];

	if (office_join(dir, OFFICE_FILE, path, err))
		return -1;
	if (office_json_encode(office, &text))
		return error_set(err, ERROR_FAILED, "cannot write '%s': a folder's name is not UTF-8", path);
	return file_replace_whole(path, put_text, &text, err);
}

int office_open_ledger(struct office *office, int64_t now_s, struct error *err)
{
	struct ledger_party party = {.party = office->own.party};
	char path[PATH_SIZE];

	memcpy(party.sign_key, office->own.sign, sizeof(party.sign_key));
	if (office_path(office, OFFICE_LEDGER, path, err))
		return -1;
	return ledger_open(&office->ledger, path, &party, dap_week(now_s), err) ? -1 : 0;
}

void office_clear(struct office *office)
{
	sodium_free(office->keys);
	ledger_free(office->ledger);
	*office = (struct office){0};
}
