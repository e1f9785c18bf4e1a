#include <string.h>

#include <sodium.h>

#include <evenkeel/envelope.h>

#include "wire.h"

static const char kind[] = "EKR", purpose[] = "evenkeel envelope 1";

enum { SIGNED_SIZE = sizeof(purpose) - 1 + DAP_ID_SIZE + DAP_REPORT_SIZE };

/* What an enrolment key signs: the task's id keeps a report from going into another task's folder. */
static void put_signed(const uint8_t *task_id, const uint8_t *report, uint8_t ret[static SIGNED_SIZE])
{
	uint8_t *at = wire_put_bytes(ret, purpose, sizeof(purpose) - 1);

	wire_put_bytes(wire_put_bytes(at, task_id, DAP_ID_SIZE), report, DAP_REPORT_SIZE);
}

int envelope_decode(struct hpke_bytes file, struct envelope *ret)
{
	struct envelope envelope;

	if (!dap_version_of(kind, file))
		return REFUSAL_VERSION;
	wire_take(&file, 4);
	envelope.key = wire_take(&file, DAP_KEY_SIZE);
	envelope.signature = envelope.key ? wire_take(&file, DAP_SIGNATURE_SIZE) : NULL;
	if (!envelope.signature || dap_report_decode(file, &envelope.report))
		return REFUSAL_MALFORMED;
	*ret = envelope;
	return 0;
}

void envelope_encode(const uint8_t task_id[static DAP_ID_SIZE], const uint8_t secret[static DAP_SECRET_SIZE],
		     const uint8_t report[static DAP_REPORT_SIZE], uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	uint8_t message[SIGNED_SIZE], *at = wire_put_bytes(ret, kind, 3);

	put_signed(task_id, report, message);
	at = wire_put(at, (uint8_t)dap_version()->digit, 1);
	crypto_sign_ed25519_sk_to_pk(at, secret);
	crypto_sign_detached(at + DAP_KEY_SIZE, NULL, message, sizeof(message), secret);
	wire_put_bytes(at + DAP_KEY_SIZE + DAP_SIGNATURE_SIZE, report, DAP_REPORT_SIZE);
}

int envelope_check(const struct envelope *envelope, const struct cohort *cohort, struct dap_window window,
		   uint64_t folder_week, size_t *ret_member)
{
	uint8_t message[SIGNED_SIZE];
	size_t member = cohort_member(cohort, envelope->key);

	if (member == COHORT_NO_MEMBER)
		return REFUSAL_UNKNOWN_KEY;
	if (envelope->report.week != folder_week)
		return REFUSAL_FOLDER_WEEK;
	if (envelope->report.week < window.start || envelope->report.week - window.start >= window.weeks)
		return REFUSAL_OUTSIDE;
	put_signed(cohort->task.task_id, envelope->report.bytes, message);
	if (crypto_sign_verify_detached(envelope->signature, message, sizeof(message), envelope->key))
		return REFUSAL_SIGNATURE;
	*ret_member = member;
	return 0;
}
