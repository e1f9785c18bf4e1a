#include <string.h>
#include <sys/stat.h>

#include "ledger_db.h"

static const char schema[] =
#include "001_ledger.sql.h"
	;

enum { WAIT_MS = 5000 };

#define COUNTED "task_id=?1 AND outcome='accepted'"
#define KEYS "SELECT key FROM report WHERE " COUNTED " AND key IS NOT NULL AND week="

static const char *const statements[SQL_STATEMENTS] = {
	[SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SQL_BEGIN_READING] = "BEGIN",
	[SQL_COMMIT] = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_PARTY] = "SELECT role,sign_key FROM party",
	[SQL_SET_PARTY] = "INSERT INTO party(one,role,sign_key) VALUES(1,?1,?2)",
	[SQL_TASK] = "SELECT quarter,floor,weeks,members,roster_hash,label FROM task WHERE task_id=?1",
	[SQL_ADD_TASK] = "INSERT INTO task(task_id,quarter,floor,weeks,members,roster_hash,label) "
			 "VALUES(?1,?2,?3,?4,?5,?6,?7)",
	[SQL_KEY] = "SELECT key_hash FROM task WHERE task_id=?1",
	[SQL_FIX_KEY] = "UPDATE task SET key_hash=?2 WHERE task_id=?1",
	[SQL_OPENING] = "SELECT init_hash,rowid FROM opening WHERE task_id=?1 AND start=?2",
	[SQL_LATER] = "SELECT 1 FROM opening WHERE task_id=?1 AND start+weeks>?2",
	[SQL_EPSILON] = "SELECT coalesce(sum(epsilon),0) FROM opening JOIN task USING(task_id) "
			"WHERE label=?1 AND start>=?2",
	[SQL_ADD_OPENING] = "INSERT INTO opening(task_id,start,weeks,init_hash,reports,people,epsilon,resp) "
			    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8)",
	[SQL_OPENINGS] = "SELECT start,weeks,init_hash,reports,people,epsilon FROM opening WHERE task_id=?1 "
			 "ORDER BY start",
	[SQL_SEEN] = "SELECT 1 FROM report WHERE task_id=?1 AND report_id=?2 AND week<>?3",
	[SQL_ADD_REPORT] = "INSERT INTO report(task_id,report_id,week,key,outcome) VALUES(?1,?2,?3,?4,?5)",
	/*
	 * A window's reports, and the people in it: a week's keys lie in order in their index, so that those of up to four weeks are merged
	 * as they come, without a table of them all in memory. LIMIT keeps SQLite from taking their order for idle.
	 */
	[SQL_COUNT] = "SELECT (SELECT count(*) FROM report WHERE " COUNTED " AND week>=?2 AND week<?3),"
		      "(SELECT count(*) FROM (" KEYS "?2 UNION " KEYS "?2+1 AND ?2+1<?3 UNION " KEYS
		      "?2+2 AND ?2+2<?3 UNION " KEYS "?2+3 AND ?2+3<?3 ORDER BY 1 LIMIT -1))",
	[SQL_ADD_FOLDER] = "INSERT INTO folder(task_id,start,outcome,files) VALUES(?1,?2,?3,?4)",
	[SQL_FOLDER] = "SELECT outcome,files FROM folder WHERE task_id=?1 AND start=?2",
	[SQL_FORGET] = "UPDATE report SET key=NULL WHERE key IS NOT NULL AND task_id IN "
		       "(SELECT task_id FROM task WHERE (quarter+1)*12<=?1)",
};

int ledger_sql_error(const struct ledger *ledger, struct error *err)
{
	switch (sqlite3_errcode(ledger->db) & 0xff) {
	case SQLITE_FULL:
		return error_set(err, ERROR_FAILED, "the disk is full; make room and run the command again");
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_set(err, ERROR_DAMAGED,
				 "the ledger is damaged; nothing is opened until it is put back from a backup");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(err, ERROR_FAILED, "another program holds the ledger; try again");
	case SQLITE_READONLY:
		return error_set(err, ERROR_FAILED, "the ledger cannot be written: it is read-only");
	default:
		return error_set(err, ERROR_FAILED, "the ledger does not work: %s", sqlite3_errmsg(ledger->db));
	}
}

sqlite3_stmt *ledger_statement(struct ledger *ledger, enum ledger_sql id, struct error *err)
{
	sqlite3_stmt **statement = &ledger->statements[id];

	if (*statement)
		sqlite3_reset(*statement);
	else if (sqlite3_prepare_v3(ledger->db, statements[id], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL))
		ledger_sql_error(ledger, err);
	return *statement;
}

void ledger_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t size)
{
	/* No bytes at all are a blob, too, not NULL. */
	sqlite3_bind_blob64(statement, at, bytes ? bytes : "", size, SQLITE_TRANSIENT);
}

void ledger_bind_number(sqlite3_stmt *statement, int at, uint64_t number)
{
	sqlite3_bind_int64(statement, at, number > INT64_MAX ? INT64_MAX : (int64_t)number);
}

int ledger_step(struct ledger *ledger, sqlite3_stmt *statement, struct error *err)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		ledger_sql_error(ledger, err);
	sqlite3_reset(statement);
	return rc == SQLITE_DONE ? 0 : -1;
}

int ledger_run(struct ledger *ledger, sqlite3_stmt *statement, struct error *err)
{
	int r = ledger_step(ledger, statement, err);

	sqlite3_reset(statement);
	return r < 0 ? -1 : 0;
}

int ledger_simple(struct ledger *ledger, enum ledger_sql id, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, id, err);

	return statement ? ledger_run(ledger, statement, err) : -1;
}

int ledger_begin(struct ledger *ledger, struct error *err)
{
	return ledger_simple(ledger, SQL_BEGIN, err);
}

int ledger_end(struct ledger *ledger, int r, struct error *err)
{
	if (r == 0)
		r = ledger_simple(ledger, SQL_COMMIT, err);
	/* Some failures have rolled back by themselves. */
	if (r && !sqlite3_get_autocommit(ledger->db))
		ledger_simple(ledger, SQL_ROLLBACK, NULL);
	return r;
}

int ledger_forget(struct ledger *ledger, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_FORGET, err);

	if (!statement)
		return -1;
	ledger_bind_number(statement, 1, ledger->now);
	return ledger_run(ledger, statement, err);
}

static int execute(struct ledger *ledger, const char *sql, struct error *err)
{
	return sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : ledger_sql_error(ledger, err);
}

/*
 * One file without others beside it while it is at rest. EXTRA: the end of a transaction is the removal of its journal, which has to be
 * on the disk before an answer goes out; else a power cut would bring back the window.
 */
int ledger_connect(struct ledger *ret, const char *path, struct error *err)
{
	struct ledger ledger = {0};
	int rc = sqlite3_open_v2(path, &ledger.db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(ledger.db, 1);
		sqlite3_busy_timeout(ledger.db, WAIT_MS);
	}
	if (rc != SQLITE_OK ? ledger_sql_error(&ledger, err)
			    : execute(&ledger,
				      "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
				      "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
				      "PRAGMA cache_size=-1000;"
				      "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA",
				      err)) {
		sqlite3_close(ledger.db);
		return -1;
	}
	*ret = ledger;
	return 0;
}

void ledger_disconnect(struct ledger *ledger)
{
	for (int i = 0; i < SQL_STATEMENTS; i++)
		sqlite3_finalize(ledger->statements[i]);
	sqlite3_close(ledger->db);
	*ledger = (struct ledger){0};
}

int ledger_make_tables(struct ledger *ledger, struct error *err)
{
	return execute(ledger, schema, err);
}

/* The first column of the first row is 'ok'. */
static bool says_ok(struct ledger *ledger, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	bool ok = false;

	if (sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW) {
		const char *words = (const char *)sqlite3_column_text(statement, 0);
		ok = words && strcmp(words, "ok") == 0;
	}
	sqlite3_finalize(statement);
	return ok;
}

/* Held beside tables made anew: a missing index or trigger would let through what they are there for. */
static bool tables_are_ours(struct ledger *ledger, struct error *err)
{
	struct ledger fresh = {0};
	bool same = false;
	static const char *const all = "SELECT group_concat(sql,';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS "
				       "NOT NULL ORDER BY type,name)";

	if (sqlite3_open(":memory:", &fresh.db) != SQLITE_OK || execute(&fresh, schema, err)) {
		sqlite3_close(fresh.db);
		return false;
	}
	sqlite3_stmt *a = NULL, *b = NULL;
	if (sqlite3_prepare_v2(ledger->db, all, -1, &a, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(fresh.db, all, -1, &b, NULL) == SQLITE_OK && sqlite3_step(a) == SQLITE_ROW &&
	    sqlite3_step(b) == SQLITE_ROW) {
		const char *ours = (const char *)sqlite3_column_text(b, 0);
		const char *theirs = (const char *)sqlite3_column_text(a, 0);
		same = ours && theirs && strcmp(ours, theirs) == 0;
	}
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	sqlite3_close(fresh.db);
	return same;
}

/* Where the file ends too early, SQLite takes what is missing of a page for zeros. */
static bool is_all_there(struct ledger *ledger, const char *path)
{
	static const char *const sql = "SELECT page_count*page_size FROM pragma_page_count,pragma_page_size";
	sqlite3_stmt *statement = NULL;
	struct stat status;
	bool all = false;

	if (sqlite3_prepare_v2(ledger->db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		all = stat(path, &status) == 0 && status.st_size >= sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return all;
}

int ledger_check_all(struct ledger *ledger, const char *path, struct error *err)
{
	static const char *const checks[] = {
		"PRAGMA integrity_check(1)",
		"SELECT iif(EXISTS(SELECT 1 FROM pragma_foreign_key_check),'no','ok')",
		/* Openings and reports come together, and never across each other. */
		"SELECT iif(EXISTS(SELECT 1 FROM opening o WHERE reports<>(SELECT count(*) FROM report r WHERE "
		"r.task_id=o.task_id AND r.week>=o.start AND r.week<o.start+o.weeks AND "
		"outcome='accepted')),'no','ok')",
		"SELECT iif(EXISTS(SELECT 1 FROM report r WHERE NOT EXISTS(SELECT 1 FROM opening o WHERE "
		"r.task_id=o.task_id AND r.week>=o.start AND r.week<o.start+o.weeks)),'no','ok')",
		"SELECT iif(EXISTS(SELECT 1 FROM opening a JOIN opening b USING(task_id) WHERE a.start<b.start AND "
		"a.start+a.weeks>b.start),'no','ok')",
	};
	bool ok = is_all_there(ledger, path) && tables_are_ours(ledger, err);

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]) && ok; i++)
		ok = says_ok(ledger, checks[i]);
	if (ok)
		return 0;
	if ((sqlite3_errcode(ledger->db) & 0xff) == SQLITE_BUSY)
		return ledger_sql_error(ledger, err);
	return error_set(err, ERROR_DAMAGED,
			 "the ledger '%s' is damaged; nothing is opened until it is put back from a backup", path);
}
