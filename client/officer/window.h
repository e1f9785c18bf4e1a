/*
 * A window of a cohort as an office sees it: the drop folder's files in, the exchange folder's messages in and out, the ledger in between.
 * lead, assist and finish are these three functions and the words around them; simulate calls the same.
 *
 * The idea to hold in mind: each step may be broken off at any moment and run again. What leaves is in the ledger before; a step that was
 * answered before writes the very same bytes again.
 */
#ifndef CLIENT_OFFICER_WINDOW_H
#define CLIENT_OFFICER_WINDOW_H

#include <evenkeel/release.h>
#include <evenkeel/roles.h>

#include "office.h"

/* What a step looks at, in this order; not every step at all of it. */
enum window_check {
	WINDOW_SIGNATURES, /* the cohort is signed by both parties, which are those that this office knows */
	WINDOW_MEMBERS,
	WINDOW_ENDED,
	WINDOW_MESSAGE, /* what the other party wrote is there, whole, signed, and of this window */
	WINDOW_LEDGER,
	WINDOW_ENVELOPES,
	WINDOW_LISTS, /* the parties' lists of reports are one */
	WINDOW_PEOPLE,
	WINDOW_SUMS,
	WINDOW_CHECKS,
};
enum window_checked { WINDOW_UNCHECKED, WINDOW_HOLDS, WINDOW_FAILS };

/* What a step did, for whoever says it. */
struct window_run {
	struct dap_window window;
	struct role_tally tally; /* of the folder's files */
	enum refusal refusal;    /* REFUSAL_NONE: it was done */
	enum window_checked checks[WINDOW_CHECKS];
	bool again;          /* answered before with these very bytes: they were written again */
	size_t other_files;  /* in the drop folder, by their names none of ours: half-written, foreign */
	size_t closed_files; /* by their names ours, and not to be read by this office's account; among the malformed */
	size_t missing_weeks;    /* of which the drop folder has no folder */
	uint64_t epsilon;        /* what the year costs with this window */
	struct role_result sums; /* finish, and assist where it countersigned */
	bool countersigned;
	char written[PATH_SIZE]; /* the message; "": none */
};

enum {
	WINDOW_WAITS = 1,    /* the other party's message is not there yet; @err says which */
	WINDOW_ANSWERED = 2, /* lead: the other party has answered, so finish is next */
};

/*
 * The oldest window of the cohort that is over at @now_s and not opened yet. 0; 1: none is due, and *@ret is the one that comes next, with
 * 0 weeks where the quarter has no more.
 */
int window_due(const struct office *office, const struct office_cohort *cohort, int64_t now_s, struct dap_window *ret,
	       struct error *err);
enum { WINDOW_DUE_MOST = DAP_QUARTER_WEEKS };
/* All that are due, the oldest first. */
int window_due_list(const struct office *office, const struct office_cohort *cohort, int64_t now_s,
		    struct dap_window ret[static WINDOW_DUE_MOST], size_t *ret_count, struct dap_window *ret_next,
		    struct error *err);

/*
 * Each: 0 done, or refused with run->refusal and the cause in @err (what to do about it: window_next); one of those above, or -1: it could not
 * be tried. The office is unlocked and its ledger open. @window is one that dap_window_parse takes.
 */
int window_lead(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		struct window_run *ret, struct error *err);
int window_assist(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err);
int window_finish(struct office *office, const struct office_cohort *cohort, struct dap_window window, int64_t now_s,
		  struct window_run *ret, struct error *err);
/* B: is there a result to countersign? It is checked and signed. 0; WINDOW_WAITS: none is there yet. */
int window_countersign(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		       struct window_run *ret, struct error *err);

/*
 * What this party answered for an opened window, where it got lost on its way: B's response, A's result, as they were. 0; 1: not opened. Not
 * unlocked.
 */
int window_restore(struct office *office, const struct office_cohort *cohort, struct dap_window window,
		   struct window_run *ret, struct error *err);
/* A: of an opened window no notes are left, even of a finish that was killed. */
void window_tidy(const struct office *office, const struct office_cohort *cohort, struct dap_window window);

/*
 * A: the envelopes of a window that both parties have signed the sums of are of no more use, but for who gets hold of both parties' keys one day:
 * they go. *@ret_count of them did; none where it is not countersigned yet. -1: some may be left.
 */
int window_empty(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 size_t *ret_count, struct error *err);

/* -1, ERROR_USAGE: the step is the other party's. */
int window_party(const struct office *office, unsigned party, struct error *err);

/* Which of the window's messages lie in the exchange folder, whatever is in them. */
struct window_messages {
	bool request, response, result, countersignature;
};
void window_messages(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		     struct window_messages *ret);
/* The windows that this party's ledger has as opened, in order; *@ret from mem_grow. */
int window_opened(const struct office *office, const struct office_cohort *cohort, struct ledger_past **ret,
		  size_t *ret_count, struct error *err);

/*
 * An opened window for release_open: from the ledger's own bytes at A; at B from the exchange folder's result, checked beside B's own response.
 * Not unlocked. 0; 1: not opened, and *@ret says so (reports 0). A result that @ret_countersigned does not vouch for is A's word alone.
 */
int window_sums(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		struct release_window *ret, bool *ret_countersigned, struct error *err);

/* What to do about a refusal, in words and in the officer's language, a sentence or two. @party: who is asking. */
const char *window_next(unsigned party, enum refusal refusal);

#endif
