/* A ledger in a directory of its own, with a cohort in it and windows to open. */
#ifndef TESTS_AGGREGATE_LEDGER_STAGE_H
#define TESTS_AGGREGATE_LEDGER_STAGE_H

#include <evenkeel/ledger.h>

enum { STAGE_QUARTER = 247, STAGE_WEEK = STAGE_QUARTER * DAP_QUARTER_WEEKS, STAGE_PEOPLE = 10, STAGE_ANSWER = 9000 };

struct ledger_stage {
	char dir[256], path[300];
	struct ledger_party party;
	struct ledger *ledger;
};

/* For cmocka: the ledger of B, open, with ledger_stage_task(1, 4) in it; and all of it removed. */
int ledger_stage_setup(void **state);
int ledger_stage_teardown(void **state);
/* Close it and open it again, in the week @now. */
void ledger_stage_reopen(struct ledger_stage *stage, uint64_t now);

/* Cohort @number with windows of @weeks: forty members for weekly ones, twelve for four weeks. */
struct ledger_task ledger_stage_task(uint8_t number, unsigned weeks);

/* A window of it with a report of each of @people in each week, and an answer that @request makes its own. */
struct ledger_stage_opening {
	struct ledger_opening opening;
	struct role_report reports[200];
	size_t report_count, at; /* the next that is shown */
	struct role_reports shown;
	uint8_t answer[STAGE_ANSWER];
};
void ledger_stage_opening(struct ledger_stage_opening *ret, const struct ledger_task *task, uint64_t start,
			  size_t people, uint8_t request);
/* Its reports from the first one. */
const struct role_reports *ledger_stage_reports(struct ledger_stage_opening *opening);
/* As the ledger's own; what is written to the file is appended. */
int ledger_stage_answer(struct ledger *ledger, const uint8_t *task_id, struct dap_window window, const uint8_t *hash,
			struct text *ret_answer, struct error *err);
int ledger_stage_try(struct ledger *ledger, struct ledger_stage_opening *opening, struct text *ret_answer,
		     struct error *err);
/* Commit it and say how that went; @ret_answer, unless NULL, takes the bytes. */
int ledger_stage_commit(struct ledger *ledger, struct ledger_stage_opening *opening, struct text *ret_answer);
/* A file's bytes, the caller's. */
uint8_t *ledger_stage_read(const char *path, size_t *ret_size);
void ledger_stage_write(const char *path, const uint8_t *bytes, size_t size);

#endif
