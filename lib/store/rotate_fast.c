/* Rotation of what wraps the rows' keys: rows stay as they are, their epochs' keys go under the new Kr. One transaction. */
#include <string.h>

#include <sodium.h>

#include <evenkeel/catalogue.h>

#include "rotation.h"

static int set_box(struct sql_db *db, enum sql id, uint32_t number, const uint8_t *box, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(db, id, err);

	if (!statement)
		return -1;
	sqlite3_bind_blob(statement, 1, box, VAULT_WRAPPED_SIZE, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, number);
	int r = sql_run(db, statement, err);
	sqlite3_clear_bindings(statement);
	return r;
}

/* Set S from the box; -1 where the box does not open, or holds another chain's. */
static int open_box(struct rotation *rotation, const struct rotation_epoch *epoch)
{
	const struct vault_keys *vault = &rotation->store->secrets->vault;
	struct rotation_secrets *secrets = rotation->secrets;

	if (epoch->size == VAULT_SEALED_SIZE) {
		if (vault_box_open(vault, epoch->box, secrets->other))
			return -1;
		vault_epoch_key(secrets->chain, secrets->other, epoch->e, epoch->first_n, secrets->epoch_key);
		return 0;
	}
	if (epoch->size != VAULT_WRAPPED_SIZE ||
	    vault_epoch_unwrap(vault, epoch->e, epoch->first_n, epoch->box, secrets->epoch_key, secrets->other))
		return -1;
	return sodium_memcmp(secrets->other, secrets->chain, VAULT_KEY_SIZE);
}

/* C being the epoch's. A box that is damaged stays: its rows are lost and named with either key. */
static int rewrap_epoch(struct rotation *rotation, const struct rotation_epoch *epoch, struct error *err)
{
	struct rotation_secrets *secrets = rotation->secrets;
	uint8_t nonce[VAULT_NONCE_SIZE], box[VAULT_WRAPPED_SIZE];

	if (open_box(rotation, epoch))
		return 0;
	randombytes_buf(nonce, sizeof(nonce));
	vault_epoch_wrap(&secrets->vault, epoch->e, epoch->first_n, nonce, secrets->epoch_key, secrets->chain, box);
	return set_box(&rotation->store->db, SQL_ROTATE_EPOCH, epoch->e, box, err);
}

static int rewrap_chain(struct rotation *rotation, const struct generation *generation, struct error *err)
{
	struct rotation_secrets *secrets = rotation->secrets;
	uint8_t nonce[VAULT_NONCE_SIZE], box[VAULT_WRAPPED_SIZE];

	if (rotation_chain_start(&rotation->store->secrets->vault, generation, secrets->chain))
		return error_set(err, ERROR_DAMAGED,
				 "the beginning of a chain does not open; see 'evenkeel verify' first");
	randombytes_buf(nonce, sizeof(nonce));
	vault_chain_wrap(&secrets->vault, generation->g, generation->first_e, generation->first_n, nonce,
			 secrets->chain, box);
	return set_box(&rotation->store->db, SQL_ROTATE_CHAIN, generation->g, box, err);
}

/* One generation: its C_0, and each of its epochs from *@at on. */
static int rewrap_generation(struct rotation *rotation, size_t i, size_t *at, struct error *err)
{
	const struct generation *generation = &rotation->generations[i];
	uint32_t end_e = i + 1 < rotation->generation_count ? rotation->generations[i + 1].first_e : UINT32_MAX;
	uint32_t e = generation->first_e;

	if (rewrap_chain(rotation, generation, err))
		return -1;
	for (; *at < rotation->epoch_count && rotation->epochs[*at].e < end_e; ++*at) {
		const struct rotation_epoch *epoch = &rotation->epochs[*at];
		if (epoch->e < e || epoch->e - e > STORE_STEPS_MAX)
			continue;
		for (; e < epoch->e; e++)
			vault_chain_step(rotation->secrets->chain, e, rotation->secrets->other);
		if (rewrap_epoch(rotation, epoch, err))
			return -1;
		vault_chain_step(rotation->secrets->chain, e++, rotation->secrets->other);
	}
	return 0;
}

static int rewrap_all(struct rotation *rotation, struct error *err)
{
	size_t at = 0;

	if (rotation_load(rotation, &rotation->store->db, err))
		return -1;
	for (size_t i = 0; i < rotation->generation_count; i++)
		if (rewrap_generation(rotation, i, &at, err))
			return -1;
	return 0;
}

static int add_authority(struct rotation *rotation, const struct rotation_authority *authority, struct error *err)
{
	struct store *store = rotation->store;
	struct record *record = &rotation->secrets->record;

	/* Delayed: where the clock was set back, such a row is no witness of time. */
	*record = (struct record){.kind = authority->kind,
				  .flags = RECORD_DELAYED,
				  .wall_ms = rotation->order->now.wall_ms,
				  .zone_min = rotation->order->zone_min,
				  .parts = 1,
				  .catalogue = CATALOGUE_VERSION,
				  .range = {.first = authority->first, .last = authority->last}};
	randombytes_buf(&record->group, sizeof(record->group));
	vault_authority(&rotation->secrets->vault, record->kind, authority->first, authority->last,
			store->secrets->seal.n, record->range.mac);
	return store_add_row(store, record, err);
}

/* What was erased and restored stays so under the new Kr, in the generation that begins with it. */
static int reissue(struct rotation *rotation, struct error *err)
{
	struct store *store = rotation->store;

	store->secrets->seal = rotation->secrets->seal;
	store_forget_epoch(store);
	for (size_t i = 0; i < rotation->authority_count; i++) {
		bool stale = !store->epoch_open || store->epoch_rows >= STORE_EPOCH_ROWS;
		if ((stale && store_add_epoch(store, err)) || add_authority(rotation, &rotation->authorities[i], err))
			return -1;
	}
	store_forget_epoch(store);
	rotation->secrets->seal = store->secrets->seal;
	return 0;
}

static int transact(struct rotation *rotation, struct error *err)
{
	struct sql_db *db = &rotation->store->db;

	if (sql_simple(db, SQL_BEGIN_WRITE, err) || rewrap_all(rotation, err) ||
	    rotation_begin_generation(rotation, db, err) || reissue(rotation, err) || rotation_prepare(rotation, err))
		return -1;
	return sql_simple(db, SQL_COMMIT, err);
}

int rotation_fast(struct rotation *rotation, struct error *err)
{
	struct sql_db *db = &rotation->store->db;

	if (rotation_read(rotation, NULL, NULL, err))
		return -1;
	int r = transact(rotation, err);
	if (!sqlite3_get_autocommit(db->handle))
		sql_simple(db, SQL_ROLLBACK, NULL);
	/* The old boxes leave the log, too. */
	if (r == 0)
		store_checkpoint(rotation->store);
	return r;
}
