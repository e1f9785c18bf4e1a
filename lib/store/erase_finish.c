/*
 * Behind an erasure. The rows' place in the database was overwritten when they were deleted (secure_delete), but the database may still be
 * the one from before, with what replaces it in the log; and pages that were split or joined may keep what once lay in them. Emptying
 * the log brings the one to an end, VACUUM the other: it writes every page anew and gives the free ones back.
 */
#include <sys/file.h>

#include <evenkeel/erase.h>
#include <evenkeel/i18n.h>

#include "internal.h"

static int empty_log(struct store *store, struct error *err)
{
	int rc = sqlite3_wal_checkpoint_v2(store->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return rc == SQLITE_OK ? 0 : sql_error(&store->db, err);
}

static int tidy(struct store *store, struct error *err)
{
	if (store_refresh(store, err))
		return -1;
	sql_patience(&store->db, STORE_WAIT_MS);
	return empty_log(store, err) || sql_execute(&store->db, "VACUUM", err) || empty_log(store, err) ? -1 : 0;
}

int erase_finish(struct store *store, struct error *err)
{
	int r = store_lock(store, LOCK_EX, err);

	if (r)
		return error_prefix(err, _("the database could not be tidied up"));
	r = tidy(store, err);
	store_step_back(store);
	store_lock_release(store);
	return r ? error_prefix(err, _("the database could not be tidied up")) : 0;
}
