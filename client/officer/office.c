#include "office.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>
#include <sodium.h>

#include <evenkeel/vault.h>

#include "json_out.h"
#include "office_own.h"

enum { VERSION = 1, FILE_MOST = 64 << 10 };

static int damaged(const char *path, struct error *err)
{
	return error_set(err, ERROR_DAMAGED, "'%s' is damaged; put it back from a backup", path);
}

static bool take_path(const char *word, char ret[static PATH_SIZE])
{
	if (word[0] != '/' || strlen(word) >= PATH_SIZE)
		return false;
	snprintf(ret, PATH_SIZE, "%s", word);
	return true;
}

static bool take_public(const char *hex, struct office_public *ret)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	size_t size;
	const char *end;

	return sodium_hex2bin(bytes, sizeof(bytes), hex, strlen(hex), NULL, &size, &end) == 0 && *end == '\0' &&
	       office_public_decode((struct hpke_bytes){bytes, size}, ret) == 0;
}

static bool take(json_t *object, struct office *ret)
{
	int version = 0;
	const char *drop, *exchange, *own, *other = NULL;

	if (json_unpack_ex(object, NULL, JSON_STRICT, "{s:i, s:s, s:s, s:s, s?:s}", "version", &version, "drop", &drop,
			   "exchange", &exchange, "own", &own, "other", &other) < 0 ||
	    version != VERSION || !take_path(drop, ret->drop) || !take_path(exchange, ret->exchange) ||
	    !take_public(own, &ret->own))
		return false;
	ret->has_other = other != NULL;
	return other == NULL || (take_public(other, &ret->other) && ret->other.party != ret->own.party);
}

static int parse(const char *path, const struct file_bytes *file, struct office *ret, struct error *err)
{
	json_out_init();
	json_t *object = json_loadb((const char *)file->bytes, file->size, JSON_REJECT_DUPLICATES, NULL);
	bool fine = object && take(object, ret);

	json_decref(object);
	return fine ? 0 : damaged(path, err);
}

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

	if (!take_path(dir, ret->dir))
		return error_set(err, ERROR_USAGE, "'%.60s' is no whole path of a directory", dir);
	if (vault_start(err) || office_join(dir, OFFICE_FILE, path, err))
		return -1;
	int r = check_directory(dir, err);
	if (r == 0)
		r = file_bytes_read_plain(path, FILE_MOST, &file, err);
	if (r > 0)
		error_set(err, ERROR_FAILED, "there is no office in '%s'; run 'evenkeel officer init'", dir);
	return r ? r : parse(path, &file, ret, err);
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

static json_t *pack_public(const struct office_public *party)
{
	uint8_t bytes[OFFICE_PUBLIC_MAX];
	char hex[2 * OFFICE_PUBLIC_MAX + 1];

	sodium_bin2hex(hex, sizeof(hex), bytes, office_public_encode(party, bytes));
	return json_string(hex);
}

static int dump(void *context, FILE *out, struct error *err)
{
	(void)err;
	json_dumpf(context, out, JSON_INDENT(2));
	fputc('\n', out);
	return 0;
}

int office_write(const struct office *office, const char *dir, struct error *err)
{
	char path[PATH_SIZE];

	if (office_join(dir, OFFICE_FILE, path, err))
		return -1;
	json_out_init();
	json_t *object = json_pack("{s:i, s:s, s:s, s:o}", "version", VERSION, "drop", office->drop, "exchange",
				   office->exchange, "own", pack_public(&office->own));
	if (object && office->has_other)
		json_object_set_new(object, "other", pack_public(&office->other));
	int r = object ? file_replace_whole(path, dump, object, err)
		       : error_set(err, ERROR_FAILED, "cannot write '%s': a folder's name is not UTF-8", path);
	json_decref(object);
	return r;
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
