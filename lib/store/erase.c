/* Erasing what a plan names: rows and whole epochs go, what stays of an epoch gets a fresh key, all in one transaction. */
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include <evenkeel/backup.h>
#include <evenkeel/erase.h>

#include "internal.h"

struct erasing_secrets {
	uint8_t old_key[VAULT_KEY_SIZE], new_key[VAULT_KEY_SIZE]; /* S, from row to row */
	uint8_t first_key[VAULT_KEY_SIZE];                        /* the new S at the epoch's beginning */
	uint8_t chain[VAULT_KEY_SIZE];
	uint8_t old_row[VAULT_KEY_SIZE], new_row[VAULT_KEY_SIZE];
	uint8_t plain[RECORD_WORKSHEET_SIZE];
};

struct erasing {
	const struct erase_plan *plan;
	struct instant now;
	struct erasing_secrets *secrets;
};

struct epoch {
	uint32_t e;
	uint64_t first_n, end_n;
	size_t size;
	uint8_t box[VAULT_WRAPPED_SIZE];
};

static int one_number(struct store *store, enum sql id, uint64_t a, uint64_t b, uint64_t otherwise, uint64_t *ret,
		      struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, id, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)a);
	if (sqlite3_bind_parameter_count(statement) > 1)
		sqlite3_bind_int64(statement, 2, (sqlite3_int64)b);
	int r = sqlite3_step(statement) == SQLITE_ROW ? 0 : sql_error(&store->db, err);
	if (r == 0)
		*ret = sqlite3_column_type(statement, 0) == SQLITE_NULL ? otherwise
									: (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return r;
}

/* The epoch that row @n is in; it was there when the plan was made. */
static int find_epoch(struct store *store, uint64_t n, struct epoch *ret, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_EPOCH_OF, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)n);
	int rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW) {
		*ret = (struct epoch){.e = (uint32_t)sqlite3_column_int64(statement, 0),
				      .first_n = (uint64_t)sqlite3_column_int64(statement, 1),
				      .size = (size_t)sqlite3_column_bytes(statement, 2)};
		if (ret->size && ret->size <= sizeof(ret->box))
			memcpy(ret->box, sqlite3_column_blob(statement, 2), ret->size);
	} else if (rc == SQLITE_DONE) {
		error_set(err, ERROR_DAMAGED, "the store changed meanwhile; nothing was erased, see 'evenkeel verify'");
	} else {
		sql_error(&store->db, err);
	}
	sqlite3_reset(statement);
	if (rc != SQLITE_ROW)
		return -1;
	return one_number(store, SQL_EPOCH_AFTER, ret->first_n, 0, store->secrets->seal.n, &ret->end_n, err);
}

static int set_blob(struct store *store, enum sql id, uint64_t key, const uint8_t *bytes, size_t size,
		    struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, id, err);

	if (!statement)
		return -1;
	sqlite3_bind_blob(statement, 1, bytes, (int)size, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)key);
	int r = sql_run(&store->db, statement, err);
	sqlite3_clear_bindings(statement);
	return r;
}

/* The first row from @n on that is there: its number, bytes and size; *@ret_n UINT64_MAX when there is none. */
static int next_row(struct store *store, uint64_t n, uint64_t *ret_n, uint8_t *ret_blob, size_t *ret_size,
		    struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ENTRIES, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)n);
	int rc = sqlite3_step(statement);
	*ret_n = UINT64_MAX;
	*ret_size = 0;
	if (rc == SQLITE_ROW) {
		*ret_n = (uint64_t)sqlite3_column_int64(statement, 0);
		*ret_size = (size_t)sqlite3_column_bytes(statement, 1);
		if (*ret_size && *ret_size <= RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA)
			memcpy(ret_blob, sqlite3_column_blob(statement, 1), *ret_size);
	} else if (rc != SQLITE_DONE) {
		sql_error(&store->db, err);
	}
	sqlite3_reset(statement);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? 0 : -1;
}

/* Under the new key, and under the name that it may have (store_append_once); what did not open before is left as it is. */
static int seal_again(struct store *store, struct erasing_secrets *secrets, const struct epoch *epoch, uint64_t n,
		      uint8_t *blob, size_t size, struct error *err)
{
	uint8_t nonce[VAULT_NONCE_SIZE];

	if ((size != RECORD_SIZE + VAULT_ROW_EXTRA && size != RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA) ||
	    vault_row_open(secrets->old_row, epoch->e, n, blob, size, secrets->plain))
		return 0;
	randombytes_buf(nonce, sizeof(nonce));
	memcpy(nonce, blob, STORE_NAME_SIZE);
	vault_row_seal(secrets->new_row, epoch->e, n, nonce, secrets->plain, size - VAULT_ROW_EXTRA, blob);
	return set_blob(store, SQL_SET_ENTRY, n, blob, size, err);
}

static int rekey_rows(struct store *store, struct erasing_secrets *secrets, const struct epoch *epoch,
		      struct error *err)
{
	uint8_t blob[RECORD_WORKSHEET_SIZE + VAULT_ROW_EXTRA];
	uint64_t there;
	size_t size;

	if (next_row(store, epoch->first_n, &there, blob, &size, err))
		return -1;
	for (uint64_t n = epoch->first_n; n < epoch->end_n && there < epoch->end_n; n++) {
		vault_row_step(secrets->old_key, n, secrets->old_row);
		vault_row_step(secrets->new_key, n, secrets->new_row);
		if (n != there)
			continue;
		if (seal_again(store, secrets, epoch, n, blob, size, err) ||
		    next_row(store, n + 1, &there, blob, &size, err))
			return -1;
	}
	return 0;
}

/* A fresh S for what stays: the old one would still give the keys of what was erased. */
static int rekey_epoch(struct store *store, struct erasing_secrets *secrets, const struct epoch *epoch,
		       struct error *err)
{
	const struct vault_keys *vault = &store->secrets->vault;
	uint8_t box[VAULT_WRAPPED_SIZE], nonce[VAULT_NONCE_SIZE];

	if (epoch->size != VAULT_WRAPPED_SIZE ||
	    vault_epoch_unwrap(vault, epoch->e, epoch->first_n, epoch->box, secrets->old_key, secrets->chain))
		return error_set(err, ERROR_FAILED,
				 "the store could not be made ready, perhaps the disk is full; nothing was erased");
	randombytes_buf(secrets->first_key, sizeof(secrets->first_key));
	memcpy(secrets->new_key, secrets->first_key, sizeof(secrets->new_key));
	if (rekey_rows(store, secrets, epoch, err))
		return -1;
	randombytes_buf(nonce, sizeof(nonce));
	vault_epoch_wrap(vault, epoch->e, epoch->first_n, nonce, secrets->first_key, secrets->chain, box);
	return set_blob(store, SQL_SET_EPOCH, epoch->e, box, sizeof(box), err);
}

static int settle_epoch(struct store *store, struct erasing_secrets *secrets, const struct epoch *epoch,
			struct error *err)
{
	sqlite3_stmt *statement;
	uint64_t left;

	if (one_number(store, SQL_ENTRY_COUNT, epoch->first_n, epoch->end_n - 1, 0, &left, err))
		return -1;
	if (left > 0)
		return rekey_epoch(store, secrets, epoch, err);
	statement = sql_statement(&store->db, SQL_ERASE_EPOCH, err);
	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, epoch->e);
	return sql_run(&store->db, statement, err);
}

static int erase_range(struct store *store, const struct erase_range *range, struct instant now, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ERASE_ENTRIES, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)range->first);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)range->last);
	return sql_run(&store->db, statement, err) ||
			       store_add_authority(store, RECORD_ERASE, range->first, range->last, now, err)
		       ? -1
		       : 0;
}

/* The transaction: a new epoch with its ERASE records, the rows away, then each epoch that they were in. */
static int erase_step(struct store *store, void *context, struct error *err)
{
	struct erasing *erasing = context;
	const struct erase_plan *plan = erasing->plan;
	uint64_t done = 0;

	/*
	 * First of all: it holds what is to go, and an erasure that was interrupted must not leave it behind. Under the lock, so that no
	 * copy of the rows as they are now can be begun before they are gone.
	 */
	if (backup_drop(store, err) || store_add_epoch(store, err))
		return -1;
	for (size_t i = 0; i < plan->count; i++)
		if (erase_range(store, &plan->ranges[i], erasing->now, err))
			return -1;
	for (size_t i = 0; i < plan->count; i++) {
		uint64_t n = plan->ranges[i].first > done ? plan->ranges[i].first : done;
		while (n <= plan->ranges[i].last) {
			struct epoch epoch;
			if (find_epoch(store, n, &epoch, err) || settle_epoch(store, erasing->secrets, &epoch, err))
				return -1;
			n = done = epoch.end_n;
		}
	}
	return 0;
}

/* What goes wrong behind the COMMIT, with the seal, does not bring rows back; the next append mends it. */
static bool are_gone(struct store *store, const struct erase_plan *plan)
{
	uint64_t left;

	return store_refresh(store, NULL) == 0 &&
	       one_number(store, SQL_ENTRY_COUNT, plan->ranges[0].first, plan->ranges[0].last, 0, &left, NULL) == 0 &&
	       left == 0;
}

int erase_rows(struct store *store, const struct erase_plan *plan, struct instant now, struct error *err)
{
	struct erasing erasing = {.plan = plan, .now = now};
	struct store_change change = {.step = erase_step, .context = &erasing};
	bool had_backup = backup_is_kept(store);

	if (plan->count == 0)
		return 0;
	if (backup_has_aside(store->dir))
		return error_set(err, ERROR_FAILED,
				 "the store from before a restoring is still kept; end that first with "
				 "'evenkeel verify --accept'");
	erasing.secrets = secret_new(sizeof(*erasing.secrets), NULL);
	int r = store_change(store, &change, now, err);
	sodium_free(erasing.secrets);
	if (r == 0 || are_gone(store, plan))
		r = erase_finish(store, err) ? ERASE_UNTIDY : 0;
	if (had_backup)
		backup_weekly(store, now, NULL);
	return r;
}
