#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "exchange_file.h"
#include "wire.h"

static const char kind[] = "EKJ";

unsigned exchange_sender(enum exchange_type type)
{
	return type == EXCHANGE_RESPONSE || type == EXCHANGE_COUNTERSIGN ? PARTY_B : PARTY_A;
}

int exchange_head(struct hpke_bytes head, uint64_t size, struct exchange *ret)
{
	struct exchange message = {0};

	if (!dap_version_of(kind, head))
		return REFUSAL_VERSION;
	if (head.size < EXCHANGE_BEFORE || size < EXCHANGE_BEFORE + DAP_SIGNATURE_SIZE ||
	    wire_get(head.bytes + EXCHANGE_HEAD, EXCHANGE_LENGTH) != size - EXCHANGE_BEFORE - DAP_SIGNATURE_SIZE)
		return REFUSAL_MALFORMED;
	if (head.bytes[4] >= EXCHANGE_TYPES)
		return REFUSAL_TYPE;
	message.type = head.bytes[4];
	message.task_id = head.bytes + 5;
	message.window = (struct dap_window){wire_get(head.bytes + 5 + DAP_ID_SIZE, 8),
					     wire_get(head.bytes + 13 + DAP_ID_SIZE, 8)};
	*ret = message;
	return 0;
}

int exchange_is(const struct exchange *message, const struct cohort *cohort, enum exchange_type type,
		struct dap_window window)
{
	if (message->type != type)
		return REFUSAL_TYPE;
	if (memcmp(message->task_id, cohort->task.task_id, DAP_ID_SIZE))
		return REFUSAL_TASK;
	return message->window.start != window.start || message->window.weeks != window.weeks ? REFUSAL_WINDOW : 0;
}

int exchange_decode(struct hpke_bytes file, struct exchange *ret)
{
	struct exchange message;
	int r = exchange_head(file, file.size, &message);

	if (r)
		return r;
	message.file = file;
	message.body =
		(struct hpke_bytes){file.bytes + EXCHANGE_BEFORE, file.size - EXCHANGE_BEFORE - DAP_SIGNATURE_SIZE};
	message.signature = file.bytes + file.size - DAP_SIGNATURE_SIZE;
	*ret = message;
	return 0;
}

int exchange_open(struct hpke_bytes file, const struct cohort *cohort, enum exchange_type type,
		  struct dap_window window, struct exchange *ret)
{
	struct exchange message;
	int r = exchange_decode(file, &message);

	if (r == 0)
		r = exchange_is(&message, cohort, type, window);
	if (r)
		return r;
	if (crypto_sign_verify_detached(message.signature, file.bytes, file.size - DAP_SIGNATURE_SIZE,
					cohort->sign[exchange_sender(type)]))
		return REFUSAL_SENDER;
	*ret = message;
	return 0;
}

void exchange_put_head(enum exchange_type type, const uint8_t *task_id, struct dap_window window,
		       uint8_t ret[static EXCHANGE_HEAD])
{
	uint8_t *at = wire_put(wire_put_bytes(ret, kind, 3), (uint8_t)dap_version()->digit, 1);

	at = wire_put_bytes(wire_put(at, type, 1), task_id, DAP_ID_SIZE);
	wire_put(wire_put(at, window.start, 8), window.weeks, 8);
}

void exchange_encode(enum exchange_type type, const uint8_t task_id[static DAP_ID_SIZE], struct dap_window window,
		     struct hpke_bytes body, const uint8_t secret[static DAP_SECRET_SIZE], struct text *ret)
{
	uint8_t head[EXCHANGE_HEAD], signature[DAP_SIGNATURE_SIZE];

	assert(ret->length == 0 && body.size <= UINT32_MAX);
	exchange_put_head(type, task_id, window, head);
	text_append_bytes(ret, head, sizeof(head));
	wire_append(ret, body.size, EXCHANGE_LENGTH);
	text_append_bytes(ret, body.bytes, body.size);
	crypto_sign_detached(signature, NULL, (const uint8_t *)ret->bytes, ret->length, secret);
	text_append_bytes(ret, signature, sizeof(signature));
}

/* What the seed is sealed with: its purpose, and that it is of this task. */
static const struct dap_window no_window = {0};

static struct hpke_bytes key_info(void)
{
	static const char words[] = "evenkeel verify key seed";

	return (struct hpke_bytes){(const uint8_t *)words, sizeof(words) - 1};
}

int exchange_key_seal(const struct cohort *cohort, const uint8_t seed[static PRIO3_KEY_SIZE],
		      const uint8_t once[static HPKE_KEY_SIZE], const uint8_t secret[static DAP_SECRET_SIZE],
		      struct text *ret)
{
	uint8_t head[EXCHANGE_HEAD], body[EXCHANGE_KEY_BODY], encapsulated[HPKE_KEY_SIZE];

	exchange_put_head(EXCHANGE_KEY, cohort->task.task_id, no_window, head);
	if (hpke_seal(cohort->helper.public_key, once, key_info(), (struct hpke_bytes){head, sizeof(head)},
		      (struct hpke_bytes){seed, PRIO3_KEY_SIZE}, encapsulated, body + HPKE_CIPHERTEXT_HEAD))
		return REFUSAL_SUITE;
	hpke_ciphertext_head(cohort->helper.id, encapsulated, PRIO3_KEY_SIZE, body);
	exchange_encode(EXCHANGE_KEY, cohort->task.task_id, no_window, (struct hpke_bytes){body, sizeof(body)}, secret,
			ret);
	return 0;
}

int exchange_key_open(struct hpke_bytes file, const struct cohort *cohort, const struct hpke_pair *helper,
		      uint8_t ret_seed[static PRIO3_KEY_SIZE])
{
	struct hpke_ciphertext sealed;
	struct exchange message;
	size_t size;
	int r = exchange_open(file, cohort, EXCHANGE_KEY, no_window, &message);

	if (r)
		return r;
	if (message.body.size != EXCHANGE_KEY_BODY || hpke_ciphertext_decode(message.body, &sealed, &size) ||
	    size != EXCHANGE_KEY_BODY)
		return REFUSAL_MALFORMED;
	if (sealed.config_id != cohort->helper.id)
		return REFUSAL_CONFIG_ID;
	return hpke_open(helper, sealed.encapsulated, key_info(), (struct hpke_bytes){file.bytes, EXCHANGE_HEAD},
			 sealed.sealed, ret_seed)
		       ? REFUSAL_DECRYPT
		       : 0;
}
