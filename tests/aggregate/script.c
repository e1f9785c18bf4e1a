#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>

#include "script.h"

/* What came of an operation. */
enum outcome {
	SUCCEEDED,
	DIFFERS,   /* it succeeded with another output than the file's */
	REFUSED,   /* it failed, as it must on bad input */
	MALFORMED, /* the file lacks what it needs */
};

/* What a party holds of a report. */
struct held {
	struct prio3_state state;
	bool begun, verified;
};

struct script {
	const struct prio3 *prio3;
	const json_t *file, *reports;
	struct blob key;
	struct held *held; /* report by report, party by party */
};

/* Where an operation is at. */
struct place {
	const json_t *report;
	size_t index, aggregator, round;
	struct held *held;
};

static enum outcome compare(const json_t *wanted, const uint8_t *bytes, size_t size)
{
	_cleanup_(blob_clear) struct blob blob = {0};

	if (!wanted)
		return SUCCEEDED;
	if (vector_hex(wanted, &blob))
		return MALFORMED;
	return blob_is(&blob, bytes, size) ? SUCCEEDED : DIFFERS;
}

static enum outcome worse(enum outcome a, enum outcome b)
{
	return a > b ? a : b;
}

/* The measurement as numbers; REFUSED: there are not as many as there should be. What is negative is beyond every range as it is. */
static enum outcome read_measurement(const struct prio3 *prio3, const json_t *json, uint64_t *ret)
{
	size_t length = json_is_array(json) ? json_array_size(json) : 1;

	if (json_is_null(json) || !json)
		return MALFORMED;
	if (length != (json_is_array(json) ? prio3->flp.length : 1))
		return REFUSED;
	for (size_t i = 0; i < length; i++) {
		const json_t *cell = json_is_array(json) ? json_array_get(json, i) : json;
		if (!json_is_integer(cell) && !json_is_boolean(cell))
			return MALFORMED;
		ret[i] = json_is_boolean(cell) ? json_is_true(cell) : (uint64_t)json_integer_value(cell);
	}
	return SUCCEEDED;
}

static enum outcome compare_shares(const struct prio3 *prio3, const json_t *report, const uint8_t *public_share,
				   const uint8_t *leader, const uint8_t *helpers)
{
	const json_t *shares = json_object_get(report, "input_shares");
	enum outcome outcome =
		compare(json_object_get(report, "public_share"), public_share, prio3_public_share_size(prio3));

	if (json_array_size(shares) != prio3->shares)
		return MALFORMED;
	outcome = worse(outcome, compare(json_array_get(shares, 0), leader, prio3_leader_share_size(prio3)));
	for (unsigned i = 1; i < prio3->shares; i++)
		outcome = worse(outcome, compare(json_array_get(shares, i), helpers + (i - 1) * PRIO3_HELPER_SHARE_SIZE,
						 PRIO3_HELPER_SHARE_SIZE));
	return outcome;
}

static enum outcome shard(struct script *script, const struct place *place)
{
	const struct prio3 *prio3 = script->prio3;
	_cleanup_(blob_clear) struct blob nonce = {0}, random = {0};
	uint64_t measurement[FLP_INPUTS_MAX];
	uint8_t *public_share _cleanup_free_ = mem_new(prio3_public_share_size(prio3), 1);
	uint8_t *leader _cleanup_free_ = mem_new(prio3_leader_share_size(prio3), 1);
	uint8_t *helpers _cleanup_free_ = mem_new(prio3->shares, PRIO3_HELPER_SHARE_SIZE);

	enum outcome outcome = read_measurement(prio3, json_object_get(place->report, "measurement"), measurement);
	if (outcome != SUCCEEDED)
		return outcome;
	if (vector_field(place->report, "nonce", &nonce) || vector_field(place->report, "rand", &random))
		return MALFORMED;
	if (nonce.size != PRIO3_NONCE_SIZE || random.size != prio3_random_size(prio3) ||
	    prio3_shard(prio3, measurement, nonce.bytes, random.bytes, public_share, leader, helpers))
		return REFUSED;
	return compare_shares(prio3, place->report, public_share, leader, helpers);
}

static enum outcome verify_init(struct script *script, const struct place *place)
{
	const json_t *shares = json_object_get(place->report, "input_shares"),
		     *rounds = json_object_get(place->report, "verifier_shares");
	_cleanup_(blob_clear) struct blob nonce = {0}, public_share = {0}, input = {0};
	uint8_t *verifier _cleanup_free_ = mem_new(prio3_verifier_share_size(script->prio3), 1);

	if (!place->held || vector_field(place->report, "nonce", &nonce) ||
	    vector_field(place->report, "public_share", &public_share) ||
	    vector_hex(json_array_get(shares, place->aggregator), &input))
		return MALFORMED;
	struct prio3_report report = {nonce.bytes, {public_share.bytes, public_share.size}, {input.bytes, input.size}};
	if (nonce.size != PRIO3_NONCE_SIZE ||
	    prio3_verify_init(script->prio3, script->key.bytes, (unsigned)place->aggregator, &report,
			      &place->held->state, verifier))
		return REFUSED;
	place->held->begun = true;
	return compare(json_array_get(json_array_get(rounds, 0), place->aggregator), verifier,
		       prio3_verifier_share_size(script->prio3));
}

static enum outcome verifier_message(struct script *script, const struct place *place)
{
	const json_t *shares = json_array_get(json_object_get(place->report, "verifier_shares"), place->round),
		     *wanted = json_array_get(json_object_get(place->report, "verifier_messages"), place->round);
	unsigned count = script->prio3->shares;
	struct blob *blobs _cleanup_free_ = mem_new(count, sizeof(*blobs));
	struct prio3_bytes *bytes _cleanup_free_ = mem_new(count, sizeof(*bytes));
	uint8_t message[PRIO3_MESSAGE_SIZE];
	enum outcome outcome = json_array_size(shares) == count ? SUCCEEDED : MALFORMED;

	for (unsigned i = 0; i < count && outcome == SUCCEEDED; i++) {
		if (vector_hex(json_array_get(shares, i), &blobs[i]))
			outcome = MALFORMED;
		bytes[i] = (struct prio3_bytes){blobs[i].bytes, blobs[i].size};
	}
	if (outcome == SUCCEEDED)
		outcome = prio3_verifier_message(script->prio3, bytes, message)
				  ? REFUSED
				  : compare(wanted, message, sizeof(message));
	for (unsigned i = 0; i < count; i++)
		blob_clear(&blobs[i]);
	return outcome;
}

static enum outcome compare_elements(const json_t *wanted, const struct field128 *elements, size_t length)
{
	uint8_t *bytes _cleanup_free_ = mem_new(length, FIELD128_SIZE);

	field128_encode_vector(elements, length, bytes);
	return compare(wanted, bytes, length * FIELD128_SIZE);
}

static enum outcome verify_next(struct script *script, const struct place *place)
{
	_cleanup_(blob_clear) struct blob message = {0};

	if (!place->held || place->round == 0 ||
	    vector_hex(json_array_get(json_object_get(place->report, "verifier_messages"), place->round - 1), &message))
		return MALFORMED;
	if (!place->held->begun || place->round != 1 ||
	    prio3_verify_next(&place->held->state, (struct prio3_bytes){message.bytes, message.size}))
		return REFUSED;
	place->held->verified = true;
	return compare_elements(json_array_get(json_object_get(place->report, "out_shares"), place->aggregator),
				place->held->state.outputs, script->prio3->flp.length);
}

/* Of every report: what is not verified cannot be added up. */
static enum outcome aggregate(struct script *script, const struct place *place)
{
	size_t length = script->prio3->flp.length;
	struct field128 *sum _cleanup_free_ = mem_new(length, sizeof(*sum));

	if (place->aggregator >= script->prio3->shares)
		return MALFORMED;
	for (size_t i = 0; i < json_array_size(script->reports); i++) {
		const struct held *held = &script->held[i * script->prio3->shares + place->aggregator];
		if (!held->verified)
			return REFUSED;
		field128_add_vector(sum, held->state.outputs, length);
	}
	return compare_elements(json_array_get(json_object_get(script->file, "agg_shares"), place->aggregator), sum,
				length);
}

static enum outcome unshard(struct script *script, const struct place *place)
{
	const json_t *shares = json_object_get(script->file, "agg_shares"),
		     *wanted = json_object_get(script->file, "agg_result");
	size_t length = script->prio3->flp.length;
	struct field128 *sum _cleanup_free_ = mem_new(length, sizeof(*sum)),
			     *share _cleanup_free_ = mem_new(length, sizeof(*share));

	(void)place;
	if (json_array_size(shares) != script->prio3->shares || json_array_size(wanted) != length)
		return MALFORMED;
	for (size_t i = 0; i < json_array_size(shares); i++) {
		_cleanup_(blob_clear) struct blob blob = {0};
		if (vector_hex(json_array_get(shares, i), &blob))
			return MALFORMED;
		if (blob.size != length * FIELD128_SIZE || field128_decode_vector(blob.bytes, length, share))
			return REFUSED;
		field128_add_vector(sum, share, length);
	}
	for (size_t i = 0; i < length; i++) {
		int64_t number;
		if (!json_is_integer(json_array_get(wanted, i)))
			return MALFORMED;
		if (field128_to_number(sum[i], &number) || number != json_integer_value(json_array_get(wanted, i)))
			return DIFFERS;
	}
	return SUCCEEDED;
}

static const struct operation {
	const char *name;
	bool of_report;
	enum outcome (*run)(struct script *script, const struct place *place);
} operations[] = {
	{"shard", true, shard},
	{"verify_init", true, verify_init},
	{"verifier_shares_to_message", true, verifier_message},
	{"verify_next", true, verify_next},
	{"aggregate", false, aggregate},
	{"unshard", false, unshard},
};

static const struct operation *find_operation(const json_t *step)
{
	const char *name = json_string_value(json_object_get(step, "operation"));

	for (size_t i = 0; name && i < sizeof(operations) / sizeof(operations[0]); i++)
		if (strcmp(name, operations[i].name) == 0)
			return &operations[i];
	return NULL;
}

static int find_place(const struct script *script, const json_t *step, const struct operation *operation,
		      struct place *ret)
{
	uint64_t index = 0, aggregator = 0, round = 0;

	if (operation->of_report && vector_number(step, "report_index", &index))
		return -1;
	if ((json_object_get(step, "aggregator_id") && vector_number(step, "aggregator_id", &aggregator)) ||
	    (json_object_get(step, "round") && vector_number(step, "round", &round)))
		return -1;
	*ret = (struct place){.index = index, .aggregator = aggregator, .round = round};
	ret->report = json_array_get(script->reports, index);
	if (ret->report && aggregator < script->prio3->shares)
		ret->held = &script->held[index * script->prio3->shares + aggregator];
	return operation->of_report && !json_is_object(ret->report) ? -1 : 0;
}

static const char *run_step(struct script *script, const json_t *step)
{
	const struct operation *operation = find_operation(step);
	const json_t *success = json_object_get(step, "success");
	struct place place;

	if (!operation || !json_is_boolean(success) || find_place(script, step, operation, &place))
		return "parse";
	enum outcome outcome = operation->run(script, &place);
	if (outcome == MALFORMED)
		return "parse";
	return outcome == (json_is_true(success) ? SUCCEEDED : REFUSED) ? NULL : operation->name;
}

const char *script_run(const struct prio3 *prio3, const json_t *file)
{
	const json_t *steps = json_object_get(file, "operations");
	struct script script = {.prio3 = prio3, .file = file, .reports = json_object_get(file, "reports")};
	size_t count = json_array_size(script.reports) * prio3->shares;
	const char *stage = NULL;

	if (json_array_size(steps) == 0 || count == 0 || vector_field(file, "verify_key", &script.key) ||
	    script.key.size != PRIO3_KEY_SIZE) {
		blob_clear(&script.key);
		return "parse";
	}
	script.held = mem_new(count, sizeof(*script.held));
	for (size_t i = 0; i < count; i++)
		script.held[i].state.outputs = mem_new(prio3->flp.length, sizeof(struct field128));
	for (size_t i = 0; i < json_array_size(steps) && !stage; i++)
		stage = run_step(&script, json_array_get(steps, i));
	for (size_t i = 0; i < count; i++)
		free(script.held[i].state.outputs);
	free(script.held);
	blob_clear(&script.key);
	return stage;
}
