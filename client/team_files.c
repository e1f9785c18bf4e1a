#include "team_files.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/erase.h>
#include <evenkeel/secret.h>

#include "file_beside.h"

static const char team_dir[] = "team";

void team_path(const struct client *client, uint64_t quarter, const char *name, char ret[static TEAM_PATH_SIZE])
{
	snprintf(ret, TEAM_PATH_SIZE, "%s/%s/%" PRIu64 "%s%s", client->paths.store, team_dir, quarter, *name ? "/" : "",
		 name);
}

void team_outbox(const struct client *client, char ret[static TEAM_PATH_SIZE])
{
	snprintf(ret, TEAM_PATH_SIZE, "%s/%s/outbox", client->paths.store, team_dir);
}

bool team_has(const struct client *client, uint64_t quarter)
{
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, TEAM_COHORT, path);
	return access(path, F_OK) == 0;
}

void team_task(const struct cohort *cohort, char ret[static OUTBOX_TASK_HEX + 1])
{
	sodium_bin2hex(ret, OUTBOX_TASK_HEX + 1, cohort->task.task_id, OUTBOX_TASK_HEX / 2);
}

int team_read_cohort(const struct client *client, uint64_t quarter, struct file_bytes *ret, struct error *err)
{
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, TEAM_COHORT, path);
	return file_bytes_read_plain(path, TEAM_FILE_MOST, ret, err);
}

static bool is_key(const uint8_t *secret)
{
	uint8_t key[DAP_KEY_SIZE];
	unsigned char *again = secret_new(DAP_SECRET_SIZE, NULL);

	crypto_sign_seed_keypair(key, again, secret);
	bool same = sodium_memcmp(again, secret, DAP_SECRET_SIZE) == 0;
	sodium_free(again);
	return same;
}

int team_read_key(const struct client *client, uint64_t quarter, uint8_t *ret, struct error *err)
{
	struct file_bytes file = {0};
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, TEAM_KEY, path);
	int r = file_bytes_read_plain(path, DAP_SECRET_SIZE, &file, err);
	if (r)
		return r;
	bool good = file.size == DAP_SECRET_SIZE && is_key(file.bytes);
	if (good)
		memcpy(ret, file.bytes, DAP_SECRET_SIZE);
	file_bytes_wipe(&file);
	return good ? 0
		    : error_set(err, ERROR_DAMAGED,
				"your key for the team, '%s', is damaged; 'evenkeel team leave', then join again while "
				"the "
				"team's list is open",
				path);
}

int team_write(const struct client *client, uint64_t quarter, const char *name, const void *bytes, size_t size,
	       struct error *err)
{
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, "", path);
	if (paths_make_private(path, err))
		return -1;
	team_path(client, quarter, name, path);
	return file_write_bytes(path, bytes, size, 0600, err);
}

/* One that is there was made by a joining that was interrupted: it is the one whose code was, or will be, shown. */
int team_make_key(const struct client *client, uint64_t quarter, struct error *err)
{
	unsigned char *secret = secret_new(DAP_SECRET_SIZE, NULL);
	uint8_t key[DAP_KEY_SIZE];
	int r = team_read_key(client, quarter, secret, err);

	if (r == 1) {
		crypto_sign_keypair(key, secret);
		r = team_write(client, quarter, TEAM_KEY, secret, DAP_SECRET_SIZE, err);
	}
	sodium_free(secret);
	return r;
}

bool team_left(const struct client *client, uint64_t quarter, char ret[static OUTBOX_TASK_HEX + 1])
{
	struct file_bytes file = {0};
	char path[TEAM_PATH_SIZE];

	team_path(client, quarter, TEAM_LEFT, path);
	int r = file_bytes_read_plain(path, 64, &file, NULL);
	size_t size = r == 0 && file.size < OUTBOX_TASK_HEX ? file.size : r == 0 ? OUTBOX_TASK_HEX : 0;
	memcpy(ret, r == 0 ? (const char *)file.bytes : "", size);
	ret[size] = '\0';
	file_bytes_wipe(&file);
	/* One that cannot be read is one of nobody knows which cohort. */
	return r != 1;
}

int team_remove(const struct client *client, uint64_t quarter, bool left_too, struct error *err)
{
	static const char *const names[] = {TEAM_KEY, TEAM_COHORT, TEAM_LEFT};
	char path[TEAM_PATH_SIZE];

	for (int i = 0; i < (left_too ? 3 : 2); i++) {
		team_path(client, quarter, names[i], path);
		file_beside_sweep(path);
		if (erase_file(path, err))
			return -1;
	}
	if (!left_too)
		return 0;
	team_path(client, quarter, "", path);
	(void)rmdir(path); /* with something else in it, it stays */
	return 0;
}

void team_prune(const struct client *client, uint64_t quarter)
{
	char path[TEAM_PATH_SIZE];
	struct dirent *entry;

	snprintf(path, sizeof(path), "%s/%s", client->paths.store, team_dir);
	DIR *directory = opendir(path);
	while (directory && (entry = readdir(directory))) {
		char *end;
		uint64_t number = strtoull(entry->d_name, &end, 10);
		if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && *end == '\0' && number < quarter)
			(void)team_remove(client, number, true, NULL);
	}
	if (directory)
		closedir(directory);
}
