/*
 * The ledger: what a party of team aggregates remembers so that nothing is opened twice. One SQLite file a party, 0600, which only
 * `officer init` makes: where it is gone, damaged, foreign or newer, nothing is opened at all until it is back.
 *
 * The idea to hold in mind: an opening is committed here, with the very bytes that answer it, before any of them is written anywhere else.
 * A crash in between costs at most the window. The same request then gets the same bytes, with the same noise in them, as often as
 * it is asked; any other is refused. Files and signatures are not looked at here: that is the roles' part.
 *
 * Functions return 0, -1 (cannot go on), or why not: an enum refusal or one of those below, always with the reason in words; then
 * nothing was changed. Time is an argument, in weeks.
 */
#ifndef EVENKEEL_LEDGER_H
#define EVENKEEL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/cohort.h>
#include <evenkeel/dap.h>
#include <evenkeel/error.h>
#include <evenkeel/roles.h>

enum { LEDGER_YEAR_WEEKS = 52 };

enum ledger_result {
	LEDGER_ABSENT = REFUSAL_COUNT_OF, /* there is no such file */
	LEDGER_PRESENT,                   /* to be made anew, but there is one */
	LEDGER_OTHER_KEY,                 /* the task's verify key is another one */
	LEDGER_UNOPENED,                  /* the window was not opened yet */
	LEDGER_ANSWERED,                  /* this very request was answered before, and the bytes are those */
};

/* Whose ledger it is, so that one party's is not taken for the other's. */
struct ledger_party {
	unsigned party; /* PARTY_A, PARTY_B */
	uint8_t sign_key[DAP_KEY_SIZE];
};

/* A cohort, as far as it is fixed for the quarter. */
struct ledger_task {
	uint8_t id[DAP_ID_SIZE];
	uint32_t quarter;
	unsigned floor, weeks, members;
	uint8_t roster_hash[DAP_HASH_SIZE];
	char label[COHORT_LABEL_MAX + 1]; /* by which a year's epsilon is summed up over a cohort's tasks */
};

struct ledger_opening {
	uint8_t task_id[DAP_ID_SIZE];
	struct dap_window window;
	uint8_t request_hash[DAP_HASH_SIZE]; /* of all that was asked */
	struct role_answer answer;           /* all that goes out: a whole file */
	const struct role_reports *reports;  /* all that count, and others with an envelope in order */
	const size_t *
		outcomes; /* REFUSAL_COUNT_OF: how many files of the folder are what, for the officer; NULL: not known */
};

/* What is known of an opened window. */
struct ledger_past {
	struct dap_window window;
	uint8_t request_hash[DAP_HASH_SIZE];
	uint64_t reports, people, epsilon;
	uint64_t outcomes[REFUSAL_COUNT_OF];
};

struct ledger;

/* Only for `officer init`. LEDGER_PRESENT. Whole, or not there. */
int ledger_create(const char *path, const struct ledger_party *party, struct error *err);
/*
 * LEDGER_ABSENT. Checks all of the file. Enrolment keys of quarters that ended before the week @now are deleted, now and with each opening.
 * -1: not ours, of the other party, damaged, or newer; it is not touched then. A process opens a ledger once at a time.
 */
int ledger_open(struct ledger **ret, const char *path, const struct ledger_party *party, uint64_t now,
		struct error *err);
struct ledger *ledger_free(struct ledger *ledger);
void ledger_free_pointer(struct ledger **ledger);

/* Of a cohort with its roster. */
void ledger_task_of(const struct cohort *cohort, struct ledger_task *ret);
/* Once both parties have signed. The same again is fine. REFUSAL_TERMS: known with others; REFUSAL_FLOOR, _ROSTER_SMALL, _SHORT_WINDOW. */
int ledger_add_task(struct ledger *ledger, const struct ledger_task *task, struct error *err);
/* REFUSAL_TASK: it is not known. */
int ledger_task(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct ledger_task *ret,
		struct error *err);
/* The first key is the task's for good; only a hash of it is kept. REFUSAL_TASK, LEDGER_OTHER_KEY. */
int ledger_fix_key(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE],
		   const uint8_t verify_key[static PRIO3_KEY_SIZE], struct error *err);

/* Reports whose id was in another week's window get REFUSAL_REPLAYED. What is twice among themselves is the roles' part. */
int ledger_settle(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], const struct role_reports *reports,
		  struct error *err);

/* Before any work: may this window be opened? REFUSAL_TASK, _WINDOW, _OPENED, _ORDER, _EPSILON. */
int ledger_may_open(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		    struct error *err);
/*
 * Even before that: 0, and @fd, a regular file, has the bytes that answered this request (exchange_hash) before, and no others;
 * REFUSAL_CHANGED: another one was answered; LEDGER_UNOPENED.
 */
int ledger_answer(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		  const uint8_t request_hash[static DAP_HASH_SIZE], int fd, struct error *err);
/*
 * Open it. 0: committed and on the disk; only now may the answer go anywhere else. LEDGER_ANSWERED, where another process was
 * quicker: @fd has the bytes to send instead of the new ones, which must be thrown away. Else as ledger_may_open; REFUSAL_CHANGED,
 * _FEW, _OUTSIDE, and REFUSAL_REPLAYED where a report was counted before, or is twice.
 */
int ledger_commit(struct ledger *ledger, const struct ledger_opening *opening, int fd, struct error *err);

/*
 * The ledger as a role has it, while it runs. Ask ledger_answer and ledger_may_open before. Where another process was quicker with the same
 * request, the role returns REFUSAL_OPENED, and @answer_fd has the bytes to send. It is another file than the role's response.
 */
struct ledger_session {
	struct ledger *ledger;
	const uint8_t *task_id;
	int answer_fd;
	struct error *err;
};
struct role_ledger ledger_role(struct ledger_session *session);

/* The task's openings in order, @ret from mem_grow, the caller's. */
int ledger_openings(struct ledger *ledger, const uint8_t task_id[static DAP_ID_SIZE], struct ledger_past **ret,
		    size_t *ret_count, struct error *err);
/* What the year that ends before the week @end has cost the cohort. */
int ledger_epsilon(struct ledger *ledger, const char *label, uint64_t end, uint64_t *ret, struct error *err);

#endif
