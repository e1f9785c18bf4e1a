#include <string.h>

#include <evenkeel/exchange.h>

#include "wire.h"

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
