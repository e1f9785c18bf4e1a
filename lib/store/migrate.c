#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include <evenkeel/backup.h>
#include <evenkeel/i18n.h>

#include "copy.h"
#include "file.h"
#include "lock.h"
#include "migrate.h"

static const struct migration none[] = {{0, NULL}};
const struct migration *store_migrations = none;

static const struct migration *step_from(int64_t version)
{
	for (const struct migration *step = store_migrations; step->sql; step++)
		if (step->from == version)
			return step;
	return NULL;
}

bool migrate_knows(int64_t version, int wanted)
{
	while (version < wanted && step_from(version))
		version++;
	return version == wanted;
}

static int run_steps(struct sql_db *db, int64_t version, struct error *err)
{
	char sql[64];

	for (; version < SQL_VERSION; version++) {
		snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", (int)version + 1);
		if (sql_execute(db, step_from(version)->sql, err) || sql_execute(db, sql, err))
			return -1;
	}
	return 0;
}

static int migrate_open(struct store *store, struct sql_db *db, struct error *err)
{
	char dir[PATH_SIZE];
	int64_t version;

	if (sql_version(db, &version, err))
		return -1;
	/* Another program was here in between. */
	if (version >= SQL_VERSION)
		return 0;
	if (file_path(store->dir, BACKUP_DIRECTORY, dir, err) || copy_make(db, &store->keys, dir, err) ||
	    sql_simple(db, SQL_BEGIN_WRITE, err))
		return -1;
	if (run_steps(db, version, err) == 0)
		return sql_simple(db, SQL_COMMIT, err);
	sql_simple(db, SQL_ROLLBACK, NULL);
	return error_prefix(err, _("the tables of '%s' could not be brought up to this version; nothing was changed"),
			    store->db_path);
}

int migrate(struct store *store, struct error *err)
{
	struct sql_db db;
	int r = lock_take(store->lock_fd, LOCK_EX, store->patience_ms, err);

	if (r)
		return r;
	r = sql_open_older(&db, store->db_path, err);
	if (r == 0) {
		r = migrate_open(store, &db, err);
		sql_close(&db);
	}
	lock_release(store->lock_fd);
	return r;
}
