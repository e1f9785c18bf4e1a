#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include "lock.h"
#include "rewrap.h"

static int rewrap_one(struct store *store, const struct rewrap *rewrap, struct error *err)
{
	sqlite3_stmt *statement = sql_statement(&store->db, SQL_REWRAP, err);

	if (!statement)
		return -1;
	sqlite3_bind_blob(statement, 1, rewrap->box, sizeof(rewrap->box), SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, rewrap->e);
	sqlite3_bind_int64(statement, 3, (sqlite3_int64)rewrap->first_n);
	int r = sql_run(&store->db, statement, err);
	sqlite3_clear_bindings(statement);
	return r;
}

static int rewrap_all(struct store *store, const struct rewrap *rewraps, size_t count, struct error *err)
{
	sql_patience(&store->db, STORE_WAIT_MS);
	if (sql_simple(&store->db, SQL_BEGIN_WRITE, err))
		return -1;
	int r = 0;
	for (size_t i = 0; i < count && r == 0; i++)
		r = rewrap_one(store, &rewraps[i], err);
	if (r == 0)
		r = sql_simple(&store->db, SQL_COMMIT, err);
	if (r && !sqlite3_get_autocommit(store->db.handle))
		sql_simple(&store->db, SQL_ROLLBACK, NULL);
	if (r == 0)
		store_checkpoint(store);
	return r;
}

int rewrap_boxes(struct store *store, const struct rewrap *rewraps, size_t count, struct error *err)
{
	if (count == 0)
		return 0;
	int r = store_lock(store, LOCK_EX, err);
	if (r)
		return r;
	r = rewrap_all(store, rewraps, count, err);
	store_lock_release(store);
	return r;
}

static bool same_mark(const struct keys_mark *a, const struct keys_mark *b)
{
	return a->g == b->g && a->e == b->e && a->n == b->n && memcmp(a->hash, b->hash, sizeof(a->hash)) == 0;
}

static int write_mark(struct store *store, const struct keys_mark *mark, struct error *err)
{
	uint8_t nonce[VAULT_NONCE_SIZE];
	struct keys_mark old;

	/* Another reader may have been here since. */
	if (store_reread_keys(store, err))
		return -1;
	if (keys_mark_open(&store->keys, &store->secrets->vault, &old) == 0 &&
	    (same_mark(&old, mark) || old.g > mark->g || old.n > mark->n))
		return 0;
	randombytes_buf(nonce, sizeof(nonce));
	keys_mark_seal(&store->keys, &store->secrets->vault, nonce, mark);
	return keys_write(store->dir, KEYS_FILE, &store->keys, err);
}

int renew_mark(struct store *store, const struct keys_mark *mark, struct error *err)
{
	int r = store_lock(store, LOCK_EX, err);

	if (r)
		return r;
	r = write_mark(store, mark, err);
	store_lock_release(store);
	return r;
}
