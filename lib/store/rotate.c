/* Rotation to a new M: the steps that both ways have in common. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/i18n.h>
#include <evenkeel/mem.h>

#include "file.h"
#include "findings.h"
#include "rotation.h"
#include "walk.h"

static int load_chains(struct rotation *rotation, struct sql_db *db, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, SQL_CHAINS, err);
	int rc;

	if (!statement)
		return -1;
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		WALK_GROW(rotation->generations, rotation->generation_count, rotation->generation_capacity);
		generation_from_row(statement, &rotation->generations[rotation->generation_count++]);
	}
	if (rc != SQLITE_DONE)
		sql_error(db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE ? 0 : -1;
}

static int load_epochs(struct rotation *rotation, struct sql_db *db, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, SQL_EPOCHS, err);
	int rc;

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, 0);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		WALK_GROW(rotation->epochs, rotation->epoch_count, rotation->epoch_capacity);
		struct rotation_epoch *at = &rotation->epochs[rotation->epoch_count++];
		const void *box = sqlite3_column_blob(statement, 3);
		*at = (struct rotation_epoch){
			.e = (uint32_t)sqlite3_column_int64(statement, 0),
			.g = (uint32_t)sqlite3_column_int64(statement, 1),
			.first_n = (uint64_t)sqlite3_column_int64(statement, 2),
			.size = (size_t)sqlite3_column_bytes(statement, 3),
		};
		if (at->size && at->size <= sizeof(at->box))
			memcpy(at->box, box, at->size);
	}
	if (rc != SQLITE_DONE)
		sql_error(db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE ? 0 : -1;
}

int rotation_load(struct rotation *rotation, struct sql_db *db, struct error *err)
{
	rotation->generation_count = rotation->epoch_count = 0;
	return load_chains(rotation, db, err) || load_epochs(rotation, db, err) ? -1 : 0;
}

int rotation_chain_start(const struct vault_keys *vault, const struct generation *generation,
			 uint8_t ret_chain[static VAULT_KEY_SIZE])
{
	if (generation->kind == CHAIN_FROM_ROOT && generation->size == 0) {
		vault_chain_start(vault->root, generation->g, ret_chain);
		return 0;
	}
	if (generation->kind == CHAIN_ACCEPTED && generation->size == VAULT_WRAPPED_SIZE)
		return vault_chain_unwrap(vault, generation->g, generation->first_e, generation->first_n,
					  generation->box, ret_chain);
	return -1;
}

static int check_report(const struct store_report *report, struct error *err)
{
	const struct store_finding *against = findings_against_change(report);

	if (report->finding_count > STORE_FINDINGS_MAX)
		return error_set(err, ERROR_DAMAGED,
				 "too much of the store is damaged to change its keys; see 'evenkeel verify'");
	if (against)
		return error_set(err, ERROR_DAMAGED,
				 "the keys stay as they are, since new ones would hide what 'evenkeel verify' says: %s",
				 against->words);
	return 0;
}

struct reading {
	struct rotation *rotation;
	store_row row;
	void *context;
};

/* Those whose mac counts under the old keys. */
static void note_authority(struct rotation *rotation, uint64_t n, const struct record *record)
{
	uint8_t mac[VAULT_AUTHORITY_SIZE];

	if (record->kind != RECORD_ERASE && record->kind != RECORD_RESTORE)
		return;
	vault_authority(&rotation->store->secrets->vault, record->kind, record->range.first, record->range.last, n,
			mac);
	if (sodium_memcmp(mac, record->range.mac, sizeof(mac)) || record->range.first > record->range.last ||
	    record->range.last >= n)
		return;
	WALK_GROW(rotation->authorities, rotation->authority_count, rotation->authority_capacity);
	rotation->authorities[rotation->authority_count++] =
		(struct rotation_authority){record->kind, record->range.first, record->range.last};
}

static int take_row(void *context, uint64_t n, const struct record *record)
{
	struct reading *reading = context;

	note_authority(reading->rotation, n, record);
	return reading->row ? reading->row(reading->context, n, record) : 0;
}

int rotation_read(struct rotation *rotation, store_row row, void *context, struct error *err)
{
	struct reading reading = {rotation, row, context};
	struct store_report report;
	int r = store_read(rotation->store, take_row, &reading, &report, err);

	if (r < 0)
		return -1;
	return r ? -1 : check_report(&report, err);
}

int rotation_begin_generation(struct rotation *rotation, struct sql_db *db, struct error *err)
{
	struct seal *seal = &rotation->secrets->seal;
	sqlite3_stmt *statement = sql_statement(db, SQL_ADD_CHAIN, err);

	if (!statement)
		return -1;
	*seal = rotation->store->secrets->seal;
	seal->counter++;
	seal->g++;
	vault_chain_start(rotation->secrets->vault.root, seal->g, seal->chain);
	sodium_memzero(seal->tail, sizeof(seal->tail));
	memcpy(seal->pk, rotation->secrets->vault.pk, sizeof(seal->pk));
	sqlite3_bind_int64(statement, 1, seal->g);
	sqlite3_bind_int64(statement, 2, seal->e);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)seal->n);
	sqlite3_bind_int(statement, 4, CHAIN_FROM_ROOT);
	sqlite3_bind_zeroblob(statement, 5, 0);
	return sql_run(db, statement, err);
}

int rotation_prepare(struct rotation *rotation, struct error *err)
{
	const struct seal *seal = &rotation->secrets->seal;
	struct keys_mark mark = {.g = seal->g, .e = seal->e, .n = seal->n};
	uint8_t nonce[VAULT_NONCE_SIZE];
	char path[PATH_SIZE];

	randombytes_buf(nonce, sizeof(nonce));
	vault_mark_hash(&rotation->secrets->vault, mark.g, mark.e, mark.n, seal->chain, seal->tail, mark.hash);
	keys_mark_seal(&rotation->keys, &rotation->secrets->vault, nonce, &mark);
	if (keys_write(rotation->store->dir, KEYS_NEW_FILE, &rotation->keys, err) ||
	    file_path(rotation->store->dir, SEAL_NEW_FILE, path, err) || seal_write(path, seal, rotation->written, err))
		return -1;
	return file_sync_directory(rotation->store->dir, err);
}

static int make_slots(struct rotation *rotation, struct error *err)
{
	const struct rotate_order *order = rotation->order;
	const struct keys *old = &rotation->store->keys;
	struct rotation_secrets *secrets = rotation->secrets;
	uint16_t flags = (uint16_t)((keys_have_flag(old, KEYS_TEST_KDF) ? KEYS_TEST_KDF : 0) |
				    (keys_have_flag(old, KEYS_DEMO) ? KEYS_DEMO : 0));
	struct keys_slot slot;

	rotation->keys = (struct keys){.version = KEYS_VERSION};
	memcpy(rotation->keys.pk, secrets->vault.pk, sizeof(rotation->keys.pk));
	if (keys_slot_make(&rotation->keys, KEYS_PASSPHRASE, flags, order->passphrase, order->length, secrets->master,
			   &slot, err) ||
	    slots_add(&rotation->keys, &slot, true, err))
		return -1;
	if (!order->keyring)
		return 0;
	return keys_slot_make(&rotation->keys, KEYS_KEYRING, flags, order->keyring, order->keyring_length,
			      secrets->master, &slot, err)
		       ? -1
		       : slots_add(&rotation->keys, &slot, false, err);
}

/* A new M, and the person's word that they have its code, before anything is touched. */
static int make_keys(struct rotation *rotation, struct error *err)
{
	struct rotation_secrets *secrets = rotation->secrets;

	randombytes_buf(secrets->master, sizeof(secrets->master));
	vault_derive(secrets->master, &secrets->vault);
	vault_code_encode(secrets->master, secrets->code);
	if (make_slots(rotation, err))
		return -1;
	sodium_memzero(secrets->master, sizeof(secrets->master));
	int r = rotation->order->confirm ? rotation->order->confirm(rotation->order->context, secrets->code, err) : 0;
	sodium_memzero(secrets->code, sizeof(secrets->code));
	return r;
}

/* Seal and database agree, as before each append. */
static int bring_up(struct rotation *rotation, struct error *err)
{
	struct store *store = rotation->store;
	struct seal *seal = &store->secrets->seal;

	if (rotation_settle(store->dir, err) || store_refresh(store, err) || store_reread_keys(store, err))
		return -1;
	int64_t last_ms = INT64_MIN;
	int found = seal_read(store->seal_path, seal, &last_ms, err);
	if (found)
		return found < 0 ? -1
				 : error_set(err, ERROR_DAMAGED,
					     "the seal is gone or unreadable; see 'evenkeel verify' first");
	if (memcmp(seal->pk, store->keys.pk, sizeof(seal->pk)))
		return error_set(err, ERROR_DAMAGED, "the store's seal was made for other keys; see 'evenkeel verify'");
	/* The time of the last append stays: the next one is to notice a clock that was set back. */
	rotation->written = rotation->order->now;
	if (rotation->written.wall_ms < last_ms)
		rotation->written.wall_ms = last_ms;
	return recover(store, found, rotation->written, err);
}

/* The new keys count: the handle goes on with them. */
static int adopt(struct rotation *rotation, struct error *err)
{
	struct store *store = rotation->store;

	store_forget_epoch(store);
	store->secrets->vault = rotation->secrets->vault;
	return rotation_settle(store->dir, err) || keys_read(store->dir, &store->keys, err) || store_refresh(store, err)
		       ? -1
		       : 0;
}

static bool counts(struct rotation *rotation)
{
	struct keys keys;

	return keys_read(rotation->store->dir, &keys, NULL) == 0 &&
	       memcmp(keys.pk, rotation->keys.pk, sizeof(keys.pk)) == 0;
}

/* Under the write lock. */
static int rotate(struct rotation *rotation, struct error *err)
{
	struct store *store = rotation->store;

	sql_patience(&store->db, STORE_WAIT_MS);
	if (bring_up(rotation, err) || keys_write(store->dir, KEYS_NEW_FILE, &rotation->keys, err))
		return -1;
	int r = rotation->order->full ? rotation_full(rotation, err) : rotation_fast(rotation, err);
	if (r) {
		/* Dropped, or finished if the last step counted after all. */
		rotation_settle(store->dir, NULL);
		store_refresh(store, NULL);
		if (!counts(rotation))
			return r;
	}
	return adopt(rotation, err);
}

static void clear(struct rotation *rotation)
{
	sodium_free(rotation->secrets);
	mem_free(rotation->authorities);
	mem_free(rotation->generations);
	mem_free(rotation->epochs);
}

int store_rotate(struct store *store, const struct rotate_order *order, struct error *err)
{
	struct rotation rotation = {.store = store, .order = order};

	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	if (store->read_only)
		return error_set(err, ERROR_FAILED, "the store in '%s' cannot be written: it is on read-only media",
				 store->dir);
	if (slot_check_length(order->length, err))
		return -1;
	rotation.secrets = secret_new(sizeof(*rotation.secrets), NULL);
	int r = make_keys(&rotation, err);
	if (r == 0)
		r = store_hold(store, err);
	if (r == 0) {
		r = rotate(&rotation, err);
		sodium_memzero(&store->secrets->seal, sizeof(store->secrets->seal));
		sodium_memzero(&store->secrets->record, sizeof(store->secrets->record));
		store_let_go(store);
	}
	clear(&rotation);
	/* What the old keys open is gone with them; where that fails, the next backup is due at once. */
	if (r == 0)
		backup_renew(store, order->now, NULL);
	return r;
}
