/*
 * DAP's aggregation job: the Leader's request, a head and one VerifyInit a report, and the Helper's response, one VerifyResp a report.
 * Both have no count; they are read one after the other to the end.
 */
#ifndef EVENKEEL_DAP_JOB_H
#define EVENKEEL_DAP_JOB_H

#include <evenkeel/dap_report.h>

enum {
	DAP_INIT_HEAD = 1 + 4 + 2, /* verification key id 0, no parameter, no extensions */
	DAP_INIT_SIZE = DAP_REPORT_SHARE_SIZE + 4 + DAP_INITIALIZE_SIZE, /* 516 */
	DAP_RESP_SIZE = DAP_REPORT_ID_SIZE + 1 + 4 + DAP_FINISH_SIZE,    /* 58 */
	DAP_RESP_REJECT_SIZE = DAP_REPORT_ID_SIZE + 1 + 1,
};

struct dap_init {
	struct dap_report_share share;
	struct prio3_bytes payload; /* ping-pong, DAP_INITIALIZE_SIZE bytes */
};

void dap_init_encode(const uint8_t share[static DAP_REPORT_SHARE_SIZE],
		     const uint8_t payload[static DAP_INITIALIZE_SIZE], uint8_t ret[static DAP_INIT_SIZE]);
/* The head, DAP_INIT_HEAD zeros: 0, REFUSAL_MALFORMED. */
int dap_init_head(const uint8_t head[static DAP_INIT_HEAD]);
/* 0, REFUSAL_MALFORMED. */
int dap_init_decode(const uint8_t bytes[static DAP_INIT_SIZE], struct dap_init *ret);

/* A response: @error 0 and a payload of DAP_FINISH_SIZE bytes, or why the report was rejected. */
struct dap_resp {
	const uint8_t *id;
	uint8_t error; /* enum dap_error, 0: none */
	struct prio3_bytes payload;
};
/* The bytes' number. */
size_t dap_resp_encode(const struct dap_resp *resp, uint8_t ret[static DAP_RESP_SIZE]);
/* How many it has, by its first ones, if it is one. */
size_t dap_resp_size(const uint8_t head[static DAP_RESP_REJECT_SIZE]);
/* The next of @rest, which then begins after it. 0, REFUSAL_MALFORMED. Ends where @rest->size is 0. */
int dap_resp_next(struct hpke_bytes *rest, struct dap_resp *ret);

#endif
