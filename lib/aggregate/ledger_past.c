#include <string.h>

#include <evenkeel/mem.h>

#include "ledger_db.h"

static int outcome_of(const char *name)
{
	for (int i = 0; i < REFUSAL_COUNT_OF; i++)
		if (strcmp(refusal_name((enum refusal)i), name) == 0)
			return i;
	return -1;
}

static int read_outcomes(struct ledger *ledger, const uint8_t *task_id, struct ledger_past *past, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_FOLDER, err);
	int r;

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	ledger_bind_number(statement, 2, past->window.start);
	while ((r = ledger_step(ledger, statement, err)) == 1) {
		int outcome = outcome_of((const char *)sqlite3_column_text(statement, 0));
		if (outcome >= 0)
			past->outcomes[outcome] = (uint64_t)sqlite3_column_int64(statement, 1);
	}
	return r;
}

static void read_past(sqlite3_stmt *statement, struct ledger_past *ret)
{
	*ret = (struct ledger_past){
		.window = {.start = (uint64_t)sqlite3_column_int64(statement, 0),
			   .weeks = (uint64_t)sqlite3_column_int64(statement, 1)},
		.reports = (uint64_t)sqlite3_column_int64(statement, 3),
		.people = (uint64_t)sqlite3_column_int64(statement, 4),
		.epsilon = (uint64_t)sqlite3_column_int64(statement, 5),
	};
	memcpy(ret->request_hash, sqlite3_column_blob(statement, 2), DAP_HASH_SIZE);
}

int ledger_openings(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct ledger_past **ret,
		    size_t *ret_count, struct error *err)
{
	struct ledger_past *list = NULL;
	size_t count = 0;
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_OPENINGS, err);
	int r = statement ? 0 : -1;

	if (statement)
		ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	while (r == 0 && (r = ledger_step(ledger, statement, err)) == 1) {
		list = mem_grow(list, count + 1, sizeof(*list));
		read_past(statement, &list[count]);
		r = read_outcomes(ledger, task_id, &list[count++], err);
	}
	if (r) {
		mem_free(list);
		return -1;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}
