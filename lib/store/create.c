#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "file.h"
#include "internal.h"
#include "lock.h"
#include "rotation.h"

_Static_assert(RECOVERY_CODE_SIZE == VAULT_CODE_SIZE, "one recovery code");

enum { PASSPHRASE_MAX = 1024 };

/* Everything secret of a store that comes into being. */
struct birth {
	uint8_t master[VAULT_MASTER_SIZE];
	uint8_t key_key[VAULT_KEY_SIZE];
	struct vault_keys vault;
	struct seal seal;
	char code[RECOVERY_CODE_SIZE];
};

static bool have(const char *dir, const char *name)
{
	char path[PATH_SIZE];
	struct stat status;

	return file_path(dir, name, path, NULL) == 0 && lstat(path, &status) == 0;
}

/* A store, or what is left of one. Not one: a creation that never came to its last step. */
static bool is_taken(const char *dir)
{
	/* The last two: a restoring that was interrupted. */
	if (have(dir, STORE_DATABASE) || have(dir, "restore.new") || have(dir, "restore.put"))
		return true;
	return (have(dir, KEYS_FILE) || have(dir, KEYS_BACKUP_FILE)) && !have(dir, STORE_DATABASE_NEW);
}

static int make_keys(struct birth *birth, const char *passphrase, size_t length, enum store_flag flags,
		     struct keys *ret, struct error *err)
{
	bool test = flags & (STORE_TEST_KDF | STORE_DEMO);
	struct keys_slot *slot = &ret->slots[0];

	*ret = (struct keys){.version = KEYS_VERSION, .slot_count = 1};
	*slot = (struct keys_slot){
		.type = KEYS_PASSPHRASE,
		.algorithm = KEYS_ARGON2ID13,
		.flags = (uint16_t)((test ? KEYS_TEST_KDF : 0) | (flags & STORE_DEMO ? KEYS_DEMO : 0)),
		.ops = test ? KEYS_TEST_OPS : KEYS_OPS,
		.mem_kib = test ? KEYS_TEST_MEM_KIB : KEYS_MEM_KIB,
	};
	randombytes_buf(birth->master, sizeof(birth->master));
	randombytes_buf(slot->salt, sizeof(slot->salt));
	randombytes_buf(slot->nonce, sizeof(slot->nonce));
	vault_derive(birth->master, &birth->vault);
	memcpy(ret->pk, birth->vault.pk, sizeof(ret->pk));
	if (vault_passphrase_key(passphrase, length, slot->ops, slot->mem_kib, slot->salt, birth->key_key, err))
		return -1;
	keys_slot_seal(ret, slot, birth->key_key, birth->master);
	return 0;
}

static int write_seal(struct birth *birth, const char *dir, struct instant now, struct error *err)
{
	char path[PATH_SIZE];

	birth->seal = (struct seal){.counter = 1};
	vault_chain_start(birth->vault.root, birth->seal.g, birth->seal.chain);
	memcpy(birth->seal.pk, birth->vault.pk, sizeof(birth->seal.pk));
	return file_path(dir, SEAL_FILE, path, err) ? -1 : seal_write(path, &birth->seal, now, err);
}

static int add_first_chain(struct sql_db *db, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, SQL_ADD_CHAIN, err);

	if (!statement)
		return -1;
	for (int i = 1; i <= 3; i++)
		sqlite3_bind_int(statement, i, 0);
	sqlite3_bind_int(statement, 4, CHAIN_FROM_ROOT);
	sqlite3_bind_zeroblob(statement, 5, 0);
	return sql_run(db, statement, err);
}

/* The database under its temporary name, whole and closed. */
static int make_database(const char *dir, struct error *err)
{
	static const char *const leftovers[] = {STORE_DATABASE_NEW, STORE_DATABASE_NEW "-wal",
						STORE_DATABASE_NEW "-shm"};
	char path[PATH_SIZE];
	struct sql_db db;

	for (size_t i = sizeof(leftovers) / sizeof(leftovers[0]); i-- > 0;)
		if (file_path(dir, leftovers[i], path, err) || (unlink(path) && errno != ENOENT))
			return error_set(err, ERROR_FAILED, "cannot remove '%s/%s'", dir, leftovers[i]);
	if (sql_create(&db, path, err))
		return -1;
	if (add_first_chain(&db, err)) {
		sql_close(&db);
		return -1;
	}
	return sql_close_whole(&db, err);
}

/* Last of all, so that a store is there whole or not at all; whoever made its directory may have been stopped before it was durable. */
static int publish(const char *dir, struct error *err)
{
	char fresh[PATH_SIZE], path[PATH_SIZE];

	if (file_path(dir, STORE_DATABASE_NEW, fresh, err) || file_path(dir, STORE_DATABASE, path, err))
		return -1;
	if (rename(fresh, path))
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", path, strerror(errno));
	return file_sync_directory(dir, err) || file_sync_parent(dir, err) ? -1 : 0;
}

/* Who is shown the recovery code before anything lies there for good. */
struct witness {
	rotate_confirm confirm;
	void *context;
};

static int show(struct birth *birth, const struct witness *witness, struct error *err)
{
	vault_code_encode(birth->master, birth->code);
	return witness->confirm ? witness->confirm(witness->context, birth->code, err) : 0;
}

static int create(struct birth *birth, const char *dir, const char *passphrase, size_t length, enum store_flag flags,
		  struct instant now, const struct witness *witness, struct error *err)
{
	struct keys keys;

	if (is_taken(dir))
		return error_set(err, ERROR_FAILED, "there is a store in '%s' already; it was not touched", dir),
		       STORE_EXISTS;
	if (make_keys(birth, passphrase, length, flags, &keys, err) || show(birth, witness, err) ||
	    make_database(dir, err) || write_seal(birth, dir, now, err) ||
	    keys_write(dir, KEYS_BACKUP_FILE, &keys, err) || keys_write(dir, KEYS_FILE, &keys, err))
		return -1;
	return publish(dir, err);
}

int store_create_confirmed(const char *dir, const char *passphrase, size_t length, enum store_flag flags,
			   struct instant now, rotate_confirm confirm, void *context, struct error *err)
{
	struct witness witness = {confirm, context};

	if (length == 0 || length > PASSPHRASE_MAX)
		return error_set(err, ERROR_USAGE, "a passphrase has 1 to %d bytes", PASSPHRASE_MAX);
	if (vault_start(err) || paths_make_private(dir, err))
		return -1;
	int lock = lock_open(dir, err);
	if (lock == LOCK_IMPOSSIBLE)
		return error_set(err, ERROR_FAILED, "'%s' cannot be written", dir);
	if (lock < 0)
		return -1;
	struct birth *birth = secret_new(sizeof(*birth), NULL);
	int r = lock_take(lock, LOCK_EX, STORE_WAIT_MS, err);
	if (r == STORE_BUSY)
		r = -1;
	if (r == 0)
		r = create(birth, dir, passphrase, length, flags, now, &witness, err);
	sodium_free(birth);
	close(lock);
	return r;
}

static int copy_code(void *context, const char code[static RECOVERY_CODE_SIZE], struct error *err)
{
	(void)err;
	memcpy(context, code, RECOVERY_CODE_SIZE);
	return 0;
}

int store_create(const char *dir, const char *passphrase, size_t length, enum store_flag flags, struct instant now,
		 char ret_code[static RECOVERY_CODE_SIZE], struct error *err)
{
	return store_create_confirmed(dir, passphrase, length, flags, now, copy_code, ret_code, err);
}
