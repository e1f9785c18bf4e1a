/*
 * Rotation of everything: each row sealed anew into another database, read back and compared, then put in the old one's place. Numbers
 * stay: generations, epochs and rows begin where they began, since erasures and restorings name rows.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "file.h"
#include "rotation.h"

/* The chain at hand, in the order in which positions come. */
struct cursor {
	size_t generation, epoch; /* the next of each */
	uint32_t e;               /* of the chain at hand */
	uint64_t n;               /* of the epoch key at hand */
	bool open;                /* an epoch is */
};

/* Rows written, or read back: their number, and a keyed hash over places and contents. */
struct digest {
	crypto_generichash_state state;
	uint64_t count;
	uint8_t key[VAULT_KEY_SIZE];
	uint8_t hash[VAULT_KEY_SIZE];
};

struct rebuild {
	struct rotation *rotation;
	struct sql_db db;
	struct cursor at;
	struct digest *digest; /* sodium memory */
	struct error *err;
	int result;
};

static void digest_begin(struct digest *digest)
{
	digest->count = 0;
	crypto_generichash_init(&digest->state, digest->key, sizeof(digest->key), sizeof(digest->hash));
}

static void digest_row(struct digest *digest, uint64_t n, const uint8_t *bytes, size_t size)
{
	crypto_generichash_update(&digest->state, (const uint8_t *)&n, sizeof(n));
	crypto_generichash_update(&digest->state, bytes, size);
	digest->count++;
}

/* An epoch that follows on the one before; what is out of order no chain vouches for, and it is left behind. */
static bool follows(const struct rotation *rotation, size_t i, const struct cursor *at)
{
	const struct rotation_epoch *epoch = &rotation->epochs[i];

	return epoch->e >= at->e && epoch->e - at->e <= STORE_STEPS_MAX && (!at->open || epoch->first_n >= at->n);
}

/* C_0 of the generation that epoch @e is in. */
static void enter_generation(struct rotation *rotation, struct cursor *at, uint32_t e)
{
	while (at->generation < rotation->generation_count && rotation->generations[at->generation].first_e <= e) {
		const struct generation *generation = &rotation->generations[at->generation++];
		vault_chain_start(rotation->secrets->vault.root, generation->g, rotation->secrets->chain);
		at->e = generation->first_e;
		at->open = false;
	}
}

static int add_epoch(struct rebuild *rebuild, const struct rotation_epoch *epoch)
{
	struct rotation_secrets *secrets = rebuild->rotation->secrets;
	uint8_t nonce[VAULT_NONCE_SIZE], box[VAULT_WRAPPED_SIZE];
	sqlite3_stmt *statement = sql_statement(&rebuild->db, SQL_ADD_EPOCH, rebuild->err);

	if (!statement)
		return -1;
	randombytes_buf(secrets->other, VAULT_KEY_SIZE);
	vault_epoch_key(secrets->chain, secrets->other, epoch->e, epoch->first_n, secrets->epoch_key);
	randombytes_buf(nonce, sizeof(nonce));
	vault_epoch_wrap(&secrets->vault, epoch->e, epoch->first_n, nonce, secrets->epoch_key, secrets->chain, box);
	sqlite3_bind_int64(statement, 1, epoch->e);
	sqlite3_bind_int64(statement, 2, rebuild->rotation->generations[rebuild->at.generation - 1].g);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)epoch->first_n);
	sqlite3_bind_blob(statement, 4, box, sizeof(box), SQLITE_STATIC);
	int r = sql_run(&rebuild->db, statement, rebuild->err);
	sqlite3_clear_bindings(statement);
	return r;
}

static int begin_epoch(struct rebuild *rebuild, const struct rotation_epoch *epoch)
{
	struct cursor *at = &rebuild->at;
	struct rotation_secrets *secrets = rebuild->rotation->secrets;

	for (; at->e < epoch->e; at->e++)
		vault_chain_step(secrets->chain, at->e, secrets->other);
	if (add_epoch(rebuild, epoch))
		return -1;
	vault_chain_step(secrets->chain, at->e++, secrets->other);
	at->n = epoch->first_n;
	at->open = true;
	return 0;
}

/* All epochs that begin at or before row @n. */
static int advance(struct rebuild *rebuild, uint64_t n)
{
	struct rotation *rotation = rebuild->rotation;
	struct cursor *at = &rebuild->at;

	for (; at->epoch < rotation->epoch_count && rotation->epochs[at->epoch].first_n <= n; at->epoch++) {
		const struct rotation_epoch *epoch = &rotation->epochs[at->epoch];
		enter_generation(rotation, at, epoch->e);
		if (at->generation == 0 || !follows(rotation, at->epoch, at))
			continue;
		if (begin_epoch(rebuild, epoch))
			return -1;
	}
	return 0;
}

/* An ERASE or RESTORE that counted gets the mac that counts now. */
static const struct record *signed_anew(struct rotation *rotation, uint64_t n, const struct record *record)
{
	struct record *copy = &rotation->secrets->record;
	uint8_t mac[VAULT_AUTHORITY_SIZE];

	if (record->kind != RECORD_ERASE && record->kind != RECORD_RESTORE)
		return record;
	vault_authority(&rotation->store->secrets->vault, record->kind, record->range.first, record->range.last, n,
			mac);
	if (sodium_memcmp(mac, record->range.mac, sizeof(mac)))
		return record;
	*copy = *record;
	vault_authority(&rotation->secrets->vault, record->kind, record->range.first, record->range.last, n,
			copy->range.mac);
	return copy;
}

static int add_row(struct rebuild *rebuild, uint64_t n, const struct record *record)
{
	struct rotation_secrets *secrets = rebuild->rotation->secrets;
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA], nonce[VAULT_NONCE_SIZE];
	size_t size = record_size(record);
	sqlite3_stmt *statement = sql_statement(&rebuild->db, SQL_ADD_ENTRY, rebuild->err);

	if (!statement)
		return -1;
	record_encode(signed_anew(rebuild->rotation, n, record), secrets->plain);
	digest_row(rebuild->digest, n, secrets->plain, size);
	randombytes_buf(nonce, sizeof(nonce));
	vault_row_seal(secrets->row_key, rebuild->at.e - 1, n, nonce, secrets->plain, size, blob);
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)n);
	sqlite3_bind_blob(statement, 2, blob, (int)(size + VAULT_ROW_EXTRA), SQLITE_STATIC);
	int r = sql_run(&rebuild->db, statement, rebuild->err);
	sqlite3_clear_bindings(statement);
	return r;
}

static int copy_row(void *context, uint64_t n, const struct record *record)
{
	struct rebuild *rebuild = context;
	struct cursor *at = &rebuild->at;

	rebuild->result = advance(rebuild, n);
	if (rebuild->result == 0 && !at->open)
		rebuild->result =
			error_set(rebuild->err, ERROR_DAMAGED,
				  "record %llu belongs to no epoch; nothing was changed, see 'evenkeel verify'",
				  (unsigned long long)n);
	if (rebuild->result)
		return 1;
	for (; at->n <= n; at->n++)
		vault_row_step(rebuild->rotation->secrets->epoch_key, at->n, rebuild->rotation->secrets->row_key);
	rebuild->result = add_row(rebuild, n, record);
	return rebuild->result ? 1 : 0;
}

static int add_chains(struct rebuild *rebuild)
{
	for (size_t i = 0; i < rebuild->rotation->generation_count; i++) {
		const struct generation *generation = &rebuild->rotation->generations[i];
		sqlite3_stmt *statement = sql_statement(&rebuild->db, SQL_ADD_CHAIN, rebuild->err);
		if (!statement)
			return -1;
		sqlite3_bind_int64(statement, 1, generation->g);
		sqlite3_bind_int64(statement, 2, generation->first_e);
		sqlite3_bind_int64(statement, 3, (sqlite3_int64)generation->first_n);
		sqlite3_bind_int(statement, 4, CHAIN_FROM_ROOT);
		sqlite3_bind_zeroblob(statement, 5, 0);
		if (sql_run(&rebuild->db, statement, rebuild->err))
			return -1;
	}
	return 0;
}

static int write_all(struct rebuild *rebuild, struct error *err)
{
	struct rotation *rotation = rebuild->rotation;

	if (sql_simple(&rebuild->db, SQL_BEGIN_WRITE, err) || rotation_load(rotation, &rotation->store->db, err) ||
	    add_chains(rebuild))
		return -1;
	digest_begin(rebuild->digest);
	int r = rotation_read(rotation, copy_row, rebuild, err);
	if (r || rebuild->result)
		return -1;
	/* Epochs behind the last row, too: where the seal stands, they are behind it. */
	if (advance(rebuild, UINT64_MAX) || rotation_begin_generation(rotation, &rebuild->db, err))
		return -1;
	crypto_generichash_final(&rebuild->digest->state, rebuild->digest->hash, sizeof(rebuild->digest->hash));
	return sql_simple(&rebuild->db, SQL_COMMIT, err);
}

/* Reading back: the epoch's S by its box alone, as any later reader does. */
static int open_epoch(struct rebuild *check, const struct rotation_epoch *epoch)
{
	struct rotation_secrets *secrets = check->rotation->secrets;
	struct cursor *at = &check->at;

	enter_generation(check->rotation, at, epoch->e);
	for (; at->e < epoch->e; at->e++)
		vault_chain_step(secrets->chain, at->e, secrets->other);
	if (epoch->size != VAULT_WRAPPED_SIZE ||
	    vault_epoch_unwrap(&secrets->vault, epoch->e, epoch->first_n, epoch->box, secrets->epoch_key,
			       secrets->other) ||
	    sodium_memcmp(secrets->other, secrets->chain, VAULT_KEY_SIZE))
		return -1;
	vault_chain_step(secrets->chain, at->e++, secrets->other);
	at->n = epoch->first_n;
	at->open = true;
	return 0;
}

static int check_row(struct rebuild *check, sqlite3_stmt *statement)
{
	struct rotation *rotation = check->rotation;
	struct rotation_secrets *secrets = rotation->secrets;
	struct cursor *at = &check->at;
	uint64_t n = (uint64_t)sqlite3_column_int64(statement, 0);
	const uint8_t *blob = sqlite3_column_blob(statement, 1);
	size_t size = (size_t)sqlite3_column_bytes(statement, 1);

	for (; at->epoch < rotation->epoch_count && rotation->epochs[at->epoch].first_n <= n; at->epoch++)
		if (open_epoch(check, &rotation->epochs[at->epoch]))
			return -1;
	if (!at->open || size > sizeof(secrets->plain) + VAULT_ROW_EXTRA)
		return -1;
	for (; at->n <= n; at->n++)
		vault_row_step(secrets->epoch_key, at->n, secrets->row_key);
	if (vault_row_open(secrets->row_key, at->e - 1, n, blob, size, secrets->plain))
		return -1;
	digest_row(check->digest, n, secrets->plain, size - VAULT_ROW_EXTRA);
	return 0;
}

static int check_rows(struct rebuild *check, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&check->db, SQL_ENTRIES, err);
	int rc, r = 0;

	if (!statement || rotation_load(check->rotation, &check->db, err))
		return -1;
	sqlite3_bind_int64(statement, 1, 0);
	while (r == 0 && (rc = sqlite3_step(statement)) == SQLITE_ROW)
		r = check_row(check, statement);
	sqlite3_reset(statement);
	return r || rc != SQLITE_DONE ? -1 : 0;
}

/* Read the new database back through a connection of its own, and compare. */
static int verify(struct rebuild *rebuild, const char *path, struct error *err)
{
	struct digest *digest = secret_new(sizeof(*digest), NULL);
	struct rebuild check = {.rotation = rebuild->rotation, .digest = digest, .err = err};

	memcpy(digest->key, rebuild->digest->key, sizeof(digest->key));
	digest_begin(digest);
	int r = sql_open(&check.db, path, false, err);
	if (r == 0) {
		r = check_rows(&check, err);
		crypto_generichash_final(&digest->state, digest->hash, sizeof(digest->hash));
		bool same = digest->count == rebuild->digest->count &&
			    sodium_memcmp(digest->hash, rebuild->digest->hash, sizeof(digest->hash)) == 0;
		if (r == 0 && !same)
			r = -1;
		if (r)
			error_set(err, ERROR_FAILED,
				  "what was sealed anew does not read back as it was; nothing was changed");
		sql_close(&check.db);
	}
	sodium_free(digest);
	return r;
}

static int build(struct rebuild *rebuild, const char *path, struct error *err)
{
	if (sql_create(&rebuild->db, path, err))
		return -1;
	if (write_all(rebuild, err)) {
		sql_close(&rebuild->db);
		return -1;
	}
	return sql_close_whole(&rebuild->db, err) || verify(rebuild, path, err) ? -1 : 0;
}

/* An empty file, durable with the directory. */
static int mark_full(const char *dir, struct error *err)
{
	return file_replace(dir, ROTATE_FULL_FILE, (const uint8_t *)"", 0, err);
}

/* The old database's log must hold nothing, or it would be read into the new one. */
static int close_old(struct store *store, struct error *err)
{
	char path[PATH_SIZE];
	struct stat status;

	if (file_path(store->dir, STORE_DATABASE "-wal", path, err))
		return -1;
	sql_patience(&store->db, STORE_WAIT_MS);
	sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	store->unsettled = false;
	if (stat(path, &status) == 0 && status.st_size > 0)
		return error_set(err, ERROR_FAILED, "another program is reading the store; try again in a moment");
	sql_close(&store->db);
	store->db_inode = 0;
	return 0;
}

static int replace(struct rotation *rotation, const char *path, struct error *err)
{
	struct store *store = rotation->store;

	if (rotation_prepare(rotation, err) || mark_full(store->dir, err) || close_old(store, err))
		return -1;
	if (rename(path, store->db_path))
		return error_set(err, ERROR_FAILED, "cannot create '%s': %s", store->db_path, strerror(errno));
	return file_sync_directory(store->dir, err);
}

int rotation_full(struct rotation *rotation, struct error *err)
{
	struct rebuild rebuild = {.rotation = rotation, .err = err};
	char path[PATH_SIZE];

	if (file_path(rotation->store->dir, STORE_NEW_FILE, path, err))
		return -1;
	if (unlink(path) && errno != ENOENT)
		return error_set(err, ERROR_FAILED, "cannot remove '%s': %s", path, strerror(errno));
	rebuild.digest = secret_new(sizeof(*rebuild.digest), NULL);
	randombytes_buf(rebuild.digest->key, sizeof(rebuild.digest->key));
	int r = build(&rebuild, path, err) ? -1 : replace(rotation, path, err);
	sodium_free(rebuild.digest);
	return r;
}
