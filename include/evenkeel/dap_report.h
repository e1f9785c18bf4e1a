/*
 * DAP's Report: what a client sends to both parties, each of which opens its own half; and the AggregateShare that the Helper seals
 * for the Collector. No extensions: engines reject those they don't know.
 */
#ifndef EVENKEEL_DAP_REPORT_H
#define EVENKEEL_DAP_REPORT_H

#include <evenkeel/dap.h>

/* A task as what is sealed is bound to it. The bytes are TaskConfiguration. */
struct dap_binding {
	const uint8_t *task_id;
	struct hpke_bytes configuration;
};

struct dap_report {
	const uint8_t *id;
	uint64_t week;
	const uint8_t *public_share;
	struct hpke_ciphertext leader, helper;
	const uint8_t *bytes; /* of the whole */
};
/* 0, REFUSAL_MALFORMED. Sizes are exact, so that two reports never differ in size. */
int dap_report_decode(struct hpke_bytes bytes, struct dap_report *ret);
void dap_report_encode(const struct dap_report *report, uint8_t ret[static DAP_REPORT_SIZE]);

/* The DAP_REPORT_HEAD bytes that a report and its shares begin with. */
void dap_report_head(const uint8_t id[static DAP_REPORT_ID_SIZE], uint64_t week,
		     const uint8_t public_share[static DAP_PUBLIC_SIZE], uint8_t ret[static DAP_REPORT_HEAD]);

/* What the Leader passes on to the Helper: ReportShare. */
struct dap_report_share {
	const uint8_t *id;
	uint64_t week;
	const uint8_t *public_share;
	struct hpke_ciphertext sealed;
	const uint8_t *bytes;
};
int dap_report_share_decode(struct hpke_bytes bytes, struct dap_report_share *ret);
/* The Helper's, of a report. */
void dap_report_share_of(const struct dap_report *report, uint8_t ret[static DAP_REPORT_SHARE_SIZE]);

/*
 * A client's half for a party: PlaintextInputShare, sealed with InputShareAad. @head is the DAP_REPORT_HEAD bytes that a report begins
 * with. @ret_sealed has DAP_LEADER_SEALED or DAP_HELPER_SEALED bytes. 0, REFUSAL_SUITE: nothing can be sealed for this key.
 */
int dap_input_seal(const struct dap_binding *binding, enum hpke_role to, const struct hpke_config *config,
		   const uint8_t head[static DAP_REPORT_HEAD], struct hpke_bytes share,
		   const uint8_t seed[static HPKE_KEY_SIZE], uint8_t *ret_sealed);
/* 0, REFUSAL_CONFIG_ID, _DECRYPT, _SHARE. @ret has DAP_LEADER_SIZE or DAP_HELPER_SIZE bytes. */
int dap_input_open(const struct dap_binding *binding, enum hpke_role own, uint8_t config_id,
		   const struct hpke_pair *pair, const uint8_t head[static DAP_REPORT_HEAD],
		   const struct hpke_ciphertext *sealed, uint8_t *ret);

/* An aggregate share for the Collector, bound to its window: AggregateShare with AggregateShareAad. 0, REFUSAL_SUITE. */
int dap_aggregate_seal(const struct dap_binding *binding, struct dap_window window, const struct hpke_config *collector,
		       const struct field128 share[static CELL_COUNT], const uint8_t seed[static HPKE_KEY_SIZE],
		       uint8_t ret[static DAP_AGGREGATE_SIZE]);
/* 0, REFUSAL_MALFORMED, _CONFIG_ID, _DECRYPT, _SHARE. */
int dap_aggregate_open(const struct dap_binding *binding, struct dap_window window, uint8_t config_id,
		       const struct hpke_pair *collector, struct hpke_bytes bytes,
		       struct field128 ret[static CELL_COUNT]);

#endif
