#include <assert.h>
#include <string.h>

#include <sodium.h>

#include <evenkeel/cohort.h>
#include <evenkeel/mem.h>

#include "wire.h"

static const char kind[] = "EKC";

static void append_block(struct text *ret, struct hpke_bytes bytes, int size)
{
	wire_append(ret, bytes.size, size);
	text_append_bytes(ret, bytes.bytes, bytes.size);
}

/* All that is signed. */
static void append_terms(const struct cohort *cohort, struct text *ret)
{
	const struct hpke_config *configs[] = {&cohort->leader, &cohort->helper, &cohort->collector};
	uint8_t bytes[HPKE_CONFIG_SIZE];

	text_append(ret, kind);
	text_append_char(ret, dap_version()->digit);
	text_append_bytes(ret, cohort->task.task_id, DAP_ID_SIZE);
	append_block(ret, cohort->task.configuration, 2);
	for (int i = 0; i < 3; i++) {
		hpke_config_encode(configs[i], bytes);
		text_append_bytes(ret, bytes, sizeof(bytes));
	}
	text_append_bytes(ret, cohort->sign, sizeof(cohort->sign));
	wire_append(ret, cohort->terms.quarter, 4);
	wire_append(ret, cohort->terms.floor, 1);
	wire_append(ret, cohort->weeks, 1);
	append_block(ret, cohort->label, 1);
	wire_append(ret, cohort->members, 2);
	text_append_bytes(ret, cohort->keys, cohort->members * DAP_KEY_SIZE);
}

void cohort_encode(const struct cohort *cohort, struct text *ret)
{
	assert(cohort->members <= COHORT_MEMBERS_MAX && cohort->label.size <= COHORT_LABEL_MAX);
	append_terms(cohort, ret);
	text_append_bytes(ret, cohort->signatures, sizeof(cohort->signatures));
}

void cohort_sign(struct cohort *cohort, unsigned party, const uint8_t secret[static DAP_SECRET_SIZE])
{
	_cleanup_(text_clear) struct text terms = {0};

	append_terms(cohort, &terms);
	crypto_sign_detached(cohort->signatures[party], NULL, (const uint8_t *)terms.bytes, terms.length, secret);
}

static int check_signature(const struct cohort *cohort, unsigned party, const struct text *terms)
{
	if (sodium_is_zero(cohort->signatures[party], DAP_SIGNATURE_SIZE))
		return REFUSAL_UNSIGNED;
	if (crypto_sign_verify_detached(cohort->signatures[party], (const uint8_t *)terms->bytes, terms->length,
					cohort->sign[party]))
		return party == PARTY_A ? REFUSAL_SIGNATURE_A : REFUSAL_SIGNATURE_B;
	return 0;
}

int cohort_signed_by(const struct cohort *cohort, unsigned party)
{
	_cleanup_(text_clear) struct text terms = {0};

	append_terms(cohort, &terms);
	return check_signature(cohort, party, &terms);
}

int cohort_signed(const struct cohort *cohort)
{
	_cleanup_(text_clear) struct text terms = {0};

	append_terms(cohort, &terms);
	int r = check_signature(cohort, PARTY_A, &terms);
	return r ? r : check_signature(cohort, PARTY_B, &terms);
}

static int take_config(struct hpke_bytes *rest, struct hpke_config *ret)
{
	const uint8_t *bytes = wire_take(rest, HPKE_CONFIG_SIZE);
	int r = bytes ? hpke_config_decode((struct hpke_bytes){bytes, HPKE_CONFIG_SIZE}, ret) : -1;

	if (r < 0)
		return REFUSAL_MALFORMED;
	return r == HPKE_FOREIGN || !hpke_key_is_usable(ret->public_key) ? REFUSAL_SUITE : 0;
}

static int take_task(struct hpke_bytes *rest, struct cohort *ret)
{
	uint8_t id[DAP_ID_SIZE];

	ret->task.task_id = wire_take(rest, DAP_ID_SIZE);
	if (!ret->task.task_id || !wire_take_block(rest, 2, &ret->task.configuration))
		return REFUSAL_MALFORMED;
	int r = dap_task_decode(ret->task.configuration, &ret->terms);
	if (r)
		return r;
	dap_task_id(ret->task.configuration, id);
	return memcmp(id, ret->task.task_id, sizeof(id)) == 0 ? 0 : REFUSAL_TASK;
}

static int take_keys(struct hpke_bytes *rest, struct cohort *ret)
{
	int r = take_config(rest, &ret->leader);

	if (r == 0)
		r = take_config(rest, &ret->helper);
	if (r == 0)
		r = take_config(rest, &ret->collector);
	if (r)
		return r;
	const uint8_t *sign = wire_take(rest, sizeof(ret->sign));
	if (!sign)
		return REFUSAL_MALFORMED;
	memcpy(ret->sign, sign, sizeof(ret->sign));
	const uint8_t *b = ret->helper.public_key;
	return memcmp(ret->sign[PARTY_A], ret->sign[PARTY_B], DAP_KEY_SIZE) == 0 ||
			       memcmp(b, ret->leader.public_key, HPKE_KEY_SIZE) == 0 ||
			       memcmp(b, ret->collector.public_key, HPKE_KEY_SIZE) == 0
		       ? REFUSAL_ONE_PARTY
		       : 0;
}

static bool is_label(struct hpke_bytes label)
{
	for (size_t i = 0; i < label.size; i++)
		if (label.bytes[i] < ' ' || label.bytes[i] == 0x7f)
			return false;
	return label.size > 0 && text_is_utf8((const char *)label.bytes, label.size);
}

/* What the file says again, so that it can be read without the configuration, is the same there. */
static int take_figures(struct hpke_bytes *rest, struct cohort *ret)
{
	uint64_t quarter, floor, weeks;

	if (!wire_take_number(rest, 4, &quarter) || !wire_take_number(rest, 1, &floor) ||
	    !wire_take_number(rest, 1, &weeks) || !wire_take_block(rest, 1, &ret->label) || !is_label(ret->label) ||
	    (weeks != 1 && weeks != DAP_LONG_WEEKS))
		return REFUSAL_MALFORMED;
	ret->weeks = (unsigned)weeks;
	if (quarter != ret->terms.quarter)
		return REFUSAL_QUARTER;
	return floor == ret->terms.floor ? 0 : REFUSAL_FLOOR;
}

static int take_roster(struct hpke_bytes *rest, struct cohort *ret)
{
	uint64_t members;

	if (!wire_take_number(rest, 2, &members) || !(ret->keys = wire_take(rest, members * DAP_KEY_SIZE)))
		return REFUSAL_MALFORMED;
	ret->members = members;
	for (size_t i = 1; i < members; i++)
		if (memcmp(ret->keys + (i - 1) * DAP_KEY_SIZE, ret->keys + i * DAP_KEY_SIZE, DAP_KEY_SIZE) >= 0)
			return REFUSAL_ROSTER_ORDER;
	return 0;
}

int cohort_decode(struct hpke_bytes file, struct cohort *ret)
{
	static int (*const parts[])(struct hpke_bytes *, struct cohort *) = {take_task, take_keys, take_figures,
									     take_roster};
	struct cohort cohort = {0};

	if (!dap_version_of(kind, file))
		return REFUSAL_VERSION;
	wire_take(&file, 4);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		int r = parts[i](&file, &cohort);
		if (r)
			return r;
	}
	if (file.size != sizeof(cohort.signatures))
		return REFUSAL_MALFORMED;
	memcpy(cohort.signatures, file.bytes, sizeof(cohort.signatures));
	*ret = cohort;
	return 0;
}
