#include <string.h>

#include <sodium.h>

#include "roles_list.h"

int role_sums(const struct exchange_result *result, struct dap_window window, struct role_result *ret)
{
	struct role_result opened = {.window = window, .reports = result->count};
	struct field128 total[CELL_COUNT];

	memcpy(total, result->shares[PARTY_A], sizeof(total));
	field128_add_vector(total, result->shares[PARTY_B], CELL_COUNT);
	int r = dap_sums(total, window.weeks, result->count, opened.sums);
	if (r)
		return r;
	opened.control_off = dap_control_off(opened.sums, result->count);
	*ret = opened;
	return 0;
}

/* B's share in the result is what B sealed: sealed again it gives the same bytes. */
static int is_own_share(const struct role_party *party, struct dap_window window, const struct response *response,
			const struct exchange_result *result)
{
	uint8_t seed[HPKE_KEY_SIZE], again[DAP_AGGREGATE_SIZE];
	const struct cohort *cohort = party->cohort;

	role_share_seed(party, window, result->shares[PARTY_B], seed);
	int r = dap_aggregate_seal(&cohort->task, window, &cohort->collector, result->shares[PARTY_B], seed, again);
	sodium_memzero(seed, sizeof(seed));
	return r ? r : memcmp(again, response->share, sizeof(again)) == 0 ? 0 : REFUSAL_RESULT;
}

/* What B itself sent. */
static int read_response(const struct cohort *cohort, struct dap_window window, int fd, struct response *ret,
			 struct error *err)
{
	struct incoming incoming;
	uint8_t hash[DAP_HASH_SIZE];
	int r = incoming_open(&incoming, fd, -1, cohort, EXCHANGE_RESPONSE, window, err);

	if (r == 0) {
		r = response_begin(&incoming.body, ret);
		if (r == 0)
			r = response_end(&incoming.body, ret);
		r = incoming_end(&incoming, r, hash);
	}
	incoming_clear(&incoming);
	return r;
}

static int read_both(const struct cohort *cohort, struct dap_window window, int own_response_fd, struct hpke_bytes file,
		     struct response *ret_response, struct exchange_result *ret_result, struct error *err)
{
	struct exchange message;
	int r = read_response(cohort, window, own_response_fd, ret_response, err);

	if (r == 0)
		r = exchange_open(file, cohort, EXCHANGE_RESULT, window, &message);
	if (r == 0)
		r = exchange_result_decode(message.body, ret_result);
	if (r == 0 && (ret_result->count != ret_response->count ||
		       memcmp(ret_result->checksum, ret_response->checksum, DAP_HASH_SIZE)))
		r = REFUSAL_COUNT;
	return r;
}

int role_result_beside(const struct cohort *cohort, struct dap_window window, int own_response_fd,
		       struct hpke_bytes result, struct exchange_result *ret, struct error *err)
{
	struct response response;

	return read_both(cohort, window, own_response_fd, result, &response, ret, err);
}

static int check_result(const struct role_party *party, struct dap_window window, int own_response_fd,
			struct hpke_bytes file, struct role_result *ret)
{
	struct response response;
	struct exchange_result result;
	int r = read_both(party->cohort, window, own_response_fd, file, &response, &result, party->err);

	if (r == 0)
		r = is_own_share(party, window, &response, &result);
	return r ? r : role_sums(&result, window, ret);
}

int role_countersign(const struct role_party *party, struct dap_window window, int own_response_fd,
		     struct hpke_bytes result, struct text *ret_message, struct role_result *ret_result)
{
	struct role_result opened = {.reports = 0};
	uint8_t hash[EXCHANGE_COUNTERSIGN_BODY];
	int r = check_result(party, window, own_response_fd, result, &opened);

	if (r)
		return r;
	crypto_hash_sha256(hash, result.bytes, result.size);
	exchange_encode(EXCHANGE_COUNTERSIGN, party->cohort->task.task_id, window,
			(struct hpke_bytes){hash, sizeof(hash)}, party->secret, ret_message);
	*ret_result = opened;
	return 0;
}

int role_countersigned(const struct cohort *cohort, struct dap_window window, struct hpke_bytes result,
		       struct hpke_bytes countersignature)
{
	uint8_t hash[EXCHANGE_COUNTERSIGN_BODY];
	struct exchange message;
	int r = exchange_open(countersignature, cohort, EXCHANGE_COUNTERSIGN, window, &message);

	if (r)
		return r;
	if (message.body.size != sizeof(hash))
		return REFUSAL_MALFORMED;
	crypto_hash_sha256(hash, result.bytes, result.size);
	return memcmp(hash, message.body.bytes, sizeof(hash)) == 0 ? 0 : REFUSAL_RESULT;
}
