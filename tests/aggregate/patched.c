#include "patched.h"

#include <string.h>

enum { REPORT = DAP_ENVELOPE_SIZE - DAP_REPORT_SIZE };

int patched_marks(const struct cohort *cohort, uint64_t week, const uint64_t cells[static CELL_COUNT],
		  const uint8_t secret[static DAP_SECRET_SIZE], const struct role_random *random,
		  uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	uint8_t public_share[DAP_PUBLIC_SIZE], leader[DAP_LEADER_SIZE], helper[DAP_HELPER_SIZE];
	uint8_t report[DAP_REPORT_SIZE], *sealed = report + DAP_REPORT_HEAD;
	struct prio3 prio3;

	dap_prio3(cohort->task.task_id, &prio3);
	if (prio3_shard(&prio3, cells, random->report_id, random->shares, public_share, leader, helper))
		return -1;
	dap_report_head(random->report_id, week, public_share, report);
	if (dap_input_seal(&cohort->task, HPKE_LEADER, &cohort->leader, report,
			   (struct hpke_bytes){leader, sizeof(leader)}, random->leader, sealed) ||
	    dap_input_seal(&cohort->task, HPKE_HELPER, &cohort->helper, report,
			   (struct hpke_bytes){helper, sizeof(helper)}, random->helper, sealed + DAP_LEADER_SEALED))
		return -1;
	envelope_encode(cohort->task.task_id, secret, report, ret);
	return 0;
}

void patched_half(const struct cohort *cohort, unsigned party, const uint8_t secret[static DAP_SECRET_SIZE],
		  uint8_t envelope[static DAP_ENVELOPE_SIZE])
{
	uint8_t report[DAP_REPORT_SIZE];

	memcpy(report, envelope + REPORT, sizeof(report));
	report[DAP_REPORT_HEAD + DAP_LEADER_SEALED - 1 + (party == PARTY_B ? DAP_HELPER_SEALED : 0)] ^= 1;
	envelope_encode(cohort->task.task_id, secret, report, envelope);
}

void patched_copy(const struct cohort *cohort, const uint8_t secret[static DAP_SECRET_SIZE],
		  const uint8_t envelope[static DAP_ENVELOPE_SIZE], uint8_t ret[static DAP_ENVELOPE_SIZE])
{
	envelope_encode(cohort->task.task_id, secret, envelope + REPORT, ret);
}
