#include <assert.h>

#include <evenkeel/dap_job.h>

#include "wire.h"

enum { CONTINUE = 0, REJECT = 2 };

void dap_init_encode(const uint8_t share[static DAP_REPORT_SHARE_SIZE],
		     const uint8_t payload[static DAP_INITIALIZE_SIZE], uint8_t ret[static DAP_INIT_SIZE])
{
	uint8_t *at = wire_put_bytes(ret, share, DAP_REPORT_SHARE_SIZE);

	wire_put_bytes(wire_put(at, DAP_INITIALIZE_SIZE, 4), payload, DAP_INITIALIZE_SIZE);
}

int dap_init_head(const uint8_t head[static DAP_INIT_HEAD])
{
	for (int i = 0; i < DAP_INIT_HEAD; i++)
		if (head[i])
			return REFUSAL_MALFORMED;
	return 0;
}

int dap_init_decode(const uint8_t bytes[static DAP_INIT_SIZE], struct dap_init *ret)
{
	struct dap_init init = {.payload = {bytes + DAP_REPORT_SHARE_SIZE + 4, DAP_INITIALIZE_SIZE}};

	if (dap_report_share_decode((struct hpke_bytes){bytes, DAP_REPORT_SHARE_SIZE}, &init.share) ||
	    wire_get(bytes + DAP_REPORT_SHARE_SIZE, 4) != DAP_INITIALIZE_SIZE)
		return REFUSAL_MALFORMED;
	*ret = init;
	return 0;
}

size_t dap_resp_encode(const struct dap_resp *resp, uint8_t ret[static DAP_RESP_SIZE])
{
	uint8_t *at = wire_put(wire_put_bytes(ret, resp->id, DAP_REPORT_ID_SIZE), resp->error ? REJECT : CONTINUE, 1);

	if (resp->error) {
		wire_put(at, resp->error, 1);
		return DAP_RESP_REJECT_SIZE;
	}
	assert(resp->payload.size == DAP_FINISH_SIZE);
	wire_put_bytes(wire_put(at, DAP_FINISH_SIZE, 4), resp->payload.bytes, DAP_FINISH_SIZE);
	return DAP_RESP_SIZE;
}

size_t dap_resp_size(const uint8_t head[static DAP_RESP_REJECT_SIZE])
{
	return head[DAP_REPORT_ID_SIZE] == REJECT ? DAP_RESP_REJECT_SIZE : DAP_RESP_SIZE;
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
