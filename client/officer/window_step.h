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
	int answer; /* a file with what the ledger has as the answer */
	bool said;  /* @err says why, better than the refusal's own words */
};

/* Is it this party's step, of a cohort that holds, and over? */
int window_step_begin(struct window_step *ret, unsigned party, int64_t now_s);
/* run->refusal and its words. Returns what the step's function returns. */
int window_step_end(struct window_step *step, int r);
/* Note what became of a check; returns @r. */
int window_step_note(struct window_step *step, enum window_check check, int r);

#define STEP_ANSWERED LEDGER_ANSWERED /* step->answer has the bytes */
/* May the window be opened, and was this very thing asked before? @asked is its hash (exchange_hash); NULL: nothing is asked yet. */
int window_step_ledger(struct window_step *step, const uint8_t *asked);

/* The exchange folder's file for a message of the window. */
void window_path(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, struct text *ret);
/* A file of the office's own without a name: for copies of what others may change, and for what grows with the reports. -1. */
int window_scratch(const struct office *office, struct error *err);
/*
 * A copy of what lies there: -1 where nothing does. A link, a pipe, or what is longer than such a message of this cohort can be is an error.
 * Whatever becomes of the file afterwards, all that is looked at is this copy.
 */
int window_fetch(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		 enum exchange_type type, int *ret_fd, struct error *err);
/* The same of one that is small: bytes NULL where there is none. */
int window_read(const struct office *office, const struct office_cohort *cohort, struct dap_window window,
		enum exchange_type type, struct file_bytes *ret, struct error *err);
/* All of a file that is small. */
int window_load(int fd, struct file_bytes *ret, struct error *err);
/* The message that has to be there now, whole and signed. WINDOW_NO_MESSAGE: there is none; the check is not noted then. */
#define WINDOW_NO_MESSAGE (LEDGER_ANSWERED + 1)
int window_message(struct window_step *step, enum exchange_type type, int *ret_fd);
/* Put a message there, durable, in one step; the very same bytes stay as they are. */
int window_publish(struct window_step *step, enum exchange_type type, struct hpke_bytes bytes);
int window_publish_file(struct window_step *step, enum exchange_type type, int fd);

/* What the ledger has as the window's answer, and how many people it was. 1: the window is not opened. */
int window_stored(struct window_step *step, int fd, uint64_t *ret_people);
/* It goes out once more: B's response, A's result. */
int window_again(struct window_step *step, int answer_fd);
/* Is anything in it? */
bool window_has(int fd);

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
struct window_pair {
	int request, notes; /* -1: none */
};
void window_pair_close(struct window_pair *pair);
int window_notes_begin(struct window_step *step, struct window_notes *ret);
void window_notes_end(struct window_notes *notes);
/* Files of a request that is to be made; where none comes of it they go by window_notes_drop. */
int window_notes_create(struct window_step *step, const struct window_notes *notes, struct window_pair *ret);
void window_notes_drop(const struct window_notes *notes);
/* They are kept from now on, under the request's hash. */
int window_notes_keep(struct window_step *step, const struct window_notes *notes, const struct window_pair *pair,
		      const char *hash);
/* Those of other requests than @published go: nobody can have answered them. */
void window_notes_prune(const struct window_notes *notes, const char *published);
/* The hashes of those that there are, sorted, as hex; *@ret from mem_grow. */
enum { WINDOW_HASH_HEX = 32 };
int window_notes_list(struct window_step *step, const struct window_notes *notes, char (**ret)[WINDOW_HASH_HEX + 1],
		      size_t *ret_count);
int window_notes_open(struct window_step *step, const struct window_notes *notes, const char *hash,
		      struct window_pair *ret);
/* "" for no file. -1. */
int window_hash(int request_fd, char ret[static WINDOW_HASH_HEX + 1], struct error *err);
/* All of it, once the window is opened. */
void window_notes_remove(struct window_notes *notes);

/* The team's drop folder in the window; what else was in it is noted when it is closed. */
int window_folder_open(struct window_step *step, struct drop_folder *ret);
void window_folder_close(struct window_step *step, struct drop_folder *folder);

/* The calls of role_*, as a party of the office. */
int window_role_lead(struct window_step *step, struct drop_folder *folder, const struct window_pair *pair);
int window_role_assist(struct window_step *step, struct drop_folder *folder, int request_fd, int response_fd);
int window_role_finish(struct window_step *step, const struct window_pair *pair, int response_fd,
		       struct text *ret_result);
int window_role_countersign(struct window_step *step, int own_response_fd, struct hpke_bytes result,
			    struct text *ret_message);

#endif
