/*
 * Bringing seal and database together again without any private key. The chain moves by position alone, so a seal that
 * is behind is stepped forward; what the database has lost stays a hole, since no n may be used twice.
 */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/i18n.h>

#include "internal.h"

static int column_next(sqlite3_stmt *statement, int column, uint64_t *ret)
{
	sqlite3_int64 last = sqlite3_column_int64(statement, column);

	*ret = sqlite3_column_type(statement, column) == SQLITE_NULL ? 0 : (uint64_t)last + 1;
	return sqlite3_column_type(statement, column) != SQLITE_NULL && (last < 0 || last == INT64_MAX) ? -1 : 0;
}

int store_head(struct store *store, struct head *ret, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_HEAD, err);
	uint64_t generations, epochs;

	if (!statement)
		return -1;
	if (sqlite3_step(statement) != SQLITE_ROW) {
		sql_error(&store->db, err);
		sqlite3_reset(statement);
		return -1;
	}
	int r = column_next(statement, 0, &generations) || column_next(statement, 1, &epochs) ||
				column_next(statement, 2, &ret->n) || generations > UINT32_MAX || epochs > UINT32_MAX
			? -1
			: 0;
	sqlite3_reset(statement);
	if (r)
		return error_set(err, ERROR_DAMAGED,
				 "the database 'store.db' is damaged (%s); restore it from a backup",
				 "a row has an impossible number");
	ret->empty = generations == 0;
	ret->g = generations ? (uint32_t)generations - 1 : 0;
	ret->e = (uint32_t)epochs;
	return 0;
}

int store_rows(struct store *store, uint64_t *ret, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ENTRY_COUNT, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, 0);
	sqlite3_bind_int64(statement, 2, INT64_MAX);
	int r = sqlite3_step(statement) == SQLITE_ROW ? 0 : sql_error(&store->db, err);
	if (r == 0)
		*ret = (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return r;
}

static int have_chain(struct store *store, uint32_t g, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_HAVE_CHAIN, err);

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, g);
	int rc = sqlite3_step(statement);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		sql_error(&store->db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

static int add_chain(struct store *store, const struct seal *seal, struct error *err)
{
	uint8_t box[VAULT_SEALED_SIZE];
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_ADD_CHAIN, err);

	if (!statement)
		return -1;
	vault_box_seal(seal->chain, seal->pk, box);
	sqlite3_bind_int64(statement, 1, seal->g);
	sqlite3_bind_int64(statement, 2, seal->e);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)seal->n);
	sqlite3_bind_int(statement, 4, CHAIN_UNATTESTED);
	sqlite3_bind_blob(statement, 5, box, sizeof(box), SQLITE_TRANSIENT);
	return sql_run(&store->db, statement, err);
}

/* A chain that begins without the person: random, sealed to their key, and said at each unlock until they accept it. */
static int begin_generation(struct store *store, uint32_t g, uint32_t e, uint64_t n, struct error *err)
{
	struct seal *seal = &store->secrets->seal;
	uint64_t counter = seal->counter;

	*seal = (struct seal){.counter = counter, .g = g, .e = e, .n = n};
	randombytes_buf(seal->chain, sizeof(seal->chain));
	memcpy(seal->pk, store->keys.pk, sizeof(seal->pk));
	store_forget_epoch(store);
	snprintf(store->notice, sizeof(store->notice), "%s",
		 _("the store's seal was gone or unreadable; a new chain has begun, and the next unlock will say so"));
	return add_chain(store, seal, err);
}

/* Rows from seal->n up to @until, in the epoch whose tail is at hand. */
static void step_rows(struct seal *seal, uint64_t until)
{
	for (; seal->n < until; seal->n++)
		vault_tail_step(seal->tail, seal->n);
}

static int step_epochs(struct store *store, struct seal *seal, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_EPOCHS_FROM, err);
	int rc;

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, seal->e);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
		uint32_t e = (uint32_t)sqlite3_column_int64(statement, 0);
		uint64_t first_n = (uint64_t)sqlite3_column_int64(statement, 1);
		if (first_n > seal->n + STORE_STEPS_MAX || e > seal->e + STORE_STEPS_MAX)
			break;
		step_rows(seal, first_n);
		while (seal->e <= e)
			vault_chain_step(seal->chain, seal->e++, seal->tail);
	}
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		sql_error(&store->db, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? 0 : -1;
}

/* The database was committed, the seal not written any more. */
static int step_forward(struct store *store, const struct head *head, struct error *err)
{
	struct seal *seal = &store->secrets->seal;

	if (head->e > seal->e && step_epochs(store, seal, err))
		return -1;
	if (head->e > seal->e || head->n > seal->n + STORE_STEPS_MAX)
		return error_set(
			err, ERROR_DAMAGED,
			"the database and its seal are too far apart; run 'evenkeel verify' to see what happened");
	step_rows(seal, head->n);
	store_forget_epoch(store);
	return 0;
}

static void notice_lost(struct store *store, const struct seal *seal, const struct head *head)
{
	if (head->n < seal->n)
		snprintf(store->notice, sizeof(store->notice),
			 _("the database has lost its last %llu records; the next unlock will say more"),
			 (unsigned long long)(seal->n - head->n));
	store_forget_epoch(store);
}

static int mend(struct store *store, int found, const struct head *head, struct error *err)
{
	struct seal *seal = &store->secrets->seal;

	if (found == SEAL_ABSENT)
		return begin_generation(store, head->empty ? 0 : head->g + 1, head->e, head->n, err);
	int have = have_chain(store, seal->g, err);
	if (have < 0)
		return -1;
	if (!have || head->g > seal->g)
		return begin_generation(store, (head->g > seal->g ? head->g : seal->g) + 1,
					head->e > seal->e ? head->e : seal->e, head->n > seal->n ? head->n : seal->n,
					err);
	return step_forward(store, head, err);
}

int recover(struct store *store, int found, struct instant now, struct error *err)
{
	struct seal *seal = &store->secrets->seal;
	struct head head;

	store->notice[0] = '\0';
	if (store_head(store, &head, err))
		return -1;
	/* No crash leaves a seal so far ahead: it is not this database's. */
	if (found == 0 && (seal->n > head.n + STORE_STEPS_MAX || seal->e > (uint64_t)head.e + STORE_STEPS_MAX))
		found = SEAL_ABSENT;
	bool same_chain = found == 0 && !head.empty && head.g == seal->g;
	if (same_chain && (head.e < seal->e || head.n < seal->n))
		notice_lost(store, seal, &head);
	if (same_chain && head.e <= seal->e && head.n <= seal->n)
		return 0;
	if (mend(store, found, &head, err))
		return -1;
	seal->counter++;
	return seal_write(store->seal_path, seal, now, err);
}
