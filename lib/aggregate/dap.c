#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/dap.h>

#include "hkdf.h"
#include "wire.h"

/* One row a version. A reader may know several; what is written is of the first. */
static const struct dap_version versions[] = {
	{
		.digit = '1',
		.vdaf = 18,
		.tag = "dap-18",
		.task_info = "evenkeel1",
		.public_share = DAP_PUBLIC_SIZE,
		.leader_share = DAP_LEADER_SIZE,
		.helper_share = DAP_HELPER_SIZE,
		.initialize = DAP_INITIALIZE_SIZE,
		.finish = DAP_FINISH_SIZE,
		.report = DAP_REPORT_SIZE,
		.envelope = DAP_ENVELOPE_SIZE,
		.aggregate = DAP_AGGREGATE_SIZE,
	},
};

const struct dap_version *dap_version(void)
{
	return &versions[0];
}

const struct dap_version *dap_version_of(const char *kind, struct hpke_bytes file)
{
	if (file.size < 4 || memcmp(file.bytes, kind, 3))
		return NULL;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (file.bytes[3] == (uint8_t)versions[i].digit)
			return &versions[i];
	return NULL;
}

void dap_window_name(struct dap_window window, char ret[static DAP_WINDOW_NAME])
{
	snprintf(ret, DAP_WINDOW_NAME, "%" PRIu64 "-%" PRIu64, window.start, window.weeks);
}

/* The name is the one that the window would be given, so that there is only one. */
int dap_window_parse(const char *name, struct dap_window *ret)
{
	char again[DAP_WINDOW_NAME], *end;
	struct dap_window window = {.start = strtoull(name, &end, 10)};

	if (*end != '-')
		return -1;
	window.weeks = strtoull(end + 1, NULL, 10);
	dap_window_name(window, again);
	if (strcmp(again, name) != 0)
		return -1;
	*ret = window;
	return 0;
}

struct dap_window dap_window_of(uint64_t week, unsigned weeks)
{
	return (struct dap_window){.start = week - week % weeks, .weeks = weeks};
}

int dap_window_over(struct dap_window window, int64_t now_s)
{
	uint64_t now = now_s < 0 ? 0 : (uint64_t)now_s;

	if (now < DAP_LEAD_S || (now - DAP_LEAD_S) / DAP_WEEK_S < window.weeks ||
	    (now - DAP_LEAD_S) / DAP_WEEK_S - window.weeks < window.start)
		return REFUSAL_EARLY;
	return 0;
}

void dap_prio3(const uint8_t task_id[static DAP_ID_SIZE], struct prio3 *ret)
{
	const char *tag = dap_version()->tag;
	uint8_t context[16 + DAP_ID_SIZE];
	size_t length = strlen(tag);

	assert(length <= 16);
	wire_put_bytes(wire_put_bytes(context, tag, length), task_id, DAP_ID_SIZE);
	int r = prio3_init(ret, &flp_sumvec, CELL_COUNT, 1, DAP_CHUNK, 2, context, length + DAP_ID_SIZE);
	assert(r == 0);
	(void)r;
}

void dap_verify_key(const uint8_t seed[static PRIO3_KEY_SIZE], const uint8_t task_id[static DAP_ID_SIZE],
		    uint8_t ret[static PRIO3_KEY_SIZE])
{
	static const char salt[] = "verify_key";
	const struct hkdf_part material = {seed, PRIO3_KEY_SIZE}, info = {task_id, DAP_ID_SIZE};
	uint8_t key[HKDF_KEY_SIZE];

	hkdf_extract((const uint8_t *)salt, sizeof(salt) - 1, &material, 1, key);
	hkdf_expand(key, &info, 1, ret, PRIO3_KEY_SIZE);
	sodium_memzero(key, sizeof(key));
}

void dap_checksum_add(uint8_t checksum[static DAP_HASH_SIZE], const uint8_t report_id[static DAP_REPORT_ID_SIZE])
{
	uint8_t hash[DAP_HASH_SIZE];

	crypto_hash_sha256(hash, report_id, DAP_REPORT_ID_SIZE);
	for (int i = 0; i < DAP_HASH_SIZE; i++)
		checksum[i] ^= hash[i];
}

uint64_t dap_broken_most(uint64_t weeks, uint64_t count)
{
	return count / 20 > weeks ? count / 20 : weeks;
}

/* How far both parties' blur may carry a sum; beyond it lies one in 10^16. */
enum { BLUR_MOST = 40 };

struct dap_range dap_sum_range(unsigned cell, uint64_t weeks, uint64_t count)
{
	int64_t all = (int64_t)count, off = (int64_t)dap_broken_most(weeks, count);

	if (cell < CELL_RESERVED)
		return (struct dap_range){-BLUR_MOST, all + BLUR_MOST};
	return cell == CELL_ANSWERED ? (struct dap_range){all - off, all} : (struct dap_range){0, off};
}

int dap_sums(const struct field128 total[static CELL_COUNT], uint64_t weeks, uint64_t count,
	     int64_t ret[static CELL_COUNT])
{
	int64_t sums[CELL_COUNT];

	if (count > INT64_MAX - BLUR_MOST)
		return REFUSAL_ALTERED;
	for (unsigned i = 0; i < CELL_COUNT; i++) {
		struct dap_range range = dap_sum_range(i, weeks, count);
		if (field128_to_number(total[i], &sums[i]) || sums[i] < range.low || sums[i] > range.high)
			return REFUSAL_ALTERED;
	}
	memcpy(ret, sums, sizeof(sums));
	return 0;
}

uint64_t dap_control_off(const int64_t sums[static CELL_COUNT], uint64_t count)
{
	uint64_t off = count - (uint64_t)sums[CELL_ANSWERED];

	for (unsigned i = CELL_RESERVED; i < CELL_ANSWERED; i++)
		off += (uint64_t)sums[i];
	return off;
}
