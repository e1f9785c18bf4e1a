/*
 * The envelope .ekr that a report travels in: who sent it, as an enrolment key, and that key's signature. Parties check it, then
 * only the report goes on.
 *
 *   "EKR1" | enrolment key | signature of "evenkeel envelope 1" | task id | Report | Report
 */
#ifndef EVENKEEL_ENVELOPE_H
#define EVENKEEL_ENVELOPE_H

#include <evenkeel/cohort.h>

struct envelope {
	const uint8_t *key, *signature;
	struct dap_report report;
};

/* 0, REFUSAL_MALFORMED, _VERSION. The signature is not looked at. */
int envelope_decode(struct hpke_bytes file, struct envelope *ret);
/* @secret is the enrolment key's, as libsodium has it, with the public one in it. */
void envelope_encode(const uint8_t task_id[static DAP_ID_SIZE], const uint8_t secret[static DAP_SECRET_SIZE],
		     const uint8_t report[static DAP_REPORT_SIZE], uint8_t ret[static DAP_ENVELOPE_SIZE]);

/*
 * What both parties check of an envelope from @folder_week's folder: 0, REFUSAL_UNKNOWN_KEY, _FOLDER_WEEK, _OUTSIDE, _SIGNATURE. *@ret_member
 * is the sender's place in the roster.
 */
int envelope_check(const struct envelope *envelope, const struct cohort *cohort, struct dap_window window,
		   uint64_t folder_week, size_t *ret_member);

#endif
