#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/dap_report.h>

#include "wire.h"

/* Metadata without extensions and the public share, which a report and what the Leader passes on of it begin with. */
static int take_head(struct hpke_bytes *rest, const uint8_t **ret_id, uint64_t *ret_week, const uint8_t **ret_public)
{
	const uint8_t *head = wire_take(rest, DAP_REPORT_HEAD);

	if (!head || wire_get(head + DAP_REPORT_ID_SIZE + 8, 2) != 0 ||
	    wire_get(head + DAP_METADATA_SIZE, 4) != DAP_PUBLIC_SIZE)
		return REFUSAL_MALFORMED;
	*ret_id = head;
	*ret_week = wire_get(head + DAP_REPORT_ID_SIZE, 8);
	*ret_public = head + DAP_METADATA_SIZE + 4;
	return 0;
}

static int take_sealed(struct hpke_bytes *rest, size_t size, struct hpke_ciphertext *ret)
{
	size_t taken;

	if (hpke_ciphertext_decode(*rest, ret, &taken) || taken != size)
		return REFUSAL_MALFORMED;
	wire_take(rest, taken);
	return 0;
}

int dap_report_decode(struct hpke_bytes bytes, struct dap_report *ret)
{
	struct dap_report report = {.bytes = bytes.bytes};

	if (bytes.size != DAP_REPORT_SIZE || take_head(&bytes, &report.id, &report.week, &report.public_share) ||
	    take_sealed(&bytes, DAP_LEADER_SEALED, &report.leader) ||
	    take_sealed(&bytes, DAP_HELPER_SEALED, &report.helper))
		return REFUSAL_MALFORMED;
	*ret = report;
	return 0;
}

int dap_report_share_decode(struct hpke_bytes bytes, struct dap_report_share *ret)
{
	struct dap_report_share share = {.bytes = bytes.bytes};

	if (bytes.size != DAP_REPORT_SHARE_SIZE || take_head(&bytes, &share.id, &share.week, &share.public_share) ||
	    take_sealed(&bytes, DAP_HELPER_SEALED, &share.sealed))
		return REFUSAL_MALFORMED;
	*ret = share;
	return 0;
}

void dap_report_head(const uint8_t id[static DAP_REPORT_ID_SIZE], uint64_t week,
		     const uint8_t public_share[static DAP_PUBLIC_SIZE], uint8_t ret[static DAP_REPORT_HEAD])
{
	uint8_t *at = wire_put(wire_put_bytes(ret, id, DAP_REPORT_ID_SIZE), week, 8);

	wire_put_bytes(wire_put(wire_put(at, 0, 2), DAP_PUBLIC_SIZE, 4), public_share, DAP_PUBLIC_SIZE);
}

static uint8_t *put_sealed(uint8_t *at, const struct hpke_ciphertext *sealed)
{
	hpke_ciphertext_head(sealed->config_id, sealed->encapsulated, sealed->sealed.size - HPKE_TAG_SIZE, at);
	return wire_put_bytes(at + HPKE_CIPHERTEXT_HEAD, sealed->sealed.bytes, sealed->sealed.size);
}

void dap_report_encode(const struct dap_report *report, uint8_t ret[static DAP_REPORT_SIZE])
{
	dap_report_head(report->id, report->week, report->public_share, ret);
	uint8_t *end = put_sealed(put_sealed(ret + DAP_REPORT_HEAD, &report->leader), &report->helper);
	assert(end == ret + DAP_REPORT_SIZE);
	(void)end;
}

void dap_report_share_of(const struct dap_report *report, uint8_t ret[static DAP_REPORT_SHARE_SIZE])
{
	dap_report_head(report->id, report->week, report->public_share, ret);
	put_sealed(ret + DAP_REPORT_HEAD, &report->helper);
}

/* InputShareAad: the task's id and configuration, the report's metadata and public share. */
enum { INPUT_AAD_MAX = DAP_ID_SIZE + DAP_TASK_MAX + DAP_REPORT_HEAD };

static uint8_t *put_binding(uint8_t *at, const struct dap_binding *binding)
{
	assert(binding->configuration.size <= DAP_TASK_MAX);
	at = wire_put_bytes(at, binding->task_id, DAP_ID_SIZE);
	return wire_put_bytes(at, binding->configuration.bytes, binding->configuration.size);
}

static struct hpke_bytes input_aad(const struct dap_binding *binding, const uint8_t *head, uint8_t *room)
{
	uint8_t *end = wire_put_bytes(put_binding(room, binding), head, DAP_REPORT_HEAD);

	return (struct hpke_bytes){room, (size_t)(end - room)};
}

/* An HpkeCiphertext at @ret. */
static int seal(const struct hpke_config *config, const uint8_t *seed, struct hpke_bytes info, struct hpke_bytes aad,
		struct hpke_bytes plain, uint8_t *ret)
{
	uint8_t encapsulated[HPKE_KEY_SIZE];

	if (hpke_seal(config->public_key, seed, info, aad, plain, encapsulated, ret + HPKE_CIPHERTEXT_HEAD))
		return REFUSAL_SUITE;
	hpke_ciphertext_head(config->id, encapsulated, plain.size, ret);
	return 0;
}

int dap_input_seal(const struct dap_binding *binding, enum hpke_role to, const struct hpke_config *config,
		   const uint8_t head[static DAP_REPORT_HEAD], struct hpke_bytes share,
		   const uint8_t seed[static HPKE_KEY_SIZE], uint8_t *ret_sealed)
{
	uint8_t room[HPKE_INFO_MAX], aad[INPUT_AAD_MAX], plain[DAP_INPUT_HEAD + DAP_LEADER_SIZE];

	assert(share.size <= DAP_LEADER_SIZE);
	wire_put_bytes(wire_put(wire_put(plain, 0, 2), share.size, 4), share.bytes, share.size);
	int r = seal(config, seed, hpke_info_input_share(to, room), input_aad(binding, head, aad),
		     (struct hpke_bytes){plain, DAP_INPUT_HEAD + share.size}, ret_sealed);
	sodium_memzero(plain, sizeof(plain));
	return r;
}

int dap_input_open(const struct dap_binding *binding, enum hpke_role own, uint8_t config_id,
		   const struct hpke_pair *pair, const uint8_t head[static DAP_REPORT_HEAD],
		   const struct hpke_ciphertext *sealed, uint8_t *ret)
{
	size_t size = own == HPKE_LEADER ? DAP_LEADER_SIZE : DAP_HELPER_SIZE;
	uint8_t room[HPKE_INFO_MAX], aad[INPUT_AAD_MAX], plain[DAP_INPUT_HEAD + DAP_LEADER_SIZE];
	int r = 0;

	if (sealed->config_id != config_id)
		return REFUSAL_CONFIG_ID;
	if (sealed->sealed.size != DAP_INPUT_HEAD + size + HPKE_TAG_SIZE)
		return REFUSAL_SHARE;
	if (hpke_open(pair, sealed->encapsulated, hpke_info_input_share(own, room), input_aad(binding, head, aad),
		      sealed->sealed, plain))
		r = REFUSAL_DECRYPT;
	else if (wire_get(plain, 2) != 0 || wire_get(plain + 2, 4) != size)
		r = REFUSAL_SHARE;
	else
		memcpy(ret, plain + DAP_INPUT_HEAD, size);
	sodium_memzero(plain, sizeof(plain));
	return r;
}

/* AggregateShareAad: the task's id and configuration, and the CollectionJobReq: the query, no parameter, no extensions. */
enum { TIME_INTERVAL = 1, INTERVAL_SIZE = 16, COLLECTION_SIZE = 1 + 2 + INTERVAL_SIZE + 4 + 2 };
enum { AGGREGATE_AAD_MAX = DAP_ID_SIZE + DAP_TASK_MAX + COLLECTION_SIZE };

static struct hpke_bytes aggregate_aad(const struct dap_binding *binding, struct dap_window window, uint8_t *room)
{
	uint8_t *at = wire_put(wire_put(put_binding(room, binding), TIME_INTERVAL, 1), INTERVAL_SIZE, 2);

	at = wire_put(wire_put(at, window.start, 8), window.weeks, 8);
	at = wire_put(wire_put(at, 0, 4), 0, 2);
	return (struct hpke_bytes){room, (size_t)(at - room)};
}

int dap_aggregate_seal(const struct dap_binding *binding, struct dap_window window, const struct hpke_config *collector,
		       const struct field128 share[static CELL_COUNT], const uint8_t seed[static HPKE_KEY_SIZE],
		       uint8_t ret[static DAP_AGGREGATE_SIZE])
{
	uint8_t room[HPKE_INFO_MAX], aad[AGGREGATE_AAD_MAX], plain[DAP_SHARE_SIZE];

	field128_encode_vector(share, CELL_COUNT, plain);
	int r = seal(collector, seed, hpke_info_aggregate_share(HPKE_HELPER, room), aggregate_aad(binding, window, aad),
		     (struct hpke_bytes){plain, sizeof(plain)}, ret);
	sodium_memzero(plain, sizeof(plain));
	return r;
}

int dap_aggregate_open(const struct dap_binding *binding, struct dap_window window, uint8_t config_id,
		       const struct hpke_pair *collector, struct hpke_bytes bytes,
		       struct field128 ret[static CELL_COUNT])
{
	uint8_t room[HPKE_INFO_MAX], aad[AGGREGATE_AAD_MAX], plain[DAP_SHARE_SIZE];
	struct hpke_ciphertext sealed;
	int r = 0;

	if (take_sealed(&bytes, DAP_AGGREGATE_SIZE, &sealed) || bytes.size > 0)
		return REFUSAL_MALFORMED;
	if (sealed.config_id != config_id)
		return REFUSAL_CONFIG_ID;
	if (hpke_open(collector, sealed.encapsulated, hpke_info_aggregate_share(HPKE_HELPER, room),
		      aggregate_aad(binding, window, aad), sealed.sealed, plain))
		r = REFUSAL_DECRYPT;
	else if (field128_decode_vector(plain, CELL_COUNT, ret))
		r = REFUSAL_SHARE;
	sodium_memzero(plain, sizeof(plain));
	return r;
}
