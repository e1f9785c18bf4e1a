#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "hkdf.h"
#include "roles_list.h"
#include "wire.h"

/* A run of B's. */
struct assist {
	const struct role_party *party;
	struct dap_window window;
	struct prio3 prio3;
	struct exchange_request request;
	struct list list;
	struct field128 sums[CELL_COUNT];
	uint8_t checksum[DAP_HASH_SIZE];
	struct text job;
};

static const uint8_t *smaller(const uint8_t *one, const uint8_t *other)
{
	if (!one || !other)
		return one ? one : other;
	return memcmp(one, other, DAP_REPORT_ID_SIZE) <= 0 ? one : other;
}

static bool is(const uint8_t *one, const uint8_t *other)
{
	return one && memcmp(one, other, DAP_REPORT_ID_SIZE) == 0;
}

/* Three lists in the order of their ids, gone through side by side. */
struct lists {
	struct dap_init init;
	size_t init_at, reject_at, own_at;
};

static const uint8_t *init_id(const struct assist *assist, struct lists *at)
{
	if (at->init_at == assist->request.reports || dap_init_at(assist->request.job, at->init_at, &at->init))
		return NULL;
	return at->init.share.id;
}

static const uint8_t *reject_id(const struct assist *assist, const struct lists *at)
{
	return at->reject_at < assist->request.rejects ? assist->request.reject + at->reject_at * EXCHANGE_REJECT
						       : NULL;
}

static const uint8_t *own_id(const struct assist *assist, const struct lists *at)
{
	return at->own_at < assist->list.count ? assist->list.reports[at->own_at].id : NULL;
}

/* What is in one's own list by this id: the one that counts, if any; whether one was counted in an earlier window. */
struct own {
	const struct role_report *counted;
	bool replayed;
};

static struct own take_own(const struct assist *assist, const uint8_t *id, struct lists *at)
{
	struct own own = {0};

	for (; is(own_id(assist, at), id); at->own_at++) {
		const struct role_report *report = &assist->list.reports[at->own_at];
		if (report->outcome == REFUSAL_NONE)
			own.counted = report;
		own.replayed |= report->outcome == REFUSAL_REPLAYED;
	}
	return own;
}

static bool same_bytes(const struct assist *assist, const struct role_report *own, const struct dap_init *init)
{
	uint8_t hash[DAP_HASH_SIZE];

	list_hash_share(init->share.bytes, hash);
	return memcmp(hash, assist->list.places[own->place].hash, sizeof(hash)) == 0;
}

/* Do the lists agree on the smallest id? What was in an earlier window may be asked for; it is rejected then. */
static bool agree(const struct assist *assist, const uint8_t *id, struct lists *at)
{
	bool asked = is(init_id(assist, at), id), rejected = is(reject_id(assist, at), id);
	struct own own = take_own(assist, id, at);

	at->init_at += asked;
	at->reject_at += rejected;
	if (!own.counted)
		return !rejected && (!asked || own.replayed);
	return asked != rejected && (!asked || same_bytes(assist, own.counted, &at->init));
}

/* By how many reports A's list is not one's own. */
static size_t differences(const struct assist *assist)
{
	uint8_t id[DAP_REPORT_ID_SIZE];
	struct lists at = {0};
	size_t different = 0;

	for (;;) {
		const uint8_t *least =
			smaller(smaller(init_id(assist, &at), reject_id(assist, &at)), own_id(assist, &at));
		if (!least)
			return different;
		memcpy(id, least, sizeof(id));
		different += !agree(assist, id, &at);
	}
}

/* What A cannot open or read it may leave out, within bounds. It does not count here either. */
static int take_rejects(struct assist *assist)
{
	size_t own = list_counted(&assist->list), cursor = 0;

	if (assist->request.rejects > role_rejects_allowed(own))
		return REFUSAL_REJECTS;
	for (size_t i = 0; i < assist->request.rejects; i++) {
		const uint8_t *reject = assist->request.reject + i * EXCHANGE_REJECT;
		uint8_t error = reject[DAP_REPORT_ID_SIZE];
		if (error != DAP_HPKE_UNKNOWN_CONFIG_ID && error != DAP_HPKE_DECRYPT_ERROR &&
		    error != DAP_INVALID_MESSAGE)
			return REFUSAL_REJECTS;
		list_find(&assist->list, reject, &cursor)->outcome = refusal_of_error(error);
	}
	return 0;
}

/* B's half of a report, and whether both together are marks. */
static int verify(const struct assist *assist, const struct dap_init *init, struct field128 *ret_outputs,
		  uint8_t ret_finish[static DAP_FINISH_SIZE])
{
	const struct cohort *cohort = assist->party->cohort;
	uint8_t share[DAP_HELPER_SIZE];
	struct prio3_state state = {.outputs = ret_outputs};
	struct prio3_report own = {.nonce = init->share.id,
				   .public_share = {init->share.public_share, DAP_PUBLIC_SIZE},
				   .input_share = {share, sizeof(share)}};
	int r = dap_input_open(&cohort->task, HPKE_HELPER, cohort->helper.id, assist->party->pair, init->share.bytes,
			       &init->share.sealed, share);

	if (r == 0 &&
	    prio3_helper_init(&assist->prio3, assist->party->verify_key, &own, init->payload, &state, ret_finish))
		r = REFUSAL_PROOF;
	sodium_memzero(share, sizeof(share));
	return r;
}

static void answer(struct assist *assist, const struct dap_init *init, struct role_report *report)
{
	struct field128 outputs[CELL_COUNT];
	uint8_t finish[DAP_FINISH_SIZE];
	struct dap_resp resp = {.id = init->share.id, .payload = {finish, sizeof(finish)}};
	enum refusal refusal = report ? verify(assist, init, outputs, finish) : REFUSAL_REPLAYED;

	if (refusal == REFUSAL_NONE) {
		field128_add_vector(assist->sums, outputs, CELL_COUNT);
		dap_checksum_add(assist->checksum, init->share.id);
	} else {
		resp.error = (uint8_t)refusal_error(refusal);
		if (report)
			report->outcome = refusal;
	}
	dap_resp_append(&assist->job, &resp);
	sodium_memzero(outputs, sizeof(outputs));
}

static int answer_all(struct assist *assist)
{
	struct dap_init init;
	size_t cursor = 0;

	dap_prio3(assist->party->cohort->task.task_id, &assist->prio3);
	for (size_t i = 0; i < assist->request.reports; i++) {
		if (dap_init_at(assist->request.job, i, &init))
			return REFUSAL_MALFORMED;
		answer(assist, &init, list_find(&assist->list, init.share.id, &cursor));
	}
	return 0;
}

void role_share_seed(const struct role_party *party, struct dap_window window, const struct field128 *share,
		     uint8_t ret[static HPKE_KEY_SIZE])
{
	static const char salt[] = "evenkeel aggregate share 1";
	const struct hkdf_part material = {party->pair->private_key, HPKE_KEY_SIZE};
	uint8_t key[HKDF_KEY_SIZE], place[16], bytes[DAP_SHARE_SIZE];
	const struct hkdf_part info[] = {
		{party->cohort->task.task_id, DAP_ID_SIZE}, {place, sizeof(place)}, {bytes, sizeof(bytes)}};

	wire_put(wire_put(place, window.start, 8), window.weeks, 8);
	field128_encode_vector(share, CELL_COUNT, bytes);
	hkdf_extract((const uint8_t *)salt, sizeof(salt) - 1, &material, 1, key);
	hkdf_expand(key, info, 3, ret, HPKE_KEY_SIZE);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(bytes, sizeof(bytes));
}

static int write_response(struct assist *assist, struct text *ret)
{
	const struct cohort *cohort = assist->party->cohort;
	uint8_t seed[HPKE_KEY_SIZE], share[DAP_AGGREGATE_SIZE];
	struct exchange_response response = {.job = wire_text(&assist->job),
					     .count = list_counted(&assist->list),
					     .checksum = assist->checksum,
					     .share = {share, sizeof(share)}};
	const struct role_blur *blur = &assist->party->blur;
	int r = blur->add ? blur->add(blur->context, assist->sums) : 0;

	if (r)
		return r;
	role_share_seed(assist->party, assist->window, assist->sums, seed);
	r = dap_aggregate_seal(&cohort->task, assist->window, &cohort->collector, assist->sums, seed, share);
	sodium_memzero(seed, sizeof(seed));
	if (r)
		return r;
	exchange_begin(EXCHANGE_RESPONSE, cohort->task.task_id, assist->window, ret);
	exchange_response_encode(&response, ret);
	exchange_end(assist->party->secret, ret);
	return 0;
}

static int enough_people(const struct assist *assist)
{
	const struct cohort *cohort = assist->party->cohort;

	return list_people(&assist->list, cohort) < cohort->terms.floor ? REFUSAL_FEW : 0;
}

static int run(struct assist *assist, const struct role_source *source, struct hpke_bytes request, struct text *ret,
	       struct role_tally *tally)
{
	const struct cohort *cohort = assist->party->cohort;
	struct exchange message;
	int r = cohort_check_party(cohort, assist->window);

	if (r == 0)
		r = exchange_open(request, cohort, EXCHANGE_REQUEST, assist->window, &message);
	if (r == 0)
		r = exchange_request_decode(message.body, &assist->request);
	if (r == 0)
		r = list_gather(assist->party, PARTY_B, assist->window, source, &assist->list, tally);
	if (r == 0 && (tally->mismatched = differences(assist)) > 0)
		r = REFUSAL_MISMATCH;
	if (r == 0)
		r = take_rejects(assist);
	if (r == 0)
		r = enough_people(assist);
	if (r == 0)
		r = answer_all(assist);
	if (r == 0)
		r = enough_people(assist);
	return r ? r : write_response(assist, ret);
}

int role_assist(const struct role_party *party, struct dap_window window, const struct role_source *source,
		struct hpke_bytes request, struct text *ret_response, struct role_tally *ret_tally)
{
	struct assist assist = {.party = party, .window = window};
	_cleanup_(text_clear) struct text response = {0};

	*ret_tally = (struct role_tally){0};
	int r = run(&assist, source, request, &response, ret_tally);
	list_tally(&assist.list, party->cohort, ret_tally);
	if (r == 0)
		r = role_open(party, window, request, &response, &assist.list, ret_tally);
	if (r == 0) {
		*ret_response = response;
		response = (struct text){0};
	}
	list_clear(&assist.list);
	text_clear(&assist.job);
	sodium_memzero(assist.sums, sizeof(assist.sums));
	return r;
}
