#include <string.h>

#include "ledger_db.h"

/* A window of a task, while it is looked at. */
struct place {
	const uint8_t *task_id;
	struct dap_window window;
	struct ledger_task task;
};

static int refuse(const struct place *place, int why, struct error *err)
{
	char name[DAP_WINDOW_NAME];

	dap_window_name(place->window, name);
	error_set(err, ERROR_FAILED, "the window '%s' of '%s': %s", name, place->task.label,
		  refusal_words((enum refusal)why));
	return why;
}

static sqlite3_stmt *statement_for(struct ledger *ledger, enum ledger_sql id, const struct place *place,
				   struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, id, err);

	if (!statement)
		return NULL;
	ledger_bind_blob(statement, 1, place->task_id, DAP_ID_SIZE);
	ledger_bind_number(statement, 2, place->window.start);
	return statement;
}

static int check_place(struct ledger *ledger, struct place *place, struct error *err)
{
	struct dap_window window = place->window;
	int r = ledger_task(ledger, place->task_id, &place->task, err);

	if (r)
		return r;
	if (window.weeks == place->task.weeks && window.start % window.weeks == 0 &&
	    dap_quarter(window.start) == place->task.quarter)
		return 0;
	return refuse(place, REFUSAL_WINDOW, err);
}

/* 0: opened, for this request; REFUSAL_CHANGED; LEDGER_UNOPENED. */
static int find_answer(struct ledger *ledger, const struct place *place, const uint8_t *request_hash, int fd,
		       struct error *err)
{
	sqlite3_stmt *statement = statement_for(ledger, SQL_OPENING, place, err);
	int r = statement ? ledger_step(ledger, statement, err) : -1;

	if (r <= 0)
		return r < 0 ? -1 : LEDGER_UNOPENED;
	bool same = memcmp(sqlite3_column_blob(statement, 0), request_hash, DAP_HASH_SIZE) == 0;
	int64_t row = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	return same ? ledger_read_answer(ledger, row, fd, err) : refuse(place, REFUSAL_CHANGED, err);
}

/* Is there a row for it? */
static int refuse_if(struct ledger *ledger, const struct place *place, enum ledger_sql id, enum refusal why,
		     struct error *err)
{
	sqlite3_stmt *statement = statement_for(ledger, id, place, err);
	int r = statement ? ledger_step(ledger, statement, err) : -1;

	if (r != 1)
		return r;
	sqlite3_reset(statement);
	return refuse(place, why, err);
}

int ledger_epsilon(struct ledger *ledger, const char *label, uint64_t end, uint64_t *ret, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_EPSILON, err);

	if (!statement)
		return -1;
	/* What lies behind the year's end counts as well: opening the past later is not cheaper. */
	sqlite3_bind_text(statement, 1, label, -1, SQLITE_TRANSIENT);
	ledger_bind_number(statement, 2, end < LEDGER_YEAR_WEEKS ? 0 : end - LEDGER_YEAR_WEEKS);
	if (ledger_step(ledger, statement, err) != 1)
		return -1;
	*ret = (uint64_t)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return 0;
}

static uint64_t cost(struct dap_window window)
{
	return DAP_EPSILON_WEEK * window.weeks;
}

static int check_budget(struct ledger *ledger, const struct place *place, struct error *err)
{
	uint64_t spent;

	if (ledger_epsilon(ledger, place->task.label, place->window.start + place->window.weeks, &spent, err))
		return -1;
	return spent + cost(place->window) <= DAP_EPSILON_YEAR ? 0 : refuse(place, REFUSAL_EPSILON, err);
}

static int check_rules(struct ledger *ledger, const struct place *place, struct error *err)
{
	int r = refuse_if(ledger, place, SQL_OPENING, REFUSAL_OPENED, err);

	if (r == 0)
		r = refuse_if(ledger, place, SQL_LATER, REFUSAL_ORDER, err);
	return r ? r : check_budget(ledger, place, err);
}

int ledger_may_open(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		    struct error *err)
{
	struct place place = {.task_id = task_id, .window = window};
	int r = check_place(ledger, &place, err);

	return r ? r : check_rules(ledger, &place, err);
}

int ledger_answer(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		  const uint8_t request_hash[static DAP_HASH_SIZE], int fd, struct error *err)
{
	struct place place = {.task_id = task_id, .window = window};
	int r;

	/* All of it as of one moment. */
	if (ledger_simple(ledger, SQL_BEGIN_READING, err))
		return -1;
	r = check_place(ledger, &place, err);
	return ledger_end(ledger, r ? r : find_answer(ledger, &place, request_hash, fd, err), err);
}

static int add_report(struct ledger *ledger, const struct place *place, const struct role_report *report,
		      struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_ADD_REPORT, err);

	if (!statement)
		return -1;
	if (report->week < place->window.start || report->week - place->window.start >= place->window.weeks)
		return refuse(place, REFUSAL_OUTSIDE, err);
	ledger_bind_blob(statement, 1, place->task_id, DAP_ID_SIZE);
	ledger_bind_blob(statement, 2, report->id, sizeof(report->id));
	ledger_bind_number(statement, 3, report->week);
	ledger_bind_blob(statement, 4, report->key, sizeof(report->key));
	sqlite3_bind_text(statement, 5, refusal_name(report->outcome), -1, SQLITE_STATIC);
	if (ledger_run(ledger, statement, err) == 0)
		return 0;
	return sqlite3_extended_errcode(ledger->db) == SQLITE_CONSTRAINT_UNIQUE ? refuse(place, REFUSAL_REPLAYED, err)
										: -1;
}

/*
 * One row for a key and a week at most: what was replayed is there under its id already, and of what a key sends beside the one that counts
 * the number is enough (add_outcomes). Else any member could fill both ledgers with rows that nothing removes.
 */
static bool is_kept(const struct role_report *report)
{
	return report->outcome != REFUSAL_REPLAYED && report->outcome != REFUSAL_SECOND_BY_KEY;
}

static int add_reports(struct ledger *ledger, const struct place *place, const struct ledger_opening *opening,
		       struct error *err)
{
	struct role_report report;
	int r;

	while ((r = opening->reports->next(opening->reports->context, &report)) == 0) {
		int added = is_kept(&report) ? add_report(ledger, place, &report, err) : 0;
		if (added)
			return added;
	}
	return r < 0 ? -1 : 0;
}

/* What counts is what is in the ledger now, not what the caller thinks. */
static int count(struct ledger *ledger, const struct place *place, uint64_t *ret_reports, uint64_t *ret_people,
		 struct error *err)
{
	sqlite3_stmt *statement = statement_for(ledger, SQL_COUNT, place, err);

	if (!statement)
		return -1;
	ledger_bind_number(statement, 3, place->window.start + place->window.weeks);
	if (ledger_step(ledger, statement, err) != 1)
		return -1;
	*ret_reports = (uint64_t)sqlite3_column_int64(statement, 0);
	*ret_people = (uint64_t)sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	return *ret_people < place->task.floor ? refuse(place, REFUSAL_FEW, err) : 0;
}

static int add_opening(struct ledger *ledger, const struct place *place, const struct ledger_opening *opening,
		       uint64_t reports, uint64_t people, struct error *err)
{
	sqlite3_stmt *statement = statement_for(ledger, SQL_ADD_OPENING, place, err);

	if (!statement)
		return -1;
	ledger_bind_number(statement, 3, place->window.weeks);
	ledger_bind_blob(statement, 4, opening->request_hash, sizeof(opening->request_hash));
	ledger_bind_number(statement, 5, reports);
	ledger_bind_number(statement, 6, people);
	ledger_bind_number(statement, 7, cost(place->window));
	sqlite3_bind_zeroblob64(statement, 8, opening->answer.size);
	return ledger_run(ledger, statement, err) ? -1 : ledger_write_answer(ledger, &opening->answer, err);
}

static int add_outcomes(struct ledger *ledger, const struct place *place, const size_t *outcomes, struct error *err)
{
	int r = 0;

	for (int i = 0; outcomes && i < REFUSAL_COUNT_OF && r == 0; i++) {
		if (outcomes[i] == 0)
			continue;
		sqlite3_stmt *statement = statement_for(ledger, SQL_ADD_FOLDER, place, err);
		if (!statement)
			return -1;
		sqlite3_bind_text(statement, 3, refusal_name((enum refusal)i), -1, SQLITE_STATIC);
		ledger_bind_number(statement, 4, outcomes[i]);
		r = ledger_run(ledger, statement, err);
	}
	return r;
}

static int commit(struct ledger *ledger, const struct ledger_opening *opening, int fd, struct error *err)
{
	struct place place = {.task_id = opening->task_id, .window = opening->window};
	uint64_t reports, people;
	int r = check_place(ledger, &place, err);

	if (r == 0)
		r = find_answer(ledger, &place, opening->request_hash, fd, err);
	if (r != LEDGER_UNOPENED)
		return r ? r : LEDGER_ANSWERED;
	r = check_rules(ledger, &place, err);
	if (r == 0)
		r = add_reports(ledger, &place, opening, err);
	if (r == 0)
		r = count(ledger, &place, &reports, &people, err);
	if (r == 0)
		r = add_opening(ledger, &place, opening, reports, people, err);
	if (r == 0)
		r = add_outcomes(ledger, &place, opening->outcomes, err);
	return r ? r : ledger_forget(ledger, err);
}

int ledger_commit(struct ledger *ledger, const struct ledger_opening *opening, int fd, struct error *err)
{
	return ledger_begin(ledger, err) ? -1 : ledger_end(ledger, commit(ledger, opening, fd, err), err);
}
