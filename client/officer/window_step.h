/* What the steps of a window have in common; private to window*.c. */
#ifndef CLIENT_OFFICER_WINDOW_STEP_H
#define CLIENT_OFFICER_WINDOW_STEP_H

#include "drop_folder.h"
#include "window.h"

/* A step of a party, while it is done. Functions return 0, an enum refusal, or -1 with @err set. */
struct window_step {
	const struct office *office;
	const struct office_cohort *cohort;
	struct dap_window window;
	struct window_run *run;
	struct error *err;
	uint8_t verify_key[PRIO3_KEY_SIZE];
	struct ledger_session session;
	struct text answer; /* what the ledger has as the answer */
	bool said;          /* @err says why, better than the refusal's own words */
};

/* Is it this party's step, of a cohort that holds, and over? */
int window_step_begin(struct window_step *ret, unsigned party, int64_t now_s);
/* run->refusal and its words. Returns what the step's function returns. */
int window_step_end(struct window_step *step, int r);
/* Note what became of a check; returns @r. */
int window_step_note(struct window_step *step, enum window_check check, int r);

#define STEP_ANSWERED LEDGER_ANSWERED /* step->answer has the bytes */
/* May the window be opened, and was this very thing asked before? @asked NULL: nothing is asked yet. */
int window_step_ledger(struct window_step *step, const struct file_bytes *asked);

/* The exchange folder's file for a message of the window. */
void window_path(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, struct text *ret);
/* What lies there: bytes NULL where nothing does. A link, a pipe, or what is longer than such a message of this cohort can be: -1. */
int window_read(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		enum exchange_type type, struct file_bytes *ret, struct error *err);
/* The message that has to be there now, whole and signed. WINDOW_NO_MESSAGE: there is none; the check is not noted then. */
#define WINDOW_NO_MESSAGE (LEDGER_ANSWERED + 1)
int window_message(struct window_step *step, enum exchange_type type, struct file_bytes *ret);
/* Put a message there, durable, in one step; the very same bytes stay as they are. */
int window_publish(struct window_step *step, enum exchange_type type, struct hpke_bytes bytes);

/* What the ledger has as the window's answer, and how many people it was. 1: the window is not opened. */
int window_stored(struct window_step *step, struct text *ret_answer, uint64_t *ret_people);
/* It goes out once more: B's response, A's result. */
int window_again(struct window_step *step, const struct text *answer);

/* The office's own directory for a window, made where it is not there. */
int window_own_directory(const struct window_step *step, struct text *ret);

static inline struct hpke_bytes window_bytes(const struct file_bytes *file)
{
	return (struct hpke_bytes){file->bytes, file->size};
}

static inline struct hpke_bytes window_text(const struct text *text)
{
	return (struct hpke_bytes){(const uint8_t *)text->bytes, text->length};
}

/* What A keeps from lead to finish: pairs of a request and its notes, each under the request's hash. */
struct window_notes {
	struct text dir;
};
int window_notes_begin(struct window_step *step, struct window_notes *ret);
void window_notes_end(struct window_notes *notes);
/* A file for notes that belong to no request yet; where none comes of them they go by window_notes_drop. */
int window_notes_create(struct window_step *step, const struct window_notes *notes, FILE **ret);
void window_notes_drop(const struct window_notes *notes);
/* They belong to this one from now on. */
int window_notes_keep(struct window_step *step, const struct window_notes *notes, FILE *file,
		      struct hpke_bytes request);
/* Those of other requests than @published go: nobody can have answered them. */
void window_notes_prune(const struct window_notes *notes, const struct file_bytes *published);
/* The hashes of those that there are, sorted, as hex; *@ret from mem_grow. */
enum { WINDOW_HASH_HEX = 32 };
int window_notes_list(struct window_step *step, const struct window_notes *notes, char (**ret)[WINDOW_HASH_HEX + 1],
		      size_t *ret_count);
int window_notes_open(struct window_step *step, const struct window_notes *notes, const char *hash,
		      struct file_bytes *ret_request, FILE **ret_notes);
void window_hash(struct hpke_bytes request, char ret[static WINDOW_HASH_HEX + 1]);
/* All of it, once the window is opened. */
void window_notes_remove(struct window_notes *notes);

/* The calls of role_*, as a party of the office. */
int window_role_lead(struct window_step *step, struct drop_folder *folder, FILE *notes, struct text *ret_request);
int window_role_assist(struct window_step *step, struct drop_folder *folder, struct hpke_bytes request,
		       struct text *ret_response);
int window_role_finish(struct window_step *step, struct hpke_bytes request, struct hpke_bytes response, FILE *notes,
		       struct text *ret_result);
int window_role_countersign(struct window_step *step, struct hpke_bytes own_response, struct hpke_bytes result,
			    struct text *ret_message);

#endif
