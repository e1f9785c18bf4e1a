/* The ledger's connection and its statements, each prepared once and kept. */
#ifndef AGGREGATE_LEDGER_DB_H
#define AGGREGATE_LEDGER_DB_H

#include <sqlite3.h>

#include <evenkeel/ledger.h>

enum ledger_sql {
	SQL_BEGIN,
	SQL_BEGIN_READING,
	SQL_COMMIT,
	SQL_ROLLBACK,
	SQL_PARTY,
	SQL_SET_PARTY,
	SQL_TASK,
	SQL_ADD_TASK,
	SQL_KEY,
	SQL_FIX_KEY,
	SQL_OPENING,
	SQL_LATER,
	SQL_EPSILON,
	SQL_ADD_OPENING,
	SQL_OPENINGS,
	SQL_SEEN,
	SQL_ADD_REPORT,
	SQL_COUNT,
	SQL_ADD_FOLDER,
	SQL_FOLDER,
	SQL_FORGET,
	SQL_STATEMENTS,
};

struct ledger {
	sqlite3 *db;
	sqlite3_stmt *statements[SQL_STATEMENTS];
	uint64_t now;
};

/* As every connection of ours is; the file is there. -1. */
int ledger_connect(struct ledger *ret, const char *path, struct error *err);
void ledger_disconnect(struct ledger *ledger);
/* The tables, in a new file. */
int ledger_make_tables(struct ledger *ledger, struct error *err);
/* Pages, indexes, tables as they should be, openings with their reports. -1, ERROR_DAMAGED. */
int ledger_check_all(struct ledger *ledger, const char *path, struct error *err);

/* Ready to be bound; NULL with @err set. */
sqlite3_stmt *ledger_statement(struct ledger *ledger, enum ledger_sql id, struct error *err);
void ledger_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t size);
/* 1: there is a row; 0: no more, and the statement is reset; -1: @err set, and reset. */
int ledger_step(struct ledger *ledger, sqlite3_stmt *statement, struct error *err);
/* One without rows. */
int ledger_run(struct ledger *ledger, sqlite3_stmt *statement, struct error *err);
int ledger_simple(struct ledger *ledger, enum ledger_sql id, struct error *err);
/* A time or a number as SQLite has it; none of ours is as large as that. */
void ledger_bind_number(sqlite3_stmt *statement, int at, uint64_t number);
/* Say what went wrong, from the connection's last error. Returns -1. */
int ledger_sql_error(const struct ledger *ledger, struct error *err);

/* BEGIN IMMEDIATE; and its end: COMMIT where @r is 0, else ROLLBACK. Returns @r, or -1 where the commit failed. */
int ledger_begin(struct ledger *ledger, struct error *err);
int ledger_end(struct ledger *ledger, int r, struct error *err);
/* An answer into the opening that was inserted last, and the one of opening @row out to a file: piece by piece. */
int ledger_write_answer(struct ledger *ledger, const struct role_answer *answer, struct error *err);
int ledger_read_answer(struct ledger *ledger, int64_t row, int fd, struct error *err);
/* Delete the enrolment keys of quarters that ended before ledger->now. */
int ledger_forget(struct ledger *ledger, struct error *err);

#endif
