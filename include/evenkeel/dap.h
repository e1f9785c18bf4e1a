/*
 * What Evenkeel's files and DAP's messages (draft-ietf-ppm-dap-18) have in common: the table of versions, sizes, weeks and windows,
 * and the TaskConfiguration, whose hash is the task's id and which everything sealed for the task is bound to.
 *
 * All integers on the wire have their highest byte first. Decoders take exactly what encoders make: lengths, ranges, nothing after
 * the end. They return 0 or an enum refusal, and what they return points into the bytes they were given.
 */
#ifndef EVENKEEL_DAP_H
#define EVENKEEL_DAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <evenkeel/cells.h>
#include <evenkeel/hpke.h>
#include <evenkeel/prio3.h>
#include <evenkeel/refusal.h>

enum {
	DAP_ID_SIZE = 32,        /* a task's */
	DAP_REPORT_ID_SIZE = 16, /* the nonce of Prio3 */
	DAP_KEY_SIZE = 32,       /* Ed25519, public */
	DAP_SECRET_SIZE = 64,    /* Ed25519, secret as libsodium has it */
	DAP_SIGNATURE_SIZE = 64,
	DAP_HASH_SIZE = 32,
	DAP_CHUNK = 7,
	DAP_RANDOM_SIZE = 128, /* of Prio3, for a report */
	DAP_PUBLIC_SIZE = 64,
	DAP_LEADER_SIZE = 1264,
	DAP_HELPER_SIZE = 64,
	DAP_INITIALIZE_SIZE = 293, /* a ping-pong message, the first */
	DAP_FINISH_SIZE = 37,      /* the second */
	DAP_SHARE_SIZE = CELL_COUNT * FIELD128_SIZE,
	DAP_INPUT_HEAD = 2 + 4, /* of a PlaintextInputShare: no extensions, the length */
	DAP_SEALED = HPKE_CIPHERTEXT_HEAD + HPKE_TAG_SIZE,
	DAP_LEADER_SEALED = DAP_SEALED + DAP_INPUT_HEAD + DAP_LEADER_SIZE,
	DAP_HELPER_SEALED = DAP_SEALED + DAP_INPUT_HEAD + DAP_HELPER_SIZE,
	DAP_METADATA_SIZE = DAP_REPORT_ID_SIZE + 8 + 2,
	DAP_REPORT_HEAD = DAP_METADATA_SIZE + 4 + DAP_PUBLIC_SIZE,
	DAP_REPORT_SIZE = DAP_REPORT_HEAD + DAP_LEADER_SEALED + DAP_HELPER_SEALED, /* 1544 */
	DAP_REPORT_SHARE_SIZE = DAP_REPORT_HEAD + DAP_HELPER_SEALED,
	DAP_ENVELOPE_SIZE = 4 + DAP_KEY_SIZE + DAP_SIGNATURE_SIZE + DAP_REPORT_SIZE, /* 1644 */
	DAP_AGGREGATE_SIZE = DAP_SEALED + DAP_SHARE_SIZE,                            /* an AggregateShare */
};

/*
 * A version of the formats: what differs when a draft's successor gives another tag or other sizes. The digit ends the four bytes that
 * a file begins with ("EKR1").
 */
struct dap_version {
	char digit;
	uint8_t vdaf;          /* VERSION of draft-irtf-cfrg-vdaf, in each domain separation tag */
	const char *tag;       /* "dap-18" */
	const char *task_info; /* what a task_info begins with */
	uint16_t public_share, leader_share, helper_share, initialize, finish, report, envelope, aggregate;
};
/* The one that is written. */
const struct dap_version *dap_version(void);
/* The one of a file that begins with @kind ("EKC", "EKR", "EKJ") and a digit; NULL: another program's or an unknown one. */
const struct dap_version *dap_version_of(const char *kind, struct hpke_bytes file);

enum {
	DAP_WEEK_S = 604800,
	DAP_QUARTER_WEEKS = 12,
	DAP_LONG_WEEKS = 4,  /* a window of fewer than DAP_LARGE members */
	DAP_LARGE = 30,      /* members from which weekly windows are allowed */
	DAP_FLOOR_LEAST = 8, /* below it a cohort doesn't parse */
	DAP_FLOOR_USUAL = 10,
	DAP_SEND_S = 60 * 3600, /* after a week's end what was not sent is dropped */
	DAP_LEAD_S = 72 * 3600, /* after a window's end it may be opened */
	DAP_EPSILON_WEEK = 12,
	DAP_EPSILON_YEAR = 624,
};

static inline uint64_t dap_week(int64_t wall_s)
{
	return wall_s < 0 ? 0 : (uint64_t)wall_s / DAP_WEEK_S;
}

static inline uint64_t dap_quarter(uint64_t week)
{
	return week / DAP_QUARTER_WEEKS;
}

/* The weeks @start ... @start + @weeks - 1. */
struct dap_window {
	uint64_t start, weeks;
};
enum { DAP_WINDOW_NAME = 48 };
/* "2968-4", and back; -1: no such name. */
void dap_window_name(struct dap_window window, char ret[static DAP_WINDOW_NAME]);
int dap_window_parse(const char *name, struct dap_window *ret);
struct dap_window dap_window_of(uint64_t week, unsigned weeks);
/* 0; REFUSAL_EARLY before DAP_LEAD_S from its end. */
int dap_window_over(struct dap_window window, int64_t now_s);

/* TaskConfiguration. Step 2's servers are named from the start, since the task's id covers them. */
enum { DAP_SALT_SIZE = 16, DAP_URL_MAX = 255, DAP_TASK_MAX = 1 + 9 + 4 + DAP_SALT_SIZE + 2 * (2 + DAP_URL_MAX) + 45 };
struct dap_task {
	uint32_t quarter;
	const uint8_t *salt;              /* DAP_SALT_SIZE random bytes, so that no two tasks have one id */
	struct hpke_bytes leader, helper; /* URLs: 1 to DAP_URL_MAX printable ASCII characters */
	unsigned floor;                   /* min_batch_size: DAP_FLOOR_LEAST ... 255 */
};
/* The bytes' number. 0: a URL or the floor is not as above. */
size_t dap_task_encode(const struct dap_task *task, uint8_t ret[static DAP_TASK_MAX]);
/* 0; REFUSAL_MALFORMED, _VERSION (another task_info), _VDAF, _FLOOR. */
int dap_task_decode(struct hpke_bytes bytes, struct dap_task *ret);
void dap_task_id(struct hpke_bytes configuration, uint8_t ret[static DAP_ID_SIZE]);

/* Prio3 for a task: SumVec of 48 marks, its context the tag and the id. */
void dap_prio3(const uint8_t task_id[static DAP_ID_SIZE], struct prio3 *ret);
/* The parties' verify key of a task, from A's seed for it. */
void dap_verify_key(const uint8_t seed[static PRIO3_KEY_SIZE], const uint8_t task_id[static DAP_ID_SIZE],
		    uint8_t ret[static PRIO3_KEY_SIZE]);

/* DAP's checksum of reports: the XOR of SHA-256 of their ids, 0 to begin with. */
void dap_checksum_add(uint8_t checksum[static DAP_HASH_SIZE], const uint8_t report_id[static DAP_REPORT_ID_SIZE]);

/*
 * Of @count reports of a window of @weeks, how many may be broken: cannot be opened, are no marks, or have control marks that are off. One in
 * twenty; and as many as one person sends, or a single broken program would keep a small team's window shut.
 */
uint64_t dap_broken_most(uint64_t weeks, uint64_t count);

/*
 * What the sum of a cell over @count reports of a window of @weeks may be: the reports' and the blur's.
 *
 * The control marks, 43 to 47, have no blur. The proof of a report says no more than that each of its marks is 0 or 1, so a changed program can
 * have its own control marks off, and that shows here alone, when the window is opened for good. Hence each of the five sums may be off by
 * as many reports as may be broken; by more, or the other way, and a share was altered: one of 2^128 values by chance is hardly ever among so few. No
 * figure is made of control marks.
 */
struct dap_range {
	int64_t low, high;
};
struct dap_range dap_sum_range(unsigned cell, uint64_t weeks, uint64_t count);
/* The parties' shares added: REFUSAL_ALTERED, or 0 and all the sums as they are, none corrected. */
int dap_sums(const struct field128 total[static CELL_COUNT], uint64_t weeks, uint64_t count,
	     int64_t ret[static CELL_COUNT]);
/*
 * How many control marks are off in such sums. They are the same in all that the program sends, whatever the answers: the number tells of
 * changed programs only, and of none of the people who use it as it is.
 */
uint64_t dap_control_off(const int64_t sums[static CELL_COUNT], uint64_t count);

#endif
