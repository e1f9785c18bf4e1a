/*
 * DAP's aggregation job: the Leader's request, a head and one VerifyInit a report, and the Helper's response, one VerifyResp a report.
 * Both have no count; they are read one after the other to the end.
 */
#ifndef EVENKEEL_DAP_JOB_H
#define EVENKEEL_DAP_JOB_H

#include <evenkeel/dap_report.h>
#include <evenkeel/text.h>

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

void dap_init_begin(struct text *ret);
void dap_init_append(struct text *ret, const uint8_t share[static DAP_REPORT_SHARE_SIZE],
		     const uint8_t payload[static DAP_INITIALIZE_SIZE]);
/* How many reports there are; 0, REFUSAL_MALFORMED: the head is not that, or the rest no whole number of them. */
int dap_init_check(struct hpke_bytes job, size_t *ret_count);
/* The one in this place, below the count. 0, REFUSAL_MALFORMED. */
int dap_init_at(struct hpke_bytes job, size_t place, struct dap_init *ret);

/* A response: @error 0 and a payload of DAP_FINISH_SIZE bytes, or why the report was rejected. */
struct dap_resp {
	const uint8_t *id;
	uint8_t error; /* enum dap_error, 0: none */
	struct prio3_bytes payload;
};
void dap_resp_append(struct text *ret, const struct dap_resp *resp);
/* The next of @rest, which then begins after it. 0, REFUSAL_MALFORMED. Ends where @rest->size is 0. */
int dap_resp_next(struct hpke_bytes *rest, struct dap_resp *ret);

#endif
