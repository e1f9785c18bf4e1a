/*
 * Messages between the parties, .ekj, each in a file of the exchange folder:
 *
 *   "EKJ1" | u8 type | task id | u64 start | u64 weeks | u32 length | body | the sender's signature of all before
 *
 * Types: 0 A's verify key seed, sealed to B (start and weeks 0); 1 A's request; 2 B's response; 3 A's result; 4 B's countersignature.
 */
#ifndef EVENKEEL_EXCHANGE_H
#define EVENKEEL_EXCHANGE_H

#include <evenkeel/cohort.h>
#include <evenkeel/dap_job.h>
#include <evenkeel/error.h>

enum exchange_type {
	EXCHANGE_KEY = 0,
	EXCHANGE_REQUEST = 1,
	EXCHANGE_RESPONSE = 2,
	EXCHANGE_RESULT = 3,
	EXCHANGE_COUNTERSIGN = 4,
	EXCHANGE_TYPES,
};
enum {
	EXCHANGE_HEAD = 4 + 1 + DAP_ID_SIZE + 8 + 8,
	EXCHANGE_LENGTH = 4,
	EXCHANGE_BEFORE = EXCHANGE_HEAD + EXCHANGE_LENGTH, /* the body */
	EXCHANGE_KEY_BODY = DAP_SEALED + PRIO3_KEY_SIZE,
	EXCHANGE_REJECT = DAP_REPORT_ID_SIZE + 1,
	EXCHANGE_RESULT_BODY = 8 + DAP_HASH_SIZE + 2 * DAP_SHARE_SIZE,
	EXCHANGE_COUNTERSIGN_BODY = DAP_HASH_SIZE,
};

struct exchange {
	enum exchange_type type;
	const uint8_t *task_id;
	struct dap_window window;
	struct hpke_bytes body;
	const uint8_t *signature;
	struct hpke_bytes file;
};

/* SHA-256 of a message's file, by which a ledger knows a request again. -1. */
int exchange_hash(int fd, uint8_t ret[static DAP_HASH_SIZE], struct error *err);

/* As exchange_open, of a message's file; its body is not looked at. 0, those refusals, -1. */
int exchange_verify(int fd, const struct cohort *cohort, enum exchange_type type, struct dap_window window,
		    struct error *err);

/* The form alone: 0, REFUSAL_MALFORMED, _VERSION, _TYPE (one that there is not). */
int exchange_decode(struct hpke_bytes file, struct exchange *ret);
/* And that it is this cohort's, of this type and window, by the party that sends such: REFUSAL_TYPE, _TASK, _WINDOW, _SENDER, too. */
int exchange_open(struct hpke_bytes file, const struct cohort *cohort, enum exchange_type type,
		  struct dap_window window, struct exchange *ret);
/* The whole file. */
void exchange_encode(enum exchange_type type, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		     struct hpke_bytes body, const uint8_t secret[static DAP_SECRET_SIZE], struct text *ret);

/*
 * Bodies. Those of requests and responses, which grow with the reports, are read and written in pieces by the roles alone; their ids
 * ascend, and a decoder checks all of it, the reports in it, too.
 *
 *   1: u16 n | n times (report id | DAP error), ids ascending | AggregationJobInitReq, ids ascending
 *   2: u32 length | AggregationJobResp | u64 count | checksum | AggregateShare
 *   4: SHA-256 of the result's file
 */

/* 3: u64 count | checksum | A's blurred share | B's. */
struct exchange_result {
	uint64_t count;
	uint8_t checksum[DAP_HASH_SIZE];
	struct field128 shares[2][CELL_COUNT];
};
int exchange_result_decode(struct hpke_bytes body, struct exchange_result *ret);
void exchange_result_encode(const struct exchange_result *result, uint8_t ret[static EXCHANGE_RESULT_BODY]);

/*
 * 0: A's seed for the task's verify key, once, before enrolment; B opens it. @once: 32 random bytes for the sealing. The cohort may be
 * the invitation. 0, REFUSAL_SUITE; opening: those of exchange_open, REFUSAL_MALFORMED, _CONFIG_ID, _DECRYPT.
 */
int exchange_key_seal(const struct cohort *cohort, const uint8_t seed[static PRIO3_KEY_SIZE],
		      const uint8_t once[static HPKE_KEY_SIZE], const uint8_t secret[static DAP_SECRET_SIZE],
		      struct text *ret);
int exchange_key_open(struct hpke_bytes file, const struct cohort *cohort, const struct hpke_pair *helper,
		      uint8_t ret_seed[static PRIO3_KEY_SIZE]);

#endif
