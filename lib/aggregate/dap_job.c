#include <assert.h>

#include <evenkeel/dap_job.h>

#include "wire.h"

enum { CONTINUE = 0, REJECT = 2 };

void dap_init_begin(struct text *ret)
{
	wire_append(ret, 0, 1);
	wire_append(ret, 0, 4);
	wire_append(ret, 0, 2);
}

void dap_init_append(struct text *ret, const uint8_t share[static DAP_REPORT_SHARE_SIZE],
		     const uint8_t payload[static DAP_INITIALIZE_SIZE])
{
	text_append_bytes(ret, share, DAP_REPORT_SHARE_SIZE);
	wire_append(ret, DAP_INITIALIZE_SIZE, 4);
	text_append_bytes(ret, payload, DAP_INITIALIZE_SIZE);
}

int dap_init_check(struct hpke_bytes job, size_t *ret_count)
{
	const uint8_t *head = wire_take(&job, DAP_INIT_HEAD);

	if (!head || job.size % DAP_INIT_SIZE)
		return REFUSAL_MALFORMED;
	for (int i = 0; i < DAP_INIT_HEAD; i++)
		if (head[i])
			return REFUSAL_MALFORMED;
	*ret_count = job.size / DAP_INIT_SIZE;
	return 0;
}

int dap_init_at(struct hpke_bytes job, size_t place, struct dap_init *ret)
{
	const uint8_t *at = job.bytes + DAP_INIT_HEAD + place * DAP_INIT_SIZE;
	struct dap_init init = {.payload = {at + DAP_REPORT_SHARE_SIZE + 4, DAP_INITIALIZE_SIZE}};

	assert(place < job.size / DAP_INIT_SIZE);
	if (dap_report_share_decode((struct hpke_bytes){at, DAP_REPORT_SHARE_SIZE}, &init.share) ||
	    wire_get(at + DAP_REPORT_SHARE_SIZE, 4) != DAP_INITIALIZE_SIZE)
		return REFUSAL_MALFORMED;
	*ret = init;
	return 0;
}

void dap_resp_append(struct text *ret, const struct dap_resp *resp)
{
	text_append_bytes(ret, resp->id, DAP_REPORT_ID_SIZE);
	wire_append(ret, resp->error ? REJECT : CONTINUE, 1);
	if (resp->error) {
		wire_append(ret, resp->error, 1);
		return;
	}
	assert(resp->payload.size == DAP_FINISH_SIZE);
	wire_append(ret, DAP_FINISH_SIZE, 4);
	text_append_bytes(ret, resp->payload.bytes, DAP_FINISH_SIZE);
}

int dap_resp_next(struct hpke_bytes *rest, struct dap_resp *ret)
{
	struct dap_resp resp = {.id = wire_take(rest, DAP_REPORT_ID_SIZE)};
	struct hpke_bytes payload;
	uint64_t type, error;

	if (!resp.id || !wire_take_number(rest, 1, &type))
		return REFUSAL_MALFORMED;
	if (type == REJECT) {
		if (!wire_take_number(rest, 1, &error) || error == 0 || error >= DAP_ERRORS)
			return REFUSAL_MALFORMED;
		resp.error = (uint8_t)error;
	} else {
		if (type != CONTINUE || !wire_take_block(rest, 4, &payload) || payload.size != DAP_FINISH_SIZE)
			return REFUSAL_MALFORMED;
		resp.payload = (struct prio3_bytes){payload.bytes, payload.size};
	}
	*ret = resp;
	return 0;
}
