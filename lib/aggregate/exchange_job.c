#include <string.h>

#include "exchange_file.h"
#include "wire.h"

static bool take_number(struct reader *body, int size, uint64_t *ret)
{
	const uint8_t *bytes = reader_take(body, (size_t)size);

	if (bytes)
		*ret = wire_get(bytes, size);
	return bytes != NULL;
}

/* Ids ascend, also from rejects to rejects and from reports to reports: none is there twice. */
static bool ascends(struct request *request, bool first, const uint8_t *id)
{
	bool good = first || memcmp(request->before, id, DAP_REPORT_ID_SIZE) < 0;

	memcpy(request->before, id, DAP_REPORT_ID_SIZE);
	return good;
}

int request_begin(struct reader *body, struct request *ret, struct text *ret_rejects)
{
	const uint8_t *head;

	*ret = (struct request){0};
	if (!take_number(body, 2, &ret->rejects))
		return REFUSAL_MALFORMED;
	for (uint64_t i = 0; i < ret->rejects; i++) {
		const uint8_t *reject = reader_take(body, EXCHANGE_REJECT);
		if (!reject || !ascends(ret, i == 0, reject) || reject[DAP_REPORT_ID_SIZE] == 0 ||
		    reject[DAP_REPORT_ID_SIZE] >= DAP_ERRORS)
			return REFUSAL_MALFORMED;
		if (ret_rejects)
			text_append_bytes(ret_rejects, reject, EXCHANGE_REJECT);
	}
	if (!(head = reader_take(body, DAP_INIT_HEAD)) || dap_init_head(head) || reader_left(body) % DAP_INIT_SIZE)
		return REFUSAL_MALFORMED;
	ret->reports = ret->left = reader_left(body) / DAP_INIT_SIZE;
	return 0;
}

int request_next(struct reader *body, struct request *request, struct dap_init *ret)
{
	const uint8_t *bytes = reader_take(body, DAP_INIT_SIZE);
	struct dap_init init;

	if (!bytes || dap_init_decode(bytes, &init) ||
	    !ascends(request, request->left == request->reports, init.share.id))
		return REFUSAL_MALFORMED;
	request->left--;
	*ret = init;
	return 0;
}

int response_begin(struct reader *body, struct response *ret)
{
	*ret = (struct response){0};
	if (!take_number(body, 4, &ret->left) || ret->left > reader_left(body))
		return REFUSAL_MALFORMED;
	return 0;
}

int response_next(struct reader *body, struct response *response, struct dap_resp *ret)
{
	struct hpke_bytes rest = {response->room, DAP_RESP_REJECT_SIZE};
	const uint8_t *bytes = response->left < rest.size ? NULL : reader_take(body, rest.size);

	if (!bytes)
		return REFUSAL_MALFORMED;
	memcpy(response->room, bytes, rest.size);
	size_t more = dap_resp_size(bytes) - rest.size;
	if (response->left < rest.size + more || !(bytes = reader_take(body, more)))
		return REFUSAL_MALFORMED;
	memcpy(response->room + rest.size, bytes, more);
	rest.size += more;
	response->left -= rest.size;
	response->reports++;
	return dap_resp_next(&rest, ret);
}

int response_end(struct reader *body, struct response *response)
{
	const uint8_t *bytes;
	struct dap_resp resp;

	while (response->left > 0)
		if (response_next(body, response, &resp))
			return REFUSAL_MALFORMED;
	if (!take_number(body, 8, &response->count) || !(bytes = reader_take(body, DAP_HASH_SIZE)))
		return REFUSAL_MALFORMED;
	memcpy(response->checksum, bytes, DAP_HASH_SIZE);
	if (reader_left(body) != DAP_AGGREGATE_SIZE || !(bytes = reader_take(body, DAP_AGGREGATE_SIZE)))
		return REFUSAL_MALFORMED;
	memcpy(response->share, bytes, DAP_AGGREGATE_SIZE);
	return 0;
}
