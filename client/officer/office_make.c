/*
 * A new office. All of it is made in DIR.new, which takes DIR's name in the last step: an office is there whole or not at all, and what a
 * stopped one left behind holds nothing that anybody depends on.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/secret.h>

#include "office_make.h"
#include "office_own.h"

/* Everything secret of an office that comes into being. */
struct birth {
	uint8_t master[VAULT_MASTER_SIZE];
	uint8_t seed[HPKE_KEY_SIZE];
	char code[VAULT_CODE_SIZE];
	struct vault_keys vault;
	struct office_keys keys;
};

static int cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, ERROR_FAILED, what, path, strerror(errno));
}

static bool is_empty(const char *dir)
{
	DIR *folder = opendir(dir);
	bool empty = folder != NULL;

	for (const struct dirent *entry; empty && (entry = readdir(folder));)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	if (folder)
		closedir(folder);
	return empty;
}

int office_check_place(const char *dir, struct error *err)
{
	struct stat about;

	if (lstat(dir, &about))
		return errno == ENOENT ? 0 : cannot(N_("cannot look at '%s': %s"), dir, err);
	if (S_ISDIR(about.st_mode) && about.st_uid == geteuid() && is_empty(dir))
		return 0;
	return error_set(err, ERROR_FAILED,
			 "'%s' is there already and holds no office that can be read; it was not touched: put its "
			 "'office.json' back from a "
			 "backup, or name another place with --dir",
			 dir);
}

static bool is_ours(const char *name)
{
	static const char *const ours[] = {KEYS_FILE, OFFICE_SECRETS, OFFICE_LEDGER, OFFICE_FILE, OFFICE_COHORTS};

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (strncmp(name, ours[i], strlen(ours[i])) == 0)
			return true;
	return false;
}

/* What a stopped one left: its files and nothing else. */
static int clean(const char *dir, struct error *err)
{
	char path[PATH_SIZE];
	DIR *folder = opendir(dir);
	int r = folder ? 0 : cannot(N_("cannot read '%s': %s"), dir, err);

	for (const struct dirent *entry; r == 0 && (entry = readdir(folder));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		r = office_join(dir, entry->d_name, path, err);
		if (r == 0 && !is_ours(entry->d_name))
			r = error_set(err, ERROR_FAILED, "'%s' is in the way; take it away", path);
		else if (r == 0 && remove(path))
			r = cannot(N_("cannot remove '%s': %s"), path, err);
	}
	if (folder)
		closedir(folder);
	return r;
}

/* DIR.new, empty and held; the descriptor. */
static int hold(const char *fresh, struct error *err)
{
	if (paths_make_private(fresh, err))
		return -1;
	int lock = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (lock < 0)
		return cannot(N_("cannot open '%s': %s"), fresh, err);
	if (flock(lock, LOCK_EX | LOCK_NB)) {
		close(lock);
		return error_set(err, ERROR_FAILED, "another 'evenkeel officer init' is at work in '%s'", fresh);
	}
	if (clean(fresh, err)) {
		close(lock);
		return -1;
	}
	return lock;
}

static void make_pair(struct birth *birth, uint8_t id, struct hpke_pair *pair, struct hpke_config *ret)
{
	randombytes_buf(birth->seed, sizeof(birth->seed));
	hpke_pair_init(pair, birth->seed);
	ret->id = id;
	memcpy(ret->public_key, pair->public_key, sizeof(ret->public_key));
}

/* Ids tell a report's two parts apart, and A's two keys. */
static void make_party(struct birth *birth, struct office *office)
{
	enum { ID_LEADER = 1, ID_HELPER = 2, ID_COLLECTOR = 3 };
	struct office_public *own = &office->own;

	randombytes_buf(birth->master, sizeof(birth->master));
	vault_derive(birth->master, &birth->vault);
	vault_code_encode(birth->master, birth->code);
	office_seal_key(&birth->vault, birth->keys.seal);
	crypto_sign_keypair(own->sign, birth->keys.sign);
	make_pair(birth, own->party == PARTY_A ? ID_LEADER : ID_HELPER, &birth->keys.input, &own->input);
	if (own->party == PARTY_A)
		make_pair(birth, ID_COLLECTOR, &birth->keys.collector, &own->collector);
	office_public_sign(own, birth->keys.sign);
}

static int write_keys(const struct birth *birth, const struct office_order *order, const char *dir, struct error *err)
{
	struct keys keys = {.version = KEYS_VERSION, .slot_count = 1};

	memcpy(keys.pk, birth->vault.pk, sizeof(keys.pk));
	if (keys_slot_make(&keys, KEYS_PASSPHRASE, order->test_kdf ? KEYS_TEST_KDF : 0, order->passphrase,
			   order->length, birth->master, &keys.slots[0], err))
		return -1;
	return keys_write(dir, KEYS_BACKUP_FILE, &keys, err) || keys_write(dir, KEYS_FILE, &keys, err) ||
			       office_seal_keys(&birth->keys, dir, err)
		       ? -1
		       : 0;
}

static int write_ledger(const struct office *office, const char *dir, struct error *err)
{
	struct ledger_party party = {.party = office->own.party};
	char path[PATH_SIZE];

	memcpy(party.sign_key, office->own.sign, sizeof(party.sign_key));
	return office_join(dir, OFFICE_LEDGER, path, err) || ledger_create(path, &party, err) ? -1 : 0;
}

static int write_all(const struct birth *birth, const struct office_order *order, const struct office *office,
		     const char *dir, struct error *err)
{
	char cohorts[PATH_SIZE];

	if (write_keys(birth, order, dir, err) || office_join(dir, OFFICE_COHORTS, cohorts, err) ||
	    paths_make_private(cohorts, err) || write_ledger(office, dir, err))
		return -1;
	return office_write(office, dir, err);
}

static int publish(const char *fresh, const char *dir, struct error *err)
{
	if (rename(fresh, dir))
		return cannot(N_("cannot create '%s': %s"), dir, err);
	return file_sync_directory_of(dir) ? cannot(N_("cannot write '%s': %s"), dir, err) : 0;
}

int office_make(const struct office_order *order, struct office *office, struct error *err)
{
	char fresh[PATH_SIZE];
	int length = snprintf(fresh, sizeof(fresh), "%s.new", office->dir);

	if (length >= PATH_SIZE)
		return error_set(err, ERROR_FAILED, "the path '%.60s…' is too long", office->dir);
	int lock = hold(fresh, err);
	if (lock < 0)
		return -1;
	struct birth *birth = secret_new(sizeof(*birth), NULL);
	make_party(birth, office);
	int r = order->confirm(order->context, birth->code, err);
	if (r == 0)
		r = write_all(birth, order, office, fresh, err);
	if (r == 0)
		r = publish(fresh, office->dir, err);
	sodium_free(birth);
	close(lock);
	return r;
}
