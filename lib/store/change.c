/* Changes of more than new rows: erasure and acceptance. By one who unlocked, in one transaction. */
#include <string.h>
#include <sys/file.h>

#include <sodium.h>

#include <evenkeel/catalogue.h>

#include "internal.h"
#include "lock.h"

int store_add_authority(struct store *store, enum record_kind kind, uint64_t first, uint64_t last, struct instant now,
			struct error *err)
{
	struct record *record = &store->secrets->record;

	/* Delayed: where the clock was set back, such a row is no witness of time. */
	*record = (struct record){.kind = (uint8_t)kind,
				  .flags = RECORD_DELAYED,
				  .wall_ms = now.wall_ms,
				  .parts = 1,
				  .catalogue = CATALOGUE_VERSION,
				  .range = {.first = first, .last = last}};
	randombytes_buf(&record->group, sizeof(record->group));
	vault_authority(&store->secrets->vault, record->kind, first, last, store->secrets->seal.n, record->range.mac);
	return store_add_row(store, record, err);
}

static int transact(struct store *store, const struct store_change *change, struct error *err)
{
	store_forget_epoch(store);
	if (sql_simple(&store->db, SQL_BEGIN_WRITE, err))
		return -1;
	int r = change->step(store, change->context, err);
	if (r == 0)
		r = sql_simple(&store->db, SQL_COMMIT, err);
	if (!sqlite3_get_autocommit(store->db.handle))
		sql_simple(&store->db, SQL_ROLLBACK, NULL);
	store_forget_epoch(store);
	return r;
}

static struct instant later(struct instant now, int64_t wall_ms)
{
	if (now.wall_ms < wall_ms)
		now.wall_ms = wall_ms;
	return now;
}

/* Under the write lock. */
static int run(struct store *store, const struct store_change *change, struct instant now, struct error *err)
{
	struct seal *seal = &store->secrets->seal;
	int64_t last_ms = 0;

	if (store_refresh(store, err) || store_reread_keys(store, err))
		return -1;
	int found = seal_read(store->seal_path, seal, &last_ms, err);
	if (found < 0)
		return -1;
	if (change->begin_anew)
		found = SEAL_ABSENT;
	else if (found == 0 && memcmp(seal->pk, store->keys.pk, sizeof(seal->pk)))
		return error_set(err, ERROR_DAMAGED, "the store's seal was made for other keys; see 'evenkeel verify'");
	/* The time of the last append stays: the next one is to notice a clock that was set back. */
	now = later(now, found == 0 ? last_ms : now.wall_ms);
	if (recover(store, found, now, err) || transact(store, change, err))
		return -1;
	/* Durable: a seal that is behind is brought up by the next append. */
	seal->counter++;
	if (seal_write(store->seal_path, seal, now, err))
		return -1;
	int r = change->after ? change->after(store, change->context, err) : 0;
	store_checkpoint(store);
	return r;
}

int store_change(struct store *store, const struct store_change *change, struct instant now, struct error *err)
{
	if (!store->unlocked)
		return error_set(err, ERROR_LOCKED, "the store is locked");
	if (store->read_only)
		return error_set(err, ERROR_FAILED, "the store in '%s' cannot be written: it is on read-only media",
				 store->dir);
	int r = lock_take(store->lock_fd, LOCK_EX, STORE_WAIT_MS, err);
	if (r)
		return -1;
	sql_patience(&store->db, STORE_WAIT_MS);
	r = run(store, change, now, err);
	sodium_memzero(&store->secrets->seal, sizeof(store->secrets->seal));
	sodium_memzero(&store->secrets->record, sizeof(store->secrets->record));
	lock_release(store->lock_fd);
	return r;
}
