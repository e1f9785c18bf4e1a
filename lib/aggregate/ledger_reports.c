#include <string.h>

#include "ledger_db.h"

/* 1, 0, -1. Where it lies in the week that it is from, it is that very report, not another one with its id. */
static int was_seen(struct ledger *ledger, const uint8_t *task_id, const struct role_report *report, struct error *err)
{
	sqlite3_stmt *statement = ledger_statement(ledger, SQL_SEEN, err);

	if (!statement)
		return -1;
	ledger_bind_blob(statement, 1, task_id, DAP_ID_SIZE);
	ledger_bind_blob(statement, 2, report->id, sizeof(report->id));
	ledger_bind_number(statement, 3, report->week);
	int r = ledger_step(ledger, statement, err);
	sqlite3_reset(statement);
	return r;
}

static int settle_all(struct ledger *ledger, const uint8_t *task_id, const struct role_reports *reports,
		      struct error *err)
{
	struct role_report report;
	int r;

	while ((r = reports->next(reports->context, &report)) == 0) {
		int seen = report.outcome == REFUSAL_NONE ? was_seen(ledger, task_id, &report, err) : 0;
		if (seen < 0 || (seen && reports->refuse(reports->context, REFUSAL_REPLAYED)))
			return -1;
	}
	return r < 0 ? -1 : 0;
}

/* One transaction, or each question would lock the file anew. */
int ledger_settle(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], const struct role_reports *reports,
		  struct error *err)
{
	if (ledger_simple(ledger, SQL_BEGIN_READING, err))
		return -1;
	return ledger_end(ledger, settle_all(ledger, task_id, reports, err), err);
}

static int settle(void *context, const struct role_reports *reports)
{
	struct ledger_session *session = context;

	return ledger_settle(session->ledger, session->task_id, reports, session->err);
}

static int open_window(void *context, const struct role_opening *opening)
{
	struct ledger_session *session = context;
	struct ledger_opening own = {
		.window = opening->window,
		.answer = opening->answer,
		.reports = opening->reports,
		.outcomes = opening->tally->outcomes,
	};

	memcpy(own.task_id, session->task_id, sizeof(own.task_id));
	memcpy(own.request_hash, opening->request_hash, sizeof(own.request_hash));
	int r = ledger_commit(session->ledger, &own, session->answer_fd, session->err);
	return r == LEDGER_ANSWERED ? REFUSAL_OPENED : r;
}

struct role_ledger ledger_role(struct ledger_session *session)
{
	return (struct role_ledger){.context = session, .settle = settle, .open = open_window};
}
