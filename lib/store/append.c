#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include "internal.h"
#include "lock.h"
#include "rotation.h"

void store_forget_epoch(struct store *store)
{
	sodium_memzero(store->secrets->epoch_key, sizeof(store->secrets->epoch_key));
	store->epoch_open = false;
}

/* A new epoch of the chain, in the transaction of its first rows. */
int store_add_epoch(struct store *store, struct error *err)
{
	struct store_secrets *secrets = store->secrets;
	struct seal *seal = &secrets->seal;
	uint8_t box[VAULT_SEALED_SIZE], *seed = secrets->row_key;
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ADD_EPOCH, err);

	if (!statement)
		return -1;
	if (seal->e == UINT32_MAX)
		return error_set(err, ERROR_FAILED, "the store is full: no epoch is left");
	randombytes_buf(seed, VAULT_KEY_SIZE);
	vault_box_seal(seed, seal->pk, box);
	vault_epoch_key(seal->chain, seed, seal->e, seal->n, secrets->epoch_key);
	sodium_memzero(seed, VAULT_KEY_SIZE);
	sqlite3_bind_int64(statement, 1, seal->e);
	sqlite3_bind_int64(statement, 2, seal->g);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)seal->n);
	sqlite3_bind_blob(statement, 4, box, sizeof(box), SQLITE_STATIC);
	int r = sql_run(&store->db, statement, err);
	sqlite3_clear_bindings(statement);
	vault_chain_step(seal->chain, seal->e, seal->tail);
	seal->e++;
	store->epoch_open = true;
	store->epoch_rows = 0;
	return r;
}

/* With @name as its beginning; what is left of it is drawn, as no key is to see a nonce twice, not even in a copy of this machine. */
static int add_named(struct store *store, const struct record *record, const uint8_t *name, struct error *err)
{
	struct store_secrets *secrets = store->secrets;
	struct seal *seal = &secrets->seal;
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA], nonce[VAULT_NONCE_SIZE];
	size_t size = record_size(record);
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ADD_ENTRY, err);

	if (!statement)
		return -1;
	record_encode(record, secrets->plain);
	randombytes_buf(nonce, sizeof(nonce));
	if (name)
		memcpy(nonce, name, STORE_NAME_SIZE);
	vault_row_step(secrets->epoch_key, seal->n, secrets->row_key);
	vault_row_seal(secrets->row_key, seal->e - 1, seal->n, nonce, secrets->plain, size, blob);
	sodium_memzero(secrets->row_key, sizeof(secrets->row_key));
	sodium_memzero(secrets->plain, size);
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)seal->n);
	sqlite3_bind_blob(statement, 2, blob, (int)(size + VAULT_ROW_EXTRA), SQLITE_STATIC);
	int r = sql_run(&store->db, statement, err);
	sqlite3_clear_bindings(statement);
	vault_tail_step(seal->tail, seal->n);
	seal->n++;
	store->epoch_rows++;
	return r;
}

int store_add_row(struct store *store, const struct record *record, struct error *err)
{
	return add_named(store, record, NULL, err);
}

/* What an append works on besides its records. */
struct batch {
	const struct record *records;
	size_t count;
	const uint8_t *name; /* of its only record; NULL: it has none */
	struct instant now;
	int16_t zone_min;
	int wait_ms;
	int64_t last_ms; /* the seal's time: that of the last append */
	bool have_last;
	bool new_chain; /* of a lost seal, and without a row yet: what was stored before may bear a later time */
};

/* A row of an append; an import of years goes over many epochs, so that none gets more than its rows. */
static int add_row(struct store *store, const struct record *record, const uint8_t *name, struct error *err)
{
	bool stale = !store->epoch_open || store->epoch_rows >= STORE_EPOCH_ROWS;

	return (stale && store_add_epoch(store, err)) || add_named(store, record, name, err) ? -1 : 0;
}

/*
 * Time runs back only behind a CLOCK record, so that a reader can tell a clock from a forger. With the seal went the time of the last
 * append, and only the person could look it up: such a chain begins with the note that its time is its own.
 */
static bool wants_clock(const struct batch *batch)
{
	return batch->new_chain || (batch->have_last && batch->now.wall_ms + STORE_CLOCK_BACK_MS < batch->last_ms);
}

static int add_clock(struct store *store, const struct batch *batch, struct error *err)
{
	struct record *record = &store->secrets->record;

	*record = (struct record){
		.kind = RECORD_CLOCK,
		.wall_ms = batch->now.wall_ms,
		.zone_min = batch->zone_min,
		.parts = 1,
		.catalogue = batch->records[0].catalogue,
	};
	randombytes_buf(&record->group, sizeof(record->group));
	record->clock.jump_ms = batch->have_last ? batch->now.wall_ms - batch->last_ms : 0;
	record->clock.old_zone_min = store->zone_known ? store->zone_min : batch->zone_min;
	record->clock.new_zone_min = batch->zone_min;
	record->clock.cause = 1;
	return add_row(store, record, NULL, err);
}

/* @record, or a copy that owns up to not being of this moment: late, or from before the clock was set back. */
static const struct record *dated(struct store *store, const struct batch *batch, const struct record *record,
				  int64_t *last_ms)
{
	bool late = record->wall_ms < *last_ms - STORE_CLOCK_BACK_MS;
	bool early = record->wall_ms > batch->now.wall_ms + STORE_CLOCK_BACK_MS;

	if (record->flags & (RECORD_DELAYED | RECORD_IMPORTED))
		return record;
	if (record->kind == RECORD_CLOCK || (!late && !early)) {
		*last_ms = record->wall_ms;
		return record;
	}
	store->secrets->record = *record;
	store->secrets->record.flags |= RECORD_DELAYED;
	return &store->secrets->record;
}

static int add_rows(struct store *store, const struct batch *batch, struct error *err)
{
	int64_t last_ms = batch->have_last ? batch->last_ms : INT64_MIN + STORE_CLOCK_BACK_MS;

	if (wants_clock(batch)) {
		if (add_clock(store, batch, err))
			return -1;
		last_ms = batch->now.wall_ms;
	}
	for (size_t i = 0; i < batch->count; i++)
		if (add_row(store, dated(store, batch, &batch->records[i], &last_ms), batch->name, err))
			return -1;
	return 0;
}

/*
 * Nothing is known of a transaction that failed on its way: the epoch's key has moved on, so it goes, and the database
 * is asked whether it holds the rows after all.
 */
static int after_failure(struct store *store, uint64_t wanted_n, bool committing)
{
	struct head head;

	store_forget_epoch(store);
	if (!sqlite3_get_autocommit(store->db.handle))
		sql_simple(&store->db, SQL_ROLLBACK, NULL);
	return committing && store_head(store, &head, NULL) == 0 && head.n >= wanted_n ? 0 : -1;
}

static int transact(struct store *store, const struct batch *batch, struct error *err)
{
	struct seal *seal = &store->secrets->seal;

	if (seal->n > INT64_MAX - batch->count - 1)
		return error_set(err, ERROR_FAILED, "the store is full: no record number is left");
	if (store->epoch_open && (store->g != seal->g || store->e != seal->e || store->n != seal->n))
		store_forget_epoch(store);
	if (sql_simple(&store->db, SQL_BEGIN_WRITE, err))
		return (sqlite3_errcode(store->db.handle) & 0xff) == SQLITE_BUSY ? STORE_BUSY : -1;
	if (add_rows(store, batch, err))
		return after_failure(store, 0, false);
	if (sql_simple(&store->db, SQL_COMMIT, err))
		return after_failure(store, seal->n, true);
	return 0;
}

static void remember_position(struct store *store, const struct batch *batch)
{
	store->g = store->secrets->seal.g;
	store->e = store->secrets->seal.e;
	store->n = store->secrets->seal.n;
	store->zone_known = true;
	store->zone_min = batch->zone_min;
	place_of_seal(&store->secrets->seal, &store->place);
}

/*
 * Whether the chain began without the person and has nothing in it: also where the one who began it got no further. A page that does not
 * read is no reason to refuse an answer.
 */
static bool chain_is_new(struct store *store)
{
	const struct seal *seal = &store->secrets->seal;
	bool goes_on = store->epoch_open && store->g == seal->g, found = false;
	sqlite3_stmt *statement = goes_on ? NULL : sql_statement(&store->db, SQL_CHAINS, NULL);

	if (!statement)
		return false;
	while (!found && sqlite3_step(statement) == SQLITE_ROW)
		found = sqlite3_column_int64(statement, 0) == seal->g &&
			sqlite3_column_int64(statement, 1) == seal->e &&
			sqlite3_column_int(statement, 3) == CHAIN_UNATTESTED;
	sqlite3_reset(statement);
	return found;
}

/* Is the batch's record stored already? 0, STORE_THERE, -1. */
static int find_named(struct store *store, const struct batch *batch, struct error *err)
{
	sqlite3_stmt *statement = batch->name ? sql_statement(&store->db, SQL_ENTRY_NAMED, err) : NULL;

	if (!statement)
		return batch->name ? -1 : 0;
	sqlite3_bind_blob(statement, 1, batch->name, STORE_NAME_SIZE, SQLITE_STATIC);
	int rc = sqlite3_step(statement);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		sql_error(&store->db, err);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return rc == SQLITE_ROW ? STORE_THERE : rc == SQLITE_DONE ? 0 : -1;
}

/* Under the write lock. */
static int append(struct store *store, struct batch *batch, struct error *err)
{
	struct seal *seal = &store->secrets->seal;

	if (rotation_settle(store->dir, err))
		return -1;
	int r = store_refresh(store, err);
	if (r)
		return r;
	sql_patience(&store->db, batch->wait_ms);
	if (store_reread_keys(store, err))
		return -1;
	int found = seal_read(store->seal_path, seal, &batch->last_ms, err);
	if (found < 0)
		return -1;
	batch->have_last = found == 0;
	if (found == 0 && memcmp(seal->pk, store->keys.pk, sizeof(seal->pk)))
		return error_set(err, ERROR_DAMAGED,
				 "the key file was exchanged: the store's seal was made for other keys; nothing was "
				 "stored, see 'evenkeel verify'");
	if (recover(store, found, batch->now, err))
		return -1;
	r = find_named(store, batch, err);
	if (r)
		return r;
	batch->new_chain = chain_is_new(store);
	r = transact(store, batch, err);
	if (r)
		return r;
	/* The rows are durable: what goes wrong from here on the next append mends, the seal being behind. */
	seal->counter++;
	if (seal_write(store->seal_path, seal, batch->now, NULL))
		store_forget_epoch(store);
	remember_position(store, batch);
	if (store->unsettled)
		store_checkpoint(store);
	else
		store->unsettled = true;
	return 0;
}

static int append_locked(struct store *store, struct batch *batch, struct error *err)
{
	if (store->read_only)
		return error_set(err, ERROR_FAILED, "the store in '%s' cannot be written: it is on read-only media",
				 store->dir);
	int r = lock_take(store->lock_fd, LOCK_EX, batch->wait_ms, err);
	if (r)
		return r;
	r = append(store, batch, err);
	sodium_memzero(&store->secrets->seal, sizeof(store->secrets->seal));
	sodium_memzero(&store->secrets->record, sizeof(store->secrets->record));
	store_step_back(store);
	lock_release(store->lock_fd);
	return r;
}

int store_append(struct store *store, const struct record *records, size_t count, struct instant now, int16_t zone_min,
		 int wait_ms, struct error *err)
{
	struct batch batch = {.records = records, .count = count, .now = now, .zone_min = zone_min, .wait_ms = wait_ms};

	return count == 0 ? 0 : append_locked(store, &batch, err);
}

int store_append_once(struct store *store, const struct record *record, const uint8_t name[static STORE_NAME_SIZE],
		      struct instant now, int16_t zone_min, int wait_ms, struct error *err)
{
	struct batch batch = {
		.records = record, .count = 1, .name = name, .now = now, .zone_min = zone_min, .wait_ms = wait_ms};

	return append_locked(store, &batch, err);
}
