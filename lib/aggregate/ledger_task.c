#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "ledger_db.h"

static int refuse(const struct ledger_task *task, enum refusal refusal, struct error *err)
{
	error_set(err, ERROR_FAILED, "the team '%s': %s", task->label, refusal_words(refusal));
	return refusal;
}

static int check_task(const struct ledger_task *task, struct error *err)
{
	size_t length = strnlen(task->label, sizeof(task->label));

	assert(length > 0 && length < sizeof(task->label));
	if (task->floor < DAP_FLOOR_LEAST)
		return refuse(task, REFUSAL_FLOOR, err);
	if (task->members < task->floor)
		return refuse(task, REFUSAL_ROSTER_SMALL, err);
	if (task->weeks != DAP_LONG_WEEKS && (task->weeks != 1 || task->members < DAP_LARGE))
		return refuse(task, REFUSAL_SHORT_WINDOW, err);
	return 0;
}

void ledger_task_of(const struct cohort *cohort, struct ledger_task *ret)
{
	*ret = (struct ledger_task){
		.quarter = cohort->terms.quarter,
		.floor = cohort->terms.floor,
		.weeks = cohort->weeks,
		.members = (unsigned)cohort->members,
	};
	memcpy(ret->id, cohort->task.task_id, sizeof(ret->id));
	memcpy(ret->label, cohort->label.bytes, cohort->label.size);
	crypto_hash_sha256(ret->roster_hash, cohort->keys, cohort->members * DAP_KEY_SIZE);
}

static void read_task(sqlite3_stmt *statement, struct ledger_task *ret)
{
	ret->quarter = (uint32_t)sqlite3_column_int64(statement, 0);
	ret->floor = (unsigned)sqlite3_column_int(statement, 1);
	ret->weeks = (unsigned)sqlite3_column_int(statement, 2);
	ret->members = (unsigned)sqlite3_column_int(statement, 3);
	memcpy(ret->roster_hash, sqlite3_column_blob(statement, 4), sizeof(ret->roster_hash));
	snprintf(ret->label, sizeof(ret->label), "%s", (const char *)sqlite3_column_text(statement, 5));
}

int ledger_task(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct ledger_task *ret,
		struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_TASK, err);

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	int r = ledger_step(ledger, statement, err);
	if (r == 1) {
		*ret = (struct ledger_task){0};
		memcpy(ret->id, task_id, sizeof(ret->id));
		read_task(statement, ret);
		sqlite3_reset(statement);
		return 0;
	}
	if (r < 0)
		return -1;
	error_set(err, ERROR_FAILED,
		  "the ledger does not know this team; enrol it first with 'evenkeel officer enrol'");
	return REFUSAL_TASK;
}

static bool is_same(const struct ledger_task *a, const struct ledger_task *b)
{
	return a->quarter == b->quarter && a->floor == b->floor && a->weeks == b->weeks && a->members == b->members &&
	       memcmp(a->roster_hash, b->roster_hash, sizeof(a->roster_hash)) == 0 && strcmp(a->label, b->label) == 0;
}

static int insert(struct ledger *ledger, const struct ledger_task *task, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_ADD_TASK, err);

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task->id, sizeof(task->id));
	sqlite3_bind_int64(statement, 2, task->quarter);
	sqlite3_bind_int64(statement, 3, task->floor);
	sqlite3_bind_int64(statement, 4, task->weeks);
	sqlite3_bind_int64(statement, 5, task->members);
	ledger_bind_blob(statement, 6, task->roster_hash, sizeof(task->roster_hash));
	sqlite3_bind_text(statement, 7, task->label, -1, SQLITE_TRANSIENT);
	return ledger_run(ledger, statement, err);
}

static int add(struct ledger *ledger, const struct ledger_task *task, struct error *err)
{
	struct ledger_task known;
	int r = ledger_task(ledger, task->id, &known, err);

	if (r == REFUSAL_TASK)
		return insert(ledger, task, err);
	if (r == 0 && !is_same(task, &known))
		return refuse(&known, REFUSAL_TERMS, err);
	return r;
}

int ledger_add_task(struct ledger *ledger, const struct ledger_task *task, struct error *err)
{
	int r = check_task(task, err);

	if (r)
		return r;
	return ledger_begin(ledger, err) ? -1 : ledger_end(ledger, add(ledger, task, err), err);
}

static int set_key(struct ledger *ledger, const uint8_t *task_id, const uint8_t *hash, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_FIX_KEY, err);

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	ledger_bind_blob(statement, 2, hash, DAP_HASH_SIZE);
	return ledger_run(ledger, statement, err);
}

static int fix_key(struct ledger *ledger, const uint8_t *task_id, const uint8_t *hash, struct error *err)
{
	struct ledger_task task;
	int r = ledger_task(ledger, task_id, &task, err);
	sqlite3_stmt *statement = r == 0 ? ledger_statement(ledger, SQL_KEY, err) : NULL;

	if (!statement)
		return r ? r : -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	if (ledger_step(ledger, statement, err) != 1)
		return -1;
	bool none = sqlite3_column_type(statement, 0) == SQLITE_NULL;
	bool same = !none && memcmp(sqlite3_column_blob(statement, 0), hash, DAP_HASH_SIZE) == 0;
	sqlite3_reset(statement);
	if (none)
		return set_key(ledger, task_id, hash, err);
	return same ? 0
		    : (error_set(
			       err, ERROR_FAILED,
			       "the verify key of '%s' is not the one that it began with; it is fixed for the quarter",
			       task.label),
		       LEDGER_OTHER_KEY);
}

int ledger_fix_key(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE],
		   const uint8_t verify_key[static PRIO3_KEY_SIZE], struct error *err)
{
	static const uint8_t purpose[] = "evenkeel ledger verify key";
	uint8_t hash[DAP_HASH_SIZE];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, purpose, sizeof(purpose));
	crypto_hash_sha256_update(&state, task_id, DAP_ID_SIZE);
	crypto_hash_sha256_update(&state, verify_key, PRIO3_KEY_SIZE);
	crypto_hash_sha256_final(&state, hash);
	sodium_memzero(&state, sizeof(state));
	return ledger_begin(ledger, err) ? -1 : ledger_end(ledger, fix_key(ledger, task_id, hash, err), err);
}
