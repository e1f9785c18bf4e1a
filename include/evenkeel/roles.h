/*
 * What client, A and B do: no folders, clock or ledger here; what is random, secret or remembered comes in as arguments and callbacks.
 * Together:
 *
 *   role_contribute   marks -> envelope, for the drop folder
 *   role_lead         A: envelopes -> request (type 1), and A's notes for role_finish
 *   role_assist       B: own envelopes, request -> response (type 2) with B's blurred share
 *   role_finish       A: request, response, notes -> result (type 3) with both shares
 *   role_countersign  B: own response, result -> countersignature (type 4)
 *
 * Each returns 0, an enum refusal (nothing is returned then, and nothing may leave), or -1 when a callback failed, whose own message
 * stands, or a file, which party->err says. What grows with the reports lies in files, named by descriptors of regular ones: what is in
 * memory is the same for a hundred reports and for a hundred thousand, but for a few bits a member. Files that come from others are read
 * once, from front to back. Those that are written are emptied first, and empty again unless 0 was returned.
 */
#ifndef EVENKEEL_ROLES_H
#define EVENKEEL_ROLES_H

#include <evenkeel/envelope.h>
#include <evenkeel/error.h>
#include <evenkeel/exchange.h>

/* What chance decides of a contribution: random bytes, used once. The marks' seed is apart, since they are previewed first. */
struct role_random {
	uint8_t report_id[DAP_REPORT_ID_SIZE], shares[DAP_RANDOM_SIZE];
	uint8_t leader[HPKE_KEY_SIZE], helper[HPKE_KEY_SIZE];
};
/*
 * The envelope for @week; check the cohort first (cohort_check_client). Nothing but the arguments goes into it: not the store, its keys
 * or its rows. 0, REFUSAL_QUARTER (another one's week), _NOT_MEMBER, _SHARE (no marks that cells_valid takes), _SUITE.
 */
int role_contribute(const struct cohort *cohort, uint64_t week, const uint64_t cells[static CELL_COUNT],
		    const uint8_t secret[static DAP_SECRET_SIZE], const struct role_random *random,
		    uint8_t ret[static DAP_ENVELOPE_SIZE]);

/*
 * A drop folder, file after file in any order, once. *@ret is valid until the next call; what is no envelope is counted, not an error.
 * 0; positive: there is no more; -1: it cannot be read now.
 */
struct role_source {
	void *context;
	int (*next)(void *context, uint64_t *ret_folder_week, struct hpke_bytes *ret);
};

/* A report whose envelope is in order, and what becomes of it: REFUSAL_NONE, it counts. */
struct role_report {
	uint8_t id[DAP_REPORT_ID_SIZE], key[DAP_KEY_SIZE];
	uint64_t week;
	enum refusal outcome;
};
/* Such reports one after the other, by id, once. */
struct role_reports {
	void *context;
	int (*next)(void *context, struct role_report *ret); /* positive: there is no more; -1 */
	int (*refuse)(void *context, enum refusal outcome);  /* the one that came last; -1. For settle alone */
};

/* What became of the files of a folder, filled also where a run is refused. finish knows of those alone that lead passed on. */
struct role_tally {
	size_t files, accepted, people; /* people: distinct enrolment keys of accepted reports */
	size_t mismatched;              /* REFUSAL_MISMATCH: by how many reports the lists differ */
	size_t outcomes[REFUSAL_COUNT_OF];
};

/* A whole file that goes out: its bytes, or, where those are NULL, another that begins with them. */
struct role_answer {
	const uint8_t *bytes;
	int fd;
	uint64_t size;
};

/* A window that is opened by what is about to be returned. */
struct role_opening {
	struct dap_window window;
	uint8_t request_hash
		[DAP_HASH_SIZE];   /* SHA-256 of what was asked: at B the request's file, at A the response's */
	struct role_answer answer; /* at B the response, at A the result */
	const struct role_reports *reports; /* all with an envelope in order */
	const struct role_tally *tally;
};

/*
 * What a party remembers; NULL: nothing. Ask it before role_assist and role_finish whether the window may be opened, and whether this very
 * request was answered before (exchange_hash). 0, an enum refusal, -1.
 *   settle  which of the reports that count were in an earlier window: refuse them with REFUSAL_REPLAYED. What else is twice is found here.
 *   open    last of all, before the answer is returned: commit there
 */
struct role_ledger {
	void *context;
	int (*settle)(void *context, const struct role_reports *reports);
	int (*open)(void *context, const struct role_opening *opening);
};

/* Noise on a share's cells 0 to 42; NULL: none, for tests. 0, -1. */
struct role_blur {
	void *context;
	int (*add)(void *context, struct field128 share[static CELL_COUNT]);
};

/* One of the two parties. */
struct role_party {
	const struct cohort *cohort;
	const uint8_t *verify_key;         /* dap_verify_key */
	const struct hpke_pair *pair;      /* the Leader's or the Helper's */
	const struct hpke_pair *collector; /* A's second; finish alone needs it */
	const uint8_t *secret;             /* Ed25519, DAP_SECRET_SIZE bytes */
	struct role_ledger ledger;
	struct role_blur blur;
	/*
	 * Two empty files of one's own that nobody else can open (unlinked ones), for as long as a role runs: the list of reports, and what
	 * has to be read again (A: reports as they were sent; B: the request). No key and no name is in them, nor anything opened.
	 */
	int scratch[2];
	struct error *err; /* why a file failed */
};

/* A's notes from lead to finish: a secret file of A's, sealed with a key of @random and A's own, in the request's order. */
enum { LEAD_NOTES_HEAD = 32, LEAD_NOTE_SIZE = DAP_REPORT_ID_SIZE + 8 + 4 + XOF_SEED_SIZE + DAP_SHARE_SIZE + 16 };

/* Check by dap_window_over first that its time has come. @random: LEAD_NOTES_HEAD random bytes, anew each time. Both files are read, too. */
int role_lead(const struct role_party *party, struct dap_window window, const struct role_source *source,
	      const uint8_t random[static LEAD_NOTES_HEAD], int notes_fd, int request_fd, struct role_tally *ret_tally);

/*
 * @response_fd is read, too. What A rejects and what fails here may come to dap_broken_most together, or A would choose whose marks are added up,
 * by spoiling its own part of the others': REFUSAL_REJECTS, _BROKEN; nothing is sealed then, and the window is as it was.
 */
int role_assist(const struct role_party *party, struct dap_window window, const struct role_source *source,
		int request_fd, int response_fd, struct role_tally *ret_tally);

/* What may be released: the sums with both parties' blur. Of control marks that are off (dap_control_off) both parties are told the number. */
struct role_result {
	struct dap_window window;
	uint64_t reports, people, control_off;
	int64_t sums[CELL_COUNT];
};

/* The result is small. B may leave out no more than A: REFUSAL_REJECTS, and nothing is put together. */
int role_finish(const struct role_party *party, struct dap_window window, int request_fd, int response_fd, int notes_fd,
		struct text *ret_message, struct role_result *ret_result, struct role_tally *ret_tally);

/*
 * B: the result is of B's own share and count, and of sums that can be. @ret_result->people is the caller's to fill: its ledger's opening
 * says. Also REFUSAL_RESULT, _COUNT, _ALTERED.
 */
int role_countersign(const struct role_party *party, struct dap_window window, int own_response_fd,
		     struct hpke_bytes result, struct text *ret_message, struct role_result *ret_result);
/* The result is of as many and the same reports as B's own response. 0, those of exchange_open, REFUSAL_MALFORMED, _COUNT, -1. */
int role_result_beside(const struct cohort *cohort, struct dap_window window, int own_response_fd,
		       struct hpke_bytes result, struct exchange_result *ret, struct error *err);
/* A: B's word on exactly this result. 0, those of exchange_open, REFUSAL_RESULT. */
int role_countersigned(const struct cohort *cohort, struct dap_window window, struct hpke_bytes result,
		       struct hpke_bytes countersignature);

#endif
