/*
 * The ledger: what a party of team aggregates remembers so that nothing is opened twice. One SQLite file a party, 0600, which only
 * `officer init` makes: where it is gone, damaged, foreign or newer, nothing is opened at all until it is back.
 *
 * The idea to hold in mind: an opening is committed here, with the very bytes that answer it, before any of them is written anywhere else.
 * A crash in between costs at most the window. The same request then gets the same bytes, with the same noise in them, as often as
 * it is asked; any other is refused. Files and signatures are not looked at here: that is the roles' part.
 *
 * Functions return 0, -1 (cannot go on), or a refusal below, always with the reason in words. Time is an argument, in weeks: Unix seconds
 * / 604800; a quarter is week / 12.
 */
#ifndef EVENKEEL_LEDGER_H
#define EVENKEEL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/error.h>
#include <evenkeel/text.h>

enum {
	LEDGER_TASK_SIZE = 32,
	LEDGER_REPORT_SIZE = 16,
	LEDGER_KEY_SIZE = 32,
	LEDGER_HASH_SIZE = 32,
	LEDGER_LABEL_MAX = 255,
	LEDGER_QUARTER_WEEKS = 12,
	LEDGER_YEAR_WEEKS = 52,
	LEDGER_EPSILON_WEEK = 12,  /* of the blur at its worst: 12 ones at epsilon 1 each */
	LEDGER_EPSILON_YEAR = 624, /* for one cohort, over its tasks */
	LEDGER_FLOOR_LOWEST = 8,
	LEDGER_WEEKLY_FROM = 30, /* members; below, windows have four weeks */
};

/* Why not. Nothing was changed. */
enum ledger_refusal {
	LEDGER_ABSENT = 1,    /* there is no such file */
	LEDGER_PRESENT,       /* to be made anew, but there is one */
	LEDGER_UNKNOWN_TASK,  /* ledger_add_task first */
	LEDGER_OTHER_TASK,    /* known, but with another roster, floor, quarter, window or label */
	LEDGER_WRONG_TASK,    /* too low a floor, too few members, or too short a window for them */
	LEDGER_OTHER_KEY,     /* the task's verify key is another one */
	LEDGER_ANSWERED,      /* no refusal: this very request was answered before, and the bytes are those */
	LEDGER_UNOPENED,      /* the window was not opened yet */
	LEDGER_OTHER_REQUEST, /* the window was opened for another request */
	LEDGER_WRONG_WINDOW,  /* not one of the task's: its length, its start, its quarter */
	LEDGER_OUT_OF_ORDER,  /* before or across one that was opened */
	LEDGER_BELOW_FLOOR,   /* too few people */
	LEDGER_BUDGET,        /* the year's epsilon is used up */
	LEDGER_REPEATED, /* a report that was in an earlier window, or two by one key in a week: see ledger_settle */
};

/* What became of a file in the drop folder. */
enum ledger_outcome {
	LEDGER_COUNTED,
	LEDGER_UNREADABLE,    /* no envelope: its size or its first bytes */
	LEDGER_STRANGER,      /* its key is not in the roster */
	LEDGER_FORGED,        /* its signature is wrong */
	LEDGER_OTHER_WEEK,    /* its time is not the folder's week, or not in the window */
	LEDGER_SECOND,        /* another by that key in that week counts */
	LEDGER_SEEN,          /* its report id was seen before */
	LEDGER_UNDECODABLE,   /* a share cannot be decrypted or read */
	LEDGER_INVALID,       /* the proof failed */
	LEDGER_OTHERS_REJECT, /* the other party rejected it */
	LEDGER_OUTCOMES,
};
/* "counted", "unreadable", ...: stable, and marked for translation. */
const char *ledger_outcome_name(enum ledger_outcome outcome);

/* Whose ledger it is, so that one party's is not taken for the other's. */
struct ledger_party {
	char role; /* 'A': Leader and Collector, 'B': Helper */
	uint8_t sign_key[LEDGER_KEY_SIZE];
};

struct ledger_task {
	uint8_t id[LEDGER_TASK_SIZE];
	uint32_t quarter;
	unsigned floor, weeks, members;
	uint8_t roster_hash[LEDGER_HASH_SIZE];
	char label[LEDGER_LABEL_MAX +
		   1]; /* UTF-8; the cohort's, by which a year's epsilon is summed up over its tasks */
};

struct ledger_window {
	uint8_t task_id[LEDGER_TASK_SIZE];
	uint32_t start, weeks;
};

/* A report whose envelope is in order, and what becomes of it. */
struct ledger_report {
	uint8_t id[LEDGER_REPORT_SIZE];
	uint32_t week;
	uint8_t key[LEDGER_KEY_SIZE];
	enum ledger_outcome outcome;
};

struct ledger_opening {
	struct ledger_window window;
	uint8_t request_hash[LEDGER_HASH_SIZE]; /* of all that was asked: at B of init.ekj, at A of resp.ekj */
	const uint8_t *answer;                  /* all that goes out: resp.ekj, result.ekj */
	size_t answer_size;
	const struct ledger_report *reports; /* all with an envelope in order, whatever became of them */
	size_t report_count;
	uint32_t others[LEDGER_OUTCOMES]; /* files without one, by what they are */
};

/* What is known of an opened window. */
struct ledger_past {
	struct ledger_window window;
	uint8_t request_hash[LEDGER_HASH_SIZE];
	uint32_t reports, people, epsilon;
	uint32_t files[LEDGER_OUTCOMES]; /* that this party saw in the folder */
};

struct ledger;

/* Only for `officer init`. LEDGER_PRESENT. Whole, or not there. */
int ledger_create(const char *path, const struct ledger_party *party, struct error *err);
/*
 * LEDGER_ABSENT. Checks all of the file. Enrolment keys of quarters that ended before the week @now are deleted, now and with each opening.
 * -1: not ours, of the other party, damaged, or newer; it is not touched then.
 */
int ledger_open(struct ledger **ret, const char *path, const struct ledger_party *party, uint32_t now,
		struct error *err);
struct ledger *ledger_free(struct ledger *ledger);
void ledger_free_pointer(struct ledger **ledger);

/* Once both parties have signed. The same again is fine. LEDGER_OTHER_TASK, LEDGER_WRONG_TASK. */
int ledger_add_task(struct ledger *ledger, const struct ledger_task *task, struct error *err);
/* LEDGER_UNKNOWN_TASK. */
int ledger_task(struct ledger *ledger, const uint8_t task_id[static LEDGER_TASK_SIZE], struct ledger_task *ret,
		struct error *err);
/* The first key is the task's for good; only a hash of it is kept. LEDGER_UNKNOWN_TASK, LEDGER_OTHER_KEY. */
int ledger_fix_key(struct ledger *ledger, const uint8_t task_id[static LEDGER_TASK_SIZE],
		   const uint8_t verify_key[static LEDGER_KEY_SIZE], struct error *err);

/*
 * Which of the reports that would count do, decided alike by both parties whatever order their folders are listed in: one whose id was in
 * an earlier window doesn't, nor do copies of one id but that of the first week and smallest key, nor of those by one key in a week any
 * but the one with the smallest id. Sets their outcomes; those that are not LEDGER_COUNTED stay.
 */
int ledger_settle(struct ledger *ledger, const uint8_t task_id[static LEDGER_TASK_SIZE], struct ledger_report *reports,
		  size_t count, struct error *err);
/* The number of different keys among those that count. */
size_t ledger_people(const struct ledger_report *reports, size_t count);

/*
 * Before any share is touched: may this window be opened? All of ledger_commit's refusals but those of the reports themselves. For one
 * that was opened: LEDGER_ANSWERED with the bytes for the same request, else LEDGER_OTHER_REQUEST.
 */
int ledger_may_open(struct ledger *ledger, const struct ledger_window *window,
		    const uint8_t request_hash[static LEDGER_HASH_SIZE], struct text *ret_answer, struct error *err);
/*
 * Open it. 0: committed and on the disk; only now may the answer be written anywhere else. LEDGER_ANSWERED: @ret_answer are the bytes to
 * write instead of the new ones, which must be thrown away.
 */
int ledger_commit(struct ledger *ledger, const struct ledger_opening *opening, struct text *ret_answer,
		  struct error *err);

/* The task's openings in order, @ret from mem_new, the caller's. */
int ledger_openings(struct ledger *ledger, const uint8_t task_id[static LEDGER_TASK_SIZE], struct ledger_past **ret,
		    size_t *ret_count, struct error *err);
/* What the year that ends with the week before @end has cost the cohort. */
int ledger_epsilon(struct ledger *ledger, const char *label, uint32_t end, uint32_t *ret, struct error *err);

#endif
