/*
 * A window of a cohort as an office sees it: the drop folder's files in, the exchange folder's messages in and out, the ledger in between.
 * lead, assist and finish are these three functions and the words around them; simulate calls the same.
 */
#ifndef CLIENT_OFFICER_WINDOW_H
#define CLIENT_OFFICER_WINDOW_H

#include <evenkeel/release.h>
#include <evenkeel/roles.h>

#include "office.h"

/* What a step did, for whoever says it. */
struct window_run {
	struct dap_window window;
	struct role_tally tally; /* of the folder's files */
	enum refusal refusal;    /* REFUSAL_NONE: it was done */
	bool again;              /* answered before with these very bytes: they were written again */
	size_t other_files;      /* in the drop folder, by their names none of ours: half-written, foreign */
	struct role_result sums; /* finish, and assist where it countersigned */
	bool countersigned;
};

/* The oldest window of the cohort that is over at @now_s and not opened yet. 0; 1: none is due, and *@ret is the one that comes next. */
int window_due(const struct office *office, const struct office_cohort *cohort, int64_t now_s, struct dap_window *ret,
	       struct error *err);

/*
 * Each: 0 done, or refused with run->refusal, cause and next step in @err; -1: it could not be tried. The office is unlocked and its ledger open.
 */
int window_lead(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		struct window_run *ret, struct error *err);
int window_assist(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err);
int window_finish(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err);
/* B: is there a result to countersign? It is checked and signed. 0; 1: none is there yet. */
int window_countersign(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		       struct window_run *ret, struct error *err);

/*
 * An opened window for release_open: from the ledger's own bytes at A; at B from the exchange folder's result, checked beside B's own response.
 * Not unlocked. 0; 1: not opened, and *@ret says so (reports 0).
 */
int window_sums(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		struct release_window *ret, bool *ret_countersigned, struct error *err);

#endif
