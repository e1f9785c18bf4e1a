#include <string.h>

#include <sodium.h>

#include <evenkeel/mem.h>

#include "roles_list.h"
#include "wire.h"

/* A's second run, with B's response. */
struct finish {
	const struct role_party *party;
	struct dap_window window;
	struct exchange_request request;
	struct exchange_response response;
	struct list list;
	struct notes_key key;
	struct exchange_result result;
};

static int read_notes(const struct role_notes *notes, uint8_t *ret, size_t size)
{
	int r = notes->read(notes->context, ret, size);

	return r > 0 ? REFUSAL_STATE : r;
}

static int next_note(struct finish *finish, const struct role_notes *notes, const uint8_t *id, struct note *ret)
{
	uint8_t sealed[LEAD_NOTE_SIZE];
	int r = read_notes(notes, sealed, sizeof(sealed));

	if (r)
		return r;
	if (note_open(&finish->key, sealed, ret) || memcmp(ret->id, id, sizeof(ret->id)) ||
	    ret->member >= finish->party->cohort->members)
		return REFUSAL_STATE;
	return 0;
}

/* What B found of a report: with it A's own half is verified, too, and counts. */
static enum refusal conclude(struct finish *finish, const struct dap_resp *resp, const struct note *note)
{
	struct field128 outputs[CELL_COUNT];
	struct prio3_state state = {.outputs = outputs};

	if (resp->error)
		return refusal_of_error(resp->error);
	memcpy(state.seed, note->seed, sizeof(state.seed));
	if (prio3_leader_continue(&state, resp->payload) || field128_decode_vector(note->outputs, CELL_COUNT, outputs))
		return REFUSAL_PROOF;
	field128_add_vector(finish->result.shares[PARTY_A], outputs, CELL_COUNT);
	dap_checksum_add(finish->result.checksum, note->id);
	finish->result.count++;
	sodium_memzero(outputs, sizeof(outputs));
	return REFUSAL_NONE;
}

static int conclude_all(struct finish *finish, const struct role_notes *notes)
{
	const struct cohort *cohort = finish->party->cohort;
	struct hpke_bytes rest = finish->response.job;
	struct note note;
	int r = 0;

	if (finish->response.reports != finish->request.reports)
		return REFUSAL_MISMATCH;
	for (size_t i = 0; i < finish->request.reports && r == 0; i++) {
		struct dap_resp resp;
		struct dap_init init;
		if (dap_resp_next(&rest, &resp) || dap_init_at(finish->request.job, i, &init))
			return REFUSAL_MALFORMED;
		if (memcmp(resp.id, init.share.id, DAP_REPORT_ID_SIZE))
			return REFUSAL_MISMATCH;
		r = next_note(finish, notes, resp.id, &note);
		if (r)
			break;
		const uint8_t *key = cohort->keys + (size_t)note.member * DAP_KEY_SIZE;
		struct role_report *report = list_append(&finish->list, note.id, key, note.week, note.member);
		report->outcome = conclude(finish, &resp, &note);
	}
	sodium_memzero(&note, sizeof(note));
	return r;
}

static int check_counts(const struct finish *finish)
{
	const struct cohort *cohort = finish->party->cohort;

	if (finish->result.count != finish->response.count ||
	    memcmp(finish->result.checksum, finish->response.checksum, DAP_HASH_SIZE))
		return REFUSAL_COUNT;
	return list_people(&finish->list, cohort) < cohort->terms.floor ? REFUSAL_FEW : 0;
}

static int result_sums(const struct exchange_result *result, int64_t ret[static CELL_COUNT])
{
	struct field128 total[CELL_COUNT];

	memcpy(total, result->shares[PARTY_A], sizeof(total));
	field128_add_vector(total, result->shares[PARTY_B], CELL_COUNT);
	return dap_sums(total, result->count, ret);
}

/* Only a share that fits its other half is blurred and sent. */
static int put_together(struct finish *finish, struct role_result *ret)
{
	const struct role_party *party = finish->party;
	int r = dap_aggregate_open(&party->cohort->task, finish->window, party->cohort->collector.id, party->collector,
				   finish->response.share, finish->result.shares[PARTY_B]);

	if (r == 0 && party->blur.add)
		r = party->blur.add(party->blur.context, finish->result.shares[PARTY_A]);
	return r ? r : result_sums(&finish->result, ret->sums);
}

static int open_messages(struct finish *finish, struct hpke_bytes request, struct hpke_bytes response)
{
	const struct cohort *cohort = finish->party->cohort;
	struct exchange message;
	int r = cohort_check_party(cohort, finish->window);

	if (r == 0)
		r = exchange_open(request, cohort, EXCHANGE_REQUEST, finish->window, &message);
	if (r == 0)
		r = exchange_request_decode(message.body, &finish->request);
	if (r == 0)
		r = exchange_open(response, cohort, EXCHANGE_RESPONSE, finish->window, &message);
	return r ? r : exchange_response_decode(message.body, &finish->response);
}

static int run(struct finish *finish, struct hpke_bytes request, struct hpke_bytes response,
	       const struct role_notes *notes, struct role_result *ret)
{
	uint8_t random[LEAD_NOTES_HEAD];
	int r = open_messages(finish, request, response);

	if (r == 0)
		r = read_notes(notes, random, sizeof(random));
	if (r)
		return r;
	notes_key(finish->party, finish->window, random, &finish->key);
	r = conclude_all(finish, notes);
	if (r == 0)
		r = check_counts(finish);
	return r ? r : put_together(finish, ret);
}

int role_finish(const struct role_party *party, struct dap_window window, struct hpke_bytes request,
		struct hpke_bytes response, const struct role_notes *notes, struct text *ret_message,
		struct role_result *ret_result, struct role_tally *ret_tally)
{
	struct finish finish = {.party = party, .window = window};
	_cleanup_(text_clear) struct text message = {0};
	uint8_t body[EXCHANGE_RESULT_BODY];
	struct role_result result = {.window = window};

	*ret_tally = (struct role_tally){0};
	int r = run(&finish, request, response, notes, &result);
	ret_tally->files = finish.list.count;
	list_tally(&finish.list, party->cohort, ret_tally);
	if (r == 0) {
		exchange_result_encode(&finish.result, body);
		exchange_encode(EXCHANGE_RESULT, party->cohort->task.task_id, window,
				(struct hpke_bytes){body, sizeof(body)}, party->secret, &message);
		r = role_open(party, window, response, &message, &finish.list, ret_tally);
	}
	if (r == 0) {
		result.reports = finish.result.count;
		result.people = ret_tally->people;
		*ret_result = result;
		*ret_message = message;
		message = (struct text){0};
	}
	list_clear(&finish.list);
	sodium_memzero(&finish, sizeof(finish));
	sodium_memzero(body, sizeof(body));
	return r;
}

/* B's share in the result is what B sealed: sealed again it gives the same bytes. */
static int is_own_share(const struct role_party *party, struct dap_window window,
			const struct exchange_response *response, const struct exchange_result *result)
{
	uint8_t seed[HPKE_KEY_SIZE], again[DAP_AGGREGATE_SIZE];
	const struct cohort *cohort = party->cohort;

	role_share_seed(party, window, result->shares[PARTY_B], seed);
	int r = dap_aggregate_seal(&cohort->task, window, &cohort->collector, result->shares[PARTY_B], seed, again);
	sodium_memzero(seed, sizeof(seed));
	return r ? r : memcmp(again, response->share.bytes, sizeof(again)) == 0 ? 0 : REFUSAL_RESULT;
}

static int check_result(const struct role_party *party, struct dap_window window, struct hpke_bytes own_response,
			struct hpke_bytes file, struct role_result *ret)
{
	struct exchange_response response;
	struct exchange_result result;
	struct exchange message;
	int r = exchange_open(own_response, party->cohort, EXCHANGE_RESPONSE, window, &message);

	if (r == 0)
		r = exchange_response_decode(message.body, &response);
	if (r == 0)
		r = exchange_open(file, party->cohort, EXCHANGE_RESULT, window, &message);
	if (r == 0)
		r = exchange_result_decode(message.body, &result);
	if (r == 0 && (result.count != response.count || memcmp(result.checksum, response.checksum, DAP_HASH_SIZE)))
		r = REFUSAL_COUNT;
	if (r == 0)
		r = is_own_share(party, window, &response, &result);
	ret->reports = r ? 0 : result.count;
	return r ? r : result_sums(&result, ret->sums);
}

int role_countersign(const struct role_party *party, struct dap_window window, struct hpke_bytes own_response,
		     struct hpke_bytes result, struct text *ret_message, struct role_result *ret_result)
{
	struct role_result opened = {.window = window};
	uint8_t hash[EXCHANGE_COUNTERSIGN_BODY];
	int r = check_result(party, window, own_response, result, &opened);

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
