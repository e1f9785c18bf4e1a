/* The recovery code is M: the key file is made anew from it, whatever became of the old one. */
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <evenkeel/backup.h>

#include "file.h"
#include "lock.h"
#include "rotation.h"

/* In sodium memory. */
struct recovery {
	uint8_t master[VAULT_MASTER_SIZE];
	struct vault_keys vault;
	struct seal seal;
	uint8_t epoch_key[VAULT_KEY_SIZE], chain[VAULT_KEY_SIZE];
};

static bool have(const char *dir, const char *name)
{
	char path[PATH_SIZE];
	struct stat status;

	return file_path(dir, name, path, NULL) == 0 && lstat(path, &status) == 0;
}

/* Whether one of the epochs opens; a store without any says nothing against the code. */
static int ask_database(struct recovery *recovery, struct sql_db *db)
{
	sqlite3_stmt *statement = sql_statement(db, SQL_EPOCHS, NULL);
	bool none = true, opens = false;

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, 0);
	while (!opens && sqlite3_step(statement) == SQLITE_ROW) {
		const uint8_t *box = sqlite3_column_blob(statement, 3);
		int size = sqlite3_column_bytes(statement, 3);
		none = false;
		if (size == VAULT_SEALED_SIZE)
			opens = vault_box_open(&recovery->vault, box, recovery->epoch_key) == 0;
		else if (size == VAULT_WRAPPED_SIZE)
			opens = vault_epoch_unwrap(&recovery->vault, (uint32_t)sqlite3_column_int64(statement, 0),
						   (uint64_t)sqlite3_column_int64(statement, 2), box,
						   recovery->epoch_key, recovery->chain) == 0;
	}
	sqlite3_reset(statement);
	return none || opens ? 0 : -1;
}

/* Neither keys nor seal bear witness: the records themselves do. */
static bool fits_database(struct recovery *recovery, const char *dir)
{
	char path[PATH_SIZE];
	struct sql_db db;

	if (file_path(dir, STORE_DATABASE, path, NULL) || file_check(path, NULL) || sql_open(&db, path, false, NULL))
		return false;
	int r = ask_database(recovery, &db);
	sql_close(&db);
	return r == 0;
}

static int check_fits(struct recovery *recovery, const char *dir, const struct keys *keys, bool have_keys,
		      struct error *err)
{
	char path[PATH_SIZE];

	if (file_path(dir, SEAL_FILE, path, err))
		return -1;
	bool have_seal = seal_read(path, &recovery->seal, NULL, NULL) == 0;
	bool fits = (have_keys && memcmp(keys->pk, recovery->vault.pk, sizeof(keys->pk)) == 0) ||
		    (have_seal && memcmp(recovery->seal.pk, recovery->vault.pk, sizeof(recovery->seal.pk)) == 0) ||
		    (!have_keys && !have_seal && fits_database(recovery, dir));
	if (!fits)
		return error_set(
			err, ERROR_LOCKED,
			"this recovery code is another store's, or from before a rotation of the keys; nothing "
			"was changed");
	return 0;
}

/* What is left of the old key file that belongs to this M stays: the mark, and the keyring's slot. */
static void start_keys(struct recovery *recovery, struct keys *keys, bool have_keys, enum store_flag flags,
		       uint16_t *ret_slot_flags)
{
	*ret_slot_flags = (uint16_t)((flags & (STORE_TEST_KDF | STORE_DEMO) ? KEYS_TEST_KDF : 0) |
				     (flags & STORE_DEMO ? KEYS_DEMO : 0));
	if (have_keys && memcmp(keys->pk, recovery->vault.pk, sizeof(keys->pk)) == 0) {
		*ret_slot_flags = (uint16_t)((keys_have_flag(keys, KEYS_TEST_KDF) ? KEYS_TEST_KDF : 0) |
					     (keys_have_flag(keys, KEYS_DEMO) ? KEYS_DEMO : 0));
		slots_drop(keys, KEYS_PASSPHRASE);
		return;
	}
	*keys = (struct keys){.version = KEYS_VERSION};
	memcpy(keys->pk, recovery->vault.pk, sizeof(keys->pk));
}

/* Under the write lock. */
static int rebuild(struct recovery *recovery, const char *dir, const char *passphrase, size_t length,
		   enum store_flag flags, struct error *err)
{
	struct keys keys = {0};
	struct keys_slot slot;
	uint16_t slot_flags;
	struct error why = {0};

	if (rotation_settle(dir, err))
		return -1;
	int found = keys_read(dir, &keys, &why);
	if (found < 0 && why.kind != ERROR_DAMAGED) {
		*err = why;
		return -1;
	}
	if (check_fits(recovery, dir, &keys, found == 0, err))
		return -1;
	start_keys(recovery, &keys, found == 0, flags, &slot_flags);
	if (keys_slot_make(&keys, KEYS_PASSPHRASE, slot_flags, passphrase, length, recovery->master, &slot, err) ||
	    slots_add(&keys, &slot, true, err) || keys_write(dir, KEYS_FILE, &keys, err))
		return -1;
	return keys_write(dir, KEYS_BACKUP_FILE, &keys, err) || backup_renew_keys(dir, &keys, err) ? -1 : 0;
}

static int rebuild_locked(struct recovery *recovery, const char *dir, const char *passphrase, size_t length,
			  enum store_flag flags, struct error *err)
{
	int lock = lock_open(dir, err);

	if (lock == LOCK_IMPOSSIBLE)
		return error_set(err, ERROR_FAILED, "'%s' cannot be written", dir);
	if (lock < 0)
		return -1;
	int r = lock_take(lock, LOCK_EX, STORE_WAIT_MS, err);
	if (r == 0)
		r = rebuild(recovery, dir, passphrase, length, flags, err);
	close(lock);
	return r;
}

int store_recover(const char *dir, const char *code, const char *passphrase, size_t length, enum store_flag flags,
		  struct error *err)
{
	if (slot_check_length(length, err) || vault_start(err))
		return -1;
	int r = file_check_directory(dir, err);
	if (r)
		return r == FILE_ABSENT ? STORE_EMPTY : -1;
	if (!have(dir, STORE_DATABASE) && !have(dir, SEAL_FILE) && !have(dir, KEYS_FILE))
		return STORE_EMPTY;
	struct recovery *recovery = secret_new(sizeof(*recovery), NULL);
	r = vault_code_decode(code, recovery->master, err);
	if (r == 0) {
		vault_derive(recovery->master, &recovery->vault);
		r = rebuild_locked(recovery, dir, passphrase, length, flags, err);
	}
	sodium_free(recovery);
	return r;
}
