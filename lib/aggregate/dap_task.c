#include <string.h>

#include <sodium.h>

#include <evenkeel/dap.h>

#include "wire.h"

/* What is the same in all tasks of this version. */
enum { TIME_INTERVAL = 1, SUMVEC_SIZE = 4 + 8 + 4 };

static bool is_url(struct hpke_bytes url)
{
	if (url.size == 0 || url.size > DAP_URL_MAX)
		return false;
	for (size_t i = 0; i < url.size; i++)
		if (url.bytes[i] <= ' ' || url.bytes[i] > '~')
			return false;
	return true;
}

static uint8_t *put_block(uint8_t *at, struct hpke_bytes bytes, int size)
{
	return wire_put_bytes(wire_put(at, bytes.size, size), bytes.bytes, bytes.size);
}

/* From the time's precision on, where tasks differ in the floor alone. */
static uint8_t *put_rules(uint8_t *at, unsigned floor)
{
	at = wire_put(wire_put(at, DAP_WEEK_S, 8), floor, 8);
	at = wire_put(wire_put(at, TIME_INTERVAL, 1), 0, 2);
	at = wire_put(wire_put(at, flp_sumvec.algorithm, 4), SUMVEC_SIZE, 2);
	at = wire_put(wire_put(wire_put(at, CELL_COUNT, 4), 1, 8), DAP_CHUNK, 4);
	return wire_put(at, 0, 2);
}
enum { RULES_SIZE = 8 + 8 + 1 + 2 + 4 + 2 + SUMVEC_SIZE + 2 };

size_t dap_task_encode(const struct dap_task *task, uint8_t ret[static DAP_TASK_MAX])
{
	const char *words = dap_version()->task_info;
	size_t length = strlen(words);

	if (!is_url(task->leader) || !is_url(task->helper) || task->floor < DAP_FLOOR_LEAST || task->floor > UINT8_MAX)
		return 0;
	uint8_t *at = wire_put_bytes(wire_put(ret, length + 4 + DAP_SALT_SIZE, 1), words, length);
	at = wire_put_bytes(wire_put(at, task->quarter, 4), task->salt, DAP_SALT_SIZE);
	at = put_block(put_block(at, task->leader, 2), task->helper, 2);
	return (size_t)(put_rules(at, task->floor) - ret);
}

static int take_info(struct hpke_bytes *rest, struct dap_task *ret)
{
	const char *words = dap_version()->task_info;
	size_t length = strlen(words);
	struct hpke_bytes info;
	uint64_t quarter;

	if (!wire_take_block(rest, 1, &info))
		return REFUSAL_MALFORMED;
	if (info.size != length + 4 + DAP_SALT_SIZE || memcmp(wire_take(&info, length), words, length))
		return REFUSAL_VERSION;
	wire_take_number(&info, 4, &quarter);
	ret->quarter = (uint32_t)quarter;
	ret->salt = info.bytes;
	return 0;
}

static int check_rules(struct hpke_bytes rest, struct dap_task *ret)
{
	uint8_t wanted[RULES_SIZE];

	if (rest.size != RULES_SIZE)
		return REFUSAL_MALFORMED;
	uint64_t floor = wire_get(rest.bytes + 8, 8);
	if (floor < DAP_FLOOR_LEAST || floor > UINT8_MAX)
		return REFUSAL_FLOOR;
	ret->floor = (unsigned)floor;
	put_rules(wanted, ret->floor);
	return memcmp(wanted, rest.bytes, sizeof(wanted)) == 0 ? 0 : REFUSAL_VDAF;
}

int dap_task_decode(struct hpke_bytes bytes, struct dap_task *ret)
{
	struct dap_task task = {0};
	int r = take_info(&bytes, &task);

	if (r)
		return r;
	if (!wire_take_block(&bytes, 2, &task.leader) || !wire_take_block(&bytes, 2, &task.helper) ||
	    !is_url(task.leader) || !is_url(task.helper))
		return REFUSAL_MALFORMED;
	r = check_rules(bytes, &task);
	if (r == 0)
		*ret = task;
	return r;
}

void dap_task_id(struct hpke_bytes configuration, uint8_t ret[static DAP_ID_SIZE])
{
	crypto_hash_sha256(ret, configuration.bytes, configuration.size);
}
