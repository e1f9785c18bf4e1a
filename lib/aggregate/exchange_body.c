#include <assert.h>
#include <string.h>

#include <evenkeel/exchange.h>

#include "wire.h"

static bool ascend(const uint8_t *before, const uint8_t *id)
{
	return !before || memcmp(before, id, DAP_REPORT_ID_SIZE) < 0;
}

static bool rejects_valid(const uint8_t *rejects, size_t count)
{
	const uint8_t *before = NULL;

	for (size_t i = 0; i < count; before = rejects + i++ * EXCHANGE_REJECT) {
		const uint8_t *reject = rejects + i * EXCHANGE_REJECT, error = reject[DAP_REPORT_ID_SIZE];
		if (!ascend(before, reject) || error == 0 || error >= DAP_ERRORS)
			return false;
	}
	return true;
}

static bool inits_valid(struct hpke_bytes job, size_t count)
{
	const uint8_t *before = NULL;
	struct dap_init init;

	for (size_t i = 0; i < count; i++, before = init.share.id)
		if (dap_init_at(job, i, &init) || !ascend(before, init.share.id))
			return false;
	return true;
}

int exchange_request_decode(struct hpke_bytes body, struct exchange_request *ret)
{
	struct exchange_request request;
	uint64_t rejects;

	if (!wire_take_number(&body, 2, &rejects) || !(request.reject = wire_take(&body, rejects * EXCHANGE_REJECT)) ||
	    !rejects_valid(request.reject, rejects) || dap_init_check(body, &request.reports) ||
	    !inits_valid(body, request.reports))
		return REFUSAL_MALFORMED;
	request.rejects = rejects;
	request.job = body;
	*ret = request;
	return 0;
}

void exchange_request_head(struct hpke_bytes rejects, size_t job, struct text *text)
{
	size_t head = 2 + rejects.size, at = text->length - job;
	uint8_t count[2];

	assert(rejects.size / EXCHANGE_REJECT <= UINT16_MAX);
	wire_append(text, 0, 2);
	text_append_bytes(text, rejects.bytes, rejects.size);
	memmove(text->bytes + at + head, text->bytes + at, job);
	wire_put(count, rejects.size / EXCHANGE_REJECT, 2);
	memcpy(text->bytes + at, count, sizeof(count));
	if (rejects.size)
		memcpy(text->bytes + at + sizeof(count), rejects.bytes, rejects.size);
}

int exchange_response_decode(struct hpke_bytes body, struct exchange_response *ret)
{
	struct exchange_response response = {0};
	struct dap_resp resp;

	if (!wire_take_block(&body, 4, &response.job) || !wire_take_number(&body, 8, &response.count) ||
	    !(response.checksum = wire_take(&body, DAP_HASH_SIZE)) || body.size != DAP_AGGREGATE_SIZE)
		return REFUSAL_MALFORMED;
	for (struct hpke_bytes rest = response.job; rest.size > 0; response.reports++)
		if (dap_resp_next(&rest, &resp))
			return REFUSAL_MALFORMED;
	response.share = body;
	*ret = response;
	return 0;
}

void exchange_response_encode(const struct exchange_response *response, struct text *ret)
{
	assert(response->job.size <= UINT32_MAX && response->share.size == DAP_AGGREGATE_SIZE);
	wire_append(ret, response->job.size, 4);
	text_append_bytes(ret, response->job.bytes, response->job.size);
	wire_append(ret, response->count, 8);
	text_append_bytes(ret, response->checksum, DAP_HASH_SIZE);
	text_append_bytes(ret, response->share.bytes, response->share.size);
}

int exchange_result_decode(struct hpke_bytes body, struct exchange_result *ret)
{
	struct exchange_result result;

	if (body.size != EXCHANGE_RESULT_BODY)
		return REFUSAL_MALFORMED;
	wire_take_number(&body, 8, &result.count);
	memcpy(result.checksum, wire_take(&body, DAP_HASH_SIZE), DAP_HASH_SIZE);
	for (unsigned party = PARTY_A; party <= PARTY_B; party++)
		if (field128_decode_vector(wire_take(&body, DAP_SHARE_SIZE), CELL_COUNT, result.shares[party]))
			return REFUSAL_MALFORMED;
	*ret = result;
	return 0;
}

void exchange_result_encode(const struct exchange_result *result, uint8_t ret[static EXCHANGE_RESULT_BODY])
{
	uint8_t *at = wire_put_bytes(wire_put(ret, result->count, 8), result->checksum, DAP_HASH_SIZE);

	for (unsigned party = PARTY_A; party <= PARTY_B; party++, at += DAP_SHARE_SIZE)
		field128_encode_vector(result->shares[party], CELL_COUNT, at);
}
